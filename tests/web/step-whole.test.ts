// A whole way back in Step: at every operation a δ and one gradient of each of its parameters, kernels and biases, are
// opened; each is the sum of its terms, and each gradient is what the loss does when that parameter is moved.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, drawWithMouse, end, frames, open, SEVEN } from './page';
import { card, checkGradient, checkSum, openLarge, trail, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const ENOUGH = 0.02; // of a gradient: then a difference of losses tells it from its neighbours
const NETS = {
  'mlp-16-16': {
    params: ['dense3', 'dense2', 'dense1'],
    deltas: ['dense3', 'relu2', 'dense2', 'relu1', 'dense1', 'flatten1'],
  },
  lenet5: {
    params: ['dense3', 'dense2', 'dense1', 'conv2', 'conv1'],
    deltas: [
      'dense3',
      'tanh4',
      'dense2',
      'tanh3',
      'dense1',
      'flatten1',
      'avgpool2',
      'tanh2',
      'conv2',
      'avgpool1',
    ],
  },
} as const;

async function shut(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await trail(page).waitFor({ state: 'hidden' });
}

// The name of the operation on show, where its way back has just been made.
async function operation(page: Page): Promise<string> {
  const [heading = ''] = await page.locator('gn-operation h2').allTextContents();
  return /^Backwards: (\S+)/.exec(heading)?.[1] ?? '';
}

// All that is learnt there: the names of its gradients, once their pictures are there.
const gradients = (page: Page) => page.getByRole('slider', { name: /^∂L\/∂/ });

async function walk(page: Page): Promise<{ params: string[]; deltas: string[]; none: string[] }> {
  const [params, deltas, none]: string[][] = [[], [], []];
  for (;;) {
    await transport(page).getByRole('button', { name: 'Next operation' }).click();
    await frames(page);
    const name = await operation(page);
    if (!name) return { params, deltas, none };
    const delta = page.getByRole('slider', { name: new RegExp(`^δ (?!${name}:)`) });
    const of = /^δ (\S+):/.exec((await delta.first().getAttribute('aria-label')) ?? '')?.[1] ?? '';
    const value = await openLarge(page, new RegExp(`^δ ${of}:`), 1e-3);
    await checkSum(page);
    (value === 0 ? none : deltas).push(of);
    await shut(page);
    for (const label of await gradients(page).evaluateAll((all) => all.map((each) => each.ariaLabel ?? ''))) {
      const param = /^∂L\/∂([^:]+):/.exec(label)?.[1] ?? '';
      const gradient = await openLarge(page, new RegExp(`^∂L/∂${param}:`), ENOUGH);
      expect(Math.abs(gradient), param).toBeGreaterThan(1e-4);
      const { number } = await checkSum(page);
      expect(number).toBeCloseTo(gradient, 3);
      await checkGradient(page);
      params.push(param);
      await shut(page);
    }
  }
}

test.each(Object.entries(NETS))(
  '%s, on a digit of one’s own',
  { timeout: 240_000 },
  async (model, wanted) => {
    const { page, troubles, close } = await open(`model=${model}`);
    await page.getByRole('button', { name: 'Clear' }).click();
    await drawWithMouse(page, SEVEN);
    await frames(page);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await transport(page).waitFor();
    // Called by another name than the net's, so that much comes back.
    await page.getByRole('combobox', { name: 'The right answer is' }).selectOption('2');
    await frames(page);
    const { params, deltas } = await walk(page);
    expect(params).toEqual(wanted.params.flatMap((name) => [`${name}.weight`, `${name}.bias`]));
    expect(deltas).toEqual(expect.arrayContaining([...wanted.deltas]));
    await card(page).waitFor({ state: 'hidden' });
    expect(troubles).toEqual([]);
    await close();
  },
);

test.each(['mlp-16-16', 'lenet5'])('%s, on a mini-batch of the run', { timeout: 240_000 }, async (model) => {
  const hash = `view=step&weights=untrained&digits=1000&train=batch:2&model=${model}`;
  const { page, troubles, close } = await open(hash, {}, 'step');
  await page.getByRole('button', { name: 'Mini-batch' }).click();
  await page.getByRole('list', { name: 'Samples of the mini-batch' }).waitFor();
  const { params } = await walk(page);
  expect(params).toEqual(
    NETS[model as keyof typeof NETS].params.flatMap((name) => [`${name}.weight`, `${name}.bias`]),
  );
  expect(troubles).toEqual([]);
  await close();
});
