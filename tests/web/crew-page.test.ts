// Two workers in the page, by messages and in shared memory: the rerun of such a run, by one worker, makes the same bits.
// What a helper's end does. The same on the engine alone: crew.test.ts.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginWith, end, open } from './page';

const LONG = { timeout: 90_000 };
const SLOW = { timeout: 180_000 };
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
// A small convolution with dropout; the last batch of an epoch has 8 samples.
const NET =
  'in 1 28 28; conv 3 5; relu; maxpool 4; flatten; dropout 0.2; dense 24; tanh; dense 10; softmax_ce';
const LINK = `model=own&weights=untrained&digits=1000&train=optimizer:adam,rate:0.002,augmented:1&notation=${encodeURIComponent(NET)}`;

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const told = (page: Page, text: RegExp) => page.locator('gn-workers').getByText(text).waitFor(LONG);

async function until(page: Page, least: number): Promise<void> {
  const now = page.locator('gn-transport .now b');
  await expect
    .poll(async () => Number(((await now.textContent()) ?? '').replaceAll(',', '')), LONG)
    .toBeGreaterThanOrEqual(least);
}

async function trainView(workers: string, link = LINK) {
  const opened = await open(`view=train&${link}`, {}, 'train');
  const { page } = opened;
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await press(page, 'All settings');
  await page.getByRole('combobox', { name: 'Workers' }).selectOption(workers);
  await page
    .getByRole('button', { name: /^(Teach it|Go on)$/ })
    .and(page.locator(':enabled'))
    .waitFor(LONG);
  return opened;
}

const teach = (page: Page) => page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();

async function rerun(page: Page): Promise<void> {
  await press(page, 'Runs');
  await press(page, 'Rerun');
  await page.getByText(/The same to the last bit/).waitFor(LONG);
}

async function helperOf(page: Page) {
  for (const worker of page.workers())
    if ((await worker.evaluate(() => self.name)) === 'glassnet helper') return worker;
  throw new Error('nobody helps');
}

async function sameBits(isolated: boolean): Promise<void> {
  const { page, troubles, close } = await trainView('2');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  await teach(page);
  await told(page, /^2 workers compute/);
  await until(page, 60);
  await press(page, 'Pause');
  await press(page, '1 operation');
  await press(page, '1 operation');
  await page.getByRole('textbox', { name: 'Batch size' }).fill('72');
  await page.keyboard.press('Enter');
  await teach(page);
  await told(page, /^2 workers compute/);
  await until(page, 160);
  await press(page, 'Pause');
  await rerun(page);
  expect(troubles).toEqual([]);
  await close();
}

describe('by messages', () => {
  beforeAll(() => beginWith({}));
  afterAll(end);

  test('two workers make the numbers of one', SLOW, () => sameBits(false));

  test('a helper that was ended is told of; the run goes on to the same numbers', SLOW, async () => {
    const { page, troubles, close } = await trainView('2');
    await teach(page);
    await told(page, /^2 workers compute/);
    await until(page, 50);
    await (await helperOf(page)).evaluate(() => self.close());
    await page
      .getByRole('status')
      .getByText(/^A worker that helped was ended/)
      .waitFor(LONG);
    await told(page, /^One worker computes/);
    await until(page, 120);
    await press(page, 'Pause');
    await rerun(page);
    // Chosen again, there is one again.
    await page.getByRole('combobox', { name: 'Workers' }).selectOption('1');
    await told(page, /^One worker computes each step\.$/);
    expect(await page.getByText(/^A worker that helped/).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Workers' }).selectOption('2');
    await teach(page);
    await told(page, /^2 workers compute/);
    await page.getByRole('combobox', { name: 'Workers' }).selectOption('1'); // while it runs
    await told(page, /^One worker computes each step\.$/);
    expect(troubles).toEqual([]);
    await close();
  });

  test('batch normalisation: one worker, and why', SLOW, async () => {
    const net = NET.replace('maxpool 4', 'batchnorm; maxpool 4');
    const { page, close } = await trainView(
      '2',
      LINK.replace(/notation=.*/, `notation=${encodeURIComponent(net)}`),
    );
    await teach(page);
    await until(page, 20);
    await told(page, /batch normalisation sees the whole batch/);
    expect(page.workers().length).toBe(1);
    await close();
  });
});

describe('in shared memory, where the page is cross-origin isolated', () => {
  beforeAll(() => beginWith(ISOLATED));
  afterAll(end);

  test('two workers make the numbers of one', SLOW, () => sameBits(true));

  test('a helper that was ended is told of; the run goes on', SLOW, async () => {
    const { page, close } = await trainView('2');
    await teach(page);
    await told(page, /^2 workers compute/);
    // It takes no messages while it is asked for one slice after the other: its page ends it.
    await press(page, 'Pause');
    await (await helperOf(page)).evaluate(() => self.close());
    await teach(page);
    await page
      .getByRole('status')
      .getByText(/^A worker that helped was ended/)
      .waitFor(LONG);
    await until(page, 120);
    await press(page, 'Pause');
    await rerun(page);
    await close();
  });
});
