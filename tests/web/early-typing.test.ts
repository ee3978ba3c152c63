// What is typed before a worker or a kept text is there stays in its box.
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 60_000 };
const RHYME = 'the cat sat on the mat.\nthe dog sat on the log.\nthe hen sat in the pen.\n'.repeat(30);
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const ready = (page: Page) =>
  expect.poll(() => page.getByRole('button', { name: 'Teach it' }).isEnabled(), PATIENT).toBe(true);

// A file that comes only when it is let through.
async function held(page: Page, files: string): Promise<() => Promise<void>> {
  const routes: Route[] = [];
  let passes = false;
  await page.route(files, async (route) => {
    if (passes) await route.continue();
    else routes.push(route);
  });
  return async () => {
    passes = true;
    await Promise.all(routes.map((route) => route.continue()));
  };
}

test('a small GPT that comes late goes on with what was typed meanwhile', async () => {
  const { page, close } = await open('view=text', {}, 'text');
  const release = await held(page, '**/glassnet-*.wasm');
  await page.reload();
  await page.getByRole('button', { name: 'A small GPT' }).click();
  await box(page, 'Write with it').fill('Zac');
  await page.getByRole('button', { name: 'Your own', exact: true }).click();
  await box(page, 'Your own text').fill(RHYME);
  await page.getByRole('button', { name: 'First names' }).click();
  await release();
  await ready(page);
  expect(await box(page, 'Write with it').inputValue()).toBe('Zac');
  await page.getByRole('button', { name: 'Your own', exact: true }).click();
  expect(await box(page, 'Your own text').inputValue()).toBe(RHYME);
  await close();
}, 120_000);

test('another text that comes late is begun with what was typed for it', async () => {
  const { page, close } = await open('view=gpt', {}, 'gpt');
  await ready(page);
  const release = await held(page, '**/moby-dick.txt*');
  await page.getByRole('button', { name: 'Moby-Dick' }).click();
  await box(page, 'Write with it').fill('Call me ');
  await release();
  await page.getByText(/characters, \d+ different/).waitFor();
  await ready(page);
  expect(await box(page, 'Write with it').inputValue()).toBe('Call me ');
  await close();
}, 120_000);

test('the text box keeps what is typed while the page’s language changes', async () => {
  const { page, close } = await open('view=text', {}, 'text');
  await box(page, 'Your text').fill('neither sample');
  await page.evaluate(() => {
    location.hash = location.hash.includes('language=')
      ? location.hash.replace('language=en', 'language=zh')
      : `${location.hash || '#v=1'}&language=zh`;
  });
  await page.getByRole('textbox', { name: '你的文字' }).waitFor();
  expect(await page.getByRole('textbox', { name: '你的文字' }).inputValue()).toBe('neither sample');
  await close();
});

test('a box that is emptied stays empty, and what is typed then stands alone', async () => {
  for (const [view, name] of [
    ['sentence', 'Your sentence'],
    ['vectors', 'Your text'],
  ] as const) {
    const { page, close } = await open(`view=${view}`, {}, view);
    await box(page, name).fill('Hi');
    await page.waitForTimeout(400);
    await box(page, name).press('Control+A');
    await box(page, name).press('Delete');
    await page.waitForTimeout(400);
    expect(await box(page, name).inputValue(), view).toBe('');
    await box(page, name).pressSequentially('Yo');
    await page.waitForTimeout(400);
    expect(await box(page, name).inputValue(), view).toBe('Yo');
    await close();
  }
}, 120_000);
