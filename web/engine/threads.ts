// The strongest terms w·x of a dense row: what flows along its edges right now. The core finds them (gn_strongest).
import type { Address, Core } from './core';
import { layout } from './generated/layout';

export interface Threads {
  readonly from: Int32Array; // index in the input
  readonly to: Int32Array; // index in the output
  readonly term: Float32Array; // w·x, largest first
  count: number;
}

export const MOST_THREADS = 512; // that the core lists of one row

// So many lines dealt to layers evenly; what one has no weights for, the others take.
export function shares(total: number, weights: readonly number[]): number[] {
  const most = weights.map((each) => Math.min(each, MOST_THREADS));
  const dealt = most.map(() => 0);
  let left = total;
  for (;;) {
    const open = most.flatMap((each, i) => (each > (dealt[i] ?? 0) ? [i] : []));
    if (left === 0 || open.length === 0) return dealt;
    const each = Math.max(1, Math.floor(left / open.length));
    for (const i of open) {
      const more = Math.min(each, left, (most[i] ?? 0) - (dealt[i] ?? 0));
      dealt[i] = (dealt[i] ?? 0) + more;
      left -= more;
    }
  }
}

export function newThreads(max: number): Threads {
  return { from: new Int32Array(max), to: new Int32Array(max), term: new Float32Array(max), count: 0 };
}

const { gn_term, gn_ref } = layout;
const WORDS = gn_term.bytes >> 2;
const INPUT = (gn_term.value_from + gn_ref.index) >> 2;
const WEIGHT = (gn_term.weight_from + gn_ref.index) >> 2;

// gn_terms at `address` → threads. A weight's index is out · ins + in; indices fit 32 bits.
export function readThreads(into: Threads, core: Core, address: Address, count: number, ins: number): void {
  const { ints, floats } = core;
  into.count = count;
  for (let i = 0; i < count; i++) {
    const term = (address >> 2) + i * WORDS;
    into.from[i] = ints[term + INPUT] as number;
    into.to[i] = Math.floor((ints[term + WEIGHT] as number) / ins);
    into.term[i] = (floats[term] as number) * (floats[term + (gn_term.weight >> 2)] as number);
  }
}
