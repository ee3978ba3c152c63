// What a learner changes in a run between two steps, and how it is done to the trainer.

import { setMemory } from './next';
import type { Change } from './run-messages';
import type { Trainer } from './trainer';

// Throws Refused, and then nothing is changed.
export function apply(trainer: Trainer, change: Change): void {
  if ('set' in change) trainer.set(change.set, change.value);
  else if ('notation' in change) trainer.rewrite(change.notation);
  else if ('freeze' in change) trainer.freeze(change.freeze, change.frozen);
  else if ('learnt' in change) {
    trainer.setLearnt(change.learnt);
    if (change.memory) setMemory(trainer, change.memory);
  } else trainer.setParam(change.param, change.index, change.value);
}

// A drag makes many changes at one step; only the last of each counts.
export function withChange(changes: readonly Change[], change: Change): Change[] {
  const before = changes.find((other) => isSame(other, change));
  const rest = changes.filter((other) => other !== before);
  // Weights alone leave the optimiser what an earlier step by hand gave it; what they were made of they say themselves.
  if (before && 'learnt' in before && 'learnt' in change) {
    const { shown: _, ...kept } = before;
    return [...rest, { ...kept, ...change }];
  }
  return [...rest, change];
}

function isSame(a: Change, b: Change): boolean {
  if (a.at !== b.at) return false;
  if ('set' in a) return 'set' in b && a.set === b.set;
  if ('notation' in a) return 'notation' in b;
  if ('freeze' in a) return 'freeze' in b && a.freeze === b.freeze;
  if ('learnt' in a) return 'learnt' in b;
  return 'param' in b && a.param === b.param && a.index === b.index;
}
