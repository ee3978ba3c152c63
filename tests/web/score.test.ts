// The score of the test digits, counted in the background: it ends with whom it is for.
import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { Probe } from '../../web/engine/engine';
import type { Running } from '../../web/state/on-show';
import type { Samples } from '../../web/state/samples';
import { Scoring } from '../../web/state/score';

const COUNT = 480;

function counted(): { scoring: Scoring; calls: () => number } {
  let calls = 0;
  const probe = { classify: () => calls++ } as unknown as Probe;
  const plan = { input: 0, answer: 0, rows: [{ size: 10 }] };
  const samples = { count: COUNT, labels: new Uint8Array(COUNT), pixels: new Float32Array(0) };
  const scoring = new Scoring(
    {
      probe,
      running: signal({ plan } as unknown as Running),
      samples: signal(samples as unknown as Samples),
    },
    (error) => {
      throw error;
    },
  );
  return { scoring, calls: () => calls };
}

test('it counts to the end', async () => {
  const { scoring } = counted();
  scoring.run();
  await expect.poll(() => scoring.score.value?.done).toBe(COUNT);
});

test('ended, it counts no further, and does not begin again', async () => {
  const { scoring, calls } = counted();
  scoring.run();
  await expect.poll(calls).toBeGreaterThan(0);
  scoring.end();
  const before = calls();
  scoring.run();
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(calls()).toBe(before);
  expect(scoring.score.value?.done ?? 0).toBeLessThan(COUNT);
});
