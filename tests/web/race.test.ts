// A race: four ways from the same start, each in a worker of its own; curves, results, and a way that breaks.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open, saved } from './page';

beforeAll(begin);
afterAll(end);

test('four ways race to the end, and only what differs makes them differ', { timeout: 90_000 }, async () => {
  const { page, troubles, close } = await open('view=race&raceSteps=200', {}, 'race');
  const add = page.getByRole('button', { name: 'Add a way' });
  await add.click();
  await add.click();
  expect(await add.count()).toBe(0);
  const lane = (i: number) => page.getByRole('region', { name: `Way ${i}` });
  // Ways 2 and 3 are the same; way 4 cannot learn.
  await lane(4).getByRole('textbox', { name: 'Learning rate' }).fill('0');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor({ timeout: 60_000 });
  const rows = await page.getByRole('group', { name: 'Results' }).locator('tbody tr').allTextContents();
  const cells = await Promise.all(
    [0, 1, 2, 3].map((i) =>
      page.getByRole('group', { name: 'Results' }).locator('tbody tr').nth(i).locator('td').allTextContents(),
    ),
  );
  expect(rows).toHaveLength(4);
  for (const row of cells) expect(row[3]).toBe('200');
  expect(cells[1]?.slice(0, 3)).toEqual(cells[2]?.slice(0, 3)); // bit for bit
  // What sets the ways apart stands in their names, in the table, and in its file.
  await page.getByText('Way 4: Adam, 0', { exact: true }).first().waitFor();
  expect(rows[0]?.replaceAll(/\s+/g, ' ')).toMatch(/Way 1 Optimiser plain descent, Learning rate 0\.1/);
  const file = readFileSync(await (await saved(page, 'Results', 'CSV')).path(), 'utf8').split('\n');
  expect(file[0]).toMatch(/^Way,set apart by,Test accuracy,/);
  expect(file[2]).toMatch(/^Way 2,"Optimiser Adam, Learning rate 0\.002",0\.\d+,/);
  const accuracy = (i: number) => Number.parseFloat(cells[i]?.[0]?.trim() ?? '');
  expect(accuracy(1)).toBeGreaterThan(80);
  expect(accuracy(3)).toBeLessThan(30);
  expect(troubles).toEqual([]);
  await close();
});

test('its ways and its length are in the link', async () => {
  const { page, close } = await open('view=race&raceSteps=100&race=rate:0.5,batch:8;tanh|;', {}, 'race');
  expect(await page.getByRole('combobox', { name: 'steps each' }).inputValue()).toBe('100');
  const first = page.getByRole('region', { name: 'Way 1' });
  await first.getByRole('textbox', { name: 'Learning rate' }).waitFor();
  expect(await first.getByRole('textbox', { name: 'Learning rate' }).inputValue()).toBe('0.5');
  expect(await first.getByRole('textbox', { name: 'Batch size' }).inputValue()).toBe('8');
  expect(await first.getByRole('combobox', { name: 'Activation' }).inputValue()).toBe('tanh');
  await close();
});

test('a way that sets nothing itself shows what it has from the settings of the run', async () => {
  const settings = 'train=optimizer:adam,rate:0.004';
  const { page, close } = await open(`view=race&${settings}&race=;|rate:0.5;`, {}, 'race');
  const lane = (i: number) => page.getByRole('region', { name: `Way ${i}` });
  const rate = (i: number) => lane(i).getByRole('textbox', { name: 'Learning rate' });
  const optimizer = (i: number) => lane(i).getByRole('combobox', { name: 'Optimiser' });
  await rate(1).waitFor();
  expect(await optimizer(1).locator('option:checked').textContent()).toContain('Adam');
  expect(await rate(1).inputValue()).toBe('0.004');
  expect(await rate(2).inputValue()).toBe('0.5');
  // Each control of a way has its note.
  const controls =
    (await lane(1).getByRole('combobox').count()) + (await lane(1).getByRole('textbox').count());
  const notes = lane(1).getByRole('button', { name: /^What am I seeing\? (?!Way)/ });
  expect(await notes.count()).toBe(controls);
  // The usual value is another than the run's: chosen, it stays.
  await optimizer(2).selectOption({ label: 'plain descent' });
  await rate(2).fill('0.1');
  await page.keyboard.press('Enter');
  expect(await optimizer(2).locator('option:checked').textContent()).toContain('plain descent');
  expect(await rate(2).inputValue()).toBe('0.1');
  await close();
});

test('before it starts there is something to compare, and the level of a guess', async () => {
  const { page, troubles, close } = await open('view=race', {}, 'race');
  await page.getByRole('button', { name: /^Learning rates/ }).click();
  const rates = await Promise.all(
    [1, 2, 3, 4].map((i) =>
      page
        .getByRole('region', { name: `Way ${i}` })
        .getByRole('textbox', { name: 'Learning rate' })
        .inputValue(),
    ),
  );
  expect(rates).toEqual(['0.01', '0.1', '1', '5']);
  const accuracy = page.locator('gn-curve').filter({ hasText: 'Test accuracy' });
  await accuracy.getByRole('button', { name: 'table' }).click();
  expect(await accuracy.locator('tbody tr').allTextContents()).toHaveLength(2);
  expect(await accuracy.locator('thead').textContent()).toContain('guessing');
  expect(await accuracy.locator('tbody td').first().textContent()).toBe('10 %');
  expect(troubles).toEqual([]);
  await close();
});

test('any other setting can be compared, those of the line too; over all four axes', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await open('view=race&raceSteps=200&digits=500', {}, 'race');
  const lane = (i: number) => page.getByRole('region', { name: `Way ${i}` });
  const more = page.getByRole('combobox', { name: 'Another setting …' });
  for (const name of ['Initial weights', 'L2', 'Loss']) {
    expect(await lane(1).getByText(name, { exact: true }).count()).toBe(0);
    await more.selectOption({ label: name });
    await lane(1).getByText(name, { exact: true }).waitFor();
  }
  expect(await more.locator('option', { hasText: 'L2' }).count()).toBe(0);
  await lane(2).getByRole('combobox', { name: 'Optimiser' }).selectOption({ label: 'plain descent' });
  await lane(2).getByRole('textbox', { name: 'Learning rate' }).fill('0.1');
  await page.keyboard.press('Enter');
  await lane(2).getByRole('combobox', { name: 'Initial weights' }).selectOption({ label: 'zero' });
  await lane(2).getByRole('textbox', { name: 'L2' }).fill('0.01');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor({ timeout: 60_000 });
  const cells = (i: number) =>
    page.getByRole('group', { name: 'Results' }).locator('tbody tr').nth(i).locator('td').allTextContents();
  const [first, second] = [await cells(0), await cells(1)];
  // Copies of one neuron learn next to nothing; the other way does.
  expect(Number.parseFloat(first[0]?.trim() ?? '')).toBeGreaterThan(60);
  expect(Number.parseFloat(second[0]?.trim() ?? '')).toBeLessThan(30);
  // Of 500 samples, the sixteenth batch of an epoch has only the 20 that are left.
  const samples = 12 * 500 + 8 * 32;
  const accuracy = page.locator('gn-curve').filter({ hasText: 'Test accuracy' });
  await accuracy.getByRole('button', { name: 'table' }).click();
  const last = { steps: 200, epochs: samples / 500, samples };
  for (const [axis, end] of Object.entries(last)) {
    await page.getByRole('group', { name: 'Counted in' }).getByRole('button', { name: axis }).click();
    expect(await accuracy.locator('thead th').first().textContent()).toBe(axis);
    const said = (await accuracy.locator('tbody th').last().textContent()) ?? '';
    expect(Math.abs(Number(said.replace(/,/g, '')) - end)).toBeLessThan(1);
  }
  await page.getByRole('group', { name: 'Counted in' }).getByRole('button', { name: 'seconds' }).click();
  expect(await page.evaluate(() => location.hash)).toContain('init');
  expect(troubles).toEqual([]);
  await close();
});

test('what a link sets that cannot be is left out of its ways, and said', async () => {
  for (const [ways, said] of [
    ['batch:0,rate:0.5;|;', 'batch:0'],
    ['rate:0.5;bogus|;', 'bogus'],
    ['rate:0.5,init:bogus;|;', 'init:bogus'],
  ]) {
    const { page, close } = await open(`view=race&race=${ways}`, {}, 'race');
    await page
      .getByRole('alert')
      .filter({ hasText: `“${said}”` })
      .waitFor();
    const first = page.getByRole('region', { name: 'Way 1' });
    expect(await first.getByRole('textbox', { name: 'Batch size' }).inputValue()).toBe('32');
    expect(await first.getByRole('textbox', { name: 'Learning rate' }).inputValue()).toBe('0.5');
    expect(await first.getByRole('combobox', { name: 'Activation' }).inputValue()).toBe('');
    await close();
  }
});

test('results stand beside what they were made with: another setting, way or net takes its own away', {
  timeout: 60_000,
}, async () => {
  const { page, close } = await open('view=race&raceSteps=200', {}, 'race');
  const lane = (i: number) => page.getByRole('region', { name: `Way ${i}` });
  const share = (i: number) => lane(i).locator('.share').textContent();
  await page.getByRole('button', { name: 'Add a way' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor({ timeout: 60_000 });
  const before = [await share(1), await share(2), await share(3)];
  for (const each of before) expect(each).toMatch(/%/);
  expect(before[0]).not.toBe(before[1]);
  await page.getByRole('button', { name: 'Remove way 1' }).click();
  await expect.poll(() => lane(3).count()).toBe(0);
  expect([await share(1), await share(2)]).toEqual([before[1], before[2]]);
  await lane(2).getByRole('textbox', { name: 'Batch size' }).fill('8');
  await page.keyboard.press('Enter');
  await expect.poll(() => share(2)).toBe('');
  expect(await share(1)).toBe(before[1]);
  await page.getByRole('radio', { name: '784-128-10' }).check();
  await expect.poll(() => share(1)).toBe('');
  await close();
});

test('points are raced too: with their own settings and net, a table of one’s own, and numbers to learn', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await open('view=race&raceSteps=200&points=xor', {}, 'race');
  const lane = (i: number) => page.getByRole('region', { name: `Way ${i}` });
  await page.getByText('MNIST digits: the first 10,000 training pictures').waitFor();
  const data = page.getByRole('group', { name: 'What is learnt' });
  const start = page.getByRole('button', { name: 'Start', exact: true });
  const results = page.getByRole('group', { name: 'Results' }).locator('tbody tr');
  await data.getByRole('button', { name: 'Points' }).click();
  await page.getByText('exclusive or: 247 to learn from, 53 to test on').waitFor();
  await page.getByText('in 2; dense 8; gelu; dense 8; gelu; dense 2; softmax_ce').waitFor();
  await lane(1).getByRole('textbox', { name: 'Learning rate' }).fill('0');
  await page.keyboard.press('Enter');
  await lane(2).getByRole('textbox', { name: 'Learning rate' }).fill('0.03');
  await page.keyboard.press('Enter');
  await start.click();
  await start.waitFor({ timeout: 60_000 });
  const share = async (i: number) => Number.parseFloat((await lane(i).locator('.share').textContent()) ?? '');
  expect(await share(2)).toBeGreaterThan(90);
  expect(await share(1)).toBeLessThan(75);
  const told = await results.nth(1).locator('td').allTextContents();
  // The same is trained in Points: the ways are runs like any other, and a setting of it is raced from there.
  await page.getByRole('button', { name: 'Change them in Points' }).click();
  const rows = [
    'a,b,class',
    ...Array.from({ length: 80 }, (_, i) => `${i % 7},${i % 11},${i % 7 > 3 ? 'high' : 'low'}`),
  ];
  await page.locator('gn-points-data input[type=file]').setInputFiles({
    name: 'mine.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\n')),
  });
  await page.getByRole('button', { name: 'Learn it' }).click();
  await page.getByRole('button', { name: /Learning rate$/ }).click();
  await page.getByRole('button', { name: 'Race this setting' }).click();
  await page.getByText(/\d+ to learn from, \d+ to test on/).waitFor();
  await expect.poll(() => results.count()).toBe(0); // those of other points are gone
  await start.click();
  await start.waitFor({ timeout: 60_000 });
  expect(await results.count()).toBe(4);
  const own = await results.nth(0).locator('td').allTextContents();
  expect(own.slice(0, 3)).not.toEqual(told.slice(0, 3));
  expect(await share(1)).toBeGreaterThan(90);
  // A curve has no right answers: the loss alone is compared.
  await page.evaluate(() => {
    location.hash = '#v=1&view=race&raceSteps=200&raceData=points&points=sine';
  });
  await page.getByText(/in 1; dense 8/).waitFor();
  await start.click();
  await start.waitFor({ timeout: 60_000 });
  expect(await page.getByRole('columnheader', { name: 'Test accuracy' }).count()).toBe(0);
  expect(await results.nth(0).locator('td').count()).toBe(5);
  expect(troubles).toEqual([]);
  await close();
});
