// When the run of points is kept on the device: at rest soon, while it goes on now and then, and not twice.
import type { Scored } from '../engine/run-messages';
import { type KeptLearnt, save } from './points-kept';

const AFTER_MS = 700; // of rest, and
const EVERY_MS = 3000; // of going on

export class PointsMemory {
  kept = false; // the run on show, on the device
  #state = ''; // it was in when it was kept
  #timer = 0;

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
      runs ? EVERY_MS : AFTER_MS,
    ) as unknown as number;
  }

  keep(learnt: KeptLearnt): void {
    this.kept = true;
    const { remembered } = learnt;
    const lean = remembered && { ...remembered, scores: remembered.scores.map(withoutHealth) };
    void save('learnt', lean ? { ...learnt, remembered: lean } : learnt);
  }

  forget(): void {
    if (this.kept) void save('learnt', undefined);
    this.kept = false;
  }
}

// Of a long run what ails it now is enough.
const withoutHealth = ({ health, ...score }: Scored, i: number, all: readonly Scored[]): Scored =>
  i === all.length - 1 && health ? { ...score, health } : score;
