// A teacher's link: views that are left, controls that stand fixed or are hidden; the teacher's own page stays as it is.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatHolds, type Hold, holdOf, viewsInSight } from '../../web/state/class-link';
import { newSettings } from '../../web/state/settings';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('what a link holds is read back; what it does not name is free', () => {
  const settings = newSettings();
  expect(holdOf(settings, 'rate')).toBe('free');
  expect(viewsInSight(settings)).toContain('slopes');
  settings.classHolds.value = formatHolds(
    new Map<string, Hold>([
      ['rate', 'fixed'],
      ['batch', 'free'],
      ['seed', 'hidden'],
    ]),
  );
  expect(settings.classHolds.value).toBe('rate:fixed,seed:hidden');
  expect(['rate', 'batch', 'seed', ''].map((name) => holdOf(settings, name))).toEqual([
    'fixed',
    'free',
    'hidden',
    'free',
  ]);
  settings.classHolds.value = 'rate:open,batch,:,seed:hidden:';
  expect(['rate', 'batch', 'seed'].map((name) => holdOf(settings, name))).toEqual(['free', 'free', 'hidden']);
  settings.classViews.value = 'train,nowhere';
  expect(viewsInSight(settings)).toEqual(['draw', 'train']); // draw is open
  settings.view.value = 'gpt';
  expect(viewsInSight(settings)).toEqual(['train', 'text']); // whose tab is that of Text
  settings.classViews.value = 'nowhere';
  expect(viewsInSight(settings)).toContain('slopes');
});

test('made in the share panel, obeyed where it is opened, and undone there', {
  timeout: 60_000,
}, async () => {
  const teacher = await open('view=train', {}, 'train');
  const { page } = teacher;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = page.getByRole('textbox', { name: 'Link' });
  expect(await link.inputValue()).not.toContain('class');
  await page.getByText('For a class').click();
  for (const view of ['Slopes', 'Points', 'Compare', 'Text', 'Lessons'])
    await page.getByRole('checkbox', { name: view }).uncheck();
  await page.getByRole('combobox', { name: 'Learning rate' }).last().selectOption('fixed');
  await page.getByRole('combobox', { name: 'Batch size' }).last().selectOption('hidden');
  await expect.poll(() => link.inputValue()).toContain('classHolds=rate%3Afixed%2Cbatch%3Ahidden');
  const hash = new URL(await link.inputValue()).hash.slice(1);
  // The page that made it is as it was.
  expect(await page.getByRole('navigation', { name: 'Views' }).getByRole('button').count()).toBe(8);
  expect(
    await page.locator('gn-train-settings').getByRole('textbox', { name: 'Learning rate' }).isEnabled(),
  ).toBe(true);
  expect(teacher.troubles).toEqual([]);
  await teacher.close();

  const learner = await open(hash, {}, 'train');
  const tabs = learner.page.getByRole('navigation', { name: 'Views' }).getByRole('button');
  expect(await tabs.allTextContents().then((all) => all.map((each) => each.trim()))).toEqual([
    'Draw',
    'Train',
    'Step',
  ]);
  const panel = learner.page.locator('gn-train-settings');
  const rate = panel.getByRole('textbox', { name: 'Learning rate' });
  await rate.waitFor();
  expect(await rate.isDisabled()).toBe(true);
  await panel.getByRole('img', { name: 'Fixed by the link that opened this page' }).first().waitFor();
  expect(await panel.getByRole('textbox', { name: 'Batch size' }).count()).toBe(0);
  await learner.page.reload();
  await rate.waitFor();
  expect(await rate.isDisabled()).toBe(true);
  await learner.page.getByRole('button', { name: 'Share', exact: true }).click();
  await learner.page.getByText('For a class').click();
  await learner.page.getByRole('button', { name: 'Show everything on this page again' }).click();
  await learner.page.keyboard.press('Escape');
  await expect.poll(() => tabs.count()).toBe(8);
  expect(await rate.isEnabled()).toBe(true);
  expect(learner.troubles).toEqual([]);
  await learner.close();
});

test('what a link holds is held in a lesson too, at its own desk', { timeout: 60_000 }, async () => {
  const { page, troubles, close } = await open(
    'view=lessons&lesson=12-schedules&lessonStep=warm&classHolds=rate:fixed,batch:hidden',
    {},
    'lessons',
  );
  const panel = page.locator('gn-lesson gn-train-settings');
  const rate = panel.getByRole('textbox', { name: 'Learning rate', exact: true });
  await rate.waitFor({ timeout: 30_000 });
  await expect.poll(() => rate.isDisabled()).toBe(true);
  expect(await panel.getByRole('textbox', { name: 'Batch size' }).count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});
