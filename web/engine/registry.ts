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
  readonly words: readonly string[]; // it is written as one of these; none: it is a number
}

export interface Operation {
  readonly name: string;
  readonly isLoss: boolean;
  readonly isSequence: boolean; // about tokens or places in time
  readonly joins: boolean; // takes names of other rows among its arguments
  readonly args: readonly Argument[];
}

function wordsOf(core: Core, op: number, arg: number): readonly string[] {
  const words: string[] = [];
  for (;;) {
    const word = core.call((c) => c.gn_op_arg_word(op, arg, words.length));
    if (word === 0) return words;
    words.push(core.text(word));
  }
}

// All that are written by hand.
export function readRegistry(core: Core): readonly Operation[] {
  return core.call((c) =>
    Array.from({ length: c.gn_op_count() }, (_, op) => op)
      .filter((op) => !c.gn_op_is_hidden(op))
      .map((op) => ({
        name: core.text(c.gn_op_name(op)),
        isLoss: c.gn_op_is_loss(op) !== 0,
        isSequence: c.gn_op_is_sequence(op) !== 0,
        joins: c.gn_op_most_inputs(op) > 1 && c.gn_op_row_key(op) === 0,
        args: Array.from({ length: c.gn_op_args(op) }, (_, i) => ({
          key: core.text(c.gn_op_arg_key(op, i)),
          positional: c.gn_op_arg_positional(op, i) !== 0,
          required: c.gn_op_arg_required(op, i) !== 0,
          whole: c.gn_op_arg_whole(op, i) !== 0,
          otherwise: c.gn_op_arg_default(op, i),
          least: c.gn_op_arg_least(op, i),
          most: c.gn_op_arg_most(op, i),
          words: wordsOf(core, op, i),
        })),
      })),
  );
}
