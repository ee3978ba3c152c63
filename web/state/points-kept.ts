// Points of one's own, a table of one's own and what was learnt of points, kept in IndexedDB. It may be forbidden or
// full: then they last as long as the page.
import { get, set } from 'idb-keyval';
import type { Kind } from '../engine/csv';
import type { Dot } from './points-own';
import type { Remembered } from './run-handle';

const VERSION = 1;

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

interface Kept {
  dots: readonly Dot[];
  table: KeptTable;
  learnt: KeptLearnt | undefined;
}

export async function load<K extends keyof Kept>(what: K): Promise<Kept[K] | undefined> {
  try {
    const stored = await get<{ version: number; value: Kept[K] }>(`glassnet.points.${what}`);
    return stored?.version === VERSION ? stored.value : undefined;
  } catch {
    return undefined;
  }
}

export async function save<K extends keyof Kept>(what: K, value: Kept[K]): Promise<void> {
  try {
    await set(`glassnet.points.${what}`, { version: VERSION, value });
  } catch {
    // as above
  }
}
