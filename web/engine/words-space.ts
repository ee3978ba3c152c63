// Vectors of words in the module's memory, learnt or given, and what they answer: neighbours, analogies, a map.
import type { Address } from './core';
import type { WordsCore } from './words-core';

export interface Near {
  readonly id: number;
  readonly cosine: number;
}

// Vectors in the module's memory (words, width), and what they answer.
export class Space {
  constructor(
    readonly of: WordsCore,
    readonly at: Address,
    readonly words: number,
    readonly width: number,
  ) {}

  row(id: number): Address {
    return this.at + 4 * this.width * id;
  }

  nearest(id: number, most: number): Near[] {
    return this.#nearest(this.row(id), [id], most);
  }

  // a − b + c
  analogy([a, b, c]: readonly [number, number, number], most: number): Near[] {
    return this.of.within(4 * this.width, (query) => {
      this.of.call((w) => w.gn_words_analogy(query, this.row(a), this.row(b), this.row(c), this.width));
      return this.#nearest(query, [a, b, c], most);
    });
  }

  #nearest(query: Address, without: readonly number[], most: number): Near[] {
    const { of } = this;
    return of.within(8 * most + 4 * without.length, (ids) => {
      const cosines = ids + 4 * most;
      const omitted = cosines + 4 * most;
      of.core.ints.set(without, omitted >> 2);
      const n = of.call((w) =>
        w.gn_words_nearest(
          ids,
          cosines,
          most,
          query,
          this.at,
          this.words,
          this.width,
          omitted,
          without.length,
        ),
      );
      const { ints, floats } = of.core;
      return Array.from({ length: n }, (_, i) => ({
        id: ints[(ids >> 2) + i] ?? 0,
        cosine: floats[(cosines >> 2) + i] ?? 0,
      }));
    });
  }

  cosine(a: number, b: number): number {
    return this.of.call((w) => w.gn_words_cosine(this.row(a), this.row(b), this.width));
  }

  // Principal components of the directions of these words; `before`: where its axes pointed last.
  map(ids: Int32Array, axes: number, before?: Float32Array): WordsMap {
    const { of, width } = this;
    const n = ids.length;
    const turned = before?.length === axes * width ? of.put(before) : 0;
    const list = of.put(ids);
    try {
      return of.within(Number(of.call((w) => w.gn_words_map_work(width))) * 8, (work) =>
        of.within(4 * (n * axes + axes * width + axes), (places) => {
          const directions = places + 4 * n * axes;
          const shares = directions + 4 * axes * width;
          of.call((w) =>
            w.gn_words_map(
              places,
              directions,
              shares,
              work,
              this.at,
              list,
              BigInt(n),
              width,
              axes,
              1,
              turned,
            ),
          );
          const { core } = of;
          return {
            ids,
            axes,
            places: core.floatsAt(places, n * axes).slice() as Float32Array<ArrayBuffer>,
            directions: core.floatsAt(directions, axes * width).slice() as Float32Array<ArrayBuffer>,
            shares: Array.from(core.floatsAt(shares, axes)),
          };
        }),
      );
    } finally {
      of.core.free(list);
      if (turned) of.core.free(turned);
    }
  }

  // (ids, width), copied.
  rows(ids: Int32Array): Float32Array<ArrayBuffer> {
    const all = new Float32Array(ids.length * this.width);
    for (const [i, id] of ids.entries())
      all.set(this.of.core.floatsAt(this.row(id), this.width), i * this.width);
    return all;
  }
}

export interface WordsMap {
  readonly ids: Int32Array;
  readonly axes: number;
  readonly places: Float32Array<ArrayBuffer>; // (ids, axes)
  readonly directions: Float32Array<ArrayBuffer>; // (axes, width)
  readonly shares: readonly number[]; // of the variance, by axis
}

// A file of tools/pack_words.mjs, little-endian: "GNWORDS\0", u32 version, words, width, bytes of the names; f32 scales
// (words); i8 vectors (words, width); the names, a line each. Undefined: it is none.
export function unpack(
  of: WordsCore,
  file: Uint8Array,
): { words: string[]; space: Space; free(): void } | undefined {
  const HEAD = 24;
  const VERSION = 1;
  if (file.length < HEAD || new TextDecoder().decode(file.subarray(0, 8)) !== 'GNWORDS\0') return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [version, n = 0, width = 0, names = 0] = [8, 12, 16, 20].map((at) => view.getUint32(at, true));
  const packed = HEAD + 4 * n;
  const end = packed + n * width;
  if (version !== VERSION || n < 1 || width < 2 || file.length !== end + names) return undefined;
  const words = new TextDecoder().decode(file.subarray(end)).split('\n');
  if (words.length !== n) return undefined;
  const at = of.core.alloc(4 * n * width);
  of.core.withBytes(file, (from) =>
    of.call((w) => w.gn_words_unpack(at, from + packed, from + HEAD, BigInt(n), width)),
  );
  return { words, space: new Space(of, at, n, width), free: () => of.core.free(at) };
}
