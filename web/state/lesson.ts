// What a run learns from: a shipped set, or pictures of one's own; how much of it there is, and in how many classes.
import type { Plan } from '../engine/plan';
import { classesOf } from './classes';
import { type Pictures, partsOf } from './own-pictures';
import type { Dealt } from './run-handle';
import { BLOCK, type DataName, type SetName, TEST_COUNT } from './set-names';

const SET_CLASSES = 10;

export interface Lesson {
  readonly data: SetName | Dealt;
  readonly samples: number;
  readonly tests: number;
  readonly block: number;
  readonly classes: number;
}

// Undefined: the pictures are not here.
export function lessonOf(name: DataName, own: Pictures | undefined, most: number): Lesson | undefined {
  if (name !== 'own')
    return { data: name, samples: most, tests: TEST_COUNT, block: BLOCK, classes: SET_CLASSES };
  if (!own) return undefined;
  const data = partsOf(own);
  const { train, test } = data.count;
  return { data, samples: Math.min(most, train), tests: test, block: 0, classes: own.names.length };
}

// A shipped set is learnt by a net with more outputs too; its labels end at nine.
export function fits({ data, classes }: Lesson, plan: Plan): boolean {
  const has = classesOf(plan);
  return has === undefined || has === classes || (typeof data !== 'object' && has > classes);
}
