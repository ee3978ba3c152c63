// Runs as they are kept: by themselves, listed, compared, rerun to the same bits, loaded, named, deleted.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 60_000 };

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const list = (page: Page) => page.getByRole('list', { name: 'Runs kept on this device' });
const items = (page: Page) => list(page).getByRole('listitem');

async function until(page: Page, least: number): Promise<void> {
  const now = page.locator('gn-transport .now b');
  await expect
    .poll(async () => Number(((await now.textContent()) ?? '').replaceAll(',', '')), LONG)
    .toBeGreaterThanOrEqual(least);
}

async function trainView(hash = '') {
  const opened = await open(`view=train&${hash}`, {}, 'train');
  await press(opened.page, 'Forget everything');
  await opened.page.getByRole('button', { name: 'Teach it' }).and(opened.page.locator('.primary')).waitFor();
  return opened;
}

async function train(page: Page, steps: number): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();
  await until(page, steps);
  await press(page, 'Pause');
}

async function set(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name }).fill(value);
  await page.keyboard.press('Enter');
}

test('a run changed by hand reruns to the same bits; the list outlives a reload', {
  timeout: 240_000,
}, async () => {
  const { page, troubles, close } = await trainView();
  await train(page, 40);
  await set(page, 'Batch size', '64');
  await train(page, 80);
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  await train(page, 120);
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(1);
  await expect.poll(() => items(page).first().textContent(), LONG).toContain('2 changes on the way');
  expect(await items(page).first().textContent()).toContain('Batch size 64');
  await press(page, 'Rerun');
  await page.getByText(/^\s*The same to the last bit: [\d,]+ losses and 13,002 weights/).waitFor(LONG);

  // Another, with another rate, to compare it with.
  await press(page, 'New start');
  await set(page, 'Learning rate', '0.5');
  await train(page, 60);
  await expect.poll(() => items(page).count(), LONG).toBe(2);
  await page.reload();
  await page.locator('gn-transport .now b').waitFor();
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(2);
  for (const box of await list(page).getByRole('checkbox').all()) await box.check();
  const table = page.getByRole('region', { name: 'What differs' });
  expect(await table.getByRole('row', { name: /^Learning rate/ }).textContent()).toMatch(/0\.5\s*0\.1/);
  expect(await page.getByRole('img', { name: /^Test accuracy of the runs/ }).count()).toBe(1);
  expect(troubles).toEqual([]);
  await close();
});

test('a run is named, deleted, brought back and loaded', { timeout: 120_000 }, async () => {
  const { page, troubles, close } = await trainView();
  await train(page, 30);
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(1);
  await press(page, 'Rename');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('first try');
  await page.keyboard.press('Enter');
  await page.getByRole('listitem', { name: 'first try' }).waitFor();
  await press(page, 'Delete');
  await page.getByText('“first try” deleted.').waitFor();
  expect(await items(page).count()).toBe(0);
  await press(page, 'Undo');
  await page.getByRole('listitem', { name: 'first try' }).waitFor();
  await set(page, 'Batch size', '200');
  await page.getByRole('group', { name: 'Changed settings' }).waitFor();
  await press(page, 'Load');
  await expect.poll(() => page.getByRole('group', { name: 'Changed settings' }).count(), LONG).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});
