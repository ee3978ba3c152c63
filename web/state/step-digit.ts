// The digit that Step opens on while nothing has been drawn: of the test digits one that the net on show is unsure of,
// so that there is something to learn from it. The same net finds the same one.
import { effect, signal } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import { pause } from './idle';
import { sameBits } from './run-record';
import type { Samples } from './samples';
import type { Session } from './session';

export interface Doubt {
  readonly index: number; // of the test digit
  readonly label: number;
  readonly share: number; // that the net gave it
}

const UNSURE = [0.3, 0.7] as const; // the first of such a share; where there is none, the nearest to the middle
const MIDDLE = 0.5;
const CHUNK = 32; // digits in a turn
const PATIENCE_MS = 1500; // then the pad's own digit has to do

export class DoubtfulDigit {
  readonly found = signal<Doubt | undefined>(undefined);
  readonly looking = signal(false);
  readonly #session: Session;
  #turn = 0;
  #of: { readonly plan: Plan; readonly samples: Samples; readonly learnt: Float32Array } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  // Follows the net on show; a step that is made meanwhile leaves the digit as it is.
  attach(): () => void {
    const session = this.#session;
    const stop = effect(() => {
      const plan = session.running.value?.plan;
      const samples = session.samples.value;
      const drawn = session.input.value.kind !== 'blank' && !session.demo.value;
      const of = this.#of;
      if (drawn || !plan || plan.input < 0 || plan.answer < 0 || samples === 'missing') this.#give(undefined);
      else if (samples === 'loading') void this.#wait();
      else if (of?.plan !== plan || of.samples !== samples) void this.#look(plan, samples);
    });
    return () => {
      stop();
      this.#turn++;
      this.looking.value = false;
      // Of a net that goes on learning elsewhere another is looked for when one comes back.
      const learnt = session.learnt();
      if (this.#of && learnt) this.#of = { ...this.#of, learnt };
    };
  }

  // Whether the net is still as it was left.
  refresh(): void {
    const learnt = this.#session.learnt();
    if (this.#of && learnt && !sameBits(this.#of.learnt, learnt)) this.#of = undefined;
  }

  #give(found: Doubt | undefined): void {
    this.#turn++;
    if (!found) this.#of = undefined;
    this.found.value = found;
    this.looking.value = false;
  }

  async #wait(): Promise<void> {
    const turn = ++this.#turn;
    this.looking.value = true;
    void this.#session.fetchSamples();
    await pause(PATIENCE_MS);
    if (turn === this.#turn) this.looking.value = false;
  }

  async #look(plan: Plan, samples: Samples): Promise<void> {
    const turn = ++this.#turn;
    const learnt = this.#session.learnt();
    const { probe } = this.#session;
    const classes = plan.rows[plan.answer]?.size ?? 0;
    if (!probe || !learnt) return;
    this.#of = { plan, samples, learnt };
    this.looking.value = true;
    let best: Doubt | undefined;
    const distance = (share: number) => Math.abs(share - MIDDLE);
    for (let first = 0; first < samples.count; first += CHUNK) {
      const count = Math.min(CHUNK, samples.count - first);
      for (const [b, share] of probe.shares(samples, first, count).entries()) {
        const index = first + b;
        const label = samples.labels[index] ?? 0;
        if (label >= classes || !Number.isFinite(share)) continue;
        if (!best || distance(share) < distance(best.share)) best = { index, label, share };
        if (share >= UNSURE[0] && share <= UNSURE[1]) {
          this.found.value = { index, label, share };
          this.looking.value = false;
          return;
        }
      }
      await pause(0);
      if (turn !== this.#turn || probe !== this.#session.probe) return;
    }
    this.found.value = best;
    this.looking.value = false;
  }
}
