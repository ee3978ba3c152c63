// Settings of a run that the core's table does not hold: the loss and the initial weights, which the line says, and the
// seed. They look like the table's own.
import type { Setting } from '../engine/train-settings';
import { initOf, LOSSES, lossOf, withInit, withLoss } from './line';

// A run's line and seed, and what becomes of the run when they change.
export interface Lined {
  readonly line: string;
  readonly inits: readonly string[]; // that the core knows, the usual one first
  readonly seed: number;
  swap(line: string): void; // the same parameters: their values stay
  renew(line: string): void; // weights that begin otherwise are other weights: the run begins anew
  rebuild(line: string): void; // another net
  reseed(seed: number): void;
}

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

// What a line says: its loss and how its weights begin, and the line that says another.
export interface Said {
  readonly setting: Setting;
  readonly value: number; // −1: it has several, or another
  rewrite(line: string, value: number): string;
}

export function saidBy(line: string, inits: readonly string[]): readonly Said[] {
  const usual = inits[0] ?? '';
  const loss = lossOf(line);
  return [
    ...(loss
      ? [
          {
            setting: choice('loss', LOSSES),
            value: LOSSES.indexOf(loss),
            rewrite: (of: string, value: number) => withLoss(of, LOSSES[value] ?? 'cross_entropy'),
          },
        ]
      : []),
    {
      setting: choice('init', inits),
      value: inits.indexOf(initOf(line, usual) ?? ''),
      rewrite: (of, value) => withInit(of, inits[value] ?? usual, usual),
    },
  ];
}

export function lineSettings({ line, inits, seed, swap, renew, reseed }: Lined): readonly LineSetting[] {
  const said = saidBy(line, inits).map(({ setting, value, rewrite }) => ({
    setting,
    value,
    choose: (to: number) => (setting.name === 'loss' ? swap : renew)(rewrite(line, to)),
  }));
  return [...said, { setting: SEED, value: seed, choose: reseed }];
}
