// The bar at the top: all of it in sight, in windows of all widths.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open, visit } from './page';

beforeAll(begin);
afterAll(end);

for (const width of [320, 390, 641, 768, 900, 1024])
  for (const language of ['en', 'zh'])
    test(`every view’s tab is in sight at ${width} px, ${language}`, async () => {
      const { page, close } = await open(`language=${language}`, { viewport: { width, height: 700 } });
      try {
        const tabs = page.getByRole('navigation', { name: /^(Views|视图)$/ });
        const { left, right } = await tabs.evaluate((each) => each.getBoundingClientRect());
        for (const tab of await tabs.getByRole('button').all()) {
          const box = await tab.evaluate((each) => each.getBoundingClientRect());
          expect(box.left).toBeGreaterThanOrEqual(left - 1);
          expect(box.right).toBeLessThanOrEqual(right + 1);
        }
        const tools = await page.locator('div.tools').evaluate((each) => each.getBoundingClientRect());
        expect(tools.right).toBeLessThanOrEqual(width);
      } finally {
        await close();
      }
    });

for (const width of [320, 390])
  for (const language of ['en', 'zh'])
    test(`in a lesson the bar is one row, and the title is seen at once, at ${width} px, ${language}`, async () => {
      const { page, close } = await open(
        `view=lessons&lesson=22-a-tiny-gpt&language=${language}`,
        { viewport: { width, height: 700 } },
        'lessons',
      );
      try {
        const title = page.getByRole('heading', { level: 1, name: /GPT/ });
        await title.waitFor();
        const box = await title.evaluate((each) => each.getBoundingClientRect());
        expect(box.bottom).toBeLessThanOrEqual(88);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        // Its own tab is in sight, and the others are there to be pressed.
        const tabs = page.getByRole('navigation', { name: /^(Views|视图)$/ });
        const { left, right } = await tabs.evaluate((each) => each.getBoundingClientRect());
        const own = await tabs
          .getByRole('button', { name: /^(Lessons|课程)$/ })
          .evaluate((each) => each.getBoundingClientRect());
        expect(own.left).toBeGreaterThanOrEqual(left - 1);
        expect(own.right).toBeLessThanOrEqual(right + 1);
        await tabs.getByRole('button').first().click();
        await page.getByRole('application').waitFor();
      } finally {
        await close();
      }
    });

test('the bar fits a phone, in both languages', async () => {
  for (const language of ['en', 'zh'])
    await visit(
      async ({ page }) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      },
      `language=${language}`,
      { viewport: { width: 390, height: 844 } },
    );
});
