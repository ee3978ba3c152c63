// The GPT where something is missing: a text too short or too long, a worker that is gone, no connection, wishes that come
// too fast.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bars, button, LONG, learn, loss, PATIENT, press, prompt, RHYME, teach } from './gpt-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('a short text is not learnt, and says how much it lacks', LONG, async () => {
  const { page, close } = await open('view=gpt', {}, 'gpt');
  await press(page, 'Your own');
  await page.getByRole('textbox', { name: 'Your own text' }).fill('too short');
  // What was on show stays until there is something to learn.
  await page.getByText('all you see is still about: First names').waitFor();
  await expect.poll(async () => (await bars(page)).length).toBe(10);
  await page.getByText('Too short for this size: it needs at least 68 characters.').waitFor();
  expect(await button(page, 'Learn this text').isEnabled()).toBe(false);
  await page.getByRole('textbox', { name: 'Your own text' }).fill('x'.repeat(70));
  await expect.poll(() => button(page, 'Learn this text').isEnabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Your own text' }).fill(' \n'.repeat(200)); // nothing to learn from
  await expect.poll(() => button(page, 'Learn this text').isEnabled()).toBe(false);
  await close();
});

test('workers that are gone are said, and begin again with what was learnt', LONG, async () => {
  const { page, close } = await open('view=gpt', {}, 'gpt');
  await learn(page, RHYME);
  await teach(page, 1.5);
  const nats = await loss(page);
  await page.waitForTimeout(500);
  for (const worker of page.workers()) await worker.evaluate(() => globalThis.close()).catch(() => undefined);
  await page.getByRole('alert').filter({ hasText: 'The part that writes has stopped' }).waitFor();
  await page.getByRole('alert').filter({ hasText: 'The browser ended the training' }).waitFor();
  await press(page, 'Try again');
  await press(page, 'Start the run again');
  await expect.poll(() => page.getByRole('alert').count(), PATIENT).toBe(0);
  await prompt(page).fill('the c');
  await expect.poll(async () => (await bars(page))[0]?.p, PATIENT).toBeGreaterThan(20);
  await expect.poll(() => button(page, '1 step').isEnabled(), PATIENT).toBe(true);
  await expect.poll(() => loss(page)).toBeLessThan(nats + 0.5);
  // The new worker knows how the text was cut: what is typed now is answered.
  await prompt(page).fill('the cat ');
  await expect.poll(async () => (await bars(page))[0]?.letter, PATIENT).toBe('s');
  await press(page, 'One character');
  await expect.poll(async () => (await prompt(page).inputValue()).length).toBe(9);
  await close();
});

test(
  'offline, a text that is not here is said to be away, and comes when there is a connection',
  LONG,
  async () => {
    const { page, close } = await open('view=gpt', {}, 'gpt');
    await page.getByText('218,093 characters').waitFor();
    await page.context().setOffline(true);
    await press(page, 'Tang poems');
    await page.getByRole('alert').filter({ hasText: 'There is no connection' }).waitFor();
    await page.context().setOffline(false);
    await press(page, 'Try again');
    await page.getByText('2,612 different ones').waitFor();
    await expect.poll(async () => (await bars(page)).every(({ p }) => p < 0.5), PATIENT).toBe(true);
    await close();
  },
);

test('a text longer than what can be learnt is said to be cut', LONG, async () => {
  const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
  await press(page, 'Your own');
  const box = page.getByRole('textbox', { name: 'Your own text' });
  await box.evaluate((area) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'abcdefghij'.repeat(200_001));
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
  });
  await page
    .getByText('It has 2,000,010 characters; at most 2,000,000 can be learnt here, so the rest is left out.')
    .waitFor();
  await press(page, 'Learn this text');
  await button(page, 'It learns this text').waitFor();
  await page.getByText('2,000,000 characters, 10 different ones.').waitFor(PATIENT);
  expect(troubles).toEqual([]);
  await close();
});

test('sizes chosen in quick succession: the worker that writes is not lost over it', LONG, async () => {
  const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
  await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
  for (const pause of [0, 20, 60, 120, 200, 300, 400, 500, 650, 800])
    for (const size of ['Small', 'Tiny']) {
      await button(page, size).click();
      await page.waitForTimeout(pause);
    }
  await page.getByText('Sees 16 characters').waitFor();
  await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});
