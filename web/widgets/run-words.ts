// What runs and their settings are called.
import { type Setting, wished } from '../engine/train-settings';
import { locale, t, tag } from '../locales';
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

// A shipped network by its name, another by its line.
export function runModel({ ended }: RunRecord): string {
  const model = MODEL_NAMES.find((name) => MODELS[name] === ended);
  return model ? t(`model.${model}`) : ended;
}

export const runAccuracy = ({ scores }: RunRecord): number | undefined => scores.at(-1)?.test?.accuracy;

export const wishText = (setting: Setting, wishes: RunRecord['now']): string =>
  settingValue(setting, wished(setting, wishes[setting.name]));
