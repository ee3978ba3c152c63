// What sets the ways of a race apart, in words: "Way 2: Adam, 0.002".
import { type Setting, wished } from '../engine/train-settings';
import { t } from '../locales';
import type { Race } from '../state/race';
import { settingName, settingValue } from './gn-setting';

const SHORT = 2; // settings that a name may hold; more are told in the table alone

export interface WayName {
  readonly short: string; // in a legend
  readonly apart: string; // all that differs, each with its name
}

export function wayNames(race: Race, table: readonly Setting[]): WayName[] {
  const { lanes, base } = race;
  const settings = table.flatMap((setting) => {
    const values = lanes.map(({ values }) => wished(setting, values[setting.name] ?? base[setting.name]));
    return new Set(values).size > 1
      ? [{ name: settingName(setting.name), said: values.map((each) => settingValue(setting, each)) }]
      : [];
  });
  const said = lanes.map(({ activation }) =>
    activation === '' ? t('race.asTheNet') : activation === 'none' ? t('layerview.noActivation') : activation,
  );
  const differing =
    new Set(said).size > 1 ? [...settings, { name: t('settings.activation'), said }] : settings;
  return lanes.map((_, i) => {
    const lane = t('race.lane', { lane: i + 1 });
    const values = differing.map((each) => each.said[i] ?? '');
    return {
      short: values.length > 0 && values.length <= SHORT ? `${lane}: ${values.join(', ')}` : lane,
      apart: differing.map(({ name }, k) => `${name} ${values[k] ?? ''}`).join(', '),
    };
  });
}
