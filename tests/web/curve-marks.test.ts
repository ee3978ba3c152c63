// What is changed by hand while a run goes on is marked on its curves: under the pointer, a finger, the keys, in the table.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apart } from '../../web/widgets/curve-ends';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };

// By a finger where there is one: a mouse that rests elsewhere would take the word back.
async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  if (await page.evaluate(() => navigator.maxTouchPoints > 0)) await button.tap();
  else await button.click();
}
const loss = (page: Page) => page.getByRole('img', { name: /^Loss/ });
const said = (page: Page) => page.locator('gn-curve').first().getByRole('status');

async function steps(page: Page): Promise<number> {
  const text = (await page.locator('gn-transport .now b').textContent()) ?? '';
  return Number(text.replaceAll(',', ''));
}

async function train(page: Page, more: number): Promise<number> {
  const until = (await steps(page)) + more;
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await press(page, /^(Teach it|Go on)$/);
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(until);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  return settled(page);
}

// Its last frame may still be to come.
async function settled(page: Page): Promise<number> {
  for (let before = await steps(page); ; ) {
    await page.waitForTimeout(300);
    const now = await steps(page);
    if (now === before) return now;
    before = now;
  }
}

test('a change by hand is marked where it was made, and still is after a reload', LONG, async () => {
  const { page, troubles, close } = await open('view=train&train=rate:0.2', {}, 'train');
  await press(page, 'Forget everything');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).waitFor();
  const [first] = [await train(page, 300)];
  await page.getByRole('textbox', { name: 'Batch size' }).fill('48');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  const second = await train(page, 300);
  await press(page, 'Layers');
  await page.getByRole('checkbox', { name: /^Freeze dense1\b/ }).check();
  await press(page, 'Curves');
  const last = await train(page, 300);

  const look = async () => {
    await expect
      .poll(() => loss(page).getAttribute('aria-label'), PATIENT)
      .toMatch(/3 changes by hand are marked/);
    // By keys, one after the other, in both directions.
    await loss(page).focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => said(page).textContent()).toContain(`steps ${first.toLocaleString('en')}: `);
    expect(await said(page).textContent()).toContain('Batch size: 32 → 48');
    expect(await said(page).textContent()).toContain('Activation: relu → tanh');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => said(page).textContent()).toContain('dense1 frozen');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => said(page).textContent()).toContain('Batch size: 32 → 48');
    await page.keyboard.press('Tab');
    // Under the pointer, and only near it.
    const plot = await loss(page).locator('.u-over').boundingBox();
    if (!plot) throw new Error('no plot');
    const to = (step: number) =>
      page.mouse.move(plot.x + (plot.width * step) / last, plot.y + plot.height / 2);
    await to(second);
    await expect.poll(() => said(page).textContent()).toContain('dense1 frozen');
    await to((second + last) / 2);
    await expect.poll(() => said(page).textContent()).not.toContain('frozen');
    await page.mouse.move(0, 0);
    // In the table, in a row of its own.
    await page.locator('gn-curve').getByRole('button', { name: 'table' }).first().click();
    const row = page
      .getByRole('group', { name: 'Loss' })
      .getByRole('row', { name: /Batch size: 32 → 48; Activation/ });
    expect(await row.count()).toBe(1);
    await page.locator('gn-curve').getByRole('button', { name: 'table' }).first().click();
  };
  await look();
  await page.waitForTimeout(1200);
  await page.reload();
  await expect.poll(() => steps(page), PATIENT).toBe(last);
  await look();
  // Gone back before them and on from there, they are no more.
  await page.getByRole('slider', { name: 'Back in time' }).fill('100');
  await expect.poll(() => steps(page)).toBe(100);
  await train(page, 20);
  await expect.poll(() => loss(page).getAttribute('aria-label')).not.toContain('by hand');
  expect(troubles).toEqual([]);
  await close();
});

test('a tap on a mark says it', LONG, async () => {
  const { page, troubles, close } = await open(
    'view=points&points=moons',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    'points',
  );
  const at = await train(page, 200);
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  const last = await train(page, 200);
  await loss(page).scrollIntoViewIfNeeded();
  await expect.poll(() => loss(page).getAttribute('aria-label')).toMatch(/One change by hand is marked/);
  const plot = await loss(page).locator('.u-over').boundingBox();
  if (!plot) throw new Error('no plot');
  await page.touchscreen.tap(plot.x + (plot.width * at) / last, plot.y + plot.height / 2);
  await expect.poll(() => said(page).textContent()).toContain('Activation: gelu → tanh');
  // It stays, though a mouse rests elsewhere, until something else has the focus, or a mouse that came leaves.
  await page.waitForTimeout(500);
  expect(await said(page).textContent()).toContain('Activation: gelu → tanh');
  await page.getByRole('combobox', { name: 'Activation' }).focus();
  await expect.poll(() => said(page).textContent()).toBe('');
  await page.touchscreen.tap(plot.x + (plot.width * at) / last, plot.y + plot.height / 2);
  await page.waitForTimeout(500);
  expect(await said(page).textContent()).toContain('Activation: gelu → tanh');
  await page.mouse.move(plot.x + 20, plot.y + plot.height / 2);
  await page.mouse.move(0, 0);
  await expect.poll(() => said(page).textContent()).toBe('');
  expect(troubles).toEqual([]);
  await close();
});

test('a weight set by hand, and one slider dragged while it runs, are one mark each', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
  const at = await train(page, 200);
  await page.getByRole('button', { name: /^layer 1 unit 2/ }).click();
  const weight = page.getByRole('slider', { name: 'weight from x' });
  await weight.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await train(page, 200);
  await expect.poll(() => loss(page).getAttribute('aria-label')).toMatch(/One change by hand is marked/);
  await loss(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() => said(page).textContent())
    .toMatch(new RegExp(`^steps ${at.toLocaleString('en')}: .*dense1.weight\\[1, 0\\] set to`));
  await page.getByRole('slider', { name: 'Speed' }).fill('4');
  await press(page, 'Go on');
  const rate = page.getByRole('slider', { name: 'Learning rate' });
  await rate.focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
  await press(page, 'Pause');
  await expect.poll(() => loss(page).getAttribute('aria-label')).toMatch(/2 changes by hand are marked/);
  await page.locator('gn-curve').getByRole('button', { name: 'table' }).first().click();
  const rows = page.getByRole('group', { name: 'Loss' }).getByRole('row', { name: /Learning rate: 0.03 → / });
  expect(await rows.count()).toBe(1);
  expect(troubles).toEqual([]);
  await close();
});

test('names at the ends of lines keep their order and a pitch, within their room', () => {
  expect(apart([50, 51, 52], 10, 5, 200)).toEqual([50, 60, 70]);
  expect(apart([190, 195, 198], 10, 5, 200)).toEqual([180, 190, 200]);
  expect(apart([-20, 3, 100], 10, 5, 200)).toEqual([5, 15, 100]);
  expect(apart([], 10, 5, 200)).toEqual([]);
});
