// What is told of a run now and then: how well it does, and how it is.
import type { Health, Scored } from './run-messages';
import type { Measure, Trainer } from './trainer';

const VALIDATED = 5000; // that the held out among are scored
const SURVEYED = 200; // training samples that activation rows are looked at over

export function scoredNow(trainer: Trainer, seconds: number, health?: Health): Scored {
  const { epoch, position, look, train } = trainer;
  const samples = epoch * train.count + position;
  return {
    step: trainer.steps,
    samples,
    epoch: samples / train.count,
    seconds,
    train: look.score('train', trainer.scored),
    validation: train.validates ? look.score('validation', VALIDATED) : undefined,
    test: look.score('test', trainer.scored),
    ...(health ? { health } : {}),
  };
}

// `measures`: of the step before. Before the first, weights have a length, and nothing else is known of them.
export function healthOf(trainer: Trainer, measures: readonly Measure[]): Health {
  const { look, steps } = trainer;
  return {
    measures: steps === 0 ? lengths(trainer) : measures,
    activity: look.activity(SURVEYED),
    twins: look.twins(),
  };
}

function lengths(trainer: Trainer): readonly Measure[] {
  const learnt = trainer.learnt();
  const none = Number.NaN;
  return trainer.look
    .distances(learnt, learnt)
    .map(({ weight }) => ({ weight, gradient: none, update: none, ratio: none, clipped: none }));
}
