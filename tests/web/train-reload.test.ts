// The run of Train outlives a reload: curves, steps, weights, the optimiser's memory and the moments to go back to.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 240_000 };
const PATIENT = { timeout: 90_000 };

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const now = (page: Page) => page.locator('gn-transport .now');
const back = (page: Page) => page.getByRole('slider', { name: 'Back in time' });

async function steps(page: Page): Promise<number> {
  return Number(((await now(page).locator('b').textContent()) ?? '').replaceAll(',', ''));
}

// Loss and accuracy as far as they are drawn, in words.
const curves = async (page: Page) =>
  Promise.all(
    [/^Loss/, /^Accuracy/].map((name) => page.getByRole('img', { name }).getAttribute('aria-label')),
  );

async function train(page: Page, until: number): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await press(page, /^(Teach it|Go on)$/);
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(until);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
}

async function set(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name }).fill(value);
  await page.keyboard.press('Enter');
}

test('a long run changed by hand goes on to the same bits, and stays one run of the list', LONG, async () => {
  const { page, troubles, close } = await open('view=train&train=optimizer:adam,rate:0.002', {}, 'train');
  await press(page, 'Forget everything');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).waitFor();
  await train(page, 800);
  await set(page, 'Batch size', '48');
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  await train(page, 2000);
  const at = await steps(page);
  await press(page, '1 step');
  await expect.poll(() => steps(page)).toBe(at + 1);
  const next = (await now(page).textContent()) ?? '';
  expect(next).toMatch(/loss [\d.]+/);
  await back(page).fill(String(at));
  await expect.poll(() => steps(page)).toBe(at);
  const words = await curves(page);
  await page.waitForTimeout(1500); // kept after a moment's rest
  await page.reload();
  await expect.poll(() => steps(page), PATIENT).toBe(at);
  await expect.poll(() => curves(page)).toEqual(words);
  expect(await page.getByRole('combobox', { name: 'Activation' }).inputValue()).toBe('tanh');
  await press(page, '1 step');
  await expect.poll(() => now(page).textContent(), PATIENT).toBe(next);
  // Its moments are there too, and it is still the same run: all of it reruns to the same bits.
  await train(page, at + 200);
  await press(page, 'Runs');
  const list = page.getByRole('list', { name: 'Runs kept on this device' });
  await expect.poll(() => list.getByText(/changes by hand: 2/).count(), PATIENT).toBe(1);
  await list.getByRole('listitem').first().getByRole('button', { name: 'Rerun' }).click();
  await list.getByText(/The same to the last bit: [\d,]+ losses/).waitFor(PATIENT);
  await back(page).fill('5');
  await expect.poll(() => steps(page), PATIENT).toBe(5);
  expect(troubles).toEqual([]);
  await close();
});

test('kept while it runs; with other data, or other weights, another run begins', LONG, async () => {
  const { page, troubles, close } = await open('view=train', {}, 'train');
  await press(page, 'Forget everything');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).waitFor();
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await press(page, 'Teach it');
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(400);
  await page.waitForTimeout(4500);
  await page.reload();
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Go on' }).waitFor(PATIENT);
  await press(page, 'All settings');
  await page.getByRole('combobox', { name: 'Set', exact: true }).selectOption('Fashion-MNIST');
  await page.getByRole('region', { name: 'Probability of each class' }).waitFor();
  await expect.poll(() => steps(page), PATIENT).toBe(0);
  await page.reload();
  await page.getByRole('button', { name: 'Teach it' }).waitFor(PATIENT);
  expect(await steps(page)).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});
