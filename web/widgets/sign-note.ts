// What the signs stand for that are shown in the place of characters without a shape; of those that there are.
import { listed, t } from '../locales';

const CODES = [32, 10, 9, 12288] as const;
const MOST = 100_000; // letters that are looked through

// '': there are none.
export function signNote(text: string): string {
  const seen = text.slice(0, MOST);
  const signs = CODES.filter((code) => seen.includes(String.fromCodePoint(code)));
  return signs.length > 0
    ? t('text.signs', { signs: listed(signs.map((code) => t(`text.sign.${code}`))) })
    : '';
}
