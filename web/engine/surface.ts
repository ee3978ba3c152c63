// Functions of one and of two variables in the core: what they are at a point, their pictures, and walks down them.
import type { Address, Core } from './core';
import { layout } from './generated/layout';
import {
  readSettings,
  type Setting,
  usedSettings,
  type Wishes,
  wished,
  writeSetting,
} from './train-settings';

// The functions of src/surface.h that the page calls.
export interface SurfaceExports {
  gn_surface_count(): number;
  gn_surface_name(surface: number): Address;
  gn_surface_formula(surface: number): Address;
  gn_surface_dims(surface: number): number;
  gn_surface_low(surface: number, axis: number): number;
  gn_surface_high(surface: number, axis: number): number;
  gn_surface_start(surface: number, axis: number): number;
  gn_surface_at(out: Address, surface: number, w: Address): void;
  gn_surface_direction(out: Address, surface: number, w: Address, angle: number): void;
  gn_surface_dial(derivative: Address, n: number, surface: number, w: Address): void;
  gn_surface_taylor(values: Address, surface: number, w: Address, by: Address): void;
  gn_surface_newton(to: Address, surface: number, w: Address): number;
  gn_surface_flat(to: Address, surface: number, w: Address): number;
  gn_surface_escape(to: Address, surface: number, w: Address): number;
  gn_squares_points(t: Address, y: Address): number;
  gn_squares_solve(w: Address): void;
  gn_surface_grid(value: Address, shade: Address, w: number, h: number, surface: number): void;
  gn_contour(segments: Address, max: number, grid: Address, w: number, h: number, level: number): number;
  gn_surface_curve(value: Address, slope: Address, n: number, surface: number): void;
  gn_walk(
    steps: Address,
    count: bigint,
    surface: number,
    settings: Address,
    start: Address,
    noise: number,
    seed: bigint,
  ): bigint;
  gn_starts(
    starts: Address,
    groups: Address,
    columns: number,
    rows: number,
    steps: bigint,
    surface: number,
    settings: Address,
    noise: number,
    seed: bigint,
  ): number;
}

export type Vector = readonly [number, number];

export interface Surface {
  readonly index: number;
  readonly name: string;
  readonly formula: string; // LaTeX
  readonly dims: 1 | 2;
  readonly low: Vector; // of what is worth a picture
  readonly high: Vector;
  readonly start: Vector;
}

export const KINDS = ['sloping', 'minimum', 'maximum', 'saddle', 'undecided'] as const; // in the core's order
export interface PointOf {
  readonly value: number;
  readonly gradient: Vector;
  readonly length: number; // of the gradient
  readonly hessian: readonly [number, number, number]; // xx, xy, yy
  readonly trace: number;
  readonly determinant: number;
  readonly eigenvalues: Vector; // the smaller first
  readonly eigenvectors: readonly [Vector, Vector];
  readonly kind: (typeof KINDS)[number];
}

export interface Direction {
  readonly u: Vector;
  readonly derivative: number;
  readonly cosine: number;
  readonly steepest: number; // angle of the gradient
  readonly measured: number; // by a difference
}

export interface Step {
  readonly w: Vector;
  readonly value: number;
  readonly gradient: Vector; // with its noise
  readonly m: Vector;
  readonly scale: Vector;
  readonly rate: number;
  readonly step: Vector; // Δw
}

// The steps one after the other; numbers of one are read where they lie.
export class Walk {
  readonly length: number;
  readonly values: Float64Array;
  readonly #steps: Float64Array;

  constructor(steps: Float64Array, length: number) {
    this.#steps = steps;
    this.length = length;
    this.values = Float64Array.from({ length }, (_, t) => steps[t * ROOM + PLACES.value] as number);
  }

  // Where step t begins; beyond the last, where that begins.
  at(t: number): Vector {
    return this.#pair(t, PLACES.w);
  }

  step(t: number): Step {
    const i = this.#index(t);
    return {
      w: this.#pair(t, PLACES.w),
      value: this.#steps[i + PLACES.value] as number,
      gradient: this.#pair(t, PLACES.gradient),
      m: this.#pair(t, PLACES.m),
      scale: this.#pair(t, PLACES.scale),
      rate: this.#steps[i + PLACES.rate] as number,
      step: this.#pair(t, PLACES.step),
    };
  }

  #index(t: number): number {
    return ROOM * Math.max(0, Math.min(this.length - 1, t));
  }

  #pair(t: number, place: number): Vector {
    const i = this.#index(t) + place;
    return [this.#steps[i] as number, this.#steps[i + 1] as number];
  }
}

export interface Start {
  readonly from: Vector;
  readonly at: Vector;
  readonly value: number;
  readonly group: number; // −1: it ran away
}

export interface Group {
  readonly at: Vector;
  readonly value: number;
  readonly count: number;
}

export interface Chance {
  readonly noise: number; // deviation of what is added to each gradient
  readonly seed: number;
}

const { gn_point, gn_direction, gn_walk_step, gn_start, gn_group, gn_settings } = layout;
const ROOM = gn_walk_step.bytes / 8; // doubles of a step
const PLACES = {
  w: gn_walk_step.w / 8,
  value: gn_walk_step.value / 8,
  gradient: gn_walk_step.gradient / 8,
  m: gn_walk_step.m / 8,
  scale: gn_walk_step.scale / 8,
  rate: gn_walk_step.rate / 8,
  step: gn_walk_step.step / 8,
};
const MOST_SEGMENTS = 8192; // of one height

export class Surfaces {
  readonly all: readonly Surface[];
  readonly table: readonly Setting[]; // of training
  readonly #core: Core;
  readonly #w: Address; // a point
  readonly #out: Address; // one struct

  constructor(core: Core) {
    this.#core = core;
    this.#w = core.alloc(16);
    this.#out = core.alloc(Math.max(gn_point.bytes, gn_direction.bytes));
    this.table = readSettings(core);
    this.all = this.#call((c) =>
      Array.from({ length: c.gn_surface_count() }, (_, index) => ({
        index,
        name: core.text(c.gn_surface_name(index)),
        formula: core.text(c.gn_surface_formula(index)),
        dims: c.gn_surface_dims(index) === 1 ? 1 : 2,
        low: [c.gn_surface_low(index, 0), c.gn_surface_low(index, 1)],
        high: [c.gn_surface_high(index, 0), c.gn_surface_high(index, 1)],
        start: [c.gn_surface_start(index, 0), c.gn_surface_start(index, 1)],
      })),
    );
  }

  #call<T>(run: (core: SurfaceExports) => T): T {
    return this.#core.call((exports) => run(exports as unknown as SurfaceExports));
  }

  #doubles(address: Address, length: number): Float64Array {
    return new Float64Array(this.#core.bytes.buffer, address, length).slice();
  }

  #pair(address: Address): Vector {
    const [x = 0, y = 0] = this.#doubles(address, 2);
    return [x, y];
  }

  #put([x, y]: Vector): Address {
    new Float64Array(this.#core.bytes.buffer, this.#w, 2).set([x, y]);
    return this.#w;
  }

  #with<T>(bytes: number, run: (address: Address) => T): T {
    const address = this.#core.alloc(bytes);
    try {
      return run(address);
    } finally {
      this.#core.free(address);
    }
  }

  // ---------------------------------------------------------------- a point

  at(surface: Surface, w: Vector): PointOf {
    const out = this.#out;
    this.#call((c) => c.gn_surface_at(out, surface.index, this.#put(w)));
    const [xx = 0, xy = 0, yy = 0] = this.#doubles(out + gn_point.hessian, 3);
    const one = (place: number) => this.#doubles(out + place, 1)[0] as number;
    return {
      value: one(gn_point.value),
      gradient: this.#pair(out + gn_point.gradient),
      length: one(gn_point.length),
      hessian: [xx, xy, yy],
      trace: one(gn_point.trace),
      determinant: one(gn_point.determinant),
      eigenvalues: this.#pair(out + gn_point.eigenvalue),
      eigenvectors: [this.#pair(out + gn_point.eigenvector), this.#pair(out + gn_point.eigenvector + 16)],
      kind: KINDS[this.#core.ints[(out + gn_point.kind) >> 2] ?? 0] ?? 'sloping',
    };
  }

  direction(surface: Surface, w: Vector, angle: number): Direction {
    const out = this.#out;
    this.#call((c) => c.gn_surface_direction(out, surface.index, this.#put(w), angle));
    const one = (place: number) => this.#doubles(out + place, 1)[0] as number;
    return {
      u: this.#pair(out + gn_direction.u),
      derivative: one(gn_direction.derivative),
      cosine: one(gn_direction.cosine),
      steepest: one(gn_direction.steepest),
      measured: one(gn_direction.measured),
    };
  }

  // What a step leads to: to first order, to second, and really.
  taylor(surface: Surface, w: Vector, by: Vector): readonly [number, number, number] {
    return this.#with(40, (at) => {
      new Float64Array(this.#core.bytes.buffer, at, 2).set(by);
      this.#call((c) => c.gn_surface_taylor(at + 16, surface.index, this.#put(w), at));
      const [first = 0, second = 0, really = 0] = this.#doubles(at + 16, 3);
      return [first, second, really];
    });
  }

  // D_u f at n angles, evenly from 0 to 2π.
  dial(surface: Surface, w: Vector, n: number): Float64Array {
    return this.#with(8 * n, (at) => {
      this.#call((c) => c.gn_surface_dial(at, n, surface.index, this.#put(w)));
      return this.#doubles(at, n);
    });
  }

  #moved(go: 'gn_surface_newton' | 'gn_surface_flat' | 'gn_surface_escape', surface: Surface, w: Vector) {
    const found = this.#call((c) => c[go](this.#out, surface.index, this.#put(w)));
    return found ? this.#pair(this.#out) : undefined;
  }

  // Newton's step. Undefined: the Hessian has no inverse.
  newton(surface: Surface, w: Vector): Vector | undefined {
    return this.#moved('gn_surface_newton', surface, w);
  }

  // A point near it with no gradient. Undefined: none was found.
  flat(surface: Surface, w: Vector): Vector | undefined {
    return this.#moved('gn_surface_flat', surface, w);
  }

  // A little along the eigenvector of a negative eigenvalue. Undefined: there is none.
  escape(surface: Surface, w: Vector): Vector | undefined {
    return this.#moved('gn_surface_escape', surface, w);
  }

  // The points of the least squares, and the line's w and b by the formula.
  squares(): { readonly points: readonly Vector[]; readonly line: Vector } {
    const n = this.#call((c) => c.gn_squares_points(0, 0));
    return this.#with(16 * n, (at) => {
      this.#call((c) => c.gn_squares_points(at, at + 8 * n));
      const [t, y] = [this.#doubles(at, n), this.#doubles(at + 8 * n, n)];
      this.#call((c) => c.gn_squares_solve(this.#out));
      return { points: Array.from(t, (each, i) => [each, y[i] ?? 0]), line: this.#pair(this.#out) };
    });
  }

  // ---------------------------------------------------------------- pictures

  // Shades (h, w), 0 the lowest … 1 the highest, and lines of one height at each of these shades, as ends x, y, x, y in
  // cells.
  picture(
    { index }: Surface,
    w: number,
    h: number,
    levels: readonly number[],
  ): { readonly shades: Float32Array; readonly lines: readonly Float32Array[] } {
    const cells = 4 * w * h;
    return this.#with(2 * cells + 16 * MOST_SEGMENTS, (at) => {
      const [shades, lines] = [at + cells, at + 2 * cells];
      this.#call((c) => c.gn_surface_grid(at, shades, w, h, index));
      return {
        lines: levels.map((level) => {
          const n = this.#call((c) => c.gn_contour(lines, MOST_SEGMENTS, shades, w, h, level));
          return this.#core.floatsAt(lines, 4 * n).slice();
        }),
        shades: this.#core.floatsAt(shades, w * h).slice(),
      };
    });
  }

  // f and f′ at n places, evenly from the lowest to the highest.
  curve(surface: Surface, n: number): { readonly value: Float64Array; readonly slope: Float64Array } {
    return this.#with(16 * n, (at) => {
      this.#call((c) => c.gn_surface_curve(at, at + 8 * n, n, surface.index));
      return { value: this.#doubles(at, n), slope: this.#doubles(at + 8 * n, n) };
    });
  }

  // ---------------------------------------------------------------- walks

  #withSettings<T>(wishes: Wishes, run: (settings: Address) => T): T {
    return this.#with(gn_settings.bytes, (settings) => {
      this.#core.call((c) => c.gn_settings_default(settings));
      for (const [name, wish] of Object.entries(wishes)) {
        const setting = this.table.find((each) => each.name === name);
        if (setting) writeSetting(this.#core, settings, this.table, name, wished(setting, wish));
      }
      return run(settings);
    });
  }

  // Names of the settings that have any effect on such a way.
  used(wishes: Wishes): ReadonlySet<string> {
    return this.#withSettings(wishes, (settings) => usedSettings(this.#core, settings, this.table));
  }

  // So many steps, or fewer where a number is no longer finite.
  walk(surface: Surface, wishes: Wishes, start: Vector, { noise, seed }: Chance, count: number): Walk {
    return this.#withSettings(wishes, (settings) =>
      this.#with(gn_walk_step.bytes * count, (at) => {
        const w = this.#put(start);
        const made = this.#call((c) =>
          c.gn_walk(at, BigInt(count), surface.index, settings, w, noise, BigInt(seed)),
        );
        return new Walk(this.#doubles(at, ROOM * Number(made)), Number(made));
      }),
    );
  }

  // From an even grid of starts; groups by where they are after so many steps, lowest first.
  starts(
    surface: Surface,
    wishes: Wishes,
    { noise, seed }: Chance,
    side: number,
    steps: number,
  ): { readonly starts: readonly Start[]; readonly groups: readonly Group[] } {
    const rows = surface.dims === 1 ? 1 : side;
    const n = side * rows;
    return this.#withSettings(wishes, (settings) =>
      this.#with((gn_start.bytes + gn_group.bytes) * n, (at) => {
        const found = at + gn_start.bytes * n;
        const count = this.#call((c) =>
          c.gn_starts(at, found, side, rows, BigInt(steps), surface.index, settings, noise, BigInt(seed)),
        );
        const one = (address: Address) => this.#doubles(address, 1)[0] as number;
        const whole = (address: Address) => this.#core.ints[address >> 2] as number;
        const each = <T>(many: number, first: Address, bytes: number, read: (from: Address) => T) =>
          Array.from({ length: many }, (_, i) => read(first + i * bytes));
        return {
          starts: each(n, at, gn_start.bytes, (from) => ({
            from: this.#pair(from + gn_start.from),
            at: this.#pair(from + gn_start.at),
            value: one(from + gn_start.value),
            group: whole(from + gn_start.group),
          })),
          groups: each(count, found, gn_group.bytes, (from) => ({
            at: this.#pair(from + gn_group.at),
            value: one(from + gn_group.value),
            count: whole(from + gn_group.count),
          })),
        };
      }),
    );
  }
}
