// What is told of a number or an order once it is answered: its working, the right order, each with why.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PATIENT } from './lesson-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('a number: its working, also where it was wrong, and as a Chinese keyboard types it', async () => {
  const { page, troubles, close } = await open(
    'view=lessons&lesson=05-softmax-and-costs&lessonStep=softmax&language=zh',
    { viewport: { width: 390, height: 844 } },
    'lessons',
  );
  const ask = page.locator('gn-ask').first();
  const answer = async (text: string) => {
    await ask.getByRole('textbox', { name: '你的数' }).fill(text);
    await ask.getByRole('button', { name: '回答', exact: true }).click();
  };
  await ask.waitFor(PATIENT);
  await answer('６．９');
  await ask.getByText('不太对。', { exact: true }).waitFor();
  await ask.locator('.told mn', { hasText: '6.54' }).waitFor();
  await ask.getByRole('button', { name: '重新回答' }).click();
  await answer('６．５４');
  await ask.getByText('对。', { exact: true }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('an order: the right one, each item with why; withheld, neither', async () => {
  const link = 'view=lessons&lesson=04-activation-functions&lessonStep=digits';
  const { page, troubles, close } = await open(link, {}, 'lessons');
  const ask = page.locator('gn-ask').first();
  await ask.waitFor(PATIENT);
  await ask.getByRole('button', { name: 'Answer', exact: true }).click();
  await ask.getByText('Not quite.', { exact: true }).waitFor();
  const first = ask.locator('.told li').first();
  await first.getByText('Multiply each input by its weight').waitFor();
  await first.getByText('This is the operator with its parameters.').waitFor();
  expect(await ask.locator('.told li').count()).toBe(4);
  expect(troubles).toEqual([]);
  await close();
  const withheld = await open(`${link}&lessonAnswers=0`, {}, 'lessons');
  const asked = withheld.page.locator('gn-ask').first();
  await asked.waitFor(PATIENT);
  await asked.getByRole('button', { name: 'Answer', exact: true }).click();
  await asked.getByText('Answer noted.', { exact: true }).waitFor();
  expect(await asked.locator('.told').count()).toBe(0);
  await withheld.close();
});
