// Small things that the tests of the GPT's view share.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export const LONG = { timeout: 150_000 };
export const PATIENT = { timeout: 90_000 };
export const RHYME = 'the cat sat on the mat.\nthe dog sat on the log.\nthe hen sat in the pen.\n'.repeat(30);

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
export const press = (page: Page, name: string | RegExp) => button(page, name).click();
export const prompt = (page: Page) => page.getByRole('textbox', { name: 'Write with it' });
export const slide = (page: Page, name: string, to: number) =>
  page.getByRole('slider', { name }).fill(String(to));
export const training = (page: Page) => page.getByRole('group', { name: 'Training' });
export const written = async (page: Page) =>
  (await page.getByRole('group', { name: 'What it writes now' }).textContent())?.trim() ?? '';
export const said = async (page: Page) => (await page.locator('gn-gpt-run .now').textContent()) ?? '';
export const loss = async (page: Page) => Number(/loss ([\d.]+)/.exec(await said(page))?.[1]);
export const steps = async (page: Page) =>
  Number(/([\d,]+) of/.exec(await said(page))?.[1]?.replaceAll(',', ''));
// Of the bars: letter, share after temperature and top k, and what the network says.
export const bars = async (page: Page) => {
  const names = await page
    .getByRole('list', { name: 'What it expects next' })
    .getByRole('listitem')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
  return names.map((name) => {
    const [letter = '', share = '', p = ''] =
      /^(.+): (.+) %, from the network (.+) %$/.exec(name)?.slice(1) ?? [];
    return { letter, share: Number(share.replace(/[<>] /, '')), p: Number(p.replace(/[<>] /, '')) };
  });
};

export async function learn(page: Page, text: string): Promise<void> {
  await press(page, 'Your own');
  await page.getByRole('textbox', { name: 'Your own text' }).fill(text);
  await press(page, 'Learn this text');
  await page.getByText(`${text.length.toLocaleString('en')} characters`).waitFor();
  await expect.poll(() => button(page, 'Teach it').isEnabled(), PATIENT).toBe(true);
}

// Until it is good at it; then it rests.
export async function teach(page: Page, below: number): Promise<void> {
  await press(page, 'Teach it');
  await expect.poll(() => loss(page), PATIENT).toBeLessThan(below);
  await press(page, 'Pause');
  await training(page).getByRole('button', { name: 'Go on' }).waitFor();
}
