// What the line of notation says of the loss and of how weights begin, and the line with other choices.
import { piecesOf } from './rows';

export const LOSSES = ['cross_entropy', 'mse'] as const;
export type Loss = (typeof LOSSES)[number];

const NAME = String.raw`(?:[^\s:;{}]+\s*:\s*)?`;
const DRAWN = new RegExp(`^${NAME}(?:dense|conv)\\b`); // operations whose weights an init= is for
const INIT = /\s+init\s*=\s*(\w+)/;
const GAIN = /\s+gain\s*=\s*[\w.+-]+/;
const CROSS_ENTROPY = new RegExp(`^${NAME}softmax_ce$`);
const SOFTMAX = new RegExp(`^${NAME}softmax$`);
const MSE = new RegExp(`^${NAME}mse$`);

// Undefined: it ends with something else, which is left alone.
export function lossOf(line: string): Loss | undefined {
  const [before, last] = piecesOf(line).slice(-2);
  if (last && CROSS_ENTROPY.test(last.text)) return 'cross_entropy';
  return before && last && SOFTMAX.test(before.text) && MSE.test(last.text) ? 'mse' : undefined;
}

// The same net with the other loss behind the same softmax: its parameters stay what they are.
export function withLoss(line: string, loss: Loss): string {
  const now = lossOf(line);
  const pieces = piecesOf(line);
  const first = pieces.at(now === 'mse' ? -2 : -1);
  if (now === undefined || now === loss || !first) return line;
  return line.slice(0, first.at) + (loss === 'mse' ? 'softmax; mse' : 'softmax_ce');
}

// The one way in which all weights begin; undefined: there are several, or none, or a gain of their own. `usual` is what
// no init= means.
export function initOf(line: string, usual: string): string | undefined {
  const drawn = piecesOf(line).filter(({ text }) => DRAWN.test(text));
  if (drawn.some(({ text }) => text.search(GAIN) >= 0)) return undefined;
  const names = new Set(drawn.map(({ text }) => INIT.exec(text)?.[1] ?? usual));
  return names.size === 1 ? [...names][0] : undefined;
}

export function withInit(line: string, name: string, usual: string): string {
  let changed = line;
  // From the back, so that places stay true.
  for (const { text, at } of [...piecesOf(line)].reverse()) {
    if (!DRAWN.test(text)) continue;
    const bare = text.replace(INIT, '').replace(GAIN, '');
    const next = name === usual ? bare : `${bare} init=${name}`;
    changed = changed.slice(0, at) + next + changed.slice(at + text.length);
  }
  return changed;
}
