// A table dropped on Points: a broken one is refused with its place and nothing is lost, a good one becomes the data.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropOn } from './folders';
import { begin, end, visit } from './page';

const files = mkdtempSync(join(tmpdir(), 'tables-'));
beforeAll(begin);
afterAll(async () => {
  await end();
  rmSync(files, { recursive: true });
});

const LONG = { timeout: 90_000 };
const PATIENT = { timeout: 20_000 };
const steps = async (page: Page) =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

function table(name: string, text: string): string {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
}

test('dropped: broken, it says where and the run goes on; whole, it is learnt', LONG, () =>
  visit(
    async ({ page }) => {
      const drop = (path: string) => dropOn(page, { x: 560, y: 400 }, [path]);
      await press(page, '1 step');
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(2);
      const hash = page.url();

      const dialog = page.getByRole('dialog', { name: 'broken.csv' });
      await drop(table('broken.csv', 'a,b,kind\n1,2,x\n3,oops,y\n4,5,x\n'));
      await dialog
        .getByRole('alert')
        .getByText(/Line 3, column 2: .oops. is not a number/)
        .waitFor();
      await dialog.getByRole('alert').getByText('Nothing is lost').waitFor();
      expect(await dialog.getByRole('button', { name: 'Learn it' }).isDisabled()).toBe(true);
      await press(page, 'Cancel');
      await expect.poll(() => dialog.count()).toBe(0);
      expect(await steps(page)).toBe(2);
      expect(page.url()).toBe(hash);
      expect(await page.getByRole('radio', { name: 'spiral' }).getAttribute('aria-checked')).toBe('true');
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(3);

      const rows = Array.from({ length: 60 }, (_, i) => [
        i % 3,
        (i % 7) / 10,
        ['red', 'blue', 'white'][i % 3],
      ]);
      await drop(table('flowers.csv', `width,length,kind\n${rows.map((row) => row.join(',')).join('\n')}\n`));
      const good = page.getByRole('dialog', { name: 'flowers.csv' });
      await good.getByText('60 rows, 2 features each. 3 classes: blue, red, white.').waitFor();
      await good.getByRole('button', { name: 'Learn it' }).click();
      await page.getByRole('button', { name: /^score of white/ }).waitFor(PATIENT);
      await expect.poll(() => steps(page), PATIENT).toBe(0);
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(1);
    },
    'view=points',
    {},
    'points',
  ),
);
