// Word vectors are taken away and come back: a run as a file, its vectors as word2vec's text, the same run from a link.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 60_000 };
const LONG = { timeout: 150_000 };
const RHYME = 'the cat sat on the mat . the dog sat on the log . 猫 坐 在 垫子 上 。 '.repeat(40);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const progress = (page: Page) =>
  page
    .getByRole('progressbar', { name: 'How much of the training' })
    .evaluate((bar) => (bar as HTMLProgressElement).value);
const near = (page: Page) =>
  page
    .getByRole('list', { name: /Words whose vectors/ })
    .getByRole('listitem')
    .allTextContents();

// Of the run that was kept last.
async function savedRun(page: Page): Promise<{ path: string; name: string }> {
  const run = page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem').first();
  await run.getByRole('button', { name: 'Export' }).click();
  return saved(page, 'Run file');
}

async function saved(page: Page, name: string): Promise<{ path: string; name: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  const path = join(tmpdir(), `glassnet-${process.pid}-${file.suggestedFilename()}`);
  await file.saveAs(path);
  return { path, name: file.suggestedFilename() };
}

const openFile = (page: Page, path: string) => page.locator('gn-runs input[type=file]').setInputFiles(path);

test('a run of a text of one’s own goes on from its file on another device', LONG, async () => {
  const { page, troubles, close } = await open('view=words&wordsPace=0', {}, 'words');
  await button(page, 'Your own text').click();
  await page.getByRole('textbox', { name: 'Your own text' }).fill(RHYME);
  await button(page, 'Learn this').click();
  await expect.poll(() => button(page, 'Start training').isEnabled(), PATIENT).toBe(true);
  for (let i = 0; i < 3; i++) await button(page, '1 step').click();
  await expect.poll(() => progress(page)).toBeGreaterThan(0);
  const [share, words] = [await progress(page), await near(page)];
  const run = await savedRun(page);
  expect(run.name).toMatch(/^glassnet-run-.*\.words\.json$/);
  // word2vec's text: both counts, then a word a line with its numbers.
  const vectors = await saved(page, 'Save the vectors as text');
  const [head = '', ...lines] = readFileSync(vectors.path, 'utf8').trimEnd().split('\n');
  const [n, width] = head.split(' ').map(Number);
  expect(lines.length).toBe(n);
  for (const line of lines) {
    const [word = '', ...numbers] = line.split(' ');
    expect(word).not.toBe('');
    expect(numbers.length).toBe(width);
    expect(numbers.every((each) => Number.isFinite(Number(each)))).toBe(true);
  }
  // The numbers are those of the run, to the last bit.
  const told = JSON.parse(readFileSync(run.path, 'utf8'));
  const bytes = Buffer.from(told.tables, 'base64');
  const first = Array.from({ length: width ?? 0 }, (_, i) => bytes.readFloatLE(4 * i));
  expect(
    lines[0]
      ?.split(' ')
      .slice(1)
      .map((each) => Math.fround(Number(each))),
  ).toEqual(first);
  // Reset, it comes back; and on another device with its text.
  await button(page, 'Reset').click();
  await expect.poll(() => progress(page), PATIENT).toBe(0);
  await openFile(page, run.path);
  await page.getByText('is in the list and on show; training goes on from there').waitFor();
  await expect.poll(() => progress(page)).toBe(share);
  expect(await near(page)).toEqual(words);
  expect(troubles).toEqual([]);
  await close();

  const other = await open('view=words&wordsPace=0', {}, 'words');
  await openFile(other.page, run.path);
  await other.page.getByText('is in the list and on show; training goes on from there').waitFor();
  await expect.poll(() => progress(other.page), PATIENT).toBe(share);
  expect(await near(other.page)).toEqual(words);
  expect(await other.page.getByRole('textbox', { name: 'Your own text' }).inputValue()).toBe(RHYME);
  await other.page.reload();
  await expect.poll(() => progress(other.page), PATIENT).toBe(share);
  await button(other.page, 'Go on').click();
  await expect.poll(() => progress(other.page), PATIENT).toBe(1);
  expect(other.troubles).toEqual([]);
  await other.close();
});

test('what is no run of word vectors is refused, and nothing changes', LONG, async () => {
  const { page, troubles, close } = await open('view=words&wordsPace=0&words=tang-poems', {}, 'words');
  await button(page, '1 step').click();
  const run = await savedRun(page);
  const told = JSON.parse(readFileSync(run.path, 'utf8'));
  const words = await near(page);
  const broken: readonly (readonly [string, RegExp])[] = [
    ['{', /not valid JSON/],
    ['[]', /is neither a run nor weights/],
    ['{"format":"glassnet run"}', /is of another view/],
    [JSON.stringify({ ...told, version: 99 }), /a newer version of the page/],
    [JSON.stringify({ ...told, tables: told.tables.slice(0, 400) }), /stands at “tables” makes no sense/],
    [
      JSON.stringify({ ...told, values: { ...told.values, rate: 1e9 } }),
      /stands at “values.rate” makes no sense/,
    ],
    [JSON.stringify({ ...told, source: 'pretrained' }), /stands at “source” makes no sense/],
  ];
  for (const [i, [text, said]] of broken.entries()) {
    const path = join(tmpdir(), `glassnet-${process.pid}-broken-${i}.json`);
    writeFileSync(path, text);
    await openFile(page, path);
    await page.getByRole('alert').getByText(said).waitFor();
    expect(await near(page)).toEqual(words);
  }
  // Words that are not those of the text: its settings are taken, and it begins anew.
  const path = join(tmpdir(), `glassnet-${process.pid}-other.json`);
  writeFileSync(path, JSON.stringify({ ...told, words: told.words.map((each: string) => `${each}x`) }));
  await openFile(page, path);
  await page.getByText('training begins anew').waitFor();
  expect(troubles).toEqual([]);
  await close();
});
