// Pictures to learn from, as a net takes them: made grey and square by the core, and some of them kept for the test.
import { Core } from './core';
import { Refused, readError } from './errors';
import { layout } from './generated/layout';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
const LEVELS = 100; // shares that tell which sample the core takes first

export interface Rgba {
  readonly rgba: Uint8ClampedArray; // (h, w, 4)
  readonly w: number;
  readonly h: number;
}

export class PictureMaker {
  constructor(readonly core: Core) {}

  static async start(module: WebAssembly.Module): Promise<PictureMaker> {
    return new PictureMaker(await Core.start(module));
  }

  // (28, 28), 0..255. Throws Refused.
  grey({ rgba, w, h }: Rgba, invert: boolean): Uint8Array<ArrayBuffer> {
    const { core } = this;
    const grey = core.alloc(PIXELS);
    const error = core.alloc(layout.gn_error.bytes);
    try {
      const bytes = new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.byteLength);
      const made = core.withBytes(bytes, (at) =>
        core.call((c) => c.gn_picture_grey(grey, SIDE, at, w, h, Number(invert), error)),
      );
      if (!made) throw new Refused(readError(core, error));
      return core.bytes.slice(grey, grey + PIXELS) as Uint8Array<ArrayBuffer>;
    } finally {
      core.free(grey);
      core.free(error);
    }
  }

  // (count) 1: kept for the test, this share of each class to the nearest whole number: of two pictures or more at least
  // one. The core draws; a sample that it takes at a smaller share comes first.
  hold(labels: Uint8Array, classes: number, share: number, seed: number): Uint8Array<ArrayBuffer> {
    const { core } = this;
    const n = labels.length;
    const drawn = new Uint8Array(n).fill(LEVELS);
    core.withBytes(labels, (at) => {
      for (let level = LEVELS - 1; level > 0; level--) {
        core.call((c) => c.gn_data_split(at, 0n, BigInt(n), level / LEVELS, BigInt(seed)));
        const taken = core.bytes.subarray(at, at + n);
        for (let i = 0; i < n; i++) if (taken[i] === 1) drawn[i] = level;
      }
    });
    const held = new Uint8Array(n);
    for (let label = 0; label < classes; label++) {
      const own = Array.from(labels.keys()).filter((i) => labels[i] === label);
      const kept = own.length < 2 ? 0 : Math.max(1, Math.round(share * own.length));
      own.sort((i, j) => (drawn[i] ?? 0) - (drawn[j] ?? 0) || i - j);
      for (const i of own.slice(0, kept)) held[i] = 1;
    }
    return held;
  }
}
