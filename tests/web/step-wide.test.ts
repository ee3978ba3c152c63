// Step on a wall screen: three columns, numbers that are read from afar, and a sum that is open before one is asked for.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';
import { card, checkSum, direction, trail, transport } from './step-page';

beforeAll(begin);
afterAll(end);

test('the room is used, and the example that is open leads on', { timeout: 60_000 }, async () => {
  const { page, troubles, close } = await open(
    'view=step',
    { viewport: { width: 2560, height: 1440 } },
    'step',
  );
  await direction(page);
  await transport(page).getByRole('button', { name: 'One operation back' }).click();
  await page.getByText('For example the largest that this operation has made').waitFor();
  await checkSum(page);
  const box = async (name: string) => {
    const found = await page.locator(name).first().boundingBox();
    if (!found) throw new Error(name);
    return found;
  };
  const [operation, example, loss] = [await box('gn-operation'), await box('.example'), await box('gn-loss')];
  expect(operation.x + operation.width).toBeLessThanOrEqual(example.x);
  expect(example.x + example.width).toBeLessThanOrEqual(loss.x);
  expect(loss.x + loss.width).toBeGreaterThan(2560 * 0.95);
  expect(operation.height).toBeGreaterThan(1440 * 0.4);
  // Numbers in a column are as large as on a wall.
  const size = await page
    .locator('gn-operation .say')
    .evaluate((each) => Number.parseFloat(getComputedStyle(each).fontSize));
  expect(size).toBeGreaterThanOrEqual(17);
  const title = ((await card(page).getByRole('heading').first().textContent()) ?? '').trim();
  await card(page).locator('[data-follow]').first().click();
  await trail(page).waitFor();
  expect(await trail(page).getByRole('button', { name: title, exact: true }).count()).toBe(1);
  expect(await page.locator('.example').count()).toBe(0);
  await transport(page).getByRole('button', { name: 'To the end' }).click();
  await trail(page).getByRole('button', { name: 'Close' }).click();
  await page.getByText('For example the gradient of the parameter on the left').waitFor();
  await checkSum(page);
  expect(troubles).toEqual([]);
  await close();
});
