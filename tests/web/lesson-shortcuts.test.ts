// What does not do what a goal asks does not reach it, though all else that is measured is there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Walk } from '../../web/lessons/walk';
import { lessons, PATIENT, WALKED } from './lesson-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const tempting = lessons.filter(({ steps }) =>
  steps.some(({ goals = [] }) => goals.some(({ shortcuts = [] }) => shortcuts.length > 0)),
);

test.each(tempting)('$name: no shortcut reaches a goal', WALKED, async ({ name, steps }) => {
  const { page, close } = await open(`view=lessons&lesson=${name}`, {}, 'lessons');
  await page.locator('gn-lesson .rows').waitFor(PATIENT);
  const found: string[] = [];
  for (const [i, { goals = [] }] of steps.entries())
    for (const goal of goals)
      if (goal.shortcuts)
        found.push(
          ...(await page
            .locator('gn-lesson')
            .evaluate((lesson, [i, goal]) => (lesson as unknown as { walk: Walk }).walk.caught(i, goal), [
              i,
              goal,
            ] as const)),
        );
  await close();
  expect(found).toEqual([]);
});
