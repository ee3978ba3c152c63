// How good vectors of words are, by lists that people made: how related two words are, and analogies.
import type { Space } from './words-space';

export interface Lists {
  readonly related: { readonly pairs: Int32Array; readonly ratings: Float32Array; readonly all: number }; // (2·n) ids, (n)
  readonly sections: readonly { readonly name: string; readonly pairs: Int32Array; readonly all: number }[]; // (2·n) ids
}

export interface Quality {
  readonly related: { readonly correlation: number; readonly known: number; readonly all: number }; // pairs
  readonly sections: readonly Section[];
}

interface Section {
  readonly name: string;
  readonly right: number;
  readonly asked: number; // questions all of whose words have a vector
  readonly all: number;
}

// Places in the order of size, equal ones the mean of theirs.
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const places = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && values[order[end] ?? 0] === values[order[i] ?? 0]) end++;
    for (let k = i; k < end; k++) places[order[k] ?? 0] = (i + end - 1) / 2;
    i = end;
  }
  return places;
}

// Spearman's: Pearson's of the places in the order. NaN where there is nothing to compare.
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length - 1) / 2;
  let [both, ofX, ofY] = [0, 0, 0];
  for (const [i, each] of x.entries()) {
    const other = (y[i] ?? 0) - mean;
    both += (each - mean) * other;
    ofX += (each - mean) ** 2;
    ofY += other ** 2;
  }
  return both / Math.sqrt(ofX * ofY);
}

export function measured(space: Space, { related, sections }: Lists): Quality {
  const { pairs, ratings } = related;
  const cosines = Float32Array.from(ratings, (_, i) =>
    space.cosine(pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0),
  );
  return {
    related: {
      correlation: rankCorrelation(cosines, ratings),
      known: ratings.length,
      all: related.all,
    },
    sections: sections.map(({ name, pairs, all }) => ({ name, all, ...answered(space, pairs) })),
  };
}

// Of any two pairs: "a is to b as c is to" d, where the three are no answer.
function answered(space: Space, pairs: Int32Array): { right: number; asked: number } {
  const n = pairs.length / 2;
  let right = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      if (i === k) continue;
      const [a = 0, b = 0] = pairs.subarray(2 * i, 2 * i + 2);
      const [c = 0, d = 0] = pairs.subarray(2 * k, 2 * k + 2);
      if (space.analogy([b, a, c], 1)[0]?.id === d) right++;
    }
  }
  return { right, asked: n * (n - 1) };
}
