// Text of the page in the chosen language. English comes with the page, the others when they are chosen.
import { computed, effect, signal } from '@preact/signals-core';
import type { Language, Settings } from '../state/settings';
import en from './en.json';

export type Key = keyof typeof en;
export type Messages = Readonly<Record<Key, string>>;
type Written = 'en' | 'zh';

const messages = signal<Messages>(en);
export const locale = signal<Written>('en');

export function t(key: Key, args: Readonly<Record<string, string | number>> = {}): string {
  return messages.value[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in args ? String(args[name]) : whole,
  );
}

export const isKey = (text: string): text is Key => text in en;

// Numbers as the language writes them.
const whole = computed(() => new Intl.NumberFormat(locale.value));
export const count = (value: number): string => whole.value.format(value);

export function percent(share: number): string {
  if (Number.isNaN(share)) return 'NaN';
  const value = 100 * share;
  if (value > 0 && value < 0.05) return '< 0.1 %';
  if (value < 100 && value >= 99.95) return '> 99.9 %';
  return `${value.toFixed(1)} %`;
}

// A value as the engine has it, short enough to read; a true minus sign.
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('-', '−');
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text = size >= 1e6 || size < 5e-4 ? value.toExponential(2) : value.toFixed(size >= 1000 ? 0 : 3);
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
  const marked = text.replace(/\{\w+\}|[aeiouAEO]/g, (piece) => MARKS[piece] ?? piece);
  return `⟦${marked}⟧`;
}

async function load(language: Language): Promise<Messages> {
  if (language === 'zh') return (await import('./zh.json')).default satisfies Messages;
  if (language !== 'pseudo') return en;
  return Object.fromEntries(
    Object.entries(en).map(([key, text]) => [key, pseudo(text)]),
  ) as unknown as Messages;
}

export function written(language: Language): Written {
  if (language !== 'auto') return language === 'zh' ? 'zh' : 'en';
  return navigator.languages.find((tag) => /^(zh|en)/i.test(tag))?.startsWith('zh') ? 'zh' : 'en';
}

export const tag = (language: Written): string => (language === 'zh' ? 'zh-Hans' : 'en');

// Follows the setting. The promise settles when the first language is there. `page`: all of the page is ours to name.
export function followLanguage(settings: Settings, page = true): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      const chosen = settings.language.value;
      const language = chosen === 'auto' ? written(chosen) : chosen;
      void load(language).then(
        (loaded) => {
          if (settings.language.peek() !== chosen) return;
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
          if (settings.language.peek() === chosen) settings.language.value = locale.peek();
          resolve();
        },
      );
    });
  });
}
