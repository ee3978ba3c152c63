// "Take to the playground": each kind of widget goes on in the view where it belongs, and what was there comes back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG, PATIENT, press } from './lesson-page';
import { answer, begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

const KINDS = [
  ['01-a-picture-is-numbers', 'moved', 'draw', 'change=5%2C0%2C0%2C1%2C0'],
  ['06-what-a-gradient-is', 'dial', 'slopes', 'slopes=direction'],
  ['09-backpropagation', 'nudge', 'step', 'rate%3A0.001'],
  ['10-mini-batches', 'race', 'race', 'race=batch'],
  ['03-one-neuron', 'hand', 'points', 'pointsNet=in+2'],
  ['18-tokens', 'letters', 'text', 'textOwn=strawberry'],
  ['19-words-to-vectors', 'apart', 'vectors', 'vectorsText=wine'],
  ['19-words-to-vectors', 'read', 'words', ''],
  ['21-self-attention', 'even', 'rewrite', ''],
  ['22-a-tiny-gpt', 'guess', 'gpt', ''],
] as const;

test(
  'a step of each kind opens in its view, with what the lesson had; what was there is put back',
  LONG,
  async () => {
    const { page, troubles, close } = await open('view=draw&model=lenet5&digit=4');
    const hash = () => page.evaluate(() => location.hash);
    const own = async () => (await hash()).replace(/race=[^&]*&/, ''); // Compare writes down the usual ways where there are none
    for (const [lesson, step, view, told] of KINDS) {
      await page.evaluate(
        ([lesson, step]) => {
          location.hash = `v=1&view=lessons&model=lenet5&lesson=${lesson}&lessonStep=${step}`;
        },
        [lesson, step],
      );
      await page.locator('gn-lesson .rows').waitFor(PATIENT);
      await expect.poll(hash, PATIENT).toContain(`lessonStep=${step}`);
      const before = await own();
      await press(page, 'Take to the playground');
      await page.locator(`gn-${view}-view`).waitFor(PATIENT);
      const taken = await hash();
      if (view !== 'draw') expect(taken).toContain(`view=${view}`);
      if (view !== 'draw') expect(taken, view).toContain(told);
      await press(page, 'Put mine back');
      await page.locator('gn-lesson .rows').waitFor(PATIENT);
      await expect.poll(own, PATIENT).toBe(before);
    }
    await page.getByRole('button', { name: 'Draw', exact: true }).first().click();
    await page.getByRole('application').waitFor();
    await expect.poll(async () => (await answer(page)).digit, PATIENT).toBe(4); // its drawing, by its net
    expect(await hash()).toContain('model=lenet5');
    expect(troubles).toEqual([]);
    await close();
  },
);

test('what points had been learnt of goes along, and what was learnt before comes back', LONG, async () => {
  const { page, troubles, close } = await open('view=points&points=xor', {}, 'points');
  const steps = async () =>
    Number((await page.locator('gn-transport .now b').first().textContent())?.replaceAll(/\D/g, ''));
  await page.evaluate(() => {
    location.hash = 'v=1&view=lessons&points=xor&lesson=03-one-neuron&lessonStep=ring';
  });
  await page.locator('gn-ask button').first().click(); // a guess first
  await press(page, 'Teach it');
  await expect.poll(steps, PATIENT).toBeGreaterThan(30);
  await press(page, 'Pause');
  await press(page, 'Take to the playground');
  await page.locator('gn-points-view').waitFor(PATIENT);
  await expect.poll(() => page.url()).toContain('points=circle');
  // It has learnt something: the button that would teach it from nothing is another one.
  await page.getByRole('button', { name: 'Forget everything' }).waitFor(PATIENT);
  await press(page, 'Put mine back');
  await page.locator('gn-lesson .rows').waitFor(PATIENT);
  await expect.poll(() => page.url()).toContain('points=xor');
  expect(troubles).toEqual([]);
  await close();
});
