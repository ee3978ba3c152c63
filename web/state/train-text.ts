// Training settings as text, in a link and in what is kept: "rate:0.05,optimizer:adam". Only what differs from the usual.
import { allows, type Setting, type SettingValues, type Wishes, wishOf } from '../engine/train-settings';

export function parseWishes(text: string): Wishes {
  const values: Record<string, number | string> = {};
  for (const piece of text.split(',')) {
    const [name, value] = piece.split(':');
    if (!name || !value) continue;
    const number = Number(value);
    values[name] = Number.isNaN(number) ? value : number;
  }
  return values;
}

export function formatWishes(wishes: Wishes): string {
  return Object.entries(wishes)
    .map(([name, value]) => `${name}:${value}`)
    .join(',');
}

export const wishesOf = (table: readonly Setting[], values: SettingValues): Wishes =>
  Object.fromEntries(
    table
      .filter(({ name, initial }) => values[name] !== undefined && values[name] !== initial)
      .map((setting) => [setting.name, wishOf(setting, values[setting.name] ?? setting.initial)]),
  );

// What differs from what is usual here.
export const chosenOf = (
  table: readonly Setting[],
  usual: (setting: Setting) => number,
  values: SettingValues,
): Wishes =>
  Object.fromEntries(
    table
      .filter((each) => values[each.name] !== undefined && values[each.name] !== usual(each))
      .map((each) => [each.name, wishOf(each, values[each.name] ?? each.initial)]),
  );

export const isWishes = (text: string): boolean => /^([a-z]\w*:[\w.+-]+(,[a-z]\w*:[\w.+-]+)*)?$/i.test(text);

// The first of them that the core has not, or has not with this value.
export const strange = (table: readonly Setting[], wishes: Wishes): string | undefined =>
  Object.entries(wishes)
    .find(([name, wish]) => {
      const setting = table.find((each) => each.name === name);
      return !setting || !allows(setting, wish);
    })
    ?.join(':');
