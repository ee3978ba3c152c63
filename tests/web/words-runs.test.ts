// Runs of word vectors as they are kept: by themselves, listed, compared, learnt once more to the same bits, loaded,
// renamed, deleted and brought back, over a reload; and what is said where there is no room.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENT = { timeout: 60_000 };
const LONG = { timeout: 150_000 };
const FULL = 'view=words&wordsPace=0';
const RHYME = 'the cat sat on the mat . the dog sat on the log . 猫 坐 在 垫子 上 。 '.repeat(40);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const items = (page: Page) =>
  page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem');
const facts = async (page: Page, i = 0) =>
  (await items(page).nth(i).locator('.facts').textContent())?.replace(/\s+/g, ' ') ?? '';
const act = (page: Page, i: number, name: string) =>
  items(page).nth(i).getByRole('button', { name, exact: true }).click();
const same = (page: Page, i: number) =>
  items(page).nth(i).getByText('The same to the last bit: all').waitFor(PATIENT);
const progress = (page: Page) =>
  page
    .getByRole('progressbar', { name: 'How much of the training' })
    .evaluate((bar) => (bar as HTMLProgressElement).value);
const near = (page: Page) =>
  page
    .getByRole('list', { name: /Words whose vectors/ })
    .getByRole('listitem')
    .allTextContents();

async function toTheEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Start training|Train anew|Go on)$/ }).click();
  await expect.poll(() => progress(page), PATIENT).toBe(1);
}

async function width(page: Page, value: string): Promise<void> {
  await button(page, 'Settings').click();
  const field = page.getByRole('textbox', { name: 'width' });
  await field.fill(value);
  await field.press('Enter');
}

test(
  'kept by itself, compared, made again to the bit, loaded, renamed, deleted and brought back',
  LONG,
  async () => {
    const { page, troubles, close } = await open(`${FULL}&words=tang-poems`, {}, 'words');
    await page.getByText('Runs are kept here by themselves').waitFor();
    await toTheEnd(page);
    await expect.poll(() => items(page).count(), PATIENT).toBe(1);
    const first = await near(page);
    for (const fact of ['Tang poems', 'words with a vector', 'words read', 'seed 1'])
      expect(await facts(page)).toContain(fact);
    expect(await facts(page)).not.toContain('width'); // as usual here
    expect(await items(page).first().locator('.end').textContent()).toMatch(/^\d\.\d{3}$/);
    // Another setting is another run; left before its end.
    await width(page, '16');
    await expect.poll(() => progress(page), PATIENT).toBe(0);
    for (let i = 0; i < 3; i++) await button(page, '1 step').click();
    await expect.poll(() => items(page).count(), PATIENT).toBe(2);
    await expect.poll(() => facts(page), PATIENT).toContain('width 16');
    for (const i of [0, 1]) await items(page).nth(i).getByRole('checkbox').check();
    await page.getByRole('img', { name: /^Loss of the runs \(nats a pair\)/ }).waitFor();
    const table = page.getByRole('region', { name: 'What differs' });
    expect(await table.getByRole('row', { name: /^width/ }).textContent()).toMatch(/16\s*32/);
    expect(await table.getByRole('row', { name: /^Seed/ }).count()).toBe(0);
    await act(page, 0, 'Rerun');
    await same(page, 0);
    await act(page, 1, 'Rerun');
    await same(page, 1);
    // By keys alone.
    await items(page).nth(1).getByRole('button', { name: 'Rename' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('horses');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem', { name: 'horses' }).waitFor();
    await act(page, 0, 'Delete');
    await expect.poll(() => items(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => items(page).count()).toBe(2);
    await page.reload();
    await expect.poll(() => items(page).count(), PATIENT).toBe(2);
    await page.getByRole('listitem', { name: 'horses' }).waitFor();
    // What goes on over the reload is the same run, and is still made again to the bit.
    await expect.poll(() => progress(page), PATIENT).toBeGreaterThan(0);
    const read = await facts(page);
    await button(page, '1 step').click();
    await expect.poll(() => facts(page), PATIENT).not.toBe(read);
    expect(await items(page).count()).toBe(2);
    await act(page, 0, 'Rerun');
    await same(page, 0);
    // Loaded, it is on show as it was, with its settings.
    await act(page, 1, 'Load');
    await items(page).nth(1).getByText('It is on show').waitFor(PATIENT);
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    expect(page.url()).not.toContain('wordsTrain');
    await expect.poll(() => near(page), PATIENT).toEqual(first);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('a run keeps its own text; loaded, it goes on as itself', LONG, async () => {
  const { page, troubles, close } = await open(FULL, {}, 'words');
  const learn = async (text: string) => {
    await button(page, 'Your own text').click();
    await page.getByRole('textbox', { name: 'Your own text' }).fill(text);
    await button(page, 'Learn this').click();
    await expect.poll(() => button(page, 'Start training').isEnabled(), PATIENT).toBe(true);
  };
  await learn(RHYME);
  for (let i = 0; i < 5; i++) await button(page, '1 step').click();
  await expect.poll(() => items(page).count(), PATIENT).toBe(1);
  const share = await progress(page);
  await learn(RHYME.replaceAll('cat', 'cow'));
  await act(page, 0, 'Rerun');
  await same(page, 0);
  await act(page, 0, 'Load');
  await items(page).first().getByText('It is on show').waitFor(PATIENT);
  expect(await page.getByRole('textbox', { name: 'Your own text' }).inputValue()).toBe(RHYME);
  await expect.poll(() => progress(page), PATIENT).toBe(share);
  await toTheEnd(page);
  await expect.poll(() => facts(page), PATIENT).not.toContain('5 words read');
  expect(await items(page).count()).toBe(1);
  await act(page, 0, 'Rerun');
  await same(page, 0);
  // Anew it is another run, and the one before stays.
  await button(page, 'Reset').click();
  await expect.poll(() => progress(page), PATIENT).toBe(0);
  await button(page, '1 step').click();
  await expect.poll(() => items(page).count(), PATIENT).toBe(2);
  expect(troubles).toEqual([]);
  await close();
});

test('where the device has no room, it is said, and the run stays as long as the page', LONG, async () => {
  const { page, troubles, close } = await open(`${FULL}&words=tang-poems`, {}, 'words');
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await button(page, '1 step').click();
  await page.getByText('This device has no room left for the page').waitFor(PATIENT);
  expect(await items(page).count()).toBe(1);
  await act(page, 0, 'Rerun');
  await same(page, 0);
  expect(troubles).toEqual([]);
  await close();
});

test('in Chinese, in the dark, on a phone: nothing runs over, and it is accessible', LONG, async () => {
  const { page, troubles, close } = await open(
    `${FULL}&words=tang-poems&language=zh`,
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, locale: 'zh-CN' },
    'words',
  );
  await page.getByRole('button', { name: '一步', exact: true }).click();
  const list = page.getByRole('list', { name: '保存在这台设备上的训练记录' });
  await expect.poll(() => list.getByRole('listitem').count(), PATIENT).toBe(1);
  await list.getByRole('button', { name: '导出', exact: true }).click();
  await list.getByRole('button', { name: '重跑', exact: true }).click();
  await list.getByText('逐位相同').waitFor(PATIENT);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});
