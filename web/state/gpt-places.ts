// What a small GPT has learnt of the places of its window.
import type { Plan } from '../engine/plan';
import type { Params } from './diagnose';
import type { Placed } from './learner';

export interface Places {
  readonly length: number;
  readonly width: number;
  readonly values: Float32Array;
}

export function placesOf(
  plan: Plan | undefined,
  params: readonly (Params & Placed)[],
  learnt: Float32Array,
): Places | undefined {
  const at = params.findIndex(({ row }) => plan?.rows[row]?.op === 'pos');
  const [length = 0, width = 0] = params[at]?.shape ?? [];
  if (at < 0) return undefined;
  const from = params.slice(0, at).reduce((sum, { size }) => sum + size, 0);
  return { length, width, values: learnt.slice(from, from + length * width) };
}
