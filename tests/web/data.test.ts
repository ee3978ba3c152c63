// What the net is taught from, in the page: a part held out, labels spoiled.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('a part held out has a curve of its own, spoiled labels are shown; both stay over a reload', {
  timeout: 90_000,
}, async () => {
  const { page, troubles, close } = await open('view=train&digits=1000', {}, 'train');
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByRole('button', { name: 'All settings' }).click();
  await page.getByRole('combobox', { name: 'Validation share' }).selectOption('20 %');
  await page.getByText(/^\d+ samples held out of training$/).waitFor();
  await page.getByRole('combobox', { name: 'Label noise' }).selectOption('40 %');
  await page.getByText(/^\d+ labels are now wrong \(\d+ drawn by lot\)$/).waitFor();
  const items = page.getByRole('list', { name: /^Samples with a wrong label/ }).getByRole('listitem');
  expect(await items.count()).toBe(6);
  const [truth, given] =
    /true (\d), given (\d)/.exec((await items.first().textContent()) ?? '')?.slice(1) ?? [];
  expect(truth).not.toBe(given);
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).click();
  const curve = page.getByRole('img', { name: /^Accuracy: training [\d.]+ ?%, validation [\d.]+ ?%, test/ });
  await expect
    .poll(
      async () => Number(/validation ([\d.]+)/.exec((await curve.getAttribute('aria-label')) ?? '')?.[1]),
      {
        timeout: 30_000,
      },
    )
    .toBeGreaterThan(50);
  await page.getByRole('button', { name: 'Pause' }).click();

  expect(new URL(page.url()).hash).toContain('validation=0.2');
  expect(new URL(page.url()).hash).toContain('labelNoise=0.4');
  await page.reload();
  const chips = page.getByRole('group', { name: 'Changed settings' });
  await chips.getByText('Validation share 20 %').waitFor();
  await chips.getByRole('button', { name: /Label noise/ }).click();
  await chips.getByText('Label noise').waitFor({ state: 'detached' });
  expect(new URL(page.url()).hash).not.toContain('labelNoise');
  expect(troubles).toEqual([]);
  await close();
});

test('a share that cannot be is a damaged link, which changes nothing', { timeout: 60_000 }, async () => {
  const { page, close } = await open('view=train&validation=2');
  await page.getByText('This link is damaged').waitFor();
  await close();
});
