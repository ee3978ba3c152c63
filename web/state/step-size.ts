// How much of a mini-batch is under the glass: all of it up to so many samples and bytes, of a larger one the first.
import type { Plan } from '../engine/plan';

export const MOST_SAMPLES = 1024;
export const MOST_BYTES = 256 * 2 ** 20;
const VALUE_BYTES = 16; // of a number that a row makes: it and its gradient, in the net and in its twin

// What one sample takes.
export const sampleBytes = (plan: Plan | undefined): number =>
  VALUE_BYTES * (plan?.rows ?? []).reduce((sum, { size }) => sum + size, 0);

export function fitting(plan: Plan | undefined, samples: number): number {
  const room = Math.floor(MOST_BYTES / Math.max(1, sampleBytes(plan)));
  return Math.max(1, Math.min(samples, MOST_SAMPLES, room));
}
