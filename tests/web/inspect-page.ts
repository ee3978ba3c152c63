// A visit to a drawn seven, and what its numbers are opened and added up with.
import type { Locator, Page } from 'playwright-core';
import { drawWithMouse, SEVEN, visit as visitPage } from './page';

// A page that answers a seven, and is left without troubles.
export const visit: typeof visitPage = (run, ...how) =>
  visitPage(
    async (opened) => {
      await opened.page.getByRole('button', { name: /^(Clear|清空)$/ }).click();
      await drawWithMouse(opened.page, SEVEN);
      await run(opened);
    },
    ...how,
  );

export const toNumber = (text: string | null | undefined) => Number((text ?? '').trim().replaceAll('−', '-'));

// Opens element `index` of the layer whose slider has this name, by keyboard.
export async function openNumber(page: Page, name: RegExp, index: number, which = 0): Promise<Locator> {
  const slider = page.getByRole('slider', { name }).nth(which);
  await slider.focus();
  for (let i = 0; i < index; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'One number and where it comes from' });
  await card.waitFor();
  return card;
}

// Sums the products on show: the largest, those folded into "others", as the card prints them.
export async function sumShown(card: Locator): Promise<{ sum: number; total: number; terms: number }> {
  const rows = card.getByRole('table', { name: 'The largest terms' }).getByRole('row');
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => ({
      product: row.getAttribute('data-product'),
      others: row.hasAttribute('data-others'),
      cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? ''),
    })),
  );
  let sum = 0;
  let terms = 0;
  for (const { product, others, cells } of texts) {
    if (product === null && !others) continue;
    terms++;
    sum += toNumber(cells.at(-2));
  }
  return { sum, terms, total: toNumber(texts.at(-1)?.cells.at(-2)) };
}

export const line = (page: Page) => page.getByRole('textbox', { name: 'The network as one line of text' });
