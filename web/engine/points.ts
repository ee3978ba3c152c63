// Points to learn from: made by the core, brushed by hand or read from a table; split, spoiled and standardised by it.
import { type Address, Core } from './core';

export interface PlaneSet {
  readonly name: string;
  readonly size: number; // numbers of a point: 2, or 1 of a curve
  readonly least: number; // classes; 0: it has numbers to learn
  readonly most: number;
}

export interface Points {
  readonly count: number;
  readonly size: number; // numbers of a point
  readonly classes: number; // 0: numbers to learn
  readonly x: Float32Array<ArrayBuffer>; // (count, size)
  readonly labels: Uint8Array<ArrayBuffer>; // (count), where there are classes
  readonly targets: Float32Array<ArrayBuffer>; // (count), where there are none
  readonly held: Uint8Array<ArrayBuffer>; // (count) 1: kept for the test
}

export interface Scale {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

export interface Part {
  readonly x: Float32Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly targets: Float32Array<ArrayBuffer>;
  readonly count: number;
}

export class PointMaker {
  readonly sets: readonly PlaneSet[];

  constructor(readonly core: Core) {
    this.sets = core.call((c) =>
      Array.from({ length: c.gn_plane_count() }, (_, i) => ({
        name: core.text(c.gn_plane_name(i)),
        size: c.gn_plane_size(i),
        least: c.gn_plane_least_classes(i),
        most: c.gn_plane_most_classes(i),
      })),
    );
  }

  static async start(module: WebAssembly.Module): Promise<PointMaker> {
    return new PointMaker(await Core.start(module));
  }

  make(name: string, classes: number, noise: number, seed: number, count: number): Points {
    const { core, sets } = this;
    const set = Math.max(
      0,
      sets.findIndex((each) => each.name === name),
    );
    const { size, least, most } = sets[set] as PlaneSet;
    const x = core.alloc(count * (4 * size + 5));
    const targets = x + 4 * size * count;
    const labels = targets + 4 * count;
    core.call((c) =>
      c.gn_plane_make(x, labels, targets, set, classes, noise, BigInt(seed), 0n, BigInt(count)),
    );
    const made: Points = {
      count,
      size,
      classes: least === 0 ? 0 : Math.min(most, Math.max(least, classes)),
      x: floats(core, x, size * count),
      labels: least === 0 ? new Uint8Array(0) : bytes(core, labels, count),
      targets: least === 0 ? floats(core, targets, count) : new Float32Array(0),
      held: new Uint8Array(count),
    };
    core.free(x);
    return made;
  }

  // About this share of them is kept for the test.
  hold(points: Points, share: number, seed: number): Points {
    const held = this.#changed(points.held, (at) =>
      this.core.call((c) => c.gn_data_split(at, 0n, BigInt(points.count), share, BigInt(seed))),
    );
    return { ...points, held };
  }

  // The labels of about this share of the others are drawn anew.
  spoil(points: Points, share: number, seed: number): Points {
    if (points.classes === 0 || share === 0) return points;
    const { core } = this;
    const labels = core.withBytes(points.held, (held) =>
      this.#changed(points.labels, (at) =>
        core.call((c) =>
          c.gn_data_noise(at, held, 0n, BigInt(points.count), points.classes, share, BigInt(seed)),
        ),
      ),
    );
    return { ...points, labels };
  }

  // Each feature to mean 0, deviation 1, by those not held; numbers to learn likewise.
  standardise(points: Points): { readonly points: Points; readonly x: Scale; readonly target: Scale } {
    const x = this.#standard(points.x, points.size, points);
    const target = this.#standard(points.targets, points.targets.length > 0 ? 1 : 0, points);
    return { points: { ...points, x: x.values, targets: target.values }, x: x.scale, target: target.scale };
  }

  #standard(values: Float32Array<ArrayBuffer>, size: number, { count, held }: Points) {
    const { core } = this;
    const at = core.alloc(4 * values.length + 8 * size);
    const [mean, deviation] = [at + 4 * values.length, at + 4 * values.length + 4 * size];
    core.floatsAt(at, values.length).set(values);
    core.withBytes(held, (heldAt) =>
      core.call((c) => c.gn_data_standardize(at, mean, deviation, BigInt(count), size, heldAt)),
    );
    const done = {
      values: floats(core, at, values.length),
      scale: { mean: floats(core, mean, size), deviation: floats(core, deviation, size) },
    };
    core.free(at);
    return done;
  }

  #changed(values: Uint8Array, change: (at: Address) => unknown): Uint8Array<ArrayBuffer> {
    return this.core.withBytes(values, (at) => {
      change(at);
      return bytes(this.core, at, values.length);
    });
  }
}

// Those kept for the test, or the others, in their order.
export function partOf({ x, labels, targets, held, size }: Points, test: boolean): Part {
  const which = Array.from(held.keys()).filter((i) => (held[i] === 1) === test);
  const part = {
    x: new Float32Array(which.length * size),
    labels: new Uint8Array(labels.length > 0 ? which.length : 0),
    targets: new Float32Array(targets.length > 0 ? which.length : 0),
    count: which.length,
  };
  for (const [i, from] of which.entries()) {
    part.x.set(x.subarray(from * size, (from + 1) * size), i * size);
    if (labels.length > 0) part.labels[i] = labels[from] as number;
    if (targets.length > 0) part.targets[i] = targets[from] as number;
  }
  return part;
}

const floats = (core: Core, at: Address, n: number) =>
  core.floatsAt(at, n).slice() as Float32Array<ArrayBuffer>;
const bytes = (core: Core, at: Address, n: number) => core.bytes.slice(at, at + n) as Uint8Array<ArrayBuffer>;
