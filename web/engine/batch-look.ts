// What the batch size changes: how noisy a gradient is, how many updates and how long an epoch takes, how many numbers a
// batch keeps for the way back. Measured on a run that goes on afterwards as if nothing had been.
import type { Core } from './core';
import { constants, layout } from './generated/layout';
import type { Trainer } from './trainer';

export interface BatchFact {
  readonly batch: number;
  readonly updates: number; // in an epoch
  readonly epoch: number; // ms, measured over some steps
  readonly bytes: number; // of values and their gradients, were the batch held at once
  readonly noise: number; // standard deviation of the batch's gradient over the length of the gradient; NaN: not measured
}

export interface BatchFacts {
  readonly step: number;
  readonly samples: number; // that the gradients are of
  readonly slice: number; // samples that are held at once here
  readonly facts: readonly BatchFact[];
}

const SIZES = [1, 4, 16, 64, 256] as const;
const SAMPLES = 2048; // at most, and
const WORK = 1.5e9; // samples times parameters and numbers of the tape
const LEAST_MS = 40; // of steps of one size

// Of a run between two steps.
export function batchFacts(core: Core, trainer: Trainer, now = () => performance.now()): BatchFacts {
  const { notation, epochCount } = trainer;
  const sizes = SIZES.filter((size) => size <= Math.max(1, Math.min(epochCount, trainer.train.loaded) / 2));
  const kept = trainer.save();
  const gradients = gradientsOf(core, trainer);
  const floats = trainer.plan.rows.reduce((sum, { size }) => sum + size, 0);
  const most = Math.floor(WORK / (trainer.plan.parameters * 8 + floats * 200));
  const noise = noiseOf(core, trainer, sizes, Math.min(SAMPLES, most));
  const facts = sizes.map((batch, i) => {
    const updates = Math.ceil(epochCount / batch);
    return {
      batch,
      updates,
      epoch: updates * stepTime(trainer, batch, now),
      bytes: 2 * 4 * floats * batch,
      noise: noise.shares[i] ?? Number.NaN,
    };
  });
  trainer.rewrite(notation);
  trainer.restore(kept);
  for (const [id, values] of gradients.entries()) viewOf(core, trainer, id).set(values);
  return { step: trainer.steps, samples: noise.samples, slice: constants.GN_SLICE, facts };
}

// Mean ms of a step with such a batch.
function stepTime(trainer: Trainer, batch: number, now: () => number): number {
  trainer.set('batch', batch);
  trainer.step(); // the first finds nothing in the caches
  const began = now();
  let steps = 0;
  let took = 0;
  do {
    trainer.step();
    steps++;
    took = now() - began;
  } while (took < LEAST_MS);
  return took / steps;
}

function noiseOf(
  core: Core,
  { net, train }: Trainer,
  sizes: readonly number[],
  most: number,
): { readonly samples: number; readonly shares: readonly number[] } {
  const { gn_noise } = layout;
  const room = core.alloc(sizes.length * (gn_noise.bytes + 4));
  const list = room + sizes.length * gn_noise.bytes;
  core.ints.set(sizes, list >> 2);
  const count = BigInt(Math.min(train.loaded, most));
  const samples = Number(
    core.call((c) => c.gn_gradient_noise(room, net.address, train.address, count, list, sizes.length)),
  );
  const view = new DataView(core.bytes.buffer, room, sizes.length * gn_noise.bytes);
  const shares = sizes.map((_, i) => {
    const read = (field: number) => view.getFloat64(i * gn_noise.bytes + field, true);
    return samples > 0 ? read(gn_noise.noise) / read(gn_noise.gradient) : Number.NaN;
  });
  core.free(room);
  return { samples: Math.max(0, samples), shares };
}

function viewOf(core: Core, { net }: Trainer, id: number): Float32Array {
  const size = Number(core.call((c) => c.gn_param_size(net.address, id)));
  return core.floatsAt(
    core.call((c) => c.gn_param_gradients(net.address, id)),
    size,
  );
}

const gradientsOf = (core: Core, trainer: Trainer): Float32Array[] =>
  Array.from({ length: trainer.params }, (_, id) => viewOf(core, trainer, id).slice());
