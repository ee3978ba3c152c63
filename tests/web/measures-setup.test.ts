// What a goal asks of a run's settings is asked of all its steps, not of the last one.
import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { Change } from '../../web/engine/run-messages';
import type { Desk } from '../../web/lessons/desk';
import { setupMeasure } from '../../web/lessons/measures-setup';

const CE = 'in 1 28 28; flatten; dense 10; softmax_ce';
const MSE = 'in 1 28 28; flatten; dense 10; softmax; mse';
const TABLE = [
  { name: 'optimizer', kind: 'choice', initial: 0, least: 0, most: 1, choices: ['sgd', 'adam'] },
  { name: 'rate', kind: 'real', initial: 0.1, least: 0, most: 10, choices: [] },
  { name: 'batch', kind: 'whole', initial: 32, least: 1, most: 60000, choices: [] },
];

const asked = (name: string, steps: number, changes: readonly Change[] = [], settings = {}) => {
  const training = {
    table: signal(TABLE),
    setup: signal({ changes }),
    frame: signal({ steps }),
    source: { notation: CE, settings },
    lined: { line: CE },
  };
  return setupMeasure(name)?.({ training } as unknown as Desk);
};

test('as it is usual, as the run began with it, and by its name', () => {
  expect(asked('train.set.optimizer', 0)).toBe('sgd');
  expect(asked('train.set.optimizer', 50, [], { optimizer: 'adam', rate: 0.003 })).toBe('adam');
  expect(asked('train.set.rate', 50, [], { rate: 0.003 })).toBe(0.003);
  expect(asked('train.set.batch', 50)).toBe(32);
  expect(asked('train.set.loss', 50)).toBe('cross_entropy');
  expect(asked('train.set.luck', 50)).toBeUndefined();
});

test('what was set before the first step was so from the start', () => {
  expect(asked('train.set.rate', 50, [{ at: 0, set: 'rate', value: Math.fround(0.3) }])).toBe(0.3);
});

test('what was another for some steps is neither', () => {
  const change: Change[] = [{ at: 30, set: 'optimizer', value: 1 }];
  expect(asked('train.set.optimizer', 50, change)).toBeUndefined();
  expect(asked('train.set.optimizer', 30, change)).toBe('sgd'); // no step with it yet
  expect(asked('train.set.optimizer', 20, change)).toBe('sgd'); // back in time
  expect(asked('train.set.loss', 50, [{ at: 30, notation: MSE }])).toBeUndefined();
});

test('what was changed and changed back before a step was made is as it was', () => {
  const changes: Change[] = [
    { at: 30, set: 'batch', value: 1 },
    { at: 30, set: 'batch', value: 32 },
  ];
  expect(asked('train.set.batch', 50, changes)).toBe(32);
});
