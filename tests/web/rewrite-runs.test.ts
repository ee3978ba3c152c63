// Runs of the encoder–decoder are kept as those of Train are: rerun to the same bits, loaded, taken away and brought back.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click();
const items = (page: Page) =>
  page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem');
const facts = async (page: Page) => (await items(page).first().locator('.facts').textContent()) ?? '';
const act = (page: Page, i: number, name: string) =>
  items(page).nth(i).getByRole('button', { name, exact: true }).click();
const steps = async (page: Page) =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));

async function saved(page: Page, press: () => Promise<void>) {
  const coming = page.waitForEvent('download');
  await press();
  const download = await coming;
  return { name: download.suggestedFilename(), buffer: readFileSync(await download.path()) };
}

async function opens(page: Page, { name, buffer }: { name: string; buffer: Buffer }): Promise<void> {
  await page
    .locator('gn-runs input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

test(
  'a run is listed, rerun to the bit after a reload too, loaded, and comes back as a file',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=rewrite&rewriteLength=5', {}, 'rewrite');
    await expect.poll(() => page.locator('gn-transport .primary').isEnabled(), PATIENT).toBe(true);
    for (let i = 1; i <= 3; i++) {
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(i);
    }
    await expect.poll(() => items(page).count(), PATIENT).toBe(1);
    for (const fact of ['5 letters', '3 steps', 'Reverse', 'seed 1'])
      expect(await facts(page)).toContain(fact);
    await act(page, 0, 'Rerun');
    await items(page).first().getByText('The same to the last bit: 3 losses').waitFor(PATIENT);
    await page.waitForTimeout(1000);
    await page.reload();
    await expect.poll(() => steps(page), PATIENT).toBe(3);
    await press(page, '1 step');
    await expect.poll(() => facts(page), PATIENT).toContain('4 steps');
    await act(page, 0, 'Rerun');
    await items(page).first().getByText('The same to the last bit: 4 losses').waitFor(PATIENT);
    await act(page, 0, 'Export');
    const run = await saved(page, () => act(page, 0, 'Run file'));
    const weights = await saved(page, () => act(page, 0, 'Weights'));
    const program = await saved(page, () => act(page, 0, 'PyTorch'));
    expect(program.name).toMatch(/\.pytorch\.zip$/);
    // Another task takes its place on show; Load brings it back.
    await press(page, 'Sort');
    await expect.poll(() => steps(page), PATIENT).toBe(0);
    await act(page, 0, 'Load');
    await items(page).first().getByText('Its weights and settings are on show').waitFor(PATIENT);
    expect(page.url()).not.toContain('rewrite=sort');
    const other = await open('view=rewrite', {}, 'rewrite');
    await opens(other.page, run);
    await other.page.getByText('is in the list').waitFor();
    await act(other.page, 0, 'Rerun');
    await items(other.page).first().getByText('The same to the last bit: 4 losses').waitFor(PATIENT);
    await opens(other.page, weights);
    await other.page.getByText('are on show').first().waitFor(PATIENT);
    expect(other.page.url()).toContain('rewriteLength=5');
    expect([...troubles, ...other.troubles]).toEqual([]);
    await other.close();
    await close();
  },
);
