// Step on the run's mini-batch with other losses and operations: every opened number is its sum, and agrees with
// differences.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, frames, open } from './page';
import { card, checkDifference, checkSum, direction, openCell, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const NETS: readonly [name: string, notation: string, weight: RegExp, delta: RegExp][] = [
  [
    'softmax and mse',
    'in 1 28 28; flatten; dense 12; relu; dense 10; softmax; mse',
    /^∂L\/∂dense2.weight:/,
    /^δ softmax1:/,
  ],
  [
    'batch norm and dropout',
    'in 1 28 28; flatten; dense 12; batchnorm; relu; dropout 0.3; dense 10; softmax_ce',
    /^∂L\/∂batchnorm1.weight:/,
    /^δ dense1:/,
  ],
  [
    'layer norm',
    'in 1 28 28; flatten; dense 12; layernorm; gelu; dense 10; softmax_ce',
    /^∂L\/∂layernorm1.weight:/,
    /^δ dense1:/,
  ],
  [
    'add and concat',
    'in 1 28 28; flatten; a: dense 12; ta: tanh; b: dense 12; tb: tanh; add ta; concat tb; dense 10; softmax_ce',
    /^∂L\/∂a.weight:/,
    /^δ (concat1|add1):/,
  ],
];

test.each(NETS)('%s', { timeout: 120_000 }, async (_name, notation, weight, delta) => {
  const hash = `view=step&model=own&digits=1000&train=batch:6&notation=${encodeURIComponent(notation)}`;
  const { page, troubles, close } = await open(hash, {}, 'step');
  await page.getByRole('button', { name: 'Mini-batch' }).click();
  const samples = page.getByRole('list', { name: 'Samples of the mini-batch' });
  await samples.waitFor({ timeout: 60_000 });
  expect(await samples.getByRole('button').count()).toBe(6);
  await direction(page);
  for (const tensor of [weight, delta]) {
    // To the operation that makes it.
    for (let i = 0; i < 12 && (await page.getByRole('slider', { name: tensor }).count()) === 0; i++)
      await transport(page).getByRole('button', { name: 'One operation back' }).click();
    await openCell(page, tensor, 2);
    await checkSum(page);
    if (tensor === weight) await checkDifference(page);
    await page.keyboard.press('Escape');
    await card(page).waitFor({ state: 'hidden' });
  }
  if (/mse/.test(notation)) {
    const table = page.getByRole('table', { name: 'Answer, target and δ, class by class' });
    await table.getByRole('columnheader', { name: 'δ = 2(x − y) / (10·6)' }).waitFor();
    const widths = await table
      .locator('[data-share]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-share')));
    expect(widths.reduce((sum, each) => sum + Number(each), 0)).toBeCloseTo(1, 5);
  }
  await direction(page);
  await transport(page).getByRole('button', { name: 'Step' }).click();
  await page.getByText('Train goes on from step 1').waitFor();
  await frames(page);
  expect(troubles).toEqual([]);
  await close();
});
