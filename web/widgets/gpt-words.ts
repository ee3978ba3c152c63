// Characters and durations as the view of the small GPT says them.
import { wordsOf } from '../engine/text-parts';
import { count, isKey, type Key, t } from '../locales';
import type { GptLab } from '../state/gpt';

const utf8 = new TextEncoder();
const signs = new Map<string, string>(); // they are asked for again with every frame
const MOST_SIGNS = 5000;

// Characters that have a shape as they are, others by their signs; a space close to its word.
export function letterSign(letter: string): string {
  let sign = signs.get(letter);
  if (sign === undefined) {
    sign = wordsOf(utf8.encode(letter)).replaceAll('· ', '·');
    if (signs.size < MOST_SIGNS) signs.set(letter, sign);
  }
  return sign;
}

// A sentence about characters, or about tokens where the text is cut into those.
export function said(lab: GptLab, key: Key, args: Readonly<Record<string, string | number>> = {}): string {
  const other = `${key}.tokens`;
  return (lab.lesson.value?.merges ?? 0) > 0 && isKey(other) ? t(other, args) : t(key, args);
}

// Of about so many seconds, as one would say it.
export function duration(seconds: number): string {
  if (seconds < 1.5) return t('gpt.second');
  if (seconds < 90) {
    const n = seconds < 10 ? Math.round(seconds) : 5 * Math.round(seconds / 5);
    return t('gpt.seconds', { n: count(n) });
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return t('gpt.minutes', { n: count(minutes) });
  return t('gpt.hours', { n: count(Math.round(minutes / 60)) });
}
