import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const score = async (page: Page) => {
  const said = (await page.locator('gn-rewrite-answers .score').textContent()) ?? '';
  const [, whole, of, share] = /(\d+) of (\d+) sequences right, [<>]? ?([\d.]+) %/.exec(said) ?? [];
  return { whole: Number(whole), of: Number(of), share: Number(share) };
};
const answers = (page: Page) => page.getByRole('list', { name: 'What it answers' }).getByRole('button');
const names = (page: Page) =>
  answers(page).evaluateAll((all) =>
    all.map((each) => each.querySelector('.said')?.textContent?.trim() ?? ''),
  );
const steps = async (page: Page) =>
  Number((await page.locator('gn-transport .now b').textContent())?.replaceAll(',', ''));
const turned = (word: string) => [...word].toReversed().join('');

async function teach(page: Page): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await button(page, /^(Teach it|Go on)$/).click();
  await expect.poll(async () => (await score(page)).whole, PATIENT).toBeGreaterThanOrEqual(48);
  await button(page, 'Pause').click();
  await button(page, 'Go on').waitFor();
}

test('reverse: it guesses, learns, answers one’s own letters, and looks from the end', LONG, async () => {
  const { page, troubles, close } = await open('view=rewrite', {}, 'rewrite');
  const before = await score(page);
  expect(before.of).toBe(50);
  expect(before.whole).toBeLessThan(3);
  expect(before.share).toBeLessThan(35);
  expect((await names(page)).every((name) => /wrong, it should be [a-j]{8}$/.test(name))).toBe(true);
  await teach(page);
  for (const name of await names(page)) {
    const [, read = '', written = ''] = /^([a-j]{8}) becomes ([a-j]{8})/.exec(name) ?? [];
    if (name.endsWith('right')) expect(written).toBe(turned(read));
    else expect(name).toContain(`it should be ${turned(read)}`);
  }
  expect((await names(page)).filter((name) => name.endsWith(': right')).length).toBeGreaterThan(5);
  // One's own letters; others are said to be none.
  const own = page.getByRole('textbox', { name: 'Try your own' });
  await own.fill('abc');
  await expect.poll(() => own.getAttribute('aria-invalid')).toBe('true');
  expect(await answers(page).count()).toBe(8);
  await own.fill('Abcdefgh');
  await expect.poll(() => answers(page).count()).toBe(9);
  await expect.poll(async () => (await names(page))[0]).toBe('abcdefgh becomes hgfedcba: right');
  // Where it looked for each letter: mostly where it stands.
  const table = page.getByRole('table', { name: 'Where it looked' });
  const cell = (row: number, column: number) => table.getByRole('button').nth(8 * row + column);
  let there = 0;
  for (let row = 0; row < 8; row++) {
    const name = (await cell(row, 7 - row).getAttribute('aria-label')) ?? '';
    expect(name).toContain(
      `For ${'hgfedcba'[row]}, letter ${row + 1} of the answer, it looked at ${'hgfedcba'[row]}`,
    );
    there += Number(/with [<>]? ?([\d.]+) %/.exec(name)?.[1]) / 8;
  }
  expect(there).toBeGreaterThan(50);
  await cell(0, 0).click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  expect(await cell(1, 1).getAttribute('aria-pressed')).toBe('true');
  await page.getByText('For g, letter 2 of the answer, it looked at b, letter 2').waitFor();
  // Another task is another run; both are kept, over a reload too.
  const n = await steps(page);
  await button(page, 'Sort').click();
  await expect.poll(() => steps(page), PATIENT).toBe(0);
  expect(page.url()).toContain('rewrite=sort');
  await button(page, 'Reverse').click();
  await expect.poll(() => steps(page), PATIENT).toBe(n);
  await page.waitForTimeout(800);
  await page.reload();
  await page.locator('gn-rewrite-answers ol').waitFor();
  await expect.poll(() => steps(page), PATIENT).toBe(n);
  await expect.poll(async () => (await score(page)).whole, PATIENT).toBeGreaterThanOrEqual(48);
  // Forgotten, and had back.
  await button(page, 'Forget everything').or(button(page, 'Rewind')).first().click();
  await expect.poll(async () => (await score(page)).whole, PATIENT).toBeLessThan(3);
  expect(troubles).toEqual([]);
  await close();
});

test('a sequence of one’s own is there again after a reload, and by a link', LONG, async () => {
  const { page, close } = await open('view=rewrite', {}, 'rewrite');
  await page.getByRole('textbox', { name: 'Try your own' }).fill('abcdefgh');
  await expect.poll(() => page.url()).toContain('rewriteOwn=abcdefgh');
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'Try your own' }).inputValue()).toBe('abcdefgh');
  await close();
});

test(
  'sort is learnt as well, of as many letters as wished; a worker that is gone is said',
  LONG,
  async () => {
    const { page, close } = await open('view=rewrite&rewrite=sort&rewriteLength=5', {}, 'rewrite');
    await page.getByText('5 letters from a to j').waitFor();
    await teach(page);
    const own = page.getByRole('textbox', { name: 'Try your own' });
    await own.fill('jbbac');
    await expect
      .poll(async () => (await names(page))[0])
      .toMatch(/^jbbac becomes [a-j]{5}: (right|.*abbcj)$/);
    for (const worker of page.workers())
      await worker.evaluate(() => globalThis.close()).catch(() => undefined);
    await page.getByRole('alert').filter({ hasText: 'The part that answers has stopped' }).waitFor();
    await button(page, 'Try again').click();
    await own.fill('edcba');
    await expect
      .poll(async () => (await names(page))[0], PATIENT)
      .toMatch(/^edcba becomes [a-j]{5}: (right|.*abcde)$/);
    await close();
  },
);

test('a rate that is far too large is said; letters that do not fit are said by name', LONG, async () => {
  const { page, close } = await open('view=rewrite', {}, 'rewrite');
  const own = page.getByRole('textbox', { name: 'Try your own' });
  await own.fill('abz');
  await page.getByText('“z” is not one of the letters a to j.').waitFor();
  await own.fill('abc');
  await page.getByText('So far 3; it takes 8 letters.').waitFor();
  await page.getByRole('textbox', { name: 'Learning rate' }).fill('100');
  await page.getByRole('textbox', { name: 'Learning rate' }).press('Enter');
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await button(page, 'Teach it').click();
  await page.getByText('The loss is far above guessing').waitFor(PATIENT);
  await close();
});

test('no violation, both languages, light and dark', LONG, async () => {
  for (const [locale, colorScheme, width] of [
    ['en-GB', 'light', 1280],
    ['en-GB', 'dark', 390],
    ['zh-CN', 'dark', 1280],
    ['zh-CN', 'light', 390],
  ] as const) {
    const { page, troubles, close } = await open(
      'view=rewrite',
      { locale, colorScheme, viewport: { width, height: 844 } },
      'rewrite',
    );
    await button(page, /^(1 step|一步)$/).click();
    await page.waitForTimeout(500);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(troubles).toEqual([]);
    await close();
  }
});
