// What goes into a slice of a training step and what comes out of it, where it lies in a net.
import type { Address, Core } from './core';
import { constants } from './generated/layout';
import type { Sizes } from './mail';
import type { Net } from './net';

interface Views {
  readonly params: readonly Float32Array[];
  readonly gradients: readonly Float32Array[];
  readonly input: Float32Array; // (GN_SLICE, size)
  readonly target: Float32Array;
}

export class SliceViews {
  readonly sizes: Omit<Sizes, 'slices'>;
  readonly #core: Core;
  readonly #net: Address;
  readonly #row: number;
  #memory: ArrayBufferLike | undefined;
  #views: Views | undefined;

  constructor(core: Core, { address, plan }: Net) {
    this.#core = core;
    this.#net = address;
    this.#row = core.call((c) => c.gn_input_row(address, 0));
    this.sizes = {
      params: Number(core.call((c) => c.gn_param_total(address))),
      input: plan.rows[this.#row]?.size ?? 0,
      target: Number(core.call((c) => c.gn_target_size(address, 0))),
    };
  }

  // Until the memory grows.
  get now(): Views {
    const { buffer } = this.#core.floats;
    if (!this.#views || buffer !== this.#memory) {
      this.#memory = buffer;
      this.#views = this.#make();
    }
    return this.#views;
  }

  #make(): Views {
    const [core, net] = [this.#core, this.#net];
    const { input, target } = this.sizes;
    return core.call((c) => {
      const each = (at: (param: number) => Address) =>
        Array.from({ length: c.gn_params(net) }, (_, i) =>
          core.floatsAt(at(i), Number(c.gn_param_size(net, i))),
        );
      return {
        params: each((i) => c.gn_param_values(net, i)),
        gradients: each((i) => c.gn_param_gradients(net, i)),
        input: core.floatsAt(c.gn_row_values(net, this.#row), constants.GN_SLICE * input),
        target: core.floatsAt(c.gn_target_values(net, 0), constants.GN_SLICE * target),
      };
    });
  }
}
