// A long text is never cut in the middle of a character.
import { expect, test } from 'vitest';
import { BEGINNING, beginning, inBox } from '../../web/state/long-text';

test('a character of two halves stays whole, or is left out', () => {
  expect(beginning('ab', 1)).toBe('a');
  expect(beginning('a👍b', 2)).toBe('a');
  expect(beginning('a👍b', 3)).toBe('a👍');
  expect(beginning('a\ud83d', 2)).toBe('a\ud83d'); // a half that is alone anyway
  const shown = inBox(`${'a'.repeat(BEGINNING - 1)}${'👍'.repeat(60_000)}`);
  expect(shown).toBe(`${'a'.repeat(BEGINNING - 1)}…`);
});
