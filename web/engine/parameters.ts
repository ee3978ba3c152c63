// The parameters of a net in the core's order, and who uses them.
import type { Core } from './core';
import type { Net } from './net';

export interface Parameter {
  readonly id: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly rows: readonly number[]; // that use it
}

export function readParameters(core: Core, { address, plan }: Net): Parameter[] {
  return core.call((c) =>
    Array.from({ length: c.gn_params(address) }, (_, id) => ({
      id,
      name: core.text(c.gn_param_name(address, id)),
      shape: core.shape(c.gn_param_shape(address, id)),
      size: Number(c.gn_param_size(address, id)),
      rows: plan.rows
        .filter(({ index, params }) => params.some((_, i) => c.gn_row_param(address, index, i) === id))
        .map(({ index }) => index),
    })),
  );
}
