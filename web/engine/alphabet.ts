// A text cut into its characters: the alphabet it is written in, and each character as its place there.
import type { Address } from './core';
import type { TextCore } from './text';

// The functions of src/text.h that this takes beside those of text.ts.
interface AlphabetExports {
  gn_alphabet_work(): bigint;
  gn_alphabet(characters: Address, most: number, work: Address, text: Address, bytes: bigint): number;
  gn_alphabet_encode(
    tokens: Address,
    characters: Address,
    count: number,
    text: Address,
    bytes: bigint,
  ): bigint;
}

export interface Cut {
  readonly characters: Int32Array<ArrayBuffer>; // code points, smallest first
  readonly tokens: Int32Array<ArrayBuffer>; // places among them
}

export function cutIntoCharacters(text: TextCore, bytes: Uint8Array): Cut {
  const { core } = text;
  const call = <T>(run: (c: AlphabetExports) => T): T =>
    text.call((c) => run(c as unknown as AlphabetExports));
  const n = BigInt(bytes.length);
  return core.withBytes(bytes, (at) => {
    const work = core.alloc(Number(call((c) => c.gn_alphabet_work())));
    try {
      const count = call((c) => c.gn_alphabet(0, 0, work, at, n));
      return text.withInts(count, (characters) => {
        call((c) => c.gn_alphabet(characters, count, work, at, n));
        return text.withInts(bytes.length, (tokens) => {
          const all = Number(call((c) => c.gn_alphabet_encode(tokens, characters, count, at, n)));
          return {
            characters: text.ints(characters, count) as Int32Array<ArrayBuffer>,
            tokens: text.ints(tokens, all) as Int32Array<ArrayBuffer>,
          };
        });
      });
    } finally {
      core.free(work);
    }
  });
}

// Lines in another order, always the same one: of a list that is sorted, the end is not like its beginning.
export function mixedLines(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '');
  let state = 1;
  for (let i = lines.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    const k = Math.floor((state / 2 ** 32) * (i + 1));
    [lines[i], lines[k]] = [lines[k] as string, lines[i] as string];
  }
  return `${lines.join('\n')}\n`;
}
