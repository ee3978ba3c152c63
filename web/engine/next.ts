// What the next step of a run begins with, all of it: another instance that takes this in makes the very same step.
import type { Core } from './core';
import type { Memory } from './descent';
import { joined } from './floats';
import type { SettingValues } from './train-settings';
import type { Trainer } from './trainer';

export interface Next {
  readonly notation: string;
  readonly seed: number; // of dropout
  readonly steps: number; // made before it
  readonly epoch: number; // complete ones
  readonly position: number; // samples of this one already seen
  readonly count: number; // samples of an epoch
  readonly settings: SettingValues;
  readonly learnt: Float32Array; // parameters, then the model state
  readonly states: Float32Array; // of the optimiser, parameter after parameter
  readonly carried: Float32Array | undefined; // gradients of earlier steps that this one's are added to
  readonly updates: number; // that the optimiser has made with this state
  readonly optimizer: number; // whose state it is
  readonly frozen: readonly number[]; // parameters
  readonly samples: Int32Array; // their numbers in the data; none while they have not come yet
  readonly x: Float32Array; // (samples, size) as the net takes them in
  readonly labels: Uint8Array;
}

export const STATE_SLOTS = 2; // of an optimiser, per parameter

// For a batch of `most` samples.
export function readNext(core: Core, trainer: Trainer, most: number): Next {
  const { net, address, train, settings } = trainer;
  const all = core.call((c) =>
    Array.from({ length: trainer.params }, (_, id) => ({
      size: Number(c.gn_param_size(net.address, id)),
      state: c.gn_param_state(net.address, id, 0),
      gradients: c.gn_param_gradients(net.address, id),
      frozen: c.gn_param_frozen(net.address, id) !== 0,
    })),
  );
  return {
    notation: trainer.notation,
    seed: trainer.seed,
    steps: trainer.steps,
    epoch: trainer.epoch,
    position: trainer.position,
    count: trainer.epochCount,
    settings,
    learnt: trainer.learnt(),
    states: joined(all.map(({ state, size }) => core.floatsAt(state, STATE_SLOTS * size))),
    carried:
      settings.zero_gradients === 0
        ? joined(all.map(({ gradients, size }) => core.floatsAt(gradients, size)))
        : undefined,
    updates: Number(core.call((c) => c.gn_trainer_updates(address))),
    optimizer: core.call((c) => c.gn_trainer_optimizer(address)),
    frozen: all.flatMap(({ frozen }, id) => (frozen ? [id] : [])),
    ...taken(core, trainer, Math.min(most, train.count)),
  };
}

function taken(
  core: Core,
  { address, train }: Trainer,
  most: number,
): Pick<Next, 'samples' | 'x' | 'labels'> {
  const numbers = core.alloc(4 * most * (1 + train.size));
  const x = numbers + 4 * most;
  const n = core.call((c) => c.gn_trainer_next(address, most, numbers, x));
  const samples = core.ints.slice(numbers >> 2, (numbers >> 2) + n);
  const here = samples.every((sample) => sample < train.loaded);
  const found = here
    ? { samples, x: core.floatsAt(x, n * train.size).slice(), labels: train.labelsOf(samples) }
    : { samples: new Int32Array(0), x: new Float32Array(0), labels: new Uint8Array(0) };
  core.free(numbers);
  return found;
}

// What the optimiser remembers is this from now on. Of another net it is left as it is.
export function setMemory(trainer: Trainer, { states, carried, updates, optimizer }: Memory): void {
  const { core, net, address } = trainer;
  const sizes = core.call((c) =>
    Array.from({ length: trainer.params }, (_, id) => Number(c.gn_param_size(net.address, id))),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (states.length !== STATE_SLOTS * total || (carried && carried.length !== total)) return;
  let at = 0;
  for (const [id, size] of sizes.entries()) {
    const state = core.call((c) => c.gn_param_state(net.address, id, 0));
    core
      .floatsAt(state, STATE_SLOTS * size)
      .set(states.subarray(STATE_SLOTS * at, STATE_SLOTS * (at + size)));
    const gradients = core.call((c) => c.gn_param_gradients(net.address, id));
    if (carried) core.floatsAt(gradients, size).set(carried.subarray(at, at + size));
    at += size;
  }
  core.call((c) => c.gn_trainer_updated(address, BigInt(updates), optimizer));
}
