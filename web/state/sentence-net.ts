// The net that a sentence is stepped through: a GPT that is as long as the sentence, fresh or with what one has learnt.
import { joined } from '../engine/floats';
import type { Plan } from '../engine/plan';
import { GPT_SIZES, gptLine, type SizeName } from './gpt-sizes';
import type { Placed } from './learner';
import { type Cut, piecesOf } from './sentence-cut';

export const MOST_PLACES = 32;
export const END = '\n'; // is to come after the last token

export interface Read {
  readonly notation: string;
  readonly seed: number;
  readonly tokens: Int32Array;
  readonly targets: Float32Array; // of each place the token that should come next
  readonly pieces: readonly string[]; // what the tokens spell
  readonly spell: (token: number) => string;
  readonly left: number; // tokens in front that it does not see, or behind
  readonly unknown: readonly string[]; // left out
  readonly learnt?: Float32Array; // none: as the seed makes it
  readonly steps: number; // of training
}

export function freshRead(text: string, cut: Cut, size: SizeName, seed: number): Read | undefined {
  const all = piecesOf(text, cut);
  const pieces = all.slice(0, MOST_PLACES);
  if (pieces.length === 0) return undefined;
  const kinds = [...new Set([...pieces, END])];
  const tokens = Int32Array.from(pieces, (each) => kinds.indexOf(each));
  return {
    notation: gptLine({ ...GPT_SIZES[size], window: pieces.length }, kinds.length),
    seed,
    tokens,
    targets: following(tokens, kinds.indexOf(END)),
    pieces,
    spell: (token) => kinds[token] ?? '',
    left: all.length - pieces.length,
    unknown: [],
    steps: 0,
  };
}

// Of each token the one after it, and of the last one the end.
export function following(tokens: Int32Array, end: number): Float32Array {
  return Float32Array.from(tokens, (_, i) => tokens[i + 1] ?? end);
}

// The same line for so many places, which never see more.
export const forPlaces = (notation: string, places: number): string =>
  notation.replace(/^in \d+ /, `in ${places} `);

// And what was learnt: of the table of places its first rows.
export function learntFor(
  places: number,
  learnt: Float32Array,
  { rows }: Plan,
  params: readonly (Pick<Placed, 'shape' | 'row'> & { readonly size: number })[],
): Float32Array {
  let from = 0;
  const parts = params.map(({ size, shape, row }) => {
    const whole = learnt.subarray(from, from + size);
    from += size;
    return rows[row]?.op === 'pos' ? whole.subarray(0, places * (shape[1] ?? 1)) : whole;
  });
  return joined(parts);
}
