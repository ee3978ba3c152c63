// What Step opens on: a drawing of one's own; without one, a test digit that the net is unsure of, the same each time.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, drawWithMouse, end, frames, open, SEVEN } from './page';
import { direction, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 60_000 };
const why = (page: Page) => page.getByText(/You have drawn nothing yet, so this is test digit/);

// "322 4 0.41": which digit, what it is, how sure the net was of that.
async function doubt(page: Page): Promise<{ digit: string; label: string; share: number }> {
  await why(page).waitFor();
  const [, digit = '', label = '', share = ''] =
    /test digit ([\d,]+), .* it gave (\d) a probability of ([\d.]+) %/.exec(
      (await why(page).textContent()) ?? '',
    ) ?? [];
  return { digit, label, share: Number(share) / 100 };
}

test.each(['mlp-16-16', 'lenet5'])(
  '%s: a digit it is unsure of, and that stays while it is learnt',
  LONG,
  async (model) => {
    const { page, troubles, close } = await open(`view=step&model=${model}`, {}, 'step');
    const first = await doubt(page);
    expect(first.share).toBeGreaterThan(0.25);
    expect(first.share).toBeLessThan(0.75);
    expect(await page.getByRole('combobox', { name: 'The right answer is' }).inputValue()).toBe(first.label);
    await direction(page);
    // Much comes back, where a digit that is known by heart shows nothing.
    const pushes = await page
      .locator('gn-loss [data-push]')
      .evaluateAll((all) => all.map((each) => Math.abs(Number((each as HTMLElement).dataset.push))));
    expect(Math.max(...pushes)).toBeGreaterThan(0.25);
    await transport(page).getByRole('button', { name: 'Step', exact: true }).click();
    await frames(page);
    expect(await doubt(page)).toEqual(first);
    expect(troubles).toEqual([]);
    await close();
    const again = await open(`view=step&model=${model}`, {}, 'step');
    expect(await doubt(again.page)).toEqual(first);
    await again.close();
  },
);

test('another net, another digit; a drawing goes first, and taken away it gives way', LONG, async () => {
  const { page, troubles, close } = await open('view=step', {}, 'step');
  const first = await doubt(page);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await drawWithMouse(page, SEVEN);
  await frames(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await transport(page).waitFor();
  await frames(page);
  expect(await why(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await transport(page).waitFor();
  expect(await doubt(page)).toEqual(first);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await page
    .getByRole('radio', { name: 'LeNet-5' })
    .or(page.getByRole('button', { name: 'LeNet-5' }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await transport(page).waitFor();
  await expect.poll(async () => (await doubt(page)).digit).not.toBe(first.digit);
  expect(troubles).toEqual([]);
  await close();
});
