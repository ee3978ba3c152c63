// The text that the GPT of the bench learns: the beginning of a novel, its characters numbered in the order of their code
// points.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../engines/paths.mjs';

const MOST = 64_001; // tokens: a thousand sequences of 64, and what follows the last

export function letters() {
  const text = Array.from(readFileSync(join(root, 'build/data/text/moby-dick.txt'), 'utf8').slice(0, 2 * MOST)).slice(0, MOST);
  const kinds = [...new Set(text)].sort((a, b) => a.codePointAt(0) - b.codePointAt(0));
  const ids = new Map(kinds.map((each, i) => [each, i]));
  return { tokens: text.map((each) => ids.get(each)), kinds: kinds.length };
}
