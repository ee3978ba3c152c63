// Every plot of Train: what is read off it while it learns, by pointer, key, table and file.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pick, press, settings, until, WAIT } from './live-page';
import { begin, end, saved } from './page';

beforeAll(begin);
afterAll(end);

// Counts what a plot's download holds.
async function filed(page: Page, name: string): Promise<{ file: string; bytes: Buffer }> {
  const [, heading = '', kind] = /^(.*): (CSV|PNG)$/.exec(name) ?? [];
  const download = await saved(page, heading, kind === 'PNG' ? 'PNG' : 'CSV');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { file: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

const isPng = (bytes: Buffer) => bytes.subarray(1, 4).toString() === 'PNG' && bytes.length > 400;

test('activation functions with what goes into them: by pointer, key, table and file', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await settings('digits=1000');
  await press(page, '1 step');
  await until(page, 1);
  await press(page, 'Activations');
  const plots = page.getByRole('slider', { name: /What goes into/ });
  await expect.poll(() => plots.count(), WAIT).toBe(2);
  await page.getByText('After step 1: what goes into each').waitFor(WAIT);
  const first = plots.first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  const said = (await first.getAttribute('aria-valuetext')) ?? '';
  expect(said).toMatch(/around x = [\d.]+: f\(x\) = [\d.]+, slope 1(\.000)?; [\d,]+ numbers/);
  await page.getByText(said).first().waitFor(WAIT); // the same words as under a pointer
  const name = /What goes into (.*)/.exec((await first.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  const csv = (await filed(page, `${name}: CSV`)).bytes.toString().trim().split('\n');
  expect(csv.length).toBe(42);
  const numbers = csv.slice(1).reduce((sum, row) => sum + Number(row.split(',')[1]), 0);
  expect(numbers).toBe(200 * 16); // every unit for every sample
  expect(isPng((await filed(page, `${name}: PNG`)).bytes)).toBe(true);
  await press(page, `${name}: table`);
  expect(await page.getByRole('group', { name, exact: true }).locator('tbody tr').count()).toBe(41);
  expect(troubles).toEqual([]);
  await close();
});

test('weights by gradient: keyed, dragged and frozen, and the run goes on with them', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await settings('digits=1000');
  await press(page, '1 step');
  await until(page, 1);
  await press(page, 'Weights');
  const list = page.locator('gn-steepest');
  const rows = list.locator('tbody tr');
  await expect.poll(() => rows.count(), WAIT).toBe(24);
  const gradients = (await rows.locator('td:nth-child(2)').allInnerTexts()).map((text) =>
    Math.abs(Number(text.replace('−', '-'))),
  );
  expect(gradients).toEqual([...gradients].sort((a, b) => b - a));
  const name =
    (await list
      .getByRole('slider', { name: /weight\[/ })
      .first()
      .getAttribute('aria-label')) ?? '';
  const knob = list.getByRole('slider', { name, exact: true });
  const worth = async (): Promise<number> =>
    Number((await knob.getAttribute('aria-valuetext'))?.replace('−', '-'));
  const original = await worth();
  await knob.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('PageUp');
  // It is the run's own weight, not the page's alone: frozen, it is there to the bit after the next steps.
  const [, tensor = '', unit, place] = /^(.*)\[(\d+), (\d+)\]$/.exec(name) ?? [];
  await list
    .getByRole('checkbox', { name: `Freeze ${tensor}` })
    .first()
    .check();
  const layer = Number(/\d+/.exec(tensor)?.[0]); // dense1 is layer 1
  const file = page.getByRole('button', { name: new RegExp(`^${layer} · .*: save$`) });
  const after = async (step: number): Promise<number> => {
    await press(page, '1 step');
    await until(page, step);
    const text = (
      await filed(page, ((await file.getAttribute('aria-label')) ?? '').replace('save', 'CSV'))
    ).bytes.toString();
    const sheet = text.split('\n').map((row) => row.split(','));
    expect(sheet[0]?.[0]).toBe(tensor);
    return Number(sheet[Number(unit) + 1]?.[Number(place) + 1]);
  };
  const second = await after(2);
  expect(second).toBeGreaterThan(original + 0.1);
  expect(await after(3)).toBe(second);
  // Dragged: another value again.
  await page.getByRole('heading', { name: 'Largest gradients' }).click();
  const top = list.getByRole('slider').first();
  await top.hover();
  await page.mouse.down();
  const before = await top.getAttribute('aria-valuetext');
  const box = await top.boundingBox();
  if (!box) throw new Error('no knob');
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + 8, { steps: 4 });
  await expect.poll(() => top.getAttribute('aria-valuetext'), WAIT).not.toBe(before);
  await page.mouse.up();
  // A drag is one change, the keys before it another.
  const undo = list.getByRole('button', { name: 'Undo change' });
  await undo.click();
  await expect.poll(() => top.getAttribute('aria-valuetext'), WAIT).toBe(before);
  await undo.click();
  await undo.waitFor({ state: 'detached' });
  await list.getByRole('button', { name: 'largest', pressed: true }).and(page.locator(':focus')).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('the largest and the smallest gradient: changed by hand, the loss says which matters', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await settings('digits=1000&weights=untrained');
  await press(page, '1 step');
  await until(page, 1);
  await press(page, 'Weights');
  const list = page.locator('gn-steepest');
  const said = list.getByRole('status');
  const moved = async (): Promise<number> => {
    await expect.poll(() => said.textContent(), WAIT).toMatch(/training loss [\d.]+$/);
    const before = Number(/([\d.]+)$/.exec((await said.textContent()) ?? '')?.[1]);
    await list.getByRole('slider').first().focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
    await page.waitForTimeout(600);
    const after = Number(/([\d.]+)$/.exec((await said.textContent()) ?? '')?.[1]);
    await page.keyboard.press('Control+z');
    return Math.abs(after - before);
  };
  await press(page, 'smallest');
  await page.getByRole('heading', { name: 'Smallest gradients' }).waitFor();
  await expect.poll(() => list.locator('tbody td:nth-child(2)').first().textContent(), WAIT).toBe('0');
  const least = await moved();
  await press(page, 'largest');
  await expect
    .poll(
      async () =>
        Math.abs(
          Number(
            ((await list.locator('tbody td:nth-child(2)').first().textContent()) ?? '').replace('−', '-'),
          ),
        ),
      WAIT,
    )
    .toBeGreaterThan(0.01);
  const most = await moved();
  expect(most).toBeGreaterThan(0.001);
  expect(least).toBeLessThan(most / 50);
  expect(troubles).toEqual([]);
  await close();
});

test('weight images change while it learns, and are handed over as PNG and CSV', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await settings('digits=1000');
  await press(page, 'Weights');
  const picture = () =>
    page
      .locator('gn-units canvas')
      .first()
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await expect.poll(() => page.locator('gn-units canvas').count(), WAIT).toBe(16 + 16 + 10);
  const before = await picture();
  await page.getByRole('slider', { name: 'Speed' }).fill('5');
  await press(page, 'Teach it');
  await until(page, 40);
  await expect.poll(picture, WAIT).not.toBe(before);
  await press(page, 'Pause');
  const { bytes, file } = await filed(page, '1 · dense · relu: CSV');
  expect(file).toBe('1 · dense · relu.csv');
  const lines = bytes.toString().trim().split('\n');
  expect(lines.length).toBe(17);
  expect(lines[1]?.split(',').length).toBe(785);
  expect(isPng((await filed(page, '1 · dense · relu: PNG')).bytes)).toBe(true);
  expect(troubles).toEqual([]);
  await close();
});

test('every panel: a table or a table view, CSV and PNG', { timeout: 120_000 }, async () => {
  const { page, troubles, close } = await settings('digits=1000');
  await press(page, '1 step');
  await until(page, 1);
  for (const [i, heading] of ['Loss', 'Accuracy'].entries()) {
    const curve = page.locator('gn-curves gn-curve').nth(i);
    await curve.getByRole('img', { name: new RegExp(`^${heading}`) }).waitFor();
    expect(isPng((await filed(page, `${heading}: PNG`)).bytes), heading).toBe(true);
    const csv = (await filed(page, `${heading}: CSV`)).bytes.toString().trim().split('\n');
    expect(csv.length, heading).toBeGreaterThan(2);
    await curve.getByRole('button', { name: 'table' }).click();
    await curve.getByRole('columnheader', { name: 'test' }).waitFor();
    await curve.getByRole('button', { name: 'table' }).click();
  }
  const loss = page.locator('gn-curves gn-curve').first();
  await loss.getByRole('button', { name: 'table' }).click();
  for (const axis of ['epochs', 'samples', 'seconds', 'steps']) {
    await pick(page, 'Counted in', axis);
    await loss.getByRole('columnheader', { name: axis, exact: true }).waitFor();
  }
  const plots: readonly (readonly [panel: string, heading: string, lines: number])[] = [
    ['Curves', 'Probability of each digit', 11],
    ['Layers', 'Layer by layer', 4],
    ['Mistakes', 'What is taken for what', 11],
  ];
  for (const [panel, heading, lines] of plots) {
    await press(page, panel);
    await page.getByRole('button', { name: `${heading}: save`, exact: true }).waitFor(WAIT);
    const csv = (await filed(page, `${heading}: CSV`)).bytes.toString().trim().split('\n');
    expect(csv.length, heading).toBe(lines);
    expect(isPng((await filed(page, `${heading}: PNG`)).bytes), heading).toBe(true);
  }
  expect(troubles).toEqual([]);
  await close();
});

test('update/weight of each layer is drawn; a cell of the matrix shows its digits', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await settings('digits=1000');
  await page.getByRole('slider', { name: 'Speed' }).fill('5');
  await press(page, 'Teach it');
  await until(page, 30);
  await press(page, 'Layers');
  const curve = page.locator('gn-layers gn-curve');
  for (const what of ['gradient length', 'weight length', 'update / weight']) {
    await page.getByRole('group', { name: 'What is drawn' }).getByRole('button', { name: what }).click();
    const name = new RegExp(
      `^${what}: dense1.weight [\\d.e−]+, dense2.weight [\\d.e−]+, dense3.weight [\\d.e−]+`,
    );
    await expect.poll(() => curve.getByRole('img').getAttribute('aria-label'), WAIT).toMatch(name);
  }
  await press(page, 'Mistakes');
  await press(page, 'Pause');
  const cell = page.getByRole('button', { name: /^\d taken for \d: [1-9]/ });
  await expect.poll(() => cell.count(), WAIT).toBeGreaterThan(12);
  const [off] = await cell.evaluateAll((cells) =>
    cells
      .map((each) => each.getAttribute('aria-label') ?? '')
      .filter((name) => !/^(\d) taken for \1/.test(name)),
  );
  await page.getByRole('button', { name: off ?? '', exact: true }).click();
  const [, times = ''] = /: (.*)$/.exec(off ?? '') ?? [];
  await page.locator('gn-readout').getByText(times, { exact: true }).waitFor(WAIT); // a count, without decimals
  const pair = /^\d taken for \d/.exec(off ?? '')?.[0] ?? '';
  const samples = page.getByRole('group', { name: /The pictures/ }).getByRole('button');
  await expect
    .poll(
      async () =>
        await samples.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? '')),
      WAIT,
    )
    .toSatisfy((names: string[]) => names.length > 0 && names.every((name) => name.startsWith(pair)));
  // One stop of the Tab key for all cells, and arrows between them.
  const matrix = page.locator('gn-mistakes .matrix');
  expect(await matrix.locator('button[tabindex="0"]').count()).toBe(1);
  await page.getByRole('button', { name: off ?? '', exact: true }).focus();
  const [, label, answer] = /^(\d) taken for (\d)/.exec(off ?? '') ?? [];
  const beside = Number(answer) === 9 ? ['ArrowLeft', 8] : ['ArrowRight', Number(answer) + 1];
  await page.keyboard.press(String(beside[0]));
  await page.locator('gn-readout').getByText(`${label} taken for ${beside[1]}`).waitFor(WAIT);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => matrix.locator('[aria-pressed="true"]').getAttribute('aria-label'), WAIT)
    .toContain(`${label} taken for ${beside[1]}`);
  await page.keyboard.press('Enter'); // taken back: the worst of all again
  await expect.poll(() => samples.count(), WAIT).toBeGreaterThan(0);
  // What the pointer shows, the focus shows too.
  await page.getByRole('button', { name: off ?? '', exact: true }).click();
  await expect.poll(async () => samples.first().getAttribute('aria-label'), WAIT).toContain(pair);
  await samples.first().focus();
  await page.locator('gn-readout').getByText(pair).waitFor(WAIT);
  expect(troubles).toEqual([]);
  await close();
});
