// A small GPT that learns names in the page.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

const PATIENT = { timeout: 60_000 };

beforeAll(async () => {
  await begin();
}, 60_000);
afterAll(async () => {
  await end();
});

test('from Text to the GPT: it learns names while one looks on, and back', { timeout: 120_000 }, async () => {
  const { page, troubles, close } = await open('view=text', {}, 'text');
  await page.getByRole('button', { name: 'A small GPT' }).click();
  await page.getByText('8,928 parameters').waitFor(PATIENT);
  expect(await page.getByRole('button', { name: 'A small GPT' }).getAttribute('aria-pressed')).toBe('true');
  await page
    .getByRole('button', { name: /^Teach it/ })
    .first()
    .click();
  // Of 53 characters guessing is ln 53 = 3.97.
  await page
    .locator('gn-gpt-run')
    .getByText(/loss 2\.[0-5]/)
    .waitFor(PATIENT);
  await page.getByRole('button', { name: 'Tokens', exact: true }).click();
  await page.getByRole('textbox', { name: 'Your text' }).waitFor(PATIENT);
  expect(troubles).toEqual([]);
  await close();
});
