// A text that is longer than a box shows whole: browsers take long to lay out so much.
export const BOX_LETTERS = 100_000;
export const BEGINNING = 4000; // letters, of a longer one

export const isLong = (text: string): boolean => text.length > BOX_LETTERS;

// So many letters of it, and none of two halves alone.
export function beginning(text: string, letters: number): string {
  const isHalf =
    /[\ud800-\udbff]/.test(text[letters - 1] ?? '') && /[\udc00-\udfff]/.test(text[letters] ?? '');
  return text.slice(0, isHalf ? letters - 1 : letters);
}

// What the box shows.
export const inBox = (text: string): string => (isLong(text) ? `${beginning(text, BEGINNING)}…` : text);

export const withUnixLines = (text: string): string => text.replaceAll('\r\n', '\n');
