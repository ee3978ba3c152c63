// The main job by keys alone, from the first Tab to a step of training taken apart: no pointer, no focus set by the test.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, begin, end, frames, visit } from './page';

beforeAll(begin);
afterAll(end);

// What has the focus, through shadow roots: its role and its name.
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return '';
    const roles: Readonly<Record<string, string>> = { button: 'button', select: 'combobox', a: 'link' };
    const role = at.getAttribute('role') ?? roles[at.localName] ?? (at as HTMLInputElement).type ?? '';
    const name = at.getAttribute('aria-label') ?? at.textContent?.trim().replace(/\s+/g, ' ') ?? '';
    return `${role} ${name}`;
  });

// Tab, or Shift+Tab, until it is there.
async function reach(page: Page, what: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const met: string[] = [];
  for (let i = 0; i < 150; i++) {
    const now = await focused(page);
    if (what.test(now)) return;
    met.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`${what} is not reached: ${met.join(' | ')}`);
}

async function press(page: Page, what: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await reach(page, what, key);
  await page.keyboard.press('Enter');
  await frames(page);
}

test(
  'draw, open, walk, change, undo, step, switch the language, train and take a step apart',
  {
    timeout: 120_000,
  },
  () =>
    visit(async ({ page }) => {
      // Draw a 1.
      await press(page, /^button Clear$/);
      await reach(page, /^application Drawing pad$/, 'Shift+Tab');
      await page.keyboard.press('Space');
      for (let i = 0; i < 22; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await expect.poll(async () => (await answer(page)).digit).toBe(1);

      // Open a layer, and leave it.
      await press(page, /^button Open the layer dense · relu$/);
      await page.getByRole('region', { name: 'dense · relu' }).waitFor();
      await page.keyboard.press('Escape');

      // Open a number, and walk to the neuron of its largest term.
      await reach(page, /^slider dense, 10/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      const card = page.getByRole('region', { name: 'One number and where it comes from' });
      await page.getByRole('heading', { name: /^dense · neuron 1$/ }).waitFor();
      await press(page, /^button Open neuron/);
      await page.getByRole('heading', { name: /^dense · relu · neuron \d+$/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: /^dense · neuron 1$/ }).waitFor();

      // Change a weight, and take it back.
      const before = (await answer(page)).shares;
      await reach(page, /^slider dense3\.weight\[1, /);
      for (let i = 0; i < 10; i++) await page.keyboard.press('PageDown');
      await expect.poll(async () => (await answer(page)).shares).not.toEqual(before);
      await page.keyboard.press('Control+z');
      await expect.poll(async () => (await answer(page)).shares).toEqual(before);
      await page.keyboard.press('Escape');
      await card.waitFor({ state: 'detached' });

      // Forward, one operation.
      await press(page, /^button To the start$/);
      await page.getByText('Nothing is computed yet').waitFor();
      await press(page, /^button Next operation$/);
      await page.getByText('1 of 8').waitFor();
      await press(page, /^button All at once$/);
      await expect.poll(async () => (await answer(page)).digit).toBe(1);

      // Another language, there and back.
      await press(page, /^button 中文$/, 'Shift+Tab');
      await page.getByRole('application', { name: '手写板' }).waitFor();
      expect((await answer(page)).digit).toBe(1);
      await press(page, /^button EN, English$/, 'Shift+Tab');

      // Train by one step.
      await press(page, /^button Train$/, 'Shift+Tab');
      await page.locator('gn-transport .now b').waitFor();
      await press(page, /^button 1 step$/);
      await expect
        .poll(() => page.locator('gn-transport .now b').textContent(), { timeout: 30_000 })
        .toBe('1');

      // And see one, operation by operation.
      await press(page, /^button Step$/, 'Shift+Tab');
      const tape = page.getByRole('group', { name: 'Along the tape' });
      await tape.waitFor();
      const done = page.getByRole('slider', { name: 'Operations done' });
      const place = async () =>
        Number(/^(\d+) of/.exec((await done.getAttribute('aria-valuetext')) ?? '')?.[1]);
      await expect.poll(place).toBeGreaterThanOrEqual(0);
      const from = await place();
      await press(page, /^button Next operation$/);
      await expect.poll(place).toBe(from + 1);
      await press(page, /^button One operation back$/, 'Shift+Tab');
      await expect.poll(place).toBe(from);
    }),
);
