// Tokens of whole characters, as a small GPT reads and writes them, on the real core under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Refused } from '../../web/engine/errors';
import { Cutter } from '../../web/engine/subwords';
import { TextCore } from '../../web/engine/text';
import { Letters } from '../../web/state/gpt-writing';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/text.wasm')));
const utf8 = (text: string) => new TextEncoder().encode(text);

const POEM = '床前明月光，疑是地上霜。举头望明月，低头思故乡。明月几时有，把酒问青天。明月松间照。';
const ENGLISH = 'the cat sat on the mat. the cat saw the rat. 😀😀 the café, the café\n';

function spelt(cutter: Cutter, tokens: Iterable<number>): string[] {
  const { characters, longer } = cutter;
  return Array.from(tokens, (token) =>
    token < characters.length
      ? String.fromCodePoint(characters[token] ?? 0)
      : (longer[token - characters.length] ?? ''),
  );
}

describe('a text in units of its own', () => {
  test.each([POEM, ENGLISH])('%s', async (text) => {
    const core = await TextCore.start(module);
    for (const more of [0, 1, 5, 40]) {
      const cutter = Cutter.learnt(core, utf8(text.repeat(3)), more);
      const { tokens, letters, unknown } = cutter.cut(text.repeat(3));
      expect(spelt(cutter, tokens).join('')).toBe(text.repeat(3));
      expect([letters, unknown]).toEqual([[...text].length * 3, 0]);
      expect(cutter.longer.length).toBe(Math.min(more, cutter.longer.length));
      if (more <= 5) expect(cutter.longer).toHaveLength(more);
      for (const each of cutter.longer) {
        expect([...each].length).toBeGreaterThan(1);
        expect(text.repeat(3)).toContain(each);
      }
      expect(spelt(cutter, cutter.encode(utf8(text))).join('')).toBe(text);
      cutter.free();
    }
  });

  test('the commonest neighbours are joined first, in Chinese too', async () => {
    const cutter = Cutter.learnt(await TextCore.start(module), utf8(POEM), 1);
    expect(cutter.longer).toEqual(['明月']);
    expect(spelt(cutter, cutter.encode(utf8('望明月')))).toEqual(['望', '明月']);
    expect([...cutter.encode(utf8('猫'))]).toEqual([-1]);
    expect([...cutter.encode(utf8(''))]).toEqual([]);
  });

  test('a file of them cuts any text as before, and leaves out what it has no unit for', async () => {
    const core = await TextCore.start(module);
    const first = Cutter.learnt(core, utf8(POEM), 1);
    const again = new Cutter(core, first.file);
    expect([again.characters, again.longer]).toEqual([first.characters, first.longer]);
    expect(again.cut(POEM)).toEqual(first.cut(POEM));
    const other = again.cut('猫望明月');
    expect(spelt(again, other.tokens)).toEqual(['望', '明月']);
    expect([other.letters, other.unknown]).toEqual([4, 1]);
  });

  test('a broken file is refused, with its place', async () => {
    const core = await TextCore.start(module);
    const { file } = Cutter.learnt(core, utf8(POEM), 3);
    const why = (bytes: Uint8Array<ArrayBuffer>) => {
      try {
        return new Cutter(core, bytes) && '';
      } catch (error) {
        return error instanceof Refused ? `${error.error.code} ${error.error.at}` : String(error);
      }
    };
    expect(why(file)).toBe('');
    expect(why(file.slice(0, 100))).toMatch(/^FILE_TRUNCATED/);
    const twice = file.slice();
    twice.copyWithin(24, 20, 24);
    expect(why(twice)).toBe('FILE_FORMAT 24');
  });

  test('of nothing there is nothing', async () => {
    const cutter = Cutter.learnt(await TextCore.start(module), utf8(''), 100);
    expect([cutter.cut('').tokens.length, cutter.longer.length, cutter.characters.length]).toEqual([0, 0, 0]);
    cutter.free();
  });
});

test('bytes that are no UTF-8 are spelt as bytes', async () => {
  const core = await TextCore.start(module);
  const broken = new Uint8Array(Array.from({ length: 9 }, () => [...utf8('aé'), 0xe4, 0xb8]).flat());
  const cutter = Cutter.learnt(core, broken, 20);
  const letters = new Letters(cutter.characters, cutter.longer);
  const all = Array.from({ length: cutter.characters.length + cutter.longer.length }, (_, i) =>
    letters.letter(i),
  );
  expect(all).toContain('⟨E4⟩');
  expect(all).toContain('⟨B8⟩');
  expect(all.join('')).not.toContain('\ufffd');
  expect([...letters.all]).toHaveLength(cutter.characters.length); // as a file has it: one character each
  cutter.free();
});
