// A sentence as tokens of its own, for a net that is made for it: words, or characters as a reader takes them.
export type Cut = 'words' | 'characters';

// Nothing is lost: joined, they are the text. A space goes with the word after it, as in GPT-2's tokens.
export function piecesOf(text: string, cut: Cut): string[] {
  const granularity = cut === 'words' ? 'word' : 'grapheme';
  const parts = Array.from(
    new Intl.Segmenter(undefined, { granularity }).segment(text),
    ({ segment }) => segment,
  );
  if (cut === 'characters') return parts;
  const pieces: string[] = [];
  let space = '';
  for (const part of parts) {
    if (/^[ \u00a0]+$/.test(part)) {
      space += part;
      continue;
    }
    pieces.push(space + part);
    space = '';
  }
  return space === '' ? pieces : [...pieces, space];
}
