// How the bytes of a token are shown: as the characters that are whole in it, and the others as bytes in hex. UTF-8 says
// of each byte whether a character begins there, so no token needs its neighbours for that.

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string; readonly code: number } // a space or another that has no shape
  | { readonly kind: 'code'; readonly code: number } // nothing would be seen of it
  | { readonly kind: 'hex'; readonly text: string }; // bytes of a character that is not whole here

const SIGNS: Readonly<Record<number, string>> = {
  9: '⇥',
  10: '↵',
  13: '␍',
  32: '·',
  160: '⍽',
  12288: '□',
};
// Controls, what only steers how others look, private and unassigned ones, U+FFFD.
const UNSEEN = /^[\p{C}\p{Z}\p{Variation_Selector}\uFFFD\u115F\u1160\u3164\uFFA0]$/u;
const LAID_OVER = /^\p{M}$/u; // its neighbour
const CIRCLE = '◌'; // that has none

// The length of the character that begins with this byte; 0: none does.
const lengthOf = (byte: number): number =>
  byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function characterAt(bytes: Uint8Array, at: number): { text: string; length: number } | undefined {
  const length = lengthOf(bytes[at] ?? 0xff);
  if (length === 1) return { text: String.fromCharCode(bytes[at] as number), length };
  if (length === 0 || at + length > bytes.length) return undefined;
  try {
    return { text: strict.decode(bytes.subarray(at, at + length)), length };
  } catch {
    return undefined;
  }
}

export const hexOf = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

// Of no character, in the midst of a text.
export const strayByte = (byte: number): string => `⟨${hexOf([byte])}⟩`;

export const codeName = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;

export function partsOf(bytes: Uint8Array): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  let loose: number[] = [];
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text });
    if (loose.length > 0) parts.push({ kind: 'hex', text: hexOf(loose) });
    text = '';
    loose = [];
  };
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    if (!character) {
      if (text !== '') flush();
      loose.push(bytes[at++] as number);
      continue;
    }
    if (loose.length > 0) flush();
    const code = character.text.codePointAt(0) ?? 0;
    const sign = SIGNS[code];
    if (sign) {
      flush();
      parts.push({ kind: 'sign', text: sign, code });
    } else if (text === '' && UNSEEN.test(character.text)) {
      parts.push({ kind: 'code', code });
    } else if (text !== '' && /^[\p{C}\p{Z}\uFFFD]$/u.test(character.text) && !joins(code)) {
      flush();
      parts.push({ kind: 'code', code });
    } else text += (text === '' && LAID_OVER.test(character.text) ? CIRCLE : '') + character.text;
    at += character.length;
  }
  flush();
  return parts;
}

// What makes one picture of the characters beside it, so that it is best left among them.
const joins = (code: number): boolean =>
  code === 0x200d || code === 0x200c || (code >= 0xe0020 && code <= 0xe007f);

// In one line, for those who hear it and for files.
export function wordsOf(bytes: Uint8Array): string {
  return partsOf(bytes)
    .map((part) => (part.kind === 'code' ? codeName(part.code) : part.text))
    .join(' ');
}

// The code points of a token, where it is whole characters and no more.
export function codesOf(bytes: Uint8Array): readonly number[] {
  try {
    return Array.from(strict.decode(bytes), (each) => each.codePointAt(0) ?? 0);
  } catch {
    return [];
  }
}

// It begins within a character, so it belongs to the token before it.
export const beginsWithin = (bytes: Uint8Array): boolean => ((bytes[0] ?? 0) & 0xc0) === 0x80;
