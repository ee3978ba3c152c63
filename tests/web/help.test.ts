// Help: the tour, and the words behind every panel's question mark.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { answer, begin, drawWithMouse, end, SEVEN, visit } from './page';

beforeAll(begin);
afterAll(end);

describe('help', () => {
  test('the tour is never in the way: it is asked for, walks by key or button, and can be left at any moment', () =>
    visit(async ({ page }) => {
      const card = page.getByRole('dialog', { name: 'Tour' });
      expect(await card.count()).toBe(0);
      await page.getByRole('button', { name: 'Tour' }).click();
      for (const [words, thing] of [
        ['Write a digit here', page.locator('gn-draw-pad')],
        ['ten probabilities', page.getByRole('region', { name: 'Probability of each digit' })],
        ['layer by layer', page.getByRole('region', { name: 'The network, layer by layer' })],
        ['Other networks', page.locator('gn-model-picker')],
        ['Shift the digit', page.getByRole('button', { name: /^Experiments/ })],
      ] as const) {
        await card.getByText(words).waitFor();
        await page.waitForTimeout(300); // the ring glides
        const [ring, box] = [await page.locator('gn-tour .ring').boundingBox(), await thing.boundingBox()];
        expect(ring && box && [ring.x + 6 - box.x, ring.y + 6 - box.y].map(Math.round), words).toEqual([
          0, 0,
        ]);
        if (words !== 'Shift the digit') await page.keyboard.press('Enter');
      }
      await card.getByRole('button', { name: 'Done' }).click();
      expect(await card.count()).toBe(0);
      await page.getByRole('button', { name: 'Tour' }).click();
      await page.getByRole('button', { name: 'Clear' }).click(); // the page is alive beneath it
      await drawWithMouse(page, SEVEN);
      expect((await answer(page)).digit).toBe(7);
      await card.getByRole('button', { name: 'Next' }).focus();
      await page.keyboard.press('Escape');
      expect(await card.count()).toBe(0);
      // In another view there is nothing to walk over.
      await page.getByRole('button', { name: 'Tour' }).click();
      await card.waitFor();
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByRole('region', { name: 'Way 1' }).waitFor();
      expect(await card.count()).toBe(0);
      await page.getByRole('button', { name: 'Tour' }).click(); // from there it leads back
      await card.getByText('Write a digit here').waitFor();
      await page.keyboard.press('Escape');
    }));

  test('every panel says what it shows', () =>
    visit(async ({ page }) => {
      const asks = page.getByRole('button', { name: /^What am I seeing/ });
      await expect.poll(() => asks.count()).toBe(7);
      for (const ask of await asks.all()) {
        await ask.click();
        await expect.poll(() => ask.getAttribute('aria-expanded')).toBe('true');
        const text = page.locator('gn-about :popover-open');
        expect((await text.textContent())?.length).toBeGreaterThan(60);
        const box = await text.boundingBox();
        expect(
          box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 720,
        ).toBe(true);
        await page.keyboard.press('Escape');
        expect(await text.count()).toBe(0);
      }
    }));

  for (const [language, theme, width] of [
    ['en', 'light', 1366],
    ['zh', 'dark', 390],
  ] as const) {
    test(`axe-core finds nothing on tour and in an explanation: ${language}, ${theme}, ${width} px`, () =>
      visit(
        async ({ page }) => {
          const check = async () => {
            expect(await violations(page)).toEqual([]);
          };
          await page.getByRole('button', { name: /^(Tour|导览)$/ }).click();
          await check();
          await page.keyboard.press('Escape');
          await page
            .getByRole('button', { name: /^(What am I seeing|这是什么)/ })
            .first()
            .click();
          await check();
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        },
        `language=${language}&theme=${theme}`,
        { viewport: { width, height: width > 1000 ? 620 : 844 }, bypassCSP: true },
      ));
  }
});
