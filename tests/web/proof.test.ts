// What the playground promises, shown in Chromium: it learns, is steered while it runs, and says what goes wrong.
// A whole backward pass with its sums and differences is in step.test.ts, rewinding and NaN in train.test.ts, the race
// in race.test.ts, links in share.test.ts, broken tables of data with the data.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, forget, open } from './page';

beforeAll(begin);
afterAll(end);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const steps = async (page: Page) =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));
const until = (page: Page, least: number) =>
  expect.poll(() => steps(page), { timeout: 90_000 }).toBeGreaterThanOrEqual(least);

async function fresh(hash: string) {
  const opened = await open(`view=train&${hash}`, {}, 'train');
  await forget(opened.page);
  await opened.page.getByRole('slider', { name: 'Speed' }).fill('6');
  return opened;
}

test.each([
  ['mlp-16-16', 94, 'optimizer:adam,rate:0.004,schedule:cosine,schedule_steps:6000', 6000],
  ['lenet5', 98, 'optimizer:adam,rate:0.002,schedule:cosine,schedule_steps:4500', 4500],
])('%s learns to %d % of the test digits', { timeout: 150_000 }, async (model, least, train, most) => {
  const { page, troubles, close } = await fresh(`model=${model}&train=${train}`);
  await press(page, 'Teach it');
  await until(page, most);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  // Over all of them, and of this moment: the curves are of some, taken now and then.
  await press(page, 'Mistakes');
  const step = (await steps(page)).toLocaleString('en');
  const said = page.getByText(`After step ${step}: `);
  await said.waitFor({ timeout: 30_000 });
  const [, wrong, count] = /: ([\d,]+) of ([\d,]+) /.exec((await said.textContent()) ?? '') ?? [];
  expect(count).toBe('10,000');
  expect(100 - Number(wrong?.replace(',', '')) / 100).toBeGreaterThanOrEqual(least);
  expect(troubles).toEqual([]);
  await close();
});

test('activation, batch size and rate change while it runs, and it goes on', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await fresh('digits=1000');
  await page.getByRole('slider', { name: 'Speed' }).fill('4');
  await press(page, 'Teach it');
  await until(page, 20);
  const running = () => page.getByRole('button', { name: 'Pause' }).waitFor();
  const type = async (name: string, text: string) => {
    await page.getByRole('textbox', { name }).fill(text);
    await page.getByRole('textbox', { name }).press('Enter');
  };
  let at = 20;
  for (const change of [
    () => page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh'),
    () => type('Batch size', '64'),
    () => type('Learning rate', '0.05'),
    () => page.getByRole('combobox', { name: 'Activation' }).selectOption('leaky_relu'),
  ]) {
    await change();
    const now = await steps(page);
    expect(now).toBeGreaterThanOrEqual(at);
    at = now;
    await until(page, now + 10);
    await running();
  }
  const chips = page.getByRole('group', { name: 'Changed settings' });
  await chips.getByText('Batch size 64').waitFor();
  await chips.getByText('Learning rate 0.05').waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('two moments are compared, a branch goes off, and the memory they may take is said', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await fresh('digits=1000');
  await press(page, 'Teach it');
  await until(page, 200);
  await press(page, 'Pause');
  await press(page, 'Moments');
  const table = page.getByRole('table', { name: 'What changed' });
  await table.getByText('dense1.weight changed by').waitFor();
  const cells = async (name: string) =>
    (await table.getByRole('row', { name }).getByRole('cell').allTextContents()).map(Number.parseFloat);
  const [before = 0, after = 0] = await cells('training loss');
  expect(after).toBeLessThan(before);
  const [right = 0, righter = 0] = await cells('test accuracy');
  expect(righter).toBeGreaterThan(right);
  await page.getByText(/moments kept, [\d.]+ of 48 MB/).waitFor();
  await page.getByRole('combobox', { name: 'Compare step' }).selectOption('50');
  await page.getByRole('combobox', { name: 'with step' }).selectOption('50');
  await expect.poll(async () => (await cells('dense1.weight changed by'))[0]).toBe(0);
  await page.getByRole('slider', { name: 'Speed' }).fill('3');
  await press(page, 'Branch off at step 50');
  await expect.poll(() => steps(page), { timeout: 30_000 }).toBeLessThan(150);
  await until(page, 55);
  await press(page, 'Pause');
  await press(page, 'Curves');
  expect(troubles).toEqual([]);
  await close();
});

test('over its budget of memory every second moment goes, it says so, and training goes on', {
  timeout: 90_000,
}, async () => {
  const notation = encodeURIComponent('in 1 28 28; flatten; dense 500; relu; dense 10; softmax_ce');
  const { page, troubles, close } = await fresh(`model=own&notation=${notation}&digits=100&train=batch:1`);
  await press(page, 'Teach it');
  const note = page.getByRole('status').filter({ hasText: 'every second one was dropped' });
  await note.waitFor({ timeout: 60_000 });
  await until(page, 120); // 20 moments of 6 MB would have been kept
  await press(page, 'Pause');
  await press(page, 'Moments');
  const words = (await page.getByText(/moments kept/).textContent()) ?? '';
  const [, kept = '', used = ''] = /(\d+) moments kept, ([\d.]+) of 48 MB/.exec(words) ?? [];
  expect(Number(used)).toBeLessThanOrEqual(48);
  expect(Number(kept)).toBeLessThan(15);
  await press(page, 'Got it');
  await note.waitFor({ state: 'detached' });
  const now = await steps(page);
  await page.getByRole('slider', { name: 'Back in time' }).fill('33'); // not one of those that are left, perhaps
  await expect.poll(() => steps(page), { timeout: 30_000 }).toBe(33);
  expect(now).toBeGreaterThan(33);
  await press(page, '1 step');
  await until(page, 34);
  expect(troubles).toEqual([]);
  await close();
});

// What a press of a button hands over.
async function taken(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFileSync(await download.path());
}

async function weightsOnShow(page: Page): Promise<Buffer> {
  await press(page, 'Share');
  const bytes = await taken(page, page.getByRole('button', { name: 'Save the weights' }));
  await page.keyboard.press('Escape');
  return bytes;
}

test('a killed worker is said; what it had learnt is there to the last bit, and training goes on from it', {
  timeout: 120_000,
}, async () => {
  const { page, close } = await fresh('digits=1000');
  await page.getByRole('slider', { name: 'Speed' }).fill('4');
  await press(page, 'Teach it');
  await until(page, 60);
  // As when the browser ends it for want of memory, in the middle: no event tells the page.
  for (const worker of page.workers()) await worker.evaluate(() => globalThis.close()).catch(() => undefined);
  const alert = page.getByRole('alert').filter({ hasText: 'The browser ended the training' });
  await alert.waitFor({ timeout: 30_000 });
  const left = await weightsOnShow(page);

  await press(page, 'Start the run again');
  await expect.poll(() => alert.count()).toBe(0);
  await expect.poll(() => steps(page), { timeout: 30_000 }).toBe(0);
  expect((await weightsOnShow(page)).equals(left)).toBe(true);
  // They are those of the step it had come to, and not of its start: made again from the record, they are the same.
  await press(page, 'Runs');
  const run = page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem').first();
  const made = Number(
    /([\d,]+) steps/
      .exec((await run.getByText(/[\d,]+ steps/).textContent()) ?? '')?.[1]
      ?.replaceAll(',', ''),
  );
  expect(made).toBeGreaterThanOrEqual(60);
  await run.getByRole('button', { name: 'Export' }).click();
  const recorded = await taken(page, run.getByRole('button', { name: 'Weights' }));
  expect(recorded.equals(left)).toBe(true);
  await run.getByRole('button', { name: 'Rerun' }).click();
  await run.getByText('The same to the last bit').waitFor({ timeout: 30_000 });

  await page.getByRole('button', { name: '1 step', exact: true }).click();
  await until(page, 1);
  expect((await weightsOnShow(page)).equals(left)).toBe(false);
  await close();
});

test('from a setting in Train to a race of its values', { timeout: 90_000 }, async () => {
  const { page, troubles, close } = await open('view=train&train=rate:0.2&digits=1000', {}, 'train');
  await press(page, 'What am I seeing? Learning rate');
  await page.getByRole('button', { name: 'Race this setting' }).click();
  const rates = page.getByRole('textbox', { name: 'Learning rate' });
  await expect.poll(() => rates.count()).toBe(4);
  expect(
    await rates.evaluateAll((all) => all.map((each) => Number((each as HTMLInputElement).value))),
  ).toEqual([0.2, 0.02, 0.6, 2]);
  expect(troubles).toEqual([]);
  await close();
});
