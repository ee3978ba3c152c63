// Where the widgets of a step would give its guess away, they are out of focus until it is made.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 30_000 };
const focus = (page: Page) =>
  page.locator('gn-lesson .rows').evaluate((rows) => getComputedStyle(rows).filter);

test.each([
  ['18-tokens', 'merge', 'a space + w'],
  ['20-positions', 'row', 'Nearly the same, up to rounding'],
])('%s, %s', { timeout: 90_000 }, async (lesson, step, guess) => {
  const { page, troubles, close } = await open(
    `view=lessons&lesson=${lesson}&lessonStep=${step}`,
    {},
    'lessons',
  );
  await page.getByText('the experiment waits for your guess').waitFor(PATIENT);
  expect(await focus(page)).toMatch(/^blur/);
  await page.getByRole('button', { name: guess, exact: true }).click();
  await expect.poll(() => focus(page), PATIENT).toBe('none');
  expect(troubles).toEqual([]);
  await close();
});
