// Statistics are made only when something on the page shows them: the words between page and worker are counted.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, visit } from './page';

beforeAll(begin);
afterAll(end);

const PATIENT = { timeout: 20_000 };
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const panel = (page: Page, name: string) =>
  page
    .getByRole('group', { name: /^What to look at/ })
    .getByRole('button', { name })
    .click();
const steps = async (page: Page) =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));

type Counts = Readonly<Record<string, number>>;
const STATISTICS = ['spread', 'confusion', 'steepest', 'batches', 'difference'];

// What workers send, by its kind; 'health': scores that come with measures of every layer, 'learnt': all weights.
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counts: Record<string, number> = {};
    const heard = new WeakSet<Worker>();
    const add = (name: string, by = 1) => {
      counts[name] = (counts[name] ?? 0) + by;
    };
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...how: unknown[]) {
      if (!heard.has(this)) {
        heard.add(this);
        this.addEventListener('message', ({ data }: MessageEvent) => {
          add(String(data?.kind));
          if (data?.kind !== 'frame') return;
          if (data.learnt) add('learnt');
          add('scores', data.scores.length);
          add('health', data.scores.filter((each: { health?: unknown }) => each.health).length);
        });
      }
      return (post as (...given: unknown[]) => void).apply(this, how);
    } as typeof post;
    Object.assign(globalThis, { counts });
  });
}
const counts = (page: Page): Promise<Counts> =>
  page.evaluate(() => ({ ...(globalThis as unknown as { counts: Counts }).counts }));
const count = async (page: Page, kind: string) => (await counts(page))[kind] ?? 0;

test('a closed panel costs nothing; open, it is told; closed again, no more', { timeout: 90_000 }, () =>
  visit(async ({ page }) => {
    await listen(page);
    await press(page, 'Train');
    await page
      .getByRole('button', { name: '1 step', exact: true })
      .and(page.locator(':enabled'))
      .waitFor(PATIENT);
    const step = async () => {
      const now = await steps(page);
      await press(page, '1 step');
      await expect.poll(() => steps(page), PATIENT).toBe(now + 1);
    };
    for (let i = 0; i < 5; i++) await step();
    const curves = await counts(page);
    expect(curves.frame).toBeGreaterThanOrEqual(5);
    expect(STATISTICS.filter((kind) => curves[kind])).toEqual([]);

    for (const [name, kind] of [
      ['Activations', 'spread'],
      ['Mistakes', 'confusion'],
      ['Weights', 'steepest'],
      ['Moments', 'difference'],
    ] as const) {
      const before = await counts(page);
      await panel(page, name);
      await expect.poll(() => count(page, kind), PATIENT).toBeGreaterThan(before[kind] ?? 0);
      const others = STATISTICS.filter((each) => each !== kind);
      const after = await counts(page);
      expect(
        others.filter((each) => after[each] !== before[each]),
        name,
      ).toEqual([]);
      await panel(page, 'Curves');
      await page.getByRole('button', { name: 'Loss: save', exact: true }).waitFor();
      const closed = await counts(page);
      for (let i = 0; i < 3; i++) await step();
      const later = await counts(page);
      expect(
        STATISTICS.filter((each) => later[each] !== closed[each]),
        `${name}, closed`,
      ).toEqual([]);
    }
  }, 'digits=1000'),
);

test(
  'measures of every layer come while Train is open, and not while another view is',
  { timeout: 90_000 },
  () =>
    visit(async ({ page }) => {
      await listen(page);
      await press(page, 'Train');
      await page
        .getByRole('button', { name: 'Forget everything' })
        .and(page.locator(':enabled'))
        .click(PATIENT);
      await page.getByRole('slider', { name: 'Speed' }).fill('5');
      await press(page, 'Teach it');
      await expect.poll(() => count(page, 'health'), PATIENT).toBeGreaterThan(2);
      await press(page, 'Draw');
      await page.getByRole('button', { name: 'Clear' }).waitFor();
      await page.waitForTimeout(500); // what was under way
      const before = await counts(page);
      await expect.poll(() => count(page, 'scores'), PATIENT).toBeGreaterThan((before.scores ?? 0) + 2);
      const after = await counts(page);
      expect(after.health).toBe(before.health);
      expect(after.learnt).toBeGreaterThan(before.learnt ?? 0); // Draw shows the weights as they become
      await press(page, 'Train');
      await expect.poll(() => count(page, 'health'), PATIENT).toBeGreaterThan(after.health ?? 0);
      await press(page, 'Pause');
    }, 'digits=1000'),
);
