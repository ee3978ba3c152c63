// One number opened in place: its terms add up to it, and lead on, down to the pixels.
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRESETS } from '../../web/state/presets';
import { line, openNumber, sumShown, toNumber, visit } from './inspect-page';
import { begin, end } from './page';

beforeAll(begin);
afterAll(end);

// Whether the formula with this input's numbers says its μ and σ, and they make the number beside it.
async function normedShown(within: Locator): Promise<boolean> {
  const said = within.getByRole('math', { name: /μ = / });
  const text = ((await said.first().getAttribute('aria-label')) ?? '').replaceAll('−', '-');
  const parts =
    /^(?:(-?[\d.e-]+)·)?\((-?[\d.e-]+) - \(?(-?[\d.e-]+)\)?\)\/([\d.e-]+)(?: \+ (-?[\d.e-]+))? = (-?[\d.e-]+), μ = (-?[\d.e-]+), (?:√\(σ² \+ ε\)|σ) = ([\d.e-]+)$/.exec(
      text,
    );
  if (!parts) throw new Error(text);
  const [w = 1, x = 0, less = 0, by = 1, b = 0, y = 0, mu = 0, sigma = 0] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  expect([mu, sigma]).toEqual([less, by]);
  expect((w * (x - less)) / by + b).toBeCloseTo(y, 1);
  return true;
}

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
        expect(await normedShown(card)).toBe(true);
        await card.getByRole('table', { name: 'The normalisation, step by step' }).waitFor();
        // The rule says what each of its letters is.
        const rules = await card.locator('.symbolic math').allTextContents();
        for (const letter of ['y', 'μ', 'σ'])
          expect(rules.some((rule) => rule.replace(/\s/g, '').startsWith(letter))).toBe(true);
        await card.getByText('ε, a tiny constant, keeps the root above 0').waitFor();
        const table = card.getByRole('table', { name: 'What goes into it' });
        await table.getByText(some).waitFor();
        expect(await table.getByRole('row').count()).toBe(few);
        expect(await card.textContent()).not.toMatch(/probability|Temperature|varepsilon/);
        await page.getByRole('button', { name: 'Network', exact: true }).click();
      }
      // The given mean and deviation of an input likewise, and what the transport has just computed.
      await line(page).fill('in 1 28 28; standardize 0.25 0.5; flatten; dense 10; layernorm; softmax_ce');
      const steps = page.getByRole('group', { name: 'Forward, one operation at a time' });
      for (const name of ['standardize1', 'layernorm1']) {
        await steps.getByRole('button', { name: 'To the start' }).click();
        const now = page.locator('gn-steps .now');
        await expect
          .poll(async () => {
            await steps.getByRole('button', { name: 'Next operation' }).click();
            return now.textContent();
          })
          .toContain(name);
        expect(await normedShown(now)).toBe(true);
      }
      await line(page).fill('in 1 28 28; flatten; dense 12; layernorm; relu; dense 10; softmax_ce');
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
        .getByRole('button', { name: /^Open conv · relu b1 · map 0 \(6, 6\)/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'conv · relu · map 0 (6, 6)' }).waitFor();
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
      // The head and the formula tell of the same number as the table, and what the network itself says.
      const head = card.locator('[data-number]');
      const own = Number(shares[7]);
      expect(Number(await head.getAttribute('data-number'))).toBe(warm.shares[7]);
      await card.getByText(/^in the network /).waitFor();
      const line = card.locator('.pair [role=math]').last();
      expect(await line.getAttribute('aria-label')).toMatch(/\/T.*, T = 2\.000$/);
      await page.keyboard.press('Control+z'); // one press of a key at a time
      expect((await read()).shares[7]).not.toBe(warm.shares[7]);
      await card.getByRole('button', { name: 'Back to 1' }).click();
      expect(Number(await head.getAttribute('data-number'))).toBeCloseTo(own, 5);
      expect(await line.getAttribute('aria-label')).not.toContain('T');
      await card.getByRole('button', { name: 'Back to 1' }).waitFor({ state: 'hidden' });
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
      await page.keyboard.press('Control+z'); // a drag is one undo, and the drawing is left alone
      expect((await read()).shares).toEqual(moved.shares);
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
      await card.getByRole('button', { name: 'pixel (0, 19)' }).waitFor();
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
