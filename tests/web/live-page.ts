// Small things that the tests of Train share: a net that learns with all settings open, and what it says of itself.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { forget, open } from './page';

export const WAIT = { timeout: 30_000 };
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
export const pick = (page: Page, name: string, label: string) =>
  page.getByRole('combobox', { name, exact: true }).selectOption({ label });
export const loss = async (page: Page): Promise<number> => {
  const text = (await page.locator('gn-transport .now').textContent()) ?? '';
  return Number(/loss ([\d.e−-]+)/.exec(text)?.[1]?.replace('−', '-') ?? Number.NaN);
};
export const steps = async (page: Page): Promise<number> =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));
export const until = (page: Page, least: number) =>
  expect.poll(() => steps(page), WAIT).toBeGreaterThanOrEqual(least);
export const line = (page: Page) =>
  page.getByRole('textbox', { name: 'The network as one line of text' }).inputValue();

export async function settings(hash = '') {
  const opened = await open(`view=train&${hash}`, {}, 'train');
  await forget(opened.page);
  await press(opened.page, 'All settings');
  return opened;
}
