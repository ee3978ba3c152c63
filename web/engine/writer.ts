// A net that goes on with a text: what it expects next, what it looks at, and one token chosen.
import type { Address, Core } from './core';
import { Net } from './net';
import type { Plan } from './plan';

// Attention of one row of the tape, after the last `expect`.
export interface Attention {
  readonly row: number;
  readonly name: string;
  readonly heads: number;
  readonly length: number; // places
  readonly weights: Float32Array; // (heads, length, length): of each query, over the keys
}

// What the net would answer if it ended at one row of its stream (gn_lens), at each place that has been shown.
export interface Reading {
  readonly row: number;
  readonly part: 'start' | 'attention' | 'mlp'; // that the stream has just come through
  readonly layer: number; // 1, 2, …; of the start 0
  readonly each: number; // answers of a place
  readonly tokens: Int32Array; // (places, each), likeliest first
  readonly p: Float32Array; // (places, each)
}

export interface Chosen {
  readonly token: number;
  readonly shares: Float32Array; // (tokens) what it was drawn from
}

export class Writer {
  readonly plan: Plan;
  readonly window: number; // tokens that it sees
  readonly tokens: number; // that it tells apart
  readonly parameters: number;
  readonly #core: Core;
  readonly #net: Net;
  readonly #in: number;
  readonly #out: number;
  readonly #places: number;
  readonly #p: Address; // (tokens)
  readonly #q: Address; // (tokens)

  // Throws Refused when the line cannot be built.
  constructor(core: Core, notation: string, seed: number) {
    this.#core = core;
    this.#net = new Net(core, notation, seed, 1);
    this.plan = this.#net.plan;
    const { rows } = this.plan;
    this.#in = rows.findIndex(({ op }) => op === 'in');
    this.#out = this.plan.answer;
    const out = rows[this.#out];
    this.window = rows[this.#in]?.size ?? 0;
    this.tokens = out?.shape.at(-1) ?? 0;
    this.#places = (out?.size ?? 0) / Math.max(1, this.tokens);
    this.parameters = this.plan.parameters;
    this.#p = core.alloc(8 * this.tokens);
    this.#q = this.#p + 4 * this.tokens;
  }

  free(): void {
    this.#core.free(this.#p);
    this.#net.free();
  }

  // False: it is another net's.
  setLearnt(values: Float32Array): boolean {
    return this.#net.writeLearnt(values);
  }

  learnt(): Float32Array<ArrayBuffer> {
    return this.#net.readLearnt();
  }

  // Probabilities of the token after these; of more than the window holds, the last ones count.
  expect(tokens: ArrayLike<number>): Float32Array {
    const x = this.#net.values(this.#in);
    const seen = Math.min(tokens.length, this.window);
    const from = tokens.length - seen;
    const first = this.#places === 1 ? this.window - seen : 0; // one that answers once has them at its end
    x.fill(0);
    for (let i = 0; i < seen; i++) x[first + i] = tokens[from + i] ?? 0;
    this.#net.forward();
    const at = (this.#places === 1 ? 0 : Math.max(0, seen - 1)) * this.tokens;
    return this.#net.values(this.#out).slice(at, at + this.tokens);
  }

  // Every softmax over the keys, in the order of the tape.
  attention(): readonly Attention[] {
    return this.plan.rows
      .filter(({ op, shape }) => op === 'softmax' && shape.length >= 2 && shape.at(-1) === shape.at(-2))
      .map(({ index, name, shape }) => ({
        row: index,
        name,
        heads: shape.length === 3 ? (shape[0] ?? 1) : 1,
        length: shape.at(-1) ?? 0,
        weights: this.#net.values(index).slice(),
      }));
  }

  // After `expect`, of the last `places` that it was shown; none: it has no such stream.
  lens(shown: number, places: number, each: number): readonly Reading[] {
    const core = this.#core;
    const { address, pass } = this.#net;
    if (this.#places === 1) return [];
    const seen = Math.min(shown, this.window);
    const first = Math.max(0, seen - places);
    const most = Math.min(each, this.tokens);
    const count = core.call((c) => c.gn_stream(address, 0, 0));
    const list = core.alloc(4 * Math.max(count, most));
    try {
      core.call((c) => c.gn_stream(address, list, count));
      const rows = core.ints.slice(list >> 2, (list >> 2) + count);
      let layer = 0;
      return Array.from(rows, (row, i) => {
        const part = i === 0 ? 'start' : this.#isAttention(rows[i - 1] ?? 0, row) ? 'attention' : 'mlp';
        if (part === 'attention') layer++;
        core.call((c) => c.gn_lens(address, pass, row));
        const answers = core.call((c) => c.gn_row_values(address, this.#out));
        const tokens = new Int32Array((seen - first) * most);
        const p = new Float32Array(tokens.length);
        for (let place = first; place < seen; place++) {
          const at = answers + 4 * place * this.tokens;
          core.call((c) => c.gn_likeliest(list, at, this.tokens, most));
          for (let k = 0; k < most; k++) {
            const token = core.ints[(list >> 2) + k] ?? 0;
            tokens[(place - first) * most + k] = token;
            p[(place - first) * most + k] = core.floatsAt(at, this.tokens)[token] ?? 0;
          }
        }
        return { row, part, layer, each: most, tokens, p };
      });
    } finally {
      core.free(list);
    }
  }

  #isAttention(from: number, to: number): boolean {
    return this.plan.rows.slice(from + 1, to).some(({ op }) => op === 'softmax');
  }

  // A pure function of (seed, draw). Temperature 0: the likeliest; top 0: among all.
  choose(p: Float32Array, temperature: number, top: number, seed: number, draw: number): Chosen {
    this.#core.floatsAt(this.#p, this.tokens).set(p.subarray(0, this.tokens));
    const token = this.#core.call((c) =>
      c.gn_choose(this.#q, this.#p, this.tokens, temperature, top, BigInt(seed), draw),
    );
    return { token, shares: this.#core.floatsAt(this.#q, this.tokens).slice() as Float32Array };
  }
}
