// What the ways of a race learn, and with which net: the digits or pictures of Train, or the points of Points.

import type { Plan } from '../engine/plan';
import type { TrainerSource } from '../engine/trainer';
import { classesOf } from './classes';
import { fits, lessonOf } from './lesson';
import { picturesOf } from './own-pictures';
import type { PointsLab } from './points';
import type { Dealt } from './run-handle';
import type { Session } from './session';
import { BLOCK, type SetName } from './set-names';

export const MOST_DIGITS = 2 * BLOCK; // of the training set: four workers hold them each

export interface Trial {
  readonly data: SetName | Dealt;
  readonly source: Omit<TrainerSource, 'settings'>;
}

export interface Misfit {
  readonly has: number;
  readonly wants: number;
}

export interface Ground {
  readonly plan: Plan | undefined; // followed by who reads it
  readonly wishes: string; // settings of its runs
  readonly key: string; // of what is learnt: another, and results are of something else
  readonly classes: number | undefined; // undefined: numbers are learnt, and no answer is simply right
  ready(): Promise<unknown>;
  trial(): Trial | Misfit | undefined;
}

export function digitsGround(session: Session): Ground {
  const pictures = picturesOf(session);
  const { data, digits, seed, validation, labelNoise, train } = session.settings;
  return {
    get plan() {
      return session.running.value?.plan;
    },
    get wishes() {
      return train.value;
    },
    key: '',
    get classes() {
      return classesOf(session.running.value?.plan);
    },
    ready: () => pictures.ready,
    trial() {
      const plan = session.running.peek()?.plan;
      const lesson = lessonOf(data.peek(), pictures.kept.peek(), Math.min(digits.peek(), MOST_DIGITS));
      if (!plan || !lesson) return undefined;
      if (!fits(lesson, plan)) return { has: classesOf(plan) ?? 0, wants: lesson.classes };
      return {
        data: lesson.data,
        source: {
          notation: plan.notation,
          seed: seed.peek(),
          samples: lesson.samples,
          validation: validation.peek(),
          labelNoise: labelNoise.peek(),
          tests: lesson.tests,
          size: 784,
          block: lesson.block,
        },
      };
    },
  };
}

export const pointsGround = (lab: PointsLab): Ground => ({
  get plan() {
    return lab.plan;
  },
  get wishes() {
    return lab.wishes.value;
  },
  get key() {
    return lab.dealing.value?.key ?? '';
  },
  get classes() {
    return lab.dealing.value?.points.classes || undefined;
  },
  ready: () => Promise.resolve(),
  trial: () => lab.lesson(),
});
