// A run as the learner steers it, on the real core, under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Past } from '../../web/engine/checkpoints';
import { Run } from '../../web/engine/run';
import { Trainer } from '../../web/engine/trainer';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));

const SAMPLES = 40;

// Stripes, whose class is their place.
async function made(past?: Past): Promise<Run> {
  const trainer = await Trainer.start(module, {
    notation: 'in 1 4 4; flatten; dense 4; softmax_ce',
    seed: 1,
    samples: SAMPLES,
    tests: SAMPLES,
    size: 16,
    block: SAMPLES,
    settings: { batch: 4 },
  });
  const pixels = new Uint8Array(SAMPLES * 16).map((_, i) => ((i >> 4) % 4 === (i & 15) >> 2 ? 255 : 0));
  const labels = new Uint8Array(SAMPLES).map((_, i) => i % 4);
  for (const of of ['train', 'test'] as const) trainer[of].add(pixels, labels);
  return new Run(1, trainer, [], past);
}

test.each([1, 500, Number.POSITIVE_INFINITY])(
  '%d steps a second: the first comes at once, even where the clock has not moved',
  async (perSecond) => {
    const run = await made();
    run.go({ unit: 'step', perSecond }, 1, 100);
    expect(run.tick(100)).toBeUndefined();
    expect(run.trainer.steps).toBe(1);
    expect(run.going).toBe(false);
  },
);

test('kept and taken up in another worker, a run goes on to the same bits, and back to where it was', async () => {
  const go = (run: Run, until: number) => {
    run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, until, 0);
    while (run.going) run.tick(0);
  };
  const whole = await made();
  whole.begin();
  go(whole, 35);
  whole.change({ set: 'rate', value: 0.05 });
  go(whole, 60);
  const first = await made();
  first.begin();
  go(first, 35);
  first.change({ set: 'rate', value: 0.05 });
  const past = first.past(2 ** 20);
  if (!past) throw new Error('nothing to keep');
  expect(past.checkpoints.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 35]);
  const second = await made(past);
  expect(second.resumed).toBe(true);
  expect(second.trainer.steps).toBe(35);
  go(second, 60);
  expect(second.trainer.learnt()).toEqual(whole.trainer.learnt());
  second.seek(22);
  whole.seek(22);
  expect(second.trainer.steps).toBe(22);
  expect(second.trainer.learnt()).toEqual(whole.trainer.learnt());
});

test('of many moments as many are kept as there is room for, the first and the last among them', async () => {
  const run = await made();
  run.begin();
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 200, 0);
  while (run.going) run.tick(0);
  const room = 6 * run.trainer.checkpointBytes;
  const steps = run.past(room)?.checkpoints.map(({ step }) => step) ?? [];
  expect(steps.length).toBeLessThanOrEqual(6);
  expect(steps.length).toBeGreaterThan(3);
  expect([steps[0], steps.at(-1)]).toEqual([0, 200]);
});

test('the past of another net is not taken up: the run begins at its start', async () => {
  const run = await made();
  run.begin();
  const past = run.past(2 ** 20);
  if (!past) throw new Error('nothing to keep');
  const broken = past.checkpoints.map((each) => ({ ...each, bytes: each.bytes.slice(8) }));
  const other = await made({ ...past, checkpoints: broken });
  expect(other.resumed).toBe(false);
  expect(other.trainer.steps).toBe(0);
});
