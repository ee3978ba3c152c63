// Where numbers come from, asked of the core: terms in listing order with their ranking, curves, histograms, softmax.
import type { Address, Core } from './core';
import { constants, layout } from './generated/layout';

export type Kind = 'value' | 'gradient' | 'param' | 'paramGradient' | 'loss' | 'target' | 'cost';

export interface Ref {
  readonly kind: Kind;
  readonly id: number; // row of the tape, or parameter
  readonly index: number;
  readonly sample?: number; // in the slice; without it the first
}

// Where one factor of each term comes from: gn_ref, field by field.
export interface Sources {
  readonly kinds: Int32Array;
  readonly ids: Int32Array;
  readonly samples: Int32Array;
  readonly indices: Int32Array;
}

// One number that a function takes: of a row, a parameter, or a statistic that training has led along.
export interface Operand {
  readonly kind: 'value' | 'param' | 'state';
  readonly id: number;
  readonly index: number;
  readonly value: number;
}

// Typed arrays as long as the list; an id of −1 is a number of the formula itself, such as 1 for a bias.
export interface Terms {
  readonly form: 'given' | 'sum' | 'function';
  readonly count: number; // in all
  readonly number: number; // the number they explain
  readonly values: Float32Array;
  readonly weights: Float32Array;
  readonly products: Float32Array; // value · weight
  readonly rows: Int32Array; // whose value or gradient the value is
  readonly indices: Int32Array;
  readonly params: Int32Array; // the weight comes from
  readonly places: Int32Array;
  readonly from: Sources; // of the values, whatever they are
  readonly by: Sources; // of the weights
  readonly order: Int32Array; // largest |product| first
  readonly rest: Float32Array; // sum of those from a place of the order on
  readonly operands: readonly Operand[]; // of a function, in its order
}

export interface Collapsed {
  readonly w: Float32Array;
  readonly b: Float32Array;
  readonly difference: number;
}

export interface Softmax {
  readonly y: Float32Array;
  readonly exps: Float32Array;
  readonly sum: number;
}

export interface Normed {
  readonly mean: number;
  readonly deviation: number; // √(var + ε), or the one given
  readonly hat: number; // (x − mean) / deviation
  readonly product: number; // w · hat
  readonly x: number;
}

const OPERANDS: Readonly<Record<number, Operand['kind']>> = {
  [constants.GN_VALUE]: 'value',
  [constants.GN_PARAM]: 'param',
  [constants.GN_STATE]: 'state',
};
const MOST_TERMS = 65536; // listed; a sum of more is told by its first ones
const { gn_term, gn_ref } = layout;
const NONE = new Float32Array(0);
const CODES: Readonly<Record<Kind, number>> = {
  value: constants.GN_VALUE,
  gradient: constants.GN_GRADIENT,
  param: constants.GN_PARAM,
  paramGradient: constants.GN_PARAM_GRADIENT,
  loss: constants.GN_LOSS,
  target: constants.GN_TARGET,
  cost: constants.GN_COST,
};
const KINDS = new Map(Object.entries(CODES).map(([kind, code]) => [code, kind as Kind]));

// The number that a term's factor is. Undefined: a number of the formula itself.
export function sourceRef({ kinds, ids, samples, indices }: Sources, i: number): Ref | undefined {
  const kind = KINDS.get(kinds[i] ?? -1);
  return kind && { kind, id: ids[i] ?? -1, index: indices[i] ?? 0, sample: samples[i] ?? 0 };
}

export const sameRef = (a: Ref, b: Ref): boolean =>
  a.kind === b.kind && a.id === b.id && a.index === b.index && (a.sample ?? 0) === (b.sample ?? 0);

export class Look {
  readonly #core: Core;
  readonly #net: Address;
  readonly #pass: Address;
  readonly #ref: Address; // and the form behind it
  #room = 0;
  #buffer: Address = 0;

  constructor(core: Core, net: Address, pass: Address) {
    this.#core = core;
    this.#net = net;
    this.#pass = pass;
    this.#ref = core.alloc(gn_ref.bytes + 8);
  }

  number(what: Ref): number {
    this.#write(what);
    return this.#core.call((core) => core.gn_number(this.#net, this.#ref));
  }

  terms(what: Ref): Terms | undefined {
    const core = this.#core;
    const list = (max: number) =>
      Number(
        core.call((c) =>
          c.gn_terms(
            this.#net,
            this.#pass,
            this.#ref,
            0n,
            BigInt(max),
            this.#buffer,
            this.#ref + gn_ref.bytes,
          ),
        ),
      );
    this.#write(what);
    this.#reserve(gn_term.bytes);
    const count = list(0);
    if (count < 0) return undefined;
    const n = Math.min(count, MOST_TERMS);
    const at = this.#reserve(n * gn_term.bytes + 16 * n + 8);
    list(n);
    const form = core.ints[(this.#ref + gn_ref.bytes) >> 2];
    return this.#read(at, n, count, form ?? constants.GN_FORM_NONE, this.number(what));
  }

  // n terms that stand at the beginning of the buffer, which has room behind them for their ranking.
  #read(at: Address, n: number, count: number, form: number, whole: number): Terms {
    const core = this.#core;
    const products = at + n * gn_term.bytes;
    const order = products + 4 * n;
    const rest = order + 4 * n;
    const scratch = rest + 4 * (n + 1);
    core.call((c) => c.gn_rank_terms(products, order, rest, scratch, at, BigInt(n)));
    const words = gn_term.bytes >> 2;
    // The views are taken once: a batch's kernel has tens of thousands of terms.
    const gather = <T extends Int32Array | Float32Array>(from: T, into: T, field: number): T => {
      for (let i = 0, place = (at + field) >> 2; i < n; i++, place += words) into[i] = from[place] as number;
      return into;
    };
    const [allInts, allFloats] = [core.ints, core.floats];
    const ints = (field: number): Int32Array => gather(allInts, new Int32Array(n), field);
    const sources = (of: number): Sources => ({
      kinds: ints(of + gn_ref.kind),
      ids: ints(of + gn_ref.id),
      samples: ints(of + gn_ref.sample),
      indices: ints(of + gn_ref.index),
    });
    const only = (list: Int32Array, kinds: Int32Array, ...wanted: number[]): Int32Array =>
      list.map((each, i) => (wanted.includes(kinds[i] as number) ? each : -1));
    const from = sources(gn_term.value_from);
    const by = sources(gn_term.weight_from);
    const floats = (field: number): Float32Array => gather(allFloats, new Float32Array(n), field);
    const operand = (i: number): Operand | undefined => {
      const from = (at >> 2) + i * words + (gn_term.value_from >> 2);
      const kind = OPERANDS[core.ints[from + (gn_ref.kind >> 2)] ?? -1];
      return (
        kind && {
          kind,
          id: core.ints[from + (gn_ref.id >> 2)] ?? -1,
          index: core.ints[from + (gn_ref.index >> 2)] ?? 0,
          value: core.floats[(at >> 2) + i * words + (gn_term.value >> 2)] ?? 0,
        }
      );
    };
    return {
      form:
        form === constants.GN_FORM_SUM ? 'sum' : form === constants.GN_FORM_FUNCTION ? 'function' : 'given',
      count,
      number: whole,
      values: floats(gn_term.value),
      weights: floats(gn_term.weight),
      products: core.floatsAt(products, n).slice(),
      rows: only(from.ids, from.kinds, constants.GN_VALUE, constants.GN_GRADIENT),
      indices: only(from.indices, from.kinds, constants.GN_VALUE, constants.GN_GRADIENT),
      params: only(by.ids, by.kinds, constants.GN_PARAM),
      places: only(by.indices, by.kinds, constants.GN_PARAM),
      from,
      by,
      order: core.ints.slice(order >> 2, (order >> 2) + n),
      rest: core.floatsAt(rest, n + 1).slice(),
      operands:
        form === constants.GN_FORM_FUNCTION
          ? Array.from({ length: n }, (_, i) => operand(i)).filter((each) => each !== undefined)
          : [],
    };
  }

  // ---------------------------------------------------------------- two linear layers as one

  // The dense row that this one follows with nothing between them that bends; −1: none.
  collapseFirst(row: number): number {
    return this.#core.call((c) => c.gn_collapse_first(this.#net, row));
  }

  // Such a pair as one: w (outputs, inputs), b (outputs), and how far w·x + b is from what the two gave.
  collapse(row: number, outputs: number, inputs: number): Collapsed {
    const [cells, core] = [outputs * inputs, this.#core];
    const at = this.#reserve(4 * (cells + 2 * outputs));
    const [b, y] = [at + 4 * cells, at + 4 * (cells + outputs)];
    const difference = core.call((c) => c.gn_collapse(this.#net, row, 0, at, b, y));
    return { w: core.floatsAt(at, cells).slice(), b: core.floatsAt(b, outputs).slice(), difference };
  }

  // What a number of w, or behind them of b, is the sum of; `inner`: outputs of the first.
  collapseTerms(row: number, index: number, inner: number, whole: number): Terms {
    const at = this.#reserve((inner + 1) * (gn_term.bytes + 16) + 8);
    const n = Number(this.#core.call((c) => c.gn_collapse_terms(this.#net, row, BigInt(index), at)));
    return this.#read(at, n, n, constants.GN_FORM_SUM, whole);
  }

  // Multiplications that a row takes for one sample.
  rowProducts(row: number): number {
    return Number(this.#core.call((c) => c.gn_row_products(this.#net, row)));
  }

  // What products add up to, in the core's order of adding.
  sum(products: ArrayLike<number>): number {
    const n = products.length;
    const words = gn_term.bytes >> 2;
    const at = this.#reserve(n * gn_term.bytes + 16 * n + 8);
    const { floats } = this.#core;
    for (let i = 0; i < n; i++) {
      floats[(at >> 2) + i * words + (gn_term.value >> 2)] = products[i] ?? 0;
      floats[(at >> 2) + i * words + (gn_term.weight >> 2)] = 1;
    }
    const out = at + n * gn_term.bytes;
    const rest = out + 8 * n;
    this.#core.call((c) => c.gn_rank_terms(out, out + 4 * n, rest, rest + 4 * (n + 1), at, BigInt(n)));
    return this.#core.floats[rest >> 2] ?? 0;
  }

  // An element-wise row's function and derivative at x; undefined: it is not one.
  curve(row: number, x: Float32Array): { y: Float32Array; slope: Float32Array } | undefined {
    const n = x.length;
    const at = this.#reserve(12 * n);
    this.#core.floats.set(x, at >> 2);
    const ok = this.#core.call((c) => c.gn_curve(this.#net, row, at + 4 * n, at + 8 * n, at, BigInt(n)));
    if (!ok) return undefined;
    return {
      y: this.#core.floatsAt(at + 4 * n, n).slice(),
      slope: this.#core.floatsAt(at + 8 * n, n).slice(),
    };
  }

  // Of a row's values, in `bins` equal parts of low..high.
  histogram(row: number, size: number, bins: number, low: number, high: number): Int32Array {
    const at = this.#reserve(4 * bins);
    this.#core.call((c) =>
      c.gn_histogram(at, bins, low, high, c.gn_row_values(this.#net, row), BigInt(size)),
    );
    return this.#core.ints.slice(at >> 2, (at >> 2) + bins);
  }

  // `scores`: those of a what-if; else the row's own.
  softmax(row: number, first: number, n: number, temperature: number, scores?: readonly number[]): Softmax {
    const at = this.#reserve(12 * n + 4);
    const own = this.#core.call((c) => c.gn_row_values(this.#net, row)) + 4 * first;
    const x = scores ? at + 8 * n + 4 : own;
    if (scores) this.#core.floatsAt(x, n).set(scores.slice(0, n));
    this.#core.call((c) => c.gn_softmax(at, at + 4 * n, at + 8 * n, x, BigInt(n), temperature));
    return {
      y: this.#core.floatsAt(at, n).slice(),
      exps: this.#core.floatsAt(at + 4 * n, n).slice(),
      sum: this.#core.floats[(at + 8 * n) >> 2] ?? 0,
    };
  }

  // A normalised number taken apart: y = product + b. Undefined: it is no such number.
  normed({ kind, id, index, sample = 0 }: Ref): Normed | undefined {
    if (kind !== 'value') return undefined;
    const core = this.#core;
    const at = this.#reserve(20);
    if (!core.call((c) => c.gn_normed(this.#net, id, sample, BigInt(index), at))) return undefined;
    const [mean = 0, deviation = 1, hat = 0, product = 0, x = 0] = core.floatsAt(at, 5);
    return { mean, deviation, hat, product, x };
  }

  // Cross-entropy and mean squared error of a row of n probabilities, were the class this one.
  losses(row: number, n: number, klass: number): readonly [number, number] {
    const at = this.#reserve(8);
    this.#core.call((c) => c.gn_losses(at, at + 4, c.gn_row_values(this.#net, row), BigInt(n), klass));
    return [this.#core.floats[at >> 2] ?? 0, this.#core.floats[(at >> 2) + 1] ?? 0];
  }

  // A parameter's values by its number: a view that lives until the memory grows.
  param(id: number): Float32Array {
    if (id < 0) return NONE;
    const [address, size] = this.#core.call(
      (c) => [c.gn_param_values(this.#net, id), Number(c.gn_param_size(this.#net, id))] as const,
    );
    return this.#core.floatsAt(address, size);
  }

  paramOf(row: number, which: number): number {
    return this.#core.call((c) => c.gn_row_param(this.#net, row, which));
  }

  // "batchnorm1.running_mean"
  stateName(id: number): string {
    return this.#core.call((c) => this.#core.text(c.gn_state_name(this.#net, id)));
  }

  formula(row: number): string {
    return this.#core.call((c) => this.#core.text(c.gn_op_formula(c.gn_row_op(this.#net, row))));
  }

  #write({ kind, id, index, sample = 0 }: Ref): void {
    const { ints } = this.#core;
    const at = this.#ref >> 2;
    ints.fill(0, at, at + (gn_ref.bytes >> 2) + 1);
    ints[at + (gn_ref.kind >> 2)] = CODES[kind];
    ints[at + (gn_ref.id >> 2)] = id;
    ints[at + (gn_ref.sample >> 2)] = sample;
    ints[at + (gn_ref.index >> 2)] = index; // below 2³¹: the high word stays 0
  }

  #reserve(bytes: number): Address {
    if (bytes <= this.#room) return this.#buffer;
    if (this.#buffer) this.#core.free(this.#buffer);
    this.#room = Math.max(65536, 2 * bytes);
    this.#buffer = this.#core.alloc(this.#room);
    return this.#buffer;
  }
}
