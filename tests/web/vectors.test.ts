// From tokens to vectors: the product with one-hot vectors is the look-up, only rows that are used have a gradient, and the
// places are the sines and cosines of the formula.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open, saved } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 90_000 };
const LONG = { timeout: 150_000 };
const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });

// The table of a plot, as its file has it.
async function csv(page: Page, plot: RegExp): Promise<string[][]> {
  const file = readFileSync(await (await saved(page, new RegExp(`^${plot.source}`), 'CSV')).path(), 'utf8');
  return file
    .trim()
    .split('\n')
    .map((line) => line.split(','));
}

const numbers = (rows: string[][]) => rows.slice(1).map((row) => row.slice(1).map(Number));

describe('a token becomes a row', () => {
  test(
    'multiplied and looked up are the same, and only rows that are used have a gradient',
    LONG,
    async () => {
      const { page, troubles, close } = await open('view=vectors', {}, 'vectors');
      await text(page).fill('abba');
      await page.getByText('all 32 numbers are the same, to the last bit').waitFor();
      await page.getByText('4 · 26 · 8 = 832 multiplications').waitFor();
      const oneHot = await csv(page, /One-hot/);
      const table = await csv(page, /Table/);
      const vectors = await csv(page, /Vectors/);
      expect(numbers(oneHot).map((row) => row.indexOf(1))).toEqual([0, 1, 1, 0]);
      for (const [i, row] of numbers(vectors).entries())
        expect(row).toEqual(numbers(table)[[0, 1, 1, 0][i] ?? 0]);
      const gradient = numbers(await csv(page, /Gradient of the table/));
      expect(gradient.map((row) => row.some((x) => x !== 0))).toEqual(
        Array.from({ length: 26 }, (_, i) => i < 2),
      );
      await page.getByText('2 of 26 here').waitFor();
      expect(troubles).toEqual([]);
      await close();
    },
  );

  test(
    'any script: an emoji with its joiners is one token; a character that is pressed shows its row',
    LONG,
    async () => {
      const { page, troubles, close } = await open('view=vectors', {}, 'vectors');
      await text(page).fill('家👩‍👩‍👧家');
      const tokens = page.getByRole('group', { name: 'Its characters' }).getByRole('button');
      await expect.poll(() => tokens.count()).toBe(3);
      await tokens.nth(1).click();
      expect(await tokens.nth(1).getAttribute('aria-pressed')).toBe('true');
      await page.getByRole('img', { name: /^Vectors 3/ }).press('ArrowRight');
      await page.getByText(/Vectors, row “👩‍👩‍👧”, column 1: −?\d/).waitFor();
      await text(page).fill('');
      await text(page).fill('x'.repeat(100));
      await page.getByText('The first 16 characters are shown.').waitFor();
      expect(page.url()).toContain('vectorsText=');
      expect(troubles).toEqual([]);
      await close();
    },
  );
});

describe('places', () => {
  test('sines and cosines of the formula, and their dot products', LONG, async () => {
    const { page, troubles, close } = await open('view=vectors', {}, 'vectors');
    for (const [name, value] of [
      ['places', '20'],
      ['width d', '12'],
    ] as const)
      await page.getByRole('slider', { name }).fill(value);
    const table = numbers(await csv(page, /Places down/));
    expect([table.length, table[0]?.length]).toEqual([20, 12]);
    const wave = (i: number, k: number) => {
      const angle = i / 10000 ** ((k - (k % 2)) / 12);
      return k % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    };
    for (const [i, row] of table.entries())
      for (const [k, x] of row.entries()) expect(x).toBeCloseTo(wave(i, k), 6);
    const products = numbers(await csv(page, /How alike/));
    for (const [i, row] of products.entries())
      for (const [j, x] of row.entries()) {
        let sum = 0;
        for (let k = 0; k < 12; k++) sum += wave(i, k) * wave(j, k);
        expect(x).toBeCloseTo(sum, 4);
      }
    // The cell that is pointed at has its formula beside it.
    const picture = page.getByRole('img', { name: /^Places down/ });
    await picture.focus();
    await picture.press('ArrowDown');
    await expect
      .poll(() => page.locator('gn-places .said math').getAttribute('aria-label'))
      .toMatch(/p_\{4,4\}/);
    await page.reload();
    await expect.poll(() => page.getByRole('slider', { name: 'places' }).inputValue(), PATIENT).toBe('20');
    expect(troubles).toEqual([]);
    await close();
  });

  test('those that a small GPT has learnt stand beside them', LONG, async () => {
    const { page, troubles, close } = await open('view=vectors', {}, 'vectors');
    expect(await page.getByRole('button', { name: 'learned by your GPT' }).isDisabled()).toBe(true);
    await page.locator('gn-places').getByRole('button', { name: 'A small GPT' }).click();
    await page.getByRole('button', { name: 'Teach it', exact: true }).click(PATIENT);
    await expect
      .poll(
        async () =>
          Number(/([\d,]+) of/.exec((await page.locator('gn-gpt-run .now').textContent()) ?? '')?.[1]),
        PATIENT,
      )
      .toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Vectors', exact: true }).click();
    await page.getByRole('button', { name: 'learned by your GPT' }).click();
    await page.getByText('No formula: this number was learnt').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
});

test('no violation, both languages, light and dark', LONG, async () => {
  for (const [locale, colorScheme] of [
    ['en-GB', 'light'],
    ['zh-CN', 'dark'],
  ] as const) {
    const { page, close } = await open(
      'view=vectors',
      { locale, colorScheme, viewport: { width: 390, height: 844 } },
      'vectors',
    );
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await close();
  }
});
