// What the view of slopes says is compared with walks computed here, independently, in plain JavaScript.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hash, press, scrub, show, walks } from './descent-page';
import { begin, end } from './page';
import { csv, png } from './plot-files';

beforeAll(begin);
afterAll(end);

test('four rates side by side: too small, right, too large, and away', async () => {
  const { page, close } = await show('rates');
  const rows = await walks(page, 'x²');
  for (const [i, rate] of [0.005, 0.3, 0.95, 1.03].entries()) {
    let x = -2.5;
    for (let step = 0; step <= 30; step++) {
      expect(rows[step]?.[1 + 2 * i]).toBeCloseTo(x, 3);
      x -= rate * 2 * x;
    }
  }
  expect(await page.getByRole('application').count()).toBe(4);
  await page.getByText('plain descent, η 1.03', { exact: true }).first().waitFor();
  // One that leaves the numbers says so: each step is −9 times the one before.
  await page.goto(
    page
      .url()
      .replace(/slopes=[^&]*/, `slopes=${encodeURIComponent('slope;ways=optimizer:sgd,rate:5;steps=200')}`),
  );
  await page.getByText(/ran away at step \d+/).waitFor();
  await close();
});

// ½x² + ¼(1 − y²)²
const gradient = ([x, y]: [number, number]): [number, number] => [x, -y * (1 - y * y)];

test('the optimisers walk as they are defined', async () => {
  const { page, troubles, close } = await show('saddle;at=-1.6_0.3');
  const rows = await walks(page, 'saddle');
  expect(rows.length).toBe(151);
  let sgd: [number, number] = [-1.6, 0.3];
  const heavy: [number, number] = [-1.6, 0.3];
  const adam: [number, number] = [-1.6, 0.3];
  const m = [0, 0];
  const first = [0, 0];
  const second = [0, 0];
  for (let t = 0; t < 60; t++) {
    const found = rows[t] ?? [];
    for (const [k, want] of [...sgd, ...heavy, ...adam].entries())
      expect(found[[1, 2, 4, 5, 7, 8][k] as number], `step ${t}, ${k}`).toBeCloseTo(want, 3);
    expect(found[3]).toBeCloseTo(0.5 * sgd[0] ** 2 + 0.25 * (1 - sgd[1] ** 2) ** 2, 3);
    const step = gradient(sgd);
    sgd = [sgd[0] - 0.1 * step[0], sgd[1] - 0.1 * step[1]];
    const push = gradient(heavy);
    const g = gradient(adam);
    for (const i of [0, 1] as const) {
      m[i] = 0.9 * (m[i] as number) + push[i];
      first[i] = 0.9 * (first[i] as number) + 0.1 * g[i];
      second[i] = 0.999 * (second[i] as number) + 0.001 * g[i] ** 2;
      heavy[i] -= 0.1 * (m[i] as number);
      const hat = (first[i] as number) / (1 - 0.9 ** (t + 1));
      adam[i] -= (0.05 * hat) / (Math.sqrt((second[i] as number) / (1 - 0.999 ** (t + 1))) + 1e-8);
    }
  }
  // At the start Adam's m/σ is the sign: g = (−1.6, −0.273).
  await scrub(page, 0);
  const row = page.getByRole('row', { name: /▲ Adam/ });
  await expect
    .poll(async () => (await row.textContent())?.replace(/\s+/g, ' '))
    .toMatch(/−1\.6 −0\.273 ?1\.6 0\.273 ?0\.05 0\.05/);
  expect(troubles).toEqual([]);
  await close();
});

test('on the plateau plain descent stays, and those that divide by σ cross', async () => {
  const { page, close } = await show('plateau');
  const last = (await walks(page, 'plateau')).at(-1) ?? [];
  expect(last[3]).toBeGreaterThan(0.99);
  expect(last[9]).toBeLessThan(0.01); // RMSProp
  expect(last[12]).toBeLessThan(0.01); // Adam
  await close();
});

test('beside the saddle plain descent lingers, momentum has left', async () => {
  const { page, close } = await show('saddle');
  const rows = await walks(page, 'saddle');
  expect(rows[60]?.[3]).toBeGreaterThan(0.24);
  expect(rows[60]?.[6]).toBeLessThan(0.05);
  expect(rows[60]?.[9]).toBeLessThan(0.05);
  await close();
});

// Where the loss is far above the lowest so far, after the first descent.
const jump = (rows: number[][], column: number): number => {
  let least = 1;
  return rows.findIndex((row, step) => {
    const value = row[column] ?? 0;
    least = Math.min(least, value);
    return step > 700 && value > 0.003 && value > 30 * least;
  });
};

test('AdaGrad jumps in its mean form, not in its sum form, and not when the rates fall', async () => {
  const { page, troubles, close } = await show('spike');
  const rows = await walks(page, 'canyon');
  expect(rows.length).toBe(2001);
  expect(jump(rows, 3)).toBeGreaterThan(950);
  expect(jump(rows, 3)).toBeLessThan(1150);
  expect(jump(rows, 6)).toBe(-1);
  await page.getByRole('img', { name: /^Loss: AdaGrad, mean/ }).waitFor();
  await page.getByRole('checkbox', { name: 'Let the learning rates fall' }).check();
  const tamed = await walks(page, 'canyon');
  expect(jump(tamed, 3)).toBe(-1);
  expect(tamed[2000]?.[3]).toBeLessThan(1e-4);
  // Other noise, other numbers; the same noise, the same.
  await press(page, 'More');
  await press(page, 'Other noise');
  expect((await walks(page, 'canyon'))[2000]).not.toEqual(tamed[2000]);
  await page.goto(page.url().replace('seed%3D2', 'seed%3D1'));
  await expect.poll(() => hash(page)).not.toContain('seed');
  expect(await walks(page, 'canyon')).toEqual(tamed);
  expect(troubles).toEqual([]);
  await close();
});

test('the origin of (1 − w₁w₂)² is a saddle, and its negative eigenvector leads out', async () => {
  const { page, troubles, close } = await show('origin');
  await page.getByRole('math', { name: '[[0, −2], [−2, 0]]' }).waitFor();
  const point = page.locator('gn-slopes-point dl').first();
  await expect.poll(() => point.textContent()).toMatch(/−2 along \(0\.7071, 0\.7071\), it bends down/);
  expect(await point.textContent()).toMatch(/2 along \(0\.7071, −0\.7071\), it bends up/);
  await page.getByRole('status').filter({ hasText: 'A saddle point.' }).waitFor();
  // Plain descent never leaves it.
  expect((await walks(page, '(1 − w₁w₂)²')).at(-1)?.[3]).toBe(1);
  await press(page, 'Go along the negative eigenvector');
  await press(page, 'Pause');
  await expect.poll(() => hash(page)).toMatch(/at=0\.0565\d*_0\.0565/); // 4/50 · 1/√2
  expect((await walks(page, '(1 − w₁w₂)²')).at(-1)?.[3]).toBeLessThan(1e-6);
  // Of the two, the second order is nearer to what comes.
  const foretold = page.getByRole('region', { name: /^Taylor/ });
  const taylor = (await foretold.locator('dd').allTextContents()).map((text) =>
    Number(text.split('=').at(-1)),
  );
  const [, first = 0, second = 0, really = 0] = taylor;
  expect(Math.abs(second - really)).toBeLessThan(Math.abs(first - really));
  const h = 0.08 * Math.SQRT1_2;
  const stepped = h + 0.1 * 2 * (1 - h * h) * h;
  expect(really).toBeCloseTo((1 - stepped * stepped) ** 2, 3);
  // Elsewhere it slopes; Newton's method finds the point without slope again.
  await page.getByRole('status').filter({ hasText: 'No critical point.' }).waitFor();
  await press(page, 'To a point without slope');
  await page.getByRole('status').filter({ hasText: 'A saddle point.' }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('a zero eigenvalue decides nothing; a minimum is known by two positive ones', async () => {
  const { page, close } = await show('level');
  const verdict = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
  await verdict('Undecided.');
  await page.goto(
    page.url().replace(/slopes=[^&]*/, `slopes=${encodeURIComponent('slope;on=cubic;at=0_0;panel=point')}`),
  );
  await verdict('The slope is zero, and so is f″');
  await page.goto(
    page.url().replace(/slopes=[^&]*/, `slopes=${encodeURIComponent('slope;at=0_0;panel=point')}`),
  );
  await verdict('The slope is zero and f″ is positive');
  await page.goto(
    page.url().replace(/slopes=[^&]*/, `slopes=${encodeURIComponent('saddle;at=0_1;panel=point')}`),
  );
  await verdict('A local minimum.');
  await page.goto(page.url().replace(/slopes=[^&]*/, `slopes=${encodeURIComponent('relu;panel=starts')}`));
  // 75 of 100 starts stay where they are, at a loss of 1.
  const rows = page.getByRole('group', { name: 'Where they end' }).getByRole('row');
  await expect.poll(async () => (await rows.nth(2).textContent())?.replace(/\s+/g, ' ')).toMatch(/ 1 75/);
  expect((await rows.nth(1).textContent())?.trim()).toMatch(/25$/);
  await page.getByRole('checkbox', { name: 'Walk down from a hundred starts' }).uncheck();
  await rows.first().waitFor({ state: 'detached' });
  await close();
});

test('the dial: growth is ‖∇f‖ cos θ, largest along the gradient', async () => {
  const { page, troubles, close } = await show('direction;at=1_1'); // ∇f = (1, 3)
  const dial = page.getByRole('slider', { name: 'Direction u' });
  const growth = async () =>
    Number((await dial.getAttribute('aria-valuetext'))?.split(' ').at(-1)?.replace('−', '-'));
  await expect.poll(growth).toBeCloseTo(Math.cos(Math.PI / 6) + 3 * 0.5, 3);
  await press(page, 'Along the gradient');
  await expect.poll(growth).toBeCloseTo(Math.sqrt(10), 3);
  expect(await dial.getAttribute('aria-valuenow')).toBe('72'); // atan 3 = 71.6°
  await press(page, 'Turn around: −u');
  await expect.poll(growth).toBeCloseTo(-Math.sqrt(10), 3);
  await press(page, 'Along the gradient');
  await dial.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => dial.getAttribute('aria-valuenow')).toBe('162');
  expect(Math.abs(await growth())).toBeLessThan(0.03); // at right angles, but for the rounding to degrees
  await page.getByRole('img', { name: /^Growth along u, all around/ }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('a schedule of its own: half a cosine of 20 steps against a constant rate', async () => {
  const { page, close } = await show('slope');
  await press(page, 'Race another optimiser');
  await page.getByRole('combobox', { name: /^Optimiser/ }).selectOption({ label: 'plain descent' });
  await page.getByRole('combobox', { name: /^Schedule/ }).selectOption({ label: 'cosine' });
  const length = page.getByRole('textbox', { name: 'Schedule length' });
  await length.fill('20');
  await page.keyboard.press('Enter');
  await expect.poll(() => hash(page)).toContain('schedule_steps:20');
  const rows = await walks(page, 'x²');
  let x = -2.5;
  for (let step = 0; step < 40; step++) {
    expect(rows[step]?.[3]).toBeCloseTo(x, 4);
    const rate = step < 20 ? 0.05 * (1 + Math.cos((Math.PI * step) / 20)) : 0;
    x -= rate * 2 * x;
  }
  await close();
});

test('least squares is solved by its formula, and by one step of Newton’s', async () => {
  const { page, close } = await show('squares');
  const formula = page.getByRole('group', { name: 'By the formula, in one step' });
  await expect.poll(() => formula.textContent()).toMatch(/w = 0\.53, b = 1, loss 0\.0726/);
  const rows = await walks(page, 'least squares');
  // As computed here: the mean of five squares.
  const points = [1.1, 1.3, 2.4, 2.2, 3.3];
  let [w, b] = [-1, 3.4];
  for (let step = 0; step < 80; step++) {
    expect(rows[step]?.[1]).toBeCloseTo(w, 3);
    expect(rows[step]?.[2]).toBeCloseTo(b, 3);
    const errors = points.map((y, t) => w * t + b - y);
    w -= 0.1 * errors.reduce((sum, error, t) => sum + (2 / 5) * error * t, 0);
    b -= 0.1 * errors.reduce((sum, error) => sum + (2 / 5) * error, 0);
  }
  // The picture's table and files: the formula's line, each walk's at this step, and the points.
  const fit = await csv(page, 'The line through the points');
  expect(fit[0]).toEqual(['what', 'w or t', 'b or y']);
  expect(fit[1]?.map(Number).slice(1)).toEqual([expect.closeTo(0.53, 4), expect.closeTo(1, 4)]);
  expect(fit.slice(-5).map((row) => Number(row[2]))).toEqual(points.map((y) => expect.closeTo(y, 5)));
  expect(fit).toHaveLength(1 + 1 + 1 + 5);
  expect((await png(page, 'The line through the points')).colours).toBeGreaterThan(4);
  await page.getByRole('button', { name: 'The line through the points: table' }).click();
  await page.getByRole('row', { name: /the formula 0\.530 1/ }).waitFor();
  await page.getByRole('button', { name: 'The line through the points: table' }).click();
  await press(page, 'Point');
  await press(page, 'Newton’s step');
  await page.getByRole('status').filter({ hasText: 'A local minimum.' }).waitFor();
  await expect.poll(() => page.locator('gn-slopes-point dl').first().textContent()).toMatch(/\(0\.53, 1\)/);
  await close();
});
