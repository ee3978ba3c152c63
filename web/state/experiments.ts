// What is done to the 28×28 before the network sees it: moved, turned, scaled, thickened, partly rubbed out.
import { computed, signal } from '@preact/signals-core';
import { type Change, isNone, NO_CHANGE, SIDE } from '../engine/digit';
import type { Probe } from '../engine/engine';

export const RANGE: Readonly<Record<keyof Change, readonly [least: number, most: number, step: number]>> = {
  x: [-14, 14, 1],
  y: [-14, 14, 1],
  rotate: [-180, 180, 5],
  scale: [0.4, 1.6, 0.05],
  stroke: [-2, 3, 0.25],
};

export const PARTS = Object.keys(RANGE) as (keyof Change)[];

// Within its range, and not NaN.
export const within = (part: keyof Change, value: number): boolean =>
  value >= RANGE[part][0] && value <= RANGE[part][1];

const NOTHING: ReadonlySet<number> = new Set();
const RUBBER = 1.5; // pixels around the pointer

export class Experiments {
  readonly change = signal<Change>(NO_CHANGE);
  readonly erased = signal(NOTHING); // pixels
  readonly active = computed(() => !isNone(this.change.value) || this.erased.value.size > 0);

  constructor(readonly host: { again(): void }) {}

  set(part: keyof Change, value: number): void {
    if (!within(part, value)) return;
    this.change.value = { ...this.change.peek(), [part]: value };
    this.host.again();
  }

  // A round piece about a place, in pixels.
  rub(x: number, y: number): void {
    const erased = new Set(this.erased.peek());
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        if (Math.hypot(column - x, row - y) <= RUBBER) erased.add(row * SIDE + column);
      }
    }
    this.erased.value = erased;
    this.host.again();
  }

  take(change: Change, erased: ReadonlySet<number>): void {
    this.change.value = change;
    this.erased.value = erased;
    this.host.again();
  }

  reset(): void {
    this.take(NO_CHANGE, NOTHING);
  }

  // A new drawing: what was rubbed out belonged to the old one.
  redrawn(): void {
    if (this.erased.peek().size > 0) this.erased.value = NOTHING;
  }

  apply(probe: Probe): void {
    if (this.active.peek()) probe.change(this.change.peek(), this.erased.peek());
  }
}
