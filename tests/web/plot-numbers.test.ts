// The pictures that are no curves give their numbers away too, and these are the numbers on show.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, frames, visit } from './page';
import { csv, png } from './plot-files';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 60_000 };
const shownNumber = (text: string | null) => Number((text ?? '').replaceAll('−', '-').replaceAll(',', ''));

test('the activation plot and the pictures of the units of a layer', LONG, () =>
  visit(async ({ page }) => {
    await page.getByRole('button', { name: 'Open the layer dense · relu' }).first().click();
    const plot = 'What goes into the activation function';
    const [head, ...bins] = await csv(page, plot);
    expect(head).toEqual(['x', 'how many', 'f(x)', "f'(x)"]);
    expect(bins.length).toBe(41);
    expect(bins.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(16); // neurons
    for (const [x, , y] of bins) expect(Number(y)).toBeCloseTo(Math.max(0, Number(x)), 5);
    // As the plot itself says it, bin by bin.
    const field = page.locator('gn-activation gn-bins').getByRole('slider');
    await field.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    const at = Number(await field.getAttribute('aria-valuenow'));
    const said = ((await field.getAttribute('aria-valuetext')) ?? '').replaceAll('−', '-');
    expect(said).toContain(`at ${Number(bins[at]?.[0]).toFixed(3)}: `);
    expect(said).toMatch(new RegExp(`; ${bins[at]?.[1]} values? here$`));
    expect((await png(page, plot)).colours).toBeGreaterThan(2);

    const units = 'Its weights';
    const heading = (await page.locator('gn-layer .saved h3').first().textContent()) ?? units;
    const [, ...rows] = await csv(page, heading);
    expect(rows.length).toBe(32); // of each neuron its value and its weights
    const values = rows.filter((row) => row[1] === 'relu1');
    expect(values.map(([unit]) => Number(unit))).toEqual(Array.from({ length: 16 }, (_, i) => i));
    const shown = await page.locator('gn-units .value b').allTextContents();
    for (const [i, text] of shown.entries()) expect(Number(values[i]?.[2])).toBeCloseTo(shownNumber(text), 2);
    expect(rows.filter((row) => row[1] === 'dense1.weight').every((row) => row.length === 786)).toBe(true);
    expect((await png(page, heading)).colours).toBeGreaterThan(20);
  }),
);

test('the maps of a convolution, each with its kernel', LONG, () =>
  visit(async ({ page }) => {
    await page.getByRole('button', { name: 'Open the layer conv · tanh' }).first().click();
    const heading = (await page.locator('gn-layer .saved h3').first().textContent()) ?? '';
    const [, ...rows] = await csv(page, heading);
    expect(rows.map((row) => row[1])).toEqual(
      Array.from({ length: 6 }, () => ['tanh1', 'conv1.weight']).flat(),
    );
    const [map, kernel] = rows;
    expect(map?.filter((cell) => cell !== '').length).toBe(2 + 28 * 28);
    expect(kernel?.filter((cell) => cell !== '').length).toBe(2 + 25);
    expect((await png(page, heading)).colours).toBeGreaterThan(20);
  }, 'model=lenet5'),
);

test('an attention map, and what each layer would answer', LONG, () =>
  visit(
    async ({ page }) => {
      const strip = page.locator('gn-gpt-attention .strip button');
      await expect.poll(() => strip.count()).toBe(3);
      const [head, ...rows] = await csv(page, /What it looks at, /);
      expect(head).toEqual(['', 'M', 'a', 'r']);
      expect(rows.map(([query]) => query)).toEqual(['M', 'a', 'r']);
      for (const [i, row] of rows.entries()) {
        const weights = row.slice(1, 2 + i).map(Number);
        expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        expect(row.slice(2 + i).every((cell) => cell === '')).toBe(true);
      }
      const said = await strip.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
      for (const [j, name] of said.entries())
        expect(Number(/([\d.]+) %/.exec(name)?.[1])).toBeCloseTo(100 * Number(rows[2]?.[1 + j]), 1);
      expect((await png(page, /What it looks at, /)).colours).toBeGreaterThan(5);

      await page.locator('gn-gpt-lens summary').click();
      const lens = 'What each layer would answer';
      await page.locator('gn-gpt-lens td button').first().waitFor();
      const [, ...answers] = await csv(page, lens);
      const names = await page
        .locator('gn-gpt-lens td button')
        .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
      const each = answers.length / names.length;
      for (const [i, name] of names.entries()) {
        const [stage, place, after, answer, p] = answers[i * each] ?? [];
        expect(name).toContain(`${stage}`);
        expect(name).toContain(`${answer}`);
        expect([after, place]).toEqual([['M', 'a', 'r'][i % 3], String(1 + (i % 3))]);
        expect(Number(/([\d.]+) %/.exec(name)?.[1])).toBeCloseTo(100 * Number(p), 1);
      }
      expect((await png(page, lens)).colours).toBeGreaterThan(5);
    },
    'view=gpt',
    {},
    'gpt',
  ),
);

test('where the decoder looked', LONG, () =>
  visit(
    async ({ page }) => {
      const [head, ...rows] = await csv(page, 'Where it looked');
      expect(rows.length).toBe(8);
      const cells = page.locator('gn-rewrite-looks td button');
      for (const [i, row] of rows.entries()) {
        expect(row.slice(1).reduce((sum, cell) => sum + Number(cell), 0)).toBeCloseTo(1, 4);
        for (const j of [0, 7]) {
          const name = (await cells.nth(8 * i + j).getAttribute('aria-label')) ?? '';
          expect(name).toContain(`${head?.[1 + j]}`);
          expect(Number(/([\d.]+) %/.exec(name)?.[1])).toBeCloseTo(100 * Number(row[1 + j]), 1);
        }
      }
      expect((await png(page, 'Where it looked')).colours).toBeGreaterThan(5);
    },
    'view=rewrite',
    {},
    'rewrite',
  ),
);

test('the map of words', LONG, () =>
  visit(
    async ({ page }) => {
      const heading = (await page.locator('gn-words-map h2').textContent()) ?? '';
      const [head, ...rows] = await csv(page, heading);
      expect(head).toEqual(['word', 'x', 'y']);
      expect(rows.length).toBeGreaterThanOrEqual(300); // and those that are looked for
      expect(new Set(rows.map(([word]) => word)).size).toBe(rows.length);
      // Principal components: the first spreads most.
      const spread = (k: number) => rows.reduce((sum, row) => sum + Number(row[k]) ** 2, 0);
      expect(spread(1)).toBeGreaterThan(spread(2));
      expect(spread(2)).toBeGreaterThan(0);
      // The arrow to the right goes to a word whose x is larger.
      const stage = page.locator('gn-words-map .stage');
      const x = (word: string | null) => Number(rows.find((row) => row[0] === word)?.[1]);
      const lit = page.locator('gn-words-map [role=status]');
      await stage.focus();
      let from = await lit.textContent();
      for (const [key, sign] of [
        ['ArrowLeft', -1],
        ['ArrowLeft', -1],
        ['ArrowRight', 1],
      ] as const) {
        await page.keyboard.press(key);
        await frames(page);
        const to = await lit.textContent();
        if (from && to && from !== to) expect(sign * (x(to) - x(from))).toBeGreaterThan(0);
        from = to;
      }
      expect(from).not.toBe('');
      expect((await png(page, heading)).colours).toBeGreaterThan(5);
    },
    'view=words',
    {},
    'words',
  ),
);
