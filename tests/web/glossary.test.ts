// The words of the glossary, as lessons speak of them: each opens from the text by keyboard and by tap, says the word in
// both languages, stays on a phone's screen, and closes by Escape.
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessonNames, readGlossary, readLesson } from '../../tools/lessons/read.mjs';
import type { Block, LessonText } from '../../web/lessons/types';
import { begin, end, open } from './page';

const folder = fileURLToPath(new URL('../../lessons', import.meta.url));
const glossary = readGlossary(folder);
const lessons = lessonNames(folder).map((name) => readLesson(folder, name));
const LANGUAGES = ['en', 'zh'] as const;
type Language = (typeof LANGUAGES)[number];

const LONG = { timeout: 180_000 };
const PATIENT = { timeout: 30_000 };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

beforeAll(begin);
afterAll(end);

interface Spoken {
  readonly word: string;
  readonly text: string; // as it stands in the sentence
}

// Wherever it stands in it: in prose, questions, answers, goals or hints.
function wordsOf(said: unknown): Spoken[] {
  if (Array.isArray(said)) return said.flatMap(wordsOf);
  if (typeof said !== 'object' || said === null) return [];
  const { kind, word, text } = said as { kind?: unknown; word?: unknown; text?: unknown };
  if (kind === 'word') return [{ word: String(word), text: String(text) }];
  return Object.values(said).flatMap(wordsOf);
}

const different = (words: readonly Spoken[]): Spoken[] => [
  ...new Map(words.map((each) => [`${each.word} ${each.text}`, each])).values(),
];

const locale = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en-GB');

// It says the word twice, in its own language first, and what it means; none of it lies outside the screen.
async function reads(page: Page, { word }: Spoken, language: Language): Promise<void> {
  const said = glossary[word];
  const other = language === 'en' ? 'zh' : 'en';
  const note = page.locator('gn-word [popover]:popover-open');
  await expect.poll(() => note.textContent(), PATIENT).toContain(said?.[language].text ?? 'no such word');
  expect((await note.locator('b').textContent())?.trim()).toBe(said?.[language].word);
  expect((await note.locator('.other').textContent())?.trim()).toBe(said?.[other].word);
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  const box = await note.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? Number.NaN)).toBeLessThanOrEqual(width);
  expect((box?.y ?? 0) + (box?.height ?? Number.NaN)).toBeLessThanOrEqual(height);
}

const isOpen = (word: Locator) => word.getAttribute('aria-expanded');

async function closes(page: Page, word: Locator): Promise<void> {
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('gn-word [popover]:popover-open').count()).toBe(0);
  await expect.poll(() => isOpen(word)).toBe('false');
  expect(await word.evaluate((each) => each.matches(':focus'))).toBe(true);
}

test('every word that a lesson speaks of is in the glossary, under both its names', () => {
  for (const { name, text } of lessons)
    for (const language of LANGUAGES) {
      const missing = wordsOf(text[language]).filter(({ word }) => !glossary[word]);
      expect([name, language, missing]).toEqual([name, language, []]);
    }
  for (const { en, zh } of Object.values(glossary))
    expect([en.word, en.text, zh.word, zh.text].every(Boolean)).toBe(true);
});

// All of them in one text, which the page shows as it shows a lesson's: as lessons speak of them, and by their own names.
test.each(LANGUAGES)('every word opens and closes by keyboard on a phone, %s', LONG, async (language) => {
  const named = Object.entries(glossary).map(([word, said]) => ({ word, text: said[language].word }));
  const words = different([...lessons.flatMap(({ text }) => wordsOf(text[language])), ...named]);
  const options = { ...PHONE, locale: locale(language) };
  const { page, troubles, close } = await open(`view=lessons&lesson=${lessons[0]?.name}`, options, 'lessons');
  await page.locator('gn-lesson .rows').waitFor(PATIENT);
  await page.evaluate(
    (prose) => {
      const shown = document.createElement('gn-prose');
      shown.id = 'words';
      shown.style.cssText = 'display: block; padding: 60px 0';
      document.body.append(Object.assign(shown, { prose }));
    },
    words.map((each): Block => ({ kind: 'p', parts: ['– ', { kind: 'word', ...each }] })),
  );
  for (const spoken of words) {
    const alike = words.filter(({ text }) => text === spoken.text);
    const word = page
      .locator('#words')
      .getByRole('button', { name: spoken.text, exact: true })
      .nth(alike.indexOf(spoken));
    await word.focus();
    await page.keyboard.press('Enter');
    await reads(page, spoken, language);
    await expect.poll(() => isOpen(word)).toBe('true');
    await closes(page, word);
  }
  expect(troubles).toEqual([]);
  await close();
});

// The first that stands in a step before anything is answered.
function firstOf(text: LessonText): (Spoken & { readonly step: string }) | undefined {
  for (const { id, body } of text.steps) {
    const [word] = wordsOf(body);
    if (word) return { ...word, step: id };
  }
  return undefined;
}

// The lessons take turns: it is one widget in both languages.
const turns = lessons.map((lesson, i) => ({ ...lesson, language: LANGUAGES[i % 2] ?? 'en' }));

describe.each(turns)('$name', ({ name, text, language }) => {
  test(`a word in its place, tapped and by Tab, ${language}`, LONG, async () => {
    const first = firstOf(text[language]);
    if (!first) throw new Error('it speaks of no word of the glossary');
    const { page, troubles, close } = await open(
      `view=lessons&lesson=${name}&lessonStep=${first.step}`,
      { ...PHONE, locale: locale(language) },
      'lessons',
    );
    await page.locator('gn-lesson .rows').waitFor(PATIENT);
    const word = page.locator('gn-lesson').getByRole('button', { name: first.text, exact: true }).first();
    await word.tap();
    await reads(page, first, language);
    await page.getByRole('heading', { level: 1 }).last().tap(); // elsewhere
    await expect.poll(() => isOpen(word)).toBe('false');
    // By keyboard, from what stands before it.
    await page.locator('gn-lesson .text > h2').focus();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      if (await word.evaluate((each) => each.matches(':focus'))) break;
    }
    await page.keyboard.press('Space');
    await reads(page, first, language);
    await closes(page, word);
    expect(troubles).toEqual([]);
    await close();
  });
});
