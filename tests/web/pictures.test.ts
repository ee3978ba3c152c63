// A net learns pictures of one's own: dropped or picked, looked at first, kept over a reload; what cannot be learnt is
// said, and loses nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { classes, digits, dropOn, type Folder, folder, png } from './folders';
import { begin, end, open } from './page';

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 30_000 };
const NAMES = ['one', 'seven', 'zero'];

let mine: Folder;
const others: Folder[] = [];
const other = (files: Parameters<typeof folder>[0]): string => {
  const made = folder(files);
  others.push(made);
  return made.path;
};

beforeAll(async () => {
  await begin();
  mine = folder(classes({ zero: digits(0, 40), one: digits(1, 40), seven: digits(7, 40) }));
});
afterAll(async () => {
  for (const each of [mine, ...others]) each.remove();
  await end();
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Your own pictures' });
const bars = (page: Page) => page.getByRole('list', { name: /^Probability/ });
const alert = (page: Page) => dialog(page).getByRole('alert');
const learn = (page: Page) => dialog(page).getByRole('button', { name: 'Learn these' });
const names = (page: Page) =>
  dialog(page)
    .getByRole('textbox', { name: 'Name of the class' })
    .evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));
const steps = async (page: Page) =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));

type Options = Parameters<typeof open>[1];
async function train(hash = '', options: Options = {}) {
  const opened = await open(`view=train${hash}`, options, 'train');
  await press(opened.page, 'All settings');
  return opened;
}

async function choose(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Set', exact: true }).selectOption('Own pictures…');
  await dialog(page).waitFor();
}

const pick = (page: Page, path: string) => dialog(page).locator('input[webkitdirectory]').setInputFiles(path);

// All the way to a net that can be taught them.
async function take(page: Page, path = mine.path): Promise<void> {
  await choose(page);
  await pick(page, path);
  await learn(page).and(page.locator(':enabled')).click(PATIENT);
  await press(page, 'Give the last layer 3 outputs');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary:enabled')).waitFor(PATIENT);
}

async function teach(page: Page, until: number): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(until);
  await press(page, 'Pause');
}

async function accuracy(page: Page, of = 'test'): Promise<number> {
  const words = await page.getByRole('img', { name: /^Accuracy/ }).getAttribute('aria-label');
  return Number(new RegExp(`${of} ([\\d.]+)`).exec(words ?? '')?.[1] ?? Number.NaN);
}

test(
  'a folder that is dropped is looked at, learnt and kept; its classes are named wherever they stand',
  LONG,
  async () => {
    const { page, troubles, close } = await train();
    await dropOn(page, { x: 640, y: 300 }, [mine.path]);
    await expect.poll(() => names(page), PATIENT).toEqual(NAMES);
    await dialog(page).getByText('40 pictures').first().waitFor();
    // Dark on light was found out: what the net will see is bright ink on nothing.
    const invert = dialog(page).getByRole('checkbox', { name: /^Dark on light/ });
    expect(await invert.isChecked()).toBe(true);
    const first = () =>
      dialog(page)
        .locator('canvas')
        .first()
        .evaluate((each) => (each as HTMLCanvasElement).toDataURL());
    const before = await first();
    await invert.uncheck();
    expect(await first()).not.toBe(before);
    await invert.check();
    expect(await first()).toBe(before);

    await learn(page).click();
    await page.getByRole('alert').getByText('The data have 3 classes').waitFor();
    await press(page, 'Give the last layer 3 outputs');
    await page
      .getByRole('button', { name: 'Teach it' })
      .and(page.locator('.primary:enabled'))
      .waitFor(PATIENT);
    await page.getByText(/120 pictures in 3 classes; \d+ of them are kept for the test/).waitFor();
    await page.getByRole('slider', { name: 'Speed' }).fill('6');
    await press(page, 'Teach it');
    await expect.poll(() => accuracy(page), { timeout: 60_000 }).toBeGreaterThan(85);
    await press(page, 'Pause');
    const texts = await bars(page).getByRole('button').allTextContents();
    expect(texts.map((each) => each.trim().split(/\s/)[0])).toEqual(NAMES);
    await bars(page)
      .getByRole('button', { name: /^seven: / })
      .waitFor();
    await press(page, 'Mistakes');
    await page.getByRole('button', { name: /^zero taken for zero: \d+$/ }).waitFor();
    await page.getByRole('columnheader', { name: 'sev' }).waitFor();

    await page.waitForTimeout(1500); // kept after a moment's rest
    const rested = await steps(page);
    await page.reload();
    await page.getByText('Set Own pictures').waitFor(PATIENT);
    await expect.poll(() => steps(page), PATIENT).toBe(rested);
    await bars(page)
      .getByRole('button', { name: /^seven: / })
      .waitFor(PATIENT);
    await press(page, 'Step');
    await press(page, 'Mini-batch');
    await page.getByRole('button', { name: /^Sample 1 \((one|seven|zero)\): / }).waitFor(PATIENT);
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'fewer samples, a part held out and wrong labels work with them, and a race runs on them',
  LONG,
  async () => {
    const { page, troubles, close } = await train();
    await take(page);
    await page.getByRole('combobox', { name: 'Training samples' }).selectOption('50');
    await page.getByRole('combobox', { name: 'Validation share' }).selectOption('20 %');
    await page.getByText(/^\d+ samples held out of training$/).waitFor(PATIENT);
    await page.getByRole('combobox', { name: 'Label noise' }).selectOption('60 %');
    const wrong = page.getByRole('list', { name: /^Samples with a wrong label/ }).getByRole('listitem');
    await expect
      .poll(async () => wrong.first().textContent(), PATIENT)
      .toMatch(/true (one|seven|zero), given (one|seven|zero)/);
    await teach(page, 200);
    expect(await accuracy(page, 'validation')).toBeGreaterThanOrEqual(0);
    await press(page, 'Compare');
    await press(page, 'Start');
    const results = page.getByRole('group', { name: 'Results' });
    await expect
      .poll(
        async () => results.getByRole('row', { name: /Way 1/ }).getByRole('cell').first().textContent(),
        PATIENT,
      )
      .toMatch(/\d %/);
    expect(troubles).toEqual([]);
    await close();
  },
);

describe('what cannot be learnt', () => {
  test('is left out one by one, with the reason; the rest is learnt', LONG, async () => {
    const long = '好'.repeat(60);
    const path = other({
      ...classes({ '猫 🐈': digits(0, 3), [long]: digits(1, 3) }),
      'a/same/1.png': png(new Uint8Array(784), 28, 28),
      'b/same/1.png': png(new Uint8Array(784), 28, 28),
      '猫 🐈/note.txt': 'dear diary',
      '猫 🐈/broken.png': (digits(0, 1)[0] as Buffer).subarray(0, 60),
      '猫 🐈/wide.png': png(new Uint8Array(20_000), 20_000, 1),
      '猫 🐈/drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '猫 🐈/points.csv': 'x,y\n1,2\n',
      '猫 🐈/nothing.png': '',
      '猫 🐈/.DS_Store': 'x',
      'loose.png': png(new Uint8Array(784), 28, 28),
    });
    const { page, troubles, close } = await train();
    await choose(page);
    await pick(page, path);
    await dialog(page).getByText('7 files left out').click(PATIENT);
    expect(await names(page)).toEqual(expect.arrayContaining(['猫 🐈', 'same', `${'好'.repeat(39)}…`]));
    const list = dialog(page).locator('.skipped');
    for (const [file, why] of [
      ['note.txt', 'is not a picture'],
      ['broken.png', 'is damaged'],
      ['wide.png', 'is 20,000×1 pixels'],
      ['drawing.svg', 'is a drawing in SVG'],
      ['points.csv', 'is a table'],
      ['nothing.png', 'is empty'],
      ['loose.png', 'lies beside the class folders'],
    ] as const)
      await list.getByRole('listitem').filter({ hasText: file }).getByText(why).waitFor();
    await dialog(page).getByText('More than one folder is called same').waitFor();
    await learn(page).click();
    await page.getByText(/8 pictures in 3 classes/).waitFor();
    await press(page, 'Give the last layer 3 outputs');
    await press(page, 'Mistakes');
    await bars(page)
      .getByRole('button', { name: /^猫 🐈: / })
      .waitFor(PATIENT);
    expect(troubles).toEqual([]);
    await close();
  });

  test(
    'an empty folder, one class, only text: a sentence each, and what was learnt stays',
    LONG,
    async () => {
      const { page, troubles, close } = await train('&digits=1000');
      await choose(page);
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      await dropOn(page, { x: 640, y: 300 }, [other({ 'nothing/': '' })]);
      await alert(page).getByText('There is no file in it.').waitFor(PATIENT);
      await pick(page, other({ 'a/one.txt': 'x', 'b/two.txt': 'y' }));
      await alert(page).getByText('None of the files is a picture').waitFor(PATIENT);
      await pick(page, other(classes({ cat: digits(0, 2) })));
      await alert(page).getByText('All of these are of one class').waitFor(PATIENT);
      expect(await learn(page).isDisabled()).toBe(true);
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      expect(await page.getByRole('combobox', { name: 'Set', exact: true }).inputValue()).toBe(
        'MNIST digits',
      );
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(1);
      expect(troubles).toEqual([]);
      await close();
    },
  );
});

test('on a phone pictures are picked class by class, and each class is named', LONG, async () => {
  const { page, troubles, close } = await train('', {
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  await choose(page);
  const give = (label: number) =>
    dialog(page)
      .locator('input[accept="image/*"]')
      .setInputFiles(
        digits(label, 4).map((buffer, i) => ({ name: `IMG_20${i}.png`, mimeType: 'image/png', buffer })),
      );
  await give(0);
  await alert(page).getByText('All of these are of one class').waitFor(PATIENT);
  await give(1);
  await expect.poll(() => names(page), PATIENT).toEqual(['IMG', 'IMG 2']);
  const fields = dialog(page).getByRole('textbox', { name: 'Name of the class' });
  await fields.first().fill('');
  await fields.first().press('Tab');
  await alert(page).getByText('One class has no name yet.').waitFor();
  await fields.first().fill('零');
  await fields.last().fill('一');
  await fields.last().press('Tab');
  await learn(page).click();
  await press(page, 'Give the last layer 2 outputs');
  await bars(page).getByRole('button', { name: /^零: / }).waitFor(PATIENT);
  expect(troubles).toEqual([]);
  await close();
});

test.each([
  ['light', 1366],
  ['dark', 390],
])('axe-core finds nothing where they are looked at: %s, %d px', LONG, async (theme, width) => {
  const { page, close } = await train(`&theme=${theme}`, {
    viewport: { width, height: 780 },
    bypassCSP: true,
  });
  await choose(page);
  await pick(page, other({ ...classes({ one: digits(1, 8), zero: digits(0, 8) }), 'one/note.txt': 'x' }));
  await learn(page).and(page.locator(':enabled')).waitFor(PATIENT);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await close();
});

test('pictures that the device has no room for are learnt all the same, and it is said', LONG, async () => {
  const { page, close } = await train();
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await take(page);
  await page.getByText('This device has no room for the pictures').waitFor();
  await teach(page, 20);
  await page.reload();
  await page.getByRole('alert').getByText('MNIST is learnt instead').waitFor(PATIENT);
  await close();
});

test('removed, they can be brought back; then the net fits no more, and a button fits it', LONG, async () => {
  const { page, troubles, close } = await train();
  await take(page);
  await press(page, 'Remove');
  await page.getByText('The pictures were removed').waitFor();
  await page.getByRole('alert').getByText('The data have 10 classes').waitFor();
  await press(page, 'Undo');
  await page.getByText(/120 pictures in 3 classes/).waitFor();
  await expect.poll(() => steps(page), PATIENT).toBe(0);
  await press(page, 'Remove');
  await press(page, 'Give the last layer 10 outputs');
  await expect.poll(() => bars(page).getByRole('button').count(), PATIENT).toBe(10);
  await page.reload();
  await page.locator('gn-transport .now b').waitFor(PATIENT);
  await press(page, 'All settings');
  await page.getByRole('option', { name: 'Own pictures…' }).waitFor({ state: 'attached' });
  expect(troubles).toEqual([]);
  await close();
});

test('a killed worker loses none of them', LONG, async () => {
  const { page, close } = await train();
  await take(page);
  await teach(page, 20);
  for (const worker of page.workers()) await worker.evaluate(() => globalThis.close()).catch(() => undefined);
  await page.getByRole('alert').getByText('The browser ended the training').waitFor(PATIENT);
  await press(page, 'Start the run again');
  await teach(page, 20);
  await page.getByText(/120 pictures in 3 classes/).waitFor();
  await close();
});

describe('a run on them', () => {
  test(
    'reruns to the same bits as long as they are here; its file and its link say that they are not in it',
    LONG,
    async () => {
      const { page, troubles, close } = await train();
      await take(page);
      await teach(page, 20);
      await press(page, 'Runs');
      const run = page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem').first();
      await run.getByText('Own pictures').waitFor(PATIENT);
      await run.getByRole('button', { name: 'Rerun' }).click();
      await run.getByText('The same to the last bit').waitFor(PATIENT);
      await run.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        run.getByRole('button', { name: 'Run file' }).click(),
      ]);
      const buffer = readFileSync(await download.path());
      await run.getByText('The pictures themselves are not in the file').waitFor();
      expect(buffer.length).toBeLessThan(500_000);
      const [program] = await Promise.all([
        page.waitForEvent('download'),
        run.getByRole('button', { name: 'PyTorch' }).click(),
      ]);
      const archive = readFileSync(await program.path()).toString('latin1');
      for (const name of ['train.py', 'start.safetensors', 'pictures.safetensors', '"classes":'])
        expect(archive).toContain(name);
      const link = new URL(page.url()).hash.slice(5).replace('weights=mine', 'weights=untrained');
      await press(page, 'Remove');
      await run.getByRole('button', { name: 'Rerun' }).click();
      await run.getByText('pictures of your own that are not here').waitFor(PATIENT);
      await run.getByRole('button', { name: 'PyTorch' }).click();
      await run.getByText('No PyTorch program is written').waitFor();
      expect(troubles).toEqual([]);
      await close();

      // On another device.
      const there = await open(link, {}, 'draw');
      await there.page.getByRole('alert').getByText('MNIST is learnt instead').waitFor(PATIENT);
      // The net fits no digits; its settings stand there all the same.
      await there.page.getByRole('alert').getByText('The data have 10 classes').waitFor();
      await press(there.page, 'All settings');
      await press(there.page, 'Runs');
      await there.page
        .getByLabel('Open a file')
        .and(there.page.locator('input'))
        .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
      const theirs = there.page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem');
      await theirs.getByRole('button', { name: 'Load' }).click(PATIENT);
      await theirs.getByText('The pictures it learnt are not here').waitFor(PATIENT);
      expect(there.troubles).toEqual([]);
      await there.close();
    },
  );
});

test('others are looked at before they take the place of those that are learnt', LONG, async () => {
  const { page, troubles, close } = await train();
  await take(page);
  await press(page, 'Other pictures…');
  await pick(page, other(classes({ two: digits(2, 5), five: digits(5, 5), nine: digits(9, 5) })));
  await expect.poll(() => names(page), PATIENT).toEqual(['five', 'nine', 'two']);
  await dialog(page).getByRole('button', { name: 'Leave out nine' }).click();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByText(/120 pictures in 3 classes/).waitFor();
  await press(page, 'Other pictures…');
  await pick(page, join(mine.path, 'one'));
  await pick(page, join(mine.path, 'zero'));
  await expect.poll(() => names(page), PATIENT).toEqual(['one', 'zero']);
  await learn(page).click();
  await page.getByText(/80 pictures in 2 classes/).waitFor();
  await press(page, 'Give the last layer 2 outputs');
  await bars(page)
    .getByRole('button', { name: /^zero: / })
    .waitFor(PATIENT);
  expect(troubles).toEqual([]);
  await close();
});
