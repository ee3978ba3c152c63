// What the tests of Step look at and press.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { frames } from './page';

export const trail = (page: Page) => page.getByRole('navigation', { name: 'Where this number comes from' });
export const card = (page: Page) => page.getByRole('region', { name: 'One number and where it comes from' });
export const transport = (page: Page) =>
  page.getByRole('group', { name: 'Along the tape, forwards and back' });

export async function direction(page: Page): Promise<void> {
  await transport(page).getByRole('button', { name: 'Direction' }).click();
  await frames(page);
}

// The card on show: its number and all its terms, which must add up to it.
export async function checkSum(page: Page): Promise<{ number: number; terms: number }> {
  const here = card(page);
  const all = here.getByRole('button', { name: /^All [\d,]+ terms/ });
  const number = Number(await here.locator('[data-number]').getAttribute('data-number'));
  await here.getByText('the same number as in the network').waitFor();
  if ((await all.count()) > 0 && !(await all.isHidden())) await all.click();
  let [sum, sizes, terms] = [0, 0, 0];
  for (;;) {
    const products = await here
      .locator('[data-product]')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-product'))));
    for (const product of products)
      [sum, sizes, terms] = [sum + product, sizes + Math.abs(product), terms + 1];
    const more = here.getByRole('button', { name: 'Further terms' });
    if ((await more.count()) === 0 || (await more.isDisabled())) break;
    await more.click();
    await frames(page);
  }
  // Through a function of one number, such as a ReLU, the sum is what went into it: the line above says so.
  const explains = Number(await here.locator('[data-explains]').getAttribute('data-explains'));
  expect(Math.abs(sum - explains)).toBeLessThanOrEqual(1e-5 * sizes + 1e-30);
  if ((await here.locator('.pair').count()) === 1) expect(explains).toBe(number);
  return { number, terms };
}

export async function checkDifference(page: Page): Promise<void> {
  const check = page.getByRole('region', { name: 'Gradient check' });
  const read = async (name: string) =>
    Number(await check.locator(`[data-${name}]`).getAttribute(`data-${name}`));
  const number = Number(await card(page).locator('[data-number]').getAttribute('data-number'));
  expect(await read('analytic')).toBeCloseTo(number, 6);
  if (number === 0) return;
  let best = await read('error');
  if (best > 0.02) {
    // A ReLU switched within ±ε, or the gradient is small: another ε.
    await check.getByRole('slider', { name: 'ε' }).press('ArrowLeft');
    await frames(page);
    best = Math.min(best, await read('error'));
    await check.getByRole('slider', { name: 'ε' }).press('ArrowRight');
  }
  expect(best).toBeLessThan(0.05);
}

export async function openCell(page: Page, tensor: RegExp, steps: number): Promise<void> {
  const slider: Locator = page.getByRole('slider', { name: tensor });
  await slider.focus();
  for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await card(page).waitFor();
  await frames(page);
}

// The first number of a tensor that is not small, or its largest, by the keys of its picture; the number as it is read.
export async function openLarge(page: Page, tensor: RegExp, enough: number): Promise<number> {
  const slider = page.getByRole('slider', { name: tensor });
  const found = await slider.evaluate(async (each, enough) => {
    const host = (each.getRootNode() as ShadowRoot).host as HTMLElement & {
      readonly updateComplete: Promise<unknown>;
    };
    const press = async (key: string) => {
      each.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
      );
      await host.updateComplete;
    };
    // Powers of ten are small: as good as nothing here.
    const now = () =>
      Number(
        (each.getAttribute('aria-valuetext') ?? '').split(': ').at(-1)?.replace('−', '-').replace(/,/g, ''),
      ) || 0;
    const last = Number(each.getAttribute('aria-valuemax'));
    let best = { at: 0, value: now() };
    for (let at = 1; at <= Math.min(last, 3000) && Math.abs(best.value) < enough; at++) {
      await press('ArrowRight');
      if (Math.abs(now()) > Math.abs(best.value)) best = { at, value: now() };
    }
    while (Number(each.getAttribute('aria-valuenow')) > best.at) await press('ArrowLeft');
    await press('Enter');
    return best.value;
  }, enough);
  await card(page).waitFor();
  await frames(page);
  return found;
}

// The opened gradient is the number on the card, and the central difference at one of two ε. Losses are 32-bit floats,
// so that theirs is off by up to 2⁻²³ L / ε; besides, the curve bends within ±ε: two per cent.
export async function checkGradient(page: Page): Promise<void> {
  const check = page.getByRole('region', { name: 'Gradient check' });
  const read = async (name: string) =>
    Number(await check.locator(`[data-${name}]`).getAttribute(`data-${name}`));
  const number = Number(await card(page).locator('[data-number]').getAttribute('data-number'));
  const slider = check.getByRole('slider', { name: 'ε' });
  const off: number[] = [];
  for (const power of [-2, -3]) {
    await slider.fill(String(power));
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe(power === -2 ? '10⁻²' : '10⁻³');
    await check.locator('[data-numeric]').waitFor();
    expect(await read('analytic')).toBe(number);
    // Both are written so that they can be compared.
    const digits = (await check.locator('[data-analytic]').textContent())?.replace(/e.*|^\D*0\.0*|\D/g, '');
    if (number !== 0) expect(digits).toHaveLength(6);
    const [, loss] = /([\d.]+)/.exec((await check.getByText(/^L\(w\) /).textContent()) ?? '') ?? [];
    const allowed = 0.02 * Math.abs(number) + (2 ** -23 * Math.max(1, Number(loss))) / 10 ** power;
    off.push(Math.abs((await read('numeric')) - number) / allowed);
  }
  await slider.fill('-2');
  expect(Math.min(...off), `of ${number}`).toBeLessThanOrEqual(1);
}

// All that the net on show has learnt, to the bit.
export async function learnt(page: Page): Promise<string> {
  await frames(page);
  return page.evaluate(() => {
    const app = document.querySelector('gn-app') as unknown as { session: { learnt(): Float32Array } };
    const bits = new Uint32Array(app.session.learnt().slice().buffer);
    let hash = 2166136261;
    for (const each of bits) hash = Math.imul(hash ^ each, 16777619) >>> 0;
    return `${bits.length}:${hash}`;
  });
}
