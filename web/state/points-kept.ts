// Points of one's own, a table of one's own and what was learnt of points, kept for a next visit.
import type { Kind } from '../engine/csv';
import type { TrainerSource } from '../engine/trainer';
import type { Dot } from './points-own';
import type { Remembered } from './run-handle';
import { Shelf } from './shelf';

export interface KeptTable {
  readonly name: string;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly target: number;
  readonly kind: Kind;
}

// What a run began with.
export type Began = Pick<TrainerSource, 'notation' | 'seed' | 'settings' | 'start'>;

export interface KeptLearnt {
  readonly notation: string;
  readonly seed: number;
  readonly learnt: Float32Array;
  readonly data: string; // what it was learnt of
  readonly settings: string; // as the link says them
  readonly untrained: boolean; // it began so
  readonly began?: Began; // none: kept before that was written down
  readonly remembered?: Remembered;
}

export const pointsShelf = new Shelf<{
  dots: readonly Dot[];
  table: KeptTable;
  learnt: KeptLearnt;
}>('points');
