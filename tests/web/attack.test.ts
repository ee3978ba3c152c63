// What a hurried, unlucky or curious learner does to a run: the page stays consistent, and says what is the matter.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };
const PATIENT = { timeout: 60_000 };

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const speed = (page: Page, place: number) => page.getByRole('slider', { name: 'Speed' }).fill(String(place));
const back = (page: Page) => page.getByRole('slider', { name: 'Back in time' });
const line = (page: Page) => page.getByRole('textbox', { name: 'The network as one line of text' });

async function steps(page: Page): Promise<number> {
  const text = (await page.locator('gn-transport .now b').textContent()) ?? '';
  return Number(text.replaceAll(',', ''));
}

const until = (page: Page, least: number) =>
  expect.poll(() => steps(page), PATIENT).toBeGreaterThanOrEqual(least);

async function type(page: Page, name: string, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name, exact: true });
  await box.fill(text);
  await box.press('Enter');
}

// The same numbers in every run of the test.
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

// At rest, a step is a step, and what the slider says is what is said beside it.
async function consistent(page: Page): Promise<void> {
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  let now = -1;
  // Steps that were asked for before come to their end; what was pressed last may begin a run only now.
  await expect
    .poll(
      async () => {
        if (await pause.isVisible()) await pause.click({ timeout: 5000 }).catch(() => undefined);
        const before = now;
        now = await steps(page);
        return before === now && !(await pause.isVisible());
      },
      { ...PATIENT, interval: 400 },
    )
    .toBe(true);
  expect(Number(await back(page).inputValue())).toBe(now);
  await press(page, '1 step');
  await expect.poll(() => steps(page), PATIENT).toBe(now + 1);
  expect(Number(await back(page).getAttribute('max'))).toBe(now + 1);
  await back(page).fill('0');
  await expect.poll(() => steps(page), PATIENT).toBe(0);
  await back(page).fill(String(now + 1));
  await expect.poll(() => steps(page), PATIENT).toBe(now + 1);
}

// Whatever can be pressed, without waiting for what it does.
async function pressAbout(page: Page, seed: number, times: number, more: readonly string[]): Promise<void> {
  const roll = dice(seed);
  const names = [
    'Teach it',
    'Go on',
    'Pause',
    '1 operation',
    '1 step',
    '1 epoch',
    'Rewind',
    'New start: other random weights, another order',
    ...more,
  ];
  for (let i = 0; i < times; i++) {
    const what = roll(names.length + 2);
    if (what === names.length) await speed(page, roll(7));
    else if (what === names.length + 1) {
      const most = Number(await back(page).getAttribute('max'));
      if (await back(page).isEnabled()) await back(page).fill(String(roll(most + 1)));
    } else {
      const button = page.getByRole('button', { name: names[what] as string, exact: true }).first();
      if (await button.isEnabled({ timeout: 1 }).catch(() => false))
        await button.click({ timeout: 1000 }).catch(() => undefined);
    }
  }
}

describe('pressed about at random, a run stays consistent', () => {
  for (const seed of [1, 2, 3])
    test(`points, ${seed}`, LONG, async () => {
      const { page, troubles, close } = await open('view=points&pointsCount=40', {}, 'points');
      await pressAbout(page, seed, 60, [
        'One unit more in hidden layer 1',
        'One hidden layer fewer',
        'One hidden layer more',
      ]);
      await consistent(page);
      expect(troubles).toEqual([]);
      await close();
    });
  for (const seed of [4, 5])
    test(`digits, ${seed}`, LONG, async () => {
      const { page, troubles, close } = await open('view=train&digits=100', {}, 'train');
      await pressAbout(page, seed, 60, ['Forget everything', 'Layers', 'Mistakes', 'Moments', 'Activations']);
      await consistent(page);
      expect(troubles).toEqual([]);
      await close();
    });
  test('compared, started and stopped', LONG, async () => {
    const { page, troubles, close } = await open('view=race&raceSteps=200', {}, 'race');
    const roll = dice(6);
    for (let i = 0; i < 24; i++) {
      const name = ['Start', 'Stop', 'Add a way', 'seconds', 'steps', 'Train', 'Compare'][roll(7)] as string;
      await page
        .getByRole('button', { name, exact: true })
        .first()
        .click({ timeout: 300 })
        .catch(() => undefined);
    }
    await press(page, 'Compare');
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.or(page.getByRole('button', { name: 'Start', exact: true })).waitFor();
    if (await stop.isVisible()) await stop.click();
    await press(page, 'Start');
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor({ timeout: 90_000 });
    const cells = await page.getByRole('table').getByRole('row').nth(1).getByRole('cell').allTextContents();
    expect(cells.map((each) => each.trim())).toContain('200');
    expect(troubles).toEqual([]);
    await close();
  });
});

test('gone back in time, what came after is still there, until it goes on from there', LONG, async () => {
  const { page, troubles, close } = await open('view=points', {}, 'points');
  await speed(page, 6);
  for (let step = 1; step <= 12; step++) {
    await press(page, '1 step');
    await until(page, step);
  }
  const said = page.locator('gn-transport .now');
  const last = await said.textContent();
  const curve = page.getByRole('img', { name: /^Loss/ });
  const words = await curve.getAttribute('aria-label');
  await back(page).fill('5');
  await expect.poll(() => steps(page)).toBe(5);
  expect(await said.textContent()).not.toBe(last);
  expect(await back(page).getAttribute('max')).toBe('12');
  expect(await curve.getAttribute('aria-label')).toBe(words);
  await back(page).fill('12');
  await expect.poll(() => said.textContent()).toBe(last);
  await back(page).fill('5');
  await expect.poll(() => steps(page)).toBe(5);
  await press(page, '1 step');
  await until(page, 6);
  await expect.poll(() => back(page).getAttribute('max')).toBe('6');
  expect(troubles).toEqual([]);
  await close();
});

test(
  'a rate without measure is refused; one far too large wrecks the net: it is said where, and mended',
  LONG,
  async () => {
    const { page, troubles, close } = await open(
      'view=points&pointsTrain=rate:0.03,optimizer:sgd',
      {},
      'points',
    );
    await type(page, 'Learning rate', '1e9');
    await page.getByText('From 0 to 1,000,000.').waitFor();
    await type(page, 'Learning rate', '1000000');
    await speed(page, 6);
    await press(page, 'Teach it');
    const alert = page.getByRole('alert').filter({ hasText: 'first number to break' });
    await alert.waitFor();
    expect((await alert.textContent()) ?? '').toMatch(/Step \d+: .*(NaN|∞)/);
    // Reloaded, the page does not come back with a net of no numbers.
    await page.waitForTimeout(1500);
    await page.reload();
    await page.locator('gn-points-net .unit').first().waitFor();
    await expect
      .poll(() => page.getByRole('img', { name: /^Loss/ }).getAttribute('aria-label'))
      .not.toMatch(/NaN/);
    await type(page, 'Learning rate', '1000000');
    await page.locator('gn-transport .primary').click();
    await alert.waitFor();
    await press(page, 'Go back and divide the rate by 10');
    await expect.poll(() => alert.count()).toBe(0);
    await type(page, 'Learning rate', '0.03');
    // What was kept may have been wrecked already: from other weights it learns.
    await page.getByRole('button', { name: 'New start: other random weights, another order' }).click();
    await expect.poll(() => steps(page)).toBe(0);
    await page.locator('gn-transport .primary').click();
    await until(page, 20);
    expect(troubles).toEqual([]);
    await close();
  },
);

test('a line that cannot be trained is told what it lacks; to begin again would not help', LONG, async () => {
  const { page, troubles, close } = await open('view=train', {}, 'train');
  await press(page, 'All settings');
  const line = page.getByRole('textbox', { name: 'The network as one line of text' });
  await line.fill('in 1 28 28; flatten; dense 10');
  const alert = page.getByRole('alert').filter({ hasText: 'this one has 1 input and 0 losses' });
  await alert.waitFor();
  expect(await page.getByRole('button', { name: 'Start the run again' }).count()).toBe(0);
  await line.fill('in 1 28 28; flatten; dense 10; softmax_ce');
  await expect.poll(() => alert.count()).toBe(0);
  await press(page, 'Teach it');
  await until(page, 2);
  expect(troubles).toEqual([]);
  await close();
});

test('a batch larger than the data, a single point, and no hidden layer', LONG, async () => {
  const { page, troubles, close } = await open(
    'view=points&pointsCount=20&pointsTrain=batch:1000',
    {},
    'points',
  );
  await speed(page, 6);
  await press(page, 'Teach it');
  await until(page, 30);
  await press(page, 'Pause');
  for (let layers = 2; layers > 0; layers--) await press(page, 'One hidden layer fewer');
  await expect.poll(() => line(page).inputValue()).toBe('in 2; dense 2; softmax_ce');
  await press(page, 'Teach it');
  await until(page, 30);
  await press(page, 'Pause');
  await page.getByRole('radio', { name: 'your own points' }).click();
  await page.getByText('Brush points here').waitFor();
  const plane = page.getByRole('application', { name: 'What the network says' });
  await plane.focus();
  await page.keyboard.press('Enter');
  await page.getByText('1 of at most 2,000 points').waitFor();
  await press(page, 'Teach it');
  await until(page, 30);
  await press(page, 'Pause');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(troubles).toEqual([]);
  await close();
});

test('offline, points are learnt as before', LONG, async () => {
  const { page, troubles, close } = await open('view=points', {}, 'points');
  await page.context().setOffline(true);
  await page.getByRole('radio', { name: 'moons' }).click();
  await speed(page, 6);
  await press(page, 'Teach it');
  await until(page, 100);
  await press(page, 'New start: other random weights, another order');
  await press(page, '1 step');
  await until(page, 1);
  // What other views would like to fetch ahead cannot come.
  expect(troubles.filter((each) => !each.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await close();
});

test('the points’ worker is killed: what was learnt stays, and it begins again', LONG, async () => {
  const { page, close } = await open('view=points', {}, 'points');
  await speed(page, 6);
  await press(page, 'Teach it');
  await until(page, 200);
  await press(page, 'Pause');
  for (const worker of page.workers()) await worker.evaluate(() => globalThis.close()).catch(() => undefined);
  const alert = page.getByRole('alert').filter({ hasText: 'The browser ended the training' });
  await alert.waitFor();
  await press(page, 'Start the run again');
  await expect.poll(() => alert.count()).toBe(0);
  await page
    .locator('gn-transport .primary')
    .filter({ hasText: /Go on|Teach it|Forget/ })
    .waitFor();
  await press(page, '1 step');
  await expect.poll(() => steps(page), PATIENT).toBeGreaterThan(0);
  await close();
});

test('language and theme change in the middle, and it goes on', LONG, async () => {
  const { page, troubles, close } = await open('view=points', {}, 'points');
  await press(page, 'Teach it');
  await until(page, 20);
  await press(page, '中文');
  await page.getByRole('button', { name: '暂停' }).waitFor();
  const now = await steps(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await until(page, now + 50);
  await page.getByRole('button', { name: '暂停' }).click();
  await page.getByRole('img', { name: /^损失/ }).waitFor();
  await page.getByRole('button', { name: 'EN, English' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('two tabs: each has its own run, and what is kept is whole', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
  const other = await page.context().newPage();
  other.on('pageerror', (error) => troubles.push(error.message));
  await other.goto(page.url().replace('moons', 'xor'));
  await other.locator('gn-points-net .unit').first().waitFor();
  for (const each of [page, other]) {
    await each.bringToFront();
    await speed(each, 6);
    await press(each, 'Teach it');
    await until(each, 200);
    await press(each, 'Pause');
    await each.waitForTimeout(2500);
  }
  const at = await steps(other);
  await other.reload();
  await expect.poll(() => steps(other), PATIENT).toBe(at);
  // The first tab's run was kept, and then the other's in its place: it begins again, and says no nonsense.
  await page.reload();
  await page.locator('gn-points-net .unit').first().waitFor();
  await page.locator('gn-transport .now b').waitFor();
  await press(page, '1 step');
  await expect.poll(() => steps(page)).toBeGreaterThan(0);
  expect(troubles).toEqual([]);
  await close();
});

for (const [how, script, said] of [
  [
    'forbidden',
    () => {
      for (const name of ['indexedDB', 'localStorage'])
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('no', 'SecurityError');
          },
        });
    },
    'This browser keeps nothing',
  ],
  [
    'full',
    () => {
      const full = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      Storage.prototype.setItem = full;
      IDBObjectStore.prototype.put = full;
    },
    'This device has no room left for the page',
  ],
] as const)
  test(`storage is ${how}: all else goes on`, LONG, async () => {
    const { page, troubles, close } = await open('view=points&points=moons', {}, 'points');
    await page.addInitScript(script);
    await page.reload();
    await page.locator('gn-points-net .unit').first().waitFor();
    await speed(page, 6);
    await press(page, 'Teach it');
    await until(page, 200);
    await press(page, 'Pause');
    await page.waitForTimeout(1500);
    await press(page, 'Train');
    await press(page, '1 step');
    await until(page, 1);
    await page.waitForTimeout(1500);
    await page.getByRole('button', { name: 'Runs', exact: true }).click();
    await page.getByText(said).first().waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
