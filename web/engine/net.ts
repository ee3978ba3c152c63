// A net in the core: made from notation, filled with weights, run, and read through views into its arena.
import type { Address, Core } from './core';
import { Refused, readError, utf16Place } from './errors';
import { joined, spread } from './floats';
import { constants, layout } from './generated/layout';
import { Look } from './look';
import type { Pieces } from './pieces';
import { makePlan, type Param, type Plan, type Row, type Sliding } from './plan';
import { MOST_THREADS, readThreads, type Threads } from './threads';

const MOST_TEXT = 65_537; // bytes of a line of notation, with its NUL

export class Net {
  readonly plan: Plan;
  readonly #core: Core;
  readonly #net: Address;
  readonly #pass: Address;
  #terms: Address = 0;
  readonly slice: number;
  readonly look: Look;

  constructor(core: Core, notation: string, seed: number, slice: number, flags = 0) {
    this.#core = core;
    this.slice = slice;
    const config = core.alloc(layout.gn_config.bytes);
    const error = core.alloc(layout.gn_error.bytes);
    core.bytes.fill(0, config, config + layout.gn_config.bytes);
    core.ints[(config + layout.gn_config.slice) >> 2] = slice;
    core.ints[(config + layout.gn_config.flags) >> 2] = flags;
    new DataView(core.bytes.buffer).setBigUint64(config + layout.gn_config.seed, BigInt(seed), true);
    try {
      this.#net = core.withText(notation, (text, length) =>
        core.call((c) => c.gn_net_new(text, BigInt(length), config, error)),
      );
      if (this.#net === 0) throw new Refused(readError(core, error, notation));
    } finally {
      core.free(config);
      core.free(error);
    }
    this.#pass = core.alloc(layout.gn_pass.bytes);
    core.bytes.fill(0, this.#pass, this.#pass + layout.gn_pass.bytes);
    this.plan = this.#readPlan(notation);
    this.look = new Look(core, this.#net, this.#pass);
  }

  // For the rest of web/engine.
  get address(): Address {
    return this.#net;
  }

  get pass(): Address {
    return this.#pass;
  }

  free(): void {
    this.#core.call((core) => core.gn_net_free(this.#net));
    this.#core.free(this.#pass);
  }

  // All parameters from a safetensors file, or none.
  load(file: Uint8Array): void {
    const core = this.#core;
    const error = core.alloc(layout.gn_error.bytes);
    try {
      const ok = core.withBytes(file, (address) =>
        core.call((c) => c.gn_weights_load(this.#net, address, BigInt(file.byteLength), error)),
      );
      if (!ok) throw new Refused(readError(core, error));
    } finally {
      core.free(error);
    }
  }

  // All it has learnt, as a safetensors file.
  save(): Uint8Array<ArrayBuffer> {
    const core = this.#core;
    const bytes = Number(core.call((c) => c.gn_weights_bytes(this.#net)));
    const file = core.alloc(bytes);
    try {
      core.call((c) => c.gn_weights_save(this.#net, file));
      return core.bytes.slice(file, file + bytes) as Uint8Array<ArrayBuffer>;
    } finally {
      core.free(file);
    }
  }

  // Values of a row: (n, shape), a view that lives until the memory grows.
  values(row: number, n = 1): Float32Array {
    const address = this.#core.call((core) => core.gn_row_values(this.#net, row));
    return this.#core.floatsAt(address, n * (this.plan.rows[row]?.size ?? 0));
  }

  // A parameter of a row: 0 the weight, 1 the bias.
  param(row: number, which: number): Float32Array {
    const param = this.#core.call((core) => core.gn_row_param(this.#net, row, which));
    const address = this.#core.call((core) => core.gn_param_values(this.#net, param));
    return this.#core.floatsAt(address, this.plan.rows[row]?.params[which]?.size ?? 0);
  }

  // All it has learnt, one after the other: parameters in the core's order, shared ones once, then the model state.
  readLearnt(): Float32Array<ArrayBuffer> {
    return joined(this.#learnt());
  }

  // False: it is another net's.
  writeLearnt(from: Float32Array): boolean {
    const parts = this.#learnt();
    if (from.length !== parts.reduce((sum, { length }) => sum + length, 0)) return false;
    spread(from, parts);
    return true;
  }

  #learnt(): Float32Array[] {
    const net = this.#net;
    return this.#core.call((c) => [
      ...Array.from({ length: c.gn_params(net) }, (_, i) =>
        this.#core.floatsAt(c.gn_param_values(net, i), Number(c.gn_param_size(net, i))),
      ),
      ...Array.from({ length: c.gn_states(net) }, (_, i) =>
        this.#core.floatsAt(c.gn_state_values(net, i), Number(c.gn_state_size(net, i))),
      ),
    ]);
  }

  // It can only train with the whole batch in one slice.
  get wholeBatch(): boolean {
    return this.#core.call((c) => c.gn_whole_batch(this.#net)) >= 0;
  }

  forward(n = 1): void {
    this.#holds(n);
    this.#core.call((core) => core.gn_forward(this.#net, this.#pass));
  }

  // One operation after the other, the first `rows` of them.
  forwardRows(rows: number): void {
    this.#holds(1);
    for (let row = 0; row < rows; row++) {
      this.#core.call((core) => core.gn_forward_row(this.#net, this.#pass, row));
    }
  }

  // One operation, with the pass as it is filled; a few samples a piece.
  *row(way: 'forward' | 'backward', row: number): Pieces<void> {
    const count = this.#core.ints[(this.#pass + layout.gn_pass.n) >> 2] ?? 0;
    for (let from = 0; from < count; from += constants.GN_SLICE) {
      const to = Math.min(count, from + constants.GN_SLICE);
      if (from > 0) yield;
      this.#core.call((c) =>
        way === 'forward'
          ? c.gn_forward_part(this.#net, this.#pass, row, from, to)
          : c.gn_backward_part(this.#net, this.#pass, row, from, to),
      );
    }
  }

  #holds(n: number): void {
    const pass = this.#pass >> 2;
    this.#core.ints[pass + (layout.gn_pass.n >> 2)] = n;
    this.#core.ints[pass + (layout.gn_pass.batch >> 2)] = n;
  }

  // The strongest terms of a dense row that takes all its input at once; none of any other.
  threads(into: Threads, row: number): void {
    const input = this.plan.rows[row]?.inputs[0] ?? -1;
    const max = Math.min(MOST_THREADS, into.term.length);
    this.#terms ||= this.#core.alloc(MOST_THREADS * layout.gn_term.bytes);
    const count = this.#core.call((core) => core.gn_strongest(this.#net, row, 0, BigInt(max), this.#terms));
    readThreads(into, this.#core, this.#terms, Number(count), this.plan.rows[input]?.size ?? 1);
  }

  #argument(row: number, key: string): number | undefined {
    const core = this.#core;
    const value = core.alloc(8);
    try {
      const has = core.withText(`${key}\0`, (text) =>
        core.call((c) => c.gn_row_arg(this.#net, row, text, value)),
      );
      return has ? new DataView(core.bytes.buffer).getFloat64(value, true) : undefined;
    } finally {
      core.free(value);
    }
  }

  #window(row: number): { window?: Sliding } {
    const kernel = this.#argument(row, 'kernel');
    const stride = kernel && this.#argument(row, 'stride');
    const pad = kernel && this.#argument(row, 'pad');
    if (kernel === undefined || stride === undefined || pad === undefined) return {};
    return { window: { kernel, stride: stride || kernel, pad } }; // a pool's stride is its kernel's, unless it is said
  }

  #readPlan(notation: string): Plan {
    const core = this.#core;
    return core.call((c) => {
      const net = this.#net;
      const rows: Row[] = [];
      for (let index = 0; index < c.gn_rows(net); index++) {
        const shape = core.shape(c.gn_row_shape(net, index));
        const params: Param[] = Array.from({ length: c.gn_row_params(net, index) }, (_, i) => {
          const param = c.gn_row_param(net, index, i);
          return {
            name: core.text(c.gn_param_name(net, param)),
            shape: core.shape(c.gn_param_shape(net, param)),
            size: Number(c.gn_param_size(net, param)),
          };
        });
        rows.push({
          index,
          name: core.text(c.gn_row_name(net, index)),
          op: core.text(c.gn_op_name(c.gn_row_op(net, index))),
          ...utf16Place(notation, c.gn_row_at(net, index), c.gn_row_length(net, index)),
          shape,
          size: shape.reduce((product, size) => product * size, 1),
          inputs: Array.from({ length: c.gn_row_inputs(net, index) }, (_, i) =>
            c.gn_row_input(net, index, i),
          ),
          params,
          isLoss: c.gn_row_is_loss(net, index) !== 0,
          ...this.#window(index),
        });
      }
      return makePlan(notation, rows, Number(c.gn_param_total(net)), inputRow(c, net, rows));
    });
  }
}

// The line of notation that a safetensors file holds; '': none. Throws Refused.
export function notationOf(core: Core, file: Uint8Array): string {
  const error = core.alloc(layout.gn_error.bytes);
  const text = core.alloc(MOST_TEXT);
  try {
    core.bytes.fill(0, error, error + layout.gn_error.bytes);
    const length = core.withBytes(file, (address) =>
      core.call((c) =>
        c.gn_weights_notation(address, BigInt(file.byteLength), text, BigInt(MOST_TEXT), error),
      ),
    );
    const told = readError(core, error);
    if (told.code !== 'OK') throw new Refused(told);
    return length > 0n && length < MOST_TEXT ? core.text(text, MOST_TEXT) : '';
  } finally {
    core.free(text);
    core.free(error);
  }
}

function inputRow(
  c: {
    gn_inputs(net: Address): number;
    gn_input_row(net: Address, i: number): number;
    gn_input_ids(net: Address, i: number): number;
  },
  net: Address,
  rows: readonly Row[],
): number {
  if (c.gn_inputs(net) !== 1 || c.gn_input_ids(net, 0) !== 0) return -1;
  const row = c.gn_input_row(net, 0);
  return rows[row]?.size === 784 ? row : -1;
}
