// A table dropped on Points or on Train: a broken one is refused with its place and nothing is lost, a good one becomes
// the data. A folder without a picture dropped on Train is refused likewise.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropOn, folder } from './folders';
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
      await drop(table('flowers.csv', `x,y,kind\n${rows.map((row) => row.join(',')).join('\n')}\n`));
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

test('dropped on Train: broken, it says where and the run goes on; whole, Points learns it', LONG, () =>
  visit(
    async ({ page }) => {
      const drop = (path: string) => dropOn(page, { x: 640, y: 300 }, [path]);
      await press(page, '1 step');
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(2);
      const hash = page.url();

      const dialog = page.getByRole('dialog', { name: 'broken.csv' });
      await drop(table('broken.csv', 'a,b,kind\n1,2,x\n3,4\n4,5,x\n'));
      await dialog
        .getByRole('alert')
        .getByText(/Line 3/)
        .waitFor();
      await dialog.getByRole('alert').getByText('Nothing is lost').waitFor();
      expect(await dialog.getByRole('button', { name: 'Learn it' }).isDisabled()).toBe(true);
      await press(page, 'Cancel');
      await expect.poll(() => dialog.count()).toBe(0);

      const pictures = page.getByRole('dialog', { name: 'Your own pictures' });
      const mine = folder({ 'cat/note.txt': 'no picture', 'dog/cut.png': new Uint8Array([0x89, 0x50]) });
      await drop(mine.path);
      await pictures.getByRole('alert').waitFor();
      for (const file of ['note.txt', 'cut.png'])
        await pictures.getByRole('listitem').filter({ hasText: file }).waitFor();
      expect(await pictures.getByRole('button', { name: 'Learn these' }).isDisabled()).toBe(true);
      await pictures.getByRole('button', { name: 'Cancel' }).click();
      mine.remove();

      // On the pad lies a digit, or nothing.
      const pad = await page.getByRole('application').boundingBox();
      if (!pad) throw new Error('no pad');
      await dropOn(page, { x: pad.x + 40, y: pad.y + 40 }, [table('stray.csv', 'a,b\n1,2\n')]);
      await page.getByText('That file is not a picture').waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);

      expect(await steps(page)).toBe(2);
      expect(page.url()).toBe(hash);
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(3);

      const rows = Array.from({ length: 40 }, (_, i) => `${i % 9},${(i * 7) % 10},${i % 2 ? 'in' : 'out'}`);
      await drop(table('gate.csv', `width,height,kind\n${rows.join('\n')}\n`));
      const good = page.getByRole('dialog', { name: 'gate.csv' });
      await good.getByText('40 rows, 2 features each. 2 classes: in, out.').waitFor();
      await good.getByRole('button', { name: 'Learn it' }).click();
      await page.getByRole('button', { name: /^score of out/ }).waitFor(PATIENT);
      await expect.poll(() => steps(page), PATIENT).toBe(0);
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(1);
      // The run of Train waits where it was.
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('button', { name: 'Train', exact: true })
        .click();
      await expect.poll(() => steps(page), PATIENT).toBe(3);
    },
    'view=train&digits=1000',
    {},
    'train',
  ),
);
