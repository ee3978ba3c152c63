// A number that cannot be is refused in a sentence, and the field shows again the one that holds: in every view.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, visit } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 90_000 };

test.each([
  ['train', 'view=train', 'From 0 to', '0.1'],
  ['points', 'view=points', 'From 0 to', '0.03'],
  ['gpt', 'view=gpt', 'From 0 to', '0.01'],
  ['words', 'view=words', 'From', '0.05'],
  ['gpt', 'view=gpt&language=zh', '取值范围', '0.01'],
] as const)('%s: %s', LONG, (view, hash, range, before) =>
  visit(
    async ({ page }) => {
      const field = page.getByRole('textbox', { name: /^(Learning rate|学习率)$/ }).first();
      if (view === 'words') await page.getByRole('button', { name: 'Settings', exact: true }).click();
      await field.waitFor();
      await expect.poll(() => field.inputValue()).toBe(before);
      for (const text of ['abc', '-1', '1e9', '']) {
        await field.fill(text);
        await page.keyboard.press('Enter');
        const alert = page.getByRole('alert').filter({ hasText: range });
        await alert.waitFor();
        if (text) expect(await alert.textContent()).toContain(text);
        expect(await field.inputValue()).toBe(before);
      }
      // What is taken is no longer refused.
      await field.fill('0.02');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.getByRole('alert').filter({ hasText: range }).count()).toBe(0);
      expect(await field.inputValue()).toBe('0.02');
    },
    hash,
    {},
    view,
  ),
);
