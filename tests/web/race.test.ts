// A race: four ways from the same start, each in a worker of its own; curves, results, and a way that breaks.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('four ways race to the end, and only what differs makes them differ', { timeout: 90_000 }, async () => {
  const { page, troubles, close } = await open('view=race&raceSteps=200', {}, 'race');
  const add = page.getByRole('button', { name: 'Add a way' });
  await add.click();
  await add.click();
  expect(await add.count()).toBe(0);
  const lane = (i: number) => page.getByRole('region', { name: `Way ${i}` });
  // Ways 2 and 3 are the same; way 4 cannot learn.
  await lane(4).getByRole('textbox', { name: 'Learning rate' }).fill('0');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'Start' }).waitFor({ timeout: 60_000 });
  const rows = await page.getByRole('group', { name: 'Results' }).locator('tbody tr').allTextContents();
  const cells = await Promise.all(
    [0, 1, 2, 3].map((i) =>
      page.getByRole('group', { name: 'Results' }).locator('tbody tr').nth(i).locator('td').allTextContents(),
    ),
  );
  expect(rows).toHaveLength(4);
  for (const row of cells) expect(row[3]).toBe('200');
  expect(cells[1]?.slice(0, 3)).toEqual(cells[2]?.slice(0, 3)); // bit for bit
  const accuracy = (i: number) => Number.parseFloat(cells[i]?.[0]?.trim() ?? '');
  expect(accuracy(1)).toBeGreaterThan(80);
  expect(accuracy(3)).toBeLessThan(30);
  expect(troubles).toEqual([]);
  await close();
});

test('its ways are in the link', async () => {
  const { page, close } = await open('view=race&race=rate:0.5,batch:8;tanh|;', {}, 'race');
  const first = page.getByRole('region', { name: 'Way 1' });
  await first.getByRole('textbox', { name: 'Learning rate' }).waitFor();
  expect(await first.getByRole('textbox', { name: 'Learning rate' }).inputValue()).toBe('0.5');
  expect(await first.getByRole('textbox', { name: 'Batch size' }).inputValue()).toBe('8');
  expect(await first.getByRole('combobox', { name: 'Activation' }).inputValue()).toBe('tanh');
  await close();
});
