// The core's registry of operations, as a palette needs it: what can be written, with which arguments.
import type { Core } from './core';

export interface Argument {
  readonly key: string;
  readonly positional: boolean;
  readonly required: boolean;
  readonly whole: boolean;
  readonly otherwise: number; // default
  readonly least: number;
  readonly most: number;
}

export interface Operation {
  readonly name: string;
  readonly isLoss: boolean;
  readonly args: readonly Argument[];
}

// All that are written by hand.
export function readRegistry(core: Core): readonly Operation[] {
  return core.call((c) =>
    Array.from({ length: c.gn_op_count() }, (_, op) => op)
      .filter((op) => !c.gn_op_is_hidden(op))
      .map((op) => ({
        name: core.text(c.gn_op_name(op)),
        isLoss: c.gn_op_is_loss(op) !== 0,
        args: Array.from({ length: c.gn_op_args(op) }, (_, i) => ({
          key: core.text(c.gn_op_arg_key(op, i)),
          positional: c.gn_op_arg_positional(op, i) !== 0,
          required: c.gn_op_arg_required(op, i) !== 0,
          whole: c.gn_op_arg_whole(op, i) !== 0,
          otherwise: c.gn_op_arg_default(op, i),
          least: c.gn_op_arg_least(op, i),
          most: c.gn_op_arg_most(op, i),
        })),
      })),
  );
}
