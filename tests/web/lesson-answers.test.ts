// Numbers as people write them, and orders as they are dealt.
import { describe, expect, test } from 'vitest';
import { dealt, readNumber } from '../../web/lessons/answers';
import { lessons } from './lesson-page';

describe('a number is read as it is meant', () => {
  for (const [text, value] of [
    ['784', 784],
    ['13,002', 13002],
    ['13002', 13002],
    ['13 002', 13002],
    ['1,234', 1234],
    ['1,234,567', 1234567],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['6.54', 6.54],
    ['6,54', 6.54],
    ['0,1', 0.1],
    ['0,867', 0.867],
    ['-0,28', -0.28],
    ['−5', -5],
    ['+1,234', 1234],
    ['3，97', 3.97],
    ['４．１４', 4.14],
    ['.5', 0.5],
    ['1e3', 1000],
  ] as const)
    test(text, () => expect(readNumber(text)).toBe(value));
  for (const text of ['', '-', ',', 'six', '1,2,3', '12,34,567', '1.2.3', '0x10', '1,2.3', 'NaN', 'Infinity'])
    test(`"${text}" is none`, () => expect(readNumber(text)).toBeUndefined());
});

describe('what is to be put in order is dealt in another', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => `a question ${i}`);
  for (const count of [3, 4, 5, 7])
    test(`${count}`, () => {
      const places = [...Array(count).keys()];
      const orders = seeds.map((seed) => dealt(count, seed));
      for (const order of orders) {
        expect([...order].sort()).toEqual(places);
        expect(order).not.toEqual(places);
        expect(order).not.toEqual([...places].reverse());
      }
      expect(new Set(orders.map(String)).size).toBeGreaterThan(3);
      expect(dealt(count, 'the same')).toEqual(dealt(count, 'the same'));
    });
  test('two: the other way round', () => expect(dealt(2, 'any')).toEqual([1, 0]));

  test('in the lessons no two alike', () => {
    const asked = lessons.flatMap(({ steps, text }) =>
      steps.flatMap(({ id, asks = [] }, i) =>
        asks
          .filter(({ kind }) => kind === 'rank')
          .map((ask) =>
            String(dealt(text.en.steps[i]?.asks[ask.id]?.options.length ?? 0, `${id}/${ask.id}`)),
          ),
      ),
    );
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
