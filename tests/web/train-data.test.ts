// What is done to samples before any is learnt from, in the real core, under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Core } from '../../web/engine/core';
import { Run } from '../../web/engine/run';
import { Data } from '../../web/engine/train-data';
import { Trainer, type TrainerSource } from '../../web/engine/trainer';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));

const COUNT = 2000;
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 4);
// Stripes, whose class is their place.
const pixels = Uint8Array.from({ length: COUNT * 16 }, (_, i) => ((i >> 4) % 4 === (i & 15) >> 2 ? 255 : 0));
const DEAL = { seed: 3, validation: 0.2, labelNoise: 0.5, classes: 4 };

async function filled(deal: typeof DEAL, pieces: number): Promise<Data> {
  const data = new Data(await Core.start(module), COUNT, { size: 16 }, 0);
  data.deal(deal);
  const each = COUNT / pieces;
  for (let i = 0; i < COUNT; i += each)
    data.add(pixels.subarray(16 * i, 16 * (i + each)), labels.subarray(i, i + each));
  return data;
}

test('a share is held out, and of the other labels a share is drawn anew', async () => {
  const { partition } = await filled(DEAL, 1);
  // Of 2,000 at 0.2: 400 ± 54 (three deviations); of 1,600 at 0.5: 800 ± 60, of which three in four are wrong.
  expect(Math.abs((partition?.held ?? 0) - 400)).toBeLessThan(54);
  expect(Math.abs((partition?.redrawn ?? 0) - 800)).toBeLessThan(75);
  expect(Math.abs((partition?.wrong ?? 0) - 600)).toBeLessThan(75);
  for (const { given, truth, pixels: shown } of partition?.examples ?? []) {
    expect(given).not.toBe(truth);
    expect(shown[4 * truth]).toBe(255); // its picture is the true one's
  }
  expect(partition?.examples.length).toBe(6);
});

test('it is the same however the samples come', async () => {
  const [whole, pieces] = [await filled(DEAL, 1), await filled(DEAL, 8)];
  expect(pieces.labels()).toEqual(whole.labels());
  expect(pieces.partition).toEqual(whole.partition);
});

test('dealt anew, the labels are what they were', async () => {
  const data = await filled(DEAL, 1);
  expect(data.labels()).not.toEqual(labels);
  data.deal({ ...DEAL, validation: 0, labelNoise: 0 });
  expect(data.labels()).toEqual(labels);
  expect(data.partition).toBeUndefined();
  data.deal(DEAL);
  expect(data.labels()).toEqual((await filled(DEAL, 4)).labels());
});

test('a net without softmax tells classes apart too: noise draws them all, and its mistakes are counted', async () => {
  const source: TrainerSource = {
    notation: 'in 1 4 4; flatten; dense 4; mse',
    seed: 1,
    samples: COUNT,
    tests: COUNT,
    size: 16,
    block: 0,
    settings: {},
    labelNoise: 0.9,
  };
  const trainer = await Trainer.start(module, source);
  trainer.train.add(pixels, labels);
  trainer.test.add(pixels, labels);
  const counts = [0, 0, 0, 0];
  for (const label of trainer.train.labels()) counts[label] = (counts[label] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - COUNT / 4)).toBeLessThan(75);
  const confusion = trainer.look.confusion();
  expect(confusion?.classes).toBe(4);
  expect(confusion?.matrix.reduce((a, b) => a + b)).toBe(COUNT);
});

test('noise hurts what is learnt from, and not what it is judged by', async () => {
  const source: TrainerSource = {
    notation: 'in 1 4 4; flatten; dense 4; softmax_ce',
    seed: 1,
    samples: COUNT,
    tests: COUNT,
    size: 16,
    block: 0,
    settings: { batch: 20 },
    validation: 0.2,
    labelNoise: 0.4,
  };
  const trainer = await Trainer.start(module, source);
  for (const of of ['train', 'test'] as const) trainer[of].add(pixels, labels);
  const run = new Run(1, trainer, []);
  for (let i = 0; i < 200; i++) trainer.step();
  const train = trainer.look.score('train', COUNT)?.accuracy;
  expect(train).toBeGreaterThan(0.6);
  expect(train).toBeLessThan(0.8); // 1 − 0.4 · 3/4 = 0.7 of its labels are right
  expect(trainer.look.score('validation', COUNT)?.accuracy).toBe(1);
  expect(trainer.look.score('test', COUNT)?.accuracy).toBe(1);
  expect(run.frame(false).setup?.partition?.held).toBeGreaterThan(0);

  trainer.restart({ ...source, validation: 0, labelNoise: 0 });
  expect(trainer.look.score('validation', COUNT)).toBeUndefined();
  for (let i = 0; i < 200; i++) trainer.step();
  expect(trainer.look.score('train', COUNT)?.accuracy).toBe(1);
});
