// Runs as they are kept: by themselves, listed, compared, rerun to the same bits, loaded, named, deleted; taken away as
// files and brought back.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, open } from './page';

const folder = mkdtempSync(join(tmpdir(), 'glassnet-'));
beforeAll(begin);
afterAll(async () => {
  await end();
  rmSync(folder, { recursive: true });
});

const LONG = { timeout: 60_000 };

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const list = (page: Page) => page.getByRole('list', { name: 'Runs kept on this device' });
const items = (page: Page) => list(page).getByRole('listitem');

async function until(page: Page, least: number): Promise<void> {
  const now = page.locator('gn-transport .now b');
  await expect
    .poll(async () => Number(((await now.textContent()) ?? '').replaceAll(',', '')), LONG)
    .toBeGreaterThanOrEqual(least);
}

async function trainView(hash = '') {
  const opened = await open(`view=train&${hash}`, {}, 'train');
  await press(opened.page, 'Forget everything');
  await opened.page.getByRole('button', { name: 'Teach it' }).and(opened.page.locator('.primary')).waitFor();
  return opened;
}

async function train(page: Page, steps: number): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();
  await until(page, steps);
  await press(page, 'Pause');
}

async function set(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name }).fill(value);
  await page.keyboard.press('Enter');
}

// A few steps, so that there is one run in the list.
async function oneRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: '1 step', exact: true }).click();
  await until(page, 1);
  await page.getByRole('button', { name: '1 step', exact: true }).click();
  await until(page, 2);
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(1);
}

async function name(page: Page, to: string): Promise<void> {
  await press(page, 'Rename');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill(to);
  await page.keyboard.press('Enter');
  await page.getByRole('listitem', { name: to }).waitFor();
}

// What a press of the button hands over.
async function taken(page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, button)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// By its path: a large one could not be handed over otherwise.
async function give(page: Page, name: string, bytes: Buffer | string): Promise<void> {
  writeFileSync(join(folder, name), bytes);
  await page.locator('gn-runs input[type=file]').setInputFiles(join(folder, name));
}

test('a run changed by hand reruns to the same bits; the list outlives a reload', {
  timeout: 240_000,
}, async () => {
  const { page, troubles, close } = await trainView();
  await train(page, 40);
  await set(page, 'Batch size', '64');
  await train(page, 80);
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  await train(page, 120);
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(1);
  await items(page).getByText('changes by hand: 2').waitFor(LONG);
  await items(page).getByText('Batch size 64').waitFor();
  await press(page, 'Rerun');
  await page.getByText(/^\s*The same to the last bit: [\d,]+ losses and 13,002 weights/).waitFor(LONG);

  // Another, with another rate, to compare it with.
  await press(page, /^New start/);
  await until(page, 0);
  await set(page, 'Learning rate', '0.5');
  await train(page, 60);
  await expect.poll(() => items(page).count(), LONG).toBe(2);
  await page.reload();
  await page.locator('gn-transport .now b').waitFor();
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(2);
  for (const box of await list(page).getByRole('checkbox').all()) await box.check();
  const table = page.getByRole('region', { name: 'What differs' });
  expect(await table.getByRole('row', { name: /^Learning rate/ }).textContent()).toMatch(/0\.5\s*0\.1/);
  expect(await table.getByRole('row', { name: /^Seed/ }).textContent()).toMatch(/2\s*1/);
  expect(await table.getByRole('row', { name: /^Data/ }).count()).toBe(0); // the same in both
  expect(await page.getByRole('img', { name: /^Test accuracy of the runs/ }).count()).toBe(1);
  expect(troubles).toEqual([]);
  await close();
});

test('a run is named, deleted, brought back and loaded', { timeout: 120_000 }, async () => {
  const { page, troubles, close } = await trainView();
  await oneRun(page);
  await name(page, 'first try');
  await press(page, 'Delete');
  await page.getByText('“first try” deleted.').waitFor();
  expect(await items(page).count()).toBe(0);
  await press(page, 'Undo');
  await page.getByRole('listitem', { name: 'first try' }).waitFor();
  await set(page, 'Batch size', '200');
  await page.getByRole('group', { name: 'Changed settings' }).waitFor();
  await press(page, 'Load');
  await expect.poll(() => page.getByRole('group', { name: 'Changed settings' }).count(), LONG).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});

describe('files', () => {
  test('a run file is the run on another device: its weights, its curves, the same bits again', {
    timeout: 240_000,
  }, async () => {
    const one = await trainView('seed=7&train=batch:16');
    await oneRun(one.page);
    await name(one.page, 'of the other');
    await press(one.page, 'Export');
    const file = await taken(one.page, 'Run file');
    expect(file.name).toBe('of-the-other.glassnet.json');
    const weights = await taken(one.page, 'Weights');
    const curves = await taken(one.page, 'Curves (CSV)');
    expect(curves.bytes.toString()).toMatch(/^step,loss,.*\n0,,.*\n1,\d\.\d+,.*\n2,\d\.\d+,.*\n$/);
    const program = await taken(one.page, 'PyTorch');
    expect(program.name).toBe('of-the-other.pytorch.zip');
    for (const entry of ['train.py', 'start.safetensors', 'curves.csv'])
      expect(program.bytes.includes(entry)).toBe(true);
    expect(one.troubles).toEqual([]);
    await one.close();

    const two = await trainView();
    const { page } = two;
    await press(page, 'Runs');
    await give(page, file.name, file.bytes);
    await page.getByRole('listitem', { name: 'of the other' }).waitFor(LONG);
    await items(page).getByText('seed 7').waitFor();
    await press(page, 'Rerun');
    await page.getByText(/^\s*The same to the last bit: 2 losses and 13,002 weights/).waitFor(LONG);
    await press(page, 'Load');
    await page.getByRole('group', { name: 'Changed settings' }).getByText('Batch size 16').waitFor(LONG);
    // It is on show as well: taken away again, the weights are the same bytes.
    await press(page, 'Export');
    expect((await taken(page, 'Weights')).bytes.equals(weights.bytes)).toBe(true);

    // And the weights alone: they are on show at once.
    await page.getByRole('radio', { name: 'trained', exact: true }).check();
    await give(page, 'mine.safetensors', weights.bytes);
    await page.getByText('The weights of “mine.safetensors” are on show').waitFor(LONG);
    expect(await page.getByRole('radio', { name: 'yours' }).isChecked()).toBe(true);
    await press(page, 'Share');
    expect((await taken(page, 'Save the weights')).bytes.equals(weights.bytes)).toBe(true);
    expect(two.troubles).toEqual([]);
    await two.close();
  });

  test('what cannot be used is refused, says where, and changes nothing, in both languages', {
    timeout: 240_000,
  }, async () => {
    const { page, troubles, close } = await trainView();
    await oneRun(page);
    await name(page, 'kept');
    await press(page, 'Export');
    const { bytes } = await taken(page, 'Run file');
    const weights = (await taken(page, 'Weights')).bytes;
    const given = JSON.parse(bytes.toString());
    const alert = page.getByRole('alert');
    const cases: readonly (readonly [what: string, bytes: Buffer | string, en: RegExp, zh: RegExp])[] = [
      ['cut', bytes.subarray(0, 900), /cut off or damaged/, /不完整或已损坏/],
      ['other', '{"a": 1}', /no run of glassnet/, /不是 glassnet 的记录/],
      ['newer', JSON.stringify({ ...given, version: 9 }), /newer version/, /更新版本/],
      ['seed', JSON.stringify({ ...given, seed: -1 }), /at “seed” makes no sense/, /“seed”处/],
      ['rate', JSON.stringify({ ...given, wishes: { rate: -3 } }), /at “wishes\.rate”/, /“wishes\.rate”处/],
      ['name', JSON.stringify({ ...given, now: { speed: 1 } }), /at “now\.speed”/, /“now\.speed”处/],
      ['base64', JSON.stringify({ ...given, learnt: '!' }), /at “learnt”/, /“learnt”处/],
      ['short', JSON.stringify({ ...given, learnt: 'AAAAAA==' }), /at “learnt”/, /“learnt”处/],
      ['net', JSON.stringify({ ...given, notation: 'in 784; dens 10' }), /dens/, /dens/],
      ['tensor', weights.subarray(0, weights.length - 4), /./, /./],
      ['noise', Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 97) % 256)), /./, /./],
      ['large', Buffer.alloc(64 * 2 ** 20 + 1, 32), /larger than 64 MB/, /超过 64 MB/],
    ];
    const before = await page.locator('gn-runs').getByRole('listitem').count();
    for (const language of [1, 2] as const) {
      if (language === 2) await press(page, '中文');
      for (const [what, file, ...says] of cases) {
        await give(page, `${what}.bin`, file);
        await alert.filter({ hasText: `“${what}.bin”` }).waitFor(LONG);
        const text = (await alert.filter({ hasText: `“${what}.bin”` }).textContent()) ?? '';
        expect(text, what).toMatch(says[language - 1] as RegExp);
        expect(text, what).toContain(language === 1 ? 'Nothing was changed.' : '页面未作任何改动。');
      }
      expect(await page.locator('gn-runs').getByRole('listitem').count()).toBe(before);
    }
    await until(page, 2); // the run on show goes on from where it was
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('a link', () => {
  async function linkOf(page: Page): Promise<string> {
    await press(page, 'Share');
    return page.getByRole('textbox', { name: 'Link' }).inputValue();
  }

  test('carries settings and seed, and says what it cannot carry', { timeout: 120_000 }, async () => {
    const { page, troubles, close } = await open(
      'view=train&seed=41&train=batch:16,optimizer:adam,rate:0.004&digits=3000',
    );
    expect(await linkOf(page)).not.toContain('weights=mine');
    expect(await page.getByText('The weights on show are your own').count()).toBe(0);
    await page.keyboard.press('Escape');
    await press(page, 'Forget everything');
    await oneRun(page);
    const link = await linkOf(page);
    await page.getByText('The weights on show are your own').waitFor();
    await page.getByRole('button', { name: 'Save the weights' }).waitFor();
    expect(troubles).toEqual([]);

    const other = await open(link.split('#v=1&')[1] ?? link.split('#')[1], {}, 'train');
    const there = new URLSearchParams((await linkOf(other.page)).split('#')[1]);
    const here = new URLSearchParams(link.split('#')[1]);
    for (const key of ['seed', 'train', 'digits', 'data', 'model', 'weights', 'view'])
      expect(there.get(key), key).toBe(here.get(key));
    expect(there.get('seed')).toBe('41');
    expect(there.get('train')).toBe('optimizer:adam,batch:16,rate:0.004');
    expect(await other.page.getByRole('radio', { name: 'untrained' }).isChecked()).toBe(true);
    await other.close();
    await close();
  });

  test('to somebody else’s weights, or with a setting nobody knows, says so', {
    timeout: 120_000,
  }, async () => {
    const mine = await open('weights=mine&model=lenet5');
    await mine.page.getByRole('alert').filter({ hasText: 'its sender’s own' }).waitFor(LONG);
    await mine.close();
    const { page, close } = await open('view=train&train=speed:9,batch:16', {}, 'train');
    await page.getByRole('alert').filter({ hasText: '“speed:9”' }).waitFor(LONG);
    await page.getByRole('group', { name: 'Changed settings' }).getByText('Batch size 16').waitFor();
    await close();
  });
});
