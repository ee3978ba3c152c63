// What a small GPT writes while it learns: anew every second or so, and now and then one that is kept to look back at.
import { batch, signal } from '@preact/signals-core';
import type { GptDesk } from './gpt-desk';

const EVERY_MS = 900; // while it learns,
const EARLY_MS = 300; // and as long as there are few to look back at
const FEW = 6;
const MOST_MS = 1500; // of writing one
const LETTERS = 140;
const SPACING = 1.6; // from one that is kept to the next, in steps
const MOST_KEPT = 24;

export interface Sample {
  readonly steps: number;
  readonly loss: number; // of training, by then
  readonly text: string;
}

export interface Moment {
  readonly steps: number;
  readonly loss: number;
  readonly learnt: Float32Array;
}

export interface Style {
  readonly temperature: number;
  readonly top: number;
  readonly seed: number;
  readonly from: number; // the character it begins after
  spell(tokens: Int32Array): string;
}

export class GptSamples {
  readonly now = signal<Sample | undefined>(undefined);
  readonly kept = signal<readonly Sample[]>([]); // the first one first
  #busy = false;
  #next: (() => void) | undefined;
  #at = 0; // ms: when the last was asked for
  #timer = 0;
  #epoch = 0;

  clear(kept: readonly Sample[] = []): void {
    this.#epoch++;
    this.#next = undefined;
    clearTimeout(this.#timer);
    batch(() => {
      this.kept.value = kept;
      this.now.value = kept.at(-1);
    });
  }

  // One of this moment, unless there was one just now; at rest soon in any case.
  want(desk: GptDesk, moment: Moment, style: Style, resting: boolean): void {
    if (this.#next && this.kept.peek().length === 0) return; // the first one is not left out
    this.#next = () => void this.#write(desk, moment, style);
    if (this.#busy) return;
    clearTimeout(this.#timer);
    const wait = resting ? 30 : this.#wait();
    this.#timer = setTimeout(() => this.#go(), wait) as unknown as number;
  }

  #wait(): number {
    const every = this.kept.peek().length < FEW ? EARLY_MS : EVERY_MS;
    return Math.max(0, this.#at + every - performance.now());
  }

  #go(): void {
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }

  async #write(desk: GptDesk, { steps, loss, learnt }: Moment, style: Style): Promise<void> {
    const epoch = this.#epoch;
    this.#busy = true;
    this.#at = performance.now();
    const { temperature, top, seed, from } = style;
    const asked = {
      learnt,
      from,
      temperature,
      top,
      count: LETTERS,
      most: MOST_MS,
      seed: (seed + steps) >>> 0,
    };
    const tokens = await desk.ask('sample', asked);
    this.#busy = false;
    if (tokens && epoch === this.#epoch) this.#take({ steps, loss, text: style.spell(tokens) });
    // What has been asked for meanwhile, when its time has come.
    if (this.#next) {
      clearTimeout(this.#timer);
      const wait = this.#wait();
      this.#timer = setTimeout(() => this.#go(), wait) as unknown as number;
    }
  }

  #take(sample: Sample): void {
    const before = this.kept.peek().filter(({ steps }) => steps < sample.steps);
    const last = before.at(-1);
    const isApart = !last || sample.steps >= SPACING * last.steps + 1;
    batch(() => {
      this.now.value = sample;
      if (isApart) this.kept.value = [...before, sample].slice(-MOST_KEPT);
      else if (before.length < this.kept.peek().length) this.kept.value = before;
    });
  }
}
