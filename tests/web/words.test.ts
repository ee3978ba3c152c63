import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 90_000 };
const LONG = { timeout: 150_000 };
const FULL = 'view=words&wordsPace=0'; // at full speed

const near = (page: Page) =>
  page
    .getByRole('list', { name: /Words whose vectors|向量方向/ })
    .getByRole('button')
    .allTextContents();
const progress = (page: Page) =>
  page
    .getByRole('progressbar', { name: /How much of the training|训练进度/ })
    .evaluate((bar) => (bar as HTMLProgressElement).value);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const search = (page: Page) => page.getByRole('combobox', { name: /Find a word|查一个词/ });
const answer = (page: Page) => page.getByRole('status', { name: /^(Answer|答案)$/ });

describe('learnt live', () => {
  test('neighbours of the whale come together while it reads; the run is kept', LONG, async () => {
    const { page, troubles, close } = await open(FULL, {}, 'words');
    await page.getByText('192,794 words; 4,154 different ones occur 5 times or more').waitFor();
    await page.getByText('Nothing is learnt yet').waitFor();
    const before = await near(page);
    expect(before.length).toBe(12);
    await button(page, 'Start training').click();
    await expect.poll(() => progress(page), PATIENT).toBeGreaterThan(0.05);
    await button(page, 'Pause').click();
    const paused = await progress(page);
    expect(paused).toBeLessThan(1);
    await page.waitForTimeout(400);
    expect(await progress(page)).toBe(paused);
    await button(page, 'Go on').click();
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    const after = await near(page);
    expect(after).not.toEqual(before);
    expect(after).toContain('sperm');
    await page.getByText(/pass 30 of 30/).waitFor();
    await page.getByText(/[\d,]+ words a second/).waitFor();
    // A neighbour opens in its turn, in the link too, and all is there again after a reload.
    await page.getByRole('button', { name: 'sperm', exact: true }).first().click();
    await expect.poll(() => near(page)).toContain('whale');
    expect(page.url()).toContain('wordsWord=sperm');
    const kept = await near(page);
    await page.waitForTimeout(800);
    await page.reload();
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    await expect.poll(() => near(page), PATIENT).toEqual(kept);
    await button(page, 'Reset').click();
    await expect.poll(() => progress(page), PATIENT).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  test('one step shows its pairs; a setting begins anew and is in the link', LONG, async () => {
    const { page, troubles, close } = await open(`${FULL}&words=tang-poems`, {}, 'words');
    await button(page, '1 step').click();
    const step = page.getByRole('status', { name: 'The last step' });
    await step.getByText(/drawn from the whole text/).waitFor();
    expect(await step.getByRole('row').count()).toBeGreaterThan(5);
    await expect.poll(() => progress(page)).toBeGreaterThan(0);
    await button(page, 'Settings').click();
    const width = page.getByRole('textbox', { name: 'width' });
    await width.fill('16');
    await width.press('Enter');
    await expect.poll(() => progress(page), PATIENT).toBe(0);
    expect(decodeURIComponent(page.url())).toContain('wordsTrain=width:16');
    await width.fill('1');
    await width.press('Enter');
    await page.getByText('from 2 to 512').waitFor();
    await page
      .getByRole('button', { name: /width.*as usual|width.*usual/i })
      .first()
      .click();
    await expect.poll(() => page.url()).not.toContain('wordsTrain');
    expect(troubles).toEqual([]);
    await close();
  });

  test('what one text taught is there again after another was looked at', LONG, async () => {
    const { page, troubles, close } = await open(`${FULL}&words=tang-poems&wordsWord=马`, {}, 'words');
    await button(page, 'Start training').click();
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    const learnt = await near(page);
    expect(learnt).toContain('鞍'); // horse, saddle
    await button(page, 'Pretrained, English').click();
    await expect.poll(() => answer(page).textContent(), PATIENT).toBe('queen');
    await button(page, 'Tang poems').click();
    await expect.poll(() => near(page), PATIENT).toEqual(learnt);
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    await page.getByRole('button', { name: 'Another start' }).click();
    await expect.poll(() => progress(page), PATIENT).toBe(0);
    await expect.poll(() => page.url()).toContain('wordsSeed=');
    expect(troubles).toEqual([]);
    await close();
  });

  test('a worker that is gone is said, and what was kept comes back', LONG, async () => {
    const { page, close } = await open(`${FULL}&words=tang-poems`, {}, 'words');
    await button(page, 'Start training').click();
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    const learnt = await near(page);
    await page.waitForTimeout(2000); // it is kept
    const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
    await page.workers()[names.indexOf('glassnet words')]?.evaluate(() => setTimeout(() => self.close()));
    await page.getByRole('alert').getByText('The learning stopped unexpectedly').waitFor(PATIENT);
    await button(page, 'Try again').click();
    // The words beside stay until others come.
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    await expect.poll(() => near(page), PATIENT).toEqual(learnt);
    await close();
  });

  test('a text of one’s own: too short, then learnt; a word that is not there', LONG, async () => {
    const { page, troubles, close } = await open(`${FULL}&language=zh`, { locale: 'zh-CN' }, 'words');
    await button(page, '自己的文字').click();
    const box = page.getByRole('textbox', { name: '自己的文字' });
    await box.fill('太短了');
    await button(page, '就学这段').click();
    await page.getByRole('alert').getByText('至少要 200 个词').waitFor();
    await box.fill('小猫吃鱼，小狗吃肉。大猫吃鱼，大狗吃肉。'.repeat(40));
    await button(page, '就学这段').click();
    await button(page, '开始训练').click(PATIENT);
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    await search(page).fill('猫');
    await search(page).press('Enter');
    await expect.poll(async () => (await near(page)).length).toBeGreaterThan(4);
    await search(page).fill('龙');
    await search(page).press('Enter');
    await page.getByText('“龙”在文中不到 2 次').waitFor();
    await page.waitForTimeout(500);
    await page.reload();
    await expect.poll(() => progress(page), PATIENT).toBe(1);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('learnt elsewhere', () => {
  test('king − man + woman, and how good they are', LONG, async () => {
    const { page, troubles, close } = await open('view=words&words=pretrained', {}, 'words');
    await expect.poll(() => answer(page).textContent(), PATIENT).toBe('queen');
    expect(await near(page)).toContain('prince');
    await button(page, 'france → paris, italy → ?').click();
    await expect.poll(() => answer(page).textContent()).toBe('rome');
    const field = page.getByRole('combobox', { name: 'as this word is to' });
    await field.fill('Japan');
    await field.press('Enter');
    await expect.poll(() => answer(page).textContent()).toBe('tokyo');
    expect(decodeURIComponent(page.url())).toContain('wordsAnalogy=france,paris,japan');
    await field.fill('xyzzy');
    await field.press('Enter');
    await page.getByRole('alert').getByText('No vector for: xyzzy').waitFor();
    expect(await answer(page).textContent()).toBe('?');
    await button(page, 'Measure').click();
    const table = page.getByRole('table', { name: 'How good are they?' });
    const row = (name: RegExp) => table.getByRole('row', { name }).textContent();
    expect(await row(/related words/)).toMatch(/ρ = 0\.57\s*278 of 352/);
    expect(await row(/capitals/)).toMatch(/94 %\s*462 of 506/);
    expect(await row(/family/)).toMatch(/91 %\s*210 of 506/);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a file that does not come is said, and asked for again', LONG, async () => {
    const { page, close } = await open(FULL, {}, 'words');
    await page.route('**/vectors.words', (route) => route.abort());
    await button(page, 'Pretrained, English').click();
    await page.getByRole('alert').getByText('could not be fetched').waitFor();
    // What is on show is another text's, and there is no button to train it with.
    await page.getByText('Until then, all you see is still about: Moby-Dick.').waitFor();
    expect(await page.getByText('Press “Start training”').count()).toBe(0);
    await page.unroute('**/vectors.words');
    await page.route('**/vectors.words', (route) => route.fulfill({ body: 'not vectors' }));
    await button(page, 'Try again').click();
    await page.getByRole('alert').getByText('no set of word vectors').waitFor();
    await page.unroute('**/vectors.words');
    await button(page, 'Try again').click();
    await expect.poll(() => answer(page).textContent(), PATIENT).toBe('queen');
    await close();
  });
});

describe('the map', () => {
  test('by keys and by hand, flat and in space', LONG, async () => {
    const { page, troubles, close } = await open('view=words&words=pretrained', {}, 'words');
    const map = page.getByRole('application', { name: /^Map of words/ });
    await map.getAttribute('aria-label').then((label) => expect(label).toContain('king'));
    await map.focus();
    await map.press('ArrowLeft');
    const said = page.locator('gn-words-map .said [role=status]');
    await expect.poll(() => said.textContent()).toMatch(/\w/);
    const word = await said.textContent();
    await map.press('Enter');
    await expect.poll(() => search(page).inputValue()).toBe(word);
    await map.press('+');
    await expect.poll(() => button(page, 'All of it').isEnabled()).toBe(true);
    await map.press('0');
    await expect.poll(() => button(page, 'All of it').isDisabled()).toBe(true);
    const flat = await map.screenshot();
    await button(page, 'in space').click();
    await page.getByText('These three directions hold').waitFor();
    const deep = await map.screenshot();
    expect(deep.equals(flat)).toBe(false);
    const box = await map.boundingBox();
    if (!box) throw new Error('no map');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 120, box.y + box.height / 2 + 30, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(box.x - 5, box.y - 5);
    expect((await map.screenshot()).equals(deep)).toBe(false);
    expect(await search(page).inputValue()).toBe(word); // a turn picks nothing
    await page.getByRole('combobox', { name: 'Words on the map' }).selectOption('100');
    await button(page, 'UMAP').click();
    await page.getByText('UMAP keeps who is near whom').waitFor(PATIENT);
    const umap = await map.screenshot();
    await button(page, 'flat').click();
    await page.getByText('These two directions hold').waitFor();
    await button(page, 'UMAP').click();
    await page.getByText('UMAP keeps who is near whom').waitFor(PATIENT);
    expect((await map.screenshot()).equals(umap)).toBe(true); // the same seed, the same map
    await button(page, 'UMAP in space').click();
    await page.getByText('Drag to turn').waitFor(PATIENT);
    await page.getByText('UMAP keeps who is near whom').waitFor(PATIENT);
    const umapDeep = await map.screenshot();
    await map.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight');
    expect((await map.screenshot()).equals(umapDeep)).toBe(false);
    expect(page.url()).toContain('wordsMap=umap3');
    await page.getByRole('combobox', { name: 'Words on the map' }).selectOption('1000');
    await expect.poll(() => page.url()).toContain('wordsMost=1000');
    expect(troubles).toEqual([]);
    await close();
  });
});

test('a word that is asked for is on the map by UMAP too', LONG, async () => {
  const { page, close } = await open(
    'view=words&words=pretrained&wordsMap=umap&wordsMost=100&wordsWord=moon',
    {},
    'words',
  );
  const onMap = () =>
    page
      .locator('gn-words-map gn-save')
      .evaluate((save) =>
        (save as unknown as { table(): { rows: string[][] } }).table().rows.map(([word]) => word),
      );
  await expect.poll(onMap, PATIENT).toContain('moon');
  await search(page).fill('coffee');
  await search(page).press('Enter');
  await expect.poll(onMap, PATIENT).toContain('coffee');
  await page.getByText('UMAP keeps who is near whom').waitFor(PATIENT);
  await close();
});

test('no violation, both languages, light and dark, 390 px', LONG, async () => {
  for (const [locale, colorScheme, words] of [
    ['en-GB', 'light', 'pretrained'],
    ['zh-CN', 'dark', 'tang-poems'],
    ['zh-CN', 'light', 'own'],
  ] as const) {
    const { page, close } = await open(
      `view=words&wordsPace=0${words === 'own' ? '' : `&words=${words}`}${words === 'pretrained' ? '&wordsMap=umap3' : ''}`,
      { locale, colorScheme, viewport: { width: 390, height: 844 } },
      'words',
    );
    if (words === 'own') await button(page, '自己的文字').click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await close();
  }
});
