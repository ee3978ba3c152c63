// Step in the browser: a whole pass forwards and backwards, every opened sum, checks, batches, the step itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { answer, begin, drawWithMouse, end, frames, type Opened, open, SEVEN } from './page';
import { card, checkDifference, checkSum, direction, openCell, trail, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const toNumber = (text: string) => Number(text.replace('−', '-').replace(',', ''));

// A digit by hand, called by another name than the net's, so that there is much to learn from it.
async function visit(run: (opened: Opened) => Promise<void>, hash = '', draw = true): Promise<void> {
  const opened = await open(hash);
  const { page } = opened;
  try {
    if (draw) {
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      await frames(page);
    }
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await transport(page).waitFor();
    if (draw) await page.getByRole('combobox', { name: 'The right answer is' }).selectOption('2');
    await frames(page);
    await run(opened);
    expect(opened.troubles).toEqual([]);
  } finally {
    await opened.close();
  }
}

describe('a whole pass', () => {
  test('goes there and back; what is not computed is not there; every opened sum is its number', () =>
    visit(async ({ page }) => {
      await transport(page).getByRole('button', { name: 'To the start' }).click();
      await page.getByText('Nothing is computed yet').waitFor();
      for (let i = 1; i <= 15; i++) {
        // By key, until a tensor has the focus and the arrows to itself.
        if (i < 5) await page.keyboard.press('ArrowRight');
        else await transport(page).getByRole('button', { name: 'Next operation' }).click();
        await transport(page).getByText(`${i} of 16`).waitFor();
        await frames(page);
        const absent = await page.locator('gn-operation [data-absent]').count();
        if (i <= 8) expect(absent).toBeGreaterThan(0);
        else expect(absent).toBe(0);
        if (i < 4) continue;
        // The number that the operation has just made, at its largest.
        const heading = (await page.locator('gn-operation h2').textContent()) ?? '';
        const name = heading.split(': ')[1] ?? '';
        const forwards = heading.startsWith('Forwards');
        if (name.startsWith('softmax') && forwards) continue;
        const tensor = forwards
          ? new RegExp(`^${name}:`)
          : i === 15
            ? /^δ in1:/
            : new RegExp(`^δ (?!${name}:)`);
        await openCell(page, tensor, 3);
        if (forwards && name.startsWith('relu')) await card(page).getByText(/relu/).first().waitFor();
        await checkSum(page);
        await page.keyboard.press('Escape');
        await trail(page).waitFor({ state: 'hidden' });
        if (/dense/.test(name) && !forwards) {
          await openCell(page, new RegExp(`^∂L/∂${name}.weight:`), 5);
          await checkSum(page);
          await checkDifference(page);
          await page.keyboard.press('Escape');
        }
      }
      await transport(page).getByRole('button', { name: 'One operation back' }).click();
      for (let i = 13; i >= 9; i--) await page.keyboard.press('ArrowLeft');
      await transport(page).getByText('9 of 16').waitFor();
      expect(await page.locator('gn-tape .chip.ahead').count()).toBe(7);
    }));

  test('from a first weight to p − y: four cards, and on to the scores', () =>
    visit(async ({ page }) => {
      await direction(page);
      await page.getByRole('button', { name: 'Backwards: δ dense1' }).click();
      const slider = page.getByRole('slider', { name: /^∂L\/∂dense1.weight:/ });
      await slider.focus();
      for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowDown');
      for (let i = 0; i < 13; i++) await page.keyboard.press('ArrowRight');
      for (let i = 0; i < 6; i++) await page.keyboard.press('PageDown');
      await page.keyboard.press('Enter');
      await checkSum(page);
      const follow = async (name: RegExp) => {
        await card(page).getByRole('button', { name }).first().click();
        await frames(page);
        await checkSum(page);
      };
      await follow(/^Open δ dense1\[6\]/);
      await follow(/^Open δ dense2/);
      await follow(/^Open δ dense3/);
      const { terms } = await checkSum(page);
      expect(terms).toBe(2); // p and y
      await card(page)
        .getByRole('button', { name: /^Open p\[/ })
        .click();
      await card(page).locator('[data-share]').first().waitFor();
      expect(await trail(page).getByRole('listitem').count()).toBe(5);
      await page.keyboard.press('Escape');
      await trail(page)
        .getByRole('button', { name: /^∂L\/∂dense1.weight/ })
        .click();
      await checkDifference(page);
    }));
});

test('LeNet: a kernel’s gradient is δ map times shifted input, 784 cells and 100', () =>
  visit(async ({ page }) => {
    await direction(page);
    for (const [name, least] of [
      ['conv2', 100],
      ['conv1', 600],
    ] as const) {
      await page.getByRole('button', { name: `Backwards: δ ${name}` }).click();
      await openCell(page, new RegExp(`^∂L/∂${name}.weight:`), 12);
      await card(page).getByRole('slider', { name: 'Input, weight and product, cell by cell' }).waitFor();
      const { terms } = await checkSum(page);
      expect(terms).toBeGreaterThanOrEqual(least);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Backwards: δ conv1' }).click();
    await openCell(page, /^∂L\/∂conv1.weight:/, 12);
    await checkDifference(page);
  }, 'model=lenet5'));

describe('a mini-batch', () => {
  test('is stepped with the settings of Train: schedule, loss, decay, clipping, batch', () =>
    visit(
      async ({ page }) => {
        await page.getByRole('button', { name: 'Mini-batch' }).click();
        await direction(page);
        await transport(page).getByRole('button', { name: 'Next operation' }).click();
        expect(
          await page.getByRole('list', { name: 'Samples of the mini-batch' }).getByRole('button').count(),
        ).toBe(4);
        const line = async (name: string) =>
          Number(await page.locator(`gn-update [data-line="${name}"]`).getAttribute('data-value'));
        expect(await line('rate')).toBeCloseTo(0.004, 6); // a tenth of 0.04: the first of ten steps of warm-up
        const sum = Number(await page.locator('gn-update [data-mean]').getAttribute('data-mean')) * 4;
        expect(await line('g')).toBeCloseTo(sum, 4);
        const used = await line('used');
        expect(Math.abs(used)).toBeLessThan(Math.abs(await line('g'))); // clipped to a length of 0.5
        expect(await line('by')).toBeCloseTo(-0.004 * used, 6);
        await page.getByText('Settings as in Train').waitFor();
        await page.getByRole('list', { name: 'Changed settings' }).getByText('L2 0.01').waitFor();
        await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('Adam');
        await expect.poll(() => line('m')).not.toBe(0);
        await page.getByRole('button', { name: 'As in Train' }).click();
        await expect.poll(() => line('rate')).toBeCloseTo(0.004, 6);
        await transport(page).getByRole('button', { name: 'Step' }).click();
        await page.getByRole('button', { name: 'On, with the next batch' }).click();
        await direction(page);
        await transport(page).getByRole('button', { name: 'Next operation' }).click();
        await expect.poll(() => line('rate')).toBeCloseTo(0.008, 6); // the next step's
      },
      'weights=untrained&train=rate:0.04,warmup_steps:10,reduction:sum,l2:0.01,clip_norm:0.5,batch:4',
      false,
    ));

  test('says how dropout and batch norm run, and a norm’s number opens into what it came from', () =>
    visit(
      async ({ page }) => {
        await page.getByText('As in evaluation: dropout lets all pass').waitFor();
        await page.getByRole('button', { name: 'Mini-batch' }).click();
        await page.getByText('As in training: dropout drops').waitFor();
        await page.getByRole('button', { name: 'Forwards: batchnorm1' }).click();
        await openCell(page, /^batchnorm1:/, 2);
        await card(page)
          .getByRole('table')
          .getByText(/dense1/)
          .first()
          .waitFor();
      },
      `model=own&notation=${encodeURIComponent('in 1 28 28; flatten; dense 16; batchnorm; relu; dropout; dense 10; softmax_ce')}&train=batch:8`,
      false,
    ));

  test('a dot for each sample, their mean is the gradient; the step lowers the loss as predicted', () =>
    visit(
      async ({ page }) => {
        await page.getByRole('button', { name: 'Mini-batch' }).click();
        await page.getByRole('list', { name: 'Samples of the mini-batch' }).waitFor();
        await direction(page);
        const samples = page.getByRole('list', { name: 'Samples of the mini-batch' }).getByRole('button');
        expect(await samples.count()).toBe(32); // as many as a step of Train
        await page.getByRole('list', { name: 'Worth changing most' }).getByRole('button').first().click();
        const dots = page.getByRole('group', { name: 'The gradient, sample by sample' });
        const each = await dots
          .locator('[data-gradient]')
          .evaluateAll((all) => all.map((dot) => Number(dot.getAttribute('data-gradient'))));
        expect(each).toHaveLength(32);
        const { number } = await checkSum(page);
        expect(each.reduce((sum, g) => sum + g / 32, 0)).toBeCloseTo(number, 5);
        await checkDifference(page);
        await page.getByRole('button', { name: 'Close' }).click();
        await transport(page).getByRole('button', { name: 'Step' }).click();
        await page.getByText('Train goes on from step 1').waitFor();
        const loss = async (name: string) =>
          toNumber((await page.locator(`gn-update [data-name="${name}"]`).textContent()) ?? '');
        const [before, predicted, after] = [
          await loss('before'),
          await loss('predicted'),
          await loss('after'),
        ];
        expect(predicted).toBeLessThan(before);
        expect(after).toBeLessThan(before);
        expect(Math.abs(after - predicted)).toBeLessThan(0.3 * (before - predicted));
        const line = async (name: string) =>
          Number(await page.locator(`gn-update [data-line="${name}"]`).getAttribute('data-value'));
        expect(await line('by')).toBeCloseTo(-(await line('rate')) * (await line('g')), 6);
        expect(await line('new')).toBeCloseTo((await line('w')) + (await line('by')), 6);
        await page.getByRole('button', { name: 'On, with the next batch' }).click();
        await transport(page).getByText('8 of 16').waitFor();
      },
      'weights=untrained',
      false,
    ));

  test('adam shows m and v; η can be chosen', () =>
    visit(
      async ({ page }) => {
        await page.getByRole('button', { name: 'Mini-batch' }).click();
        await direction(page);
        await transport(page).getByRole('button', { name: 'Next operation' }).click();
        await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('Adam');
        const line = async (name: string) =>
          Number(await page.locator(`gn-update [data-line="${name}"]`).getAttribute('data-value'));
        const g = await line('g');
        await expect.poll(() => line('m')).toBeCloseTo(0.1 * g, 6);
        expect(await line('v')).toBeCloseTo(0.001 * g * g, 6);
        const by = await line('by');
        await page.getByRole('slider', { name: 'Learning rate' }).press('ArrowLeft');
        await expect.poll(async () => Math.abs(await line('by'))).toBeLessThan(Math.abs(by));
      },
      'weights=untrained',
      false,
    ));
});

test('the step changes the net that Draw runs, and can be undone', () =>
  visit(async ({ page }) => {
    await page.getByRole('button', { name: 'Draw', exact: true }).first().click();
    const before = (await answer(page)).shares;
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await direction(page);
    await transport(page).getByRole('button', { name: 'Step' }).click();
    await page.getByText('Draw runs with them').waitFor();
    await page.getByRole('button', { name: 'Draw', exact: true }).first().click();
    await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
    await page.getByRole('button', { name: 'Step', exact: true }).first().click();
    await page.getByRole('button', { name: 'Undo the step' }).click();
    await page.getByRole('button', { name: 'Draw', exact: true }).first().click();
    await expect.poll(async () => (await answer(page)).shares).toEqual(before);
  }));

test('branches and loops: a number that several rows use gathers its shares', () =>
  visit(
    async ({ page }) => {
      await page.getByRole('button', { name: 'Backwards: δ concat1' }).click();
      await openCell(page, /^δ b1:/, 2);
      await page.getByText('their shares are still missing').waitFor();
      await page.getByRole('button', { name: 'Backwards: δ add1' }).click();
      await page.getByText('their shares are still missing').waitFor({ state: 'hidden' });
      const { terms } = await checkSum(page);
      expect(terms).toBe(2);
    },
    `model=own&notation=${encodeURIComponent('in 1 28 28; x: maxpool 2; conv 3 1; b1: relu; from x; conv 3 1; b2: relu; add b1; s: relu; concat b1; flatten; dense 10; softmax_ce')}`,
  ));

test('another digit, another way: the formula’s example and the card tell the same loss', () =>
  visit(async ({ page }) => {
    const example = async () =>
      (await page.locator('gn-operation .lines').getByRole('math').last().getAttribute('aria-label')) ?? '';
    const number = (text = '') => Number(text.replace('−', '-'));
    // Of a class that is as good as sure, p is 1 to the digits shown: what is left to 1 stands there.
    await page.getByRole('combobox', { name: 'The right answer is' }).selectOption('7');
    await expect.poll(example).toMatch(/^−ln\(1 − \S+\) = \S+$/);
    const [, rest, least] = /^−ln\(1 − (\S+)\) = (\S+)$/.exec(await example()) ?? [];
    expect(number(rest)).toBeLessThan(0.001);
    expect(number(rest) / number(least)).toBeCloseTo(1, 2);
    await page.getByRole('combobox', { name: 'The right answer is' }).selectOption('4');
    await expect.poll(example).toMatch(/^−ln\(\S+\) = \S+$/);
    const shown = await page.locator('gn-loss .total').textContent();
    const [, p, loss] = /^−ln\((\S+)\) = (\S+)$/.exec(await example()) ?? [];
    expect(loss).toBe(shown?.trim());
    expect(-Math.log(number(p))).toBeCloseTo(number(loss), 2);
  }));

test('a normalisation: its weight is none of its biases, and its formula tells μ and σ of this number', () =>
  visit(
    async ({ page }) => {
      await page.getByRole('button', { name: /^Forwards: layernorm1/ }).click();
      const captions = page.locator('gn-operation gn-tensor figcaption');
      const said = async () =>
        (await captions.allTextContents()).map((text) => text.replace(/ .*|not.*$/, ''));
      await expect.poll(said).toEqual(expect.arrayContaining(['weight', 'bias', '∂L/∂w', '∂L/∂b']));
      expect((await said()).filter((text) => text === 'bias')).toHaveLength(1);
      const line = page.locator('gn-operation .lines').getByRole('math').last();
      await expect
        .poll(() => line.getAttribute('aria-label'))
        .toMatch(/ = \S+, μ = \S+, √\(σ² \+ ε\) = \S+$/);
    },
    `model=own&notation=${encodeURIComponent('in 1 28 28; flatten; dense 12; layernorm; relu; dense 10; softmax_ce')}`,
  ));

test('a net without a loss says so', () =>
  visit(
    async ({ page }) => {
      await page.getByText('This net ends without a loss').waitFor();
      expect(await transport(page).getByRole('button', { name: 'Direction' }).count()).toBe(0);
    },
    `model=own&notation=${encodeURIComponent('in 1 28 28; flatten; dense 10; softmax')}`,
    false,
  ));

test('all by keyboard, and the language changes in mid-step', () =>
  visit(async ({ page }) => {
    await page.keyboard.press('End');
    await transport(page).getByText('16 of 16').waitFor();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
    await transport(page).getByText('12 of 16').waitFor();
    const reached = async (name: RegExp) => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(() => {
          let at: Element | null = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
        });
        if (name.test(label)) return label;
      }
      throw new Error(`no ${name}`);
    };
    await reached(/^δ relu1:/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card(page).waitFor();
    await reached(/^Open δ dense2/);
    await page.keyboard.press('Enter');
    expect(await trail(page).getByRole('listitem').count()).toBe(2);
    const number = await card(page).locator('[data-number]').getAttribute('data-number');
    await page.getByRole('button', { name: '中文' }).click();
    const there = page.getByRole('region', { name: '一个数，以及它的来历' });
    expect(await there.locator('[data-number]').getAttribute('data-number')).toBe(number);
    await page.getByRole('heading', { name: '反向：dense2' }).waitFor();
    await page.getByRole('button', { name: /EN, English/ }).click();
    await trail(page).waitFor();
    await trail(page).getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await trail(page).waitFor({ state: 'hidden' });
  }));

describe('axe-core finds nothing', () => {
  for (const [language, theme, width] of [
    ['en', 'light', 1280],
    ['zh', 'dark', 390],
  ] as const) {
    test(`${language}, ${theme}, ${width} px`, async () => {
      const { page, close } = await open(`language=${language}&theme=${theme}`, {
        viewport: { width, height: 800 },
        bypassCSP: true,
      });
      try {
        await page.getByText(/1,000/).waitFor();
        await page.getByRole('button', { name: /^(Step|单步)$/ }).click();
        await page.getByRole('group', { name: /Along the tape|沿运算序列/ }).waitFor();
        const check = async (view: string) => {
          await page.waitForTimeout(300);
          expect(await violations(page), view).toEqual([]);
        };
        await check('loss');
        await page.getByRole('button', { name: /^(Mini-batch|小批量)$/ }).click();
        await page.getByRole('button', { name: /^(Direction|求方向)$/ }).click();
        await check('direction');
        await page
          .getByRole('list', { name: /Worth changing most|最值得改的参数/ })
          .getByRole('button')
          .first()
          .click();
        await check('card');
        await page.getByRole('button', { name: /^(step|更新)$/ }).click();
        await check('step');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
      } finally {
        await close();
      }
    });
  }
});
