// A lesson on paper: all of its text, with room for the answers and without them; dark ink whatever the page looks like.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

async function printed(lesson: string, colorScheme: 'light' | 'dark' = 'light') {
  const { page, close } = await open(`view=lessons&lesson=${lesson}`, { colorScheme }, 'lessons');
  await page.locator('gn-lesson .text h2').waitFor();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.locator('gn-lesson-whole article').first().waitFor();
  return { page, sheet: page.locator('gn-lesson-whole'), close };
}

test('what is to be found out does not stand there already', async () => {
  const softmax = await printed('05-softmax-and-costs');
  await softmax.sheet.getByText('How many times as large').waitFor();
  const formulas = await softmax.sheet
    .locator('main > article math')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
  // The answers are on sheets of their own, behind the last step.
  const key = softmax.sheet.locator('main > article ~ .key');
  expect(await key.evaluate((each) => getComputedStyle(each).breakBefore)).toBe('page');
  await key.locator('math[aria-label*="6.54"]').first().waitFor();
  expect(formulas.filter((label) => label?.includes('6.54'))).toEqual([]);
  expect(await softmax.sheet.getByText('Answer:').count()).toBe(1); // room for the number
  await softmax.close();
  // The options of an order are written in order; on paper as on the page they are dealt in another.
  const { page, close } = await open(
    'view=lessons&lesson=04-activation-functions&lessonStep=digits',
    {},
    'lessons',
  );
  const list = page.getByRole('list', { name: 'Put them in order' });
  await list.getByRole('listitem').first().waitFor();
  const shown = await list.locator('li gn-prose p').allTextContents();
  await close();
  const order = await printed('04-activation-functions');
  expect(await order.sheet.locator('ol.dealt li gn-prose p').allTextContents()).toEqual(shown);
  expect(shown.filter(Boolean).length).toBeGreaterThan(2);
  await order.close();
});

test('the bar of the page stays off the paper', async () => {
  const { page, close } = await printed('06-what-a-gradient-is');
  expect(await page.getByRole('heading', { name: 'What a gradient is' }).isVisible()).toBe(true);
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'Share' }).isVisible()).toBe(false);
  await close();
});

test('dark ink on white paper, from a dark page too', async () => {
  const { sheet, close } = await printed('06-what-a-gradient-is', 'dark');
  const light = async (selector: string) =>
    sheet
      .locator(selector)
      .first()
      .evaluate((each) => Math.max(...(getComputedStyle(each).color.match(/\d+/g) ?? []).map(Number)));
  expect(await light('h2')).toBeLessThan(60);
  expect(await light('math .is-weight')).toBeLessThan(180);
  await close();
});
