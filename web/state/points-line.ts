// The line of notation of a net of points: fitted to the data it learns, and its hidden layers one by one.
const HEAD = /^(\s*(?:[\w.]+\s*:\s*)?in)\s+\d+/;
const TAIL = /dense\s+(\d+)([^;{}]*);\s*(softmax_ce|softmax\s*;\s*mse|mse)\s*;?\s*$/;
const DENSE = /^dense (\d+)(?: init ?= ?(\w+))?$/;
const ACTIVATION = /^(relu|tanh|sigmoid|gelu|leaky_relu(?: [\d.]+)?)$/;
export const MOST_LAYERS = 8;
export const MOST_UNITS = 64;

const USUAL: Hidden = { widths: [8, 8], activation: 'gelu', init: '', squares: false };

export interface Hidden {
  readonly widths: readonly number[];
  readonly activation: string;
  readonly init: string; // of all weights; '': the usual one
  readonly squares: boolean; // of the probabilities are learnt, not their cross-entropy
}

// What the data ask of a net: how many numbers go in, and classes or one number (0) come out.
export interface Wanted {
  readonly size: number;
  readonly classes: number;
}

export function lineOf({ widths, activation, init, squares }: Hidden, { size, classes }: Wanted): string {
  const dense = (width: number) => `dense ${width}${init && ` init=${init}`}; `;
  const hidden = widths.map((width) => `${dense(width)}${activation}; `).join('');
  const end = classes === 0 ? 'mse' : squares ? 'softmax; mse' : 'softmax_ce';
  return `in ${size}; ${hidden}${dense(classes || 1)}${end}`;
}

// Input, outputs and loss as the data want them, all between as it is. Squares may be learnt of classes too.
export function fitLine(line: string, wanted: Wanted): string {
  if (line.trim() === '') return lineOf(USUAL, wanted);
  const { size, classes } = wanted;
  return line.replace(HEAD, `$1 ${size}`).replace(TAIL, (_, outputs: string, rest: string, loss: string) => {
    if (classes === 0) return `dense 1${rest}; mse`;
    const stays = loss !== 'mse' || Number(outputs) === classes;
    return `dense ${classes}${rest}; ${stays ? loss : 'softmax_ce'}`;
  });
}

// Undefined: it is no plain chain of dense layers with one activation function.
export function hiddenOf(line: string): Hidden | undefined {
  const pieces = line
    .split(';')
    .map((piece) => piece.trim().replace(/\s+/g, ' '))
    .filter((piece) => piece !== '');
  const squares = pieces.at(-2) === 'softmax' && pieces.at(-1) === 'mse';
  const chain = pieces.slice(1, squares ? -2 : -1);
  const widths: number[] = [];
  const names = new Set<string>();
  const inits = new Set<string>();
  for (const [i, piece] of chain.entries()) {
    if (i % 2 === 1) {
      if (!ACTIVATION.test(piece)) return undefined;
      names.add(piece);
      continue;
    }
    const dense = DENSE.exec(piece);
    if (!dense) return undefined;
    inits.add(dense[2] ?? '');
    if (i < chain.length - 1) widths.push(Number(dense[1]));
  }
  const plain = /^in \d+$/.test(pieces[0] ?? '') && chain.length % 2 === 1;
  if (!plain || names.size > 1 || inits.size > 1) return undefined;
  return {
    widths,
    activation: [...names][0] ?? USUAL.activation,
    init: [...inits][0] ?? '',
    squares,
  };
}
