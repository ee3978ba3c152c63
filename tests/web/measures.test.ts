// What a lesson measures of a net that has no answer.
import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { Desk } from '../../web/lessons/desk';
import { measure } from '../../web/lessons/measures';

vi.mock('virtual:built', () => ({})); // where files are, which a page knows

function desk(answer: readonly number[]): Desk {
  const points = { classes: 2, count: 4, size: 2, x: new Float32Array(8), labels: Uint8Array.of(0, 0, 0, 1) };
  return {
    session: { frame: signal(undefined), answer: () => Float32Array.from(answer), label: () => 0 },
    points: {
      weights: signal(0),
      dealing: signal({ points }),
      answerAt: () => Float32Array.from(answer),
    },
  } as unknown as Desk;
}

test('the first class is not what a net answers whose numbers grew too large', () => {
  const [right, broken] = [desk([0.9, 0.1]), desk([Number.NaN, Number.NaN])];
  expect(measure(right, 'points.shownAccuracy')).toBe(0.75);
  expect(measure(broken, 'points.shownAccuracy')).toBe(0);
  expect([measure(right, 'draw.answer'), measure(right, 'draw.right')]).toEqual([0, 1]);
  expect([measure(broken, 'draw.answer'), measure(broken, 'draw.right')]).toEqual([undefined, 0]);
});
