// What an opened number is said to be: true of every operation, not only of sums.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRESETS } from '../../web/state/presets';
import { begin, end, visit } from './page';

beforeAll(begin);
afterAll(end);

const BRANCHES =
  'in 1 28 28; c: conv 2 5; maxpool 2; m: relu; from c; avgpool 2; concat m; flatten; a: dense 12; relu; dropout 0.4; dense 12; add a; softmax; dense 10; softmax_ce';

// Rows of BRANCHES by number; the row, the cell, what is said, what is not.
const SAID = [
  [2, 30, /the largest\s+=/, /sum of the products/],
  [4, 30, /sum of the products\s+=/, /the largest\s+=/],
  [5, 300, /a copy of one number\s+=/, /sum of the products/],
  [9, 3, /here all pass as they are/, undefined],
  [12, 3, /^neuron 7$/, /class \d/],
] as const;

for (const [row, index, said, not] of SAID)
  test(`of row ${row}: ${said.source}`, () =>
    visit(
      async ({ page }) => {
        const card = page.getByRole('region', { name: 'One number and where it comes from' });
        await card.getByText(said).first().waitFor({ timeout: 8000 });
        if (not) expect(await card.getByText(not).count()).toBe(0);
      },
      `model=own&notation=${encodeURIComponent(BRANCHES)}&digit=3&at=-${row}.${index}`,
    ));

test('attention is shared among positions; what the mask hides, it says', () =>
  visit(
    async ({ page }) => {
      const line = 'in 28 28; q: dense 6; scores q; mask causal; softmax; flatten; dense 10; softmax_ce';
      const card = page.getByRole('region', { name: 'One number and where it comes from' });
      const go = (at: string, notation = line) =>
        page.goto(
          `${page.url().split('#')[0]}#v=1&model=own&notation=${encodeURIComponent(notation)}&digit=3&at=${at}`,
        );
      await go('-4.30');
      await card.getByText('exp', { exact: true }).waitFor();
      expect(await card.getByText(/class/).count()).toBe(0);
      await go('-3.5');
      await card.getByRole('row', { name: /constant/ }).waitFor();
      expect(await card.getByRole('math').last().getAttribute('aria-label')).toMatch(/^−1\S* = −1\S*$/);
      // A loss over plain numbers has no shares.
      await go('-2.3', 'in 1 28 28; flatten; dense 10; mse');
      await page.getByRole('heading', { name: /neuron 3/ }).waitFor();
      await go('-3.3', 'in 1 28 28; flatten; dense 10; mse');
      await card.getByText('mse1').waitFor();
      expect(await card.getByText(/softmax|class|%/).count()).toBe(0);
    },
    `model=own&notation=${encodeURIComponent(PRESETS.attention)}`,
  ));

test('where all terms have room, one that is zero is led on from too', () =>
  visit(
    async ({ page }) => {
      const card = page.getByRole('region', { name: 'One number and where it comes from' });
      const open = card.getByRole('button', { name: /^Open / });
      await expect.poll(() => open.count()).toBe(4); // blank paper: of a pool's four, all are zero
      await open.last().click();
      await page.getByRole('heading', { name: /· pixel|pixel \(/i }).waitFor();
    },
    `model=own&notation=${encodeURIComponent('in 1 28 28; maxpool 2; flatten; dense 10; softmax_ce')}&digit=3&at=-1.0`,
  ));

test('at the edge the window says how much of it lies on the picture', () =>
  visit(async ({ page }) => {
    const edge = page.getByText('at the edge: 3×3 of 5×5, the rest is padding');
    await edge.waitFor();
    const cell = page.getByRole('slider', { name: 'Output cell' });
    await cell.focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    await page.getByText('at the edge: 3×5 of 5×5').waitFor();
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.getByText(/^at the edge/).count()).toBe(0);
  }, 'model=lenet5&digit=3&at=-1.0'));
