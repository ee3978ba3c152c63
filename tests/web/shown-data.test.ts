// Draw shows the test samples of what the net on show has learnt, with their names and its score over them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classes, digits, type Folder, folder } from './folders';
import { begin, end, open } from './page';

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };
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
const strip = (page: Page) => page.locator('gn-samples');
const pictures = (page: Page) => strip(page).getByRole('button', { name: /^Test (picture|digit)/ });

async function teach(page: Page, until: number): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();
  const now = page.locator('gn-transport .now b');
  await expect
    .poll(async () => Number(((await now.textContent()) ?? '').replaceAll(',', '')), PATIENT)
    .toBeGreaterThan(until);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  await page.waitForTimeout(1000);
}

// "812 of 1,000 right": [812, 1000], when all are counted.
async function score(page: Page, all: number): Promise<number> {
  const text = strip(page).locator('.score:not(.unknown)');
  await expect.poll(() => text.textContent(), PATIENT).toContain(` of ${all.toLocaleString('en')} right`);
  return Number(/(\d[\d,]*) of/.exec((await text.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
}

test('trained on clothes: clothes, by name, and how many it gets right', LONG, async () => {
  const { page, troubles, close } = await open('view=train&data=fashion&digits=5000', {}, 'train');
  await press(page, 'Forget everything');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).waitFor();
  await teach(page, 500);
  const look = async () => {
    await strip(page).getByRole('heading', { name: 'Or take a test picture' }).waitFor(PATIENT);
    await expect.poll(() => pictures(page).count(), PATIENT).toBeGreaterThan(3);
    expect(await score(page, 1000)).toBeGreaterThan(600);
    await strip(page).getByRole('combobox').selectOption('sandal');
    await expect
      .poll(async () =>
        (await pictures(page).evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')))).every(
          (name) => name?.startsWith('Test picture, sandal'),
        ),
      )
      .toBe(true);
    await pictures(page).first().click();
    await page
      .getByRole('list', { name: /^Probability/ })
      .getByRole('button', { name: /sandal/ })
      .waitFor();
    await strip(page).getByRole('combobox').selectOption('every class');
  };
  await press(page, 'Draw');
  await look();
  await page.reload();
  await look();
  // What was shipped has learnt digits. What lies on the pad stays there.
  const pad = () =>
    page
      .locator('gn-draw-pad canvas')
      .first()
      .evaluate((each) => (each as HTMLCanvasElement).toDataURL());
  const before = await pad();
  await page
    .getByRole('radio', { name: 'trained', exact: true })
    .or(page.getByRole('button', { name: 'trained', exact: true }))
    .first()
    .click();
  await strip(page).getByRole('heading', { name: 'Or take a real test digit' }).waitFor(PATIENT);
  await expect.poll(() => score(page, 1000), PATIENT).toBeGreaterThan(930);
  await strip(page)
    .getByRole('button', { name: /^Test digit 7/ })
    .first()
    .waitFor();
  expect(await pad()).toBe(before);
  expect(troubles).toEqual([]);
  await close();
});

test('trained on pictures of one’s own: those that were kept for the test', LONG, async () => {
  const { page, troubles, close } = await open('view=train', {}, 'train');
  await press(page, 'All settings');
  await page.getByRole('combobox', { name: 'Set', exact: true }).selectOption('Own pictures…');
  const dialog = page.getByRole('dialog', { name: 'Your own pictures' });
  await dialog.locator('input[webkitdirectory]').setInputFiles(mine.path);
  await dialog.getByRole('button', { name: 'Learn these' }).and(page.locator(':enabled')).click(PATIENT);
  await press(page, 'Give the last layer 3 outputs');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary:enabled')).waitFor(PATIENT);
  await teach(page, 60);
  for (const reload of [false, true]) {
    if (reload) await page.reload();
    else await press(page, 'Draw');
    await strip(page).getByRole('heading', { name: 'Or take a test picture' }).waitFor(PATIENT);
    await expect
      .poll(() => strip(page).getByRole('combobox').getByRole('option').allTextContents())
      .toEqual(['every class', 'one', 'seven', 'zero']);
    expect(await score(page, 24)).toBeGreaterThan(16);
    await pictures(page).first().waitFor();
  }
  expect(troubles).toEqual([]);
  await close();
});

test('a net with too few outputs for the digits has no score of them, and no crosses', LONG, async () => {
  const notation = encodeURIComponent('in 1 28 28; flatten; dense 4; softmax_ce');
  const { page, troubles, close } = await open(`model=own&notation=${notation}`);
  await pictures(page).first().waitFor();
  await page.waitForTimeout(1500);
  expect(await strip(page).locator('.score').isVisible()).toBe(false);
  expect(await strip(page).getByText('✗').count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});
