// What a lesson measures of a net that has no answer.
import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { Desk } from '../../web/lessons/desk';
import { measure } from '../../web/lessons/measures';

vi.mock('virtual:built', () => ({})); // where files are, which a page knows

function desk(answer: readonly number[]): Desk {
  const points = { classes: 2, count: 4, size: 2, x: new Float32Array(8), labels: Uint8Array.of(0, 0, 0, 1) };
  return {
    session: {
      ...{ frame: signal(undefined), coming: signal(false) },
      ...{ answer: () => Float32Array.from(answer), label: () => 0 },
    },
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

test('a text: pieces and numbers of GPT-2, what the last merge joined, what is there most often', () => {
  const utf8 = new TextEncoder();
  const ids = Int32Array.of(25465, 36365, 242);
  const row = {
    count: 3,
    vocabulary: 50257,
    window: { ids, ends: Int32Array.of(3, 5, 6), bytes: utf8.encode('天气') },
  };
  const merge = (left: string, right: string, count: number) => ({
    left: utf8.encode(left),
    right: utf8.encode(right),
    count,
  });
  const pairs = [merge('o', 'd', 8), merge('a', 's', 8), merge('l', 'd', 7)];
  const learnt = signal({ at: 2, pairs });
  const lab = {
    size: signal({ characters: 2, bytes: 6 }),
    rows: { gpt2: signal(row), bpe: signal(undefined) },
    learnt,
    merges: signal([merge(' ', 'w', 12), merge('c', 'h', 11), merge('o', 'd', 8)]),
    counts: signal({ counts: Int32Array.of(3, 1), ends: Int32Array.of(1, 2), bytes: utf8.encode('rs') }),
    most: signal(33),
  };
  const read = (name: string) => measure({ text: signal(lab) } as unknown as Desk, `text.${name}`);
  expect(['ids', 'pieces', 'vocabulary'].map(read)).toEqual(['25465 36365 242', '天|E6 B0|94', 50257]);
  expect(['joined', 'stood', 'most'].map(read)).toEqual(['ch', 11, 33]);
  expect(['commonest', 'times'].map(read)).toEqual(['r', 3]);
  expect(read('rivals')).toBe(1);
  learnt.value = { at: 1, pairs: [pairs[2] as (typeof pairs)[0]] };
  expect(['joined', 'stood', 'rivals'].map(read)).toEqual(['· w', 12, 0]);
  learnt.value = { at: 0, pairs: [] };
  expect(['joined', 'stood', 'bpe'].map(read)).toEqual([undefined, undefined, undefined]);
  expect(read('rivals')).toBe(0);
});

test('what the first point is given of its own class, and the slopes of two costs there', () => {
  const quarter = desk([0.25, 0.75]);
  expect(measure(quarter, 'points.share')).toBe(0.25);
  expect(measure(quarter, 'points.shareSlope')).toBe(-0.75);
  expect(measure(quarter, 'points.squareSlope')).toBeCloseTo(-0.28125, 9);
});
