// Room for runs is limited: the oldest go, those with a name last, and the page says so.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 90_000 };
const PATIENT = { timeout: 30_000 };

interface Seed {
  readonly id: string;
  readonly name?: string;
  readonly pinned?: boolean;
  readonly numbers?: number; // of weights
}

// Kept runs, oldest first, as earlier visits would have left them.
async function visited(seeds: readonly Seed[]) {
  const opened = await open('view=train&digits=100', {}, 'train');
  const { page } = opened;
  await page.evaluate(async (all) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('glassnet-runs');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const writing = db.transaction('runs', 'readwrite');
    for (const [i, { id, name = '', pinned = false, numbers = 10 }] of all.entries()) {
      const notation = 'in 1 28 28; flatten; dense 10; softmax_ce';
      const record = {
        version: 1,
        id,
        name,
        pinned,
        when: 1e12 + i,
        notation,
        ended: notation,
        seed: 1,
        data: 'mnist',
        dataVersion: '',
        samples: 100,
        validation: 0,
        labelNoise: 0,
        wishes: {},
        now: {},
        changes: [],
        steps: 1,
        losses: Float32Array.of(1),
        scores: [],
        start: undefined,
        learnt: new Float32Array(numbers),
      };
      writing.objectStore('runs').put(record, id);
    }
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    db.close();
  }, seeds);
  await page.reload();
  await page.locator('gn-transport .now b').waitFor();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const items = page.getByRole('list', { name: 'Runs kept on this device' }).getByRole('listitem');
  await expect.poll(() => items.count(), PATIENT).toBe(seeds.length);
  return opened;
}

async function step(page: Page): Promise<void> {
  await page.getByRole('button', { name: '1 step', exact: true }).click();
}

const ids = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const request = indexedDB.open('glassnet-runs');
        request.onsuccess = () => {
          const all = request.result.transaction('runs').objectStore('runs').getAllKeys();
          all.onsuccess = () => resolve((all.result as string[]).sort());
        };
      }),
  );

test(
  'of more than sixty the oldest without a name goes; one that is named or pinned stays',
  LONG,
  async () => {
    const seeds: Seed[] = Array.from({ length: 60 }, (_, i) => ({ id: `run${String(i).padStart(2, '0')}` }));
    seeds[0] = { id: 'run00', pinned: true };
    seeds[1] = { id: 'run01', name: 'my best' };
    const { page, troubles, close } = await visited(seeds);
    await step(page);
    await page.getByText('Space ran out: the oldest run was let go.').waitFor(PATIENT);
    await expect.poll(async () => (await ids(page)).length, PATIENT).toBe(60);
    const kept = await ids(page);
    expect(kept).toEqual(expect.arrayContaining(['run00', 'run01', 'run03', 'run59']));
    expect(kept).not.toContain('run02');
    expect(troubles).toEqual([]);
    await close();
  },
);

test(
  'beyond 48 MB the oldest go until the newest has room, and a named one not before them',
  LONG,
  async () => {
    const { page, troubles, close } = await visited([
      { id: 'pinned', pinned: true, numbers: 4e6 },
      { id: 'named', name: 'first try', numbers: 4e6 },
      { id: 'old', numbers: 4e6 },
      { id: 'late', numbers: 4e6 },
    ]);
    await step(page);
    await page.getByText('Space ran out: the oldest run was let go.').waitFor(PATIENT);
    await expect.poll(async () => (await ids(page)).length, PATIENT).toBe(4);
    expect(await ids(page)).toEqual(expect.arrayContaining(['late', 'named', 'pinned']));
    expect(troubles).toEqual([]);
    await close();
  },
);
