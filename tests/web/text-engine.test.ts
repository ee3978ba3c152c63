// The text engine on the real module, under Node: cut by every method, learnt merge by merge, shown without a loss.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Bpe } from '../../web/engine/bpe';
import { Refused } from '../../web/engine/errors';
import { constants } from '../../web/engine/generated/layout';
import { TextCore } from '../../web/engine/text';
import { Course } from '../../web/engine/text-course';
import {
  bytesAt,
  type Cut,
  countsOf,
  cutBytes,
  cutCharacters,
  cutTokens,
  cutWords,
  Segments,
  sourceOf,
  windowOf,
  wordsOfText,
} from '../../web/engine/text-cut';
import type { FromText } from '../../web/engine/text-messages';
import { METHODS, MOST_MERGES } from '../../web/engine/text-methods';
import { beginsWithin, codesOf, hexOf, partsOf, wordsOf } from '../../web/engine/text-parts';
import { Vocab } from '../../web/engine/vocab';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const core = await TextCore.start(await WebAssembly.compile(readFileSync(at('build/wasm/text.wasm'))));
const file = at('build/data/text/gpt2.vocab');
const gpt2 = new Vocab(core, readFileSync(file));

const TEXTS = {
  English: 'The quick brown fox, the lazy dog; it’s 1,234 times the same.\n\n  Twice.',
  Chinese: '人工智能不是魔法，是数学。学而时习之，不亦说乎？',
  emoji: '👩‍👩‍👧‍👦 and 🏳️‍🌈, 👍🏽 é e\u0301 ̈ 🇨🇳',
  code: 'for (let i = 0; i < 10; i++) {\n\treturn "x" + i; // 注释\n}',
  odd: 'a\u0000b\u200d\ufeff\ud800 \udc00x�　\u00a0',
  nothing: '',
};

// Everything that is told until there is nothing more to do.
function drive(course: Course, told: FromText[]): FromText[] {
  while (course.work());
  return told.splice(0);
}
const begun = (text: string, merges = 0): [Course, FromText[]] => {
  const told: FromText[] = [];
  const course = new Course(core, 'zh', (message) => told.push(message));
  course.gpt2(readFileSync(file));
  course.words(1000);
  course.merges(merges);
  course.text(1, text);
  return [course, told];
};
const rowOf = (told: readonly FromText[], method: string) => {
  const rows = told.flatMap((each) => (each.kind === 'row' && each.row.method === method ? [each.row] : []));
  const row = rows.at(-1);
  if (!row) throw new Error(`no row of ${method}`);
  return row;
};

describe('every method cuts every text into tokens that are all of it', () => {
  for (const [name, text] of Object.entries(TEXTS))
    test(name, () => {
      const source = sourceOf(text);
      const words = wordsOfText(core, source);
      const segments = new Segments(source, 'zh');
      while (!segments.read(3));
      const cuts: Cut[] = [
        cutBytes(source),
        cutCharacters(core, source),
        cutWords(source, words, words.ranks(), 5),
        segments.cut(),
        cutTokens('gpt2', source, gpt2.encode(source.bytes)),
      ];
      for (const cut of cuts) {
        const pieces = Array.from({ length: cut.count }, (_, i) => [...bytesAt(cut, i)]);
        expect(
          pieces.every((piece) => piece.length > 0),
          cut.method,
        ).toBe(true);
        expect(pieces.flat(), cut.method).toEqual([...source.bytes]);
        // What is shown of it: never a character that is not in the text.
        for (const piece of pieces) {
          const shown = partsOf(Uint8Array.from(piece));
          expect(JSON.stringify(shown)).not.toContain('\ufffd');
          expect(shown.length).toBeGreaterThan(0);
        }
      }
      expect(cuts[0]?.count).toBe(source.bytes.length);
      expect(cuts[1]?.count).toBe([...source.text].length);
      const [, characters] = cuts;
      expect(Array.from({ length: characters?.count ?? 0 }, (_, i) => characters?.id(i))).toEqual(
        [...source.text].map((each) => each.codePointAt(0)),
      );
      // Words by bytes and by UTF-16 are the same words.
      const cutWord = cuts[2] as Cut;
      for (let i = 0; i < cutWord.count; i++)
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesAt(cutWord, i))).toBe(
          words.names[words.kinds[i] as number],
        );
    });
});

test('the row of GPT-2 says how many tokens it knows', () => {
  const [course, told] = begun('strawberry');
  expect(rowOf(drive(course, told), 'gpt2').vocabulary).toBe(50_257);
});

test('GPT-2’s ids are those of the command line', () => {
  const texts = Object.values(TEXTS);
  const run = spawnSync(at('build/release/glassnet'), ['tokens', '--vocab', 'gpt2'], {
    input: texts.map((text) => `${JSON.stringify({ text: sourceOf(text).text })}\n`).join(''),
  });
  const expected = run.stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).ids);
  expect(texts.map((text) => [...gpt2.encode(sourceOf(text).bytes).ids])).toEqual(expected);
});

test('a token opens into the merges it was made of, down to its bytes', () => {
  const [token] = gpt2.encode(sourceOf(' playground').bytes).ids;
  const tree = gpt2.tree(token as number, 99);
  expect(wordsOf(tree.bytes)).toBe('· playground');
  const leaves: number[] = [];
  const walk = (node: typeof tree): void => {
    if (node.parts.length === 0) leaves.push(...node.bytes);
    else {
      expect(node.parts.flatMap((part) => [...part.bytes])).toEqual([...node.bytes]);
      expect(node.parts[1]?.from).toBe(node.from + (node.parts[0]?.bytes.length ?? 0));
      expect(node.parts.every((part) => part.merge < node.merge)).toBe(true);
    }
    node.parts.forEach(walk);
  };
  walk(tree);
  expect(leaves).toEqual([...tree.bytes]);
  expect(gpt2.tree(token as number, 2).parts.every((part) => part.parts.length === 0)).toBe(true);
});

test('a broken vocabulary is refused with its code', () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(300), readFileSync(file).subarray(0, 5000)])
    expect(() => new Vocab(core, bytes)).toThrow(Refused);
});

describe('learning', () => {
  const corpus = at('README.md');
  const bytes = readFileSync(corpus);

  test('merges are those of the command line, with the counts they were chosen for', () => {
    const run = spawnSync(at('build/release/glassnet'), ['bpe', '--text', corpus, '--merges', '60']);
    const lines = run.stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const bpe = new Bpe(core, bytes, constants.GN_SPLIT_GPT2, 60);
    while (bpe.step());
    expect(bpe.merges.map(({ left, right, count }) => [left, right, count])).toEqual(
      lines.slice(0, 60).map(({ left, right, count }) => [left, right, count]),
    );
    // What each was chosen from begins with it, and every merge saves what it joins, overlaps aside.
    for (const [i, merge] of bpe.merges.entries()) {
      expect(bpe.best[i]?.[0]).toEqual(merge);
      const saved = (bpe.tokens[i] as number) - (bpe.tokens[i + 1] as number);
      expect(saved).toBeGreaterThan(0);
      expect(saved).toBeLessThanOrEqual(merge.count);
    }
    expect(bpe.tokens[0]).toBe(bytes.length);
    bpe.free();
  });

  test('forwards, back and forwards again: the text is cut as by the vocabulary of that moment', () => {
    const [course, told] = begun(bytes.toString('utf8'), 40);
    const first = rowOf(drive(course, told), 'bpe');
    course.merges(10);
    const back = rowOf(drive(course, told), 'bpe');
    expect(back.count).toBeGreaterThan(first.count);
    course.merges(40);
    const again = drive(course, told);
    expect(rowOf(again, 'bpe')).toEqual(first);
    const learnt = again.flatMap((each) => (each.kind === 'learnt' ? [each.learnt] : [])).at(-1);
    // The corpus is the text, so the two numbers are the same number.
    expect(learnt?.tokens[40]).toBe(first.count);
    expect(learnt?.at).toBe(40);
  });

  test('it ends where nothing is left to join', () => {
    const [course, told] = begun('aaaa aaaa', MOST_MERGES);
    const learnt = drive(course, told)
      .flatMap((each) => (each.kind === 'learnt' ? [each.learnt] : []))
      .at(-1);
    expect(learnt?.ended).toBe(true);
    expect(learnt?.at).toBe((learnt?.tokens.length ?? 0) - 1);
    expect(learnt?.at).toBeLessThan(9);
  });
});

test('the latest text is all that is told of once it has come', () => {
  const [course, told] = begun('one two three '.repeat(3000));
  for (let i = 0; i < 3; i++) course.work();
  course.text(2, 'new 文字');
  told.length = 0;
  const after = drive(course, told);
  expect(new Set(after.flatMap((each) => (each.kind === 'row' ? [each.row.id] : [])))).toEqual(new Set([2]));
  expect(after.filter((each) => each.kind === 'cut')).toEqual([
    { kind: 'cut', id: 2, characters: 6, bytes: 10 },
  ]);
  for (const method of METHODS) expect(rowOf(after, method).id).toBe(2);
});

test('words outside the corpus’s commonest are unknown; the fewer are kept, the more of them', () => {
  const [course, told] = begun('the whale the sea xylophone');
  course.corpus(1, 'the whale the whale the sea and the ship');
  course.words(1000);
  const row = rowOf(drive(course, told), 'words');
  expect(row.unknown).toBe(1);
  expect(row.vocabulary).toBe(6); // a space is one too
  // By rank: " ", "the", "whale", then as they came.
  expect([...row.window.ids]).toEqual([2, 1, 3, 1, 2, 1, 4, 1, 0]);
  course.words(2);
  expect(rowOf(drive(course, told), 'words').unknown).toBe(3);
  course.corpus(2, undefined);
  course.words(1000);
  expect(rowOf(drive(course, told), 'words').unknown).toBe(0);
});

test('counts are sorted, equal ones as they came, and add up to the text', () => {
  const source = sourceOf('b a b c a b');
  const counts = countsOf(cutCharacters(core, source));
  expect([...counts.counts]).toEqual([5, 3, 2, 1]);
  expect(new TextDecoder().decode(counts.bytes)).toBe(' bac');
  expect(counts.total).toBe(11);
  // Of words, only those that are words.
  const words = wordsOfText(core, sourceOf('no, no: yes!'));
  const said = countsOf(cutWords(sourceOf('no, no: yes!'), words, words.ranks(), 9));
  expect([[...said.counts], said.total, new TextDecoder().decode(said.bytes)]).toEqual([[2, 1], 3, 'noyes']);
});

test('a window is a part of the cut, and says whether a character goes on behind it', () => {
  const cut = cutBytes(sourceOf('a文b'));
  expect(windowOf(cut, 1, 2)).toMatchObject({ from: 1, goesOn: true });
  expect([...windowOf(cut, 1, 2).bytes]).toEqual([0xe6, 0x96]);
  expect(windowOf(cut, 1, 3).goesOn).toBe(false);
  expect(windowOf(cut, 99, 3).from).toBe(4);
});

test('parts: whole characters as they are, the rest in hex, the invisible by name', () => {
  const parts = (...bytes: number[]) =>
    partsOf(Uint8Array.from(bytes)).map((part) => ('text' in part ? part.text : part.code));
  expect(parts(0x20, 0xe4, 0xb8)).toEqual(['·', 'E4 B8']);
  expect(parts(0x96, 0x61)).toEqual(['96', 'a']);
  expect(parts(0xc0, 0x80)).toEqual(['C0 80']);
  expect(parts(...Buffer.from('\u200d'))).toEqual([0x200d]);
  expect(parts(...Buffer.from('a\nb'))).toEqual(['a', '↵', 'b']);
  expect(parts(...Buffer.from('👩‍👧'))).toEqual(['👩‍👧']);
  expect(hexOf(Buffer.from('é'))).toBe('C3 A9');
  expect(codesOf(Buffer.from('é'))).toEqual([0xe9]);
  expect(codesOf(Uint8Array.of(0xc3))).toEqual([]);
  expect([beginsWithin(Uint8Array.of(0x80)), beginsWithin(Uint8Array.of(0xc3, 0xa9))]).toEqual([true, false]);
});

test.skipIf(!existsSync(at('build/data/text/moby-dick.txt')))('1 MB: figures', () => {
  const text = readFileSync(at('build/data/text/moby-dick.txt'), 'utf8').slice(0, 1_000_000);
  const [course, told] = begun(text, 1000);
  let longest = 0;
  const began = performance.now();
  for (let more = true; more; ) {
    const from = performance.now();
    more = course.work();
    longest = Math.max(longest, performance.now() - from);
  }
  console.log(
    `1 MB cut by all and 1,000 merges learnt: ${Math.round(performance.now() - began)} ms, longest piece ${Math.round(longest)} ms`,
  );
  expect(rowOf(told, 'gpt2').count).toBeGreaterThan(200_000);
});
