// While the page comes, on a slow network: what is on show stays where it is.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LATE_MS = 300;

test.each([
  ['en', 412],
  ['zh', 390],
  ['zh', 1280],
] as const)('%s, %d px: nothing moves when the network comes', async (language, width) => {
  const options = { viewport: { width, height: 823 } };
  const { page, troubles, close } = await open(`language=${language}`, options);
  await page.addInitScript(() => {
    const sums = window as unknown as { moved: number };
    sums.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sums.moved += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.route(/\.(wasm|safetensors)$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    await route.continue();
  });
  await page.reload();
  await page.getByRole('list', { name: /Probability|概率/ }).waitFor();
  await page.waitForTimeout(500);
  const moved = await page.evaluate(() => (window as unknown as { moved: number }).moved);
  expect(moved).toBeLessThan(0.01); // of what a browser calls good, a tenth
  expect(troubles).toEqual([]);
  await close();
});
