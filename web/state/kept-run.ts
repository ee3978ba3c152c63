// The run of Train, kept in IndexedDB so that it goes on after a reload. Storage may be forbidden or full: then the run
// lasts as long as the page.
import { get, set } from 'idb-keyval';
import type { TrainerSource } from '../engine/trainer';
import type { Remembered } from './run-handle';
import { patient } from './shelf';

const KEY = 'glassnet.run';
const VERSION = 1;
export const MOST_PAST = 8 * 2 ** 20; // bytes of the moments that are kept
export const GOING_PAST = 2 ** 20; // while it goes on: storing holds the page for a moment
const MOMENT_BYTES = 16; // of a parameter in one: its value, gradient and two numbers of the optimiser

export interface KeptRun {
  readonly id: string; // weights that are kept of it carry this too
  readonly record: { readonly id: string; readonly steps: number }; // of the list of runs
  readonly data: string; // what it learns from
  readonly source: TrainerSource;
  readonly notation: string; // of its net by now
  readonly settings: string; // of by now, as a link says them
  readonly forgot: boolean; // it began untrained
  readonly remembered: Remembered;
}

// A net of so many parameters may be too large for that; then its weights alone are kept.
export const isKeepable = (params: number): boolean => MOMENT_BYTES * params <= MOST_PAST;

export async function loadRun(): Promise<KeptRun | undefined> {
  const stored = await patient(() => get<{ version: number; run: KeptRun }>(KEY));
  return stored?.version === VERSION ? stored.run : undefined;
}

export async function saveRun(run: KeptRun | undefined): Promise<void> {
  try {
    await set(KEY, { version: VERSION, run });
  } catch {
    // as above
  }
}
