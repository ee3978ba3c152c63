// A net learns pictures of one's own: dropped or picked, looked at first, kept over a reload; what cannot be learnt is
// said, and loses nothing.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classes, digits, dropOn, type Folder, folder } from './folders';
import { begin, end, open } from './page';

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 30_000 };

let mine: Folder;
beforeAll(async () => {
  await begin();
  mine = folder(classes({ zero: digits(0, 40), one: digits(1, 40), seven: digits(7, 40) }));
});
afterAll(async () => {
  mine.remove();
  await end();
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Your own pictures' });
const names = (page: Page) =>
  dialog(page)
    .getByRole('textbox', { name: 'Name of the class' })
    .evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));

async function train(hash = '') {
  const opened = await open(`view=train&digits=100${hash}`, {}, 'train');
  await press(opened.page, 'All settings');
  return opened;
}

async function learnt(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Learn these' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await press(page, 'Give the last layer 3 outputs');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary:enabled')).waitFor(PATIENT);
}

async function accuracy(page: Page): Promise<number> {
  const words = await page.getByRole('img', { name: /^Accuracy/ }).getAttribute('aria-label');
  return Number(/test ([\d.]+)/.exec(words ?? '')?.[1] ?? Number.NaN);
}

test(
  'a folder that is dropped is looked at, learnt and kept; its classes are named wherever they stand',
  LONG,
  async () => {
    const { page, troubles, close } = await train();
    await dropOn(page, { x: 640, y: 300 }, [mine.path]);
    await dialog(page).waitFor();
    await expect.poll(() => names(page), PATIENT).toEqual(['one', 'seven', 'zero']);
    await dialog(page).getByText('40 pictures').first().waitFor();
    // Dark on light was found out: what the net will see is bright ink on nothing.
    expect(
      await dialog(page)
        .getByRole('checkbox', { name: /^Dark on light/ })
        .isChecked(),
    ).toBe(true);
    await learnt(page);
    await page.getByText(/120 pictures in 3 classes; \d+ of them are the test set/).waitFor();
    await page.getByRole('slider', { name: 'Speed' }).fill('6');
    await press(page, 'Teach it');
    await expect.poll(() => accuracy(page), { timeout: 60_000 }).toBeGreaterThan(85);
    await press(page, 'Pause');
    const bars = page.getByRole('list', { name: /^Probability/ });
    expect(
      await bars
        .getByRole('button')
        .evaluateAll((all) => all.map((each) => each.textContent?.trim().split(/\s/)[0])),
    ).toEqual(['one', 'seven', 'zero']);
    await bars.getByRole('button', { name: /^seven: / }).waitFor();
    await press(page, 'Mistakes');
    await page.getByRole('button', { name: /^zero taken for zero: \d+$/ }).waitFor();

    await page.reload();
    await page.getByText('Set Own pictures').waitFor(PATIENT);
    await page
      .getByRole('button', { name: 'Go on' })
      .or(page.getByRole('button', { name: 'Teach it' }))
      .first()
      .waitFor();
    await bars.getByRole('button', { name: /^seven: / }).waitFor(PATIENT);
    expect(troubles).toEqual([]);
    await close();
  },
);
