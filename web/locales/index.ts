// Text of the page in the chosen language. English comes with the page, the others when they are chosen.
import { computed, effect, signal } from '@preact/signals-core';
import type { Language, Settings } from '../state/settings';
import en from './en.json';
import { type PartKey, type PartName, parts } from './parts';

export type Key = keyof typeof en | PartKey;
type Messages = Readonly<Record<string, string>>;
type Written = 'en' | 'zh';

const messages = signal<Messages>(en);
const needed = new Set<PartName>();
const come = new Set<PartName>();
let shown: Language = 'en';
export const locale = signal<Written>('en');

// "{n}" is an argument, "{n:step|steps}" the word that goes with it: for one, for any other number.
export function t(key: Key, args: Readonly<Record<string, string | number>> = {}): string {
  return (messages.value[key] ?? key).replace(HOLES, (whole, name: string, one?: string, more?: string) => {
    if (!(name in args)) return whole;
    const value = String(args[name]);
    return one === undefined ? value : value === '1' ? one : (more ?? '');
  });
}
const HOLES = /\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g;

export const isKey = (text: string): text is Key => text in messages.value;

// Numbers as the language writes them.
const whole = computed(() => new Intl.NumberFormat(locale.value));
export const count = (value: number): string => whole.value.format(value);

// Things that stand beside each other.
export const listed = (things: readonly string[]): string => things.join(locale.value === 'zh' ? '，' : ', ');

export function percent(share: number): string {
  if (Number.isNaN(share)) return 'NaN';
  const value = 100 * share;
  if (value > 0 && value < 0.05) return '< 0.1 %';
  if (value < 100 && value >= 99.95) return '> 99.9 %';
  return `${value.toFixed(1)} %`;
}

// Of a softmax, which is never quite all or nothing, though floats may round it so: one way of writing beside others.
export const probability = (p: number): string => percent(p === 1 ? 1 - 1e-6 : p === 0 ? 1e-6 : p);

// Whole shares without their tenth, as on an axis.
export const percentShort = (share: number): string => percent(share).replace('.0', '');

// A value as the engine has it, short enough to read; a true minus sign.
export function number(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text =
    size >= 1e6 || size < 5e-4
      ? value.toExponential(2)
      : size >= 999.9995
        ? count(Math.round(value))
        : value.toFixed(3);
  return text.replace(/-/g, '−');
}

// Marks every letter, so that text that does not come from here stands out.
const MARKS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'ë',
  i: 'ï',
  o: 'ö',
  u: 'ü',
  A: 'Å',
  E: 'É',
  O: 'Ø',
};
export function pseudo(text: string): string {
  const marked = text.replace(/\{[^{}]*\}|[aeiouAEO]/g, (piece) => MARKS[piece] ?? piece);
  return `⟦${marked}⟧`;
}

// Of all parts that are needed; one that is asked for meanwhile comes with it, so that no later one is undone.
async function load(language: Language): Promise<Messages> {
  for (;;) {
    const known = [...needed];
    const loaded = await gather(language, known);
    if (known.length === needed.size) return loaded;
  }
}

async function gather(language: Language, known: readonly PartName[]): Promise<Messages> {
  const chinese = language === 'zh';
  const base = chinese ? import('./zh.json') : { default: en };
  const files = await Promise.all([base, ...known.map((part) => parts[part][chinese ? 'zh' : 'en']())]);
  const all: Messages = Object.assign({}, ...files.map((file) => file.default));
  if (language !== 'pseudo') return all;
  return Object.fromEntries(Object.entries(all).map(([key, text]) => [key, pseudo(text)]));
}

// The text of a view that is opened for the first time, in the language of the moment.
export async function need(part: PartName): Promise<void> {
  if (come.has(part)) return;
  needed.add(part);
  for (let language: Language | undefined; language !== shown; ) {
    language = shown;
    const loaded = await load(language);
    if (language === shown) messages.value = loaded;
  }
  come.add(part);
}

// All that has been needed so far in every language, so that it can be changed without a connection.
export const needLanguages = (): Promise<unknown> => Promise.all([load('en'), load('zh')]);

export function written(language: Language): Written {
  if (language !== 'auto') return language === 'zh' ? 'zh' : 'en';
  return navigator.languages.find((tag) => /^(zh|en)/i.test(tag))?.startsWith('zh') ? 'zh' : 'en';
}

export const tag = (language: Written): string => (language === 'zh' ? 'zh-Hans' : 'en');

// Follows the setting. The promise settles when the first language is there. `page`: all of the page is ours to name.
export function followLanguage(settings: Settings, page = true, absent?: () => void): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      const chosen = settings.language.value;
      const language = chosen === 'auto' ? written(chosen) : chosen;
      void load(language).then(
        (loaded) => {
          if (settings.language.peek() !== chosen) return;
          shown = language;
          messages.value = loaded;
          locale.value = written(language);
          if (page) {
            document.documentElement.lang = tag(locale.value);
            document.title = t('app.title');
          }
          resolve();
        },
        () => {
          // Offline, with a language that never came: the page stays in the one it has.
          if (settings.language.peek() === chosen) {
            settings.language.value = locale.peek();
            absent?.();
          }
          resolve();
        },
      );
    });
  });
}
