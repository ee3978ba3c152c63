// A list of choices shows what holds, also after it was used by hand and something else changed the choice.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('how long a race is, chosen by hand and then by a link', async () => {
  const { page, troubles, close } = await open('view=race', {}, 'race');
  const length = page.getByRole('combobox', { name: 'steps each' });
  const usual = await length.inputValue();
  const values = await length
    .getByRole('option')
    .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
  const other = values.find((each) => each !== usual) ?? '';
  await length.selectOption(other);
  await expect.poll(() => page.url()).toContain(`raceSteps=${other}`);
  await page.evaluate((steps) => {
    location.hash = location.hash.replace(/&raceSteps=\d+/, `&raceSteps=${steps}`);
  }, usual);
  await expect.poll(() => length.inputValue()).toBe(usual);
  expect(troubles).toEqual([]);
  await close();
});

test('the right answer of a step, chosen by hand and then by another digit', async () => {
  const { page, troubles, close } = await open('view=step&digit=4', {}, 'step');
  const label = page.getByRole('combobox', { name: 'The right answer is' });
  await expect.poll(() => label.inputValue()).toBe('4'); // the fifth test digit is a 4
  await label.selectOption('7');
  await page.evaluate(() => {
    location.hash = 'v=1&view=step&digit=2';
  });
  await expect.poll(() => label.inputValue()).toBe('1');
  await label.selectOption('7');
  await page.evaluate(() => {
    location.hash = 'v=1&view=step&digit=5';
  });
  await expect.poll(() => label.inputValue()).toBe('1');
  expect(troubles).toEqual([]);
  await close();
});
