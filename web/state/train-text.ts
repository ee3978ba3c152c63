// Training settings as text, in a link and in what is kept: "rate:0.05,batch:64". Only what differs from the defaults.
import type { Setting, SettingValues } from '../engine/train-settings';

export function parseValues(text: string): SettingValues {
  const values: Record<string, number> = {};
  for (const piece of text.split(',')) {
    const [name, value] = piece.split(':');
    if (name && value !== undefined && value !== '' && Number.isFinite(Number(value)))
      values[name] = Number(value);
  }
  return values;
}

export function formatValues(table: readonly Setting[], values: SettingValues): string {
  return table
    .filter(({ name, initial }) => values[name] !== undefined && values[name] !== initial)
    .map(({ name }) => `${name}:${values[name]}`)
    .join(',');
}

export const isValues = (text: string): boolean => /^(\w+:-?[\d.e+-]+(,\w+:-?[\d.e+-]+)*)?$/i.test(text);
