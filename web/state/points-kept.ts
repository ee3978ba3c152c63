// Points of one's own, a table of one's own and what was learnt of points, kept for a next visit.
import type { Kind } from '../engine/csv';
import type { Dot } from './points-own';
import type { Remembered } from './run-handle';
import { Shelf } from './shelf';

export interface KeptTable {
  readonly name: string;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly target: number;
  readonly kind: Kind;
}

export interface KeptLearnt {
  readonly notation: string;
  readonly seed: number;
  readonly learnt: Float32Array;
  readonly data: string; // what it was learnt of
  readonly settings: string; // as the link says them
  readonly untrained: boolean; // it began so
  readonly remembered?: Remembered;
}

export const pointsShelf = new Shelf<{
  dots: readonly Dot[];
  table: KeptTable;
  learnt: KeptLearnt;
}>('points');
