// Moments of a run that it can go back to, within a budget of memory; and all that a run needs to go on elsewhere.
import type { Change } from './run-messages';

export interface Checkpoint {
  readonly step: number;
  readonly seconds: number; // of computing until then
  readonly notation: string;
  readonly bytes: Uint8Array;
}

// Where a run stands, and how it came there: another worker goes on from it to the same bits. What it has told of itself
// is the page's to keep.
export interface Past {
  readonly steps: number;
  readonly end: number; // the last step that is known, when one has gone back
  readonly seconds: number;
  readonly changes: readonly Change[];
  readonly checkpoints: readonly Checkpoint[]; // by step; one of them is of `steps`
}

export class Checkpoints {
  #all = new Map<number, Checkpoint>();
  thinned = 0; // times that every second went

  constructor(readonly most: number) {} // bytes

  get steps(): readonly number[] {
    return [...this.#all.keys()].sort((a, b) => a - b);
  }

  get bytes(): number {
    return this.list().reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  }

  list(): readonly Checkpoint[] {
    return [...this.#all.values()].sort((a, b) => a.step - b.step);
  }

  at(step: number): Checkpoint | undefined {
    return this.#all.get(step);
  }

  // The nearest that is not later.
  before(step: number): Checkpoint | undefined {
    return this.list().findLast((each) => each.step <= step);
  }

  // Over budget, every second goes, but never the start nor the last.
  keep(checkpoint: Checkpoint): void {
    this.#all.set(checkpoint.step, checkpoint);
    if (this.bytes <= this.most || this.#all.size < 4) return;
    this.thinned++;
    const all = this.list();
    for (const [i, { step }] of all.entries()) if (i % 2 === 1 && i < all.length - 1) this.#all.delete(step);
  }

  cut(after: number): void {
    for (const step of this.#all.keys()) if (step > after) this.#all.delete(step);
  }
}

// As many as fit, spread evenly: the start, the moment itself, and of the others what there is room for.
export function within(all: readonly Checkpoint[], now: Checkpoint, most: number): readonly Checkpoint[] {
  const others = all.filter(({ step }) => step !== now.step);
  const each = Math.max(1, now.bytes.byteLength);
  const room = Math.max(1, Math.floor(most / each) - 1);
  const stride = Math.max(1, Math.ceil(others.length / room));
  return [...others.filter((_, i) => i % stride === 0), now].sort((a, b) => a.step - b.step);
}
