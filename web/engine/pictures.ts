// Pictures to learn from, as a net takes them: made grey and square by the core, and some of them kept for the test.
import { Core } from './core';
import { Refused, readError } from './errors';
import { layout } from './generated/layout';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

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

  // (count) 1: kept for the test, about this share of each class. Of a class with two pictures or more one at least is
  // kept and one at least is learnt.
  hold(labels: Uint8Array, classes: number, share: number, seed: number): Uint8Array<ArrayBuffer> {
    const { core } = this;
    const held = core.withBytes(labels, (at) => {
      core.call((c) => c.gn_data_split(at, 0n, BigInt(labels.length), share, BigInt(seed)));
      return core.bytes.slice(at, at + labels.length) as Uint8Array<ArrayBuffer>;
    });
    for (let label = 0; label < classes; label++) {
      const own = Array.from(labels.keys()).filter((i) => labels[i] === label);
      const kept = own.filter((i) => held[i] === 1).length;
      const [first, last] = [own[0], own.at(-1)];
      if (first !== undefined && kept === own.length) held[first] = 0;
      if (last !== undefined && last !== first && kept === 0) held[last] = 1;
    }
    return held;
  }
}
