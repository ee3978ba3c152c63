// How long a step of training takes: tried before the start, and told by the run itself once it goes on.
import { signal } from '@preact/signals-core';
import type { TrainerSource } from '../engine/trainer';
import type { GptDesk } from './gpt-desk';

const WINDOWS = 64; // of the text, to try it on
const OVERHEAD = 1.12; // of scores and of what is kept
const TOLD_FROM = 20; // steps
const REST_MS = 500;

// What is tried. Undefined: nothing is there yet, or a run goes on that says it itself.
export interface Trial {
  readonly desk: GptDesk;
  readonly source: TrainerSource;
  readonly tokens: Int32Array;
}

export class GptPace {
  readonly ms = signal<number | undefined>(undefined); // of a step
  #from: { readonly steps: number; readonly at: number } | undefined;
  #tried = '';
  #timer = 0;

  begin(steps: number): void {
    this.#from = { steps, at: performance.now() };
  }

  end(): void {
    this.#from = undefined;
  }

  tell(steps: number): void {
    const from = this.#from;
    if (from && steps - from.steps >= TOLD_FROM)
      this.ms.value = (performance.now() - from.at) / (steps - from.steps);
  }

  // A few steps that nobody sees, when all is quiet. A net and batch that have been tried are not tried again.
  tryLater(trial: () => Trial | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(trial), REST_MS) as unknown as number;
  }

  async #try(trial: () => Trial | undefined): Promise<void> {
    const asked = trial();
    if (!asked) return;
    const { desk, source, tokens } = asked;
    const what = `${source.notation} ${source.settings.batch}`;
    if (what === this.#tried) return;
    this.#tried = what;
    this.ms.value = undefined;
    const samples = Math.min(WINDOWS, source.samples);
    const ms = await desk.ask('measure', {
      source: { ...source, samples, tests: 1, scored: 1 },
      tokens: tokens.slice(0, samples + source.size),
    });
    if (what === this.#tried && ms === undefined) this.#tried = '';
    if (ms !== undefined && what === this.#tried && !this.#from) this.ms.value = ms * OVERHEAD;
  }
}
