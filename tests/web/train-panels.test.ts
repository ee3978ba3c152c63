// The panels of Train: all in one row, each with something true before training begins, and of the moment that is on show.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, frames, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 90_000 };
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const panels = (page: Page) => page.getByRole('group', { name: /^(What to look at|看什么)/ });

for (const [width, language] of [
  [1366, 'en'],
  [1280, 'en'],
  [390, 'en'],
  [390, 'zh'],
] as const)
  test(`all panels stand in one row: ${language}, ${width} px`, LONG, async () => {
    const { page, close } = await open(
      `view=train&language=${language}`,
      { viewport: { width, height: 700 } },
      'train',
    );
    const boxes = await panels(page)
      .getByRole('button')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON() as DOMRect));
    expect(boxes).toHaveLength(7);
    expect(new Set(boxes.map(({ top }) => Math.round(top))).size).toBe(1);
    const right = await panels(page).evaluate((each) => each.getBoundingClientRect().right);
    for (const box of boxes) expect(box.right).toBeLessThanOrEqual(right + 0.5);
    await close();
  });

test('however much a panel holds, the page is no longer than its window', LONG, async () => {
  const { page, close } = await open('view=train', { viewport: { width: 1280, height: 800 } }, 'train');
  for (const name of ['Curves', 'Layers', 'Activations', 'Weights', 'Mistakes', 'Moments', 'Runs']) {
    await panels(page).getByRole('button', { name }).click();
    if (name === 'Weights') await page.getByText('1 · dense · relu').waitFor();
    await frames(page);
    expect(await page.evaluate(() => document.documentElement.scrollHeight), name).toBe(800);
  }
  await close();
});

test('every press of “1 step” is a step, however fast they come', LONG, async () => {
  const { page, troubles, close } = await open('view=train&digits=1000', {}, 'train');
  const step = page.getByRole('button', { name: '1 step', exact: true });
  await expect.poll(() => step.isEnabled()).toBe(true);
  await step.evaluate((button: HTMLButtonElement) => {
    for (let press = 0; press < 25; press++) button.click();
  });
  const now = page.locator('gn-transport .now b');
  await expect.poll(() => now.textContent()).toBe('25');
  await step.focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => now.textContent()).toBe('30');
  // Two epochs: 1,000 in batches of 32 are 32 steps.
  await page.getByRole('button', { name: '1 epoch', exact: true }).evaluate((button: HTMLButtonElement) => {
    for (let press = 0; press < 2; press++) button.click();
  });
  await expect.poll(() => now.textContent()).toBe('64');
  expect(troubles).toEqual([]);
  await close();
});

test('before the first step each panel says something true', LONG, async () => {
  const { page, troubles, close } = await open('view=train', {}, 'train');
  await expect
    .poll(() => page.getByRole('img', { name: /^Loss/ }).getAttribute('aria-label'))
    .toMatch(/training 0\.\d+, test 0\.\d+/);
  await press(page, 'Layers');
  const row = page.getByRole('row').filter({ hasText: 'dense1.weight' });
  await expect.poll(async () => Number(await row.getByRole('cell').nth(1).textContent())).toBeGreaterThan(1);
  expect(await row.getByRole('cell').first().textContent()).toContain('–');
  await page.getByText('Take a step and the gradients appear here.').waitFor();
  await press(page, 'Weights');
  await page.getByText('1 · dense · relu').waitFor();
  await press(page, 'Mistakes');
  const wrong = async () =>
    Number(
      /([\d,]+) of/
        .exec((await page.getByText(/test pictures wrong/).textContent()) ?? '')?.[1]
        ?.replace(',', ''),
    );
  await expect.poll(wrong).toBeLessThan(1000);
  // Forgotten, it is another net's mistakes, though no step was taken.
  await press(page, 'Forget everything');
  await expect.poll(wrong).toBeGreaterThan(5000);
  expect(troubles).toEqual([]);
  await close();
});

test(
  'the layers are drawn over what the curves are drawn over, and are those of the moment',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=train&digits=1000', {}, 'train');
    await press(page, 'Forget everything');
    for (let step = 1; step <= 8; step++) await press(page, '1 step');
    await expect.poll(() => page.locator('gn-transport .now b').textContent()).toBe('8');
    await page.getByRole('combobox', { name: 'Counted in' }).selectOption({ label: 'samples' });
    await press(page, 'Layers');
    const curve = page.getByRole('img', { name: /^update \/ weight/ });
    await curve.focus();
    await page.keyboard.press('End');
    await page.getByText(/^samples 256:/).waitFor();
    await page.getByText(/After step 8\./).waitFor();
    await page.getByRole('slider', { name: 'Back in time' }).fill('3');
    await page.getByText(/After step 3\./).waitFor();
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'the batch size: noise, updates, time and memory, size beside size; the run goes on as it was',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=train&digits=2000', {}, 'train');
    await press(page, 'Forget everything');
    await press(page, 'Layers');
    await press(page, 'Measure it');
    const table = page.getByRole('group', { name: 'What the batch size changes' });
    await table.getByRole('row').nth(5).waitFor();
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) =>
          [...row.children].map((cell) => Number.parseFloat(cell.textContent?.replace(',', '') ?? '')),
        ),
      );
    expect(rows.map(([batch]) => batch)).toEqual([1, 4, 16, 64, 256]);
    expect(rows.map(([, updates]) => updates)).toEqual([2000, 500, 125, 32, 8]);
    for (const [i, [batch = 0, , epoch = 0, memory = 0, noise = 0]] of rows.entries()) {
      expect(epoch).toBeGreaterThan(0);
      // A value and its gradient, 4 bytes each, of 784 + 784 + 4 · 16 + 2 · 10 numbers a sample.
      expect(memory / batch).toBeCloseTo((8 * (784 + 784 + 64 + 20)) / 2 ** 20, 2);
      // Four times the samples, half the noise.
      if (i > 0) expect((rows[i - 1]?.[4] ?? 0) / noise).toBeGreaterThan(1.5);
      if (i > 0) expect((rows[i - 1]?.[4] ?? 0) / noise).toBeLessThan(2.7);
    }
    await press(page, '1 step');
    await expect.poll(() => page.locator('gn-transport .now b').textContent()).toBe('1');
    expect(troubles).toEqual([]);
    await close();
  },
);

test('the gap between training and test is filled and said', LONG, async () => {
  const { page, close } = await open('view=train&weights=untrained&digits=100&train=rate:0.3', {}, 'train');
  await page.getByRole('slider', { name: 'Speed' }).fill('100');
  await press(page, 'Teach it');
  const words = async (heading: string) =>
    (await page.getByRole('img', { name: new RegExp(`^${heading}: `) }).getAttribute('aria-label')) ?? '';
  const told = (text: string, name: string) =>
    Number(
      new RegExp(`${name} (−?\\d+(\\.\\d+)?(e−\\d+)?)`).exec(text)?.[1]?.replaceAll('−', '-') ?? Number.NaN,
    );
  await expect.poll(async () => told(await words('Loss'), 'gap'), { timeout: 30_000 }).toBeGreaterThan(0.5);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  await frames(page);
  const [loss, accuracy] = [await words('Loss'), await words('Accuracy')];
  expect(told(loss, 'gap')).toBeCloseTo(told(loss, 'test') - told(loss, 'training'), 2);
  expect(told(accuracy, 'gap')).toBeCloseTo(told(accuracy, 'training') - told(accuracy, 'test'), 0);
  await page.locator('gn-curve .key.gap').first().waitFor();
  await close();
});

test(
  'eleven layers: each line in its own colour, named at its end, and picked out by its name',
  LONG,
  async () => {
    const hidden = Array.from({ length: 10 }, () => 'dense 12; tanh').join('; ');
    const net = `model=own&notation=${encodeURIComponent(`in 1 28 28; flatten; ${hidden}; dense 10; softmax_ce`)}`;
    const { page, troubles, close } = await open(
      `view=train&weights=untrained&digits=200&${net}`,
      {},
      'train',
    );
    await press(page, 'Layers');
    for (let step = 1; step <= 4; step++) await press(page, '1 step');
    await page.getByText(/After step 4\./).waitFor();
    const keys = page.locator('gn-layers gn-curve').getByRole('button', { name: /^dense\d+\.weight$/ });
    expect(await keys.count()).toBe(11);
    const colours = await keys
      .locator('line')
      .evaluateAll((all) => all.map((each) => each.getAttribute('stroke')));
    expect(new Set(colours).size).toBe(11);
    const plot = page.locator('gn-layers gn-curve canvas');
    const picture = () => plot.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const all = await picture();
    await keys.nth(4).click();
    await page.mouse.move(0, 0);
    expect(await keys.nth(4).getAttribute('aria-pressed')).toBe('true');
    await keys.nth(4).blur();
    await expect.poll(picture).not.toBe(all);
    await keys.nth(4).click();
    await page.mouse.move(0, 0);
    await keys.nth(4).blur();
    await expect.poll(picture).toBe(all);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('on a phone the keys go down the page as the eye does', LONG, async () => {
  const { page, close } = await open('view=train', { viewport: { width: 390, height: 844 } }, 'train');
  await page.getByRole('button', { name: 'Clear', exact: true }).focus();
  const place = () =>
    page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      const root = at?.getRootNode();
      const name = root instanceof ShadowRoot ? root.host.localName : '';
      return { name, top: (at?.getBoundingClientRect().top ?? 0) + scrollY };
    });
  const seen: { name: string; top: number }[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await place();
    if (at.name === 'gn-transport') break;
    if (seen.at(-1)?.name !== at.name) seen.push(at);
  }
  const order = ['gn-draw-pad', 'gn-train-view', 'gn-curve', 'gn-setting', 'gn-network'];
  const first = order.map((name) => seen.findIndex((each) => each.name === name));
  expect(first.every((at) => at >= 0)).toBe(true);
  expect(first).toEqual([...first].sort((a, b) => a - b));
  const tops = first.slice(1).map((at) => seen[at]?.top ?? 0);
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  await close();
});
