// The learner's run as the glass sees it: what its next step begins with, a step handed over to it and taken back.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Memory } from '../engine/descent';
import type { Next } from '../engine/next';
import type { Shown } from '../engine/run-messages';
import type { Kept } from '../engine/stepper';
import type { SettingValues } from '../engine/train-settings';
import type { Session } from './session';
import { type Training, trainingOf } from './training';

const MOST_SHOWN = 64; // steps by hand, one after the other, whose samples are kept

// A step that was made, to be taken back.
export interface Made {
  readonly before: Kept;
  readonly after: Float32Array; // all that is learnt
  // A step of the run: what was set for it in this view, and what the run had there before.
  readonly run?: { readonly from: number; readonly own: SettingValues; readonly settings: SettingValues };
  readonly hand?: { readonly first: boolean }; // of a run that rests: the first since its last step
}

export class StepRun {
  readonly training = signal<Training | undefined>(undefined);
  // The run of the net on show, while it lives.
  readonly bound = computed(() => {
    const training = this.training.value;
    const running = this.#session.running.value;
    if (!training || !running) return undefined;
    void training.notation.value;
    const status = training.status.value;
    return status !== 'idle' && status !== 'failed' && training.follows(running) ? training : undefined;
  });
  readonly next: ReadonlySignal<Next | undefined> = computed(() => this.bound.value?.next.value);
  readonly #session: Session;
  #samples: ReadonlySignal<number> = signal(1); // of the next step that are wanted

  constructor(session: Session) {
    this.#session = session;
  }

  // Follows the run while the glass is over it; it rests meanwhile. `open`: there shall be one. `samples` of the next
  // step are wanted.
  attach(open: ReadonlySignal<boolean>, samples: ReadonlySignal<number>): () => void {
    this.#samples = samples;
    const stops = [
      effect(() => {
        const training = open.value ? trainingOf(this.#session) : (this.#session.training as Training);
        this.training.value = training;
        // One that failed waits for the learner to begin again.
        if (open.value && training.status.peek() !== 'failed') training.attend();
      }),
      effect(() => {
        const run = this.bound.value;
        if (!run) return;
        void run.frame.value;
        if (run.running.value) run.pause();
        run.askNext(samples.value);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  // After each word to it: answers that are under way were given before it was heard.
  #ask(): void {
    this.bound.peek()?.askNext(this.#samples.peek());
  }

  // The run makes the step that was looked at, with these settings.
  make(from: number, set: SettingValues, back: SettingValues): void {
    this.bound.peek()?.single({ from, set, back });
    this.#ask();
  }

  // The run takes over what was learnt off its path, and what the optimiser remembers of it. `shown`: the sample of the
  // step, where the run's own settings made it. Returns whether it was the first time since its last step.
  give(learnt: Float32Array, memory: Memory | undefined, shown: Shown | undefined, steps: number): boolean {
    const run = this.bound.peek();
    const here = run?.setup.peek().changes.filter(({ at }) => at === steps) ?? [];
    const before = here.find((each) => 'learnt' in each);
    // Only if nothing else was changed in between do samples one after the other say it all.
    const earlier = before === undefined ? [] : before === here.at(-1) ? before.shown : undefined;
    const all = shown && earlier && earlier.length < MOST_SHOWN ? [...earlier, shown] : undefined;
    run?.change({ learnt, ...(memory ? { memory } : {}), ...(all ? { shown: all } : {}) });
    this.#ask();
    return !before;
  }

  // False: the run is gone.
  takeBack({ before, run: step, hand }: Made): boolean {
    const run = this.bound.peek();
    if (!run) return false;
    if (step) {
      run.seek(step.from);
      for (const [name, value] of Object.entries(step.settings)) run.set(name, value);
    } else if (hand?.first) run.retract();
    else {
      const { values: learnt, ...memory } = before;
      const { changes } = run.setup.peek();
      const given = changes.findLast((each) => 'learnt' in each);
      const shown = given?.shown?.slice(0, -1);
      run.change({ learnt, memory, ...(shown?.length ? { shown } : {}) });
    }
    this.#ask();
    return true;
  }
}
