// What the losses of a run say: smoothed, and whether the text is only learnt by heart by now.
import type { History } from './history';

const SMOOTHED = 20; // steps, at most
const BY_HEART = 1.04; // test loss over its least
const BLOWN_UP = 1.5; // times the loss of guessing
const HARMLESS = 0.05; // nats that are no more than chance

// Steps whose mean is the loss of training at one: fewer at first, when it falls fast.
const smoothedOver = (step: number): number => Math.max(1, Math.min(SMOOTHED, step >> 2));

// Mean of the last losses until a step from 1 on.
export function smoothed(history: History, step: number): number {
  let sum = 0;
  const from = step - smoothedOver(step) + 1;
  for (let i = from; i <= step; i++) sum += history.lossAt(i);
  return sum / (step - from + 1);
}

export interface Losses {
  readonly steps: readonly number[];
  readonly values: readonly number[]; // of each batch
  readonly smooth: readonly number[];
}

export function lossesOf(history: History): Losses {
  const { steps, values, stride } = history.curve();
  let sum = 0;
  let first = 0; // of those that are summed
  const smooth = values.map((value, i) => {
    sum += value;
    const wide = Math.max(1, Math.round(smoothedOver((i + 1) * stride) / stride));
    while (i - first + 1 > wide) sum -= values[first++] ?? 0;
    return sum / (i - first + 1);
  });
  return { steps, values, smooth };
}

// It does worse than guessing by far, or no number is left: the steps are too long.
export function hasBlownUp({ scores, steps }: History, guessing: number): boolean {
  const last = scores.at(-1)?.train?.loss;
  return steps > 0 && last !== undefined && !(last < BLOWN_UP * guessing);
}

// The step since which the test loss has only been higher, if by much: what is learnt since is the text itself.
export function byHeartSince({ scores }: History): number | undefined {
  const tested = scores.flatMap(({ step, test }) => (test ? [{ step, loss: test.loss }] : []));
  const last = tested.at(-1);
  if (!last) return undefined;
  const best = tested.reduce((a, b) => (b.loss < a.loss ? b : a));
  return last.loss > BY_HEART * best.loss && last.loss - best.loss > HARMLESS ? best.step : undefined;
}
