// How much of a mini-batch is under the glass: all of it up to so many samples and bytes, of a larger one the first few.
import type { Plan } from '../engine/plan';

const MOST_SAMPLES = 1024;
const MOST_BYTES = 128 * 2 ** 20;
const VALUE_BYTES = 16; // of a number that a row makes: it and its gradient, in the net and in its twin
const FEW_SAMPLES = 128;

export function fitting(plan: Plan | undefined, samples: number): number {
  const values = (plan?.rows ?? []).reduce((sum, { size }) => sum + size, 0);
  const fits = samples <= MOST_SAMPLES && samples * values * VALUE_BYTES <= MOST_BYTES;
  return fits ? samples : Math.min(samples, FEW_SAMPLES);
}
