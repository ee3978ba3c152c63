// A lesson walked from its first step to its last, doing what it asks: questions answered, goals met by their kept
// solutions. English on a desk in the light, Chinese on a phone in the dark.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Ask, Inline } from '../../web/lessons/types';
import { violations } from './axe';
import { type Lesson, PATIENT, press } from './lesson-page';
import { open, screenshots } from './page';

const pictures = join(screenshots, 'lessons');
mkdirSync(pictures, { recursive: true });

const TAUGHT = { timeout: 240_000 }; // a solution is given up sooner

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

export async function walked({ name, steps, text }: Lesson, language: 'en' | 'zh'): Promise<void> {
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
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    const goals = (step.goals ?? []).map((_, n) => page.locator('gn-goal').nth(n));
    for (const goal of goals) await goal.getByText(words.open).waitFor();
    const { asks = [] } = step;
    const follow = (goal: string) => asks.filter((ask) => ask.after === goal);
    const inOrder = [
      ...asks.filter((ask) => ask.after === undefined),
      ...(step.goals ?? []).flatMap(({ id }) => follow(id)),
    ];
    const answer = async (ask: Ask) => {
      const place = page.locator('gn-ask').nth(inOrder.indexOf(ask));
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
    };
    for (const ask of asks) if (ask.after === undefined) await answer(ask);
    // Nothing but its own solution reaches a goal.
    for (const [n, goal] of goals.entries()) {
      await goal.getByText(words.open).waitFor();
      while ((await goal.getByRole('button', { name: words.hint }).count()) > 0)
        await goal.getByRole('button', { name: words.hint }).first().click();
      const solve = goal.getByRole('button', { name: words.solve, exact: true });
      await solve.waitFor();
      const asked = await page.locator('gn-ask').count(); // a question about what is seen is not there yet
      await solve.click();
      await goal.getByText(words.reached).waitFor(TAUGHT);
      const following = follow(step.goals?.[n]?.id ?? '');
      expect(inOrder.slice(asked, asked + following.length)).toEqual(following);
      for (const ask of following) await answer(ask);
    }
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, `${name}-${i + 1}-${language}.png`) }); // to be looked at
    if (i < steps.length - 1) await press(page, words.next);
  }
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
}
