// A small GPT of the learner's own line: written, refused at its place, taught, kept, taken back.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fitted, sizeOfLine } from '../../web/state/gpt-line';
import { GPT_SIZES, gptLine } from '../../web/state/gpt-sizes';
import { violations } from './axe';
import { button, LONG, learn, loss, PATIENT, press, RHYME, steps, teach } from './gpt-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const line = (page: Page) =>
  page
    .locator('gn-gpt-setup')
    .getByRole('textbox', { name: /The network as one line of text|用一行文字写出的网络/ });
const unfold = (page: Page) => page.locator('gn-gpt-setup summary').click();

async function write(page: Page, change: (line: string) => string): Promise<void> {
  await line(page).fill(change(await line(page).inputValue()));
  await line(page).press('Enter');
}

test('a line is fitted to the text: as many tokens as there are, at both ends', () => {
  const { tiny } = GPT_SIZES;
  expect(fitted(gptLine(tiny, 20), 31)).toBe(gptLine(tiny, 31));
  expect(fitted('in 8; embed 4; dense 2 bias=0;softmax_ce;', 31)).toBe(
    'in 8 ids=31; embed 4; dense 31 bias=0; softmax_ce',
  );
  expect(sizeOfLine(gptLine(tiny, 31))).toBe(tiny);
  expect(sizeOfLine('in 8 ids=3; embed 90; dense 3; softmax_ce')).toMatchObject({ window: 8, rate: 0.002 });
  expect(sizeOfLine('in 1 28 28; dense 3; softmax_ce')).toBeUndefined();
});

test('heads, width, places: a line of one’s own is taught, kept, linked and taken back', LONG, async () => {
  const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
  await learn(page, RHYME);
  await unfold(page);
  const usual = await line(page).inputValue();
  expect(usual).toContain('pos learned');
  const change = (of: string) =>
    of.replace('in 16', 'in 12').replaceAll('heads 2', 'heads 4').replace('pos learned', 'pos sinusoidal');
  await write(page, change);
  await page.getByText('Sees 12 characters at a time').waitFor();
  expect(await line(page).inputValue()).toBe(change(usual));
  await expect
    .poll(() => page.getByRole('group', { name: 'Heads' }).getByRole('button').count(), PATIENT)
    .toBe(4);
  await teach(page, 1.8);
  const [n, said] = [await steps(page), await loss(page)];
  await page
    .getByRole('list', { name: /Runs|Kept/ })
    .first()
    .getByText('Own line')
    .first()
    .waitFor();
  expect(page.url()).toContain('pos+sinusoidal');
  await page.waitForTimeout(1500); // it is kept a little later
  await page.reload();
  await button(page, 'Go on').waitFor(PATIENT);
  await expect.poll(() => steps(page), PATIENT).toBe(n);
  expect(await loss(page)).toBe(said);
  await unfold(page);
  expect(await line(page).inputValue()).toBe(change(usual));
  // As a file it opens elsewhere, and its run says how it was made.
  const coming = page.waitForEvent('download');
  await press(page, 'Save the weights');
  const file = readFileSync(await (await coming).path());
  const other = await open('view=gpt', {}, 'gpt');
  await learn(other.page, RHYME);
  await other.page
    .getByRole('region', { name: 'Runs and files' })
    .locator('input[type=file]')
    .setInputFiles({ name: 'own.safetensors', mimeType: 'application/octet-stream', buffer: file });
  await other.page.getByText('Sees 12 characters at a time').waitFor();
  await unfold(other.page);
  expect(await line(other.page).inputValue()).toBe(change(usual));
  await other.close();
  // Another text has other characters: the line follows.
  await press(page, 'First names');
  await expect.poll(() => line(page).inputValue(), PATIENT).toContain('in 12 ids=53;');
  await press(page, 'Tiny');
  await expect.poll(() => line(page).inputValue(), PATIENT).toContain('in 16 ids=53;');
  await press(page, 'The line before');
  await expect.poll(() => line(page).inputValue(), PATIENT).toContain('in 12 ids=53;');
  expect(troubles).toEqual([]);
  await close();
});

test(
  'a wrong line is refused at its place, another one for what it lacks; what ran goes on',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await learn(page, RHYME);
    await unfold(page);
    const usual = await line(page).inputValue();
    await write(page, (of) => of.replace('gelu', 'gelo'));
    await expect.poll(() => line(page).getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('gn-gpt-setup mark').textContent()).toBe('gelo');
    await line(page).press('Escape');
    expect(await line(page).inputValue()).toBe(usual);
    await write(page, () => 'in 16; embed 4; flatten; dense 20; softmax_ce');
    await page.getByText('not one that goes on with a text').waitFor();
    await line(page).press('Escape');
    await write(page, (of) => of.replace('mask causal; ', ''));
    await page.getByText('the very token that it is to guess').waitFor();
    await press(page, '1 step');
    await expect.poll(() => steps(page), PATIENT).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('a link with a line that cannot be built: it stays to be mended, the usual net runs', LONG, async () => {
  const { page, close } = await open(
    'view=gpt&gptNet=in%2016;%20embod%204;%20dense%202;%20softmax_ce',
    {},
    'gpt',
  );
  await unfold(page);
  await expect.poll(() => page.locator('gn-gpt-setup mark').textContent(), PATIENT).toBe('embod');
  await press(page, '1 step');
  await expect.poll(() => steps(page), PATIENT).toBe(1);
  await close();
});

test('in Chinese, in the dark, on a phone: nothing runs over, and it is accessible', LONG, async () => {
  const { page, troubles, close } = await open(
    'view=gpt&language=zh&gpt=first-names',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN' },
    'gpt',
  );
  await unfold(page);
  await expect.poll(() => line(page).inputValue(), PATIENT).toContain('ids=53');
  await write(page, (of) => of.replace('in 16', 'in 12'));
  await page.getByText('一次看 12 个字符').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});
