// What is asked about the gradient of one parameter, piece by piece: the central difference, and each sample's own
// share. The net with its pass stays as it is; what has to be run again is run in its twin.
import type { Address, Core } from './core';
import { joined, spread } from './floats';
import { layout } from './generated/layout';
import type { Net } from './net';
import type { Pieces } from './pieces';

export interface Check {
  readonly analytic: number;
  readonly numeric: number;
  readonly error: number;
  readonly loss: number;
  readonly below: number;
  readonly above: number;
}

interface One {
  readonly id: number; // parameter
  readonly index: number;
}

const AT_ONCE = 64; // samples in a piece
const { gn_check } = layout;

export class Questions {
  readonly #core: Core;
  readonly #net: Net;
  readonly #twin: Net;
  readonly #scratch: Address; // a gn_check, or a number of each sample
  readonly #sizes: readonly number[]; // of the parameters

  constructor(core: Core, net: Net, twin: Net, scratch: Address) {
    this.#core = core;
    this.#net = net;
    this.#twin = twin;
    this.#scratch = scratch;
    this.#sizes = core.call((c) =>
      Array.from({ length: c.gn_params(net.address) }, (_, id) => Number(c.gn_param_size(net.address, id))),
    );
  }

  #gradients(): Float32Array[] {
    return this.#sizes.map((size, id) =>
      this.#core.floatsAt(
        this.#core.call((c) => c.gn_param_gradients(this.#net.address, id)),
        size,
      ),
    );
  }

  // After forward, and backward as far as the parameter. `loss` of a net and the pass that is filled into both.
  *check({ id, index }: One, epsilon: number, loss: (net: Net) => number): Pieces<Check> {
    const weight = this.#values(this.#net, id)[index] ?? 0;
    const analytic = this.#gradients()[id]?.[index] ?? 0;
    const here = loss(this.#net);
    const aside: number[] = [];
    for (const by of [-epsilon, epsilon]) {
      const moved = this.#core.call((c) => c.gn_check_weight(weight, by));
      for (let row = 0; row < this.#twin.plan.rows.length; row++) {
        yield* this.#forward(row, { id, index }, moved);
        yield;
      }
      aside.push(loss(this.#twin));
    }
    const [below = 0, above = 0] = aside;
    return this.#conclude({ analytic, loss: here, below, above }, weight, epsilon);
  }

  // One operation of the twin with the net's weights and one of them moved. Its own are those after the step: it has
  // them back after each piece.
  *#forward(row: number, { id, index }: One, moved: number): Pieces<void> {
    for (const pieces = this.#twin.row('forward', row); ; ) {
      const [own, theirs] = [this.#read(this.#twin, row), this.#read(this.#net, row)];
      const kept = own.map((values) => values.slice());
      for (const [i, values] of own.entries()) values.set(theirs[i] ?? []);
      if (this.#params(row).includes(id)) this.#values(this.#twin, id)[index] = moved;
      const { done } = pieces.next();
      for (const [i, values] of own.entries()) values.set(kept[i] ?? []);
      if (done) return;
      yield;
    }
  }

  #params(row: number): number[] {
    const net = this.#net.address;
    return this.#core.call((c) =>
      Array.from({ length: c.gn_row_params(net, row) }, (_, i) => c.gn_row_param(net, row, i)),
    );
  }

  // What a row's operation reads besides its inputs: its parameters, and the model state, which is small.
  #read(net: Net, row: number): Float32Array[] {
    const core = this.#core;
    const states = core.call((c) =>
      Array.from({ length: c.gn_states(net.address) }, (_, i) =>
        core.floatsAt(c.gn_state_values(net.address, i), Number(c.gn_state_size(net.address, i))),
      ),
    );
    return [...this.#params(row).map((id) => this.#values(net, id)), ...states];
  }

  #values(net: Net, id: number): Float32Array {
    const address = this.#core.call((c) => c.gn_param_values(net.address, id));
    return this.#core.floatsAt(address, this.#sizes[id] ?? 0);
  }

  #conclude(known: Omit<Check, 'numeric' | 'error'>, weight: number, epsilon: number): Check {
    const at = this.#scratch;
    const view = () => new DataView(this.#core.bytes.buffer, at, gn_check.bytes);
    for (const name of ['analytic', 'loss', 'below', 'above'] as const)
      view().setFloat64(gn_check[name], known[name], true);
    this.#core.call((c) => c.gn_check_conclude(at, weight, epsilon));
    return {
      ...known,
      numeric: view().getFloat64(gn_check.numeric, true),
      error: view().getFloat64(gn_check.error, true),
    };
  }

  // That parameter's gradient of each sample's own loss.
  *samples({ id, index }: One, count: number): Pieces<Float32Array> {
    const each = new Float32Array(count);
    for (let from = 0; from < count; from += AT_ONCE) {
      const to = Math.min(count, from + AT_ONCE);
      const kept = joined(this.#gradients());
      const { address, pass } = this.#net;
      this.#core.call((c) =>
        c.gn_sample_gradients_part(this.#scratch, address, pass, id, BigInt(index), from, to),
      );
      spread(kept, this.#gradients());
      each.set(this.#core.floatsAt(this.#scratch + 4 * from, to - from), from);
      yield;
    }
    return each;
  }
}
