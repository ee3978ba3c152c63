// The window of a convolution or a pool slides over its input by itself, and waits under the pointer and at the focus.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, visit } from './page';

beforeAll(begin);
afterAll(end);

const MOVES = { reducedMotion: 'no-preference' } as const;
const BEATS_MS = 1500; // several beats of the window

const group = (page: Page) => page.getByRole('group', { name: 'The window on its way over the input' });
const cell = (page: Page) => group(page).getByRole('slider', { name: 'Output cell' });
const place = async (page: Page) => Number(await cell(page).getAttribute('aria-valuenow'));

async function slides(page: Page): Promise<void> {
  const from = await place(page);
  await expect.poll(() => place(page), { timeout: 10_000 }).not.toBe(from);
}

async function waits(page: Page): Promise<void> {
  const from = await place(page);
  await page.waitForTimeout(BEATS_MS);
  expect(await place(page)).toBe(from);
}

async function open(page: Page, layer: string): Promise<void> {
  await page.getByText(/of 1,000 right/).waitFor();
  await page
    .getByRole('button', { name: `Open the layer ${layer}` })
    .first()
    .click();
  await group(page).waitFor();
}

for (const layer of ['conv · tanh', 'avg pool']) {
  test(`${layer}: it slides, waits under the pointer and goes on; what it shows is the net’s own number`, () =>
    visit(
      async ({ page }) => {
        await open(page, layer);
        await slides(page);
        await cell(page).hover();
        await waits(page);
        const at = await place(page);
        const sum = Number(await group(page).locator('[data-sum]').getAttribute('data-sum'));
        await page.mouse.move(2, 2);
        await slides(page);
        await group(page).getByRole('button', { name: 'Pause' }).click();
        await page.mouse.move(2, 2);
        await waits(page);
        await group(page).getByRole('button', { name: 'Slide' }).click();
        await page.mouse.move(2, 2);
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        await slides(page);
        // The cell it stood on, opened, is the same sum.
        await cell(page).focus();
        const now = await place(page);
        for (let i = now; i !== at; i += i < at ? 1 : -1)
          await page.keyboard.press(i < at ? 'ArrowRight' : 'ArrowLeft');
        expect(Number(await group(page).locator('[data-sum]').getAttribute('data-sum'))).toBe(sum);
      },
      'model=lenet5&digit=0',
      MOVES,
    ));
}

test('at the keyboard’s focus it waits, and is led by the arrows', () =>
  visit(
    async ({ page }) => {
      await open(page, 'conv · tanh');
      await slides(page);
      await cell(page).focus();
      await waits(page);
      const from = await place(page);
      await page.keyboard.press('ArrowRight');
      expect(await place(page)).toBe(from + 1);
      await waits(page);
      await page.getByRole('button', { name: /^Back, one zoom out/ }).focus();
      await slides(page);
    },
    'model=lenet5&digit=0',
    MOVES,
  ));

test('who wants less motion has it still, until “Slide” is pressed', () =>
  visit(async ({ page }) => {
    await open(page, 'conv · tanh');
    await waits(page);
    await group(page).getByRole('button', { name: 'Slide' }).click();
    await page.mouse.move(2, 2);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await slides(page);
  }, 'model=lenet5&digit=0'));
