// Categories as numbers and as one-hot vectors: how far apart they are, and what many of them cost.
import type { Core } from './core';
import { Net } from './net';

export interface OneHotCost {
  readonly zeros: number; // of the numbers of one vector
  readonly parameters: number; // of a first layer of `units`
}

export class OneHot {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  vector(count: number, klass: number): Float32Array {
    return this.#with(count, (at) => {
      this.#core.call((c) => c.gn_onehot(at, BigInt(count), BigInt(klass)));
      return this.#core.floatsAt(at, count).slice();
    });
  }

  // (count, count) between the numbers 0, 1, 2 …
  numbered(count: number): Float32Array {
    return this.#distances(
      Float32Array.from({ length: count }, (_, i) => i),
      count,
      1,
    );
  }

  // (count, count) between the one-hot vectors.
  apart(count: number): Float32Array {
    const all = new Float32Array(count * count);
    for (let i = 0; i < count; i++) all.set(this.vector(count, i), i * count);
    return this.#distances(all, count, count);
  }

  cost(count: number, units: number): OneHotCost {
    const zeros = this.#with(count, (at) =>
      this.#core.call((c) => {
        c.gn_onehot(at, BigInt(count), 0n);
        return Number(c.gn_zeros(at, BigInt(count)));
      }),
    );
    const net = new Net(this.#core, `in ${count}; dense ${units}`, 1, 1);
    const { parameters } = net.plan;
    net.free();
    return { zeros, parameters };
  }

  #distances(x: Float32Array, count: number, size: number): Float32Array {
    const core = this.#core;
    return this.#with(count * size + count * count, (at) => {
      const d = at + 4 * count * size;
      core.floatsAt(at, count * size).set(x);
      core.call((c) => c.gn_distances(d, at, BigInt(count), BigInt(size)));
      return core.floatsAt(d, count * count).slice();
    });
  }

  #with<T>(floats: number, use: (at: number) => T): T {
    const at = this.#core.alloc(4 * floats);
    try {
      return use(at);
    } finally {
      this.#core.free(at);
    }
  }
}
