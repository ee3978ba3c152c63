// Training in the page: teach, change while it runs, step, go back in time, break it and mend it, lose the worker.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const said = async (page: Page, part = ''): Promise<string> =>
  (await page.locator(`gn-transport .now${part}`).textContent()) ?? '';

async function steps(page: Page): Promise<number> {
  const text = await said(page, ' b');
  return Number(text.replaceAll(',', ''));
}

async function until(page: Page, least: number): Promise<void> {
  await expect.poll(() => steps(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(least);
}

async function trainView(hash = '') {
  const opened = await open(`view=train&${hash}`, {}, 'train');
  await press(opened.page, 'Forget everything');
  await opened.page.getByRole('button', { name: 'Teach it' }).and(opened.page.locator('.primary')).waitFor();
  return opened;
}

const speed = (page: Page, place: number) => page.getByRole('slider', { name: 'Speed' }).fill(String(place));

// The last accuracies, as the curve tells them to those who do not see it.
async function accuracy(page: Page): Promise<number> {
  const words = await page.getByRole('img', { name: /^Accuracy/ }).getAttribute('aria-label');
  return Number(/test ([\d.]+)/.exec(words ?? '')?.[1] ?? Number.NaN);
}

test('the small net forgets, then learns to over 90 % while everything changes', {
  timeout: 60_000,
}, async () => {
  const { page, troubles, close } = await trainView();
  const forgotten = await answer(page);
  expect(Math.max(...forgotten.shares)).toBeLessThan(60);
  await speed(page, 4);
  await press(page, 'Teach it');
  await until(page, 60);
  await page.getByRole('textbox', { name: 'Batch size' }).fill('64');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('Adam');
  // Plain descent's rate would saturate everything under Adam.
  await page.getByRole('group', { name: 'Changed settings' }).getByText('Learning rate 0.002').waitFor();
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  const before = await steps(page);
  expect(before).toBeGreaterThan(50); // it went on
  await speed(page, 6);
  await until(page, before + 1500);
  await press(page, 'Pause');
  expect(await accuracy(page)).toBeGreaterThan(90);
  expect((await answer(page)).digit).toBe(3);
  expect(troubles).toEqual([]);
  await close();
});

test('what was forgotten comes back, until something is learnt', async () => {
  const { page, troubles, close } = await open('view=train', {}, 'train');
  const undo = page.locator('gn-transport').getByRole('button', { name: 'Undo', exact: true });
  const trained = page.getByRole('radio', { name: 'trained', exact: true });
  const knew = await answer(page);
  await press(page, 'Forget everything');
  await undo.waitFor();
  await expect.poll(async () => Math.max(...(await answer(page)).shares)).toBeLessThan(60);
  // The button that was pressed is gone: the focus is on what to press next.
  await expect
    .poll(() => page.locator('gn-transport #teach').evaluate((of) => of.matches(':focus')))
    .toBe(true);
  await undo.click();
  await page.getByRole('button', { name: 'Forget everything' }).waitFor();
  await expect.poll(async () => (await answer(page)).shares).toEqual(knew.shares);
  expect(await trained.isChecked()).toBe(true);
  expect(await undo.count()).toBe(0);
  await press(page, 'Forget everything');
  await undo.waitFor();
  await press(page, '1 step');
  await until(page, 1);
  await expect.poll(() => undo.count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});

test('rewound, the run makes the same curve again', { timeout: 60_000 }, async () => {
  const { page, troubles, close } = await trainView();
  await speed(page, 6);
  const losses: string[] = [];
  for (let run = 0; run < 2; run++) {
    for (let i = 0; i < 3; i++) await press(page, '1 step');
    await until(page, 3);
    losses.push(await said(page));
    await press(page, 'Rewind');
    await expect.poll(() => steps(page)).toBe(0);
  }
  expect(losses[0]).toContain('loss');
  expect(losses[1]).toBe(losses[0]);
  expect(troubles).toEqual([]);
  await close();
});

test('rewound to before another activation function, the page has the one that the run has', {
  timeout: 60_000,
}, async () => {
  const { page, troubles, close } = await trainView();
  const activation = page.getByRole('combobox', { name: 'Activation' });
  await press(page, '1 step');
  await until(page, 1);
  const optimizer = page.getByRole('combobox', { name: 'Optimiser' });
  const said = () =>
    optimizer.evaluate((each) => (each as HTMLSelectElement).selectedOptions[0]?.text.trim());
  await activation.selectOption('tanh');
  await optimizer.selectOption({ label: 'Adam' });
  await press(page, '1 step');
  await until(page, 2);
  const slider = page.getByRole('slider', { name: 'Back in time' });
  await slider.fill('0');
  await expect.poll(() => activation.inputValue()).toBe('relu');
  await expect.poll(said).toBe('plain descent');
  await slider.fill('2');
  await expect.poll(() => activation.inputValue()).toBe('tanh');
  await expect.poll(said).toBe('Adam');
  await press(page, 'Rewind');
  await expect.poll(() => activation.inputValue()).toBe('relu');
  await press(page, '1 step');
  await until(page, 1);
  expect(await activation.inputValue()).toBe('relu');
  expect(await page.evaluate(() => location.hash)).not.toContain('tanh');
  await activation.selectOption('gelu');
  await press(page, '1 step');
  await until(page, 2);
  expect(await activation.inputValue()).toBe('gelu');
  expect(troubles).toEqual([]);
  await close();
});

test('back in time and on again; one operation at a time', { timeout: 60_000 }, async () => {
  const { page, troubles, close } = await trainView();
  for (let i = 1; i <= 12; i++) {
    await press(page, '1 step');
    await until(page, i);
    if (i === 1) expect(await page.locator('gn-transport .now').textContent()).toMatch(/^\s*1 step\s/);
  }
  const loss = await said(page);
  await page.getByRole('slider', { name: 'Back in time' }).fill('5');
  await expect.poll(() => steps(page)).toBe(5);
  for (let i = 6; i <= 12; i++) {
    await press(page, '1 step');
    await until(page, i);
  }
  expect(await said(page)).toBe(loss);
  await press(page, '1 operation');
  expect(await steps(page)).toBe(12); // a step has many
  expect(troubles).toEqual([]);
  await close();
});

test('a rate far too large is found out, and mended at a press', { timeout: 60_000 }, async () => {
  const { page, troubles, close } = await trainView();
  await page.getByRole('textbox', { name: 'Learning rate' }).fill('1000000');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('momentum');
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('none');
  await speed(page, 6);
  await press(page, 'Teach it');
  const alert = page.getByRole('alert').filter({ hasText: 'first number to break' });
  await alert.waitFor();
  expect((await alert.textContent()) ?? '').toMatch(/Step \d+: .*(NaN|∞)/);
  await press(page, 'Go back and divide the rate by 10');
  await expect.poll(() => alert.count()).toBe(0);
  await page.getByText('Learning rate 100000').waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('a rate that is set stays, however soon another optimiser is chosen', { timeout: 60_000 }, async () => {
  const { page, close } = await trainView();
  const rate = await page.getByRole('textbox', { name: 'Learning rate' }).elementHandle();
  const optimizer = page.getByRole('combobox', { name: 'Optimiser' });
  const choice = await optimizer.elementHandle();
  // In one turn: the worker has had no time to answer.
  await page.evaluate(
    ([rate, choice]) => {
      (rate as HTMLInputElement).value = '0.7';
      rate?.dispatchEvent(new Event('change'));
      const select = choice as HTMLSelectElement;
      select.selectedIndex = [...select.options].findIndex(({ text }) => text === 'momentum');
      select.dispatchEvent(new Event('change'));
    },
    [rate, choice] as const,
  );
  await page.getByText('Learning rate 0.7').waitFor();
  await expect.poll(() => page.getByText('Optimiser momentum').count()).toBeGreaterThan(0);
  expect(await page.getByRole('textbox', { name: 'Learning rate' }).inputValue()).toBe('0.7');
  await close();
});

test('what was learnt survives a reload and the way to Draw', { timeout: 60_000 }, async () => {
  const { page, close } = await trainView();
  await speed(page, 6);
  await press(page, 'Teach it');
  await until(page, 300);
  await press(page, 'Pause');
  await page.waitForTimeout(1200);
  const shares = (await answer(page)).shares;
  await press(page, 'Draw');
  expect(await page.getByRole('radio', { name: 'yours' }).isChecked()).toBe(true);
  await page.reload();
  await page.getByRole('radio', { name: 'yours' }).waitFor();
  expect((await answer(page)).shares).toEqual(shares);
  await close();
});

test('a page loaded again while it trains shows what was learnt, not what is shipped, and has kept the run', {
  timeout: 60_000,
}, async () => {
  const { page, close } = await trainView();
  await press(page, 'Teach it');
  await page.waitForTimeout(5500);
  await page.reload();
  await page.getByRole('radio', { name: 'yours' }).waitFor();
  const accuracy = page.getByRole('img', { name: /^Accuracy: training [\d.]+ %/ });
  const share = async () =>
    Number(/training ([\d.]+)/.exec((await accuracy.getAttribute('aria-label')) ?? '')?.[1]);
  await accuracy.waitFor();
  await page.waitForTimeout(1500); // nothing comes over it
  expect(await share()).toBeLessThan(90);
  expect(await share()).toBeGreaterThan(0);
  await press(page, 'Runs');
  await page.getByRole('button', { name: 'Rerun' }).first().waitFor();
  await close();
});

test('a bad number is refused in place and the run keeps its own', async () => {
  const { page, close } = await trainView();
  const field = page.getByRole('textbox', { name: 'Batch size' });
  for (const text of ['0', '-3', '1.5', 'many', '']) {
    await field.fill(text);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'rom 1 to' }).filter({ hasText: text }).waitFor();
    expect(await field.inputValue()).toBe('32');
  }
  await field.fill('16');
  await page.keyboard.press('Enter');
  await page.getByText('Batch size 16').waitFor();
  await close();
});

test('at most four controls stand before "All settings", and each says what it does', async () => {
  const { page, close } = await trainView();
  const settings = page.locator('gn-train-settings');
  const names = await settings.locator('label').allInnerTexts();
  expect(names.length).toBeLessThanOrEqual(4);
  for (const name of names)
    await settings.getByRole('button', { name: `What am I seeing? ${name.trim()}` }).waitFor();
  await press(page, 'All settings');
  expect(await settings.locator('label').count()).toBeGreaterThan(8);
  await close();
});

test.each([
  [1366, 620],
  [1024, 768],
  [390, 844],
  [320, 568],
])(
  'taught at %d×%d, nothing lies over anything else or beside the page',
  { timeout: 60_000 },
  async (width, height) => {
    const { page, close } = await open('view=train', { viewport: { width, height } }, 'train');
    await press(page, 'Forget everything');
    await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).waitFor();
    await press(page, '1 step');
    await until(page, 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const parts = [/^Loss/, /^Accuracy/].map((name) => page.getByRole('img', { name }));
    let bottom = 0;
    for (const part of width > 640 ? [...parts, page.locator('.bars')] : []) {
      const box = await part.boundingBox();
      expect(box?.height).toBeGreaterThan(40);
      expect(box?.y).toBeGreaterThanOrEqual(bottom);
      bottom = (box?.y ?? 0) + (box?.height ?? 0);
    }
    await close();
  },
);

test('where a panel is lower than what it shows, it scrolls', { timeout: 60_000 }, async () => {
  const { page, close } = await open('view=train', { viewport: { width: 1366, height: 620 } }, 'train');
  for (const panel of ['Weights', 'Activations']) {
    await page.getByRole('group', { name: 'What to look at' }).getByRole('button', { name: panel }).click();
    const plots = page.locator(`gn-${panel.toLowerCase()} gn-plot`);
    await plots.nth(1).waitFor();
    const pressed = await plots.evaluateAll((all) =>
      all.filter((plot) => plot.scrollHeight > plot.clientHeight + 1).map((plot) => plot.scrollHeight),
    );
    expect(pressed).toEqual([]);
  }
  await close();
});

test('a plot keeps its axis when its legend takes a second line', { timeout: 60_000 }, async () => {
  const { page, close } = await open('view=train', { viewport: { width: 1280, height: 800 } }, 'train');
  const below = () =>
    page.getByRole('img', { name: /^Loss/ }).evaluate((plot) => {
      const drawn = plot.querySelector('canvas')?.getBoundingClientRect();
      return Math.round((drawn?.bottom ?? Number.POSITIVE_INFINITY) - plot.getBoundingClientRect().bottom);
    });
  await expect.poll(below).toBeLessThan(3);
  await press(page, '1 step'); // each batch is a third line
  await until(page, 1);
  await page.locator('gn-curve').first().getByText('each batch').waitFor();
  await expect.poll(below).toBeLessThan(3);
  await close();
});
