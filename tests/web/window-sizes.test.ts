// How a sliding window comes to its size: where its layer is looked at, and where its row is written.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, visit } from './page';

beforeAll(begin);
afterAll(end);

const formula = (reads: number, pad: number, kernel: number, stride: number, makes: number) =>
  `\\lfloor (${reads} + 2 \\cdot ${pad} - ${kernel}) / ${stride} \\rfloor + 1 = ${makes}`;

test('beside LeNet’s layers, with the numbers of this net', () =>
  visit(async ({ page }) => {
    for (const [at, text] of [
      [/^Open the layer conv/, formula(28, 2, 5, 1, 28)],
      [/^Open the layer avg pool/, formula(28, 0, 2, 2, 14)],
    ] as const) {
      await page.getByRole('button', { name: at }).first().click();
      const layer = page.locator('gn-layer header');
      await layer.locator(`math[aria-label="${text.replaceAll('\\', '\\\\')}"]`).waitFor();
      await page.goBack();
    }
  }, 'model=lenet5'));

test('in the builder, while the line is being written', () =>
  visit(
    async ({ page }) => {
      await page.getByRole('button', { name: /^conv 4 5 stride=2/ }).click();
      const row = page.locator('gn-builder-row');
      const shown = async () => (await row.locator('math').first().getAttribute('aria-label')) ?? '';
      await expect.poll(shown).toBe(formula(28, 0, 5, 2, 12));
      await row.getByLabel('pad').fill('1');
      await expect.poll(shown).toBe(formula(28, 1, 5, 2, 13));
    },
    `model=own&weights=untrained&panel=builder&notation=${encodeURIComponent('in 1 28 28; conv 4 5 stride=2; flatten; dense 10; softmax_ce')}`,
  ));
