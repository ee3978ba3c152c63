// The step under the glass is the run's own: from the same moment both make the same weights, bit for bit.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../web/engine/engine';
import { Stepper } from '../../web/engine/stepper';
import type { Wishes } from '../../web/engine/train-settings';
import { Trainer, type TrainerSource } from '../../web/engine/trainer';
import { MODELS } from '../../web/state/models';
import { sameBits } from '../../web/state/run-record';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const bytes = readFileSync(at('build/wasm/glassnet.wasm'));
const module = await WebAssembly.compile(bytes);
const engine = await Engine.fromBytes(bytes);

const COUNT = 300;
const MLP = MODELS['mlp-16-16'];

// Blots whose place is their class.
const pixels = Uint8Array.from({ length: COUNT * 784 }, (_, i) => {
  const [sample, at] = [Math.floor(i / 784), i % 784];
  const [x, y] = [(at % 28) - 6 - (sample % 10), Math.floor(at / 28) - 8 - (sample % 7)];
  return x * x + y * y < 30 ? 255 - ((sample * 31 + at * 7) % 90) : 0;
});
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 10);

async function trainerOf(
  notation: string,
  settings: Wishes,
  more: Partial<TrainerSource> = {},
): Promise<Trainer> {
  const trainer = await Trainer.start(module, {
    notation,
    seed: 11,
    samples: COUNT,
    tests: COUNT,
    size: 784,
    block: 100,
    settings,
    ...more,
  });
  for (const of of ['train', 'test'] as const) trainer[of].add(pixels, labels);
  return trainer;
}

// Steps in both, from the run's moment on; the glass goes on with the run's next step each time.
async function compare(trainer: Trainer, batch: number, steps = 2): Promise<void> {
  const { notation, seed } = trainer;
  const glass = await Stepper.start(engine, { notation, seed }, batch);
  for (let i = 0; i < steps; i++) {
    const next = trainer.next(batch);
    const { settings, frozen } = next;
    glass.begin(next);
    glass.use({ settings, step: next.steps, frozen });
    glass.run(glass.phases.length - 1);
    const outcome = glass.step({ settings, step: next.steps, frozen });
    const before = trainer.learnt();
    const loss = trainer.step();
    expect(outcome.before / (settings.reduction ? next.labels.length : 1)).toBeCloseTo(loss, 10);
    expect(sameBits(glass.stepped, trainer.learnt())).toBe(true);
    expect(sameBits(before, trainer.learnt())).toBe(false);
    // And so is what the optimiser remembers of it.
    glass.commit({ settings, step: next.steps, frozen }, outcome);
    const { states, updates, optimizer } = glass.keep();
    const after = trainer.next(1);
    expect(sameBits(states, after.states)).toBe(true);
    expect([updates, optimizer]).toEqual([after.updates, after.optimizer]);
  }
}

const many = (trainer: Trainer, steps: number) => {
  for (let i = 0; i < steps; i++) trainer.step();
};

describe('one more step is the same in Step and in Train', () => {
  test.each<[string, Wishes]>([
    ['sgd', {}],
    ['momentum', { optimizer: 'momentum', rate: 0.02 }],
    ['nesterov', { optimizer: 'nesterov', rate: 0.02 }],
    ['adam', { optimizer: 'adam', rate: 0.002 }],
    ['adamw', { optimizer: 'adamw', rate: 0.002, weight_decay: 0.1 }],
    ['rmsprop', { optimizer: 'rmsprop', rate: 0.001 }],
    ['adagrad', { optimizer: 'adagrad', rate: 0.02 }],
    ['L1, L2, clipping', { l1: 0.001, l2: 0.01, clip_norm: 0.3, clip_value: 0.05, max_norm: 2 }],
    ['an exponential schedule', { schedule: 'exponential', gamma: 0.5, step_every: 7, rate: 0.3 }],
    ['warm-up and cosine', { schedule: 'cosine', schedule_steps: 40, warmup_steps: 10 }],
    ['the sum', { reduction: 'sum', rate: 0.01 }],
    ['augmented samples', { augmented: 1 }],
    ['in the order of the data', { shuffle: 0 }],
    ['gradients that add up', { zero_gradients: 0, rate: 0.01, clip_norm: 1 }],
  ])('%s', async (_name, settings) => {
    const trainer = await trainerOf(MLP, { batch: 40, ...settings });
    await compare(trainer, 40); // from the start
    many(trainer, 11); // into the second epoch, to its last, smaller batch
    await compare(trainer, 40, 3);
  });

  test.each([
    ['lenet', MODELS.lenet5],
    [
      'batch norm and dropout',
      'in 1 28 28; flatten; dense 24; batchnorm; relu; dropout 0.3; dense 10; softmax_ce',
    ],
    ['layer norm', 'in 1 28 28; flatten; dense 24; layernorm; gelu; dense 10; softmax_ce'],
    [
      'add and concat',
      'in 1 28 28; a: maxpool 4; flatten; b: dense 12; tanh; c: dense 12; add b; concat b; dense 10; softmax_ce',
    ],
    ['mse', 'in 1 28 28; flatten; dense 16; sigmoid; dense 10; mse'],
    ['softmax and mse', 'in 1 28 28; flatten; dense 16; relu; dense 10; softmax; mse'],
    [
      'shared weights',
      'in 28 28; loop h=8 { u: dense 8; from h; dense 8 bias=0; add u; h: tanh }; flatten; dense 10; softmax_ce',
    ],
  ])('%s', async (_name, notation) => {
    const trainer = await trainerOf(notation, { batch: 36, optimizer: 'adam', rate: 0.002 });
    many(trainer, 5);
    await compare(trainer, 36);
  });

  test.each([
    ['a large batch', MLP],
    ['of maps', MODELS.lenet5],
    [
      'with batch norm and dropout',
      'in 1 28 28; flatten; dense 24; batchnorm; relu; dropout 0.3; dense 10; softmax_ce',
    ],
    [
      'with shared weights',
      'in 28 28; loop h=8 { u: dense 8; from h; dense 8 bias=0; add u; h: tanh }; flatten; dense 10; softmax_ce',
    ],
  ])('%s, whole under the glass', async (_name, notation) => {
    const trainer = await trainerOf(notation, { batch: 270, optimizer: 'adam', rate: 0.002 });
    many(trainer, 1);
    await compare(trainer, 270, 4); // its epochs end with 30 samples
  });

  test('a frozen layer, samples held out, noisy labels, an optimiser changed under way', async () => {
    const settings = { batch: 32, optimizer: 'momentum', rate: 0.02, clip_norm: 0.5 };
    const trainer = await trainerOf(MLP, settings, { validation: 0.2, labelNoise: 0.3 });
    many(trainer, 5);
    trainer.freeze(0, true);
    trainer.freeze(1, true);
    await compare(trainer, 32);
    const adam = trainer.table.find(({ name }) => name === 'optimizer')?.choices.indexOf('adam') ?? 0;
    trainer.set('optimizer', adam);
    trainer.set('rate', 0.01);
    await compare(trainer, 32);
    const held = trainer.train;
    const next = trainer.next(32);
    expect(next.count).toBeLessThan(COUNT);
    expect(held.validates).toBe(true);
  });
});

test('what comes next is told without taking it', async () => {
  const [told, untold] = [await trainerOf(MLP, { batch: 24 }), await trainerOf(MLP, { batch: 24 })];
  for (let i = 0; i < 20; i++) {
    told.next(24);
    expect(told.step()).toBe(untold.step());
  }
  expect(sameBits(told.learnt(), untold.learnt())).toBe(true);
});

test('while its samples have not come there are none', async () => {
  const trainer = await Trainer.start(module, {
    notation: MLP,
    seed: 1,
    samples: COUNT,
    tests: COUNT,
    size: 784,
    block: 100,
    settings: {},
  });
  expect(trainer.next(32).labels.length).toBe(0);
  trainer.train.add(pixels.subarray(0, 100 * 784), labels.subarray(0, 100));
  expect(trainer.next(32).labels.length).toBe(32);
});
