// A net over time in Draw: its numbers are those of positions and features, of heads and of what they look at.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNumber, visit } from './inspect-page';
import { begin, end } from './page';

beforeAll(begin);
afterAll(end);

const LINE =
  'in 28 28; dense 16; pos learned; n: layernorm; dense 16; q: heads 2; from n; dense 16; k: heads 2; from n; dense 16; v: heads 2; from q; scores k; scale; softmax; mix v; merge; dense 16; add n; flatten; dense 10; softmax_ce';
const NET = `model=own&notation=${encodeURIComponent(LINE)}`;

const words = async (page: Page, name: RegExp, which = 0, steps = 0) => {
  const slider = page.getByRole('slider', { name }).nth(which);
  await slider.focus();
  for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight');
  return slider.getAttribute('aria-valuetext');
};

for (const { language, name, said } of [
  {
    language: 'en',
    name: [/^dense, 28×16/, /^heads, 2×28×8/, /^softmax, 2×28×28/, /^dense, 10/],
    said: [
      /^position 1, feature 1: /,
      /^head 0, position 1, feature 1: /,
      /^head 0, position 0 looks at 3: /,
      /^neuron 2: /,
    ],
  },
  {
    language: 'zh',
    name: [/^全连接，28×16/, /^分头，2×28×8/, /^softmax，2×28×28/, /^全连接，10/],
    said: [/^位置 1，特征 1: /, /^头 0，位置 1，特征 1: /, /^头 0，位置 0 看位置 3: /, /^神经元 2: /],
  },
])
  test(`in ${language}: each number by its position`, () =>
    visit(async ({ page }) => {
      for (const [i, steps] of [17, 9, 3, 2].entries())
        expect(await words(page, name[i] as RegExp, 0, steps)).toMatch(said[i] as RegExp);
    }, `${NET}&language=${language}`));

test('a sum leads to the same position, a share of a head to what it looks at', () =>
  visit(async ({ page }) => {
    const card = await openNumber(page, /^dense, 28×16/, 35, 1);
    await card.getByRole('heading', { name: /^dense · position 2, feature 3$/ }).waitFor();
    const from = await card
      .getByRole('button', { name: /^Open / })
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
    expect(from.length).toBeGreaterThan(3);
    for (const each of from) expect(each).toMatch(/position 2, feature \d+/);
  }, NET));

test('the weights of a feature are shown with each of its positions', () =>
  visit(async ({ page }) => {
    await page.getByRole('button', { name: 'Open the layer dense' }).first().click({ force: true });
    await page.getByRole('heading', { name: /every position has the same/ }).waitFor();
    const pictures = page.locator('gn-units canvas');
    const drawn = (i: number) =>
      pictures.nth(i).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await expect.poll(() => drawn(16)).toBe(await drawn(0));
    expect(await drawn(17)).toBe(await drawn(1));
    expect(await drawn(17)).not.toBe(await drawn(16));
    await page.getByRole('button', { name: /^position 1, feature 1 / }).waitFor();
  }, NET));
