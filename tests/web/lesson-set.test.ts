// Settings that a step begins with, where it goes on with the session of the step before.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 30_000 };

test('cold in one step, the GPT has its usual temperature in the next', { timeout: 90_000 }, async () => {
  const { page, troubles, close } = await open(
    'view=lessons&lesson=22-a-tiny-gpt&lessonStep=heat',
    {},
    'lessons',
  );
  const heat = page.getByRole('slider', { name: 'Temperature' });
  const guess = page.getByRole('button', { name: 'One and the same few names, over and over' });
  await guess.click(PATIENT);
  await heat.waitFor(PATIENT);
  const usual = await heat.inputValue();
  await heat.fill('0');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('button', { name: 'An r', exact: true }).click(PATIENT);
  await expect.poll(() => heat.inputValue(), PATIENT).toBe(usual);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect.poll(() => heat.inputValue(), PATIENT).toBe(usual);
  expect(troubles).toEqual([]);
  await close();
});
