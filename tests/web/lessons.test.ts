// The frame around the lessons: the list, progress, questions, links, offline; and how a claim is executed.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Claim } from '../../web/lessons/types';
import type { Walk } from '../../web/lessons/walk';
import { violations } from './axe';
import { LONG, lessons, PATIENT, press } from './lesson-page';
import { begin, end, open } from './page';

const FIRST = '14-learn-or-memorise';

beforeAll(begin);
afterAll(end);

// That live, for each holds a lock of its kind's name.
const workers = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    const { held = [] } = await navigator.locks.query();
    return held.filter((lock) => lock.name?.startsWith(name)).length;
  }, name);

describe('the course', () => {
  test('a claim about a text leaves no worker behind', LONG, async () => {
    const { page, troubles, close } = await open('view=lessons&lesson=18-tokens', {}, 'lessons');
    await page.locator('gn-lesson .rows').waitFor(PATIENT);
    await expect.poll(() => workers(page, 'glassnet text'), PATIENT).toBe(1); // the step's own
    const wrong = await page
      .locator('gn-lesson')
      .evaluate((lesson) => (lesson as unknown as { walk: Walk }).walk.broken(0, 1));
    expect(wrong).toEqual([]);
    await expect.poll(() => workers(page, 'glassnet text')).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a claim compares two runs, and says what was measured where it is wrong', LONG, async () => {
    const { page, troubles, close } = await open('view=lessons&lesson=07-descent-and-rate', {}, 'lessons');
    await page.locator('gn-lesson .rows').waitFor(PATIENT);
    const tried = (expect: Claim['expect'], than: Claim['than'], next: NonNullable<Claim['next']> = []) =>
      page.locator('gn-lesson').evaluate(
        (lesson, [expect, than, next]) => {
          const { walk } = lesson as unknown as { walk: Walk };
          const start = 'slopes=slope;ways=optimizer:sgd,rate:0.1;t=1;seed={seed}';
          (walk.plan.claims as Claim[]).push({
            says: 'so',
            seeds: [1],
            start,
            do: [],
            expect,
            next,
            ...(than ? { than } : {}),
          });
          return walk.broken(walk.plan.claims.length - 1, 1);
        },
        [expect, than, next] as const,
      );
    const other = { start: 'slopes=slope;ways=optimizer:sgd,rate:0.4;t=1;seed={seed}' }; // lands at −0.5, the first at −2
    expect(await tried([{ measure: 'slopes.loss', ahead: { least: 3.7, most: 3.8 } }], other)).toEqual([]);
    expect(await tried([{ measure: 'slopes.loss', times: { least: 15.9, most: 16.1 } }], other)).toEqual([]);
    const [wrong] = await tried([{ measure: 'slopes.loss', ahead: { most: 0 } }], other);
    expect(wrong).toMatch(/^so, seed 1: .*measured 4\b.* against 0\.25/);
    expect(await tried([{ measure: 'slopes.t', among: [1, 2] }], undefined)).toEqual([]);
    expect(await tried([{ measure: 'slopes.t', among: [2, 3] }], undefined)).toHaveLength(1);
    const on = [
      { says: 'at rest', do: [{ set: 'slopes=slope;t=20' }], expect: [{ measure: 'slopes.t', is: 20 }] },
      { says: 'far', do: [{ set: 'slopes=slope;t=21' }], expect: [{ measure: 'slopes.t', least: 30 }] },
    ];
    const further = await tried([{ measure: 'slopes.t', is: 1 }], undefined, on);
    expect(further).toHaveLength(1);
    expect(further[0]).toMatch(/^far, seed 1: .*measured 21/);
    expect(troubles).toEqual([]);
    await close();
  });

  test(
    'its list opens a lesson; left and come back to, it is where it was; progress is a file, reset and undone',
    LONG,
    async () => {
      const { page, troubles, close } = await open('view=lessons', {}, 'lessons');
      const card = page.getByRole('button', { name: /Did it learn, or memorise/ });
      await card.click();
      await page.getByRole('heading', { name: 'First, the real thing' }).waitFor();
      await press(page, 'Next');
      await page.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor();
      // Before the guess, the experiment waits.
      await page.getByText('the experiment waits for your guess').waitFor();
      expect(await page.locator('gn-lesson .rows').getAttribute('inert')).toBe('');
      await press(page, 'About 10 %');
      await page.getByText('Not quite.').waitFor();
      await page.getByText('That is what guessing gets you').waitFor();
      expect(await page.locator('gn-lesson .rows').getAttribute('inert')).toBe(null);
      await press(page, 'Look at the other answers too');
      await page.getByText('there is room for 1,000 answers').waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor();
      await page.getByText('Not quite.').waitFor();
      await press(page, '‹ All lessons');
      await page.getByText('2 of 5 steps').waitFor();
      const saved = page.waitForEvent('download');
      await press(page, 'Save progress');
      const file = readFileSync((await (await saved).path()) ?? '', 'utf8');
      expect(JSON.parse(file).lessons[FIRST].seen).toEqual(['real', 'lot']);
      await press(page, 'Reset all progress');
      await expect.poll(() => page.getByText('2 of 5 steps').count()).toBe(0);
      await press(page, 'Undo');
      await page.getByText('2 of 5 steps').waitFor();
      await press(page, 'Reset all progress');
      const box = page.locator('gn-lessons-view input[type=file]');
      await box.setInputFiles({
        name: 'x.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"lessons": 3}'),
      });
      await page.getByText('This file holds no progress').waitFor();
      await box.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(file) });
      await page.getByText('2 of 5 steps').waitFor();
      await press(page, 'Undo'); // of the file: nothing had been there
      await expect.poll(() => page.getByText('2 of 5 steps').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      expect(troubles).toEqual([]);
      await close();
    },
  );

  test('the learner’s own work stays as it was; on request the lesson’s is taken over', LONG, async () => {
    const { page, troubles, close } = await open('view=draw&model=lenet5&digit=4');
    await page.getByRole('button', { name: 'Lessons', exact: true }).click();
    await page.getByRole('button', { name: /Did it learn, or memorise/ }).click();
    await page.getByRole('button', { name: 'Teach it' }).click();
    await page.getByText('Goal: reached').waitFor(PATIENT);
    await page.getByRole('button', { name: 'Draw', exact: true }).first().click();
    await page.getByRole('application').waitFor();
    await expect.poll(() => page.url()).toContain('model=lenet5');
    await page.getByRole('button', { name: 'Lessons', exact: true }).click();
    await page.getByRole('heading', { name: 'First, the real thing' }).waitFor();
    await press(page, 'Take to the playground');
    await page.locator('gn-train-view').waitFor();
    await expect.poll(() => page.url(), PATIENT).toContain('digits=1000');
    expect(page.url()).toContain('mlp-128');
    expect(troubles).toEqual([]);
    await close();
  });

  test('the language changes in the middle: step, answer and run stay', LONG, async () => {
    const { page, troubles, close } = await open(`view=lessons&lesson=${FIRST}`, {}, 'lessons');
    await page.getByRole('button', { name: 'Hint' }).click();
    await press(page, 'Show a solution');
    await page.getByText('Goal: reached').waitFor(PATIENT);
    const steps = () => page.locator('gn-transport .now b').textContent();
    await expect.poll(steps).toBe('300');
    await press(page, '中文');
    await page.getByRole('heading', { name: '先看真标签' }).waitFor();
    await page.getByText('目标：已达到').waitFor();
    expect(await steps()).toBe('300');
    expect(troubles).toEqual([]);
    await close();
  });

  test('by keyboard: Alt and page keys turn the pages', LONG, async () => {
    const { page, close } = await open(`view=lessons&lesson=${FIRST}`, {}, 'lessons');
    await page.getByRole('heading', { name: 'First, the real thing' }).waitFor();
    await page.keyboard.press('Alt+PageDown');
    await page.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor();
    await page.keyboard.press('Alt+PageUp');
    await page.getByRole('heading', { name: 'First, the real thing' }).waitFor();
    await close();
  });

  test('a link into the middle says what came before, and runs it', LONG, async () => {
    const { page, troubles, close } = await open(
      `view=lessons&lesson=${FIRST}&lessonStep=unseen`,
      {},
      'lessons',
    );
    await page.getByText('goes on from what was run').waitFor(PATIENT);
    await press(page, 'Run it now');
    await expect.poll(() => page.locator('gn-transport .now b').textContent(), PATIENT).toBe('2,000');
    await expect
      .poll(() => page.getByText(/goes on from what was run|It is being done/).count(), PATIENT)
      .toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a word of the glossary opens, in both languages', LONG, async () => {
    const { page, close } = await open(`view=lessons&lesson=${FIRST}`, {}, 'lessons');
    await press(page, 'training set');
    await page.getByText('训练集').waitFor();
    await page.getByText('The samples a network practises on').waitFor();
    await close();
  });

  test('a teacher’s link: alone in a frame, answers withheld', LONG, async () => {
    const { page, troubles, close } = await open(
      `view=lessons&lesson=${FIRST}&lessonStep=lot&lessonAlone=1&lessonAnswers=0`,
      {},
      'lessons',
    );
    await press(page, 'All of them');
    await page.getByText('Answer noted.').waitFor();
    expect(await page.getByText('there is room for 1,000 answers').count()).toBe(0);
    expect(await page.getByRole('navigation').count()).toBe(0);
    const hints = lessons.find(({ name }) => name === FIRST)?.text.en.steps[1]?.hints.all ?? [];
    expect(hints.length).toBeGreaterThan(0);
    const asked = page.getByRole('button', { name: /^(Hint|Another hint)$/ });
    for (let i = 1; i < hints.length; i++) await asked.click();
    expect(await asked.count()).toBe(0); // the last one would tell it
    expect(await page.getByRole('button', { name: 'Show a solution' }).count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.getByRole('heading', { name: /Stop in time/ }).waitFor();
    expect(await page.getByRole('heading', { name: 'What is right, and what came out' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a lesson that there is not: the list, and a word about it', async () => {
    const { page, troubles, close } = await open('view=lessons&lesson=99-nothing', {}, 'lessons');
    await page.getByText('There is no lesson “99-nothing”').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('printed, the whole lesson stands there', async () => {
    const { page, close } = await open(`view=lessons&lesson=${FIRST}`, {}, 'lessons');
    await page.getByRole('heading', { name: 'First, the real thing' }).waitFor();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page
      .getByRole('heading', { name: /Stop in time/ })
      .first()
      .waitFor();
    const key = page.locator('gn-lesson-whole .key');
    await key.getByRole('heading', { name: 'What is right, and what came out' }).waitFor();
    await key.getByText('there is room for 1,000 answers').first().waitFor(); // why, and what came out
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await expect.poll(() => page.getByRole('heading', { name: /Stop in time/ }).count()).toBe(0);
    await close();
  });

  test('opened once, it goes on offline', LONG, async () => {
    const { page, troubles, close } = await open(`view=lessons&lesson=${FIRST}`, {}, 'lessons');
    await page.getByRole('button', { name: 'Teach it' }).waitFor(PATIENT);
    await page.locator('gn-transport .now').filter({ hasText: '0 steps' }).waitFor(PATIENT);
    await expect.poll(() => page.getByRole('button', { name: 'Teach it' }).isEnabled(), PATIENT).toBe(true);
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await press(page, 'Teach it');
    await page.getByText('Goal: reached').waitFor(PATIENT);
    await press(page, 'Next');
    await page.getByRole('heading', { name: 'Now the labels are drawn by lot' }).waitFor();
    await press(page, 'About 10 %');
    await page.getByRole('button', { name: 'Hint' }).click();
    await press(page, 'Show a solution');
    await page.getByText('Goal: reached').waitFor(PATIENT);
    expect(troubles.filter((each) => !each.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await close();
  });
});
