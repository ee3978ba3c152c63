// How many steps a small GPT is planned to learn, and how long they take.
import type { ReadonlySignal } from '@preact/signals-core';
import type { Frame, Setup } from '../engine/run-messages';
import type { Setting } from '../engine/train-settings';
import { GptPace } from './gpt-pace';
import type { Size } from './gpt-sizes';

interface Planned {
  readonly setup: ReadonlySignal<Setup>;
  readonly table: ReadonlySignal<readonly Setting[]>;
  readonly size: ReadonlySignal<Size>;
  readonly frame: ReadonlySignal<Frame | undefined>;
}

export class GptTiming {
  readonly pace = new GptPace();

  constructor(readonly run: Planned) {}

  // The step at which the schedule ends; there it stops once.
  get planned(): number {
    const { setup, table, size } = this.run;
    const { schedule = 0, warmup_steps = 0, schedule_steps = 0 } = setup.value.settings;
    const cosine = table.value.find(({ name }) => name === 'schedule')?.choices[schedule] === 'cosine';
    return cosine ? warmup_steps + schedule_steps : size.value.steps;
  }

  // Seconds until the plan is done. Undefined: not known yet.
  get left(): number | undefined {
    const ms = this.pace.ms.value;
    const left = this.planned - (this.run.frame.value?.steps ?? 0);
    return ms === undefined ? undefined : (Math.max(0, left) * ms) / 1000;
  }
}
