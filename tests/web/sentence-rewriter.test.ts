// Step by step through an encoder and a decoder, in Chromium: the three attentions, the one between them above all.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open } from './page';
import { card, checkSum } from './step-page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 30_000 };

test('what it writes looks at what it reads: whose lines and columns, whose query and key, every sum', async () => {
  const { page, troubles, close } = await open('view=rewrite&rewriteLength=4', {}, 'rewrite');
  const read = page.locator('gn-rewrite-looks thead th');
  await expect.poll(() => read.count(), PATIENT).toBe(4);
  const letters = (await read.allTextContents()).map((each) => each.trim());
  await page.getByRole('button', { name: 'Step through it, operation by operation' }).click();
  await page.getByRole('heading', { name: 'Forwards: cross · softmax' }).waitFor(PATIENT);
  expect(await page.getByRole('textbox', { name: 'Your sentence' }).inputValue()).toBe(letters.join(''));

  const strip = page.getByRole('group', { name: 'The tokens, with the attention they get' });
  const names = (await strip.getByRole('button').allTextContents()).map((each) => each.trim());
  expect(names.slice(0, 5)).toEqual([...letters.map((letter, i) => `${letter}${'₁₂₃₄'[i]}`), '⇒₅']);
  expect(names.length).toBe(8);
  await strip.getByRole('button', { name: '⇒₅ is not among those that are looked at here' }).click();
  await page.getByText(`Head 1: ⇒₅ asks (query)`).waitFor();

  // The first line is the mark's, the last column the last letter's.
  const cells = page.getByRole('slider', {
    name: 'cross · softmax: read and open single numbers',
    exact: true,
  });
  await cells.focus();
  for (let i = 0; i < 3; i++) await cells.press('ArrowRight');
  expect(await cells.getAttribute('aria-valuetext')).toMatch(new RegExp(`⇒₅ → ${letters[3]}₄: `));
  await page.getByText(`Head 1: ⇒₅ asks (query), ${letters[3]}₄ is asked (key).`).waitFor();
  const line = page.getByRole('list', { name: 'What becomes of the score' });
  await line.getByRole('button', { name: /cross · scores/ }).click();
  await card(page).waitFor();
  expect((await checkSum(page)).terms).toBe(32); // a query of 32 numbers meets a key

  // Back as well: the answer's error reaches what was read.
  await page.getByRole('button', { name: 'Direction' }).click();
  await page.keyboard.press('Escape');
  await page
    .getByRole('list', { name: 'Backwards' })
    .getByRole('button', { name: /encoder · values/ })
    .click();
  await page.getByRole('heading', { name: 'Backwards: encoder · values' }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});

test('too few letters are asked for, in a box of its own: the sentence stays', async () => {
  const { page, troubles, close } = await open(
    'view=sentence&sentence=The%20cat%20sat.&rewriteLength=4&language=zh',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
    'sentence',
  );
  const box = page.getByRole('textbox', { name: '你的句子' });
  expect(await box.inputValue()).toBe('The cat sat.');
  await page.getByRole('button', { name: '编码器和解码器' }).click();
  await page.getByRole('heading', { name: '前向：交叉 · softmax' }).waitFor(PATIENT);
  expect(await box.inputValue()).toMatch(/^[a-j]{4}$/);
  await box.fill('ab猫');
  await page.getByText('编码器要读 4 个从 a 到 j 的字母。').waitFor();
  await box.fill('ab猫cdea');
  await page.getByText('末尾 2 个没有放进去').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '新网络，按词' }).click();
  expect(await box.inputValue()).toBe('The cat sat.');
  expect(troubles).toEqual([]);
  await close();
});
