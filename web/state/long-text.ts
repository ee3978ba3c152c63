// A text that is longer than a box shows whole: browsers take long to lay out so much.
export const BOX_LETTERS = 100_000;
export const BEGINNING = 4000; // letters, of a longer one

export const isLong = (text: string): boolean => text.length > BOX_LETTERS;

// What the box shows.
export const inBox = (text: string): string => (isLong(text) ? `${text.slice(0, BEGINNING)}…` : text);

export const withUnixLines = (text: string): string => text.replaceAll('\r\n', '\n');
