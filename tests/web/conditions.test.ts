// Conditions that compare two runs.
import { expect, test, vi } from 'vitest';
import { compares } from '../../web/lessons/conditions';

vi.mock('virtual:built', () => ({})); // where files are, which a page knows

test('how much more, how many times as much', () => {
  const ahead = { measure: 'train.loss', ahead: { least: 0.5, most: 2 } };
  expect([1, 1.5, 3, 3.5].map((here) => compares(ahead, here, 1))).toEqual([false, true, true, false]);
  const behind = { measure: 'train.loss', ahead: { most: 0 } };
  expect([0.9, 1, 1.1].map((here) => compares(behind, here, 1))).toEqual([true, true, false]);
  const times = { measure: 'train.loss', times: { least: 3 } };
  expect([2.9, 3].map((here) => compares(times, here, 1))).toEqual([false, true]);
  expect(compares({ measure: 'train.loss', ahead: { least: 0 }, times: { most: 2 } }, 3, 1)).toBe(false);
});

test('what was not measured, in either run, is no comparison', () => {
  const any = { measure: 'train.loss', ahead: { least: -1000 } };
  expect([compares(any, undefined, 1), compares(any, 1, undefined), compares(any, 'x', 1)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(compares(any, Number.NaN, 1)).toBe(false);
});
