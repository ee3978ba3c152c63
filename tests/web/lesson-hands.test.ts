// Goals reached as a learner reaches them, by the controls in sight, without any kept solution.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG, PATIENT, press } from './lesson-page';
import { begin, drawWithMouse, end, open, SEVEN } from './page';

beforeAll(begin);
afterAll(end);

const guess = (page: Page) => page.locator('gn-ask .option').first().click();
const atFullSpeed = (page: Page) => page.getByRole('slider', { name: 'Speed' }).fill('6');

const BY_HAND: readonly [
  lesson: string,
  step: string,
  what: string,
  act: (page: Page) => Promise<unknown>,
][] = [
  ['01-a-picture-is-numbers', 'numbers', 'a digit is drawn', (page) => drawWithMouse(page, SEVEN)],
  [
    '01-a-picture-is-numbers',
    'corner',
    'both stages are switched off',
    async (page) => {
      await guess(page);
      for (const stage of await page.getByRole('switch').all()) await stage.click();
    },
  ],
  [
    '01-a-picture-is-numbers',
    'noise',
    'noise is pressed until the net is sure of it',
    async (page) => {
      await guess(page);
      for (let i = 0; i < 20 && (await page.getByText('Goal: reached').count()) === 0; i++) {
        await press(page, 'Pure noise');
        await page.waitForTimeout(100);
      }
    },
  ],
  [
    '04-activation-functions',
    'bend',
    'a net of points is taught',
    async (page) => {
      await guess(page);
      await press(page, 'Teach it');
    },
  ],
  [
    '11-momentum-to-adam',
    'net',
    'a smaller rate is written, and the net taught with it',
    async (page) => {
      if ((await page.locator('gn-ask').count()) > 0) await guess(page);
      const rate = page.getByRole('textbox', { name: 'Learning rate' });
      await rate.fill('0.003');
      await rate.press('Enter');
      await atFullSpeed(page);
      await press(page, 'Teach it');
    },
  ],
  [
    '18-tokens',
    'letters',
    'a word is typed',
    async (page) => {
      await page.getByRole('textbox', { name: 'Your number' }).fill('3');
      await press(page, 'Answer');
      await page.getByRole('textbox', { name: /Your text/ }).fill('information');
    },
  ],
];

test.each(BY_HAND)('%s, %s: %s', LONG, async (lesson, step, _what, act) => {
  const { page, troubles, close } = await open(
    `view=lessons&lesson=${lesson}&lessonStep=${step}`,
    {},
    'lessons',
  );
  await page.locator('gn-lesson .rows').waitFor(PATIENT);
  await page.getByText('Goal: not reached yet').first().waitFor(PATIENT);
  await act(page);
  await page.getByText('Goal: reached').first().waitFor({ timeout: 60_000 });
  expect(troubles).toEqual([]);
  await close();
});
