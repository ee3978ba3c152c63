// Runs as they are kept: by themselves, listed, compared, rerun to the same bits, loaded, named, deleted; taken away as
// files and brought back.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { dropOn } from './folders';
import { begin, end, open } from './page';

const execute = promisify(execFile);
const mnist = fileURLToPath(new URL('../../build/data/mnist', import.meta.url));
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
  const place = page.getByRole('group', { name: /what to take away$/ }).or(page.locator('gn-share'));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    place.getByRole('button', { name: button, exact: true }).click(),
  ]);
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

test('gone on from the past, a run is two: both rerun to their own bits', { timeout: 240_000 }, async () => {
  const { page, troubles, close } = await trainView();
  await train(page, 60);
  await press(page, 'Runs');
  await expect.poll(() => items(page).count(), LONG).toBe(1);
  await press(page, 'Rewind');
  await set(page, 'Batch size', '8');
  await train(page, 30);
  await expect.poll(() => items(page).count(), LONG).toBe(2);
  for (const each of [0, 1]) {
    await page.getByRole('button', { name: 'Rerun' }).nth(each).click();
    await items(page)
      .nth(each)
      .getByText(/The same to the last bit/)
      .waitFor(LONG);
  }
  expect(troubles).toEqual([]);
  await close();
});

test('four are compared at most; where nothing can be kept, it is said', { timeout: 120_000 }, async () => {
  const { page, close } = await trainView();
  await oneRun(page);
  for (let runs = 2; runs <= 5; runs++) {
    await press(page, /^New start/);
    await page.getByRole('button', { name: 'Teach it' }).waitFor();
    await page.getByRole('button', { name: '1 step', exact: true }).click();
    await expect.poll(() => items(page).count(), LONG).toBe(runs);
  }
  const boxes = list(page).getByRole('checkbox');
  for (const i of [0, 1, 2, 3]) await boxes.nth(i).check();
  expect(await boxes.nth(4).isDisabled()).toBe(true);
  const columns = page.getByRole('region', { name: 'What differs' }).getByRole('columnheader');
  expect(await columns.count()).toBe(5);
  const put = (trouble: string) =>
    page.evaluate((name) => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('no', name);
      };
    }, trouble);
  await put('QuotaExceededError');
  await page.getByRole('button', { name: '1 step', exact: true }).click();
  await page.getByText('This device has no room left for the page').waitFor(LONG);
  await put('InvalidStateError');
  await page.getByRole('button', { name: '1 step', exact: true }).click();
  await page.getByText('This browser keeps nothing').waitFor(LONG);
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

for (const [language, theme, width] of [
  ['en', 'light', 1366],
  ['zh', 'dark', 390],
] as const)
  test(`axe-core finds nothing in the list: ${language}, ${theme}, ${width} px`, {
    timeout: 120_000,
  }, async () => {
    const { page, close } = await open(
      `view=train&language=${language}&theme=${theme}`,
      { viewport: { width, height: width > 1000 ? 620 : 844 }, bypassCSP: true },
      'train',
    );
    for (let runs = 1; runs <= 2; runs++) {
      await press(page, runs === 1 ? /^(Forget everything|全部忘掉)$/ : /^(New start|换一个起点)/);
      await page
        .getByRole('button', { name: /^(Teach it|开始教它)$/ })
        .and(page.locator('.primary'))
        .waitFor();
      await page.getByRole('button', { name: /^(1 step|一步)$/ }).click();
      await press(page, /^(Runs|记录)$/);
      await expect.poll(() => page.locator('gn-run').count(), LONG).toBe(runs);
    }
    for (const box of await page.locator('gn-run').getByRole('checkbox').all()) await box.check();
    await page
      .getByRole('button', { name: /^(Export|导出)$/ })
      .first()
      .click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
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
    // It makes the losses that the page has drawn.
    writeFileSync(join(folder, 'run.zip'), program.bytes);
    await execute('/usr/bin/python3', ['-m', 'zipfile', '-e', join(folder, 'run.zip'), folder]);
    const { stdout } = await execute('/usr/bin/python3', [join(folder, 'train.py'), '--data', mnist]);
    const losses = curves.bytes.toString().split('\n').slice(2, 4);
    for (const [i, line] of losses.entries())
      expect(Number(stdout.split('\n')[i]?.split(' ')[1])).toBeCloseTo(Number(line.split(',')[1]), 4);
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
    // Of other data it cannot make the same numbers, and does not try.
    await give(
      page,
      'other.json',
      JSON.stringify({ ...JSON.parse(file.bytes.toString()), name: 'older', dataVersion: 'x' }),
    );
    await page.getByRole('listitem', { name: 'older' }).getByRole('button', { name: 'Rerun' }).click();
    await page.getByText('It was trained on another version of the data').waitFor(LONG);
    await page.getByRole('listitem', { name: 'older' }).getByRole('button', { name: 'Delete' }).click();
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
      ['other', '{"a": 1}', /neither a run nor weights/, /既不是 glassnet 的训练记录/],
      ['text', 'hello', /neither a run nor weights/, /既不是 glassnet 的训练记录/],
      ['empty', '', /neither a run nor weights/, /既不是 glassnet 的训练记录/],
      ['newer', JSON.stringify({ ...given, version: 9 }), /newer version/, /更新版本/],
      ['seed', JSON.stringify({ ...given, seed: -1 }), /at “seed” makes no sense/, /“seed”处/],
      ['rate', JSON.stringify({ ...given, wishes: { rate: -3 } }), /at “wishes\.rate”/, /“wishes\.rate”处/],
      ['name', JSON.stringify({ ...given, now: { speed: 1 } }), /at “now\.speed”/, /“now\.speed”处/],
      ['base64', JSON.stringify({ ...given, learnt: '!' }), /at “learnt”/, /“learnt”处/],
      ['short', JSON.stringify({ ...given, learnt: 'AAAAAA==' }), /at “learnt”/, /“learnt”处/],
      [
        'far',
        JSON.stringify({ ...given, notation: 'in 784; bogus 4' }),
        /no operation “bogus”\. N/,
        /运算。页/,
      ],
      ['net', JSON.stringify({ ...given, notation: 'in 784; dens 10' }), /dens/, /dens/],
      ['tensor', weights.subarray(0, weights.length - 4), /./, /./],
      ['noise', Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 97) % 256)), /./, /./],
      ['large', Buffer.alloc(64 * 2 ** 20 + 1, 32), /larger than 64 MB/, /超过 64 MB/],
    ];
    const before = await page.locator('gn-runs').getByRole('listitem').count();
    for (const language of [1, 2] as const) {
      if (language === 2) {
        await press(page, '中文');
        await page.getByRole('button', { name: '打开文件' }).waitFor();
      }
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

test('a run says which part of the data it learnt, and what was done to its labels', LONG, async () => {
  const { page, troubles, close } = await trainView('digits=1000&validation=0.2&labelNoise=0.3');
  await oneRun(page);
  await items(page).getByText('Training samples 1,000 · Validation share 20 % · Label noise 30 %').waitFor();
  expect(troubles).toEqual([]);
  await close();
});

describe('a file that is dropped', () => {
  test('a run or weights are opened anywhere on Train; weights that are no numbers are not loaded', {
    timeout: 120_000,
  }, async () => {
    const { page, troubles, close } = await trainView();
    await oneRun(page);
    await name(page, 'kept');
    await press(page, 'Export');
    const given = JSON.parse((await taken(page, 'Run file')).bytes.toString());
    const weights = (await taken(page, 'Weights')).bytes;
    const drop = async (file: string, bytes: Buffer | string) => {
      await press(page, 'Curves');
      writeFileSync(join(folder, file), bytes);
      await dropOn(page, { x: 640, y: 300 }, [join(folder, file)]);
    };
    await drop('mine.safetensors', weights);
    await page.getByText('The weights of “mine.safetensors” are on show').waitFor(LONG);
    await drop('cut.safetensors', weights.subarray(0, 900));
    await page.getByRole('alert').getByText('“cut.safetensors” was not opened').waitFor(LONG);
    const learnt = Buffer.from(given.learnt, 'base64');
    learnt.writeFloatLE(Number.NaN, 0);
    const bad = { ...given, name: 'burst', learnt: learnt.toString('base64') };
    await drop('burst.glassnet.json', JSON.stringify(bad));
    await page.getByText('“burst.glassnet.json” is in the list.').waitFor(LONG);
    const bars = () => page.getByRole('list', { name: /^Probability/ }).textContent();
    const before = await bars();
    await page.getByRole('listitem', { name: 'burst' }).getByRole('button', { name: 'Load' }).click();
    await page.getByText('Some of its weights are NaN or ∞').waitFor(LONG);
    expect(await bars()).toBe(before);
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

  test('says of weights changed by hand that they stay behind; the file brings them', {
    timeout: 120_000,
  }, async () => {
    const { page, troubles, close } = await open();
    await press(page, 'Share');
    await page.getByRole('textbox', { name: 'Link' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save the weights' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    const numbers = page.getByRole('slider', { name: /^dense, 10/ });
    await numbers.focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const bias = page.getByRole('slider', { name: 'dense3.bias[7]' }).first();
    for (let i = 0; i < 10; i++) await bias.press('PageDown');
    const link = await linkOf(page);
    expect(link).not.toContain('weights=');
    await page.getByText('You have changed weights by hand').waitFor();
    const { bytes } = await taken(page, 'Save the weights');
    const shipped = readFileSync(
      fileURLToPath(new URL('../../build/models/mlp-16-16.safetensors', import.meta.url)),
    );
    const floats = (file: Buffer) => {
      const from = 8 + Number(file.readBigUInt64LE(0));
      return Array.from({ length: (file.length - from) / 4 }, (_, i) => file.readFloatLE(from + 4 * i));
    };
    const [mine, theirs] = [floats(bytes), floats(shipped)];
    expect(mine.length).toBe(13_002);
    expect(mine.flatMap((value, i) => (value === theirs[i] ? [] : [i]))).toEqual([13_002 - 3]); // the bias of the 7
    expect(troubles).toEqual([]);
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
