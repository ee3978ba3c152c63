// What a kept solution does by hand, where the run that it speaks to gives way to another.
import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import { perform } from '../../web/lessons/actions';
import type { Desk } from '../../web/lessons/desk';

test('a run that begins after it was told to go on is told again', { timeout: 10_000 }, async () => {
  const frame = signal<{ steps: number } | undefined>({ steps: 0 });
  let told = 0;
  const learner = {
    run: 1,
    status: signal('ready'),
    frame,
    running: signal(false),
    trouble: signal(undefined),
    pause() {},
    go(_: unknown, step: number) {
      told++;
      if (told > 1) frame.value = { steps: step };
      else {
        frame.value = undefined; // settings have changed: another run begins
        learner.run = 2;
        setTimeout(() => {
          frame.value = { steps: 0 };
        }, 60);
      }
    },
  };
  const end = performance.now() + 3000; // of a patience that a test can wait for
  const desk = {
    session: { ready: async () => {}, input: signal({ kind: 'pixels' }) },
    asChosen: true,
    train: () => learner,
    async until(is: () => boolean) {
      while (!is() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
      return is();
    },
  };
  await perform(desk as unknown as Desk, [{ train: 30 }]);
  expect(frame.value).toEqual({ steps: 30 });
  expect(told).toBe(2);
});

test('a weight is changed in the net that is asked for, not in the one that runs until it comes', async () => {
  const changed: string[] = [];
  let runs = 'the first';
  const desk = {
    session: {
      ready: async () => {},
      input: signal({ kind: 'pixels' }),
      frame: signal({}),
      inspect: { grasp() {}, set: () => changed.push(runs) },
    },
    get asChosen() {
      return runs === 'the one that is asked for';
    },
    async until(is: () => boolean) {
      while (!is()) await new Promise((resolve) => setTimeout(resolve, 10));
      return true;
    },
  };
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run));
  setTimeout(() => {
    runs = 'the one that is asked for';
  }, 60);
  await perform(desk as unknown as Desk, [{ edit: [5, 3, 12] }]);
  expect(changed).toEqual(['the one that is asked for']);
  vi.unstubAllGlobals();
});
