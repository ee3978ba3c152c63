// A run as the learner steers it, on the real core, under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Run } from '../../web/engine/run';
import { Trainer } from '../../web/engine/trainer';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));

const SAMPLES = 40;

// Stripes, whose class is their place.
async function made(room?: number): Promise<Run> {
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
  return new Run(1, trainer, [], room);
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

test('over a budget of memory every second moment goes, never the start; it is told, and any step is there still', async () => {
  const bytes = (await made()).trainer.checkpointBytes;
  const run = await made(6 * bytes);
  run.begin();
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 5, 0);
  while (run.going) run.tick(0);
  expect(run.frame(false)).toMatchObject({ thinned: 0, checkpoints: [0, 1, 2, 3, 4, 5] });
  const weights = run.trainer.learnt();
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 6, 0);
  while (run.going) run.tick(0);
  const frame = run.frame(false);
  expect(frame).toMatchObject({ thinned: 1, checkpoints: [0, 2, 4, 6], room: 6 * bytes });
  expect(frame.kept).toBeLessThanOrEqual(6 * bytes);
  run.seek(5);
  expect(run.trainer.learnt()).toEqual(weights);
});
