// The pace that stands there at first spreads the first learning over about ten seconds: counted in steps, not timed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Engine } from '../../web/engine/engine';
import { Trainer } from '../../web/engine/trainer';
import { PACES } from '../../web/state/learner';
import { MODELS } from '../../web/state/models';
import { BLOCK } from '../../web/state/set-names';
import { root } from './host';
import { begin, end, visit } from './page';

vi.mock('virtual:built', () => ({})); // where files are, which a page knows

beforeAll(begin);
afterAll(end);

const data = (name: string, skip: number) =>
  new Uint8Array(readFileSync(join(root, 'build/data/mnist', name))).subarray(skip);
const usual = 20; // steps a second, as the page says
const TESTS = 1000;

test('Train opens at 20 steps a second, Points at 100', async () => {
  await visit(
    async ({ page }) => {
      await page.getByText(`${usual} steps a second`, { exact: true }).waitFor();
      const at = Number(await page.getByRole('slider', { name: 'Speed' }).inputValue());
      expect(PACES[at]).toEqual({ unit: 'step', perSecond: usual });
    },
    'view=train',
    {},
    'train',
  );
  await visit(
    ({ page }) => page.getByText('100 steps a second', { exact: true }).waitFor(),
    'view=points',
    {},
    'points',
  );
});

test('in ten seconds at that pace the first net learns most of what it will; in one, little', async () => {
  const engine = await Engine.fromBytes(readFileSync(join(root, 'build/wasm/glassnet.wasm')));
  const samples = 10_000;
  const trainer = await Trainer.start(engine.module, {
    notation: MODELS['mlp-16-16'],
    seed: 1,
    samples,
    tests: TESTS,
    size: 784,
    block: BLOCK,
    settings: {},
  });
  trainer.train.add(
    data('train-images-idx3-ubyte', 16).slice(0, samples * 784),
    data('train-labels-idx1-ubyte', 8).slice(0, samples),
  );
  trainer.test.add(
    data('t10k-images-idx3-ubyte', 16).slice(0, TESTS * 784),
    data('t10k-labels-idx1-ubyte', 8).slice(0, TESTS),
  );
  const after = (seconds: number): number => {
    while (trainer.steps < seconds * usual) trainer.step();
    return trainer.look.score('test', TESTS)?.accuracy ?? Number.NaN;
  };
  const [none, one, ten, minute] = [0, 1, 10, 60].map(after) as [number, number, number, number];
  expect(none).toBeLessThan(0.2);
  expect(one - none).toBeLessThan(0.2 * (minute - none));
  expect(ten - none).toBeGreaterThan(0.75 * (minute - none));
});
