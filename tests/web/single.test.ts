// The page as one file, opened from a disk: no server, no network, no other file.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSingle } from './host';
import { answer, drawWithMouse, ONE, SEVEN } from './page';

let browser: Browser;
let folder = '';
let address = '';

beforeAll(async () => {
  const built = buildSingle();
  // Alone in a folder whose name is no plain address.
  folder = mkdtempSync(join(tmpdir(), 'a lesson 数字 #1 '));
  const file = join(folder, 'glassnet.html');
  copyFileSync(built, file);
  address = String(pathToFileURL(file));
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

async function visit(hash: string, run: (page: Page, troubles: string[]) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    offline: true,
  });
  try {
    const page = await context.newPage();
    const troubles: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => asked.push(request.url().split('#')[0] ?? ''));
    await page.goto(address + hash);
    await page.getByRole('list', { name: /Probability|概率/ }).waitFor();
    await run(page, troubles);
    expect(troubles).toEqual([]);
    expect(asked.filter((url) => url !== address && !/^(data:font\/|blob:)/.test(url))).toEqual([]);
  } finally {
    await context.close();
  }
}

describe('one file from a disk, offline', () => {
  test('a digit is drawn and read; models, test digits and both languages are inside', () =>
    visit('', async (page) => {
      await page.getByText(/of 1,000 right/).waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      expect((await answer(page)).digit).toBe(7);
      for (const [name, parameters] of [
        ['784-128-10', '101,770'],
        ['LeNet-5', '61,706'],
      ] as const) {
        await page.getByRole('radio', { name }).check();
        await page.getByText(parameters).first().waitFor();
        expect((await answer(page)).digit).toBe(7);
      }
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('button', { name: '清空' }).click();
      await drawWithMouse(page, ONE);
      expect((await answer(page)).digit).toBe(1);
    }));

  test('text is cut; GPT-2’s vocabulary and the poems are inside, of what is not it says so', () =>
    visit('#v=1&view=draw', async (page) => {
      await page.getByRole('button', { name: 'Text', exact: true }).click();
      await page.getByRole('textbox', { name: 'Your text' }).fill('Hello, 世界');
      await page.getByRole('button', { name: /^Fetch GPT-2/ }).click();
      await page.getByRole('button', { name: 'Hello, id 15496' }).waitFor();
      const corpus = page.getByRole('combobox', { name: 'Vocabularies learnt from' });
      await corpus.selectOption('300 Tang poems');
      await page.getByText(/^\s*[1-4] of 5 are not in the vocabulary/).waitFor();
      await corpus.selectOption('Moby-Dick');
      await page.getByText('This page is a single file').waitFor();
      await page.getByText('holds every word of your text').waitFor();
    }));

  test('a small GPT learns the poems, each layer answers, and a sentence is stepped through it', () =>
    visit('#v=1&view=draw&gpt=tang-poems', async (page) => {
      await page.getByRole('button', { name: 'Text', exact: true }).click();
      await page.getByRole('button', { name: 'A small GPT' }).click();
      await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: '1 step' }).click();
      await page.getByText('What each layer would answer').click();
      const lens = page.getByRole('table', { name: 'What each layer would answer' });
      await lens.getByRole('button', { name: /^1: MLP, after 月 \(place 2\)/ }).click();
      await page.getByRole('list', { name: 'Its likeliest answers there' }).waitFor();
      await page.getByRole('button', { name: 'Step through it, operation by operation' }).click();
      await page.getByRole('button', { name: 'Forwards: 1 · scores', exact: true }).click();
      await page.getByRole('slider', { name: /^1 · scores, head 1/ }).press('Enter');
      await page.getByText('the same number as in the network').waitFor();
    }));

  test('a link into it opens what it says', () =>
    visit('#v=1&model=lenet5&weights=plain', async (page) => {
      await page.getByText('61,706').first().waitFor();
      expect(await page.getByRole('radio', { name: 'LeNet-5' }).isChecked()).toBe(true);
    }));

  test('the drawing survives a reload', () =>
    visit('', async (page) => {
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      const before = (await answer(page)).shares;
      await page.waitForTimeout(400);
      await page.reload();
      await page.getByRole('list', { name: /Probability/ }).waitFor();
      await expect.poll(async () => (await answer(page)).shares).toEqual(before);
    }));

  test('its policy lets no other script run, and nothing out', () =>
    visit('', async (page, troubles) => {
      const refused = await page.evaluate(async () => {
        const directives: string[] = [];
        addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'globalThis.ran = true';
        document.body.append(script);
        await fetch('https://example.org/').catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 50));
        return [...directives, 'ran' in globalThis];
      });
      expect(refused).toEqual(['script-src-elem', 'connect-src', false]);
      troubles.length = 0;
    }));
});
