// Characters and durations as the view of the small GPT says them.
import { wordsOf } from '../engine/text-parts';
import { count, t } from '../locales';

const utf8 = new TextEncoder();
const signs = new Map<string, string>(); // they are asked for again with every frame
const MOST_SIGNS = 5000;

// A character that has a shape as it is, another by its sign.
export function letterSign(letter: string): string {
  let sign = signs.get(letter);
  if (sign === undefined) {
    sign = wordsOf(utf8.encode(letter));
    if (signs.size < MOST_SIGNS) signs.set(letter, sign);
  }
  return sign;
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
