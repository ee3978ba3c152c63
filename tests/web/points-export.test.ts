// What is taken away of a run of points: its weights, and a PyTorch program that makes the page's losses again under
// Debian's python3-torch.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 180_000 };
const PATIENT = { timeout: 60_000 };
const COMPARED = 20; // losses, to
const CLOSE = 1e-4;
const execute = promisify(execFile);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const steps = async (page: Page): Promise<number> =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));

async function step(page: Page, more: number): Promise<void> {
  const until = (await steps(page)) + more;
  for (let i = 0; i < more; i++) await press(page, '1 step');
  await expect.poll(() => steps(page), PATIENT).toBe(until);
}

async function take(page: Page, name: string): Promise<{ readonly name: string; readonly path: string }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('group', { name: 'Files', exact: true }).getByRole('button', { name }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), path: await download.path() };
}

interface Made {
  readonly page: readonly number[]; // losses
  readonly program: readonly number[];
  readonly said: string; // by the program
  readonly text: string;
}

// Presses the button, unpacks the archive and runs its program.
async function inPyTorch(page: Page): Promise<Made> {
  const { name, path } = await take(page, 'PyTorch program');
  const folder = fileURLToPath(new URL(`../../build/torch/${name}`, import.meta.url));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await execute('/usr/bin/python3', ['-m', 'zipfile', '-e', path, folder]);
  const { stdout } = await execute('/usr/bin/python3', [join(folder, 'train.py')]);
  const curves = readFileSync(join(folder, 'curves.csv'), 'utf8').trim().split('\n').slice(1);
  return {
    page: curves.map((line) => line.split(',')).flatMap(([at, loss]) => (at === '0' ? [] : [Number(loss)])),
    program: stdout
      .split('\n')
      .filter((line) => /^\d+ /.test(line))
      .map((line) => Number(line.split(' ')[1])),
    said: stdout,
    text: readFileSync(join(folder, 'train.py'), 'utf8'),
  };
}

function compare({ page, program }: Made): void {
  expect(page.length).toBeGreaterThanOrEqual(COMPARED);
  expect(program).toHaveLength(page.length);
  for (const [i, loss] of page.slice(0, COMPARED).entries())
    expect(Math.abs(loss - (program[i] ?? Number.NaN)), `loss of step ${i + 1}`).toBeLessThanOrEqual(CLOSE);
  expect(page[COMPARED - 1]).not.toBe(page[0]);
}

function header(path: string): Record<string, Record<string, string>> {
  const file = readFileSync(path);
  return JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE())).toString());
}

test('the weights come as safetensors with the line, untrained ones too', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
  const program = page.getByRole('button', { name: 'PyTorch program' });
  await page.getByRole('button', { name: 'Teach it' }).waitFor();
  expect(await program.isDisabled()).toBe(true); // there is no run yet
  const untrained = await take(page, 'Weights (safetensors)');
  const first = readFileSync(untrained.path);
  await step(page, 2);
  expect(await program.isDisabled()).toBe(false);
  const { name, path } = await take(page, 'Weights (safetensors)');
  expect(name).toBe('glassnet-points-moons.safetensors');
  const { __metadata__: about, ...tensors } = header(path);
  expect(Object.values(about ?? {}).join(' ')).toContain(
    'in 2; dense 8; gelu; dense 8; gelu; dense 2; softmax_ce',
  );
  expect(Object.keys(tensors)).toHaveLength(6);
  expect(readFileSync(path)).toHaveLength(first.length);
  expect(readFileSync(path).equals(first)).toBe(false);
  expect(troubles).toEqual([]);
  await close();
});

test('weights that were saved are opened again, where they fit the points', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
  await page.getByRole('button', { name: 'Teach it' }).waitFor();
  const line = page.getByRole('textbox', { name: 'The network as one line of text' });
  await press(page, 'One unit more in hidden layer 1');
  await step(page, 12);
  const saved = readFileSync((await take(page, 'Weights (safetensors)')).path);
  const give = (buffer: Buffer) =>
    page
      .locator('gn-points-save input[type=file]')
      .setInputFiles({ name: 'moons.safetensors', mimeType: 'application/octet-stream', buffer });
  await press(page, 'One unit more in hidden layer 2');
  await expect.poll(() => line.inputValue()).toContain('dense 9; gelu; dense 9');
  await give(saved);
  await page.getByText('The weights of “moons.safetensors” are on show').waitFor();
  expect(await line.inputValue()).toContain('dense 9; gelu; dense 8');
  expect(readFileSync((await take(page, 'Weights (safetensors)')).path).equals(saved)).toBe(true);
  // From there the run goes on, and the program begins with these weights.
  await step(page, COMPARED);
  compare(await inPyTorch(page));
  // Of other points, or damaged, they change nothing.
  await give(saved.subarray(0, saved.length - 9));
  await page.getByText('it is no safetensors file').waitFor();
  await page.getByRole('radio', { name: 'sine curve' }).click();
  await expect.poll(() => line.inputValue()).toContain('in 1;');
  await give(saved);
  await page.getByText('its network is made for other points').waitFor();
  expect(await line.inputValue()).toMatch(/^in 1;.*mse$/);
  expect(troubles).toEqual([]);
  await close();
});

test('classes: the program makes the losses of the page, a change by hand among them', LONG, async () => {
  const { page, troubles, close } = await open('view=points&pointsFlip=20&pointsClasses=3', {}, 'points');
  await step(page, 8);
  // Another activation function on the way, and what comes after a reload goes on from there.
  await page.getByRole('textbox', { name: 'The network as one line of text' }).waitFor();
  await page.getByRole('combobox', { name: 'Activation' }).first().selectOption('tanh');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'The network as one line of text' }).inputValue())
    .toContain('tanh');
  expect(await steps(page)).toBe(8);
  await step(page, 8);
  await page.waitForTimeout(1200); // kept after a moment's rest
  await page.reload();
  await expect.poll(() => steps(page), PATIENT).toBe(16);
  await step(page, 8);
  const made = await inPyTorch(page);
  expect(made.page).toHaveLength(24);
  compare(made);
  expect(made.said).toMatch(/# test accuracy [01]\.\d{4}/);
  expect(made.text).toContain('8: [("net", 2)]');
  expect(troubles).toEqual([]);
  await close();
});

test(
  'regression: the program makes the losses of the page, from weights that were learnt before',
  LONG,
  async () => {
    const { page, troubles, close } = await open(
      'view=points&points=sine&pointsTrain=optimizer:momentum,rate:0.05,batch:16',
      {},
      'points',
    );
    await step(page, 5);
    // Other points: the run begins anew from the weights on show.
    await press(page, 'All settings');
    await press(page, 'Other points');
    await expect.poll(() => steps(page), PATIENT).toBe(0);
    await step(page, 22);
    const made = await inPyTorch(page);
    expect(made.page).toHaveLength(22);
    compare(made);
    expect(made.text).toContain('(x - targets).square().mean(1)');
    const loss = Number(/# test loss ([\d.]+)/.exec(made.said)?.[1]);
    expect(loss).toBeGreaterThan(0);
    expect(loss).toBeLessThan(2);
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'a table of one’s own goes with the program as it was standardised, without a test part',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=points&pointsHeld=0', {}, 'points');
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${(i % 7) * 10},${i % 5},${i % 11},${(3.5 * (i % 7) - (i % 11) + i / 8).toFixed(3)}`,
    );
    await page.locator('gn-points-data input[type=file]').setInputFiles({
      name: 'fields.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`rain,sun,wind,yield\n${rows.join('\n')}\n`),
    });
    await press(page, 'Learn it');
    await expect
      .poll(() => page.getByRole('textbox', { name: 'The network as one line of text' }).inputValue())
      .toMatch(/^in 3;.*mse$/);
    await step(page, 20);
    const made = await inPyTorch(page);
    compare(made);
    expect(made.said).not.toContain('# test');
    expect(made.text).toContain('# glassnet points fields.csv\n');
    expect(made.text).toContain('# Every column was brought to mean 0 and deviation 1');
    expect(troubles).toEqual([]);
    await close();
  },
);

test('where PyTorch draws its own random numbers, page and program say so', LONG, async () => {
  const line = encodeURIComponent('in 2; dense 8; tanh; dropout 0.2; dense 2; softmax_ce');
  const { page, close } = await open(`view=points&points=moons&pointsNet=${line}`, {}, 'points');
  await step(page, 3);
  const made = await inPyTorch(page);
  expect(made.text).toContain('# Dropout draws its own random numbers here');
  expect(made.program.every(Number.isFinite)).toBe(true);
  await page.getByText('PyTorch draws its own random numbers for dropout').waitFor();
  await close();
});
