// The inspector: layers and numbers opened in place, terms that add up, weights dragged, steps taken one by one.
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRESETS } from '../../web/state/presets';
import { answer, axe, begin, drawWithMouse, end, frames, type Opened, open, SEVEN } from './page';

beforeAll(begin);
afterAll(end);

async function visit(run: (opened: Opened) => Promise<void>, ...how: Parameters<typeof open>): Promise<void> {
  const opened = await open(...how);
  try {
    await opened.page.getByRole('button', { name: /^(Clear|清空)$/ }).click();
    await drawWithMouse(opened.page, SEVEN);
    await run(opened);
    expect(opened.troubles).toEqual([]);
  } finally {
    await opened.close();
  }
}

const toNumber = (text: string | null | undefined) => Number((text ?? '').trim().replaceAll('−', '-'));

// Opens element `index` of the layer whose slider has this name, by keyboard.
async function openNumber(page: Page, name: RegExp, index: number, which = 0): Promise<Locator> {
  const slider = page.getByRole('slider', { name }).nth(which);
  await slider.focus();
  for (let i = 0; i < index; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'One number and where it comes from' });
  await card.waitFor();
  return card;
}

// Sums the products on show: the largest, those folded into "others", as the card prints them.
async function sumShown(card: Locator): Promise<{ sum: number; total: number; terms: number }> {
  const rows = card.getByRole('table', { name: 'The largest terms' }).getByRole('row');
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => ({
      product: row.getAttribute('data-product'),
      others: row.hasAttribute('data-others'),
      cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? ''),
    })),
  );
  let sum = 0;
  let terms = 0;
  for (const { product, others, cells } of texts) {
    if (product === null && !others) continue;
    terms++;
    sum += toNumber(cells.at(-2));
  }
  return { sum, terms, total: toNumber(texts.at(-1)?.cells.at(-2)) };
}

const line = (page: Page) => page.getByRole('textbox', { name: 'The network as one line of text' });

describe('one number', () => {
  test('the bias is one of the terms on show; Ctrl+Z takes back what was changed last, number or stroke', () =>
    visit(async ({ page }) => {
      const card = await openNumber(page, /dense · relu, 16/, 3);
      const terms = card.getByRole('table', { name: 'The largest terms' });
      await terms.getByRole('row').filter({ hasText: 'bias' }).waitFor();
      const { sum, total, terms: rows } = await sumShown(card);
      expect(rows).toBeLessThanOrEqual(7);
      expect(sum).toBeCloseTo(total, 2);
      const bias = card.getByRole('slider', { name: /bias/ }).first();
      const before = await bias.getAttribute('aria-valuenow');
      await bias.focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
      expect(await bias.getAttribute('aria-valuenow')).not.toBe(before);
      await expect
        .poll(async () => {
          await page.keyboard.press('Control+z');
          return bias.getAttribute('aria-valuenow');
        })
        .toBe(before);
      expect(await page.getByRole('button', { name: 'Undo change' }).count()).toBe(0);
      // The drawing is as it was; now it is its turn.
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(async () => (await sumShown(card)).total).not.toBe(total);
      await page.keyboard.press('Control+z');
      await expect.poll(async () => (await sumShown(card)).total).toBe(total);
    }));

  test('of a dense layer: the shown terms add up to it, and seven at most are shown', () =>
    visit(async ({ page }) => {
      for (const [index, which] of [
        [3, 0],
        [5, 1],
      ] as const) {
        const card = await openNumber(page, /dense · relu, 16/, index, which);
        const { sum, total, terms } = await sumShown(card);
        expect(terms).toBeLessThanOrEqual(7);
        expect(sum).toBeCloseTo(total, 2);
        await card.getByText('the same number as in the network').waitFor();
        const value = toNumber(await card.locator('.value').textContent());
        expect(value).toBeCloseTo(Math.max(0, total), 3);
        await page.getByRole('button', { name: 'Network', exact: true }).click();
      }
    }));

  test('of a convolution and of both pools: likewise', () =>
    visit(async ({ page }) => {
      await line(page).fill(
        'in 1 28 28; conv 4 5; a: relu; maxpool 2; conv 6 3; avgpool 2; flatten; dense 10; softmax_ce',
      );
      for (const [name, index, formula] of [
        [/conv · relu, 4×/, 300, /∑/],
        [/max pool, 4×/, 70, /max/],
        [/conv, 6×10×10/, 45, /∑/],
        [/avg pool, 6×/, 12, /∑/],
      ] as const) {
        const card = await openNumber(page, name, index);
        const { sum, total } = await sumShown(card);
        expect(sum, String(name)).toBeCloseTo(total, 2);
        await card.getByText('the same number as in the network').waitFor();
        expect(await card.getByRole('group', { name: /formula/ }).textContent()).toMatch(formula);
        await page.keyboard.press('Escape');
        await page.getByRole('slider', { name }).waitFor();
      }
    }));

  test('of a normalisation: what goes into it by name, and no softmax', () =>
    visit(async ({ page }) => {
      await line(page).fill(
        'in 1 28 28; flatten; dense 16; batchnorm; relu; dense 12; layernorm; relu; dense 10; softmax_ce',
      );
      for (const [name, few, some] of [
        [/batch norm · relu, 16/, 5, 'batchnorm1.running_mean[2]'],
        [/layer norm · relu, 12/, 7, 'layernorm1.weight[2]'],
      ] as const) {
        const card = await openNumber(page, name, 2);
        const table = card.getByRole('table', { name: 'What goes into it' });
        await table.getByText(some).waitFor();
        expect(await table.getByRole('row').count()).toBe(few);
        expect(await card.textContent()).not.toMatch(/probability|Temperature|varepsilon/);
        await page.getByRole('button', { name: 'Network', exact: true }).click();
      }
      const card = await openNumber(page, /layer norm · relu, 12/, 2);
      await card.getByRole('button', { name: 'All 14 terms' }).click();
      await card.getByRole('button', { name: /^Open neuron 11/ }).click();
      await card.getByText('the same number as in the network').waitFor();
    }));

  test('of branches: add and concat lead on to every row they read', () =>
    visit(async ({ page }) => {
      await line(page).fill(
        'in 1 28 28; x: maxpool 2; conv 3 1; b1: relu; from x; conv 3 1; b2: relu; add b1; s: relu; concat b1; flatten; dense 10; softmax_ce',
      );
      const card = await openNumber(page, /add · relu, 3×/, 90);
      const { sum, total } = await sumShown(card);
      expect(sum).toBeCloseTo(total, 2);
      await card
        .getByRole('button', { name: /^Open conv · relu b1 · map 0 \(7, 7\)/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'conv · relu · map 0 (7, 7)' }).waitFor();
    }));

  test('of softmax: what the short list leaves out stands in a row of its own, and the shown add up', () =>
    visit(async ({ page }) => {
      for (const [digit, language] of [
        [7, 'en'],
        [0, 'zh'], // none of the largest: a sixth row
      ] as const) {
        if (language === 'zh') await page.getByRole('button', { name: '中文' }).click();
        await page
          .getByRole('list', { name: /Probability|概率/ })
          .getByRole('button')
          .nth(digit)
          .click();
        const table = page.locator('gn-softmax table');
        await table.getByText(language === 'en' ? /others sum to/ : /其余/).waitFor();
        const byHand = page.locator('gn-softmax').locator('button[aria-pressed=false]');
        for (const moved of [false, true]) {
          if (moved) await byHand.click();
          const rows = await table
            .getByRole('row')
            .evaluateAll((all) =>
              all
                .slice(1)
                .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim())),
            );
          expect(rows.length - 1).toBeLessThanOrEqual(7);
          const total = rows.pop();
          const exps = rows.map((cells) => toNumber(cells.at(-3)));
          const shares = rows.map((cells) =>
            toNumber(/[\d.]+/.exec((cells.at(-2) ?? '').replace('< 0.1', '0.05'))?.[0]),
          );
          expect(exps.reduce((a, b) => a + b, 0)).toBeCloseTo(toNumber(total?.at(-3)), 2);
          expect(Math.abs(shares.reduce((a, b) => a + b, 0) - 100)).toBeLessThan(0.5);
          expect(total?.at(-2)).toBe('100 %');
        }
        await page.locator('gn-softmax button[aria-pressed=true]').click();
      }
    }));

  test('of softmax: exponentials over their sum, at any temperature', () =>
    visit(async ({ page }) => {
      await page
        .getByRole('list', { name: /Probability/ })
        .getByRole('button', { name: /^7/ })
        .click();
      const card = page.getByRole('region', { name: 'One number and where it comes from' });
      await card.getByRole('button', { name: 'All 10 terms' }).click();
      const read = async () => {
        const shares = await card
          .locator('[data-share]')
          .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-share'))));
        const sum = Number(await card.locator('[data-sum]').getAttribute('data-sum'));
        const exps = await card.locator('[data-share] td:nth-child(3)').allTextContents();
        return { shares, sum, exps: exps.map(toNumber) };
      };
      const { shares, sum, exps } = await read();
      expect(shares).toHaveLength(10);
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      expect(exps.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 2);
      for (const [i, share] of shares.entries()) expect((exps[i] ?? 0) / sum).toBeCloseTo(share, 2);
      const slider = card.getByRole('slider', { name: 'Temperature' });
      for (let i = 0; i < 20; i++) await slider.press('ArrowRight');
      const warm = await read();
      expect(Math.max(...warm.shares)).toBeLessThan(Math.max(...shares));
      for (let i = 0; i < 20; i++) await slider.press('ArrowLeft');
      // Scores by hand, the network's own left alone: 3 larger is e³ times as much, beside the same others.
      await card.getByRole('button', { name: 'Move the scores by hand' }).click();
      const score = card.getByRole('slider', { name: 'score 2' });
      await score.focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
      const moved = await read();
      const ratio = (of: readonly number[]) => (of[2] ?? 0) / (of[4] ?? 1);
      expect(ratio(moved.shares) / ratio(shares)).toBeCloseTo(Math.exp(3), 1);
      const box = await score.boundingBox();
      if (!box) throw new Error('no score');
      await page.mouse.move(box.x + 4, box.y + 4);
      await page.mouse.down();
      await page.mouse.move(box.x + 404, box.y + 4, { steps: 4 });
      await page.mouse.up();
      const dragged = await read();
      expect(dragged.shares[2]).toBeGreaterThan(0.9);
      await card.getByRole('button', { name: 'Back to the network’s scores' }).click();
      expect((await read()).shares).toEqual(shares);
    }));

  test('leads on, term by term, to a pixel, and back by the trail', () =>
    visit(async ({ page }) => {
      const card = await openNumber(page, /^dense, 10/, 7);
      await card
        .getByRole('button', { name: /^Open neuron/ })
        .first()
        .click();
      await card
        .getByRole('button', { name: /^Open neuron/ })
        .first()
        .click();
      await card
        .getByRole('button', { name: /^Open pixel/ })
        .first()
        .click();
      await page.getByRole('heading', { name: /^input · pixel/ }).waitFor();
      const trail = page.getByRole('navigation', { name: 'Where you are in the network' });
      expect(await trail.getByRole('listitem').count()).toBe(6);
      await trail.getByRole('button', { name: 'neuron 7' }).first().click();
      await page.getByRole('heading', { name: /^dense · neuron 7$/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('slider', { name: /^dense, 10/ }).waitFor();
    }));

  test('lists all its terms, in place or by size, in pages', () =>
    visit(async ({ page }) => {
      const card = await openNumber(page, /dense · relu, 16/, 4);
      await card.getByRole('button', { name: 'All 785 terms' }).click();
      expect(await card.locator('[data-product]').count()).toBe(20);
      await card.getByRole('button', { name: 'in place' }).click();
      await card.getByText('bias').first().waitFor();
      await card.getByRole('button', { name: 'Further terms' }).click();
      await card.getByText('21–40 of 785').waitFor();
      await card.getByRole('button', { name: 'pixel (1, 20)' }).waitFor();
    }));

  test('stays open while the language changes', () =>
    visit(async ({ page }) => {
      const card = await openNumber(page, /dense · relu, 16/, 4);
      const value = await card.locator('.value').textContent();
      await page.getByRole('button', { name: '中文' }).click();
      const there = page.getByRole('region', { name: '一个数，以及它的来历' });
      await there.getByRole('heading', { name: '全连接 · relu · 神经元 4' }).waitFor();
      expect(await there.locator('.value').textContent()).toBe(value);
      await there.getByText('与网络里的数一致').waitFor();
    }));
});

for (const [width, height, at] of [
  [1280, 800, '-2.300'],
  [1280, 800, '-5.300'],
  [1366, 620, '-2.300'],
] as const)
  test(`patch, kernel, product and sum of a convolution, ${at}, are seen together at ${width}×${height}`, () =>
    visit(
      async ({ page }) => {
        const card = page.getByRole('region', { name: 'One number and where it comes from' });
        const total = card.getByRole('row').last();
        await total.waitFor();
        const fold = await page
          .locator('gn-inspector .scroll')
          .evaluate((each) => each.getBoundingClientRect().bottom);
        for (const part of [card.locator('gn-product canvas'), total, card.locator('gn-window .sum')]) {
          const box = await part.boundingBox();
          expect((box?.y ?? 0) + (box?.height ?? 9999)).toBeLessThanOrEqual(fold);
        }
        const strips = await card.locator('gn-product canvas').boundingBox();
        expect(strips?.width ?? 0).toBeGreaterThan(2 * (strips?.height ?? 0)); // in a row
        const sum = Number(await card.locator('gn-window [data-sum]').getAttribute('data-sum'));
        expect(sum).toBeCloseTo(Number(await total.getAttribute('data-explains')), 4);
      },
      `model=lenet5&at=${at}`,
      { viewport: { width, height } },
    ));

test('attention in Draw: a score and a mix are seen with their sums, and bear no kernel’s names', () =>
  visit(
    async ({ page }) => {
      for (const name of [/^scores, 2×28×28/, /^mix, 2×28×16/]) {
        const card = await openNumber(page, name, 30);
        const { sum, total } = await sumShown(card);
        expect(sum).toBeCloseTo(total, 2);
        const picture = await card.locator('gn-product canvas').boundingBox();
        expect(picture?.height ?? 999).toBeLessThan(130); // a column lies down
        expect(picture?.width ?? 0).toBeGreaterThan(300);
        const fold = await page
          .locator('gn-inspector .scroll')
          .evaluate((each) => each.getBoundingClientRect().bottom);
        const box = await card.getByRole('row').last().boundingBox();
        expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThanOrEqual(fold);
        await page.getByRole('button', { name: 'Network', exact: true }).click();
      }
    },
    `model=own&notation=${encodeURIComponent(PRESETS.attention)}`,
    { viewport: { width: 1280, height: 800 } },
  ));

describe('change and see', () => {
  test('a weight dragged changes the answer; undo and reset bring it back', () =>
    visit(async ({ page }) => {
      const card = await openNumber(page, /^dense, 10/, 7);
      const before = (await answer(page)).shares;
      const value = await card.locator('.value').textContent();
      const weight = card.getByRole('slider', { name: /^dense3\.weight\[7, / }).first();
      const box = await weight.boundingBox();
      if (!box) throw new Error('no weight');
      await page.mouse.move(box.x + 10, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x - 150, box.y + box.height / 2, { steps: 6 });
      await page.mouse.up();
      await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
      expect(await card.locator('.value').textContent()).not.toBe(value);
      await page.getByRole('button', { name: 'Undo change' }).click();
      // Its button has gone; the focus has not.
      await expect
        .poll(() =>
          page.getByRole('button', { name: 'Back, one zoom out' }).evaluate((each) => each.matches(':focus')),
        )
        .toBe(true);
      await expect.poll(async () => (await answer(page)).shares).toEqual(before);
      const bias = card.getByRole('slider', { name: 'dense3.bias[7]' }).first();
      for (let i = 0; i < 30; i++) await bias.press('PageDown');
      await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
      await page.getByRole('button', { name: 'Back to trained' }).click();
      await expect.poll(async () => (await answer(page)).shares).toEqual(before);
    }));

  test('another activation keeps the weights, and back gives the same answer', () =>
    visit(async ({ page }) => {
      const before = (await answer(page)).shares;
      await page.getByRole('button', { name: 'Open the layer dense · relu' }).first().click();
      const choice = page.getByRole('group', { name: 'Activation' });
      for (const name of ['none', 'sigmoid']) {
        await choice.getByRole('button', { name, exact: true }).click();
        await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
      }
      await choice.getByRole('button', { name: 'relu', exact: true }).click();
      await expect.poll(async () => (await answer(page)).shares).toEqual(before);
    }));
});

describe('a layer', () => {
  test('opens in place with its neurons, its parameters and their axes, and closes by Escape', () =>
    visit(async ({ page }) => {
      await page.getByRole('button', { name: 'Open the layer dense · relu' }).first().click();
      const layer = page.getByRole('region', { name: 'dense · relu' });
      expect(
        await layer.getByRole('list', { name: 'Neurons of this layer' }).getByRole('button').count(),
      ).toBe(16);
      await layer.getByText('[out 16, in 784]').waitFor();
      await layer.getByText('12,544').waitFor();
      await layer.getByRole('slider', { name: /relu and its derivative/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('slider', { name: /input, 1×28×28/ }).waitFor();
    }));

  test('the last one compares two losses for a label of choice', () =>
    visit(async ({ page }) => {
      await page.getByRole('button', { name: 'Open the layer dense', exact: true }).click();
      const losses = async () => (await page.getByRole('definition').allTextContents()).map(toNumber);
      await page.getByRole('combobox').selectOption('7');
      await frames(page);
      const [right = 9] = await losses();
      await page.getByRole('combobox').selectOption('2');
      await expect.poll(async () => (await losses())[0] ?? 0).toBeGreaterThan(right + 1);
      expect((await losses())[1]).toBeGreaterThan(0);
    }));
});

describe('one operation at a time', () => {
  test('what is not computed yet is not there', () =>
    visit(async ({ page }) => {
      await page.getByRole('button', { name: 'To the start' }).click();
      await page.getByText('Nothing is computed yet').waitFor();
      await page.getByText('Not computed yet: the forward pass').waitFor();
      const next = page.getByRole('button', { name: 'Next operation' });
      for (let i = 0; i < 3; i++) await next.click();
      await page.getByText('3 of 8').waitFor();
      await page.getByRole('status').filter({ hasText: 'dense1' }).waitFor();
      for (let i = 0; i < 5; i++) await next.click();
      await expect.poll(async () => (await answer(page)).digit).toBe(7);
      await page.getByRole('slider', { name: 'Operations computed' }).press('ArrowLeft');
      await page.getByText('7 of 8').waitFor();
      await page.getByRole('button', { name: 'All at once' }).click();
      await expect.poll(async () => (await answer(page)).digit).toBe(7);
    }));
});

describe('axe-core finds nothing', () => {
  for (const [language, theme, width] of [
    ['en', 'light', 1280],
    ['zh', 'dark', 390],
  ] as const) {
    test(`${language}, ${theme}, ${width} px: layers, numbers, steps`, async () => {
      const { page, close } = await open(`language=${language}&theme=${theme}&model=lenet5`, {
        viewport: { width, height: 800 },
        bypassCSP: true,
      });
      try {
        await page.getByText(/1,000/).waitFor();
        await page.evaluate(axe);
        const check = async (view: string) => {
          await page.waitForTimeout(300);
          const results = await page.evaluate(() =>
            (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
          );
          const found = results.violations.map(
            ({ id, nodes }) =>
              `${view}: ${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`,
          );
          expect(found).toEqual([]);
        };
        const layers = page.getByRole('button', { name: /^(Open the layer|打开这一层)/ });
        await layers.nth(1).click();
        await check('convolution');
        await layers.last().click();
        await check('last layer');
        await page
          .getByRole('list', { name: /Neurons|神经元/ })
          .getByRole('button')
          .nth(3)
          .click();
        await check('number');
        await page.getByRole('button', { name: /Next operation|下一步运算/ }).click();
        await check('step');
      } finally {
        await close();
      }
    });
  }
});

describe('the score over the test digits', () => {
  test('follows a weight changed by hand, and its undo', () =>
    visit(async ({ page }) => {
      const score = page.getByText(/of 1,000 right/);
      await score.waitFor();
      const trained = await score.textContent();
      const card = await openNumber(page, /dense, 10/, 1);
      const bias = card.getByRole('slider', { name: /bias/ }).first();
      await bias.focus();
      for (let i = 0; i < 12; i++) await page.keyboard.press('PageUp');
      await expect.poll(() => score.textContent(), { timeout: 20_000 }).not.toBe(trained);
      await page.getByRole('button', { name: 'Undo change' }).click();
      await expect.poll(() => score.textContent(), { timeout: 20_000 }).toBe(trained);
    }));
});

type Box = { x: number; y: number; width: number; height: number };
const middle = ({ x, y, width, height }: Box) => [x + width / 2, y + height / 2] as const;

describe('a cell of a picture', () => {
  test('of weights is dragged, or set by keys; the net follows; each is one undo', () =>
    visit(async ({ page }) => {
      const before = (await answer(page)).shares;
      const changed = async () => expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
      const back = async () => {
        await page.getByRole('button', { name: 'Undo change' }).click();
        await expect.poll(async () => (await answer(page)).shares).toEqual(before);
        expect(await page.getByRole('button', { name: 'Undo change' }).count()).toBe(0);
      };
      const picture = page
        .getByRole('slider', { name: /Input, weights and products/ })
        .or(page.locator('gn-product [role=slider]'))
        .first();
      await picture.waitFor();
      const box = await picture.locator('canvas').boundingBox();
      if (!box) throw new Error('no picture');
      const folded = box.height > box.width * 0.6; // input and kernel above, product below
      const [x, y] = [
        box.x + box.width * (folded ? 0.77 : 0.5),
        box.y + 16 + box.height * (folded ? 0.2 : 0.4),
      ];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 400, y, { steps: 5 });
      await page.mouse.up();
      await changed();
      await back();
      await picture.focus();
      for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
      for (let i = 0; i < 40; i++) await page.keyboard.press('Shift+ArrowUp');
      await changed();
      await back();
      await picture.press('Escape');
      // the button that undid is gone, and the focus with it
      const unit = page.locator('gn-units').getByRole('button').first();
      await unit.waitFor();
      const kernel = await unit.locator('canvas').boundingBox();
      if (!kernel) throw new Error('no kernel');
      await page.mouse.move(kernel.x + kernel.width - 20, kernel.y + 20);
      await page.mouse.down();
      await page.mouse.move(kernel.x + kernel.width + 400, kernel.y + 20, { steps: 5 });
      await page.mouse.up();
      await changed();
      await back();
    }, 'model=lenet5&weights=untrained&at=1-1.300'));

  test('is dragged by a finger too, and so is a bias; the words on the page are a finger\u2019s', () =>
    visit(
      async ({ page }) => {
        const before = (await answer(page)).shares;
        const client = await page.context().newCDPSession(page);
        const drag = async (of: Locator, at: (box: Box) => readonly [number, number]) => {
          await of.evaluate((each) => each.scrollIntoView({ block: 'center' }));
          const box = await of.boundingBox();
          if (!box) throw new Error('not there');
          const [x, y] = at(box);
          const way = x < 195 ? 12 : -12;
          const touch = (
            type: 'touchStart' | 'touchMove' | 'touchEnd',
            ...touchPoints: { x: number; y: number }[]
          ) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
          await touch('touchStart', { x, y });
          for (let i = 1; i <= 14; i++) await touch('touchMove', { x: x + way * i, y });
          await touch('touchEnd');
          await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
          await page.getByRole('button', { name: 'Undo change' }).click();
          await expect.poll(async () => (await answer(page)).shares).toEqual(before);
        };
        const picture = page.locator('gn-product [role=slider] canvas').first();
        await picture.waitFor();
        await page.getByText('Drag a weight or a pixel sideways to change it.').waitFor();
        await drag(picture, ({ x, y, width, height }) => [x + width * 0.4, y + height * 0.2]);
        await drag(page.getByRole('slider', { name: /bias/ }).first(), middle);
        await page.getByRole('button', { name: 'Back, one zoom out' }).click();
        const unit = page.locator('gn-units').getByRole('button').first();
        await unit.waitFor();
        await drag(unit.locator('canvas'), ({ x, y, width }) => [x + width - 20, y + 20]);
      },
      'model=lenet5&weights=untrained&at=1-1.300',
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    ));
});
