// A number that can be dragged can be typed as well: a weight, a bias, a pixel, a score, one of Points.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberOf } from '../../web/widgets/gn-entry';
import { violations } from './axe';
import { answer, begin, end, visit } from './page';

beforeAll(begin);
afterAll(end);

const weight = (page: Page) => page.getByRole('slider', { name: /^dense3\.weight\[7, / }).first();
const entry = (page: Page) => page.getByRole('textbox', { name: /, typed in$/ });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo change' });
const now = (page: Page) => weight(page).getAttribute('aria-valuenow');

test('what is a number is read as one, however it is written', () => {
  for (const [text, value] of [
    ['0.25', 0.25],
    [' −3 ', -3],
    ['-,5', -0.5],
    ['１２', undefined],
    ['1e-4', 1e-4],
    ['5.', 5],
    ['+2E3', 2000],
    ['', undefined],
    ['.', undefined],
    ['1e', undefined],
    ['0x10', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['1 2', undefined],
  ] as const)
    expect(numberOf(text), text).toBe(value);
});

test('a weight is typed by keys alone: Enter takes it, Escape leaves it, what is no number is said; one undo', () =>
  visit(async ({ page }) => {
    await page.getByText('the label agrees').waitFor(); // the link's digit has come
    const before = (await answer(page)).shares;
    const was = await now(page);
    const name = await weight(page).getAttribute('aria-label');
    await weight(page).focus();
    await page.keyboard.type('-2.5');
    expect(await entry(page).inputValue()).toBe('-2.5');
    expect(await entry(page).getAttribute('aria-label')).toContain(name ?? '?');
    await page.keyboard.press('Enter');
    await expect.poll(() => now(page)).toBe('-2.5');
    await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
    expect(await weight(page).evaluate((each) => each.matches(':focus'))).toBe(true);
    // The list stands still while its number is at work, and the arrows go on from there.
    expect(await weight(page).getAttribute('aria-label')).toBe(name);
    await page.keyboard.press('ArrowRight');
    expect(Number(await now(page))).toBeGreaterThan(-2.5);
    await page.keyboard.press('Enter');
    expect(Number(await entry(page).inputValue())).toBeCloseTo(Number(await now(page)), 4);
    for (const [text, sentence] of [
      ['seven', /no number/],
      ['1e39', /Too large/],
    ] as const) {
      await entry(page).fill(text);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
      expect(await entry(page).getAttribute('aria-invalid')).toBe('true');
    }
    await page.keyboard.press('Escape');
    await entry(page).waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'One number and where it comes from' }).waitFor(); // no zoom out
    expect(Number(await now(page))).toBeGreaterThan(-2.5);
    await undo(page).click(); // the arrow
    await undo(page).click(); // the number that was typed
    await expect.poll(() => now(page)).toBe(was);
    await expect.poll(async () => (await answer(page)).shares).toEqual(before);
    expect(await undo(page).count()).toBe(0);
  }, 'digit=0&at=-6.7'));

test('two clicks open it too; a click elsewhere keeps what is a number; dragging is as before', () =>
  visit(async ({ page }) => {
    const was = await now(page);
    await weight(page).dblclick();
    expect(await undo(page).count()).toBe(0); // the clicks changed nothing
    await entry(page).fill('0,125');
    await page.getByRole('heading', { name: /neuron 7/ }).click();
    await expect.poll(() => now(page)).toBe('0.125');
    await weight(page).dblclick();
    await entry(page).fill('what');
    await page.getByRole('heading', { name: /neuron 7/ }).click();
    await entry(page).waitFor({ state: 'detached' });
    expect(await now(page)).toBe('0.125');
    await undo(page).click();
    await expect.poll(() => now(page)).toBe(was);
    const box = await weight(page).boundingBox();
    if (!box) throw new Error('no weight');
    await page.mouse.move(box.x + 8, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 8, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => now(page)).not.toBe(was);
    expect(await entry(page).count()).toBe(0);
  }, 'digit=0&at=-6.7'));

test('a pixel takes 0 to 1 only; in Chinese it is said in Chinese', () =>
  visit(async ({ page }) => {
    const pixel = page.locator('gn-knob').getByRole('slider');
    await pixel.focus();
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '要填 0 到 1.000 之间的数' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('.75');
    await page.keyboard.press('Enter');
    await expect.poll(() => pixel.getAttribute('aria-valuenow')).toBe('0.75');
  }, 'language=zh&digit=0&at=-0.300'));

test('a score of softmax, and a number of a unit in Points', () =>
  visit(async ({ page }) => {
    await page.getByRole('button', { name: 'Move the scores by hand' }).click();
    const score = page.getByRole('slider', { name: 'score 7' });
    await score.focus();
    await page.keyboard.type('30');
    await page.keyboard.press('Enter');
    await expect.poll(() => score.getAttribute('aria-valuenow')).toBe('30');
    expect(await score.evaluate((each) => each.matches(':focus'))).toBe(true);
    await score.dblclick();
    await page.keyboard.press('Escape');
    expect(await score.getAttribute('aria-valuenow')).toBe('30');
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Points' }).click();
    await page.locator('gn-points-net .unit').nth(3).click();
    const part = page.locator('gn-points-parts').getByRole('slider').first();
    await part.focus();
    await page.keyboard.type('-1.5');
    await page.keyboard.press('Enter');
    await expect.poll(() => part.getAttribute('aria-valuenow')).toBe('-1.5');
  }, 'digit=0&at=-7.7'));

for (const [language, theme, width] of [
  ['en', 'light', 1280],
  ['zh', 'dark', 390],
] as const)
  test(`axe-core finds nothing about an entry and its error: ${language}, ${theme}, ${width} px`, () =>
    visit(
      async ({ page }) => {
        const knob = page.locator('gn-terms gn-knob').first().getByRole('slider');
        await knob.focus();
        await page.keyboard.type('7e');
        await page.keyboard.press('Enter');
        await page.locator('gn-entry .why').waitFor();
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      },
      `digit=0&at=-5.7&language=${language}&theme=${theme}`,
      { viewport: { width, height: 844 }, bypassCSP: true },
    ));

test('numbers too large for floats: no digit is named, sums still agree, and one click brings all back', () =>
  visit(async ({ page }) => {
    await page.getByText('the label agrees').waitFor(); // the link's digit has come
    const before = (await answer(page)).shares;
    const knobs = page.locator('gn-terms gn-knob').getByRole('slider');
    for (const [i, text] of ['3.4e38', '-3e38'].entries()) {
      await knobs.nth(i).focus();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('gn-number .value').textContent()).toBe(['∞', 'NaN'][i]);
      await page.getByText('the same number as in the network').waitFor();
    }
    const says = page.getByRole('region', { name: 'The network’s answer' });
    await says.getByText('no answer: a number grew too large').waitFor();
    expect(await says.locator('.digit').textContent()).toBe('–');
    expect(await page.locator('gn-bars .best').count()).toBe(0);
    await page.locator('gn-bars').getByRole('button').nth(3).click();
    expect(await page.locator('gn-softmax').textContent()).not.toContain('100 %');
    await page.getByRole('button', { name: 'Network', exact: true }).click();
    await page.getByRole('button', { name: 'Test digit 7; the network says NaN: wrong' }).first().waitFor();
    await page.getByRole('button', { name: 'Open the layer dense', exact: true }).click();
    await page.getByRole('button', { name: 'Back to trained' }).click();
    await expect.poll(async () => (await answer(page)).shares).toEqual(before);
  }, 'digit=0&at=-6.7'));

test('two taps of a finger open it', () =>
  visit(
    async ({ page }) => {
      await weight(page).evaluate((each) => each.scrollIntoView({ block: 'center' }));
      const box = await weight(page).boundingBox();
      if (!box) throw new Error('no weight');
      const client = await page.context().newCDPSession(page);
      for (let i = 0; i < 2; i++) {
        const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
        await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
        await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        await page.waitForTimeout(60);
      }
      await entry(page).fill('1.5');
      await page.keyboard.press('Enter');
      await expect.poll(() => now(page)).toBe('1.5');
    },
    'digit=0&at=-6.7',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ));
