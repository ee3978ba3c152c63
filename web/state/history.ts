// What a run has told of itself: the loss of every step, and the scores taken now and then. Gone back in time, what came
// after stays until the run goes on from there.
import type { Frame, Scored } from '../engine/run-messages';

const PLACES = 1200; // of the loss curve; of a longer run each place is the mean of several steps

export const AXES = ['step', 'epoch', 'samples', 'seconds'] as const;
export type Axis = (typeof AXES)[number];

export interface Curve {
  readonly stride: number; // steps that a place is the mean of
  readonly steps: readonly number[]; // the last of them
  readonly values: readonly number[];
}

export class History {
  readonly scores: Scored[] = [];
  #losses = new Float32Array(4096); // of step i + 1
  steps = 0;

  static of(losses: Float32Array, scores: readonly Scored[]): History {
    const made = new History();
    made.#reserve(losses.length);
    made.#losses.set(losses);
    made.steps = losses.length;
    made.scores.push(...scores);
    return made;
  }

  copy(): History {
    return History.of(this.all(), this.scores);
  }

  take(frame: Frame): void {
    this.cut(frame.losses.length > 0 ? Math.min(frame.cut, frame.from) : frame.cut);
    this.#reserve(this.steps + frame.losses.length);
    this.#losses.set(frame.losses, this.steps);
    this.steps += frame.losses.length;
    this.scores.push(...frame.scores);
  }

  // Forgets what came after a step.
  cut(step: number): void {
    if (step >= this.steps) return;
    this.steps = step;
    while ((this.scores.at(-1)?.step ?? 0) > step) this.scores.pop();
  }

  get last(): number {
    return this.lossAt(this.steps);
  }

  lossAt(step: number): number {
    return step > 0 && step <= this.steps ? (this.#losses[step - 1] as number) : Number.NaN;
  }

  // Of a step, what an axis counts: between two scores as much as passes between them.
  place(axis: Axis, step: number): number {
    if (axis === 'step') return step;
    const { scores } = this;
    const after = scores.findIndex((each) => each.step >= step);
    const [a, b] = [scores[Math.max(0, after - 1)], scores[after < 0 ? scores.length - 1 : after]];
    if (!a || !b) return step;
    const share = b.step === a.step ? 0 : (step - a.step) / (b.step - a.step);
    return a[axis] + share * (b[axis] - a[axis]);
  }

  all(): Float32Array {
    return this.#losses.slice(0, this.steps);
  }

  curve(): Curve {
    const stride = Math.max(1, Math.ceil(this.steps / PLACES));
    const steps: number[] = [];
    const values: number[] = [];
    for (let end = stride; end <= this.steps; end += stride) {
      let sum = 0;
      for (let i = end - stride; i < end; i++) sum += this.#losses[i] as number;
      steps.push(end);
      values.push(sum / stride);
    }
    return { stride, steps, values };
  }

  #reserve(steps: number): void {
    if (steps <= this.#losses.length) return;
    const more = new Float32Array(2 * steps);
    more.set(this.#losses);
    this.#losses = more;
  }
}
