// The curves over each of Train's four axes: the plot, the word at a point, the table and the file count in what is chosen.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, forget, type Opened, open } from './page';
import { csv } from './plot-files';

const LONG = { timeout: 60_000 };
const ROUNDED = 0.000_501; // a number of three decimals
const EPOCH = 20; // steps: 1,000 samples by 50

let opened: Opened;
beforeAll(async () => {
  await begin();
  opened = await open('view=train&digits=1000&train=batch:50', {}, 'train');
  const { page } = opened;
  await forget(page);
  const step = page.locator('gn-transport .now b');
  for (const [name, at] of [
    ['1 step', 1],
    ['1 epoch', EPOCH],
    ['1 epoch', 2 * EPOCH],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    await step.and(page.getByText(String(at), { exact: true })).waitFor(LONG);
  }
}, 120_000);
afterAll(async () => {
  expect(opened.troubles).toEqual([]);
  await opened.close();
  await end();
});

const loss = (page: Page) => page.getByRole('img', { name: /^Loss/ });
const said = async (page: Page) =>
  (await page.locator('gn-curve').first().getByRole('status').textContent()) ?? '';
const number = (text: string) => Number(text.replaceAll(',', ''));

// Where it ends: nobody knows beforehand how many seconds it takes.
const AXES: readonly (readonly [name: string, last: number | undefined])[] = [
  ['steps', 2 * EPOCH],
  ['epochs', 2],
  ['samples', 2000],
  ['seconds', undefined],
];

describe.each(AXES)('%s', (name, last) => {
  test('is the x of both plots, of their words, tables and files', LONG, async () => {
    const { page } = opened;
    await page.getByRole('combobox', { name: 'Counted in' }).selectOption(name);
    const ends: number[] = [];
    for (const heading of ['Loss', 'Accuracy']) {
      const [columns = [], ...rows] = await csv(page, heading);
      expect(columns[0]).toBe(name);
      const x = rows.map(([each]) => Number(each));
      expect(x[0]).toBe(0);
      expect(x.every((each, i) => i === 0 || each > (x[i - 1] ?? 0))).toBe(true);
      const end = x.at(-1) ?? Number.NaN;
      if (last === undefined) expect(end).toBeGreaterThan(0);
      else expect(end).toBeCloseTo(last, 6);

      const curve = page.locator('gn-curve').filter({ has: page.getByRole('heading', { name: heading }) });
      await curve.getByRole('button', { name: 'table' }).click();
      const table = page.getByRole('group', { name: heading, exact: true });
      expect((await table.getByRole('columnheader').first().textContent())?.trim()).toBe(name);
      const written = (await table.getByRole('rowheader').allTextContents()).map(number);
      const close = (a: number) => (b: number) => Math.abs(a - b) <= ROUNDED;
      expect(written.filter((each) => !x.some(close(each)))).toEqual([]);
      expect(close(written.at(-1) ?? Number.NaN)(end)).toBe(true);
      ends.push(end);
      await curve.getByRole('button', { name: 'table' }).click();
    }

    // By keys, and under the pointer at the same place.
    await loss(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => said(page)).toMatch(new RegExp(`^${name} [\\d.,]+: .*training`));
    const place = number(/^\S+ ([\d.,]+): /.exec(await said(page))?.[1] ?? '');
    expect(Math.abs(place - (ends[0] ?? Number.NaN))).toBeLessThanOrEqual(ROUNDED);
    await page.keyboard.press('Home');
    await expect.poll(() => said(page)).toMatch(new RegExp(`^${name} 0: `));
    await page.keyboard.press('Tab');
    const plot = await loss(page).locator('.u-over').boundingBox();
    if (!plot) throw new Error('no plot');
    await page.mouse.move(plot.x + plot.width - 1, plot.y + plot.height / 2);
    const off = 2 * (place / plot.width + ROUNDED); // two pixels: many steps may share one
    await expect
      .poll(async () => Math.abs(number(/^\S+ ([\d.,]+): /.exec(await said(page))?.[1] ?? '') - place))
      .toBeLessThanOrEqual(off);
    await page.mouse.move(0, 0);
  });
});
