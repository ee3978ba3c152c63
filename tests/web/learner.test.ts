// What is set before there is a run to set it in.
import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { Plan } from '../../web/engine/plan';
import type { Setting } from '../../web/engine/train-settings';
import { Learner } from '../../web/state/learner';
import type { Lined } from '../../web/state/line-settings';

vi.mock('virtual:built', () => ({})); // where files are, which a page knows

class Still extends Learner {
  readonly wishes = signal('optimizer:adam,rate:0.03');
  override get plan(): Plan | undefined {
    return undefined;
  }
  override get lined(): Lined {
    throw new Error('there is no line');
  }
  override begin(): void {}
  override reroll(): void {}
  override activate(): void {}

  tables(table: readonly Setting[]): Promise<void> {
    return this.usualSetup(Promise.resolve(table));
  }
}

const setting = (name: string, initial: number, choices: readonly string[] = []): Setting =>
  ({
    name,
    initial,
    choices,
    kind: choices.length > 0 ? 'choice' : 'real',
    least: 0,
    most: 1e9,
  }) as unknown as Setting;

test('one setting more leaves the others as the link has them, however early it comes', async () => {
  const learner = new Still();
  learner.set('batch', 8);
  expect(learner.wishes.value).toBe('optimizer:adam,rate:0.03,batch:8');
  await learner.tables([
    setting('optimizer', 0, ['sgd', 'adam']),
    setting('rate', 0.1),
    setting('batch', 32),
  ]);
  expect(learner.setup.value.settings).toEqual({ optimizer: 1, rate: 0.03, batch: 8 });
  learner.set('rate', 0.1); // as usual: not worth saying
  expect(learner.wishes.value).toBe('optimizer:adam,batch:8');
});
