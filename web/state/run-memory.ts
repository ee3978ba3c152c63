// When a run is kept on the device: at rest soon, while it goes on now and then, and not twice.
import type { Scored } from '../engine/run-messages';
import type { Remembered } from './run-handle';

const AFTER_MS = 300; // of rest, and
const EVERY_MS = 3000; // of going on;
const FIRST_MS = 600; // what has just begun sooner

export class RunMemory<T> {
  kept = false; // the run on show, on the device
  last: T | undefined; // that was kept
  readonly #save: (what: T | undefined) => void;
  #state = ''; // it was in when it was kept
  #timer = 0;

  constructor(save: (what: T | undefined) => void) {
    this.#save = save;
  }

  // `ask`: for what is to be kept; `state`: of the run by then, '' where it is not worth keeping.
  later(runs: boolean, state: () => string, ask: () => void): void {
    if (!runs) clearTimeout(this.#timer);
    else if (this.#timer) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = 0;
        const now = state();
        // Meanwhile another tab may have kept its own.
        if (now !== '' && now !== this.#state) ask();
        this.#state = now;
      },
      runs ? (this.kept ? EVERY_MS : FIRST_MS) : AFTER_MS,
    ) as unknown as number;
  }

  keep(what: T): void {
    this.kept = true;
    this.last = what;
    this.#save(what);
  }

  forget(): void {
    if (this.kept) this.#save(undefined);
    this.kept = false;
    this.last = undefined;
  }
}

// As it is kept: of a long run what ails it now is enough.
export const lean = (remembered: Remembered): Remembered => ({
  ...remembered,
  scores: remembered.scores.map(withoutHealth),
});

const withoutHealth = ({ health, ...score }: Scored, i: number, all: readonly Scored[]): Scored =>
  i === all.length - 1 && health ? { ...score, health } : score;
