// Text: cut by each method, merges learnt one by one, tokens counted; what is in the box survives a reload and a link.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open, saved } from './page';

beforeAll(begin);
afterAll(end);

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const packages = createRequire(at('tools/data/package.json'));
const { Tiktoken } = packages('js-tiktoken/lite');
const tiktoken = new Tiktoken(packages('js-tiktoken/ranks/gpt2'));
const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const box = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const tokens = (page: Page, method: string) =>
  page.getByRole('group', { name: `Tokens: ${method}`, exact: true }).getByRole('button');
const shown = (page: Page, method: string) =>
  tokens(page, method).evaluateAll((all) => all.map((each) => each.textContent?.trim() ?? ''));
const names = (page: Page, method: string) =>
  tokens(page, method).evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
const row = (page: Page, method: string) =>
  page.locator('gn-text-row').filter({ has: page.getByRole('heading', { name: method, exact: true }) });
const size = async (page: Page, method: string) =>
  Number(((await row(page, method).locator('.size b').textContent()) ?? '').replaceAll(',', ''));
const slide = (page: Page, name: string, to: number) => page.getByRole('slider', { name }).fill(String(to));

// All text of the page, in whatever roots.
const everything = (page: Page) =>
  page.evaluate(() => {
    const walk = (node: Node): string =>
      node instanceof Text
        ? node.data
        : [
            ...(node instanceof Element && node.shadowRoot ? [walk(node.shadowRoot)] : []),
            ...[...node.childNodes].map(walk),
          ].join('');
    return walk(document.body);
  });

const MIXED = 'Naïve café: 人工智能 👩‍👩‍👧 e\u0301 ½ 🇨🇳\n\tfor i in x:  # 注释';

test('a text is cut by every method at once, GPT-2’s ids are those of js-tiktoken', LONG, async () => {
  const { page, troubles, close } = await open('view=text', {}, 'text');
  // Something true before anything is touched.
  await expect.poll(() => size(page, 'Bytes')).toBeGreaterThan(100);
  await box(page).fill(MIXED);
  await press(page, 'Fetch GPT-2’s vocabulary (200 kB)');
  await expect.poll(() => size(page, 'BPE of GPT-2'), PATIENT).toBe(tiktoken.encode(MIXED).length);
  expect(await size(page, 'Bytes')).toBe(Buffer.byteLength(MIXED));
  expect(await size(page, 'Characters')).toBe([...MIXED].length);
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  expect(await size(page, 'Words, found by the browser')).toBe([...segmenter.segment(MIXED)].length);
  // No character that is not there.
  expect(await everything(page)).not.toContain('\ufffd');
  await press(page, 'Show ids');
  expect((await shown(page, 'BPE of GPT-2')).map(Number)).toEqual(tiktoken.encode(MIXED));
  expect((await shown(page, 'Bytes')).map(Number)).toEqual([...Buffer.from(MIXED)].slice(0, 80));
  expect((await shown(page, 'Characters')).map(Number)).toEqual(
    [...MIXED].map((each) => each.codePointAt(0)).slice(0, 80),
  );
  expect(troubles).toEqual([]);
  await close();
});

test('emoji, Chinese and half of a pair: parts in hex beneath which the character stands', LONG, async () => {
  const { page, troubles, close } = await open('view=text&textGpt2=1', {}, 'text');
  await box(page).fill('智👩‍👧\u00a0x');
  await expect.poll(() => size(page, 'Characters')).toBe(6);
  expect(await names(page, 'Bytes')).toContain('E6, id 230');
  const whole = row(page, 'Bytes').locator('.whole').first();
  expect((await whole.textContent())?.replaceAll(/\s+/g, '')).toBe('E699BA智');
  expect(await names(page, 'Characters')).toEqual([
    '智, id 26234',
    '👩, id 128105',
    'U+200D, id 8205',
    '👧, id 128103',
    '⍽, id 160',
    'x, id 120',
  ]);
  await tokens(page, 'Bytes').nth(1).hover();
  const card = page.getByRole('complementary', { name: 'The token' });
  await card.getByText('a part of 智').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await card.getByText('Point at a token').waitFor();
  await box(page).evaluate((area: HTMLTextAreaElement) => {
    area.value = 'a\ud83d';
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect.poll(() => names(page, 'Characters')).toEqual(['a, id 97', 'U+FFFD, id 65533']);
  await box(page).fill('');
  await expect.poll(() => row(page, 'Characters').getByText('There is nothing here yet.').count()).toBe(1);
  expect(troubles).toEqual([]);
  await close();
});

test('a token opens: id, bytes, characters, how often, and the merges it was made of', LONG, async () => {
  const { page, troubles, close } = await open('view=text&textGpt2=1', {}, 'text');
  await box(page).fill('play playground play');
  await expect
    .poll(() => size(page, 'BPE of GPT-2'), PATIENT)
    .toBe(tiktoken.encode('play playground play').length);
  const [, id] = tiktoken.encode('play playground');
  await tokens(page, 'BPE of GPT-2').nth(1).hover();
  const card = page.getByRole('complementary', { name: 'The token' });
  await card.getByText(String(id)).waitFor();
  await card.getByText('20 70 6C 61 79 67 72 6F 75 6E 64').waitFor();
  await card.getByText('U+0067').waitFor();
  await card.getByRole('region', { name: 'Made by merges' }).getByText('ground', { exact: true }).waitFor();
  // By keys, too.
  await tokens(page, 'Words').first().focus();
  await card.getByText('70 6C 61 79', { exact: true }).waitFor();
  await card.getByText('2 ×').waitFor();
  await page.keyboard.press('ArrowRight');
  await card.getByText('U+0020').waitFor();
  await page.keyboard.press('End');
  await card.getByText('token 5').waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test(
  'merges, one by one: those of the command line; back, forwards, to the end, from the start',
  LONG,
  async () => {
    const text = 'the cat sat on the mat, the cat ate the rat';
    const path = join(tmpdir(), `glassnet-merges-${process.pid}.txt`);
    writeFileSync(path, text);
    const run = spawnSync(at('build/release/glassnet'), ['bpe', '--text', path, '--merges', '500']);
    const lines = run.stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const expected = lines
      .filter(({ merge }) => merge)
      .map(({ text, count }) => [text.replaceAll(' ', '·'), count]);
    const { page, troubles, close } = await open('view=text&textStage=learn&textMerges=0', {}, 'text');
    await box(page).fill(text);
    await page.getByText('No merge yet').waitFor();
    await expect.poll(() => tokens(page, 'BPE, learnt here').count()).toBe(text.length);
    const pairs = page.getByRole('region', { name: 'Commonest pairs now' }).getByRole('listitem');
    expect(await pairs.count()).toBe(8);
    const list = page
      .getByRole('region', { name: 'Merges so far' })
      .getByRole('listitem')
      .getByRole('button');
    const next = await pairs.first().getAttribute('aria-label');
    for (const i of [1, 2, 3]) {
      await press(page, 'One merge');
      await expect.poll(() => list.count()).toBe(i);
    }
    expect(next).toBe(
      't and h: 4 times, joined next'.replace(
        't and h: 4',
        `${expected[0]?.[0]?.[0]} and ${expected[0]?.[0]?.[1]}: ${expected[0]?.[1]}`,
      ),
    );
    await slide(page, 'Merges', 999);
    await page.getByText('Nothing is left to join').waitFor();
    const made = await list.evaluateAll((all) =>
      all.map((each) => [
        [...each.querySelectorAll('.chip')].at(-1)?.textContent?.replaceAll(/\s+/g, ''),
        Number(each.querySelector('.n')?.textContent),
      ]),
    );
    expect(made.reverse()).toEqual(expected);
    const fewest = await tokens(page, 'BPE, learnt here').count();
    expect(fewest).toBe(lines.at(-1).tokens);
    await slide(page, 'Merges', 2);
    await expect.poll(() => list.count()).toBe(2);
    expect(await tokens(page, 'BPE, learnt here').count()).toBeGreaterThan(fewest);
    await press(page, 'Start over');
    await expect.poll(() => tokens(page, 'BPE, learnt here').count()).toBe(text.length);
    await slide(page, 'Speed', 5);
    await press(page, 'Play');
    await page.getByText('Nothing is left to join').waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    // A merge of the list opens.
    await list.first().click();
    await page.getByRole('complementary', { name: 'The token' }).getByText('Made by merges').waitFor();
    expect(troubles).toEqual([]);
    await close();
  },
);

test('learnt from Moby-Dick: words it does not have are unknown, BPE has none', LONG, async () => {
  const { page, troubles, close } = await open('view=text', {}, 'text');
  await box(page).fill('The white whale and the smartphone');
  await page.getByText('holds every word of your text').waitFor();
  await page.getByRole('combobox', { name: 'Vocabularies learnt from' }).selectOption('Moby-Dick');
  await page.getByText(/^\s*1 of 11 are not in the vocabulary/).waitFor(PATIENT);
  expect((await names(page, 'Words')).at(-1)).toBe('unknown word: smartphone, id 0');
  await slide(page, 'Vocabulary', 0);
  await page.getByText(/^\s*[2-6] of 11 are not in the vocabulary/).waitFor();
  expect((await names(page, 'BPE, learnt here')).join()).not.toContain('unknown');
  // 1,000 merges of 1.2 MB, while the page can be used.
  await press(page, /merges: see how/);
  await slide(page, 'Merges', 1000);
  await expect.poll(() => page.getByText(/merge 1,000/).count(), PATIENT).toBeGreaterThan(0);
  expect(troubles).toEqual([]);
  await close();
});

test('counted: sorted, with shares; the plot is read by keys and leaves as CSV', LONG, async () => {
  const { page, troubles, close } = await open('view=text&textStage=count', {}, 'text');
  await box(page).fill('a b a c a b, a');
  const table = page.getByRole('group', { name: 'Tokens by frequency' });
  await expect
    .poll(() =>
      table
        .getByRole('row')
        .evaluateAll((all) => all.map((each) => each.textContent?.replaceAll(/\s+/g, ' ').trim())),
    )
    .toEqual(['rank token id count share', '1 a 2 4 57.14 %', '2 b 3 2 28.57 %', '3 c 4 1 14.29 %']);
  await page.getByRole('radio', { name: 'Characters' }).click();
  await page.getByText('14 tokens, 5 different ones; 2 of those are there only once.').waitFor();
  const plot = page.getByRole('img', { name: /^Frequency over rank/ });
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Rank 1: ·, 6 times, 42.86 %').waitFor();
  const path = await (await saved(page, 'Frequency over rank', 'CSV')).path();
  expect(readFileSync(path, 'utf8').split('\n').slice(0, 3)).toEqual([
    'rank,token,id,count,share (0 to 1)',
    `1,·,32,6,${6 / 14}`,
    `2,a,97,4,${4 / 14}`,
  ]);
  await page.getByRole('combobox', { name: 'Counted' }).selectOption('300 Tang poems');
  await page.getByRole('radio', { name: 'Words, found by the browser' }).click();
  await page.getByText(/^\s*[\d,]{6,} tokens/).waitFor(PATIENT);
  expect(troubles).toEqual([]);
  await close();
});

describe('what is in the box', () => {
  const SHORT = 'Mine: 你好 & more=1 # 🙂';

  test('short: after a reload, and by a link', LONG, async () => {
    const { page, troubles, close } = await open('view=text', {}, 'text');
    await box(page).fill(SHORT);
    await expect.poll(() => page.url()).toContain('textSample=own');
    await page.reload();
    await expect.poll(() => box(page).inputValue()).toBe(SHORT);
    const there = await open(page.url().split('#v=1&')[1] ?? '', {}, 'text');
    await expect.poll(() => box(there.page).inputValue()).toBe(SHORT);
    await expect.poll(() => size(there.page, 'Characters')).toBe([...SHORT].length);
    expect(troubles).toEqual([]);
    await there.close();
    await close();
  });

  test('long: after a reload; that no link carries it is said on both sides', LONG, async () => {
    const { page, close } = await open('view=text', {}, 'text');
    const long = '一段很长的文字。'.repeat(2000);
    await box(page).fill(long);
    await page.getByText('Too long for a link').waitFor();
    await expect.poll(() => page.url()).toContain('textLong=16000');
    await page.reload();
    await expect.poll(() => box(page).inputValue()).toBe(long);
    const there = await open(page.url().split('#v=1&')[1] ?? '', {}, 'text');
    await there.page.getByText('too long for its link and is not on this device').waitFor();
    expect(await box(there.page).inputValue()).toContain('woodchuck');
    await there.close();
    await close();
  });

  test('one’s own text comes back after a look at a sample, over a reload too', LONG, async () => {
    const { page, close } = await open('view=text', {}, 'text');
    const own = page.getByRole('group', { name: 'Texts to try' }).getByRole('button', { name: 'Your own' });
    expect(await own.count()).toBe(0);
    await box(page).fill('my own precious text');
    await press(page, 'Chinese'); // at once
    await own.click();
    expect(await box(page).inputValue()).toBe('my own precious text');
    await expect.poll(() => own.getAttribute('aria-pressed')).toBe('true');
    await press(page, 'Code');
    await page.reload();
    await own.click();
    expect(await box(page).inputValue()).toBe('my own precious text');
    await box(page).fill('too long for a link. '.repeat(500).slice(0, 9000));
    await press(page, 'Emoji');
    await own.click();
    expect((await box(page).inputValue()).length).toBe(9000);
    await close();
  });

  test('samples, in the page’s language until something is typed', LONG, async () => {
    const { page, close } = await open('view=text', {}, 'text');
    expect(await box(page).inputValue()).toContain('woodchuck');
    await press(page, '中文');
    await expect.poll(() => page.getByRole('textbox', { name: '你的文字' }).inputValue()).toContain('吃葡萄');
    await press(page, '代码');
    await press(page, 'EN, English');
    await expect.poll(() => box(page).inputValue()).toContain('def count');
    await close();
  });
});

test('a killed worker is said, and all is there again', LONG, async () => {
  const { page, close } = await open('view=text&textGpt2=1&textMerges=9', {}, 'text');
  await expect.poll(() => size(page, 'BPE of GPT-2'), PATIENT).toBeGreaterThan(10);
  await box(page).fill('still here, still here');
  for (const worker of page.workers()) await worker.evaluate(() => globalThis.close()).catch(() => undefined);
  await page.getByRole('alert').filter({ hasText: 'has stopped' }).waitFor();
  await box(page).fill('still here, and more');
  await press(page, 'Try again');
  await expect.poll(() => size(page, 'Characters'), PATIENT).toBe(20);
  await expect
    .poll(() => size(page, 'BPE of GPT-2'), PATIENT)
    .toBe(tiktoken.encode('still here, and more').length);
  await page.getByRole('button', { name: /^9 merges/ }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await close();
});

test(
  'offline, the vocabulary and a corpus are said to be away, and come when there is a connection',
  LONG,
  async () => {
    const { page, close } = await open('view=text', {}, 'text');
    await expect.poll(() => size(page, 'Words')).toBeGreaterThan(10);
    await page.context().setOffline(true);
    await press(page, 'Fetch GPT-2’s vocabulary (200 kB)');
    await page.getByRole('alert').filter({ hasText: 'There is no connection' }).waitFor();
    await box(page).fill('all the rest goes on');
    await expect.poll(() => size(page, 'Words')).toBe(9);
    await page.context().setOffline(false);
    await row(page, 'BPE of GPT-2').getByRole('button', { name: 'Try again' }).click();
    await expect
      .poll(() => size(page, 'BPE of GPT-2'), PATIENT)
      .toBe(tiktoken.encode('all the rest goes on').length);
    await close();
  },
);

test('1 MB is pasted: all of it is cut, a part drawn, and the page stays smooth', LONG, async () => {
  const { page, troubles, close } = await open('view=text&textGpt2=1', {}, 'text');
  await expect.poll(() => size(page, 'BPE of GPT-2'), PATIENT).toBeGreaterThan(10);
  const text = readFileSync(at('build/data/text/moby-dick.txt'), 'utf8').slice(0, 1_000_000);
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))),
    ).observe({ type: 'longtask' });
  });
  const began = performance.now();
  await box(page).evaluate((area: HTMLTextAreaElement, pasted: string) => {
    area.focus();
    area.select();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await expect.poll(() => size(page, 'BPE of GPT-2'), PATIENT).toBeGreaterThan(200_000);
  const cut = performance.now() - began;
  await expect.poll(() => size(page, 'BPE, learnt here'), PATIENT).toBeGreaterThan(200_000);
  expect(await size(page, 'Characters')).toBe([...text].length);
  expect(await tokens(page, 'Bytes').count()).toBe(80);
  await row(page, 'BPE of GPT-2')
    .getByRole('button', { name: /^and [\d,]+ more$/ })
    .click();
  await expect.poll(() => tokens(page, 'BPE of GPT-2').count()).toBe(400);
  await row(page, 'BPE of GPT-2').getByRole('button', { name: 'The last tokens' }).click();
  const all = await size(page, 'BPE of GPT-2');
  await row(page, 'BPE of GPT-2')
    .getByText(`of ${all.toLocaleString('en')}`)
    .waitFor();
  // The box shows where it begins; what was there before comes back.
  await page.getByText('the box shows its first 4,000 letters').waitFor();
  expect((await box(page).inputValue()).length).toBe(4001);
  await press(page, 'Take it out again');
  await expect.poll(() => box(page).inputValue()).toContain('woodchuck');
  // The latest input is what is shown, whatever was being cut.
  await box(page).fill('the latest');
  await expect.poll(() => size(page, 'Characters')).toBe(10);
  const long = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  console.log(`1 MB cut in ${Math.round(cut)} ms; long tasks of the page, ms: ${long.join(', ') || 'none'}`);
  expect(troubles).toEqual([]);
  await close();
});

describe('axe-core finds nothing, and nothing runs over the side', () => {
  // Each two of language, theme and width meet once.
  for (const [language, theme, width] of [
    ['en', 'light', 1280],
    ['en', 'dark', 390],
    ['zh', 'light', 390],
    ['zh', 'dark', 1280],
  ] as const)
    test(`${language}, ${theme}, ${width} px`, LONG, async () => {
      const { page, close } = await open(
        `view=text&textSample=mixed&textGpt2=1&language=${language}&theme=${theme}`,
        { viewport: { width, height: 800 }, bypassCSP: true },
        'text',
      );
      for (const stage of ['cut', 'learn', 'count'] as const) {
        await page
          .getByRole('button', {
            name: { cut: /^(Cut|切分)$/, learn: /^(Learn merges|学习合并)$/, count: /^(Count|统计)$/ }[stage],
          })
          .click();
        if (stage !== 'count') await page.locator('gn-chips .chip').nth(5).focus();
        await page.waitForTimeout(300);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(over, stage).toBeLessThanOrEqual(0);
        expect(await violations(page), stage).toEqual([]);
      }
      await close();
    });
});

test('no text of the view is written into its code', LONG, async () => {
  const { page, close } = await open('view=text&language=pseudo', {}, 'text');
  await page.getByRole('textbox').waitFor();
  await expect.poll(() => page.locator('gn-text-row h2').count()).toBeGreaterThan(3);
  const unmarked = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (node: Node) => {
      if (node instanceof Element && ['textarea', 'gn-chips', 'style'].includes(node.localName)) return;
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      if (node instanceof Text) found.push(node.data);
      for (const child of node.childNodes) walk(child);
    };
    const view = document.querySelector('gn-app')?.shadowRoot?.querySelector('gn-text-view');
    if (view) walk(view);
    return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !text.includes('⟦'));
  });
  expect(unmarked.filter((text) => !/^(glassnet|EN|中文)$/.test(text))).toEqual([]);
  await close();
});
