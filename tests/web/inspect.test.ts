// The inspector: layers opened in place, weights dragged, steps taken one by one.
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { openNumber, toNumber, visit } from './inspect-page';
import { answer, begin, end, frames, open } from './page';

beforeAll(begin);
afterAll(end);

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

  test('“Play slowly” goes from the start to the end by one, and pauses where it is told to', () =>
    visit(async ({ page }) => {
      const scrub = page.getByRole('slider', { name: 'Operations computed' });
      const seen = await scrub.evaluateHandle((slider) => {
        const places = [slider.getAttribute('aria-valuetext') ?? ''];
        new MutationObserver(() => places.push(slider.getAttribute('aria-valuetext') ?? '')).observe(slider, {
          attributeFilter: ['aria-valuetext'],
        });
        return places;
      });
      await page.getByRole('button', { name: 'Play slowly' }).click();
      await page.getByText('Nothing is computed yet').waitFor();
      await page.getByText('2 of 8').waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      const paused = await scrub.getAttribute('aria-valuetext');
      await page.waitForTimeout(2500); // more than one beat
      expect(await scrub.getAttribute('aria-valuetext')).toBe(paused);
      await page.getByText('Not computed yet: the forward pass').waitFor();
      await page.getByRole('button', { name: 'Play slowly' }).click();
      await expect.poll(() => scrub.getAttribute('aria-valuetext'), { timeout: 30_000 }).toBe('8 of 8');
      expect((await answer(page)).digit).toBe(7);
      await page.getByRole('button', { name: 'Play slowly' }).waitFor(); // at its end it stops
      expect(await seen.jsonValue()).toEqual(['8 of 8', ...Array.from({ length: 9 }, (_, i) => `${i} of 8`)]);
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
        const check = async (view: string) => {
          await page.waitForTimeout(300);
          expect(await violations(page), view).toEqual([]);
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
