// A run of a small GPT, the text of one's own and what was written last, kept for a next visit: of each text and size the
// last run, so that none is lost by looking at another.
import type { Sample } from './gpt-samples';
import type { Remembered } from './run-handle';
import { Shelf } from './shelf';

export interface KeptGpt {
  readonly notation: string;
  readonly seed: number;
  readonly learnt: Float32Array;
  readonly data: string; // what it was learnt of
  readonly settings: string; // as the link says them
  readonly samples: readonly Sample[];
  readonly remembered?: Remembered;
  readonly start?: Float32Array; // weights that the run began with; none: the untrained ones of its seed
  readonly record?: { readonly id: string; readonly steps: number }; // of the list of runs
  readonly before?: number; // steps that the weights it began with had been taught
}

export const gptShelf = new Shelf<{
  run: KeptGpt;
  own: string;
  units: Uint8Array<ArrayBuffer>; // that came from a file, the last ones
  prompts: Readonly<Record<string, string>>; // by text
}>('gpt');
