// What ails a run: each finding provoked, told with what was measured and why, and mended by its button.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scored } from '../../web/engine/run-messages';
import { diagnose, soundBefore } from '../../web/state/diagnose';
import { begin, end, forget, open } from './page';

beforeAll(begin);
afterAll(end);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const steps = async (page: Page) =>
  Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));
const trained = async (page: Page, until: number) => {
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await page.getByRole('button', { name: /^(Teach it|Go on)$/ }).click();
  await expect.poll(() => steps(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(until);
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
};
// So many passes and no step more: the same numbers each time.
const epochs = async (page: Page, count: number) => {
  for (let i = 0; i < count; i++) {
    const before = await steps(page);
    await press(page, '1 epoch');
    await expect.poll(() => steps(page), { timeout: 20_000 }).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Go on' }).waitFor();
  }
};
const chip = (text: string | RegExp) => (page: Page) =>
  page.getByRole('group', { name: 'Changed settings' }).getByText(text).waitFor({ timeout: 20_000 });
const activation = (name: string) => (page: Page) =>
  expect
    .poll(() => page.getByRole('combobox', { name: 'Activation' }).inputValue(), { timeout: 20_000 })
    .toBe(name);

// The net that learns is this one, from its start, and it learns.
const runs = (line: string) => async (page: Page) => {
  await expect
    .poll(() => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('notation')), {
      timeout: 20_000,
    })
    .toContain(line);
  await expect.poll(() => steps(page), { timeout: 20_000 }).toBe(0);
  await press(page, '1 step');
  await expect.poll(() => steps(page), { timeout: 20_000 }).toBe(1);
  await page.getByRole('button', { name: 'vanishing gradient' }).waitFor({ state: 'hidden' });
};

const hidden = (n: number, layer: string) => Array.from({ length: n }, () => layer).join('; ');
const net = (middle: string) => `in 1 28 28; flatten; ${middle}dense 10; softmax_ce`;

interface Case {
  readonly finding: string;
  readonly notation: string;
  readonly train: string;
  readonly slow?: number; // steps that it takes at least
  readonly seen: RegExp; // measured
  readonly why: RegExp;
  readonly remedy: string | RegExp;
  mended(page: Page): Promise<unknown>;
  readonly helps?: 'less' | 'at once' | 'as set'; // than nothing is found after some steps: what was measured is less
  readonly more?: number; // steps until then
}

// What a finding's card says it measured.
const measured = (text: string): number =>
  Number((/ ([\d.,]+(?:e−?\d+)?) (?:%|times)/.exec(text)?.[1] ?? '').replaceAll(',', '').replace('−', '-'));

const CASES: readonly Case[] = [
  {
    finding: 'diverging',
    notation: net(''),
    train: 'rate:100,batch:4',
    seen: /[\d.,]+ times what it was at the start/,
    why: /jump across the valley/,
    remedy: 'Go back, a tenth of the rate',
    mended: chip('Learning rate 10'),
  },
  {
    finding: 'dead ReLUs',
    notation: net('dense 16; relu; '),
    train: 'rate:20,batch:4',
    seen: /In relu1, [\d.]+ % of the units were 0/,
    why: /slope is 0 too/,
    remedy: 'Start again with random weights, rate 0.1',
    helps: 'as set',
    mended: async (page) => {
      await expect.poll(() => steps(page), { timeout: 20_000 }).toBe(0);
      await page
        .getByRole('group', { name: 'Changed settings' })
        .getByText('Learning rate')
        .waitFor({ state: 'hidden' });
    },
  },
  {
    finding: 'dead ReLUs',
    notation: net('dense 16; relu; '),
    train: 'rate:20,batch:4',
    seen: /In relu1, [\d.]+ % of the units were 0/,
    why: /slope is 0 too/,
    remedy: 'Switch to leaky_relu, rate 0.1', // from the start: what it killed no rate wakes
    mended: activation('leaky_relu'),
  },
  {
    finding: 'dead ReLUs',
    notation: net('dense 16 init=zero; relu; '),
    train: 'rate:0.1,batch:4',
    slow: 60,
    seen: /In relu1, 100.0 % of the units were 0/,
    why: /slope is 0 too/,
    remedy: 'Switch to leaky_relu', // the run goes on
    mended: activation('leaky_relu'),
  },
  {
    finding: 'dead ReLUs',
    notation: net('dense 16 init=zero; relu; '), // born dead: no step wakes them
    train: 'rate:0.1,batch:4',
    slow: 60,
    seen: /In relu1, 100.0 % of the units were 0/,
    why: /slope is 0 too/,
    remedy: 'He initialisation',
    helps: 'less',
    mended: async (page) => {
      await runs('dense 16 init=he; relu; dense 10 init=he')(page);
      await page.getByRole('button', { name: 'dead ReLUs' }).waitFor({ state: 'hidden' });
    },
  },
  {
    finding: 'saturated',
    notation: net('dense 16; sigmoid; '),
    train: 'rate:500,batch:4',
    seen: /In sigmoid1, [\d.]+ % of all slopes are below 0.05/,
    why: /function is flat/,
    remedy: 'relu, with He initialisation, rate 0.1',
    mended: activation('relu'),
  },
  {
    finding: 'vanishing gradient',
    notation: net(`${hidden(8, 'dense 16; sigmoid')}; `),
    train: 'rate:0.1,batch:4',
    seen: /the gradient of dense1.weight is [\d.e−]+ times/,
    why: /small slopes/,
    remedy: 'relu, with He initialisation',
    helps: 'less',
    mended: runs(`${hidden(8, 'dense 16 init=he; relu')}; dense 10 init=he`),
  },
  {
    finding: 'vanishing gradient',
    notation: net(`${hidden(8, 'dense 16; sigmoid')}; `),
    train: 'rate:0.1,batch:4',
    seen: /the gradient of dense1.weight is [\d.e−]+ times/,
    why: /small slopes/,
    remedy: /^Xavier initialisation at gain 4/,
    mended: runs(`${hidden(8, 'dense 16 init=xavier gain=4; sigmoid')}; dense 10 init=xavier gain=4`),
  },
  {
    finding: 'vanishing gradient',
    notation: net(`${hidden(8, 'dense 16; sigmoid')}; `),
    train: 'rate:0.1,batch:4',
    seen: /the gradient of dense1.weight is [\d.e−]+ times/,
    why: /small slopes/,
    remedy: 'BatchNorm before every activation',
    mended: runs(`${hidden(8, 'dense 16; batchnorm; sigmoid')}; dense 10`),
  },
  {
    finding: 'vanishing gradient',
    notation: net(`${hidden(8, 'dense 16; sigmoid')}; `),
    train: 'rate:0.1,batch:4',
    seen: /the gradient of dense1.weight is [\d.e−]+ times/,
    why: /small slopes/,
    remedy: 'Residual links past 7 layers',
    mended: runs(
      'dense 16; sigmoid; dense 16; sigmoid; add sigmoid1; dense 16; sigmoid; add add1; dense 16; sigmoid; add add2',
    ),
  },
  {
    finding: 'vanishing gradient',
    notation: net(`${hidden(8, 'dense 16; sigmoid')}; `),
    train: 'rate:0.1,batch:4',
    seen: /the gradient of dense1.weight is [\d.e−]+ times/,
    why: /small slopes/,
    remedy: 'Gates past 7 layers',
    mended: runs(
      'dense 16; x1: sigmoid; dense 16; h1: sigmoid; from x1; dense 16; sigmoid; mul h1; y1: add x1; dense 16; h2: sigmoid; from y1; dense 16; sigmoid; mul h2; y2: add y1',
    ),
  },
  {
    finding: 'exploding gradient',
    notation: net(`${hidden(6, 'dense 32 init=he gain=4; relu')}; `),
    train: 'rate:0.000001,batch:4',
    seen: /gradient of dense\d.weight is [\d.,e]+ times as long/,
    why: /product is huge/,
    remedy: 'Clip gradients to length 1, rate 0.1',
    mended: chip('Clip the gradient’s length 1'),
  },
  {
    finding: 'exploding gradient',
    notation: net(`${hidden(6, 'dense 32 init=he gain=4; relu')}; `),
    train: 'rate:0.000001,batch:4',
    seen: /gradient of dense\d.weight is [\d.,e]+ times as long/,
    why: /product is huge/,
    remedy: 'Keep each unit’s weights within length 3',
    helps: 'less',
    mended: chip('Longest weight vector 3'),
  },
  {
    finding: 'exploding gradient',
    notation: net(`${hidden(6, 'dense 32 init=he gain=4; relu')}; `),
    train: 'rate:0.000001,batch:4',
    seen: /gradient of dense\d.weight is [\d.,e]+ times as long/,
    why: /product is huge/,
    remedy: /weight decay \(L2\) of 1,?000/, // how each helps, remedies.test.ts measures
    helps: 'as set',
    mended: chip(/L2 1,?000/),
  },
  {
    finding: 'steps too large',
    notation: net('dense 16; tanh; '),
    train: 'rate:30,batch:4',
    seen: /One step changed dense\d.weight by (> )?[\d.,]+ %/,
    why: /healthy step/,
    remedy: 'Let the rate fall along a cosine until step 1,000',
    helps: 'as set',
    mended: chip('cosine'),
  },
  {
    finding: 'steps too large',
    notation: net('dense 16; tanh; '),
    train: 'rate:30,batch:4',
    seen: /One step changed dense\d.weight by (> )?[\d.,]+ %/,
    why: /healthy step/,
    remedy: 'Set the rate to 3',
    mended: chip('Learning rate 3'),
  },
  {
    finding: 'diverging',
    notation: net(''),
    train: 'rate:100,batch:4',
    seen: /times what it was at the start/,
    why: /jump across the valley/,
    remedy: 'Go back, rate 0.1',
    mended: (page) =>
      page
        .getByRole('group', { name: 'Changed settings' })
        .getByText('Learning rate')
        .waitFor({ state: 'hidden' }),
  },
  {
    finding: 'plateau',
    notation: net(''),
    train: 'rate:0.0000001,batch:1',
    slow: 800,
    seen: /training loss fell by only/,
    why: /stopped falling/,
    remedy: /Set the rate to/, // of which a step moves the weights by about a thousandth
    more: 800,
    mended: chip(/Learning rate 0\.\d+/),
  },
  {
    finding: 'overfitting',
    notation: net('dense 32; relu; '),
    train: 'optimizer:adam,rate:0.01,batch:32',
    slow: 300,
    seen: /test loss is [\d.,e+]+ times its lowest value/,
    why: /by heart/,
    remedy: /Back to step \d+/,
    helps: 'at once',
    mended: (page) => expect.poll(() => steps(page), { timeout: 20_000 }).toBeLessThan(200),
  },
  {
    finding: 'copies',
    notation: net('dense 16 init=zero; tanh; ').replace('dense 10', 'dense 10 init=zero'),
    train: 'batch:4',
    seen: /^16 units of dense1.weight are the same/,
    why: /stay equal for ever/,
    remedy: 'Start again with random weights',
    mended: async (page) => {
      await expect.poll(() => steps(page), { timeout: 20_000 }).toBe(0);
      await press(page, '1 step');
      await expect.poll(() => steps(page), { timeout: 20_000 }).toBe(1);
      await page.getByRole('button', { name: 'copies' }).waitFor({ state: 'hidden' });
    },
  },
];

test('units that sleep at the start are no dead ReLUs; those that training killed, or did not wake, are', () => {
  const score = { loss: 2.3, accuracy: 0.1 };
  const at = (step: number, silent: number): Scored => ({
    step,
    samples: 0,
    epoch: 0,
    seconds: 0,
    train: score,
    validation: undefined,
    test: score,
    health: { measures: [], activity: [{ row: 2, units: 16, silent, flat: 0.5 }], twins: [] },
  });
  const found = (...scores: Scored[]) =>
    diagnose(scores, [{ row: 2, op: 'relu', name: 'relu1' }], [], {}).map(({ kind }) => kind);
  expect(found(at(0, 6), at(2, 6))).toEqual([]);
  expect(found(at(0, 2), at(2, 6))).toEqual(['dead']);
  expect(found(at(0, 6), at(50, 6))).toEqual(['dead']);
  expect(found(at(0, 4), at(50, 4))).toEqual([]);
});

test('a plateau that dead, flat or equal units explain is no finding of its own: no rate mends it', () => {
  const score = { loss: 2.3, accuracy: 0.1 };
  const found = (silent: number, flat: number, twins: number, op: string) => {
    const at = (step: number): Scored => ({
      step,
      samples: 0,
      epoch: 0,
      seconds: 0,
      train: score,
      validation: undefined,
      test: score,
      health: { measures: [], activity: [{ row: 2, units: 16, silent, flat }], twins: [twins] },
    });
    return diagnose(
      [at(0), at(400), at(800)],
      [{ row: 2, op, name: 'it' }],
      [{ name: 'w', size: 4, rank: 2 }],
      {},
    ).map(({ kind }) => kind);
  };
  expect(found(0, 0, 0, 'relu')).toEqual(['plateau']);
  expect(found(6, 0, 0, 'relu')).toEqual(['dead', 'plateau']); // the others could learn
  expect(found(16, 1, 0, 'relu')).toEqual(['dead']);
  expect(found(0, 1, 0, 'tanh')).toEqual(['saturated']);
  expect(found(0, 0, 16, 'tanh')).toEqual(['symmetric']);
});

test('a fault is gone back from to weights that were sound yet, not to those that were ruined but finite', () => {
  const at = (step: number, loss: number): Scored => ({
    step,
    samples: 0,
    epoch: 0,
    seconds: 0,
    train: { loss, accuracy: 0.1 },
    validation: undefined,
    test: undefined,
    health: undefined,
  });
  const back = (...losses: number[]) =>
    soundBefore(
      losses.map((loss, step) => at(step, loss)),
      losses.length,
    );
  expect(back(700, 9e3, 4e5, 1e19, Number.NaN)).toBe(0);
  expect(back(2.3, 0.4, 0.5, 90, Number.POSITIVE_INFINITY)).toBe(2);
  expect(back(2.3, 2.1, Number.NaN)).toBe(1);
  expect(soundBefore([at(0, 2), at(1, 1), at(2, 1)], 2)).toBe(1);
  expect(soundBefore([], 3)).toBe(0);
});

test.each(CASES)(
  '$finding: $remedy',
  { timeout: 90_000 },
  async ({ finding, notation, train, slow, ...rest }) => {
    const query = new URLSearchParams({ view: 'train', model: 'own', notation, train, digits: '100' });
    const { page, troubles, close } = await open(query.toString(), {}, 'train');
    const leave = async () => {
      expect(troubles).toEqual([]);
      await close();
    };
    await forget(page);
    const button = page.getByRole('group', { name: 'Findings' }).getByRole('button', { name: finding });
    if (slow) {
      await trained(page, slow); // what is found stands still
    }
    // By single steps: at full speed a finding may come and go.
    for (let step = 1; !slow && step <= 10 && (await button.count()) === 0; step++) {
      await press(page, '1 step');
      await expect.poll(() => steps(page), { timeout: 20_000 }).toBe(step);
    }
    await button.click();
    const card = page.getByRole('group', { name: 'Findings' }).getByRole('status');
    await card.getByText(rest.seen).waitFor();
    await card.getByText(rest.why).waitFor();
    const before = measured((await card.textContent()) ?? '');
    if (rest.helps === 'less') expect(before).toBeGreaterThan(0);
    await card.getByRole('button', { name: rest.remedy }).first().click();
    await rest.mended(page);
    if (rest.helps === 'as set') return void (await leave());
    if (rest.helps === 'less') await epochs(page, 3);
    else if (rest.helps !== 'at once') await trained(page, (await steps(page)) + (rest.more ?? 60));
    if (rest.helps === 'less' && (await button.count()) > 0) {
      // The card may have stayed open, and is written anew with each score.
      const vanishing = finding === 'vanishing gradient';
      const now = async () => {
        if ((await button.count()) === 0) return vanishing ? Number.POSITIVE_INFINITY : 0; // no longer found
        if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
        const text = (await card.count()) > 0 ? ((await card.textContent()) ?? '') : '';
        return / (%|times)/.test(text) ? measured(text) : Number.NaN;
      };
      if (vanishing) await expect.poll(now).toBeGreaterThan(10 * before);
      else await expect.poll(now).toBeLessThan(0.7 * before);
    } else await expect.poll(() => button.count(), { timeout: 5_000 }).toBe(0);
    await leave();
  },
);

test('a net whose first steps are beyond all numbers is mended by its button, pressed as often as it is there', {
  timeout: 90_000,
}, async () => {
  const notation = net(`${hidden(6, 'dense 32 init=he gain=3; relu')}; `);
  const query = new URLSearchParams({ view: 'train', model: 'own', notation, digits: '100' });
  const { page, troubles, close } = await open(query.toString(), {}, 'train');
  await forget(page);
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  const mend = page.getByRole('button', { name: 'Go back and divide the rate by 10' });
  const onward = page.getByRole('button', { name: /^(Teach it|Go on)$/ });
  await onward.click();
  await mend.waitFor({ timeout: 20_000 });
  for (let press = 0; press < 5 && (await mend.count()) > 0; press++) {
    await mend.click();
    await mend.waitFor({ state: 'detached' });
    await onward.click();
    await expect
      .poll(async () => (await mend.count()) > 0 || (await steps(page)) > 100, { timeout: 20_000 })
      .toBe(true);
  }
  expect(await steps(page)).toBeGreaterThan(100);
  await press(page, 'Pause');
  expect(troubles).toEqual([]);
  await close();
});

test('a remedy that begins anew can be taken back: net, weights and settings are as they were', {
  timeout: 90_000,
}, async () => {
  const notation = net('dense 16; relu; ');
  const query = new URLSearchParams({
    view: 'train',
    model: 'own',
    notation,
    train: 'rate:20,batch:4',
    digits: '100',
  });
  const { page, troubles, close } = await open(query.toString(), {}, 'train');
  await forget(page);
  await trained(page, 60);
  const bars = () => page.getByRole('list', { name: /^Probability/ }).textContent();
  const before = await bars();
  await page.getByRole('group', { name: 'Findings' }).getByRole('button', { name: 'dead ReLUs' }).click();
  await page.getByRole('button', { name: 'Switch to leaky_relu, rate 0.1' }).click();
  await activation('leaky_relu')(page);
  expect(await bars()).not.toBe(before);
  await page.getByRole('group', { name: 'Training' }).getByRole('button', { name: 'Undo' }).click();
  await activation('relu')(page);
  await chip('Learning rate 20')(page);
  await expect.poll(bars).toBe(before);
  expect(troubles).toEqual([]);
  await close();
});
