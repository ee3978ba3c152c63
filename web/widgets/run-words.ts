// What runs and their settings are called.
import { type Setting, wished } from '../engine/train-settings';
import { locale, t, tag } from '../locales';
import type { RunRecord } from '../state/run-record';
import { settingValue } from './gn-setting';

export function runName({ name, when }: RunRecord): string {
  const form = new Intl.DateTimeFormat(tag(locale.value), { dateStyle: 'short', timeStyle: 'medium' });
  return name || t('runs.unnamed', { when: form.format(when) });
}

export const runAccuracy = ({ scores }: RunRecord): number | undefined => scores.at(-1)?.test?.accuracy;

export const wishText = (setting: Setting, wishes: RunRecord['now']): string =>
  settingValue(setting, wished(setting, wishes[setting.name]));
