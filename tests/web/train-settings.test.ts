// Train in every setting: what each says of itself, the loss, the start, the batch and the line of a run.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, loss, pick, press, settings, steps, until, WAIT } from './live-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('every setting says what it does and what to try, in both languages', { timeout: 60_000 }, async () => {
  for (const language of ['en', 'zh'] as const) {
    const { page, close } = await open(`view=train&language=${language}`, {}, 'train');
    await press(page, language === 'en' ? 'All settings' : '全部设置');
    const optimizer = page.getByRole('combobox', { name: language === 'en' ? 'Optimiser' : '优化器' });
    const seen = new Set<string>();
    await page
      .getByRole('checkbox', { name: language === 'en' ? 'Augment the pictures' : '数据增强' })
      .check();
    // Each optimiser and schedule brings settings of its own.
    for (let i = 0; i < (await optimizer.locator('option').count()); i++) {
      await optimizer.selectOption({ index: i });
      await expect.poll(() => optimizer.evaluate((e) => (e as HTMLSelectElement).selectedIndex)).toBe(i);
      const schedule = page.getByRole('combobox', { name: language === 'en' ? 'Schedule' : '学习率调度' });
      await schedule.selectOption({ index: i % 4 });
      const rows = await page.locator('gn-train-settings label').evaluateAll((labels) =>
        labels.map((label) => ({
          name: label.textContent?.trim() ?? '',
          note: label.parentElement?.querySelector('gn-about')?.shadowRoot?.textContent?.trim() ?? '',
        })),
      );
      for (const { name, note } of rows) {
        seen.add(name);
        expect(name, 'a name, not a key').not.toMatch(/^[a-z]+[_.][a-z_]+$/);
        expect(note.length, `the note of ${name} (${language})`).toBeGreaterThan(language === 'en' ? 30 : 12);
        expect(note, name).not.toMatch(/about\./);
        expect(note, `what to try with ${name}`).toMatch(language === 'en' ? /\b[Tt]ry\b/ : /试/);
      }
    }
    expect(seen.size).toBeGreaterThan(20);
    await close();
  }
});

test('another activation function of a shipped net is a chip, which takes it back; the weights stay', {
  timeout: 60_000,
}, async () => {
  const { page, troubles, close } = await open('view=train&model=lenet5', {}, 'train');
  const activation = page.getByRole('combobox', { name: 'Activation' });
  const chips = page.getByRole('group', { name: 'Changed settings' });
  expect(await activation.inputValue()).toBe('tanh');
  expect(await chips.getByText(/Activation/).count()).toBe(0);
  await activation.selectOption('relu');
  await chips.getByText('Activation relu').waitFor();
  await page.reload();
  await chips.getByText('Activation relu').waitFor();
  await chips.getByRole('button', { name: /Activation/ }).click();
  await expect.poll(() => activation.inputValue()).toBe('tanh');
  expect(await chips.getByText(/Activation/).count()).toBe(0);
  await page.evaluate(() => {
    location.hash = 'v=1&view=points';
  });
  const points = page.locator('gn-points-view');
  await points.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
  await points.getByText('Activation tanh').waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('the loss is switched and the weights stay; the bars still answer', { timeout: 60_000 }, async () => {
  const { page, troubles, close } = await settings();
  await press(page, '1 step');
  await until(page, 1);
  const before = await loss(page);
  await pick(page, 'Loss', 'MSE');
  await expect.poll(() => line(page), WAIT).toMatch(/softmax; mse$/);
  expect(await steps(page)).toBe(1);
  await press(page, '1 step');
  await until(page, 2);
  expect(await loss(page)).toBeLessThan(0.2); // the mean square of ten probabilities; cross-entropy is above 2
  expect(before).toBeGreaterThan(1.5);
  expect(
    await page
      .getByRole('list', { name: /Probability/ })
      .getByRole('button')
      .count(),
  ).toBe(10);
  const chips = page.getByRole('group', { name: 'Changed settings' });
  await chips.getByText('Loss MSE').waitFor();
  await chips.getByRole('button', { name: 'Loss: back to the usual' }).click();
  await expect.poll(() => line(page), WAIT).toMatch(/softmax_ce$/);
  expect(troubles).toEqual([]);
  await close();
});

test('initial weights and the seed begin the run anew; the same seed makes the same loss', {
  timeout: 60_000,
}, async () => {
  const { page, troubles, close } = await settings();
  const first = async (): Promise<number> => {
    await expect.poll(() => steps(page), WAIT).toBe(0);
    await press(page, '1 step');
    await until(page, 1);
    return loss(page);
  };
  const usual = await first();
  await pick(page, 'Initial weights', 'zero');
  await expect.poll(() => line(page), WAIT).toMatch(/dense 16 init=zero; .*dense 10 init=zero/);
  expect(await first()).toBeCloseTo(Math.log(10), 2); // all ten are as probable
  await pick(page, 'Initial weights', 'uniform, 1/√n');
  await expect.poll(() => line(page), WAIT).not.toContain('init=');
  expect(await first()).toBe(usual);
  const seed = page.getByRole('textbox', { name: 'Seed', exact: true });
  const other: number[] = [];
  for (const value of ['77', '5', '77']) {
    await seed.fill(value);
    await seed.press('Enter');
    other.push(await first());
  }
  expect(other[0]).toBe(other[2]);
  expect(other[0]).not.toBe(other[1]);
  expect(troubles).toEqual([]);
  await close();
});

test('a batch of all, and the schedule as the curve that the core follows', { timeout: 90_000 }, async () => {
  const { page, troubles, close } = await settings('digits=1000');
  await page.getByRole('button', { name: 'all', exact: true }).click();
  await page.getByRole('group', { name: 'Changed settings' }).getByText('Batch size all').waitFor();
  await press(page, '1 step');
  await until(page, 1);
  await expect.poll(() => page.locator('gn-transport .now').textContent(), WAIT).toContain('epoch 1 done');
  await pick(page, 'Schedule', 'cosine');
  const curve = page.locator('gn-schedule');
  await curve.getByRole('button', { name: 'table' }).click();
  const cells = async (row: number) =>
    (await curve.locator('tbody tr').nth(row).locator('td').allInnerTexts()).join(' ');
  await expect.poll(() => cells(0), WAIT).toContain('0.1');
  const last = (await curve.locator('tbody tr').count()) - 1;
  expect(await cells(last)).toMatch(/\b0$/); // held at the final rate
  await page.getByRole('textbox', { name: 'Final rate' }).fill('0.05');
  await page.keyboard.press('Enter');
  await expect.poll(() => cells(last), WAIT).toContain('0.05');
  expect(troubles).toEqual([]);
  await close();
});

test('another line keeps the weights where the parameters are the same, and says where not', {
  timeout: 60_000,
}, async () => {
  const { page, troubles, close } = await settings();
  await press(page, '1 step');
  await until(page, 1);
  const field = page.getByRole('textbox', { name: 'The network as one line of text' });
  await field.fill('in 1 28 28; flatten; dense 16; gelu; dropout 0.1; dense 16; relu; dense 10; softmax_ce');
  await page.getByText('the run goes on with its weights').waitFor(WAIT);
  expect(await steps(page)).toBe(1);
  await field.fill('in 1 28 28; flatten; dense 20; relu; dense 10; softmax_ce');
  await page.getByText('a new run has begun').waitFor(WAIT);
  await expect.poll(() => steps(page), WAIT).toBe(0);
  await press(page, 'As cards');
  const builder = page.getByRole('region', { name: 'Build a network' });
  await builder.getByText('dense 20').first().waitFor(WAIT);
  await press(page, '1 step');
  await until(page, 1);
  expect(troubles).toEqual([]);
  await close();
});
