// What the list says of its runs: of networks by run-words.ts, of word vectors by words-run-words.ts.
import type { Setting, Wishes } from '../engine/train-settings';
import { wished } from '../engine/train-settings';
import { locale, tag } from '../locales';
import type { Made } from '../state/run-export';
import type { Taken } from '../state/run-keeper';
import type { Listed, Rerun } from '../state/run-list';
import { settingValue } from './gn-setting';

// What tells runs apart.
export interface RunScale {
  readonly heading: string; // of the curves over each other
  readonly about: string; // its explanation
  readonly axis: string;
  readonly name: string;
  readonly high: number | undefined; // undefined: as high as they come
  form(value: number): string;
}

export interface Row<R extends Listed> {
  readonly name: string;
  of(run: R): string;
}

export interface RunTeller<R extends Listed = Listed> {
  // In a line, one after the other.
  facts(run: R): readonly string[];
  scale(run: R | undefined): RunScale;
  score(run: R): number | undefined; // where it ended
  curve(run: R): { readonly x: readonly number[]; readonly y: readonly (number | undefined)[] };
  // Where two runs may differ, beside their settings.
  rows(): readonly Row<R>[];
  length(): Row<R>; // how far they came
  settings(run: R): Wishes; // at the end
  again(run: R, how: Rerun): string;
  notes(run: R, made: Made, what: Taken): readonly string[]; // of what was taken away
  untaken(run: R): string;
}

// The year is said of another than this one.
export function runWhen({ when }: Listed): string {
  const old = new Date(when).getFullYear() !== new Date().getFullYear();
  return new Intl.DateTimeFormat(tag(locale.value), {
    ...(old ? { year: 'numeric' } : {}),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(when);
}

export const runName = (run: Listed): string => run.name || runWhen(run);

export const wishText = (setting: Setting, wishes: Wishes): string =>
  settingValue(setting, wished(setting, wishes[setting.name]));
