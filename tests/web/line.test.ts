// What a line of notation says of its initial weights.
import { expect, test } from 'vitest';
import { initOf, withInit } from '../../web/state/line';
import { saidBy } from '../../web/state/line-settings';

const LINE = 'in 1 28 28; flatten; dense 16; relu; dense 10; softmax_ce';

test('one way for all is told; several, or a gain of one’s own, is none of the choices', () => {
  expect(initOf(LINE, 'uniform')).toBe('uniform');
  const he = withInit(LINE, 'he', 'uniform');
  expect(he).toBe('in 1 28 28; flatten; dense 16 init=he; relu; dense 10 init=he; softmax_ce');
  expect(initOf(he, 'uniform')).toBe('he');
  expect(initOf(he.replace('10 init=he', '10'), 'uniform')).toBeUndefined();
  const wide = he.replaceAll('init=he', 'init=normal gain=20');
  expect(initOf(wide, 'uniform')).toBeUndefined();
  expect(withInit(wide, 'uniform', 'uniform')).toBe(LINE);
  const init = saidBy(wide, ['uniform', 'normal', 'he']).find(({ setting }) => setting.name === 'init');
  expect(init?.value).toBe(-1);
});
