// The list of lessons says how long each takes, and how long one has had it open.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('the time a lesson was open stands on its card; where it was not, nothing does', async () => {
  const { page, troubles, close } = await open(
    'view=lessons',
    { viewport: { width: 390, height: 844 } },
    'lessons',
  );
  const first = page.getByRole('button', { name: /A picture is 784 numbers/ });
  const second = page.getByRole('button', { name: /^13,002 numbers/ });
  await first.getByText(/^8 min$/).waitFor();
  const lessons = {
    '01-a-picture-is-numbers': { step: 1, answers: {}, goals: [], seen: ['numbers', 'corner'], seconds: 640 },
  };
  await page.locator('input[type="file"]').setInputFiles({
    name: 'progress.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ version: 1, lessons })),
  });
  await page.getByText('Progress was read from the file.').waitFor();
  await first.getByText('8 min · 11 spent').waitFor();
  await first.getByText('2 of 5 steps').waitFor();
  expect(await second.getByText('spent').count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});
