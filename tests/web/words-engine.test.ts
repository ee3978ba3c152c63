// Word vectors on the real module, under Node: what is learnt, kept and gone on from; given ones; measured by lists.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Refused } from '../../web/engine/errors';
import { Book } from '../../web/engine/words-book';
import { WORDS_TABLE, WordsCore } from '../../web/engine/words-core';
import { Course } from '../../web/engine/words-course';
import { measured, rankCorrelation } from '../../web/engine/words-quality';
import { WordsRun } from '../../web/engine/words-run';
import { unpack } from '../../web/engine/words-space';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const core = await WordsCore.start(await WebAssembly.compile(readFileSync(at('build/wasm/words.wasm'))));
const moby = readFileSync(at('build/data/text/moby-dick.txt'), 'utf8');
const poems = readFileSync(at('build/data/text/tang-poems.txt'), 'utf8');
const given = at('build/data/text/vectors.words');

const values = (changed: Record<string, number> = {}) => ({
  ...Object.fromEntries(WORDS_TABLE.map(({ name, initial }) => [name, initial])),
  ...changed,
});

// To the end, without a clock.
function learnt(course: Course): void {
  course.go(0);
  while (course.work() >= 0);
}

describe('a text', () => {
  test('its words, the commonest first, whatever their case', () => {
    const { words, counts, length } = new Course(core).read('The sea. THE SEA! the whale', 'words', 1);
    expect(words).toEqual(['the', 'sea', 'whale']);
    expect([...counts]).toEqual([3, 2, 1]);
    expect(length).toBe(6);
  });

  test('Moby Dick in lower case', () => {
    const course = new Course(core);
    const { words, counts, length } = course.read(moby, 'words', 5);
    expect(words.slice(0, 4)).toEqual(['the', 'of', 'and', 'a']);
    expect(words).toContain('whale');
    expect(counts[words.indexOf('whale')]).toBe(
      moby.toLowerCase().match(/(?<![\p{L}\p{N}_'’])whale(?![\p{L}\p{N}_]|['’]\p{L})/gu)?.length,
    );
    expect(Math.min(...counts)).toBe(5);
    expect(length).toBeGreaterThan(150_000);
  });

  test('Chinese: a character each, or words of the browser', () => {
    const course = new Course(core);
    const one = course.read(poems, 'words', 3).words;
    expect(one.every((word) => [...word].length === 1)).toBe(true);
    expect(one).toContain('月');
    const two = course.read(poems, 'segments', 3).words;
    expect(two.filter((word) => [...word].length === 2).length).toBeGreaterThan(20);
  });
});

describe('learning', () => {
  const course = new Course(core);
  course.read(poems, 'words', 3);

  test('the same seed gives the same bits, another seed others', () => {
    const of = (seed: number) => {
      course.begin({ values: values({ epochs: 3 }), seed });
      learnt(course);
      return course.keep()?.tables;
    };
    const [first, again, other] = [of(1), of(1), of(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('goes on from what was kept, bit for bit', () => {
    const settings = { values: values({ epochs: 4 }), seed: 5 };
    course.begin(settings);
    learnt(course);
    const whole = course.keep();
    course.begin(settings);
    for (let i = 0; i < 700; i++) course.step();
    const kept = structuredClone(course.keep());
    if (!kept) throw new Error('nothing was kept');
    course.begin({ ...settings, kept });
    learnt(course);
    expect(course.keep()?.tables).toEqual(whole?.tables);
    expect(course.frame()?.state?.progress).toBe(1);
    // What is of another run is not taken.
    course.begin({ ...settings, kept: { ...kept, tables: kept.tables.slice(1) } });
    expect(course.frame()?.state?.read).toBe(0);
  });

  test('a step raises what stands there, lowers what was drawn', () => {
    course.begin({ values: values({ rate: 0.2 }), seed: 1 });
    for (let i = 0; i < 500; i++) course.step();
    const step = course.step();
    expect(step).toBeDefined();
    const sum = (pairs: { isThere: boolean; score: number }[], isThere: boolean) =>
      pairs.filter((each) => each.isThere === isThere).reduce((all, { score }) => all + score, 0);
    const [before, after] = [[...(step?.before ?? [])], [...(step?.after ?? [])]];
    expect(sum(after, true)).toBeGreaterThan(sum(before, true));
    expect(sum(after, false)).toBeLessThan(sum(before, false));
  });

  test('settings that cannot be are refused with their name', () => {
    const book = Book.read(core, 'a b a b', 1);
    for (const [name, value] of [
      ['width', 1],
      ['rate', Number.NaN],
      ['epochs', 0],
    ] as const) {
      let refused: unknown;
      try {
        WordsRun.begin(book, values({ [name]: value }), 1);
      } catch (error) {
        refused = error;
      }
      expect(refused).toBeInstanceOf(Refused);
      expect((refused as Refused).error).toMatchObject({ code: 'OUT_OF_RANGE', hint: name });
    }
    expect(new Course(core).begin({ values: values(), seed: 1 })).toBeUndefined();
    book.free();
  });

  test('words that are used alike come together in Moby Dick', { timeout: 60_000 }, () => {
    const { words } = course.read(moby, 'words', 5);
    const nearest = (word: string) => {
      course.want = { word: words.indexOf(word), analogy: undefined, axes: 2, most: 100 };
      return course.frame()?.near.map(({ id }) => words[id]) ?? [];
    };
    course.begin({ values: values(), seed: 1 });
    const [first] = course.frame()?.losses.loss ?? [];
    expect(first).toBeUndefined();
    learnt(course);
    const { losses } = course.frame() ?? {};
    expect(losses?.loss[0]).toBeGreaterThan(2.8);
    expect(losses?.loss.at(-1)).toBeLessThan(2.4);
    expect(nearest('whale')).toContain('sperm');
    expect(nearest('ship')).toContain('pequod');
    expect(nearest('three')).toEqual(expect.arrayContaining(['two', 'four']));
  });
});

describe('given vectors', () => {
  test.skipIf(!existsSync(given))('10,000 words; king − man + woman; the lists', () => {
    const file = new Uint8Array(readFileSync(given));
    const found = unpack(core, file);
    if (!found) throw new Error('not unpacked');
    const { words, space } = found;
    expect(words.length).toBe(10_000);
    const [king = 0, man = 0, woman = 0] = ['king', 'man', 'woman'].map((word) => words.indexOf(word));
    expect(space.analogy([king, man, woman], 3).map(({ id }) => words[id])[0]).toBe('queen');
    const [near] = space.nearest(king, 1);
    expect(near?.cosine).toBeCloseTo(space.cosine(king, near?.id ?? 0), 6);
    // Points on the map lie around their mean, the axes stand on each other.
    const map = space.map(
      Int32Array.from({ length: 500 }, (_, i) => i),
      3,
    );
    for (let a = 0; a < 3; a++) {
      let mean = 0;
      for (let i = 0; i < 500; i++) mean += (map.places[3 * i + a] ?? 0) / 500;
      expect(mean).toBeCloseTo(0, 5);
    }
    const dot = (a: number, b: number) =>
      map.directions
        .subarray(100 * a, 100 * a + 100)
        .reduce((sum, x, i) => sum + x * (map.directions[100 * b + i] ?? 0), 0);
    expect([dot(0, 0), dot(0, 1), dot(1, 2)].map((x) => Math.abs(Math.round(x * 1e5) / 1e5))).toEqual([
      1, 0, 0,
    ]);
    const ids = (text: string) => Int32Array.from(text.split(' '), (word) => words.indexOf(word));
    const { related, sections } = measured(space, {
      related: { pairs: ids('king queen king cabbage'), ratings: Float32Array.of(8.58, 0.23), all: 352 },
      sections: [{ name: 'family', pairs: ids('man woman king queen boy girl'), all: 506 }],
    });
    expect(related.known).toBe(2);
    expect(sections[0]).toMatchObject({ asked: 6, all: 506 });
    expect(sections[0]?.right).toBeGreaterThanOrEqual(4);
    found.free();
  });

  test('what is no such file', () => {
    const file = new Uint8Array(readFileSync(given)).slice(0, 5000);
    expect(unpack(core, file)).toBeUndefined();
    expect(unpack(core, new Uint8Array(3))).toBeUndefined();
    expect(unpack(core, new Uint8Array(100))).toBeUndefined();
    const whole = new Uint8Array(readFileSync(given));
    whole[8] = 2; // another version
    expect(unpack(core, whole)).toBeUndefined();
    expect(new Course(core).given(file)).toBeUndefined();
  });
});

test('rank correlation, as SciPy has it', () => {
  expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  expect(rankCorrelation([3, 1, 2], [30, 10, 20])).toBeCloseTo(1, 12);
  expect(rankCorrelation([3, 1, 2], [10, 30, 20])).toBeCloseTo(-1, 12);
  expect(rankCorrelation([], [])).toBeNaN();
});
