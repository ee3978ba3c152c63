// The network's picture as it leaves the page, and as a table in its place.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, begin, end, visit } from './page';
import { csv, png } from './plot-files';

beforeAll(begin);
afterAll(end);

test('the picture of a network is a table in its place, and leaves as numbers and as a picture', () =>
  visit(async ({ page }) => {
    const name = 'The network, layer by layer';
    const file = await csv(page, name);
    const units = file.slice(1).filter(([, from]) => from === '');
    expect(units).toHaveLength(784 + 16 + 16 + 10);
    expect(file.length - 1 - units.length).toBe(180); // its lines
    const shares = (await answer(page)).shares;
    const logits = units.slice(0, 10).map((row) => Number(row[2]));
    expect(logits.indexOf(Math.max(...logits))).toBe(shares.indexOf(Math.max(...shares)));
    expect(file[11]?.[0]).toMatch(/^dense3\[\d\]$/);
    expect(file[11]?.[1]).toMatch(/^relu2\[\d+\]$/);
    expect((await png(page, name)).colours).toBeGreaterThan(50);
    await page.getByRole('button', { name: `${name}: table` }).click();
    const cell = page.getByRole('row', { name: /^dense3\[0\]/ }).first();
    await page.getByText('and 946 more rows').waitFor();
    const before = await cell.textContent();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(() => cell.textContent()).not.toBe(before);
    await page.getByRole('button', { name: `${name}: table` }).click();
    await page.locator('gn-network canvas').waitFor();
  }));
