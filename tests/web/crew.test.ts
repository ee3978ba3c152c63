// Several workers make the steps that one makes, bit for bit. Here the helpers answer by messages from the same thread;
// crew-page.test.ts has them in workers of their own, by messages and in shared memory.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Crew } from '../../web/engine/crew';
import { Eager } from '../../web/engine/eager';
import { help } from '../../web/engine/helper';
import { Quicker } from '../../web/engine/quicker';
import { Run } from '../../web/engine/run';
import type { Wishes } from '../../web/engine/train-settings';
import { Trainer } from '../../web/engine/trainer';
import { sameBits } from '../../web/state/run-record';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));

const SAMPLES = 330; // not so many batches
const FULL = { unit: 'step', perSecond: Number.POSITIVE_INFINITY } as const;
const CONV =
  'in 1 28 28; conv 4 5 pad=2; tanh; avgpool 2; conv 6 5; tanh; flatten; dropout 0.3; dense 10; softmax_ce';
const DENSE = 'in 1 28 28; flatten; dense 20; layernorm; relu; dense 10; softmax_ce';

async function made(notation: string, settings: Wishes): Promise<Run> {
  const trainer = await Trainer.start(module, {
    notation,
    seed: 3,
    samples: SAMPLES,
    tests: 20,
    size: 784,
    block: 100,
    validation: 0.1,
    settings,
  });
  // Bars, whose height is their class.
  const pixels = new Uint8Array(SAMPLES * 784).map((_, i) => {
    const [sample, row, column] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
    return column > 8 && column < 14 + (sample % 5) && row < 4 + 2 * (sample % 10) ? 200 + (sample % 50) : 0;
  });
  const labels = new Uint8Array(SAMPLES).map((_, i) => i % 10);
  for (const of of ['train', 'test'] as const) trainer[of].add(pixels, labels);
  return new Run(1, trainer, []);
}

interface Hired {
  readonly crew: Crew;
  readonly ends: MessagePort[]; // the helpers'
}

async function hire(run: Run, helpers: number): Promise<Hired> {
  const crew = new Crew(false, true);
  const ends: MessagePort[] = [];
  for (let i = 0; i < helpers; i++) {
    const { port1, port2 } = new MessageChannel();
    crew.add(port2);
    await help(port1, module, () => {});
    ends.push(port1);
  }
  run.crew = crew;
  await new Promise((done) => setTimeout(done, 20)); // they say that they are ready
  return { crew, ends };
}

// To a step, as the worker does it: what is awaited comes by a message.
function go(run: Run, until: number, crew?: Crew): Promise<void> {
  return new Promise((done) => {
    const on = () => {
      for (let now = 0; run.tick(now) !== undefined; now++);
      if (!run.awaits) done();
    };
    if (crew)
      crew.news = () => {
        if (run.arrive()) on();
      };
    run.go(FULL, until, 0);
    on();
  });
}

const ADAM: Wishes = { batch: 48, optimizer: 'adam', rate: 0.002, l2: 0.01, clip_norm: 1 };

test.each([
  ['two workers, plain descent', CONV, { batch: 32 }, 1],
  ['two workers, Adam, a batch of three slices, augmentation', CONV, { ...ADAM, augmented: 1 }, 1],
  ['three workers, a batch of nearly all', DENSE, { ...ADAM, batch: 290 }, 2],
  ['more workers than slices, gradients kept', DENSE, { batch: 20, zero_gradients: 0, rate: 0.001 }, 3],
] as const)('%s: the same bits after 120 steps', async (_name, notation, settings, helpers) => {
  const alone = await made(notation, settings);
  await go(alone, 120);
  const together = await made(notation, settings);
  const { crew, ends } = await hire(together, helpers);
  await go(together, 120, crew);
  expect(crew.last).toBeGreaterThan(1);
  expect(together.trainer.steps).toBe(120);
  expect(together.frame(false).losses).toEqual(alone.frame(false).losses);
  expect(sameBits(together.trainer.learnt(), alone.trainer.learnt())).toBe(true);
  for (const end of ends) end.close();
});

test('changed, taken back in time, stepped by operations between: still the same bits', async () => {
  const alone = await made(CONV, ADAM);
  const together = await made(CONV, ADAM);
  const { crew, ends } = await hire(together, 1);
  for (const [run, its] of [
    [alone, undefined],
    [together, crew],
  ] as const) {
    run.begin();
    await go(run, 23, its);
    run.change({ param: 0, index: 3, value: 0.5 });
    run.change({ set: 'optimizer', value: 1 });
    await go(run, 40, its);
    run.seek(31);
    for (let i = 0; i < 5; i++) run.operation();
    run.change({ freeze: 1, frozen: true });
    await go(run, 50, its);
    run.change({ notation: CONV.replace('conv 6 5; tanh', 'conv 6 5; relu') });
    await go(run, 70, its);
    run.healthy = true;
    await go(run, 91, its);
  }
  expect(crew.last).toBe(2);
  const [a, b] = [alone.frame(false), together.frame(false)];
  expect(b.losses).toEqual(a.losses);
  expect(b.scores.map(({ step, train, health }) => ({ step, train, health }))).toEqual(
    a.scores.map(({ step, train, health }) => ({ step, train, health })),
  );
  expect(Buffer.from(together.trainer.save()).equals(alone.trainer.save())).toBe(true);
  for (const end of ends) end.close();
});

test('a helper that is gone in the middle of a step: the run goes on alone, to the same bits', async () => {
  const alone = await made(CONV, ADAM);
  await go(alone, 60);
  const together = await made(CONV, ADAM);
  const { crew, ends } = await hire(together, 2);
  await go(together, 20, crew);
  expect(crew.last).toBe(3);
  for (const end of ends) end.onmessage = null; // they hear no more, and say nothing
  for (const end of ends) end.close();
  await go(together, 60, crew);
  expect(together.frame(false)).toMatchObject({ workers: 1, lost: 2 });
  expect(sameBits(together.trainer.learnt(), alone.trainer.learnt())).toBe(true);
}, 20_000);

test('batch statistics couple the samples: one worker, and it is told', async () => {
  const run = await made(DENSE.replace('layernorm', 'batchnorm'), { batch: 32 });
  const { crew, ends } = await hire(run, 1);
  await go(run, 20, crew);
  expect(crew.last).toBe(1);
  expect(run.frame(false)).toMatchObject({ workers: 1, divides: false });
  for (const end of ends) end.close();
});

test('sent away in the middle of a step, a helper is no loss', async () => {
  const run = await made(CONV, { batch: 32 });
  const { crew } = await hire(run, 1);
  const whole = go(run, 30, crew);
  expect(run.awaits).toBe(true);
  crew.dismiss();
  await whole;
  expect(run.frame(false)).toMatchObject({ steps: 30, workers: 1, lost: 0 });
});

test('waiting without sleep is given up where it is in vain, and tried again', () => {
  const eager = new Eager();
  const waits = (count: number, came: boolean) => {
    let awake = 0;
    for (let i = 0; i < count; i++) {
      if (eager.ms === 0) continue;
      awake++;
      eager.ended(came);
    }
    return awake;
  };
  expect(waits(1000, true)).toBe(1000);
  expect(waits(100, false)).toBeLessThan(10);
  expect(waits(1000, true)).toBeGreaterThan(500);
});

test('together only where that is quicker, and tried again later', () => {
  const quicker = new Quicker(false);
  const steps = (count: number, together: number) => {
    for (let i = 0; i < count; i++) quicker.took(quicker.together, quicker.together ? together : 2);
  };
  expect(quicker.together).toBe(false);
  steps(15, 1);
  expect(quicker.together).toBe(true);
  steps(15, 1);
  expect(quicker.together).toBe(true);
  quicker.reset();
  steps(30, 3);
  expect(quicker.together).toBe(false);
  steps(4015, 1);
  expect(quicker.together).toBe(true);
});
