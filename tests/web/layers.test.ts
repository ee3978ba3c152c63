// What a layer costs, two linear layers as one matrix, one-hot against numbers, and the operations of the palette: by
// role and name, each number against a plain way to work it out.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open } from './page';
import { csv, png } from './plot-files';

beforeAll(begin);
afterAll(end);

async function visit(run: (page: Page) => Promise<void>, ...how: Parameters<typeof open>): Promise<void> {
  const opened = await open(...how);
  try {
    await run(opened.page);
    expect(opened.troubles).toEqual([]);
  } finally {
    await opened.close();
  }
}

// "28·28 · 6·1·5·5 + 6" → the number
const worth = (arithmetic: string): number =>
  arithmetic
    .split('+')
    .map((product) => product.split('·').reduce((all, factor) => all * Number(factor.trim()), 1))
    .reduce((sum, each) => sum + each, 0);
const whole = (text: string | null): number => Number((text ?? '').replaceAll(',', ''));
const decimal = (text: string | null): number => Number((text ?? '').replace('−', '-'));

describe('what each layer costs', () => {
  const costs = (page: Page) => page.getByRole('region', { name: 'What each layer costs' });
  const shown = async (page: Page) => {
    await page.getByRole('button', { name: /parameters: what each layer costs/ }).click();
    await costs(page).getByRole('table').waitFor();
  };

  test('LeNet’s convolutions have 2,572 of 61,706 parameters and do 86 % of 416,520 multiplications', () =>
    visit(async (page) => {
      await shown(page);
      await costs(page)
        .getByText(
          'The convolutions have 2,572 of 61,706 parameters (4.2 %), but do 357,600 of 416,520 multiplications: 85.9 %.',
        )
        .waitFor();
      const rows = await costs(page).getByRole('row').all();
      let [parameters, products] = [0, 0];
      for (const row of rows.slice(1, -1)) {
        const cells = row.getByRole('cell');
        for (const column of [1, 2]) {
          const number = whole(await cells.nth(column).locator('b').textContent());
          expect(worth((await cells.nth(column).locator('.sum').textContent()) ?? '')).toBe(number);
          if (column === 1) parameters += number;
          else products += number;
        }
      }
      expect([rows.length, parameters, products]).toEqual([7, 61_706, 416_520]);
      await costs(page)
        .getByRole('img', { name: /conv · tanh: 3.9 % of the parameters, 57.6 % of the multiplications/ })
        .waitFor();
      // From a row to its layer.
      await costs(page).getByRole('button', { name: 'conv · tanh' }).nth(1).click();
      await page.getByRole('heading', { name: 'conv · tanh' }).waitFor();
    }, 'model=lenet5'));

  test('a dense net uses each weight once; attention multiplies without a parameter', () =>
    visit(async (page) => {
      await shown(page);
      await costs(page)
        .getByText(/Every weight is used exactly once.*12,960/)
        .waitFor();
      await page.getByRole('radio', { name: 'Your own' }).check();
      const builder = page.getByRole('region', { name: 'Build a network' });
      await builder.getByRole('combobox', { name: 'Begin from' }).selectOption('attention');
      await page.getByRole('button', { name: /parameters: what each layer costs/ }).click();
      await costs(page)
        .getByRole('row', { name: /scores/ })
        .getByRole('cell', { name: '0', exact: true })
        .waitFor();
      // two heads, 28 × 28 pairs of rows, 16 numbers each
      await costs(page)
        .getByRole('row', { name: /scores/ })
        .getByText('25,088')
        .waitFor();
    }));
});

describe('two linear layers as one matrix', () => {
  // The shown terms and what the others come to are what is shown as their sum.
  const adds = async (one: Locator) => {
    const table = one.getByRole('table');
    const products = await table
      .locator('tr[data-product]')
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.product)));
    const others = table.locator('tr[data-others] td').last();
    const rest = (await others.count()) > 0 ? decimal(await others.textContent()) : 0;
    const sum = Number(await table.getAttribute('data-explains'));
    expect(products.length).toBeGreaterThan(0);
    expect(Math.abs(products.reduce((a, b) => a + b, rest) - sum)).toBeLessThan(2e-3);
    return sum;
  };

  test('is shown where the activation is switched off, opens into sums, and says the same', () =>
    visit(async (page) => {
      await page.getByRole('button', { name: 'Open the layer dense · relu' }).first().click();
      expect(await page.getByRole('button', { name: 'Show them as one matrix' }).count()).toBe(0);
      await page.getByRole('checkbox', { name: 'in every layer' }).uncheck();
      await page.getByRole('group', { name: 'Activation' }).getByRole('button', { name: 'none' }).click();
      await page.getByText('Nothing bends between dense1 and dense2').waitFor();
      await page.getByRole('button', { name: 'Show them as one matrix' }).click();
      const one = page.getByRole('region', { name: 'dense1 and dense2 are one matrix' });
      await one.getByText('[16, 16] · [16, 784] = [16, 784]').waitFor();
      await one.getByText(/the two layers differ by .* at most: roundings/).waitFor();
      expect(Number(await one.locator('[data-difference]').getAttribute('data-difference'))).toBeLessThan(
        1e-4,
      );
      const largest = await adds(one);
      expect(Math.abs(largest)).toBeGreaterThan(0.1);
      await one.getByRole('slider', { name: /output/ }).fill('3');
      await one.getByRole('slider', { name: /input/ }).fill('406');
      await one.getByRole('row', { name: /W\[3, 406\]/ }).waitFor();
      await one.getByText('dense2.weight[3,').first().waitFor();
      await adds(one);
      await one.getByRole('button', { name: /^Bias 2:/ }).click();
      await one.getByRole('row', { name: /b\[2\]/ }).waitFor();
      await adds(one);
      // A press on the picture opens the number there.
      await one.locator('canvas').click({ position: { x: 40, y: 40 } });
      await one.getByRole('row', { name: /W\[0, \d+\]/ }).waitFor();
      // All of W and b as a table and as files.
      const all = await csv(page, 'dense1 and dense2 are one matrix');
      expect(all).toHaveLength(1 + 16 * 784 + 16);
      expect(Number(all.find(([name]) => name === 'W[0, 300]')?.[1])).toBeLessThan(9);
      expect((await png(page, 'dense1 and dense2 are one matrix')).colours).toBeGreaterThan(20);
      await one.getByRole('button', { name: /: table$/ }).click();
      await one.getByRole('row', { name: /W\[0, 0\]/ }).waitFor();
      await one.getByRole('button', { name: /: table$/ }).click();
      await one.locator('canvas').waitFor();
      // It follows the drawing, and goes when something bends again.
      await page.getByRole('button', { name: 'Clear' }).click();
      await one.getByText(/the two layers|the very numbers/).waitFor();
      await page
        .getByRole('group', { name: 'Activation' })
        .getByRole('button', { name: 'relu', exact: true })
        .click();
      await one.waitFor({ state: 'detached' });
    }));

  test('says in Points why XOR stays unsolved', () =>
    visit(
      async (page) => {
        expect(await page.getByText(/XOR cannot be solved/).count()).toBe(0);
        await page.getByRole('combobox', { name: 'Activation' }).selectOption('none');
        await page.getByText(/XOR cannot be solved/).waitFor();
        await page.getByRole('button', { name: 'Show them as one matrix: dense2, dense3' }).click();
        const one = page.getByRole('region', { name: 'dense2 and dense3 are one matrix' });
        await one.getByText('[2, 8] · [8, 8] = [2, 8]').waitFor();
        await one.getByText(/roundings|very numbers/).waitFor();
        await adds(one);
        await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
        await one.waitFor({ state: 'detached' });
      },
      'view=points&points=xor',
      {},
      'points',
    ));
});

test('a curve that is learnt without an activation stays a line', () =>
  visit(
    async (page) => {
      await page.getByRole('combobox', { name: 'Activation' }).selectOption('none');
      await page.getByText(/what is learnt stays a straight line/).waitFor();
    },
    'view=points&points=sine',
    {},
    'points',
  ));

describe('one-hot', () => {
  test('of the label, beside the loss, and of categories of one’s own', () =>
    visit(async (page) => {
      await page.getByRole('button', { name: 'Open the layer dense', exact: true }).click();
      await page.getByRole('combobox', { name: 'The loss, if the label were' }).selectOption('7');
      await page
        .getByRole('img', {
          name: 'What the network should have said, one-hot, the digit 7: 0 0 0 0 0 0 0 1 0 0',
        })
        .waitFor();
      await page.getByRole('button', { name: 'Why one-hot?' }).click();
      const panel = page.getByRole('region', { name: 'Numbers or one-hot?' });
      await panel.getByText('“yellow” would be 3 times as far from “red” as “green” is').waitFor();
      const numbered = panel.getByRole('region', { name: 'Numbered 0, 1, 2' });
      const vectors = panel.getByRole('region', { name: 'One-hot: each has a place of its own' });
      const last = (of: Locator) =>
        of
          .getByRole('row', { name: /^yellow/ })
          .last()
          .getByRole('cell')
          .allTextContents();
      expect((await last(numbered)).map((text) => text.trim())).toEqual(['3', '3', '2', '1', '·']);
      expect((await last(vectors)).map((text) => text.trim())).toEqual(['1.41', '1.41', '1.41', '·']);
      await panel.getByText('√2 = 1.414 between any two').waitFor();
      await panel.getByRole('textbox', { name: 'Categories' }).fill('cat; dog, cat\nfox');
      await panel.getByText('“fox” would be 2 times as far from “cat” as “dog” is').waitFor();
      expect(
        await vectors.getByRole('row', { name: /^dog/ }).first().getByRole('cell').allTextContents(),
      ).toEqual(['0', '1', '0']);
      await panel.getByRole('textbox', { name: 'Categories' }).fill('one');
      await panel.getByText('Write at least two.').waitFor();
      await panel.getByRole('button', { name: 'Back to the colours' }).click();
      await panel.getByText('“yellow” would be').waitFor();
    }));

  test('costs zeros and parameters where there are many', () =>
    visit(async (page) => {
      const cost = page.getByRole('region', { name: 'What it costs' });
      const slider = cost.getByRole('slider', { name: 'Number of categories' });
      for (const [key, n, zeros] of [
        ['Home', 2, '50.0 %'],
        ['End', 50257, '> 99.9 %'],
      ] as const) {
        await slider.press(key);
        await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe(n.toLocaleString('en'));
        await cost.getByText(zeros).waitFor();
        const parameters = (16 * n + 16).toLocaleString('en');
        await cost.getByText(`${n.toLocaleString('en')}·16 + 16 = ${parameters}`).waitFor();
      }
      await cost.getByText('As many as GPT-2 has tokens').waitFor();
    }, 'panel=onehot'));

  test('begins with the colours of the language', () =>
    visit(async (page) => {
      const panel = page.getByRole('region', { name: '编号还是独热？' });
      await panel.getByText('“黄”到“红”的距离成了“绿”的 3 倍').waitFor();
    }, 'panel=onehot&language=zh'));
});

describe('operations of the palette', () => {
  test('say what they do; upsample makes maps larger, and each cell opens as a copy', () =>
    visit(
      async (page) => {
        const builder = page.getByRole('region', { name: 'Build a network' });
        await builder.getByRole('button', { name: /^conv 8 3/ }).click();
        await builder.getByRole('button', { name: 'upsample', exact: true }).click();
        await builder.getByText('Makes maps larger').waitFor();
        await builder.getByRole('button', { name: /^upsample 2 8×56×56/ }).waitFor();
        await page.getByRole('button', { name: 'Open the layer upsample' }).click();
        await page.locator('gn-units button').first().click();
        await page.getByRole('region', { name: 'One number and where it comes from' }).waitFor();
        const total = page.locator('tr[data-explains]');
        const product = page.locator('tr[data-product]');
        expect(await product.count()).toBe(1);
        expect(Number(await product.getAttribute('data-product'))).toBe(
          Number(await total.getAttribute('data-explains')),
        );
      },
      `panel=builder&model=own&notation=${encodeURIComponent('in 1 28 28; conv 8 3 pad=1; relu; flatten; dense 10; softmax_ce')}`,
    ));

  test('droppath stands before add, and says what it does', () =>
    visit(async (page) => {
      const builder = page.getByRole('region', { name: 'Build a network' });
      await builder.getByRole('combobox', { name: 'Begin from' }).selectOption('droppath');
      await builder
        .getByRole('button', { name: /^droppath 0.2/ })
        .first()
        .click();
      await builder.getByText('drops all of a branch for some samples').waitFor();
      await page.getByRole('button', { name: 'Open the layer add · relu' }).first().waitFor();
    }, 'panel=builder&model=own'));
});

for (const [language, theme, width] of [
  ['en', 'light', 1366],
  ['en', 'dark', 390],
  ['zh', 'dark', 1366],
  ['zh', 'light', 390],
] as const)
  for (const [hash, view] of [
    ['panel=costs&model=lenet5', 'draw'],
    ['panel=onehot&at=3', 'draw'],
    [
      `at=1&line=${encodeURIComponent('in 1 28 28; flatten; dense 16; leaky_relu 1; dense 16; relu; dense 10; softmax_ce')}`,
      'draw',
    ],
    [
      `view=points&points=xor&pointsNet=${encodeURIComponent('in 2; dense 8; leaky_relu 1; dense 2; softmax_ce')}`,
      'points',
    ],
  ] as const)
    test(`axe-core finds nothing: ${language}, ${theme}, ${width} px, ${hash.slice(0, 20)}`, () =>
      visit(
        async (page) => {
          await page.waitForTimeout(600);
          const show = page.getByRole('button', { name: /Show them as one matrix|合成一个矩阵/ });
          if (!hash.startsWith('panel')) await show.first().click();
          await page.waitForTimeout(200);
          expect(await violations(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        },
        `${hash}&language=${language}&theme=${theme}`,
        { viewport: { width, height: width > 1000 ? 620 : 844 }, bypassCSP: true },
        view,
      ));
