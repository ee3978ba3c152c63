import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, frames, open } from './page';
import { card, checkSum, trail, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 150_000 };
const PATIENT = { timeout: 30_000 };
const CAT = 'The cat sat on the mat.';
const TOKENS = ['The₁', '·cat₂', '·sat₃', '·on₄', '·the₅', '·mat₆', '.₇'];

const box = (page: Page) => page.getByRole('textbox', { name: /Your sentence|你的句子/ });
const at = async (page: Page) => Number(await transport(page).getByRole('slider').inputValue());
const strip = (page: Page) => page.getByRole('group', { name: 'The tokens, with the attention they get' });
const matrix = (page: Page, name: string) =>
  page.getByRole('slider', { name: `${name}: read and open single numbers`, exact: true });
const operation = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Forwards' })
    .getByRole('button', { name: `Forwards: ${name}`, exact: true });

async function type(page: Page, text: string, tokens: number): Promise<void> {
  await box(page).fill(text);
  await page.getByText(`${tokens} tokens.`).waitFor();
  await expect.poll(() => strip(page).getByRole('button').count(), PATIENT).toBe(tokens);
}

async function go(page: Page, name: string): Promise<void> {
  await operation(page, name).click();
  await page.getByRole('heading', { name: `Forwards: ${name}`, exact: true }).waitFor();
}

// The cell some way from the first, in words, and its value.
async function read(cells: Locator, ...keys: string[]): Promise<{ place: string; value: string }> {
  await cells.focus();
  for (const key of keys) await cells.press(key);
  const text = (await cells.getAttribute('aria-valuetext')) ?? '';
  const [, place = '', value = ''] = /^(.*): (.*)$/.exec(text) ?? [];
  return { place, value };
}

async function press(page: Page, cells: Locator, ...keys: string[]): Promise<void> {
  await read(cells, ...keys);
  await page.keyboard.press('Enter');
  await card(page).waitFor();
  await frames(page);
}

describe('along the tape', () => {
  test('buttons, keys, scrubber, slow motion; what is not computed is not there', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await go(page, '1 · scores');
    const here = await at(page);
    // The softmax has not come yet, so nothing of it can be read, and no bar stands.
    expect(await matrix(page, '1 · softmax, head 1').count()).toBe(0);
    await page.getByText('The bars come with the first softmax.').waitFor();
    await transport(page).getByRole('button', { name: 'Next operation' }).click();
    await page.getByRole('heading', { name: 'Forwards: 1 · scale' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Forwards: 1 · mask' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Forwards: 1 · softmax' }).waitFor();
    expect(await at(page)).toBe(here + 3);
    // The formula is typeset, and beside it this input's numbers.
    const formula = page.getByRole('group', { name: 'The formula, with this input’s numbers' });
    expect(await formula.locator('math mfrac').count()).toBeGreaterThan(0);
    expect(await formula.locator('[role=math]').first().getAttribute('aria-label')).toMatch(
      /^softmax\(.+\) = \d/,
    );
    await transport(page).getByRole('slider').fill('2');
    await page.getByRole('heading', { name: 'Forwards: embed' }).waitFor();
    await transport(page).getByRole('button', { name: 'Play slowly' }).click();
    await expect.poll(() => at(page), { timeout: 10_000 }).toBeGreaterThan(2);
    await transport(page).getByRole('button', { name: 'Pause' }).click();
    await transport(page).getByRole('button', { name: 'To the start' }).click();
    await page.getByText('Nothing is computed yet.').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test.each([1280, 390])('what lies beneath stays where it is, at %i px', LONG, async (width) => {
    const { page, troubles, close } = await open(
      'view=sentence',
      { viewport: { width, height: 800 } },
      'sentence',
    );
    const slider = transport(page).getByRole('slider');
    const tops = new Set<number>();
    for (let to = 1; to <= Number(await slider.getAttribute('max')); to++) {
      await slider.fill(String(to));
      await frames(page);
      tops.add(
        await page.locator('gn-sentence-operation').evaluate((panel) => {
          const below = panel.shadowRoot?.querySelector('.flow');
          return Math.round((below?.getBoundingClientRect().top ?? 0) - panel.getBoundingClientRect().top);
        }),
      );
    }
    expect([...tops]).toHaveLength(1);
    expect(troubles).toEqual([]);
    await close();
  });

  test('backwards: δ of each matrix, opened along the chain rule', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await transport(page).getByRole('button', { name: 'Direction' }).click();
    await page
      .getByRole('list', { name: 'Backwards' })
      .getByRole('button', { name: 'Backwards: δ 1 · scores', exact: true })
      .click();
    await page.getByRole('heading', { name: 'Backwards: 1 · scores' }).waitFor();
    await press(page, matrix(page, 'δ 1 · q by head, head 1'), 'ArrowDown', 'ArrowDown');
    expect((await checkSum(page)).terms).toBe(7);
    // No step is made of a sentence.
    expect(await transport(page).getByRole('button', { name: 'Step', exact: true }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('every matrix by its tokens', () => {
  test('each head’s cells say query and key; what the mask takes is not there', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await go(page, '1 · softmax');
    for (const head of [1, 2]) {
      const cells = matrix(page, `1 · softmax, head ${head}`);
      expect((await read(cells, 'Home')).place).toBe(`head ${head}, ${TOKENS[0]} → ${TOKENS[0]}`);
      // The cell to the right of the first is masked: the next is in the line below.
      const second = await read(cells, 'ArrowRight');
      expect(second.place).toBe(`head ${head}, ${TOKENS[1]} → ${TOKENS[0]}`);
      const seen = new Set<string>();
      await cells.press('Home');
      for (let i = 0; i < 40; i++) {
        seen.add((await read(cells)).place);
        await cells.press('ArrowRight');
      }
      // Of 7 × 7 the mask leaves 28.
      expect(seen.size).toBe(28);
      for (const place of seen) {
        const [query = 0, key = 0] = [...place.matchAll(/[₁-₇]/g)].map(([digit]) => '₁₂₃₄₅₆₇'.indexOf(digit));
        expect(key).toBeLessThanOrEqual(query);
      }
    }
    // Before the mask they are all there.
    await go(page, '1 · scores');
    expect((await read(matrix(page, '1 · scores, head 1'), 'ArrowRight')).place).toBe(
      `head 1, ${TOKENS[0]} → ${TOKENS[1]}`,
    );
    expect(troubles).toEqual([]);
    await close();
  });

  test('a cell shows the query and the key that made it, and what became of it', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await go(page, '1 · softmax');
    const cells = matrix(page, '1 · softmax, head 2');
    await read(cells, 'ArrowDown', 'ArrowDown', 'ArrowRight');
    await page.getByText('Head 2: ·sat₃ asks (query), ·cat₂ is asked (key).').waitFor();
    // q, k and their products, which add up to the score.
    const picture = page.getByRole('img', { name: /^Query ·sat₃, key ·cat₂ and their products/ });
    const score = /add up to (.+)$/.exec((await picture.getAttribute('aria-label')) ?? '')?.[1];
    const line = page.getByRole('list', { name: 'What becomes of the score' }).getByRole('button');
    expect(await line.count()).toBe(4);
    expect((await line.first().textContent())?.trim()).toBe(score);
    // With all its digits.
    const [, value = ''] = /: (.*)$/.exec((await cells.getAttribute('aria-valuetext')) ?? '') ?? [];
    const digits = await page.locator('gn-readout .quiet').textContent();
    expect(Number(digits).toFixed(3)).toBe(value);
    expect(digits?.length).toBeGreaterThan(value.length);
    // By the mouse as well.
    const picked = matrix(page, '1 · softmax, head 1').locator('canvas');
    const { width = 0, height = 0 } = (await picked.boundingBox()) ?? {};
    await picked.hover({ position: { x: width - 5, y: height - 5 } });
    await page.getByText('Head 1: .₇ asks (query), .₇ is asked (key).').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('as a table, each number by its tokens', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await go(page, '1 · softmax');
    const cells = matrix(page, '1 · softmax, head 1');
    const { place, value } = await read(cells, 'ArrowDown');
    await page.getByRole('button', { name: 'Forwards: 1 · softmax: table' }).click();
    const row = (name: string) => page.getByRole('row', { name: `1 · softmax[${name}]` });
    expect(await row(place).getByRole('cell').first().textContent()).toBe(value);
    expect(await row('head 1, The₁ → ·cat₂').getByRole('cell').allTextContents()).toEqual(['', '']);
    expect(troubles).toEqual([]);
    await close();
  });

  test('attention bars between tokens: each head’s shares add up to 1', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await go(page, '1 · softmax');
    await strip(page).getByRole('button').nth(3).click();
    const shares = await strip(page)
      .getByRole('button')
      .evaluateAll((all) =>
        all.map((each) =>
          [...each.querySelectorAll('[data-share]')].map((bar) => Number(bar.getAttribute('data-share'))),
        ),
      );
    expect(shares.map((each) => each.length)).toEqual([2, 2, 2, 2, 0, 0, 0]);
    for (const head of [0, 1])
      expect(shares.reduce((sum, each) => sum + (each[head] ?? 0), 0)).toBeCloseTo(1, 5);
    expect(await strip(page).getByRole('button').nth(4).getAttribute('aria-label')).toBe(
      '·the₅ lies ahead and is masked',
    );
    const tallest = Math.max(...shares.flat());
    await page.getByText(`the tallest ${(100 * tallest).toFixed(1)} %`).waitFor();
    await page.keyboard.press('ArrowLeft');
    expect(await strip(page).getByRole('button').nth(2).getAttribute('aria-pressed')).toBe('true');
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('any number opens into its sum', () => {
  const opens = async (name: string, cells: string, ...keys: string[]) => {
    const opened = await open('view=sentence', {}, 'sentence');
    await type(opened.page, CAT, 7);
    await go(opened.page, name);
    await press(opened.page, matrix(opened.page, cells), ...keys);
    return opened;
  };

  test('scores: q · k, and each term leads on to the embedding', LONG, async () => {
    const { page, troubles, close } = await opens(
      '1 · scores',
      '1 · scores, head 2',
      'ArrowDown',
      'ArrowDown',
    );
    expect((await checkSum(page)).terms).toBe(12);
    // As far back as there is something: q by head, queries, norm, + place, embed, the table.
    for (const name of [/ q by head\[/, / queries\[/, / norm\[/, /^Open \+ place\[/, /^Open embed\[/]) {
      await card(page).getByRole('button', { name }).first().click();
      await frames(page);
    }
    expect((await checkSum(page)).terms).toBe(1);
    await card(page)
      .getByRole('button', { name: /^Open e\.weight\[/ })
      .click();
    await page.getByText('A parameter: no sum stands behind it.').waitFor();
    expect(await trail(page).getByRole('listitem').count()).toBe(6); // the first ones are folded
    await page.keyboard.press('Escape');
    expect(
      await trail(page)
        .getByText(/^embed\[/)
        .count(),
    ).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  });

  test('mix: shares times values', LONG, async () => {
    const { page, troubles, close } = await opens('1 · mix', '1 · mix, head 1', 'End');
    expect((await checkSum(page)).terms).toBe(7);
    await card(page)
      .getByRole('button', { name: / softmax\[/ })
      .first()
      .waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('softmax: exponentials over their sum, without what is masked', LONG, async () => {
    const { page, troubles, close } = await opens(
      '1 · softmax',
      '1 · softmax, head 1',
      'ArrowDown',
      'ArrowDown',
      'ArrowRight',
    );
    const number = Number(await card(page).locator('[data-number]').getAttribute('data-number'));
    const rows = card(page).locator('[data-share]');
    const shares = await rows.evaluateAll((all) =>
      all.map((each) => Number(each.getAttribute('data-share'))),
    );
    expect(shares).toHaveLength(3); // of seven tokens the third sees three
    expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    expect(shares[1]).toBeCloseTo(number, 6);
    expect((await rows.nth(1).textContent())?.trim()).toMatch(/^·cat₂/);
    await rows.nth(1).getByRole('button').click();
    expect(
      await trail(page)
        .getByText(/mask\[head 1, ·sat₃ → ·cat₂\]/)
        .count(),
    ).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  });

  test('layernorm: w times the normalised number, plus b', LONG, async () => {
    const { page, troubles, close } = await opens('1 · norm', '1 · norm', 'ArrowDown', 'ArrowRight');
    const table = card(page).getByRole('table', { name: 'The normalisation, step by step' });
    const value = async (name: string) =>
      Number(await table.locator(`[data-${name}]`).first().getAttribute(`data-${name}`));
    const number = Number(await card(page).locator('[data-number]').getAttribute('data-number'));
    const products = await table
      .locator('[data-product]')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-product'))));
    expect(products).toHaveLength(2);
    expect((products[0] ?? 0) + (products[1] ?? 0)).toBeCloseTo(number, 5);
    expect(await value('explains')).toBe(number);
    await table.getByText('the same number as in the network').waitFor();
    // The mean and the deviation are those of the numbers that stand beneath.
    await card(page)
      .getByRole('button', { name: /^All 26 terms/ })
      .click();
    const operands = card(page).getByRole('table', { name: 'What goes into it' }).getByRole('button');
    expect(await operands.count()).toBe(26);
    expect(await value('deviation')).toBeGreaterThan(0);
    expect(troubles).toEqual([]);
    await close();
  });

  test('gelu: the function, and the sum that went into it', LONG, async () => {
    const { page, troubles, close } = await opens('1 · gelu', '1 · gelu', 'ArrowDown');
    const { terms } = await checkSum(page);
    expect(terms).toBe(25); // 24 and the bias
    const explains = Number(await card(page).locator('[data-explains]').getAttribute('data-explains'));
    const said = await card(page).locator('[aria-label^="gelu("]').first().getAttribute('aria-label');
    const [, argument = ''] = /^gelu\((.+)\) = /.exec(said ?? '') ?? [];
    expect(Number(argument.replace('−', '-'))).toBeCloseTo(explains, 2);
    expect(troubles).toEqual([]);
    await close();
  });

  test('embed: a row of the table', LONG, async () => {
    const { page, troubles, close } = await opens('embed', 'embed', 'ArrowDown', 'ArrowRight');
    expect((await checkSum(page)).terms).toBe(1);
    await card(page)
      .getByRole('button', { name: /^Open e\.weight\[·cat, 2\]/ })
      .waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('any language', () => {
  test('Chinese and emoji are whole, cut into words or characters', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await page.getByRole('button', { name: 'Fresh, of characters' }).click();
    await type(page, '春眠👨‍👩‍👧é🇨🇳', 5);
    const said = await strip(page).getByRole('button').allTextContents();
    expect(said.map((each) => each.trim())).toEqual(['春₁', '眠₂', '👨‍👩‍👧₃', 'é₄', '🇨🇳₅']);
    await go(page, '1 · softmax');
    const { place } = await read(matrix(page, '1 · softmax, head 1'), 'End');
    expect(place).toBe('head 1, 🇨🇳₅ → 🇨🇳₅');
    expect(await page.getByRole('main').textContent()).not.toContain('\ufffd');
    await page.getByRole('button', { name: 'Fresh, of words' }).click();
    await box(page).fill('小猫坐在垫子上。');
    await expect
      .poll(async () =>
        (await strip(page).getByRole('button').allTextContents()).join('').replace(/[\s₀-₉]/g, ''),
      )
      .toBe('小猫坐在垫子上。');
    expect(await strip(page).getByRole('button').count()).toBeLessThan(8);
    // A space is a sign, and the page says which.
    await box(page).fill('a b');
    await page.getByText('· is a space.').first().waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('a reload and a link keep sentence, place and opened numbers', LONG, async () => {
    const { page, troubles, close } = await open('view=sentence', {}, 'sentence');
    await type(page, CAT, 7);
    await go(page, '1 · scores');
    await press(page, matrix(page, '1 · scores, head 2'), 'ArrowDown');
    const before = await trail(page).textContent();
    const number = await card(page).locator('[data-number]').getAttribute('data-number');
    const link = new URL(page.url()).hash;
    await page.waitForTimeout(1200);
    await page.reload();
    await card(page).waitFor();
    expect(await box(page).inputValue()).toBe(CAT);
    expect(await trail(page).textContent()).toBe(before);
    expect(await card(page).locator('[data-number]').getAttribute('data-number')).toBe(number);
    await page.getByRole('heading', { name: 'Forwards: 1 · scores' }).waitFor();
    expect(decodeURIComponent(link)).toContain('sentence=');
    expect(troubles).toEqual([]);
    await close();
  });

  test.each(['en', 'zh'])(
    'at 390 px, in the dark too, with nothing to complain of: %s',
    LONG,
    async (language) => {
      const { page, troubles, close } = await open(
        `view=sentence&language=${language}`,
        { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
        'sentence',
      );
      await page.locator('gn-sentence-operation .flow').waitFor();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      expect(troubles).toEqual([]);
      await close();
    },
  );
});

describe('the taught GPT', () => {
  test('its view says what the signs stand for, and that the lens knows no temperature', LONG, async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    const seen = page.getByRole('group', { name: 'Characters it sees' }).getByRole('button');
    await expect.poll(() => seen.count(), PATIENT).toBe(3); // it has come, with a beginning of its own
    await page.getByRole('textbox', { name: 'Write with it' }).fill('Mar\n');
    await expect.poll(() => seen.count(), PATIENT).toBe(4);
    await page.locator('gn-gpt-attention').getByText('↵ is a line break.').waitFor();
    await page.getByText('What each layer would answer').click();
    const cells = page.getByRole('table', { name: 'What each layer would answer' }).getByRole('button');
    await expect.poll(() => cells.count(), PATIENT).toBeGreaterThan(4);
    const read = () => cells.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    const bars = () => page.getByRole('list', { name: 'What it expects next' }).textContent();
    await page.waitForTimeout(1000); // the lens follows the text, a little later
    const [before, shares] = [await read(), await bars()];
    await page.getByRole('slider', { name: 'Temperature' }).fill('200');
    await expect.poll(bars, PATIENT).not.toBe(shares);
    await page.waitForTimeout(500);
    expect(await read()).toEqual(before);
    await page.getByText('temperature and top k have no part in them').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test.each([390, 1280])('its 2,612 answers are no wider than the page, at %i px', LONG, async (width) => {
    const { page, troubles, close } = await open(
      `view=sentence&sentenceNet=taught&gpt=tang-poems&sentence=${encodeURIComponent('床前明月光')}`,
      { viewport: { width, height: 844 } },
      'sentence',
    );
    await page.getByText('5 tokens.').waitFor();
    await go(page, 'answer');
    await page.getByText('13,060 numbers').first().waitFor();
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await over()).toBeLessThanOrEqual(0);
    const picture = await matrix(page, 'p').boundingBox();
    const room = await page.locator('gn-sentence-operation').boundingBox();
    expect((picture?.x ?? 0) + (picture?.width ?? 0)).toBeLessThanOrEqual(
      (room?.x ?? 0) + (room?.width ?? 0),
    );
    expect(troubles).toEqual([]);
    await close();
  });

  test('is stepped through with what it knows, and from its own view', LONG, async () => {
    const { page, troubles, close } = await open('view=gpt', {}, 'gpt');
    await page.getByRole('button', { name: '1 step', exact: true }).click();
    const seen = page.getByRole('group', { name: 'Characters it sees' }).getByRole('button');
    await expect.poll(() => seen.count(), PATIENT).toBe(3);
    await page.getByRole('textbox', { name: 'Write with it' }).fill('Mary');
    await expect.poll(() => seen.count(), PATIENT).toBe(4);
    await page.waitForTimeout(500);
    const goOn = page.getByRole('button', { name: 'Step through it, operation by operation' });
    await expect.poll(() => goOn.isEnabled(), PATIENT).toBe(true);
    // What the worker says of the first head: the last query's weights.
    const said = await seen.evaluateAll((all) =>
      all.map((each) => /with ([\d.]+) %/.exec(each.getAttribute('aria-label') ?? '')?.[1]),
    );
    await goOn.click();
    await expect.poll(() => strip(page).getByRole('button').count(), PATIENT).toBe(4);
    await page.getByText(/The small GPT of this page/).waitFor();
    await go(page, '1 · softmax');
    const shares = await strip(page)
      .getByRole('button')
      .evaluateAll((all) =>
        all.map((each) => Number(each.querySelector('[data-share]')?.getAttribute('data-share'))),
      );
    for (const [i, share] of shares.entries())
      expect(Math.abs(100 * share - Number(said[i]))).toBeLessThan(0.11);
    // It follows what is learnt meanwhile.
    const taught = page.getByText(/as it stands after/);
    const steps = async () =>
      Number(/([\d,]+) step/.exec((await taught.textContent()) ?? '')?.[1]?.replace(',', ''));
    expect(await steps()).toBe(1);
    await page.getByRole('button', { name: 'Teach it', exact: true }).click();
    await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Step by step' }).click();
    await expect.poll(steps, { timeout: 20_000 }).toBeGreaterThan(20);
    const once = await steps();
    await expect.poll(steps, { timeout: 20_000 }).toBeGreaterThan(once);
    await page.getByRole('heading', { name: 'Forwards: 1 · softmax', exact: true }).waitFor();
    // What it has no token for is said and left out.
    await box(page).fill('Mary 🐈');
    await page.getByText(/has never met these, so they are left out: .*🐈/).waitFor();
    await box(page).fill('春');
    await page.getByText('The taught network knows none of these characters.').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
});
