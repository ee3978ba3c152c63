// Step and Train are one run: what is stepped under the glass is the run's own step, and can be taken back.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, drawWithMouse, end, frames, type Opened, open, SEVEN } from './page';
import { learnt } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 60_000 };
const FEW = 'digits=1000';

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const toView = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: true }).click();
const tape = (page: Page) => page.getByRole('group', { name: 'Along the tape, forwards and back' });
const samples = (page: Page) => page.getByRole('list', { name: 'Samples of the mini-batch' });
const place = (page: Page) => page.locator('gn-step-view .bar [role=status]');

async function stepsOf(page: Page): Promise<number> {
  return Number(((await page.locator('gn-transport .now b').textContent()) ?? '').replaceAll(',', ''));
}

const until = (page: Page, steps: number) => expect.poll(() => stepsOf(page), LONG).toBe(steps);

async function oneStep(page: Page): Promise<string> {
  const before = await stepsOf(page);
  await press(page, '1 step');
  await until(page, before + 1);
  return learnt(page);
}

// A run of so many steps, in Train.
async function trained(steps: number, more = ''): Promise<Opened> {
  const opened = await open(`view=train&${FEW}&${more}`, {}, 'train');
  const { page } = opened;
  await press(page, 'Forget everything');
  await page.getByRole('button', { name: 'Teach it' }).and(page.locator('.primary')).waitFor();
  for (let i = 0; i < steps; i++) await oneStep(page);
  return opened;
}

async function direction(page: Page): Promise<void> {
  await tape(page).getByRole('button', { name: 'Direction' }).click();
  await frames(page);
}

const step = (page: Page) => tape(page).getByRole('button', { name: 'Step' }).click();

async function looked(opened: Opened, run: (page: Page) => Promise<void>): Promise<void> {
  try {
    await run(opened.page);
    expect(opened.troubles).toEqual([]);
  } finally {
    await opened.close();
  }
}

describe('a step in Step is the run’s own', () => {
  test.each([
    ['sgd', ''],
    [
      'adam, clipped, with a schedule',
      'train=optimizer:adam,rate:0.002,l2:0.01,clip_norm:0.5,schedule:exponential,step_every:3',
    ],
    [
      'augmented, with samples held out and noisy labels',
      'train=augmented:1,batch:20&validation=0.2&labelNoise=0.3',
    ],
  ])('%s', { timeout: 120_000 }, async (_name, settings) => {
    const wanted: string[] = [];
    await looked(await trained(4, settings), async (page) => {
      for (let i = 0; i < 3; i++) wanted.push(await oneStep(page));
    });
    await looked(await trained(4, settings), async (page) => {
      await toView(page, 'Step');
      await samples(page).waitFor();
      await direction(page);
      const before = await learnt(page);
      await step(page);
      await page.getByText('Train goes on from step 5').waitFor();
      expect(await learnt(page)).toBe(wanted[0]);
      await press(page, 'On, with the next batch');
      await direction(page);
      await step(page);
      await expect.poll(() => learnt(page)).toBe(wanted[1]);
      await toView(page, 'Train');
      await until(page, 6);
      expect(await oneStep(page)).toBe(wanted[2]);
      // Back in time it is the same run.
      await page.getByRole('slider', { name: 'Back in time' }).fill('4');
      await until(page, 4);
      expect(await learnt(page)).toBe(before);
    });
  });

  test('the batch is the next of Train, told by its place', { timeout: 90_000 }, async () => {
    await looked(await trained(3), async (page) => {
      await toView(page, 'Step');
      await expect
        .poll(() => place(page).textContent())
        .toBe('Next in your run: batch 4 of epoch 1, samples 97–128.');
      expect(await samples(page).getByRole('button').count()).toBe(32);
      await toView(page, 'Train');
      await press(page, '1 epoch');
      await until(page, 32); // 1,000 samples
      await toView(page, 'Step');
      await expect
        .poll(() => place(page).textContent())
        .toBe('Next in your run: batch 1 of epoch 2, samples 1–32.');
      await page.getByText('As one tensor: [32, 1, 28, 28].').waitFor();
      // The last batch of 1,000 samples is what is left.
      await toView(page, 'Train');
      await page.getByRole('slider', { name: 'Back in time' }).fill('31');
      await until(page, 31);
      await toView(page, 'Step');
      await expect
        .poll(() => place(page).textContent())
        .toBe('Next in your run: batch 32 of epoch 1, samples 993–1,000.');
      await page.getByText('As one tensor: [8, 1, 28, 28].').waitFor();
    });
  });

  test('a run that goes is paused; of a step that Train has done in part all of it is looked at', {
    timeout: 90_000,
  }, async () => {
    await looked(await trained(2), async (page) => {
      for (let i = 0; i < 3; i++) await press(page, '1 operation');
      await toView(page, 'Step');
      await expect.poll(() => place(page).textContent()).toMatch(/batch 3 of epoch 1/);
      await direction(page);
      await step(page);
      await page.getByText('Train goes on from step 3').waitFor();
      const made = await learnt(page);
      await looked(await trained(2), async (other) => expect(await oneStep(other)).toBe(made));
      await toView(page, 'Train');
      await until(page, 3);
      await page.getByRole('slider', { name: 'Speed' }).fill('2'); // five steps a second
      await press(page, 'Go on');
      await expect.poll(() => stepsOf(page)).toBeGreaterThan(4);
      await toView(page, 'Step');
      await expect.poll(() => place(page).textContent()).toMatch(/batch \d+ of/);
      await page.waitForTimeout(400); // the word to pause may cross a step that is under way
      const batch = Number(/batch (\d+)/.exec((await place(page).textContent()) ?? '')?.[1]);
      await page.waitForTimeout(700);
      expect(await place(page).textContent()).toContain(`batch ${batch} of`);
      await toView(page, 'Train');
      await until(page, batch - 1);
    });
  });

  test('undone, the run is where it was; settings chosen here go with the step and come back with it', {
    timeout: 90_000,
  }, async () => {
    await looked(await trained(3), async (page) => {
      const at3 = await learnt(page);
      await toView(page, 'Step');
      await samples(page).waitFor();
      await direction(page);
      await press(page, 'Next operation');
      await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('Adam');
      await page.getByText('With the step, your run takes it over').waitFor();
      await page.getByRole('combobox', { name: 'Samples' }).selectOption('8');
      await expect.poll(() => samples(page).getByRole('button').count()).toBe(8);
      await step(page);
      const at4 = await learnt(page);
      expect(at4).not.toBe(at3);
      await press(page, 'On, with the next batch');
      await expect.poll(() => place(page).textContent()).toMatch(/samples 105–112/);
      await toView(page, 'Train');
      await until(page, 4);
      await expect.poll(() => decodeURIComponent(page.url())).toMatch(/optimizer:adam/);
      await toView(page, 'Step');
      await samples(page).waitFor();
      expect(await learnt(page)).toBe(at4);
      await press(page, 'To the end');
      await press(page, 'Undo the step');
      await expect.poll(() => learnt(page)).toBe(at3);
      await expect.poll(() => place(page).textContent()).toMatch(/samples 97–104/);
      await toView(page, 'Train');
      await until(page, 3);
      await expect.poll(() => decodeURIComponent(page.url())).not.toMatch(/optimizer:adam|batch:8/);
      // As if it had never been.
      const plain = await oneStep(page);
      await looked(await trained(3), async (other) => expect(await oneStep(other)).toBe(plain));
    });
  });

  test('a batch of hundreds is stepped whole, its samples page by page, to the bits of Train', {
    timeout: 90_000,
  }, async () => {
    await looked(await trained(1, 'train=batch:400,optimizer:adam,rate:0.002'), async (page) => {
      await toView(page, 'Step');
      await page.getByText('Samples 1–128 of 400, all of them in this step').waitFor();
      expect(await samples(page).getByRole('button').count()).toBe(128);
      for (let i = 0; i < 3; i++) await press(page, 'Samples after these');
      await page.getByText('Samples 385–400 of 400').waitFor();
      expect(await samples(page).getByRole('button').count()).toBe(16);
      expect(await page.getByRole('button', { name: 'Samples after these' }).isDisabled()).toBe(true);
      await samples(page)
        .getByRole('button', { name: /^Sample 400 \(\d\): loss [\d.]+$/ })
        .click();
      await direction(page);
      await step(page);
      await page.getByText('Train goes on from step 2').waitFor();
      const made = await learnt(page);
      await toView(page, 'Train');
      await until(page, 2);
      expect(await learnt(page)).toBe(made);
      await page.getByRole('slider', { name: 'Back in time' }).fill('1');
      await until(page, 1);
      expect(await oneStep(page)).toBe(made);
    });
  });

  test('LeNet is stepped with 512 samples at once', { timeout: 120_000 }, async () => {
    await looked(await trained(1, 'model=lenet5&train=batch:32'), async (page) => {
      await toView(page, 'Step');
      await page.getByRole('combobox', { name: 'Samples', exact: true }).selectOption('512');
      await page.getByText('As one tensor: [512, 1, 28, 28].').waitFor({ timeout: 30_000 });
      await direction(page);
      await step(page);
      await page.getByText('Train goes on from step 2').waitFor();
    });
  });

  test('of a batch too large for the glass the step takes the first, and the run’s batch stays', {
    timeout: 90_000,
  }, async () => {
    const wide = encodeURIComponent('in 1 28 28; conv 40 5; relu; maxpool 4; flatten; dense 10; softmax_ce');
    const opened = await open(`view=train&${FEW}&model=own&notation=${wide}&train=batch:900`, {}, 'train');
    await looked(opened, async (page) => {
      await oneStep(page);
      await toView(page, 'Step');
      await page
        .getByText(/Your run takes 900 samples a step; this step takes the first \d{3} of them\./)
        .waitFor();
      // Why, with the numbers.
      const said = (await page.getByText(/At most \d{3} samples here/).textContent()) ?? '';
      const [, most, each, room] = /At most (\d+) samples .* takes (\d+) kB .* and (\d+) MB/.exec(said) ?? [];
      expect(Number(most) * Number(each)).toBeLessThanOrEqual(1024 * Number(room) * 1.01);
      expect((Number(most) + 1) * Number(each)).toBeGreaterThan(1024 * Number(room));
      const sizes = await page
        .getByRole('combobox', { name: 'Samples', exact: true })
        .locator('option')
        .allTextContents();
      expect(sizes.at(-1)?.trim()).toBe(most);
      await direction(page);
      await step(page);
      await page.getByText('Train goes on from step 2').waitFor();
      await toView(page, 'Train');
      await until(page, 2);
      await expect.poll(() => page.getByRole('textbox', { name: 'Batch size' }).inputValue()).toBe('900');
    });
  });
});

test('a run from untrained weights is kept as one from its seed, and begins with the very weights on show', {
  timeout: 60_000,
}, async () => {
  await looked(await open(`view=train&${FEW}&weights=untrained&seed=7`, {}, 'train'), async (page) => {
    const shown = await learnt(page);
    await oneStep(page);
    await press(page, 'Runs');
    await page.getByText(/784-16-16-10 ·\s+1 step ·\s+Training samples [\d,]+ ·\s+seed 7/).waitFor();
    expect(await page.getByText('from trained weights').count()).toBe(0);
    await press(page, 'Rerun');
    await page.getByText(/^\s*The same to the last bit/).waitFor(LONG);
    await page.getByRole('button', { name: 'Rewind' }).click();
    await until(page, 0);
    expect(await learnt(page)).toBe(shown);
  });
});

test('without a run the mini-batch begins one: its first, at the weights on show', {
  timeout: 90_000,
}, async () => {
  const opened = await open(`${FEW}&weights=untrained`);
  await looked(opened, async (page) => {
    await toView(page, 'Step');
    await press(page, 'Mini-batch');
    await expect
      .poll(() => place(page).textContent(), LONG)
      .toBe('Next in your run: batch 1 of epoch 1, samples 1–32.');
    await direction(page);
    await step(page);
    await page.getByText('Train goes on from step 1').waitFor();
    const made = await learnt(page);
    await toView(page, 'Train');
    await until(page, 1);
    expect(await learnt(page)).toBe(made);
  });
});

test('a step on one’s own digit is a change by hand of the run, which reruns to the same bits; undone, it never was', {
  timeout: 120_000,
}, async () => {
  await looked(await trained(3, 'train=optimizer:adam,rate:0.002'), async (page) => {
    const at3 = await learnt(page);
    await toView(page, 'Draw');
    await press(page, 'Clear');
    await drawWithMouse(page, SEVEN);
    await toView(page, 'Step');
    await press(page, 'This digit');
    await page.getByText('Goes on from your run, step 3').waitFor();
    await page.getByRole('combobox', { name: 'The right answer is' }).selectOption('2');
    const line = async (name: string) =>
      Number(await page.locator(`gn-update [data-line="${name}"]`).getAttribute('data-value'));
    for (let i = 0; i < 2; i++) {
      await direction(page);
      await step(page);
      await page.getByText('a change by hand, at step 3').waitFor();
      if (i === 0) await press(page, 'Again, with the new weights');
    }
    expect(await line('m')).not.toBe(0);
    const byHand = await learnt(page);
    expect(byHand).not.toBe(at3);
    await toView(page, 'Train');
    await until(page, 3);
    const on = await oneStep(page);
    await press(page, 'Runs');
    await page.getByRole('listitem').getByText('changes by hand: 1').first().waitFor(LONG);
    await press(page, 'Rerun');
    await page.getByText(/^\s*The same to the last bit/).waitFor(LONG);
    // The program for PyTorch has the digit, and makes both steps itself.
    await press(page, 'Export');
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: /^PyTorch/ }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/pytorch\.zip$/);
    const archive = readFileSync(await download.path());
    expect(archive.includes('step-3.shown.safetensors')).toBe(true);
    expect(archive.includes('"pixels":{"dtype":"F32","shape":[2,784]')).toBe(true);
    expect(archive.includes('3: [("shown", "step-3.shown.safetensors", "step-3.safetensors")]')).toBe(true);
    expect(await page.getByText(/The drawing itself is not in it/).count()).toBe(0);
    await page.getByRole('slider', { name: 'Back in time' }).fill('3');
    await until(page, 3);
    await expect.poll(() => learnt(page)).toBe(byHand);
    await toView(page, 'Step');
    await press(page, 'This digit');
    for (let i = 0; i < 2; i++) await press(page, 'Undo the step');
    await expect.poll(() => learnt(page)).toBe(at3);
    await toView(page, 'Train');
    await until(page, 3);
    const plain = await oneStep(page);
    expect(plain).not.toBe(on);
    await looked(await trained(3, 'train=optimizer:adam,rate:0.002'), async (other) =>
      expect(await oneStep(other)).toBe(plain),
    );
  });
});

test('the language changes in the middle of a step: place, card and step stay', {
  timeout: 90_000,
}, async () => {
  await looked(await trained(2), async (page) => {
    await toView(page, 'Step');
    await samples(page).waitFor();
    await samples(page).getByRole('button').nth(3).click();
    await direction(page);
    await page.getByRole('list', { name: 'Worth changing most' }).getByRole('button').first().click();
    const number = () => page.locator('gn-cards [data-number]').first().getAttribute('data-number');
    const before = [await number(), await learnt(page)];
    await press(page, '中文');
    await expect.poll(() => place(page).textContent()).toBe('接着你的训练：第 1 轮第 3 批，样本 65–96。');
    expect([await number(), await learnt(page)]).toEqual(before);
    expect(
      await page
        .getByRole('list', { name: '小批量里的样本' })
        .getByRole('button')
        .nth(3)
        .getAttribute('aria-pressed'),
    ).toBe('true');
    await page
      .getByRole('group', { name: '沿运算序列前进、后退' })
      .getByRole('button', { name: '走一步' })
      .click();
    await page.getByText('回到“训练”会从第 3 步继续').waitFor();
    const made = await learnt(page);
    await press(page, /EN, English/);
    await page.getByText('Train goes on from step 3').waitFor();
    expect(await learnt(page)).toBe(made);
    await press(page, 'Undo the step');
    await expect.poll(() => learnt(page)).toBe(before[1]);
  });
});

test('the run’s worker is killed in the middle of a step: it is said, the step goes on, a new run begins from there', {
  timeout: 120_000,
}, async () => {
  const { page, close } = await trained(2);
  await toView(page, 'Step');
  await samples(page).waitFor();
  await direction(page);
  for (const worker of page.workers()) await worker.evaluate(() => globalThis.close()).catch(() => undefined);
  const alert = page.getByRole('alert').filter({ hasText: 'The browser ended the training' });
  await alert.waitFor({ timeout: 30_000 });
  const before = await learnt(page);
  expect(await samples(page).getByRole('button').count()).toBe(32);
  await step(page);
  await page.getByText('Draw runs with them').waitFor();
  const made = await learnt(page);
  expect(made).not.toBe(before);
  await press(page, 'Start the run again');
  await expect.poll(() => alert.count()).toBe(0);
  await expect.poll(() => place(page).textContent(), LONG).toMatch(/batch 1 of epoch 1/);
  expect(await learnt(page)).toBe(made);
  await direction(page);
  await step(page);
  await page.getByText('Train goes on from step 1').waitFor();
  await close();
});

test.each([1, 2])(
  'twenty quick presses of whatever can be pressed leave one run, draw %i',
  {
    timeout: 180_000,
  },
  async (seed) => {
    let drawn = seed;
    const draw = (below: number) => {
      drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
      return (drawn >> 8) % below;
    };
    let steps = 0;
    let reached = '';
    await looked(await trained(3), async (page) => {
      await toView(page, 'Step');
      await samples(page).waitFor();
      const buttons = page.locator('gn-tape button:enabled, gn-update .actions button:enabled');
      await direction(page);
      for (let i = 0; i < 20; i++) {
        // Every other time one of those that change something, if there is one.
        const weighty = page.locator('gn-tape, gn-update').getByRole('button', {
          name: /^(Direction|Step|On, with the next batch|Undo the step)$/,
          disabled: false,
        });
        const all = i % 2 === 0 && (await weighty.count()) > 0 ? weighty : buttons;
        await all
          .nth(draw(await all.count()))
          .dispatchEvent('click', {}, { timeout: 2000 })
          .catch(() => undefined);
      }
      const shown = () => place(page).textContent();
      await expect.poll(shown).toMatch(/batch \d+ of epoch 1/);
      await page.waitForTimeout(500);
      const words = (await shown()) ?? '';
      const batch = Number(/batch (\d+)/.exec(words)?.[1]);
      steps = words.startsWith('Your run has taken') ? batch : batch - 1;
      await toView(page, 'Train');
      await until(page, steps);
      reached = await learnt(page);
    });
    expect(steps).toBeGreaterThan(3);
    await looked(await trained(steps - 1), async (page) => expect(await oneStep(page)).toBe(reached));
  },
);

test('where the training digits cannot be had, that is said, and test digits stand in', {
  timeout: 90_000,
}, async () => {
  const { page, close } = await open('weights=untrained');
  await page.route(/mnist\/train/, (route) => route.abort());
  await toView(page, 'Step');
  await press(page, 'Mini-batch');
  await page.getByRole('alert').filter({ hasText: 'could not be fetched' }).waitFor({ timeout: 30_000 });
  await expect.poll(() => place(page).textContent(), LONG).toBe('Of the test set instead: digits 1–32.');
  const before = await learnt(page);
  await direction(page);
  await step(page);
  await page.getByText('Draw runs with them').waitFor();
  expect(await learnt(page)).not.toBe(before);
  await press(page, 'On, with the next batch');
  await expect.poll(() => place(page).textContent()).toBe('Of the test set instead: digits 33–64.');
  await press(page, 'To the end');
  await press(page, 'Undo the step');
  await expect.poll(() => learnt(page)).toBe(before);
  await expect.poll(() => place(page).textContent()).toBe('Of the test set instead: digits 1–32.');
  // When they come after all, there is a run.
  await page.unroute(/mnist\/train/);
  await press(page, 'Start the run again');
  await expect.poll(() => place(page).textContent(), LONG).toMatch(/^Next in your run: batch 1/);
  await close();
});

test('Direction changes no weight, and Step can be pressed only when it is known', LONG, async () => {
  await looked(await open('view=step&digits=1000', {}, 'step'), async (page) => {
    const down = tape(page).getByRole('button', { name: 'Step', exact: true });
    const before = await learnt(page);
    expect(await down.isDisabled()).toBe(true);
    await direction(page);
    expect(await learnt(page)).toBe(before);
    expect(await down.isEnabled()).toBe(true);
    await press(page, 'One operation back');
    await frames(page);
    expect(await down.isDisabled()).toBe(true);
    await direction(page);
    await down.click();
    await expect.poll(() => learnt(page)).not.toBe(before);
    expect(await down.isDisabled()).toBe(true); // made once
    await press(page, 'Undo the step');
    await expect.poll(() => learnt(page)).toBe(before);
  });
});
