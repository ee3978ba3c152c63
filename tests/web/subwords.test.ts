// Tokens of whole characters, as a small GPT reads and writes them, on the real core under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Cutter } from '../../web/engine/subwords';
import { TextCore } from '../../web/engine/text';

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
      const cutter = new Cutter(core, utf8(text.repeat(3)), more);
      expect(spelt(cutter, cutter.tokens).join('')).toBe(text.repeat(3));
      expect(cutter.letters).toBe([...text].length * 3);
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
    const cutter = new Cutter(await TextCore.start(module), utf8(POEM), 1);
    expect(cutter.longer).toEqual(['明月']);
    expect(spelt(cutter, cutter.encode(utf8('望明月')))).toEqual(['望', '明月']);
    expect([...cutter.encode(utf8('猫'))]).toEqual([-1]);
    expect([...cutter.encode(utf8(''))]).toEqual([]);
  });

  test('of nothing there is nothing', async () => {
    const cutter = new Cutter(await TextCore.start(module), utf8(''), 100);
    expect([cutter.tokens.length, cutter.longer.length, cutter.characters.length]).toEqual([0, 0, 0]);
    cutter.free();
  });
});
