// How many of the test digits the net on show gets right, counted when there is nothing else to do.
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Probe } from '../engine/engine';
import { whenIdle } from './idle';
import type { Running } from './on-show';
import type { Samples } from './samples';

interface Host {
  readonly probe: Probe | undefined;
  readonly running: ReadonlySignal<Running | undefined>;
  readonly samples: ReadonlySignal<Samples | 'loading' | 'missing'>;
}

export interface Score {
  readonly said: Uint8Array; // class of each sample; NOT_YET where it has not been run
  readonly done: number;
  readonly right: number;
}

export const NOT_YET = 255;
const AFTER_MS = 350; // of rest, when weights are changed by hand
const CHUNK = 48;

export class Scoring {
  readonly score = signal<Score | undefined>(undefined);
  readonly #host: Host;
  readonly #recover: (error: unknown) => void;
  #timer = 0;
  #of: Samples | undefined; // that the score is of
  #turn = 0; // a later one makes an earlier one void
  #over = false;

  constructor(host: Host, recover: (error: unknown) => void) {
    this.#host = host;
    this.#recover = recover;
  }

  // After weights changed by hand: the last score stands until the hand rests.
  again(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.run(), AFTER_MS) as unknown as number;
  }

  // Nobody looks any more.
  end(): void {
    this.#over = true;
    this.#turn++;
    clearTimeout(this.#timer);
  }

  // The test digits through the running model, a few at a time.
  run(): void {
    if (this.#over) return;
    const samples = this.#host.samples.peek();
    const probe = this.#host.probe;
    const plan = this.#host.running.peek()?.plan;
    if (typeof samples !== 'object' || !probe || !plan || plan.input < 0 || plan.answer < 0) return;
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    if (samples !== this.#of) this.score.value = undefined;
    this.#of = samples;
    // A net that lacks one of their classes was made for other data.
    const classes = plan.rows[plan.answer]?.size ?? 0;
    if (samples.labels.some((label) => label >= classes)) {
      this.score.value = undefined;
      return;
    }
    const again = this.score.peek() !== undefined;
    const said = new Uint8Array(samples.count).fill(NOT_YET);
    let done = 0;
    let right = 0;
    const chunk = (deadline: IdleDeadline | undefined) => {
      if (probe !== this.#host.probe || turn !== this.#turn) return;
      try {
        do {
          const count = Math.min(CHUNK, samples.count - done);
          probe.classify(samples.pixels, said, done, count);
          for (let i = done; i < done + count; i++) if (said[i] === samples.labels[i]) right++;
          done += count;
        } while (done < samples.count && (deadline?.timeRemaining() ?? 0) > 4);
      } catch (error) {
        this.#recover(error);
        return;
      }
      // Of a net that has a score already the next is shown when it is complete.
      if (done === samples.count || !again) this.score.value = { said, done, right };
      if (done < samples.count) whenIdle(chunk);
    };
    whenIdle(chunk);
  }
}
