// Strokes or a picture → 28×28, stage by stage; the struct stays in the core's memory and is read in place.
import type { Address, Core } from './core';
import { Refused, readError } from './errors';
import { constants, layout } from './generated/layout';

export type Point = readonly [x: number, y: number]; // in the unit of the pad's side, 0..1, y down
export type Stroke = readonly Point[];

export interface Picture {
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export interface Stages {
  readonly fit: boolean;
  readonly centre: boolean;
}

export interface Change {
  readonly x: number; // pixels to the right
  readonly y: number; // down
  readonly rotate: number; // degrees, clockwise
  readonly scale: number;
  readonly stroke: number; // pixels thicker
}

export const NO_CHANGE: Change = { x: 0, y: 0, rotate: 0, scale: 1, stroke: 0 };

export const isNone = (how: Change): boolean =>
  (Object.keys(NO_CHANGE) as (keyof Change)[]).every((part) => how[part] === NO_CHANGE[part]);

export interface DigitView {
  readonly pad: Float32Array;
  readonly fitted: Float32Array;
  readonly pixels: Float32Array;
  readonly box: readonly number[]; // left, top, right, bottom, in units of the strokes or picture
  readonly mass: readonly number[]; // x, y in pixels of `fitted`
  readonly shift: readonly number[];
}

export const SIDE = constants.GN_DIGIT_SIDE;
export const PIXELS = constants.GN_DIGIT_PIXELS;

export class DigitMaker {
  readonly #core: Core;
  readonly #digit: Address;
  readonly #error: Address;
  #room = 0; // bytes at #xy
  #xy: Address = 0;

  constructor(core: Core) {
    this.#core = core;
    this.#digit = core.alloc(layout.gn_digit.bytes);
    this.#error = core.alloc(layout.gn_error.bytes);
    core.bytes.fill(0, this.#digit, this.#digit + layout.gn_digit.bytes);
  }

  get pixels(): Float32Array {
    return this.#core.floatsAt(this.#digit + layout.gn_digit.pixels, PIXELS);
  }

  view(): DigitView {
    const field = layout.gn_digit;
    const read = (offset: number, length: number) => this.#core.floatsAt(this.#digit + offset, length);
    return {
      pad: read(field.pad, PIXELS),
      fitted: read(field.fitted, PIXELS),
      pixels: read(field.pixels, PIXELS),
      box: Array.from(read(field.box, 4)),
      mass: Array.from(read(field.mass, 2)),
      shift: Array.from(read(field.shift, 2)),
    };
  }

  clear(): void {
    this.#core.bytes.fill(0, this.#digit, this.#digit + layout.gn_digit.bytes);
  }

  // Ready-made, 0..1.
  set(pixels: ArrayLike<number>): void {
    this.clear();
    this.pixels.set(pixels);
  }

  noise(seed: number): void {
    this.clear();
    this.#core.call((core) => core.gn_noise_image(this.#pixels, BigInt(seed)));
  }

  // What the network is given, moved, turned, scaled, thickened; then without what was rubbed out.
  change(how: Change, erased: Iterable<number>): void {
    if (!isNone(how)) {
      const x = this.#reserve(4 * PIXELS + layout.gn_change.bytes);
      const at = x + 4 * PIXELS;
      const { floats } = this.#core;
      floats.copyWithin(x >> 2, this.#pixels >> 2, (this.#pixels >> 2) + PIXELS);
      for (const [field, value] of fields(how)) floats[(at + field) >> 2] = value;
      this.#core.call((core) => core.gn_change_image(this.#pixels, x, at));
    }
    const { pixels } = this;
    for (const i of erased) pixels[i] = 0;
  }

  get #pixels(): Address {
    return this.#digit + layout.gn_digit.pixels;
  }

  // False: nothing drawn, and the picture is blank.
  fromStrokes(strokes: readonly Stroke[], stages: Stages): boolean {
    let total = 0;
    for (const stroke of strokes) total += stroke.length;
    const countsAt = 8 * total;
    const xy = this.#reserve(countsAt + 4 * strokes.length);
    const { floats, ints } = this.#core;
    let at = xy >> 2;
    for (const stroke of strokes) {
      for (const [x, y] of stroke) {
        floats[at++] = x;
        floats[at++] = y;
      }
    }
    const points = xy + countsAt;
    for (const [i, stroke] of strokes.entries()) ints[(points >> 2) + i] = stroke.length;
    const ok = this.#core.call((core) =>
      core.gn_digit_from_strokes(xy, points, strokes.length, 1, 0, flags(stages), this.#digit, this.#error),
    );
    return this.#done(ok);
  }

  fromPicture({ rgba, width, height }: Picture, stages: Stages): boolean {
    const address = this.#reserve(rgba.byteLength);
    this.#core.bytes.set(rgba, address);
    const ok = this.#core.call((core) =>
      core.gn_digit_from_picture(address, width, height, flags(stages), this.#digit, this.#error),
    );
    return this.#done(ok);
  }

  #done(ok: number): boolean {
    if (ok) return true;
    const error = readError(this.#core, this.#error);
    this.clear();
    if (error.code === 'NO_INK') return false;
    throw new Refused(error);
  }

  #reserve(bytes: number): Address {
    if (bytes <= this.#room) return this.#xy;
    if (this.#xy) this.#core.free(this.#xy);
    this.#room = Math.max(65536, 2 * bytes);
    this.#xy = this.#core.alloc(this.#room);
    return this.#xy;
  }
}

function flags({ fit, centre }: Stages): number {
  return (fit ? constants.GN_DIGIT_FIT : 0) | (centre ? constants.GN_DIGIT_CENTRE : 0);
}

function fields(how: Change): readonly (readonly [number, number])[] {
  const { gn_change } = layout;
  return [
    [gn_change.shift_x_px, how.x],
    [gn_change.shift_y_px, how.y],
    [gn_change.rotate_deg, how.rotate],
    [gn_change.scale, how.scale],
    [gn_change.stroke_px, how.stroke],
  ];
}

// The mean of the images (count, 784) with a label, 0..1; −1: of all.
export function averageImage(
  core: Core,
  pixels: Uint8Array,
  labels: Uint8Array,
  count: number,
  label: number,
): Float32Array {
  const { gn_data } = layout;
  const data = core.alloc(gn_data.bytes);
  const y = core.alloc(4 * PIXELS);
  try {
    return core.withBytes(pixels, (images) =>
      core.withBytes(labels, (at) => {
        core.bytes.fill(0, data, data + gn_data.bytes);
        const { ints } = core;
        ints[(data + gn_data.images) >> 2] = images;
        ints[(data + gn_data.labels) >> 2] = at;
        ints[(data + gn_data.count) >> 2] = count;
        ints[(data + gn_data.size) >> 2] = PIXELS;
        core.call((c) => c.gn_average_image(y, data, label));
        return core.floatsAt(y, PIXELS).slice();
      }),
    );
  } finally {
    core.free(y);
    core.free(data);
  }
}
