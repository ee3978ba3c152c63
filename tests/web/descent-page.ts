// The view of slopes: how it is opened and driven, and every walk as numbers.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { open, saved } from './page';

export const show = (slopes = '', more = '') =>
  open(`view=slopes${slopes && `&slopes=${encodeURIComponent(slopes)}`}${more}`, {}, 'slopes');
export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();
export const numbers = (page: Page) => page.getByRole('region', { name: 'The next step in numbers' });
export const scrub = (page: Page, step: number) =>
  page.getByRole('slider', { name: 'Step on show' }).fill(String(step));
export const hash = (page: Page) =>
  page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('slopes'));

// Every number of every walk, as the page gives it away.
export async function walks(page: Page, name: string): Promise<number[][]> {
  const download = await saved(page, name, 'CSV');
  const text = readFileSync(await download.path(), 'utf8').trim();
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
}
