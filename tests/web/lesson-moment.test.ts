// A lesson's formula with the numbers of the moment: they are those of the desk, and the line adds up.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Walk } from '../../web/lessons/walk';
import { liveIn, misspelt } from '../../web/widgets/latex';
import { begin, end, held, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 90_000 };
const PATIENT = { timeout: 30_000 };

const at = (lesson: string, step: string, language = 'en') =>
  open(`view=lessons&lesson=${lesson}&lessonStep=${step}&language=${language}`, {}, 'lessons');

// What a reader is told of it, once it has all its numbers.
async function told(page: Page, part: RegExp): Promise<string> {
  const labels = () =>
    page.locator('gn-prose .formula math').evaluateAll((all) => all.map((each) => each.ariaLabel ?? ''));
  await expect
    .poll(async () => (await labels()).some((each) => part.test(each) && !each.includes('…')), PATIENT)
    .toBe(true);
  return (await labels()).find((each) => part.test(each) && !each.includes('…')) ?? '';
}
const numbers = (text: string) =>
  (text.replaceAll(',', '').match(/[−-]?\s?\d+(\.\d+)?(e[−-]?\d+)?/g) ?? []).map((each) =>
    Number(each.replaceAll('−', '-').replace(/\s/g, '')),
  );

test('a number of the moment is found in a formula, and a slip is', () => {
  expect(liveIn('\\live{slopes.x2} - \\live{slopes.rate}')).toEqual(['slopes.x2', 'slopes.rate']);
  expect(misspelt('\\live{slopes.x}')).toBeUndefined();
  expect(misspelt('\\life{slopes.x}')).toBe('\\life');
});

test.each(['en', 'zh'])(
  'one neuron: its weights and bias, which go along when they are dragged (%s)',
  LONG,
  async (language) => {
    const { page, troubles, close } = await at('03-one-neuron', 'hand', language);
    const line = /^h = \\sigma\([−\d]/;
    const before = await told(page, line);
    await page.locator('gn-points-net .unit').nth(2).click();
    const knob = page.locator('gn-points-net').getByRole('slider').first();
    await knob.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
    await expect.poll(() => told(page, line), PATIENT).not.toBe(before);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('a step down a slope', LONG, async () => {
  const { page, close } = await at('07-descent-and-rate', 'one');
  await page.getByRole('button', { name: 'About a tenth of the first' }).click();
  for (;;) {
    const hint = page.getByRole('button', { name: /hint/i });
    if ((await hint.count()) === 0) break;
    await hint.first().click();
  }
  await page.getByRole('button', { name: 'Show a solution' }).click();
  const line = await told(page, /^[−\d]/);
  const [x = 0, rate = 0, slope = 0, next = 0] = numbers(line.replace(' - ', ' ; '));
  expect(Math.abs(rate)).toBe(0.1);
  expect(x - Math.abs(rate) * slope).toBeCloseTo(next, 2);
  await close();
});

test('the rate of a schedule, while it falls', LONG, async () => {
  const { page, close } = await at('12-schedules', 'falling');
  const line = /^\\eta = .*\\live|^\\eta = .*1000/;
  const rate = async () => numbers(await told(page, line)).at(-1);
  await expect.poll(rate, PATIENT).toBe(0.03);
  await page.getByRole('button', { name: /falling one/ }).click();
  await page.getByRole('button', { name: 'Teach it' }).click();
  await expect.poll(rate, PATIENT).toBeLessThan(0.02);
  await page
    .getByRole('button', { name: /Pause|Stop/ })
    .first()
    .click();
  const [step = 0, , told12 = 0] = numbers((await told(page, line)).split('\\cdot')[1] ?? '');
  expect(told12).toBeCloseTo(0.015 * (1 + Math.cos((Math.PI * step) / 1000)), 3);
  await close();
});

test('the products of a look-up, and a weight of attention', LONG, async () => {
  const look = await at('20-positions', 'row');
  expect(numbers(await told(look.page, /\\cdot/))).toEqual([8, 26, 8, 1664]);
  await look.close();
  const { page, close } = await at('21-self-attention', 'how');
  await page.getByRole('button', { name: 'Run it now' }).click();
  const [lead = 0, , seven, share = 0] = numbers(await told(page, /%$/));
  expect(seven).toBe(7);
  expect((100 * Math.exp(lead)) / (Math.exp(lead) + 7)).toBeCloseTo(share, 0);
  await close();
});

test('the width of a map, of the line that was written', LONG, async () => {
  const { page, close } = await at('16-convolution', 'size');
  for (const width of ['24', '12']) {
    const ask = page
      .locator('gn-ask')
      .filter({ has: page.getByRole('button', { name: 'Answer', exact: true }) });
    await page
      .getByRole('textbox', { name: 'Your number' })
      .and(page.locator(':enabled'))
      .first()
      .fill(width);
    await ask
      .getByRole('button', { name: 'Answer', exact: true })
      .and(page.locator(':enabled'))
      .first()
      .click();
  }
  for (;;) {
    const hint = page.getByRole('button', { name: /hint/i });
    if ((await hint.count()) === 0) break;
    await hint.first().click();
  }
  await page.getByRole('button', { name: 'Show a solution' }).click();
  const [n = 0, two, p = 0, k = 0, s = 1, one = 1, out] = numbers(
    (await told(page, /lfloor \(28/)).replace(' - ', ' ; '),
  ).map(Math.abs);
  expect([n, two, p, k, s, one]).toEqual([28, 2, 0, 5, 2, 1]);
  expect(out).toBe(Math.floor((n + 2 * p - k) / s) + 1);
  await close();
});

// Its questions answered and its goals reached, by their solutions.
async function through(page: Page): Promise<void> {
  await page.locator('gn-lesson .rows').waitFor(PATIENT);
  await page.locator('gn-lesson').evaluate(async (lesson) => {
    const { walk } = lesson as unknown as { walk: Walk };
    for (const ask of walk.now.asks ?? [])
      if (ask.kind !== 'rank') walk.answer(ask, ask.kind === 'choice' ? ask.right : ask.value);
    for (const goal of walk.now.goals ?? []) await walk.solve(goal);
  });
}

test('no bend: what is left of 186 numbers is what the net says anywhere', LONG, async () => {
  const { page, close } = await at('04-activation-functions', 'straight');
  await through(page);
  const line = (await told(page, / x \+ .* y \+ /)).replaceAll(/\s*\+\s*/g, ' ; ');
  const [a = 0, b = 0, c = 0] = numbers(line);
  const ahead = await page.locator('gn-lesson').evaluate((lesson) => {
    const { walk } = lesson as unknown as { walk: Walk };
    const lab = walk.desk.peek()?.points;
    const row = (lab?.plan?.answer ?? 0) - 1; // of the scores
    const [first = 0, second = 0] = [0, 1].map((unit) => lab?.unitAt([0.7, -0.4], { row, unit }));
    return second - first;
  });
  expect(0.7 * a - 0.4 * b + c).toBeCloseTo(ahead, 3);
  await close();
});

test('nothing is said of blank paper while a digit is on its way', LONG, async () => {
  const { page, close } = await at('05-softmax-and-costs', 'softmax');
  const come = await held(page, '**/mnist/*');
  await page.reload();
  await through(page);
  const said = page.locator('gn-prose .formula math[aria-label^="p = "]');
  await expect.poll(() => said.getAttribute('aria-label'), PATIENT).toContain('1 + …');
  await expect
    .poll(() => page.locator('gn-bars').first().getByRole('listitem').count(), PATIENT)
    .toBeGreaterThan(0);
  await page.waitForTimeout(500); // the net has run
  expect(await said.getAttribute('aria-label')).toContain('1 + …');
  come();
  await expect.poll(() => said.getAttribute('aria-label'), PATIENT).toContain('86.7');
  await close();
});

test('a share out of scores; a slope that two factors make', LONG, async () => {
  const softmax = await at('05-softmax-and-costs', 'softmax');
  await through(softmax.page);
  const [above, one, others = 0, share = 0] = numbers(await told(softmax.page, /^p = /));
  expect([above, one]).toEqual([1, 1]);
  expect(100 / (1 + others)).toBeCloseTo(share, 0);
  expect(share).toBeCloseTo(86.7, 0);
  await softmax.close();
  const { page, close } = await at('05-softmax-and-costs', 'sure');
  await through(page);
  const [p = 0, , , again, , , slope = 0] = numbers(
    (await told(page, / = [−-]?\d[\d.e−-]*$/)).replaceAll(' - ', ' ; '),
  );
  expect(again).toBe(p);
  expect(p).toBeLessThan(0.001); // surely wrong
  expect((p - 1) * 2 * p * (1 - p)).toBeCloseTo(slope, 6);
  await close();
});

test.each(['en', 'zh'])(
  'the next step of a run: its number, its rate, how many it looks at (%s)',
  LONG,
  async (language) => {
    const { page, close } = await at('10-mini-batches', 'all', language);
    const next = async () => numbers((await told(page, /^\\theta_\{\d/)).replaceAll(' - ', ' ; '));
    await expect.poll(next, PATIENT).toEqual([1, 0, 0.1, 1, 1000, 1, 1000, 0]);
    await through(page);
    await expect.poll(next, PATIENT).toEqual([11, 10, 0.1, 1, 1000, 1, 1000, 10]);
    await close();
  },
);

test('a step along the slopes: what it promises', LONG, async () => {
  const { page, close } = await at('09-backpropagation', 'small');
  await through(page);
  const [before = 0, rate = 0, squares = 0, after = 0] = numbers(
    (await told(page, /^2\.0\d+ - /)).replace(' - ', ' ; '),
  );
  expect(rate).toBe(0.001);
  expect(before - rate * squares).toBeCloseTo(after, 2);
  await close();
});

test('the loss and the price of the weights', LONG, async () => {
  const { page, close } = await at('15-overfitting', 'decay');
  await through(page);
  const [loss = 0, l2, two, squares = 0, price = 0] = numbers(await told(page, /\\frac\{0\.01\}/));
  expect([l2, two]).toEqual([0.01, 2]);
  expect(squares).toBeGreaterThan(10);
  expect(loss + 0.005 * squares).toBeCloseTo(price, 2);
  await close();
});

test('the terms of a mean, and those of a neuron', LONG, async () => {
  const pool = await at('17-pooling-lenet', 'pool');
  await through(pool.page);
  const [, , a = 0, b = 0, c = 0, d = 0, mean = 0] = numbers(
    (await told(pool.page, /^y = \\frac\{1\}\{4\} \([−\d]/)).replaceAll(/\s*\+\s*/g, ' ; '),
  );
  expect((a + b + c + d) / 4).toBeCloseTo(mean, 2);
  await pool.close();
  const { page, close } = await at('02-neurons-and-weights', 'neuron');
  await through(page);
  const [bias = 0, products = 0, sum = 0] = numbers(
    (await told(page, /^y = [−\d]/)).replace(/\s*\+\s*/, ' ; '),
  );
  expect(bias + products).toBeCloseTo(sum, 2);
  await close();
});

test('how much a temperature makes of a lead', { timeout: 180_000 }, async () => {
  const { page, close } = await at('22-a-tiny-gpt', 'heat');
  await page.locator('gn-lesson .rows').waitFor(PATIENT);
  await page.locator('gn-lesson').evaluate((lesson) => (lesson as unknown as { walk: Walk }).walk.catchUp()); // taught
  await through(page);
  await page.locator('gn-lesson').evaluate((lesson) => {
    const { walk } = lesson as unknown as { walk: Walk };
    walk.desk.peek()?.apply('gptHeat=50');
  });
  const [lead = 0, one, heat = 0, drawn = 0] = numbers(await told(page, /\^\{1\//));
  expect([one, heat]).toEqual([1, 0.5]);
  expect(drawn / lead ** 2).toBeCloseTo(1, 1);
  await close();
});
