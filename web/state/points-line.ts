// The line of notation of a net of points: fitted to the data it learns, and its hidden layers one by one.
const HEAD = /^(\s*(?:[\w.]+\s*:\s*)?in)\s+\d+/;
const TAIL = /dense\s+(\d+)([^;{}]*);\s*(softmax_ce|mse)\s*;?\s*$/;
const DENSE = /^dense (\d+)$/;
const ACTIVATION = /^(relu|tanh|sigmoid|gelu|leaky_relu(?: [\d.]+)?)$/;
export const MOST_LAYERS = 8;
export const MOST_UNITS = 64;

const USUAL = { widths: [8, 8], activation: 'gelu' };

export interface Hidden {
  readonly widths: readonly number[];
  readonly activation: string;
}

// What the data ask of a net: how many numbers go in, and classes or one number (0) come out.
export interface Wanted {
  readonly size: number;
  readonly classes: number;
}

export function lineOf({ widths, activation }: Hidden, { size, classes }: Wanted): string {
  const hidden = widths.map((width) => `dense ${width}; ${activation}; `).join('');
  return `in ${size}; ${hidden}${classes > 0 ? `dense ${classes}; softmax_ce` : 'dense 1; mse'}`;
}

// Input, outputs and loss as the data want them, all between as it is. Squares may be learnt of classes too.
export function fitLine(line: string, wanted: Wanted): string {
  if (line.trim() === '') return lineOf(USUAL, wanted);
  const { size, classes } = wanted;
  return line
    .replace(HEAD, `$1 ${size}`)
    .replace(TAIL, (_, outputs: string, rest: string, loss: string) =>
      classes === 0
        ? `dense 1${rest}; mse`
        : `dense ${classes}${rest}; ${loss === 'mse' && Number(outputs) === classes ? 'mse' : 'softmax_ce'}`,
    );
}

// Undefined: it is no plain chain of dense layers with one activation function.
export function hiddenOf(line: string): Hidden | undefined {
  const pieces = line
    .split(';')
    .map((piece) => piece.trim().replace(/\s+/g, ' '))
    .filter((piece) => piece !== '');
  const middle = pieces.slice(1, -2);
  const widths: number[] = [];
  const names = new Set<string>();
  for (let i = 0; i < middle.length; i += 2) {
    const width = DENSE.exec(middle[i] ?? '');
    const activation = middle[i + 1] ?? '';
    if (!width || !ACTIVATION.test(activation)) return undefined;
    widths.push(Number(width[1]));
    names.add(activation);
  }
  if (!/^in \d+$/.test(pieces[0] ?? '') || !DENSE.test(pieces.at(-2) ?? '') || names.size > 1)
    return undefined;
  return { widths, activation: [...names][0] ?? USUAL.activation };
}
