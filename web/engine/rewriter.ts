// A net that reads one sequence and writes another, letter by letter: its answers, and where it looked for each.
import type { Address, Core } from './core';
import { Net } from './net';
import type { Plan } from './plan';

export const REWRITES = ['copy', 'reverse', 'sort'] as const; // as in glassnet.h
export type RewriteName = (typeof REWRITES)[number];

// Of several sequences: what it writes after each.
export interface Rewritten {
  readonly count: number;
  readonly length: number;
  readonly letters: Int32Array; // (count, length)
  readonly right: Int32Array; // (count, length) as they should be
  readonly p: Float32Array; // (count, length) of the letter that it writes
  readonly looks: Float32Array; // (count, length, length): of each letter written, over those read
}

// So many sequences with what becomes of them, each 2·length + 1 tokens; a pure function of all these.
export function deal(
  core: Core,
  name: RewriteName,
  length: number,
  letters: number,
  seed: number,
  count: number,
): Int32Array<ArrayBuffer> {
  const size = count * (2 * length + 1);
  const at = core.alloc(4 * size);
  core.call((c) =>
    c.gn_rewrite_make(at, REWRITES.indexOf(name), length, letters, BigInt(seed), 0n, BigInt(count)),
  );
  const tokens = core.ints.slice(at >> 2, (at >> 2) + size) as Int32Array<ArrayBuffer>;
  core.free(at);
  return tokens;
}

export class Rewriter {
  readonly plan: Plan;
  readonly #core: Core;
  readonly #net: Net;
  readonly #in: number;
  readonly #looks: number; // the row in which what is written looks at what is read
  readonly #best: Address;

  // Throws Refused when the line cannot be built. Its row `look` is the attention from text to text.
  constructor(core: Core, notation: string, seed: number) {
    this.#core = core;
    this.#net = new Net(core, notation, seed, 1);
    this.plan = this.#net.plan;
    this.#in = this.plan.rows.findIndex(({ op }) => op === 'in');
    this.#looks = this.plan.rows.findIndex(({ name }) => name === 'look');
    this.#best = core.alloc(4);
  }

  // False: it is another net's.
  setLearnt(values: Float32Array): boolean {
    return this.#net.writeLearnt(values);
  }

  // Each answer is written from its own letters so far, the likeliest first: nobody tells it the right ones.
  rewrite(name: RewriteName, sequences: Int32Array, length: number): Rewritten {
    const core = this.#core;
    const count = sequences.length / length;
    const { rows, answer } = this.plan;
    const kinds = rows[answer]?.shape.at(-1) ?? 0;
    const size = count * length;
    const result = {
      count,
      length,
      letters: new Int32Array(size),
      right: new Int32Array(size),
      p: new Float32Array(size),
      looks: new Float32Array(size * length),
    };
    for (let i = 0; i < count; i++) {
      const read = sequences.subarray(i * length, (i + 1) * length);
      result.right.set(this.#right(name, read), i * length);
      const x = this.#net.values(this.#in);
      x.fill(0);
      x.set(read);
      x[length] = kinds; // the mark: now write
      for (let k = 0; k < length; k++) {
        this.#net.forward();
        const at = core.call((c) => c.gn_row_values(this.#net.address, answer)) + 4 * k * kinds;
        core.call((c) => c.gn_likeliest(this.#best, at, kinds, 1));
        const letter = core.ints[this.#best >> 2] ?? 0;
        result.letters[i * length + k] = letter;
        result.p[i * length + k] = core.floatsAt(at, kinds)[letter] ?? 0;
        if (k + 1 < length) this.#net.values(this.#in)[length + 1 + k] = letter;
      }
      const looks = this.#net.values(this.#looks);
      result.looks.set(looks.subarray(0, length * length), i * length * length);
    }
    return result;
  }

  #right(name: RewriteName, read: Int32Array): Int32Array {
    const n = read.length;
    const core = this.#core;
    const at = core.alloc(4 * (2 * n + 1));
    core.ints.set(read, at >> 2);
    core.call((c) => c.gn_rewrite_apply(at, REWRITES.indexOf(name), n));
    const right = core.ints.slice((at >> 2) + n + 1, (at >> 2) + 2 * n + 1);
    core.free(at);
    return right;
  }
}
