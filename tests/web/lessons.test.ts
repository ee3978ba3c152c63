// Every lesson walked from its first step to its last in both languages, doing what it asks: questions answered, goals met
// by their kept solutions, claims executed. And the frame around them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessonNames, readLesson } from '../../tools/lessons/read.mjs';
import type { Claim, Inline } from '../../web/lessons/types';
import type { Walk } from '../../web/lessons/walk';
import { axe, begin, end, open } from './page';

const folder = fileURLToPath(new URL('../../lessons', import.meta.url));
const lessons = lessonNames(folder).map((name) => readLesson(folder, name));
const FIRST = '14-learn-or-memorise';
const LONG = { timeout: 300_000 };
const PATIENT = { timeout: 120_000 };
// Where much is computed, a machine that does other things besides takes its time: what is waited for is what counts.
const WALKED = { timeout: 900_000 };
const TAUGHT = { timeout: 240_000 }; // a solution is given up sooner

beforeAll(begin);
afterAll(end);

const WORDS = {
  en: {
    next: 'Next',
    reached: 'Goal: reached',
    open: 'Goal: not reached yet',
    hint: /hint/i,
    solve: 'Show a solution',
    answer: 'Answer',
    number: 'Your number',
    up: ': further up',
    right: 'Right.',
  },
  zh: {
    next: '下一步',
    reached: '目标：已达到',
    open: '目标：还没达到',
    hint: /提示/,
    solve: '看一种做法',
    answer: '回答',
    number: '你的数',
    up: '：往上移',
    right: '对。',
  },
} as const;

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click();

// As the names of buttons say it.
const spoken = (parts: readonly Inline[]): string =>
  parts
    .map((part) =>
      typeof part === 'string'
        ? part
        : 'parts' in part
          ? spoken(part.parts)
          : 'text' in part
            ? part.text
            : 'latex' in part
              ? part.latex
              : '',
    )
    .join('');

// From the first on, each is pressed up to its place.
async function putInOrder(ask: Locator, items: readonly string[], up: string): Promise<void> {
  const order = () =>
    ask
      .getByRole('listitem')
      .getByRole('button', { name: up })
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
  for (const [place, item] of items.entries()) {
    const name = item + up;
    for (let at = (await order()).indexOf(name); at > place; at--)
      await ask.getByRole('button', { name, exact: true }).click();
    expect((await order()).indexOf(name)).toBe(place);
  }
}

// What speaks against a claim: each seed for which it does not hold, or that it holds for more or fewer than it says.
function against({ says, seeds, holds }: Claim, found: readonly (readonly string[])[]): readonly string[] {
  const so = found.filter((each) => each.length === 0).length;
  if (so === (holds ?? seeds.length)) return [];
  return [`${says}: for ${so} of ${seeds.length}`, ...found.flat()];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = (await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  )) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
}

describe.each(lessons)('$name', ({ name, steps, claims, text }) => {
  test.each(['en', 'zh'] as const)('walked in %s', WALKED, async (language) => {
    const words = WORDS[language];
    const { page, troubles, close } = await open(
      `view=lessons&lesson=${name}`,
      {
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        ...(language === 'zh' ? { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } : {}),
      },
      'lessons',
    );
    page.setDefaultTimeout(PATIENT.timeout);
    for (const [i, step] of steps.entries()) {
      const said = text[language].steps[i];
      await page.getByRole('heading', { name: said?.title ?? '', exact: true }).waitFor(PATIENT);
      await page.locator('gn-lesson .rows').waitFor(PATIENT);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      const goals = (step.goals ?? []).map((_, n) => page.locator('gn-goal').nth(n));
      for (const goal of goals) await goal.getByText(words.open).waitFor();
      for (const ask of step.asks ?? []) {
        const place = page.locator('gn-ask').nth(step.asks?.indexOf(ask) ?? 0);
        if (ask.kind === 'choice') await place.locator('.option').nth(ask.right).click();
        else if (ask.kind === 'number') {
          await place.getByRole('textbox', { name: words.number }).fill(String(ask.value));
          await place.getByRole('button', { name: words.answer, exact: true }).click();
        } else {
          const { options = [] } = said?.asks[ask.id] ?? {};
          expect(options.length).toBeGreaterThan(1);
          await putInOrder(
            place,
            options.map((option) => spoken(option.said)),
            words.up,
          );
          await place.getByRole('button', { name: words.answer, exact: true }).click();
        }
        await place.getByRole('status').getByText(words.right, { exact: true }).waitFor();
      }
      // Nothing but its own solution reaches a goal.
      for (const goal of goals) {
        await goal.getByText(words.open).waitFor();
        while ((await goal.getByRole('button', { name: words.hint }).count()) > 0)
          await goal.getByRole('button', { name: words.hint }).first().click();
        await goal.getByRole('button', { name: words.solve, exact: true }).click();
        await goal.getByText(words.reached).waitFor(TAUGHT);
      }
      expect(await violations(page)).toEqual([]);
      if (i < steps.length - 1) await press(page, words.next);
    }
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  if (claims.length > 0)
    test('what it claims is so, from every seed', WALKED, async () => {
      const jobs = [...claims.keys()];
      const found = claims.map((): (readonly string[])[] => []); // of each claim, by its seeds
      // Two at a time, each in a page of its own: the memories of a hundred nets are more than a browser gives one.
      const work = async () => {
        for (let i = jobs.shift(); i !== undefined; i = jobs.shift()) {
          const { page, close } = await open(`view=lessons&lesson=${name}`, {}, 'lessons');
          await page.locator('gn-lesson .rows').waitFor(PATIENT);
          for (const seed of claims[i]?.seeds ?? [])
            found[i]?.push(
              await page
                .locator('gn-lesson')
                .evaluate((lesson, [i, seed]) => (lesson as unknown as { walk: Walk }).walk.broken(i, seed), [
                  i,
                  seed,
                ] as const),
            );
          await close();
        }
      };
      await Promise.all([work(), work()]);
      expect(claims.flatMap((claim, i) => against(claim, found[i] ?? []))).toEqual([]);
    });
});

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
    await page.getByRole('button', { name: 'Hint' }).click();
    expect(await page.getByRole('button', { name: 'Show a solution' }).count()).toBe(0);
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
    await page.getByRole('heading', { name: /Stop in time/ }).waitFor();
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
