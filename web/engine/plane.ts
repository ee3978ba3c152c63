// A net of points, looked at all over the plane: what its answer and every unit of it say at each place.
import type { Core } from './core';
import { layout } from './generated/layout';
import type { Look } from './look';
import { Net } from './net';
import type { Plan } from './plan';

const SLICE = 64;

export interface PlaneView {
  readonly w: number; // cells
  readonly h: number; // 1: over a line
  readonly across: number; // inputs on the axes
  readonly up: number; // −1: over a line
  readonly reach: number; // the plane is ±reach each way
  readonly rest: Float32Array; // what the other inputs are
}

export class PlaneProbe {
  readonly plan: Plan;
  readonly size: number; // inputs
  readonly out: number; // the row that answers
  readonly outputs: number;
  readonly #core: Core;
  readonly #net: Net;

  // Throws Refused when the line cannot be built.
  constructor(core: Core, notation: string, seed: number) {
    this.#core = core;
    this.#net = new Net(core, notation, seed, SLICE);
    this.plan = this.#net.plan;
    const { rows } = this.plan;
    this.out = Math.max(
      rows.findIndex(({ isLoss }) => isLoss),
      rows.findIndex(({ op }) => op === 'softmax'),
    );
    if (this.out < 0) this.out = rows.length - 1;
    this.size = rows.find(({ op }) => op === 'in')?.size ?? 0;
    this.outputs = rows[this.out]?.size ?? 0;
  }

  free(): void {
    this.#net.free();
  }

  get look(): Look {
    return this.#net.look;
  }

  learnt(): Float32Array<ArrayBuffer> {
    return this.#net.readLearnt();
  }

  // False: it is another net's.
  setLearnt(values: Float32Array): boolean {
    return this.#net.writeLearnt(values);
  }

  // Parameter of a row: 0 the weight (out, in), 1 the bias.
  param(row: number, which: number): Float32Array {
    return this.#net.param(row, which);
  }

  // For each of these rows a list of planes (h, w), one a unit. Undefined: the net has no such inputs.
  planes(rows: readonly number[], view: PlaneView): readonly (readonly Float32Array[])[] | undefined {
    const core = this.#core;
    const { gn_plane_view } = layout;
    const sizes = rows.map((row) => this.plan.rows[row]?.size ?? 0);
    const cells = view.w * view.h;
    const units = sizes.reduce((sum, size) => sum + size, 0);
    const y = core.alloc(4 * (units * cells + rows.length + this.size) + gn_plane_view.bytes);
    const list = y + 4 * units * cells;
    const rest = list + 4 * rows.length;
    const at = rest + 4 * this.size;
    core.ints.set(rows, list >> 2);
    for (let i = 0; i < this.size; i++) core.floats[(rest >> 2) + i] = view.rest[i] ?? 0;
    for (const key of ['w', 'h', 'across', 'up'] as const)
      core.ints[(at + gn_plane_view[key]) >> 2] = view[key];
    core.floats[(at + gn_plane_view.reach) >> 2] = view.reach;
    core.ints[(at + gn_plane_view.rest) >> 2] = rest;
    const ok = core.call((c) => c.gn_plane_rows(this.#net.address, at, list, rows.length, y));
    const all = ok ? (core.floatsAt(y, units * cells).slice() as Float32Array) : undefined;
    core.free(y);
    if (!all) return undefined;
    let from = 0;
    const next = () => {
      from += cells;
      return all.subarray(from - cells, from);
    };
    return sizes.map((size) => Array.from({ length: size }, next));
  }

  // The net at one place; then its values can be read. False: it takes another number of inputs.
  at(x: ArrayLike<number>): boolean {
    if (x.length !== this.size) return false;
    this.#net.values(this.plan.rows.findIndex(({ op }) => op === 'in')).set(Array.from(x));
    this.#net.forward(1);
    return true;
  }

  values(row: number): Float32Array {
    return this.#net.values(row);
  }
}
