// The published lists that vectors of words are measured by, as the page fetches them.
import type { Lists } from '../engine/words-quality';
import { type Fetching, fetchText } from './text-files';

export interface WordLists {
  readonly related: readonly (readonly [a: string, b: string, rating: number])[];
  readonly sections: readonly {
    readonly name: string;
    readonly pairs: readonly (readonly [string, string])[];
  }[];
}

let kept: WordLists | undefined;

export async function wordLists(tell: (how: Fetching) => void): Promise<WordLists | undefined> {
  if (kept) return kept;
  const signal = new AbortController().signal;
  const [related, analogies] = await Promise.all([
    fetchText('wordsim353.tsv', tell, signal),
    fetchText('analogies.txt', tell, signal),
  ]);
  if (!related || !analogies) return undefined;
  const utf8 = new TextDecoder();
  kept = { related: ratingsOf(utf8.decode(related)), sections: sectionsOf(utf8.decode(analogies)) };
  return kept;
}

const linesOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));

function ratingsOf(text: string): WordLists['related'] {
  return linesOf(text).map((line) => {
    const [a = '', b = '', rating = ''] = line.split('\t');
    return [a, b, Number(rating)];
  });
}

function sectionsOf(text: string): WordLists['sections'] {
  const sections: { name: string; pairs: [string, string][] }[] = [];
  for (const line of linesOf(text)) {
    if (line.startsWith(':')) sections.push({ name: line.slice(1).trim(), pairs: [] });
    else {
      const [a = '', b = ''] = line.split(' ');
      sections.at(-1)?.pairs.push([a, b]);
    }
  }
  return sections;
}

// What of them there are vectors for.
export function known({ related, sections }: WordLists, index: ReadonlyMap<string, number>): Lists {
  const isKnown = (a: string, b: string) => index.has(a) && index.has(b);
  const ids = (pairs: readonly (readonly [string, string, ...unknown[]])[]) =>
    Int32Array.from(pairs.flatMap(([a, b]) => [index.get(a) ?? 0, index.get(b) ?? 0]));
  const rated = related.filter(([a, b]) => isKnown(a, b));
  return {
    related: {
      pairs: ids(rated),
      ratings: Float32Array.from(rated, ([, , rating]) => rating),
      all: related.length,
    },
    sections: sections.map(({ name, pairs }) => ({
      name,
      pairs: ids(pairs.filter(([a, b]) => isKnown(a, b))),
      all: pairs.length * (pairs.length - 1),
    })),
  };
}
