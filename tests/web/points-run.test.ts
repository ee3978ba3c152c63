// The run of points: it goes on after a reload, and all that its line says of it can be chosen.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const speed = (page: Page, place: number) => page.getByRole('slider', { name: 'Speed' }).fill(String(place));
const line = (page: Page) => page.getByRole('textbox', { name: 'The network as one line of text' });

async function steps(page: Page): Promise<number> {
  const text = (await page.locator('gn-transport .now b').textContent()) ?? '';
  return Number(text.replaceAll(',', ''));
}

const curve = (page: Page, name = /^Loss/) => page.getByRole('img', { name }).getAttribute('aria-label');

// On for so many steps, and at rest.
async function train(page: Page, more: number): Promise<void> {
  const until = (await steps(page)) + more;
  await speed(page, 6);
  await press(page, (await steps(page)) === 0 ? 'Teach it' : 'Go on');
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(until);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
}

test(
  'after a reload curves, steps and weights are there, and it goes on to the same numbers',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
    await train(page, 300);
    const at = await steps(page);
    const now = page.locator('gn-transport .now');
    await press(page, '1 step');
    await expect.poll(() => steps(page)).toBe(at + 1);
    const next = (await now.textContent()) ?? '';
    expect(next).toMatch(/loss [\d.]+/);
    const back = page.getByRole('slider', { name: 'Back in time' });
    await back.fill(String(at));
    await expect.poll(() => steps(page)).toBe(at);
    const words = await curve(page);
    await page.waitForTimeout(1200); // kept after a moment's rest
    await page.reload();
    await expect.poll(() => steps(page), PATIENT).toBe(at);
    await expect.poll(() => curve(page)).toBe(words);
    await press(page, '1 step');
    await expect.poll(() => now.textContent()).toBe(next);
    // Its moments are there too.
    await back.fill('5');
    await expect.poll(() => steps(page)).toBe(5);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('while it runs it is kept too; forgotten, it is gone', LONG, async () => {
  const { page, close } = await open('view=points&points=moons', {}, 'points');
  await speed(page, 6);
  await press(page, 'Teach it');
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(400);
  await page.waitForTimeout(4000);
  await page.reload();
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  // Other units: another net, which has learnt nothing.
  await press(page, 'One unit more in hidden layer 1');
  await expect.poll(() => steps(page)).toBe(0);
  await press(page, 'One unit fewer in hidden layer 1');
  await expect.poll(() => line(page).inputValue()).toContain('dense 8; gelu; dense 8');
  await page.reload();
  await page.getByRole('button', { name: 'Teach it' }).waitFor();
  expect(await steps(page)).toBe(0);
  await close();
});

test(
  'other units while it runs: it begins anew and says so; undone, the run before goes on',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
    const said = page.getByRole('status').filter({ hasText: 'Another network, so it begins anew.' });
    // Nothing has been learnt yet, so nothing is lost.
    await press(page, 'One unit more in hidden layer 2');
    await expect.poll(() => line(page).inputValue()).toContain('dense 8; gelu; dense 9');
    expect(await said.count()).toBe(0);
    await train(page, 600);
    await page.waitForTimeout(600); // kept at rest
    const at = await steps(page);
    const now = page.locator('gn-transport .now');
    const then = await now.textContent();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(at + 50);
    await press(page, 'One unit more in hidden layer 1');
    await said.waitFor();
    await press(page, 'One hidden layer more');
    await expect.poll(() => line(page).inputValue()).toContain('dense 9; gelu; dense 9; gelu; dense 9');
    await page.getByRole('button', { name: 'Pause' }).waitFor(); // it has gone on
    await press(page, 'Undo');
    await expect.poll(() => line(page).inputValue()).toContain('in 2; dense 9; gelu; dense 9; gelu; dense 2');
    await press(page, 'Undo');
    await expect.poll(() => line(page).inputValue()).toContain('in 2; dense 8; gelu; dense 9; gelu; dense 2');
    await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(at);
    expect(await said.count()).toBe(0);
    await press(page, 'Pause');
    await page.getByRole('slider', { name: 'Back in time' }).fill(String(at));
    await expect.poll(() => steps(page)).toBe(at);
    expect(await now.textContent()).toBe(then);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('loss, initial weights and seed are controls with notes, and the line follows', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
  await press(page, 'All settings');
  await train(page, 50);
  const at = await steps(page);
  // Squares of the probabilities instead: the same parameters, so that it goes on.
  await page.getByRole('combobox', { name: 'Loss', exact: true }).selectOption({ label: 'MSE' });
  await expect.poll(() => line(page).inputValue()).toMatch(/dense 2; softmax; mse$/);
  expect(await steps(page)).toBe(at);
  await press(page, 'One hidden layer more');
  await expect
    .poll(() => line(page).inputValue())
    .toBe('in 2; dense 8; gelu; dense 8; gelu; dense 8; gelu; dense 2; softmax; mse');
  await page.getByRole('combobox', { name: 'Initial weights' }).selectOption({ label: 'zero' });
  await expect.poll(() => line(page).inputValue()).toContain('dense 8 init=zero; gelu; dense 8 init=zero');
  await train(page, 30);
  // The diagnosis mends this net, not the one of the digits.
  await press(page, 'copies');
  await press(page, 'Start again with random weights');
  await expect.poll(() => line(page).inputValue()).not.toContain('init');
  await expect.poll(() => steps(page)).toBe(0);
  const seed = page.getByRole('textbox', { name: 'Seed', exact: true });
  await seed.fill('7');
  await seed.press('Enter');
  await expect.poll(() => page.url()).toContain('pointsStart=7');
  const chips = page.getByRole('group', { name: 'Changed settings' });
  await chips.getByText('Seed 7').waitFor();
  await chips.getByText('Loss MSE').waitFor();
  for (const name of ['Loss', 'Initial weights', 'Seed'])
    await page
      .getByRole('button', { name: `What am I seeing? ${name}`, exact: true })
      .first()
      .waitFor();
  // Numbers are learnt by their squares alone.
  await page.getByRole('radio', { name: 'regression: a plane' }).click();
  await expect.poll(() => line(page).inputValue()).toMatch(/dense 1; mse$/);
  expect(await page.getByRole('combobox', { name: 'Loss', exact: true }).count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});

test('a unit’s weight is dragged and keyed: its picture, the answer and the run follow', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
  await page.getByRole('button', { name: /^layer 1 unit 2/ }).click();
  const weight = page.getByRole('slider', { name: 'weight from x' });
  const before = Number(await weight.getAttribute('aria-valuenow'));
  const picture = () =>
    page
      .locator('gn-points-net [data-unit="1 1"] canvas')
      .evaluate((each) => (each as HTMLCanvasElement).toDataURL());
  const seen = await picture();
  const box = await weight.boundingBox();
  if (!box) throw new Error('no weight');
  await page.mouse.move(box.x + 4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 84, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect
    .poll(async () => Number(await weight.getAttribute('aria-valuenow')) - before)
    .toBeCloseTo(2, 1);
  await expect.poll(picture).not.toBe(seen);
  await weight.focus();
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(async () => Number(await weight.getAttribute('aria-valuenow')) - before)
    .toBeCloseTo(1.95, 1);
  // The run goes on with it: the worker has the same number.
  const by = Number(await weight.getAttribute('aria-valuenow'));
  await page.waitForTimeout(500);
  expect(Number(await weight.getAttribute('aria-valuenow'))).toBeCloseTo(by, 5);
  await press(page, '1 step');
  await expect.poll(() => steps(page)).toBe(1);
  await expect
    .poll(async () => Math.abs(Number(await weight.getAttribute('aria-valuenow')) - by))
    .toBeLessThan(0.1);
  expect(troubles).toEqual([]);
  await close();
});

test(
  'hard edges show the class alone, and the link says so; without points no curve is left',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
    const field = () =>
      page.locator('gn-plane canvas').evaluate((each) => (each as HTMLCanvasElement).toDataURL());
    await expect.poll(() => curve(page)).toMatch(/training 0\.\d/);
    const soft = await field();
    const hard = page.getByRole('button', { name: 'Hard edges: which class it says, not how surely' });
    await hard.click();
    await expect.poll(field).not.toBe(soft);
    expect(page.url()).toContain('pointsHard=1');
    await hard.click();
    await expect.poll(field).toBe(soft);
    await page.getByRole('radio', { name: 'your own points' }).click();
    await page.getByText('Brush points here').waitFor();
    await expect.poll(() => curve(page)).not.toMatch(/training/);
    expect(troubles).toEqual([]);
    await close();
  },
);
