// The page, once opened, without a server: kept by its service worker.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG, PATIENT, press } from './lesson-page';
import { answer, begin, drawWithMouse, end, open, plug, SEVEN, unplug } from './page';

beforeAll(begin);
afterAll(end);

const KEPT = { serviceWorkers: 'allow' } as const;

const isKept = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    if (!navigator.serviceWorker.controller) return false;
    for (const each of await caches.keys())
      if ((await (await caches.open(each)).keys()).some(({ url }) => url.includes(name))) return true;
    return false;
  }, name);

test(
  'a lesson, opened once, opens and goes on without a server, in the other language too',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=lessons&lesson=14-learn-or-memorise', KEPT, 'lessons');
    await page.locator('gn-lesson[ahead]').waitFor(PATIENT);
    for (const name of ['mnist/test-0.bin', 'mnist/train-0.bin'])
      await expect.poll(() => isKept(page, name), PATIENT).toBe(true);
    expect(troubles).toEqual([]);
    await unplug();
    try {
      await page.reload();
      await press(page, 'Teach it');
      await page.getByText('Goal: reached').waitFor(PATIENT);
      await press(page, '中文');
      await page.getByText('目标：已达到').waitFor(PATIENT);
      // Another tab begins with the first view.
      const other = await page.context().newPage();
      await other.goto(page.url().replace(/#.*/, '#v=1&view=draw'));
      await other.getByRole('list', { name: /Probability|概率/ }).waitFor(PATIENT);
      await drawWithMouse(other, SEVEN);
      await expect.poll(async () => (await answer(other)).digit, PATIENT).toBe(7);
    } finally {
      await plug();
    }
    await close();
  },
);

test(
  'from its second opening on, the page’s workers may share memory, whatever the host sends',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=train', KEPT, 'train');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await expect.poll(() => isKept(page, 'index.html'), PATIENT).toBe(true);
    await page.reload();
    await expect.poll(() => page.evaluate(() => crossOriginIsolated), PATIENT).toBe(true);
    await page.getByRole('slider', { name: 'Speed' }).fill('6');
    await press(page, 'Teach it');
    await page
      .locator('gn-transport')
      .getByText(/\d steps/)
      .waitFor(PATIENT);
    await expect
      .poll(async () => (await page.locator('gn-transport .now').textContent()) ?? '', PATIENT)
      .toMatch(/epoch [2-9]/);
    await press(page, 'Pause');
    await unplug();
    try {
      await page.reload(); // what was kept is sent in the same way
      await expect.poll(() => page.evaluate(() => crossOriginIsolated), PATIENT).toBe(true);
    } finally {
      await plug();
    }
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'what the other lessons need is fetched at a press, is said to be here after a reload, and does without a server',
  LONG,
  async () => {
    const { page, close } = await open('view=lessons', KEPT, 'lessons');
    const fetchRest = page.getByRole('button', { name: /^Fetch the rest \(\d+\.\d MB\)$/ });
    await fetchRest.waitFor(PATIENT);
    const mb = Number(/[\d.]+/.exec((await fetchRest.textContent()) ?? '')?.[0]);
    expect(mb).toBeGreaterThan(5); // MNIST alone has more
    expect(mb).toBeLessThan(20); // and Fashion-MNIST is not among it
    await unplug();
    await fetchRest.click();
    await page.getByText('The connection broke off.').waitFor(PATIENT);
    await plug();
    await fetchRest.click();
    await page.getByText('Every lesson is on this device.').waitFor(PATIENT);
    await unplug();
    try {
      await page.reload();
      await page.getByText('Every lesson is on this device.').waitFor(PATIENT);
      const other = await page.context().newPage();
      await other.goto(page.url().replace(/#.*/, '#v=1&view=lessons&lesson=22-a-tiny-gpt'));
      await other.locator('gn-lesson[ahead]').waitFor(PATIENT);
    } finally {
      await plug();
    }
    await close();
  },
);
