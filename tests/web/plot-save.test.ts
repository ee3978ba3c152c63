// Every plot of Train and Step gives its picture and its numbers away, from a menu that is seen at once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, open } from './page';
import { csv, png } from './plot-files';
import { card, direction, openCell, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 60_000 };

describe('a curve', () => {
  test('is saved without its table being opened, by keys alone, and Escape leads back', LONG, async () => {
    const { page, troubles, close } = await open('view=train&digits=1000', {}, 'train');
    const save = page.getByRole('button', { name: 'Loss: save', exact: true });
    await save.waitFor();
    await page.getByRole('button', { name: 'Loss: CSV' }).waitFor({ state: 'hidden' });
    await save.focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('button', { name: 'Loss: CSV' });
    await item.waitFor();
    await page.keyboard.press('Escape');
    await item.waitFor({ state: 'hidden' });
    expect(await save.evaluate((each) => each === (each.getRootNode() as ShadowRoot).activeElement)).toBe(
      true,
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await coming).suggestedFilename()).toBe('Loss.csv');
    await item.waitFor({ state: 'hidden' });
    const accuracy = await png(page, 'Accuracy');
    expect(accuracy.wide).toBeGreaterThan(200);
    expect(accuracy.colours).toBeGreaterThan(2);
    expect(troubles).toEqual([]);
    await close();
  });

  test('the menu stays within a phone', LONG, async () => {
    const { page, close } = await open(
      'view=train&digits=1000',
      { viewport: { width: 390, height: 844 } },
      'train',
    );
    const save = page.getByRole('button', { name: 'Loss: save', exact: true });
    await save.click();
    const box = await page.getByRole('group', { name: 'Loss: save' }).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390 && box.width > 80).toBe(true);
    await close();
  });
});

describe('Step', () => {
  test('the tensors of an operation: pictures with δ, all numbers, and both as files', LONG, async () => {
    const { page, troubles, close } = await open('view=step', {}, 'step');
    await direction(page);
    const at = transport(page);
    await at.getByRole('button', { name: 'One operation back' }).click();
    await at.getByRole('button', { name: 'One operation back' }).click();
    const heading = (await page.locator('gn-operation h2').textContent()) ?? '';
    expect(heading).toMatch(/^Backwards: /);
    const rows = await csv(page, heading);
    expect(rows[0]).toEqual(['number', 'value', 'gradient']);
    expect(rows.length).toBeGreaterThan(16);
    expect(
      rows
        .slice(1)
        .every(([name, value]) => /\[[\d, ]+\]$/.test(name ?? '') && Number.isFinite(Number(value))),
    ).toBe(true);
    const picture = await png(page, heading);
    expect(picture.colours).toBeGreaterThan(20);
    await page.getByRole('button', { name: `${heading}: table` }).click();
    const shown = page.getByRole('group', { name: heading, exact: true });
    // Tensor beside tensor: what goes in, the weights, the bias, what comes out.
    const names = await shown.locator('th:first-child[scope=col]').allTextContents();
    expect(names.map((each) => each.trim())).toEqual([
      ...new Set(rows.slice(1).map(([each]) => each?.replace(/\[.*/, ''))),
    ]);
    const [first, value] = [
      shown.locator('tbody tr').first().locator('th'),
      shown.locator('tbody tr').first().locator('td'),
    ];
    expect(`${names[0]?.trim()}${(await first.textContent())?.trim()}`).toBe(rows[1]?.[0]);
    expect(Number((await value.first().textContent())?.replace('−', '-'))).toBeCloseTo(
      Number(rows[1]?.[1]),
      2,
    );
    expect(await page.locator('gn-operation gn-tensor').count()).toBe(0);
    await page.getByRole('button', { name: `${heading}: table` }).click();
    expect(await page.locator('gn-operation gn-tensor').count()).toBeGreaterThan(2);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a δ in the file is the δ of its card', LONG, async () => {
    const { page, close } = await open('view=step', {}, 'step');
    await direction(page);
    const slider = page.getByRole('slider', { name: /^δ / }).first();
    const name = (await slider.getAttribute('aria-label'))?.replace(/^δ (\S+):.*/, '$1') ?? '';
    const heading = (await page.locator('gn-operation h2').textContent()) ?? '';
    const rows = await csv(page, heading);
    await openCell(page, new RegExp(`^δ ${name}:`), 1);
    const number = Number(await card(page).locator('[data-number]').getAttribute('data-number'));
    const title = (await card(page).getByRole('heading').first().textContent()) ?? '';
    const row = rows.find(([each]) => `δ ${each}` === title.trim());
    expect(row && Number(row[2])).toBeCloseTo(number, 6);
    await close();
  });

  test('loss, mini-batch, gradients sample by sample, the step and the check', LONG, async () => {
    const { page, troubles, close } = await open('view=step&digits=1000', {}, 'step');
    await page.getByRole('button', { name: 'Mini-batch' }).click();
    const list = page.getByRole('list', { name: 'Samples of the mini-batch' });
    await list.waitFor();
    await expect.poll(() => list.getByRole('button').count(), LONG).toBe(32);
    await transport(page).getByRole('button', { name: 'To the end' }).click();
    const batch = await csv(page, 'Samples of the mini-batch');
    expect(batch.length).toBe(33);
    const answer = await csv(page, 'Loss');
    expect(answer[0]).toEqual(['class', 'p', 'y', 'δ']);
    const shares = answer.slice(1).map(([, p]) => Number(p));
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    // −ln p of the right class is what the batch's table says of the sample on show.
    const right = answer.findIndex(([, , y]) => y === '1');
    expect(-Math.log(Number(answer[right]?.[1]))).toBeCloseTo(Number(batch[1]?.[2]), 4);
    expect((await csv(page, 'Worth changing most')).length).toBe(9);
    const dots = await csv(page, 'The gradient, sample by sample');
    expect(dots.length).toBe(33);
    const mean = dots.slice(1).reduce((sum, [, , g]) => sum + Number(g), 0) / 32;
    const update = await csv(page, /^One parameter: /);
    const g = update.find(([name]) => name?.startsWith('gradient'));
    expect(Number(g?.[1])).toBeCloseTo(mean, 5);
    for (const heading of [
      'Samples of the mini-batch',
      'Loss',
      'The gradient, sample by sample',
      'The loss',
    ]) {
      const { colours, wide, high } = await png(page, heading);
      expect(colours, heading).toBeGreaterThan(2);
      expect(wide * high, heading).toBeGreaterThan(4000);
    }
    // The arrow at the right class points to the left.
    expect((await png(page, 'Loss')).minus).toBeGreaterThan(60);
    await page.getByRole('button', { name: 'Samples of the mini-batch: table' }).click();
    expect(
      await page
        .getByRole('group', { name: 'Samples of the mini-batch', exact: true })
        .locator('tbody tr')
        .count(),
    ).toBe(32);
    await page
      .getByRole('button', { name: /^open gradient g|gradient g/ })
      .first()
      .click();
    await card(page).waitFor();
    expect((await csv(page, 'Gradient check')).length).toBe(4);
    const title = ((await card(page).getByRole('heading').first().textContent()) ?? '').trim();
    const terms = await csv(page, title);
    expect(terms.slice(1).reduce((sum, row) => sum + Number(row[4]), 0)).toBeCloseTo(mean, 4);
    expect(troubles).toEqual([]);
    await close();
  });
});
