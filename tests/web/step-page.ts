// What the tests of Step look at and press.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { frames } from './page';

export const trail = (page: Page) => page.getByRole('navigation', { name: 'Where this number comes from' });
export const card = (page: Page) => page.getByRole('region', { name: 'One number and where it comes from' });
export const transport = (page: Page) =>
  page.getByRole('group', { name: 'Along the tape, forwards and back' });

export async function direction(page: Page): Promise<void> {
  await transport(page).getByRole('button', { name: 'Direction' }).click();
  await frames(page);
}

// The card on show: its number and all its terms, which must add up to it.
export async function checkSum(page: Page): Promise<{ number: number; terms: number }> {
  const here = card(page);
  const all = here.getByRole('button', { name: /^All [\d,]+ terms/ });
  const number = Number(await here.locator('[data-number]').getAttribute('data-number'));
  await here.getByText('the same number as in the network').waitFor();
  if ((await all.count()) > 0 && !(await all.isHidden())) await all.click();
  let [sum, sizes, terms] = [0, 0, 0];
  for (;;) {
    const products = await here
      .locator('[data-product]')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-product'))));
    for (const product of products)
      [sum, sizes, terms] = [sum + product, sizes + Math.abs(product), terms + 1];
    const more = here.getByRole('button', { name: 'Further terms' });
    if ((await more.count()) === 0 || (await more.isDisabled())) break;
    await more.click();
    await frames(page);
  }
  // Through a function of one number, such as a ReLU, the sum is what went into it: the line above says so.
  const explains = Number(await here.locator('[data-explains]').getAttribute('data-explains'));
  expect(Math.abs(sum - explains)).toBeLessThanOrEqual(1e-5 * sizes + 1e-30);
  if ((await here.locator('.pair').count()) === 1) expect(explains).toBe(number);
  return { number, terms };
}

export async function checkDifference(page: Page): Promise<void> {
  const check = page.getByRole('region', { name: 'Gradient check' });
  const read = async (name: string) =>
    Number(await check.locator(`[data-${name}]`).getAttribute(`data-${name}`));
  const number = Number(await card(page).locator('[data-number]').getAttribute('data-number'));
  expect(await read('analytic')).toBeCloseTo(number, 6);
  if (number === 0) return;
  let best = await read('error');
  if (best > 0.02) {
    // A ReLU switched within ±ε, or the gradient is small: another ε.
    await check.getByRole('slider', { name: 'ε' }).press('ArrowLeft');
    await frames(page);
    best = Math.min(best, await read('error'));
    await check.getByRole('slider', { name: 'ε' }).press('ArrowRight');
  }
  expect(best).toBeLessThan(0.05);
}

export async function openCell(page: Page, tensor: RegExp, steps: number): Promise<void> {
  const slider: Locator = page.getByRole('slider', { name: tensor });
  await slider.focus();
  for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await card(page).waitFor();
  await frames(page);
}
