// Long matrices, and the card beside a cell.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';
import { card } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };
const matrix = (page: Page, name: string) =>
  page.getByRole('slider', { name: `${name}: read and open single numbers`, exact: true });
const readout = (page: Page) => page.locator('gn-readout .card');

async function go(page: Page, name: string): Promise<void> {
  await page
    .getByRole('list', { name: 'Forwards' })
    .getByRole('button', { name: `Forwards: ${name}`, exact: true })
    .click();
  await page.getByRole('heading', { name: `Forwards: ${name}`, exact: true }).waitFor();
}

test(
  'the card of a cell stays while the page scrolls, and speaks of the cell that is there',
  LONG,
  async () => {
    const { page, troubles, close } = await open(
      'view=sentence&sentence=The+cat+sat',
      { viewport: { width: 1000, height: 500 } },
      'sentence',
    );
    await go(page, '1 · scores');
    const cells = matrix(page, '1 · scores, head 1').locator('canvas');
    await cells.scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollBy(0, 40));
    const { x = 0, y = 0, height = 0 } = (await cells.boundingBox()) ?? {};
    await page.mouse.move(x + 60, y + height - 30);
    await readout(page).waitFor();
    const before = await readout(page).locator('.title').textContent();
    await page.mouse.wheel(0, 20);
    await expect.poll(async () => (await cells.boundingBox())?.y).toBeLessThan(y);
    await expect.poll(() => readout(page).locator('.title').textContent()).not.toBe(before);
    // By keys it goes with its matrix.
    await page.mouse.move(2, 2);
    await matrix(page, '1 · scores, head 1').press('ArrowRight');
    const top = (await readout(page).boundingBox())?.y ?? 0;
    await page.evaluate(() => scrollBy(0, -30));
    await expect.poll(async () => Math.round(((await readout(page).boundingBox())?.y ?? 0) - top)).toBe(30);
    // Something else that scrolls is no business of it.
    await page.evaluate(() => document.querySelector('gn-app')?.dispatchEvent(new Event('scroll')));
    expect(await readout(page).count()).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('cells too thin to be hit are magnified: by the mouse, by keys, back to all', LONG, async () => {
  const { page, troubles, close } = await open(
    'view=sentence&sentenceNet=taught&gpt=tang-poems&sentence=%E6%98%8E%E6%9C%88',
    {},
    'sentence',
  );
  await go(page, 'logits');
  const cells = matrix(page, 'logits');
  const picture = cells.locator('canvas');
  const all = Number(await cells.getAttribute('aria-valuemax')) + 1;
  await page.getByText(`${all.toLocaleString('en')} numbers are too thin`).waitFor();
  const { width = 0 } = (await picture.boundingBox()) ?? {};
  await picture.click({ position: { x: width / 2, y: 20 } });
  const tools = page.getByRole('group', { name: 'logits', exact: true });
  const seen = async () =>
    (/^Columns ([\d,]+)–([\d,]+) of/.exec((await tools.getByRole('status').textContent()) ?? '') ?? [])
      .slice(1)
      .map((each) => Number(each.replaceAll(',', '')));
  const [from = 0, to = 0] = await seen();
  expect(await card(page).count()).toBe(0);
  // What is under the mouse is the number that opens.
  const corner = async () => {
    const { width = 0, height = 0 } = (await picture.boundingBox()) ?? {};
    return { position: { x: width - 4, y: height - 6 } };
  };
  const named = async () => (await page.locator('gn-readout .title').textContent()) ?? '';
  await picture.hover(await corner());
  const last = await named();
  await picture.click(await corner());
  await expect.poll(() => card(page).textContent()).toContain(last);
  await page.keyboard.press('Escape');
  // Keys go past the edge of what is in sight.
  await picture.hover(await corner());
  await cells.press('ArrowRight');
  await expect.poll(async () => (await seen())[1]).toBeGreaterThan(to);
  await tools.getByRole('button', { name: 'Columns to the left' }).click();
  await tools.getByRole('button', { name: 'Columns to the left' }).click();
  await expect.poll(async () => (await seen())[0]).toBeLessThan(from);
  await tools.getByRole('button', { name: 'Whole picture' }).click();
  await page.getByText('numbers are too thin').first().waitFor();
  expect(troubles).toEqual([]);
  await close();
});
