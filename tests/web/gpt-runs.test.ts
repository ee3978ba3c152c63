// Runs of a small GPT as they are kept: by themselves, listed, compared, rerun to the same bits, loaded, deleted; its
// weights and its tokens as files that come back, and a PyTorch program that makes the same losses.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open } from './page';

const execute = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glassnet-'));
beforeAll(begin);
afterAll(async () => {
  await end();
  rmSync(folder, { recursive: true });
});

const LONG = { timeout: 150_000 };
const PATIENT = { timeout: 90_000 };
const RHYME = 'the cat sat on the mat.\nthe dog sat on the log.\nthe hen sat in the pen.\n'.repeat(30);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const press = (page: Page, name: string | RegExp) => button(page, name).click();
const prompt = (page: Page) => page.getByRole('textbox', { name: 'Write with it' });
const runs = (page: Page) => page.getByRole('region', { name: 'Runs and files' });
const items = (page: Page) =>
  page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem');
const facts = async (page: Page, i = 0) =>
  (await items(page).nth(i).locator('.facts').textContent())?.replace(/\s+/g, ' ') ?? '';
const act = (page: Page, i: number, name: string) =>
  items(page).nth(i).getByRole('button', { name, exact: true }).click();
const said = async (page: Page) => (await page.locator('gn-gpt-run .now').textContent()) ?? '';
const loss = async (page: Page) => Number(/loss ([\d.]+)/.exec(await said(page))?.[1]);
const steps = async (page: Page) => Number(/([\d,]+) of/.exec(await said(page))?.[1]?.replaceAll(',', ''));
const sample = async (page: Page) =>
  (await page.getByRole('group', { name: 'What it writes now' }).textContent())?.trim() ?? '';

async function learn(page: Page, text: string): Promise<void> {
  await press(page, 'Your own');
  await page.getByRole('textbox', { name: 'Your own text' }).fill(text);
  await press(page, 'Learn this text');
  await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
}

async function teach(page: Page, below: number): Promise<void> {
  await page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();
  await expect.poll(() => loss(page), PATIENT).toBeLessThan(below);
  await press(page, 'Pause');
  await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Go on' }).waitFor();
}

// What it writes after this, as its seed draws it.
async function goesOn(page: Page, from: string): Promise<string> {
  await prompt(page).fill(from);
  await press(page, 'Write on');
  await expect
    .poll(async () => (await prompt(page).inputValue()).length, PATIENT)
    .toBeGreaterThan(from.length + 40);
  await press(page, 'Stop');
  return (await prompt(page).inputValue()).slice(0, from.length + 40);
}

async function opened(page: Page, name: string, bytes: Uint8Array | string): Promise<void> {
  const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes);
  const field = runs(page).locator('input[type=file]');
  await field.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await act();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test(
  'kept by itself, compared, rerun to the same bits, kept over a reload, deleted and brought back',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await page.getByText('Runs are kept here by themselves').waitFor();
    await learn(page, RHYME);
    await teach(page, 1.4);
    await page.getByRole('textbox', { name: 'Batch size' }).fill('16');
    await page.keyboard.press('Enter');
    await teach(page, 1);
    await expect.poll(() => items(page).count(), PATIENT).toBe(1);
    const first = await steps(page);
    await expect.poll(() => facts(page), PATIENT).toContain(`${first.toLocaleString('en')} steps`);
    for (const fact of ['Tiny', 'Your own', 'Characters', 'seed 1', 'changes by hand: 1', 'Batch size 16'])
      expect(await facts(page)).toContain(fact);
    expect(await facts(page)).not.toContain('AdamW'); // as usual here
    // Another start is another run.
    await press(page, 'New start: other random weights, another order');
    await expect.poll(() => steps(page), PATIENT).toBe(0);
    await teach(page, 1.4);
    await expect.poll(() => items(page).count(), PATIENT).toBe(2);
    for (const i of [0, 1]) await items(page).nth(i).getByRole('checkbox').check();
    await page.getByRole('img', { name: /^Test loss of the runs \(bits per character\)/ }).waitFor();
    const table = page.getByRole('region', { name: 'What differs' });
    expect(await table.getByRole('row', { name: /^Seed/ }).textContent()).toMatch(/2\s*1/);
    // From the record alone, with the change that was made on the way.
    await act(page, 1, 'Rerun');
    await items(page).nth(1).getByText('The same to the last bit:').waitFor(PATIENT);
    await page.reload();
    await expect.poll(() => items(page).count(), PATIENT).toBe(2);
    await act(page, 1, 'Rerun');
    await items(page).nth(1).getByText('The same to the last bit:').waitFor(PATIENT);
    await act(page, 1, 'Delete');
    await expect.poll(() => items(page).count()).toBe(1);
    await runs(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => items(page).count()).toBe(2);
    // What went on over the reload is the same run, and is still rerun to the bit.
    await press(page, '1 step');
    await expect.poll(() => items(page).count(), PATIENT).toBe(2);
    const last = await steps(page);
    await expect.poll(() => facts(page), PATIENT).toContain(`${last.toLocaleString('en')} steps`);
    await act(page, 0, 'Rerun');
    await items(page).first().getByText('The same to the last bit:').waitFor(PATIENT);
    // Its weights and settings come back.
    await act(page, 1, 'Load');
    await items(page).nth(1).getByText('Its weights and settings are on show').waitFor(PATIENT);
    expect(page.url()).not.toContain('gptSeed');
    expect(page.url()).toContain('batch%3A16');
    await expect.poll(() => loss(page), PATIENT).toBeLessThan(1.05);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('weights as a file come back with their tokens and settings, and write the same', LONG, async () => {
  const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
  await learn(page, RHYME);
  await press(page, 'BPE +300');
  await page.getByText(/tokens of [\d.]+ characters on average/).waitFor();
  await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
  await teach(page, 1.2);
  await page.waitForTimeout(1200);
  await page.reload();
  await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Go on' }).waitFor(PATIENT);
  await expect.poll(() => sample(page), PATIENT).not.toBe('');
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(5);
  const [n, nats, wrote] = [await steps(page), await loss(page), await goesOn(page, 'the ')];
  const file = await saved(page, () => press(page, 'Save the weights'));
  expect(file.name).toBe('gpt-own.safetensors');
  // Elsewhere, where the text is not.
  const other = await open('view=gpt', {}, 'gpt');
  await expect.poll(() => button(other.page, 'Teach it').isEnabled(), PATIENT).toBe(true);
  await opened(other.page, file.name, file.bytes);
  await runs(other.page).getByText('The weights of “gpt-own.safetensors” are on show').waitFor(PATIENT);
  await other.page.getByText('Cut by the tokens of a file.').waitFor();
  expect(await goesOn(other.page, 'the ')).toBe(wrote);
  // And where it is: on from there, cut as before.
  await press(other.page, 'Your own');
  await other.page.getByRole('textbox', { name: 'Your own text' }).fill(RHYME);
  await press(other.page, 'Learn this text');
  await opened(other.page, file.name, file.bytes);
  await expect.poll(() => loss(other.page), PATIENT).toBeLessThan(1.3);
  expect(Math.abs((await loss(other.page)) - nats)).toBeLessThan(0.2);
  expect(other.page.url()).toContain('gptMerges=300');
  expect(other.page.url()).not.toContain('gptUnits');
  expect(n).toBeGreaterThan(5);
  await press(other.page, '1 step');
  await expect.poll(() => steps(other.page)).toBe(1);
  expect([...troubles, ...other.troubles]).toEqual([]);
  await other.close();
  await close();
});

test('a file that cannot be used is refused in both languages, and nothing is lost', LONG, async () => {
  const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
  await learn(page, RHYME);
  await teach(page, 1.8);
  const file = await saved(page, () => press(page, 'Save the weights'));
  const tokens = await saved(page, () => press(page, 'Save the tokens'));
  const n = await steps(page);
  const alert = runs(page).getByRole('alert');
  const refused = async (name: string, bytes: Uint8Array | string, why: RegExp) => {
    await opened(page, name, bytes);
    await alert.filter({ hasText: name }).filter({ hasText: why }).waitFor();
    expect(await steps(page)).toBe(n);
  };
  await refused('cut.safetensors', file.bytes.subarray(0, 900), /makes no sense/);
  await refused('short.safetensors', file.bytes.subarray(0, file.bytes.length - 40), /Nothing was changed/);
  await refused('cut.tokens', tokens.bytes.subarray(0, 40), /ends too soon/);
  await refused('run.json', '{"format":"glassnet run"', /not valid JSON/);
  const run = readFileSync(at('package.json'));
  await refused('other.json', run, /is neither a run nor weights/);
  const bare = spawnSync(at('build/release/glassnet'), [
    ...['train', '--model', 'in 4 ids=17; embed 4; flatten; dense 17; softmax_ce', '--epochs', '0'],
    ...['--data', `text:${write('rhyme.txt', RHYME)}`, '--out', join(folder, 'bare.safetensors')],
  ]);
  expect(bare.stderr.toString()).toBe('');
  await refused('bare.safetensors', readFileSync(join(folder, 'bare.safetensors')), /what its tokens are/);
  const train = await open('view=train', {}, 'train');
  await train.page.getByRole('button', { name: 'Runs', exact: true }).click();
  await train.page.locator('gn-runs input[type=file]').setInputFiles({
    name: 'a.tokens',
    mimeType: 'application/octet-stream',
    buffer: tokens.bytes,
  });
  await train.page.getByRole('alert').filter({ hasText: 'it is of another view' }).waitFor();
  await train.close();
  await page.evaluate(() => {
    location.hash += '&language=zh';
  });
  const chinese = await open('view=gpt&language=zh', { locale: 'zh-CN' }, 'gpt');
  const field = chinese.page.locator('gn-runs input[type=file]');
  await field.setInputFiles({
    name: '词元.tokens',
    mimeType: 'application/octet-stream',
    buffer: tokens.bytes.subarray(0, 40),
  });
  await chinese.page.getByRole('alert').filter({ hasText: '没有打开“词元.tokens”。文件不完整' }).waitFor();
  await chinese.close();
  expect(troubles).toEqual([]);
  await close();
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test(
  'tokens of the page cut a text on the command line, and those of the command line one here',
  LONG,
  async () => {
    const glassnet = (args: readonly string[], input = '') => {
      const run = spawnSync(at('build/release/glassnet'), [...args], { input, maxBuffer: 1 << 26 });
      expect(run.stderr.toString()).toBe('');
      return run.stdout
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await learn(page, RHYME);
    await press(page, 'BPE +300');
    const facts = page.getByText(/tokens of [\d.]+ characters on average/);
    await facts.waitFor();
    const [, n, kinds] =
      /([\d,]+) tokens of .* average; ([\d,]+) different/.exec((await facts.textContent()) ?? '') ?? [];
    const page300 = await saved(page, () => press(page, 'Save the tokens'));
    expect(page300.name).toBe('own.tokens');
    writeFileSync(join(folder, page300.name), page300.bytes);
    const text = write('rhyme.txt', RHYME);
    const [{ ids, text: again }] = glassnet(
      ['tokens', '--tokens', join(folder, page300.name)],
      `${JSON.stringify({ text: RHYME })}\n`,
    );
    expect(again).toBe(RHYME);
    expect(ids).toHaveLength(Number(n?.replace(',', '')));
    expect(Math.max(...ids)).toBeLessThan(Number(kinds?.replace(',', '')));
    // What is learnt there from the same text is the same file.
    const made = join(folder, 'made.tokens');
    glassnet(['bpe', '--text', text, '--longer', '300', '--out', made]);
    expect(readFileSync(made)).toEqual(page300.bytes);
    // A smaller one comes in.
    glassnet(['bpe', '--text', text, '--longer', '7', '--out', made]);
    await opened(page, 'made.tokens', readFileSync(made));
    await runs(page).getByText('From now on the text is cut by the tokens of “made.tokens”.').waitFor();
    const few = new Set(RHYME).size + 7;
    await page.getByText(`${few} different ones, as the file has them`).waitFor();
    await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
    await page.getByText(`guessing: ln ${few}`).waitFor();
    await page.reload();
    await page.getByText(`guessing: ln ${few}`).waitFor(PATIENT);
    await page.getByText('Cut by the tokens of a file.').waitFor();
    // What it has no token for is left out; the text's own tokens are one press away.
    await learn(page, `${RHYME}ZZZ`);
    await page.getByText('3 characters are left out').waitFor();
    await press(page, 'Characters');
    await page.getByText(`guessing: ln ${new Set(RHYME).size + 1}`).waitFor(PATIENT);
    expect(page.url()).not.toContain('gptUnits');
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'a link holds settings and seed; one that makes no sense is refused, and tokens that are not here are said',
  LONG,
  async () => {
    const { page, close } = await open('view=gpt&gpt=first-names&gptSize=huge');
    await page.getByRole('alert').filter({ hasText: 'gptSize' }).waitFor();
    await close();
    const other = await open('view=gpt&gptUnits=abc_123&gptSeed=7&gptTrain=rate:0.02', {}, 'gpt');
    await other.page.getByText('This link wants tokens from a file that is not here.').waitFor(PATIENT);
    await expect.poll(() => button(other.page, 'Teach it').isEnabled(), PATIENT).toBe(true);
    await expect
      .poll(() => other.page.getByRole('textbox', { name: 'Learning rate' }).inputValue())
      .toBe('0.02');
    await press(other.page, '1 step');
    await expect.poll(() => facts(other.page), PATIENT).toContain('seed 7');
    await other.close();
    const unknown = await open('view=gpt&gptTrain=warp:3', {}, 'gpt');
    await unknown.page.getByText('warp:3').first().waitFor(PATIENT);
    await unknown.close();
  },
);

test('a run is written as a PyTorch program that makes the same losses', LONG, async () => {
  const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
  await learn(page, RHYME);
  await press(page, 'BPE +300');
  await page.getByText(/tokens of [\d.]+ characters on average/).waitFor();
  await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
  for (let i = 1; i <= 20; i++) {
    await press(page, '1 step');
    await expect.poll(() => steps(page)).toBe(i);
  }
  await expect.poll(() => facts(page), PATIENT).toContain('20 steps');
  await act(page, 0, 'Export');
  const archive = await saved(page, () => act(page, 0, 'PyTorch'));
  writeFileSync(join(folder, 'run.zip'), archive.bytes);
  await execute('/usr/bin/python3', ['-m', 'zipfile', '-e', join(folder, 'run.zip'), folder]);
  const { stdout } = await execute('/usr/bin/python3', [join(folder, 'train.py')]);
  const theirs = stdout.split('\n').filter((line) => /^\d+ /.test(line));
  const ours = readFileSync(join(folder, 'curves.csv'), 'utf8').split('\n').slice(2, 22);
  expect(theirs).toHaveLength(20);
  for (const [i, line] of theirs.entries())
    expect(Math.abs(Number(line.split(' ')[1]) - Number(ours[i]?.split(',')[1])), line).toBeLessThanOrEqual(
      1e-4,
    );
  // The run itself as a file, elsewhere.
  const run = await saved(page, () => act(page, 0, 'Run file'));
  const weights = await saved(page, () => act(page, 0, 'Weights'));
  const other = await open('view=gpt', {}, 'gpt');
  await opened(other.page, run.name, run.bytes);
  await runs(other.page).getByText('is in the list').waitFor();
  await act(other.page, 0, 'Rerun');
  await items(other.page).first().getByText('The text it learnt is not here').waitFor(PATIENT);
  await learn(other.page, RHYME);
  await act(other.page, 0, 'Rerun');
  await items(other.page).first().getByText('The same to the last bit:').waitFor(PATIENT);
  await opened(other.page, weights.name, weights.bytes);
  await runs(other.page).getByText('are on show').waitFor(PATIENT);
  expect([...troubles, ...other.troubles]).toEqual([]);
  await other.close();
  await close();
});

test('in Chinese, in the dark, on a phone: nothing runs over, and it is accessible', LONG, async () => {
  const { page, troubles, close } = await open(
    'view=gpt&language=zh',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, locale: 'zh-CN' },
    'gpt',
  );
  const teachIt = page.locator('gn-gpt-run .primary');
  await expect.poll(() => teachIt.isEnabled(), PATIENT).toBe(true);
  await page
    .getByRole('button', { name: '一步' })
    .or(page.getByRole('button', { name: '走一步' }))
    .first()
    .click();
  const list = page.getByRole('list', { name: '保存在这台设备上的训练记录' });
  await expect.poll(() => list.getByRole('listitem').count(), PATIENT).toBe(1);
  await list.getByRole('button', { name: '导出', exact: true }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await violations(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await close();
});
