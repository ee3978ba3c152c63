// Settings of a run that the core's table does not hold: the loss and the initial weights, which the line says, and the
// seed. They look like the table's own.
import type { Setting } from '../engine/train-settings';
import type { Learner } from './learner';
import { initOf, LOSSES, type Loss, lossOf, withInit, withLoss } from './line';
import type { Session } from './session';

export interface LineSetting {
  readonly setting: Setting;
  readonly value: number; // −1: the line has several, or another
  choose(value: number): void;
}

const SEED: Setting = { name: 'seed', kind: 'whole', initial: 1, least: 0, most: 2 ** 32 - 1, choices: [] };

const choice = (name: string, choices: readonly string[]): Setting => ({
  name,
  kind: 'choice',
  initial: 0,
  least: 0,
  most: choices.length - 1,
  choices,
});

export function lineSettings(session: Session, training: Learner): readonly LineSetting[] {
  const line = session.running.value?.plan.notation ?? '';
  const inits = session.probe?.inits ?? [];
  const usual = inits[0] ?? '';
  return [
    {
      setting: choice('loss', LOSSES),
      value: LOSSES.indexOf(lossOf(line) as Loss),
      choose: (value) => void session.rewrite(withLoss(line, LOSSES[value] ?? 'cross_entropy')),
    },
    {
      setting: choice('init', inits),
      value: inits.indexOf(initOf(line, usual) ?? ''),
      // Weights that begin otherwise are other weights: the run begins anew.
      choose: (value) =>
        void session
          .rewrite(withInit(line, inits[value] ?? usual, usual))
          .then(() => training.begin('untrained')),
    },
    {
      setting: SEED,
      value: session.settings.seed.value,
      choose: (value) => {
        session.settings.seed.value = value;
        training.begin('untrained');
      },
    },
  ];
}
