// An encoder and a decoder as one line of notation: the first tokens are read all at once, the others are written one
// after the other, looking at what was read. As in A. Vaswani et al. (2017), small, with layernorm before each part.

import type { RunText } from './run-text';

export const LETTERS = 10; // a … j
const WIDTH = 32;

// Queries of one row, keys and values of another; `x` is what the result is added to.
function attention(
  queries: string,
  read: string,
  x: string,
  last: string,
  mask: string,
  look: string,
): string {
  const head = (from: string, name: string) => `from ${from}; dense ${WIDTH}; ${name}: heads 1`;
  const [q, k, v] = ['q', 'k', 'v'].map((letter) => letter + last) as [string, string, string];
  return [
    head(queries, q),
    head(read, k),
    head(read, v),
    `from ${q}; scores ${k}; scale${mask}; ${look}softmax; mix ${v}; merge`,
    `dense ${WIDTH}; ${last}: add ${x}`,
  ].join('; ');
}

const mlp = (x: string, name: string) =>
  `layernorm; dense ${2 * WIDTH}; gelu; dense ${WIDTH}; ${name}: add ${x}`;

// in (2·length): so many letters, the mark, and what has been written so far, one short; an answer at each of the last.
export const rewriteLine = (length: number): string =>
  [
    `in ${2 * length} ids=${LETTERS + 1}; e: embed ${WIDTH} init=normal gain=0.02`,
    `slice 0 ${length} axis=first; x: pos learned; n: layernorm`,
    attention('n', 'n', 'x', 'a', '', ''),
    mlp('a', 'b'),
    'm: layernorm',
    `from e; slice ${length} ${length} axis=first; y: pos learned; s: layernorm`,
    attention('s', 's', 'y', 'c', '; mask causal', ''),
    't: layernorm',
    attention('t', 'm', 'c', 'd', '', 'look: '),
    mlp('d', 'f'),
    `layernorm; dense ${LETTERS}; softmax_ce`,
  ].join('; ');

// Letters of the sequences that a line rewrites. Undefined: it is no such line.
export function lengthOf(notation: string): number | undefined {
  const length = Number(/^in (\d+) /.exec(notation)?.[1]) / 2;
  return length >= 1 && length <= 100 && rewriteLine(length) === notation ? length : undefined;
}

// A sample: so many letters, the mark, what becomes of them.
export const sequenceText = (name: string, length: number, tests: number): RunText => ({
  name,
  merges: 0,
  units: undefined,
  window: 2 * length,
  stride: 2 * length + 1,
  tests,
  scored: tests,
  perCharacter: 1,
});
