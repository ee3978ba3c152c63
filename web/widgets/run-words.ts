// What runs and their settings are called.
import type { Scored } from '../engine/run-messages';
import { type Setting, wished } from '../engine/train-settings';
import { count, isKey, type Key, locale, percent, t, tag } from '../locales';
import { sizeOf } from '../state/gpt-sizes';
import { MODEL_NAMES, MODELS } from '../state/models';
import type { RunRecord } from '../state/run-record';
import { settingValue } from './gn-setting';

// The year is said of another than this one.
export function runWhen({ when }: RunRecord): string {
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

export const runName = (run: RunRecord): string => run.name || runWhen(run);

// A shipped network by its name, a small GPT by its size, another by its line.
export function runModel({ ended, text }: RunRecord): string {
  const size = text?.units && sizeOf(ended);
  if (size) return t(`gpt.size.${size}`);
  if (text) return t('runs.letters', { n: count(text.window / 2) });
  const model = MODEL_NAMES.find((name) => MODELS[name] === ended);
  return model ? t(`model.${model}`) : ended;
}

// '': digits, which need not be said.
export function runData({ data, text }: RunRecord): string {
  if (!text) return data === 'mnist' ? '' : t(`set.${data}` as Key);
  const name = text.units ? `gpt.text.${text.name}` : `rewrite.task.${text.name}`;
  return isKey(name) ? t(name) : text.name;
}

// How a text was cut. '': it is none.
export function runCut({ text }: RunRecord): string {
  if (!text?.units) return '';
  if (text.merges < 0) return t('gpt.cut.file');
  return text.merges === 0 ? t('gpt.cut.characters') : t('gpt.cut.bpe', { n: count(text.merges) });
}

// What tells runs apart: of what was read as tokens bits per character, which compare however it was cut; of the rest
// the share that was right.
export interface RunScale {
  readonly heading: string;
  readonly name: string;
  readonly high: number | undefined; // undefined: as high as they come
  of(run: RunRecord, scored: Scored | undefined): number | undefined;
  form(value: number): string;
}

const ACCURACY: Omit<RunScale, 'heading' | 'name'> = {
  high: 1,
  of: (_, scored) => scored?.test?.accuracy,
  form: percent,
};

const BITS: Omit<RunScale, 'heading' | 'name'> = {
  high: undefined,
  of: ({ text }, scored) => scored?.test && (scored.test.loss * (text?.perCharacter ?? 1)) / Math.LN2,
  form: (value) => value.toFixed(2),
};

export const runScale = (run: RunRecord | undefined): RunScale =>
  run?.text?.units
    ? { ...BITS, heading: t('runs.curve.bits'), name: t('runs.bits') }
    : { ...ACCURACY, heading: t('runs.curve'), name: t('runs.accuracy') };

export const runScore = (run: RunRecord): number | undefined => runScale(run).of(run, run.scores.at(-1));

export const wishText = (setting: Setting, wishes: RunRecord['now']): string =>
  settingValue(setting, wished(setting, wishes[setting.name]));
