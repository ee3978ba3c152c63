// A small GPT, taught in the page: its loss falls, what it writes changes, bars and attention are its own, and nothing of
// it is lost by a reload.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import {
  bars,
  button,
  LONG,
  learn,
  loss,
  PATIENT,
  press,
  prompt,
  RHYME,
  said,
  slide,
  steps,
  teach,
  training,
  written,
} from './gpt-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('taught on a text of one’s own', () => {
  test('untrained it guesses; taught, it writes the words of the text', LONG, async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await learn(page, RHYME);
    // Before anything is taught: uniform bars, the loss of guessing, and how long it will take.
    const kinds = new Set(RHYME).size;
    await expect.poll(async () => (await bars(page)).length).toBe(10);
    for (const { p } of await bars(page)) expect(Math.abs(p - 100 / kinds)).toBeLessThan(3);
    expect(Math.abs((await loss(page)) - Math.log(kinds))).toBeLessThan(0.1);
    await expect.poll(() => said(page), PATIENT).toMatch(/about .+ on this machine/);
    await page.getByText(`guessing: ln ${kinds}`).waitFor();
    const gibberish = await written(page);
    expect(gibberish).not.toMatch(/\bthe\b.*\bsat\b/s);
    await teach(page, 0.5);
    await expect.poll(() => written(page), PATIENT).toMatch(/\bthe\b.*\bsat\b/s);
    // What it wrote before stands beneath.
    const before = page.getByRole('list', { name: 'What it wrote before' }).getByRole('listitem');
    expect(await before.count()).toBeGreaterThan(0);
    expect(await before.last().textContent()).toContain('step 0');
    // Of a long one two lines are shown; pressed, all of it.
    const whole = before.last().locator('.whole');
    expect(await whole.isVisible()).toBe(false);
    await before.last().locator('summary').click();
    expect((await whole.textContent())?.trim()).toBe(gibberish);
    expect(await whole.isVisible()).toBe(true);
    const nats = await page
      .getByRole('img', { name: /^Loss \(nats per character\)/ })
      .getAttribute('aria-label');
    await press(page, 'bits');
    const bits = await page
      .getByRole('img', { name: /^Loss \(bits per character\)/ })
      .getAttribute('aria-label');
    const test = (label: string | null) => Number(/test (\d+\.\d+)/.exec(label ?? '')?.[1]);
    expect(test(bits)).toBeCloseTo(test(nats) / Math.LN2, 1);
    // A step, no more; forgotten, and had back.
    const n = await steps(page);
    await press(page, '1 step');
    await expect.poll(() => steps(page)).toBe(n + 1);
    await press(page, 'Forget everything');
    await expect.poll(() => steps(page)).toBe(0);
    await expect.poll(() => loss(page)).toBeGreaterThan(2.5);
    await training(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => steps(page)).toBe(n + 1);
    expect(await loss(page)).toBeLessThan(0.6);
    expect(troubles).toEqual([]);
    await close();
  });

  test('temperature, top k, one draw, going on, undo; attention; a reload', LONG, async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await learn(page, RHYME);
    await teach(page, 0.6);
    await prompt(page).fill('the ');
    await expect.poll(async () => (await bars(page))[0]?.p).toBeGreaterThan(12); // six go on from here
    // Temperature 0 is sure of the likeliest, and repeats itself.
    await slide(page, 'Temperature', 0);
    await expect
      .poll(async () => (await bars(page)).map(({ share }) => share))
      .toEqual([100, ...Array(9).fill(0)]);
    const goOn = page
      .getByRole('region', { name: 'Write with it' })
      .getByRole('button', { name: 'Write on' });
    expect(await button(page, 'Go on').count()).toBe(1); // that of the training
    const undo = page.getByRole('region', { name: 'Write with it' }).getByRole('button', { name: 'Undo' });
    const twenty = async () => {
      await goOn.click();
      await expect.poll(async () => (await prompt(page).inputValue()).length, PATIENT).toBeGreaterThan(24);
      await press(page, 'Stop');
      return (await prompt(page).inputValue()).slice(0, 24);
    };
    const once = await twenty();
    await undo.click();
    expect(await prompt(page).inputValue()).toBe('the ');
    expect(await twenty()).toBe(once);
    await undo.click();
    // Warmer, the shares are the network's own at 1; cut to three, the others have none.
    await slide(page, 'Temperature', 100);
    await expect
      .poll(async () => (await bars(page)).every(({ share, p }) => Math.abs(share - p) < 0.11))
      .toBe(true);
    await slide(page, 'Top k', Math.round((100 * Math.log(3)) / Math.log(new Set(RHYME).size)));
    await expect.poll(async () => (await bars(page)).filter(({ share }) => share > 0).length).toBe(3);
    expect((await bars(page)).slice(0, 3).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 0);
    // One draw is one of these, and is said.
    const three = (await bars(page)).slice(0, 3).map(({ letter }) => letter);
    await press(page, 'One character');
    await expect.poll(async () => (await prompt(page).inputValue()).length).toBe(5);
    const drawn = (await prompt(page).inputValue()).at(-1) ?? '';
    expect(three).toContain(drawn);
    await page.getByText(`Drawn: ${drawn}, which had`).waitFor();
    await undo.click();
    // Characters that it has never met.
    await prompt(page).fill('the ß cat');
    await page.getByText('“ß” is not in the text it learns from').waitFor();
    await prompt(page).fill('the 猫 cßt');
    await page
      .getByText('These are not in the text it learns from, so it has no tokens for them: 猫 ß')
      .waitFor();
    // Attention: each row sums to 1, and above the diagonal there is nothing.
    await prompt(page).fill('the cat');
    const strip = page.getByRole('group', { name: 'Characters it sees' }).getByRole('button');
    await expect
      .poll(async () => (await strip.allTextContents()).map((each) => each.trim()))
      .toEqual(['t', 'h', 'e', '·', 'c', 'a', 't']);
    const map = page.getByRole('img', { name: /^Attention, layer 1, head 1/ });
    const cell = async () => (await map.getAttribute('aria-label')) ?? '';
    await map.focus();
    for (let query = 6; query >= 0; query--) {
      await page.keyboard.press('Home');
      let sum = 0;
      for (let key = 0; key <= query; key++) {
        await expect.poll(cell).toContain(`place ${key + 1}) with weight`);
        const label = await cell();
        expect(label).toContain(`(place ${query + 1}) looks at`);
        sum += Number(/weight [<>]? ?([\d.]+) %/.exec(label)?.[1]);
        await page.keyboard.press('ArrowRight');
      }
      expect(Math.abs(sum - 100)).toBeLessThan(0.5);
      // The last key is the query itself: nothing lies to the right.
      expect(await cell()).toContain(`place ${query + 1}) with weight`);
      await page.keyboard.press('ArrowUp');
    }
    const corner = await map.evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
      const alpha = (x: number, y: number) =>
        pixels?.data[4 * (Math.round(y * canvas.height) * canvas.width + Math.round(x * canvas.width)) + 3];
      return [alpha(0.9, 0.3), alpha(0.2, 0.9)];
    });
    expect(corner).toEqual([0, 255]);
    await press(page, 'Layer 1, head 2');
    await page.getByRole('img', { name: /^Attention, layer 1, head 2/ }).waitFor();
    await strip.nth(2).click();
    expect(await strip.nth(2).getAttribute('aria-pressed')).toBe('true');
    expect(await strip.nth(3).getAttribute('aria-label')).toContain('lies ahead');
    // After the last layer it answers as the bars say; arrows lead to what it would have said before that.
    await page.getByText('What each layer would answer').click();
    const [likeliest] = await bars(page);
    const cells = page.getByRole('table', { name: 'What each layer would answer' }).getByRole('button');
    await expect.poll(() => cells.count()).toBe(3 * 7);
    const shown = (await cells.last().getAttribute('aria-label')) ?? '';
    expect(shown).toContain(`1: MLP, after t (place 7): ${likeliest?.letter}, `);
    expect(Number(/([\d.]+) %/.exec(shown)?.[1])).toBeCloseTo(likeliest?.p ?? 0, 1);
    await cells.last().focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    expect(await cells.nth(12).getAttribute('aria-pressed')).toBe('true');
    await page.getByText('1: attention, after a (place 6):', { exact: true }).waitFor();
    const answers = page.getByRole('list', { name: 'Its likeliest answers there' }).getByRole('listitem');
    expect(await answers.count()).toBe(5);
    // All of it is there again.
    const [n, nats] = [await steps(page), await loss(page)];
    await page.waitForTimeout(1200);
    await page.reload();
    await expect.poll(() => steps(page), PATIENT).toBe(n);
    expect(await loss(page)).toBe(nats);
    expect(await prompt(page).inputValue()).toBe('the cat');
    const before = page.getByRole('list', { name: 'What it wrote before' });
    await before.getByText('step 0').waitFor();
    await press(page, '1 step');
    await expect.poll(() => steps(page)).toBe(n + 1);
    expect(await loss(page)).toBeLessThan(0.7);
    expect(troubles).toEqual([]);
    await close();
  });
});

test(
  'first names: a link holds text, size, settings and seed; each size keeps its own run',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await page.getByText('218,093 characters, 53 different ones').waitFor();
    await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
    await page.getByText('8,928 parameters').waitFor();
    await page.getByRole('textbox', { name: 'Batch size' }).fill('16');
    await page.getByRole('textbox', { name: 'Batch size' }).press('Enter');
    await page.getByRole('group', { name: 'Changed' }).or(page.getByText('Batch size 16')).first().waitFor();
    await press(page, 'Teach it');
    await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(60);
    await press(page, 'Pause');
    await training(page).getByRole('button', { name: 'Go on' }).waitFor();
    const n = await steps(page);
    await press(page, 'Small');
    await page.getByText('Sees 32 characters').waitFor();
    await expect.poll(() => steps(page), PATIENT).toBe(0);
    const hash = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(Object.fromEntries(hash)).toMatchObject({
      gpt: 'first-names',
      gptSize: 'small',
      gptTrain: 'batch:16',
    });
    await press(page, 'Tiny');
    await expect.poll(() => steps(page), PATIENT).toBe(n);
    // Other random weights: another seed, and a run of its own.
    await page.getByRole('button', { name: 'New start: other random weights, another order' }).click();
    await expect.poll(() => steps(page), PATIENT).toBe(0);
    await expect.poll(() => page.url()).toContain('gptSeed=2');
    await training(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => steps(page), PATIENT).toBe(n);
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'cut into tokens of several characters: learnt from the text, written whole, kept apart',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await learn(page, RHYME);
    await press(page, 'BPE +300');
    const facts = page.getByText(/tokens of [\d.]+ characters on average/);
    await facts.waitFor();
    const kinds = new Set(RHYME).size;
    const [, tokens = '', each = '', all = '', more = ''] =
      /([\d,]+) tokens of ([\d.]+) characters on average; ([\d,]+) different ones: the characters, and ([\d,]+) more/.exec(
        (await facts.textContent()) ?? '',
      ) ?? [];
    expect(Number(all)).toBe(kinds + Number(more));
    expect(Number(more)).toBeGreaterThan(10);
    expect(RHYME.length / Number(tokens.replace(',', ''))).toBeCloseTo(Number(each), 1);
    expect(Number(each)).toBeGreaterThan(2.5);
    await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
    await page.getByText(`guessing: ln ${all}`).waitFor();
    // A loss of each token, and per character what that comes to.
    const tested = async (unit: string) => {
      const name =
        (await page.getByRole('img', { name: new RegExp(`^Loss \\(${unit}`) }).getAttribute('aria-label')) ??
        '';
      return Number(/test (\d+\.\d+)/.exec(name)?.[1]);
    };
    const nats = await tested('nats per token');
    await press(page, 'bits');
    expect(Math.abs((await tested('bits per character')) - nats / Math.LN2 / Number(each))).toBeLessThan(
      0.03,
    );
    await teach(page, 0.8);
    // Words are one token each, and so are those that it writes.
    await prompt(page).fill('the cat sat');
    const strip = page.getByRole('group', { name: 'Tokens it sees' }).getByRole('button');
    await expect
      .poll(async () => (await strip.allTextContents()).map((word) => word.trim()))
      .toEqual(['the', '·cat', '·sat']);
    await expect.poll(async () => (await bars(page))[0]?.letter).toBe('·on');
    await slide(page, 'Temperature', 0);
    await press(page, 'One token');
    await expect.poll(() => prompt(page).inputValue()).toBe('the cat sat on');
    // Characters are another run; both are there again.
    const n = await steps(page);
    await press(page, 'Characters');
    await expect.poll(() => steps(page), PATIENT).toBe(0);
    await press(page, 'BPE +300');
    await expect.poll(() => steps(page), PATIENT).toBe(n);
    expect(page.url()).toContain('gptMerges=300');
    await page.waitForTimeout(1000);
    await page.reload();
    await expect.poll(() => steps(page), PATIENT).toBe(n);
    expect(await prompt(page).inputValue()).toBe('the cat sat on');
    const file = page.waitForEvent('download');
    await press(page, 'Save the weights');
    const saved = readFileSync(await (await file).path());
    const header = JSON.parse(saved.subarray(8, 8 + Number(saved.readBigUInt64LE(0))).toString());
    expect(JSON.parse(header.__metadata__.tokens)).toHaveLength(Number(more));
    expect(troubles).toEqual([]);
    await close();
  },
);

test('a short text of many characters is learnt by heart, and that is said', LONG, async () => {
  const { page, close } = await open('view=gpt', {}, 'gpt');
  // Drawn anew each line: what is learnt of the first ninety per cent says nothing of the rest.
  let state = 7;
  const letter = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return String.fromCharCode(97 + Math.floor((state / 2 ** 31) * 26));
  };
  await learn(page, Array.from({ length: 600 }, letter).join(''));
  await press(page, 'Teach it');
  await page.getByText('Since then it learns this text by heart').waitFor(PATIENT);
  await close();
});

test('the weights are saved with the characters, and the command line writes on', LONG, async () => {
  const { page, close } = await open('view=gpt', {}, 'gpt');
  await learn(page, RHYME);
  await teach(page, 0.5);
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save the weights')]);
  expect(download.suggestedFilename()).toBe('gpt-own.safetensors');
  const file = await download.path();
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  expect(header.__metadata__.characters).toBe([...new Set(RHYME)].sort().join(''));
  const text = join(tmpdir(), `glassnet-gpt-${process.pid}.txt`);
  writeFileSync(text, RHYME);
  const run = spawnSync(at('build/release/glassnet'), [
    'generate',
    ...[
      '--weights',
      file,
      '--data',
      `text:${text}`,
      '--text',
      'the c',
      '--count',
      '40',
      '--temperature',
      '0',
    ],
  ]);
  expect(JSON.parse(run.stdout.toString()).text).toMatch(/^the c.*\bthe\b/s);
  // The same words as here.
  await prompt(page).fill('the c');
  await slide(page, 'Temperature', 0);
  const goOn = page.getByRole('region', { name: 'Write with it' }).getByRole('button', { name: 'Write on' });
  await goOn.click();
  await expect.poll(async () => (await prompt(page).inputValue()).length, PATIENT).toBeGreaterThanOrEqual(45);
  await press(page, 'Stop');
  expect((await prompt(page).inputValue()).slice(0, 45)).toBe(JSON.parse(run.stdout.toString()).text);
  await close();
});

describe('axe-core finds nothing, and nothing runs over the side', () => {
  // Each two of language, theme and width meet once.
  for (const [language, theme, width] of [
    ['en', 'light', 1280],
    ['en', 'dark', 390],
    ['zh', 'light', 390],
    ['zh', 'dark', 1280],
  ] as const)
    test(`${language}, ${theme}, ${width} px`, LONG, async () => {
      const { page, close } = await open(
        `view=gpt&gpt=tang-poems&gptSize=small&language=${language}&theme=${theme}`,
        { viewport: { width, height: 800 }, bypassCSP: true },
        'gpt',
      );
      const main = page.getByRole('region', { name: /^(Learning|学习过程)$/ });
      await expect.poll(() => main.getByRole('button').first().isEnabled(), PATIENT).toBe(true);
      await button(page, /^(1 step|一步)$/).click();
      await page
        .getByRole('textbox', { name: /^(Write with it|和它一起写)$/ })
        .fill('床前明月光，疑是地上霜。a');
      await button(page, /^(More settings|更多设置)$/).click();
      await page.getByText(/^(The network as a line|用一行文字写出的网络)$/).click();
      await page.waitForTimeout(800);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      await close();
    });
});

test('a character never met is said in Chinese, too', LONG, async () => {
  const { page, close } = await open('view=gpt&language=zh&gpt=tang-poems', {}, 'gpt');
  await page.getByText('2,612 种').waitFor();
  await page.getByRole('textbox', { name: '和它一起写' }).fill('明月x');
  await page.getByText('它学的文字里没有“x”').waitFor();
  await close();
});

test('no text of the view is written into its code', LONG, async () => {
  const { page, close } = await open('view=gpt&language=pseudo', {}, 'gpt');
  await expect.poll(() => page.locator('gn-gpt-attention .strip button').count(), PATIENT).toBeGreaterThan(0);
  const unmarked = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (node: Node) => {
      if (node instanceof Element && ['textarea', 'style', 'code'].includes(node.localName)) return;
      if (node instanceof Element && node.matches('.said, .u-wrap, .behind')) return;
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      if (node instanceof Text) found.push(node.data);
      for (const child of node.childNodes) walk(child);
    };
    const view = document.querySelector('gn-app')?.shadowRoot?.querySelector('gn-gpt-view');
    if (view) walk(view);
    return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !text.includes('⟦'));
  });
  expect(unmarked.filter((text) => !/^(CSV|PNG)$/.test(text))).toEqual([]);
  await close();
});

test('from Text to the GPT: it learns names while one looks on, and back', LONG, async () => {
  const { page, troubles, close } = await open('view=text', {}, 'text');
  await press(page, 'A small GPT');
  await page.getByText('8,928 parameters').waitFor(PATIENT);
  expect(await button(page, 'A small GPT').getAttribute('aria-pressed')).toBe('true');
  await page
    .getByRole('button', { name: /^Teach it/ })
    .first()
    .click();
  // Of 53 characters guessing is ln 53 = 3.97.
  await expect.poll(() => loss(page), PATIENT).toBeLessThan(2.6);
  await press(page, 'Tokens');
  await page.getByRole('textbox', { name: 'Your text' }).waitFor(PATIENT);
  expect(troubles).toEqual([]);
  await close();
});
