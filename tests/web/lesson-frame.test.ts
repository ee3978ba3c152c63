// A teacher makes links and frames of a lesson by pressing; a page on another origin shows what its frame names.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frameCode } from '../../web/lessons/frame';
import { WIDGETS } from '../../web/lessons/widgets';
import en from '../../web/locales/lessons/en.json';
import zh from '../../web/locales/lessons/zh.json';
import { violations } from './axe';
import { type Host, host } from './host';
import { begin, end, open } from './page';

let outside: Host;
let folder = '';

beforeAll(async () => {
  await begin();
  folder = mkdtempSync(join(tmpdir(), 'frame-'));
  outside = await host({ folder, at: '/' });
});
afterAll(async () => {
  await outside?.close();
  rmSync(folder, { recursive: true, force: true });
  await end();
});

const PATIENT = { timeout: 30_000 };
const LONG = 90_000;
const LESSON = '14-learn-or-memorise';

// The code that the page makes, as it is pasted into a page elsewhere.
async function framed(what: string | RegExp, withheld: boolean, step = 'lot') {
  const { page, close } = await open(
    `view=lessons&lesson=${LESSON}&lessonStep=${step}`,
    { permissions: ['clipboard-read', 'clipboard-write'] },
    'lessons',
  );
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const choice = page.getByRole('combobox', { name: 'Frame' });
  const names = await choice.getByRole('option').allTextContents();
  const label = names.map((name) => name.trim()).find((name) => name === what || name.match(what));
  await choice.selectOption({ label: label ?? '' });
  if (withheld) await page.getByRole('checkbox', { name: /Withhold/ }).check();
  await page.getByRole('button', { name: 'Copy the code' }).click();
  await page.getByText('Copied.').waitFor();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(await page.getByRole('textbox', { name: /Code for any page/ }).inputValue()).toBe(code);
  writeFileSync(join(folder, 'index.html'), `<!doctype html><title>elsewhere</title>${code}`);
  return { page, code, close };
}

// In the page that has it pasted in, on its own origin.
async function elsewhere(page: Page, look: (inside: FrameLocator) => Promise<void>): Promise<void> {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(`${outside.origin}/`);
  await look(page.frameLocator('iframe'));
  expect(troubles).toEqual([]);
}

test('a lesson in a page elsewhere', { timeout: LONG }, async () => {
  const { page, code, close } = await framed('The lesson', false);
  expect(code).toMatch(/^<iframe title="[^"]+" src="[^"]+" style="[^"]+"><\/iframe>$/);
  await elsewhere(page, async (inside) => {
    await inside.getByRole('heading', { name: 'First, the real thing' }).waitFor(PATIENT); // its first step
    await inside.getByRole('button', { name: 'Next' }).click();
    await inside.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor();
    await inside.getByRole('button', { name: 'About 10 %' }).click();
    await inside.getByRole('button', { name: 'Look at the other answers too' }).waitFor();
  });
  await close();
});

test('the code says the language that is read and the controls that are held', () => {
  const code = frameCode({
    ...{ title: 'x', page: 'https://a.example/', lesson: LESSON, step: '', only: '' },
    ...{ answers: true, language: 'zh', holds: 'rate:fixed' },
  });
  expect(code).toContain('language=zh');
  expect(code).toContain('classHolds=rate%3Afixed');
});

test('a widget alone says nothing of a step before it', { timeout: LONG }, async () => {
  const { page, close } = await framed(/Curves|curves/, false, 'unseen');
  await elsewhere(page, async (inside) => {
    await inside.locator('gn-curves').waitFor(PATIENT);
    expect(await inside.getByText('This step goes on from').count()).toBe(0);
  });
  await close();
});

test('one step of it, its answers withheld', { timeout: LONG }, async () => {
  const { page, close } = await framed('This step alone', true);
  await elsewhere(page, async (inside) => {
    await inside.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor(PATIENT);
    expect(await inside.getByRole('button', { name: 'Next' }).count()).toBe(0);
    expect(await inside.getByRole('button', { name: 'All lessons' }).count()).toBe(0);
    await inside.getByRole('button', { name: 'All of them' }).click();
    await inside.getByText('Answer noted.').waitFor();
    expect(await inside.getByRole('button', { name: 'Hint' }).count()).toBe(0); // its only one tells what to do
    expect(await inside.getByRole('button', { name: 'Show a solution' }).count()).toBe(0);
    // Nor does a press in the frame bring them back.
    await inside.getByRole('button', { name: 'More', exact: true }).click();
    expect(await inside.getByRole('checkbox', { name: /Withhold/ }).isDisabled()).toBe(true);
  });
  await close();
});

test('one widget of it, which runs without the question that its step asks first', {
  timeout: LONG,
}, async () => {
  const { page, close } = await framed(/^One widget: Play and step/, false);
  await elsewhere(page, async (inside) => {
    const run = inside.getByRole('button', { name: 'Teach it' });
    await run.waitFor(PATIENT);
    expect(await inside.getByRole('heading', { level: 2 }).count()).toBe(0); // no text
    await expect.poll(() => run.isEnabled(), PATIENT).toBe(true);
    await run.click();
    await inside
      .locator('gn-transport .now')
      .filter({ hasNotText: /^\s*0 steps/ })
      .waitFor(PATIENT);
  });
  await close();
});

test('Share → For a class withholds the answers of the lesson that is open', { timeout: LONG }, async () => {
  const { page, close } = await open(`view=lessons&lesson=${LESSON}&lessonStep=lot`, {}, 'lessons');
  await page.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByText('For a class').click();
  await page.getByRole('checkbox', { name: /Withhold the lesson/ }).check();
  const link = page.getByRole('textbox', { name: 'Link' });
  await expect.poll(() => link.inputValue()).toContain('lessonAnswers=0');
  const address = await link.inputValue();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'All of them' }).click();
  await page.getByText('there is room for 1,000 answers').waitFor(); // this page stays as it is
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByText('Answer noted.').waitFor(PATIENT);
  expect(await page.getByText('there is room for 1,000 answers').count()).toBe(0);
  await close();
});

test.each([
  ['en', 'More', 'Share', 'For a class', /Withhold/, /^This is no lock/],
  ['zh', '更多', '分享', '给一个班级用', /不显示.*对错/, /^这不是锁/],
] as const)(
  'where answers are withheld it says that this is no lock, %s',
  { timeout: LONG },
  async (language, more, share, forClass, withhold, says) => {
    const { page, close } = await open(
      `view=lessons&lesson=${LESSON}&lessonStep=lot&language=${language}`,
      {},
      'lessons',
    );
    const described = (box: Locator) =>
      box.evaluate((each) => {
        const root = each.getRootNode() as ShadowRoot;
        return root.getElementById(each.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
      });
    await page.getByRole('button', { name: more, exact: true }).click();
    expect(await described(page.getByRole('checkbox', { name: withhold }))).toMatch(says);
    await page.getByRole('button', { name: share, exact: true }).click();
    await page.getByText(forClass).click();
    const box = page.locator('gn-share').getByRole('checkbox', { name: withhold });
    expect(await described(box)).toMatch(says);
    await page.locator('gn-share').getByText(says).waitFor();
    await close();
  },
);

test('every widget has a name in both languages', () => {
  for (const name of Object.keys(WIDGETS)) {
    expect([name, `widget.${name}` in en]).toEqual([name, true]);
    expect([name, `widget.${name}` in zh]).toEqual([name, true]);
  }
});

test('axe-core finds nothing where the code is made, light and dark', { timeout: LONG }, async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, close } = await open(
      `view=lessons&lesson=${LESSON}&lessonStep=lot`,
      { colorScheme, viewport: { width: 390, height: 844 }, bypassCSP: true },
      'lessons',
    );
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name: 'Copy the code' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  }
});
