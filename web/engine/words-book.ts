// A text as words: a vocabulary, and the text itself in the module's memory.
import type { Address } from './core';
import { constants, layout } from './generated/layout';
import type { WordsCore } from './words-core';

// A text as words: `words` the commonest first, the text itself in the module's memory.
export class Book {
  private constructor(
    readonly of: WordsCore,
    readonly words: readonly string[],
    readonly counts: Int32Array<ArrayBuffer>,
    readonly tokens: Address,
    readonly length: number, // of tokens
    readonly countsAt: Address,
  ) {}

  // cut: where each unit ends, in bytes of UTF-8; without it, by words. `least`: how often a word must be there.
  static read(of: WordsCore, text: string, least: number, cut?: Int32Array): Book {
    const bytes = new TextEncoder().encode(text);
    const n = BigInt(bytes.length);
    return of.core.withBytes(bytes, (at) => {
      const ends = cut ? of.put(cut) : of.core.alloc(4 * bytes.length);
      try {
        const units = cut ? cut.length : Number(of.call((c) => c.gn_words_split(ends, at, n)));
        return Book.#read(of, bytes, at, ends, units, least);
      } finally {
        of.core.free(ends);
      }
    });
  }

  static #read(
    of: WordsCore,
    bytes: Uint8Array,
    at: Address,
    ends: Address,
    units: number,
    least: number,
  ): Book {
    const { core } = of;
    const { gn_word } = layout;
    const most = Math.min(units, constants.GN_WORDS_MOST);
    const tokens = core.alloc(4 * units);
    return of.within(gn_word.bytes * most, (words) =>
      of.within(8, (count) => {
        const n = of.within(4 * Number(of.call((c) => c.gn_words_work(BigInt(units)))), (work) =>
          of.call((c) =>
            c.gn_words_read(
              words,
              most,
              tokens,
              count,
              work,
              at,
              BigInt(bytes.length),
              ends,
              BigInt(units),
              least,
            ),
          ),
        );
        const { ints } = core;
        const field = (i: number, offset: number) => ints[(words + gn_word.bytes * i + offset) >> 2] ?? 0;
        const utf8 = new TextDecoder();
        const names = Array.from({ length: n }, (_, i) => {
          const from = field(i, gn_word.at);
          return utf8.decode(bytes.subarray(from, from + field(i, gn_word.length)));
        });
        const counts = Int32Array.from({ length: n }, (_, i) => field(i, gn_word.count));
        const length = Number(new DataView(core.bytes.buffer).getBigInt64(count, true));
        return new Book(of, names, counts, tokens, length, of.put(counts));
      }),
    );
  }

  free(): void {
    this.of.core.free(this.tokens);
    this.of.core.free(this.countsAt);
  }
}
