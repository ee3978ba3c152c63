// The net of points on show: made from its line, as that is typed or chosen; and what it says at any place.
import { batch, signal } from '@preact/signals-core';
import { type CoreError, Refused } from '../engine/errors';
import type { Plan } from '../engine/plan';
import { PlaneProbe, type PlaneView } from '../engine/plane';
import type { PointMaker } from '../engine/points';
import { Learner } from './learner';
import type { Dealing } from './points-deal';
import { type Hidden, hiddenOf } from './points-line';
import type { Session } from './session';

const TRIED_AFTER_MS = 280; // of typing a line

export interface Unit {
  readonly row: number;
  readonly unit: number;
}

export abstract class PointsNet extends Learner {
  readonly maker = signal<PointMaker | undefined>(undefined);
  readonly dealing = signal<Dealing | undefined>(undefined);
  readonly probe = signal<PlaneProbe | undefined>(undefined);
  readonly weights = signal(0); // counts changes of what the net has learnt
  readonly unit = signal<Unit | undefined>(undefined); // on show instead of the answer
  readonly typed = signal<string | undefined>(undefined); // a line that does not run yet
  readonly refused = signal<CoreError | undefined>(undefined);
  protected untrained = true; // the weights on show
  #typeTimer = 0;

  constructor(readonly session: Session) {
    super();
  }

  override get plan(): Plan | undefined {
    return this.probe.value?.plan;
  }

  // Another net, with untrained weights.
  abstract rebuild(line: string): void;

  // ---------------------------------------------------------------- its line

  // False: it cannot be built, and `refused` says why.
  protected build(line: string): boolean {
    const core = this.maker.peek()?.core;
    if (!core) return false;
    try {
      const probe = new PlaneProbe(core, line, this.session.settings.pointsStart.peek());
      this.probe.peek()?.free();
      batch(() => {
        this.probe.value = probe;
        this.unit.value = undefined;
        this.refused.value = undefined;
        this.weights.value++;
      });
      this.untrained = true;
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused.value = error.error;
      return false;
    }
  }

  get line(): string {
    return this.typed.value ?? this.probe.value?.plan.notation ?? '';
  }

  get hidden(): Hidden | undefined {
    return hiddenOf(this.probe.value?.plan.notation ?? '');
  }

  // A line as it is typed, tried after a moment's rest.
  type(text: string): void {
    this.typed.value = text;
    clearTimeout(this.#typeTimer);
    this.#typeTimer = setTimeout(() => this.try(), TRIED_AFTER_MS) as unknown as number;
  }

  try(): void {
    clearTimeout(this.#typeTimer);
    const text = this.typed.peek();
    if (text === undefined) return;
    if (text === this.probe.peek()?.plan.notation) this.drop();
    else this.rebuild(text);
  }

  drop(): void {
    clearTimeout(this.#typeTimer);
    this.typed.value = undefined;
    this.refused.value = undefined;
  }

  // ---------------------------------------------------------------- what it says

  planes(rows: readonly number[], w: number, h: number): readonly (readonly Float32Array[])[] {
    const probe = this.probe.peek();
    return (probe && this.view && probe.planes(rows, { ...this.view, w, h: this.view.up < 0 ? 1 : h })) ?? [];
  }

  // The two features on the axes.
  get axes(): readonly [number, number] {
    const size = this.dealing.value?.points.size ?? 2;
    if (size === 1) return [0, -1];
    const [across, up] = this.session.settings.pointsAxes.value.split('_').map(Number);
    const sound = across !== undefined && up !== undefined && across !== up && across < size && up < size;
    return sound && size > 2 ? [across, up] : [0, 1];
  }

  get view(): Omit<PlaneView, 'w' | 'h'> | undefined {
    const dealing = this.dealing.value;
    if (!dealing) return undefined;
    const [across, up] = this.axes;
    return { across, up, reach: dealing.reach, rest: new Float32Array(dealing.points.size) };
  }

  // What it answers at a place: shares of the classes, or the number.
  answerAt(x: readonly number[]): Float32Array | undefined {
    const probe = this.probe.peek();
    return probe?.at(x) ? probe.values(probe.out) : undefined;
  }

  unitAt(x: readonly number[], { row, unit }: Unit): number | undefined {
    const probe = this.probe.peek();
    return probe?.at(x) ? probe.values(row)[unit] : undefined;
  }

  // Of a row: 0 a weight, 1 a bias.
  number(row: number, which: 0 | 1, index: number): number | undefined {
    return this.probe.peek()?.param(row, which)[index];
  }
}
