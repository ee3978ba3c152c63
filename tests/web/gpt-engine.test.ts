// What a small GPT stands on, under Node: characters as tokens, lines of every size, the file of its weights.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cutIntoCharacters, mixedLines } from '../../web/engine/alphabet';
import { Core } from '../../web/engine/core';
import { Net, notationOf } from '../../web/engine/net';
import { TextCore } from '../../web/engine/text';
import { Writer } from '../../web/engine/writer';
import { gptFile, readNote } from '../../web/state/gpt-file';
import { GPT_SIZES, gptLine, SIZE_NAMES } from '../../web/state/gpt-sizes';
import { split } from '../../web/state/gpt-text';
import { Letters } from '../../web/state/gpt-writing';
import { Unread } from '../../web/state/run-file';

const wasm = (name: string) =>
  WebAssembly.compile(readFileSync(fileURLToPath(new URL(`../../build/wasm/${name}.wasm`, import.meta.url))));
const core = await wasm('glassnet');
const text = await TextCore.start(await wasm('text'));

describe('characters', () => {
  test('are an alphabet in the order of their code points, and spell the text again', () => {
    const said = 'mixed 混排 👩‍🚀 e\u0301\n\tß – “x”';
    const { characters, tokens } = cutIntoCharacters(text, new TextEncoder().encode(said));
    expect([...characters]).toEqual(
      [...new Set(said)].map((each) => each.codePointAt(0)).sort((a, b) => (a ?? 0) - (b ?? 0)),
    );
    const letters = new Letters(characters);
    expect(letters.spell(tokens)).toBe(said);
    expect([letters.place('混'), letters.place('z')]).toEqual([
      [...characters].indexOf('混'.codePointAt(0) ?? 0),
      -1,
    ]);
    expect(letters.letter(letters.start)).toBe('\n');
  });

  test('of no text there are none', () => {
    const { characters, tokens } = cutIntoCharacters(text, new Uint8Array(0));
    expect([characters.length, tokens.length]).toEqual([0, 0]);
  });

  test('lines are mixed the same way each time, and none is lost', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `line ${i}`);
    const mixed = mixedLines(lines.join('\n'));
    expect(mixedLines(lines.join('\n'))).toBe(mixed);
    const again = mixed.trimEnd().split('\n');
    expect(again).not.toEqual(lines);
    expect(again.toSorted()).toEqual(lines.toSorted());
    // The end is like the rest: of its fifty lines about half come from either half.
    const late = again.slice(-50).filter((line) => Number(line.slice(5)) >= 250).length;
    expect(late).toBeGreaterThan(12);
    expect(late).toBeLessThan(38);
  });
});

test('a text is split into windows to learn from and others, after them, to test on', () => {
  const tokens = Int32Array.from({ length: 1000 }, (_, i) => i);
  const parts = split(tokens, 16);
  expect(parts).toMatchObject({ samples: 900 - 16, tests: 6 });
  expect([parts?.train.at(-1), parts?.test[0]]).toEqual([899, 900]);
  expect(split(tokens.slice(0, 67), 16)).toBeUndefined();
  const least = split(tokens.slice(0, 68), 16);
  expect(least?.samples).toBeGreaterThan(0);
  expect(least?.tests).toBe(1);
});

describe('every size', () => {
  for (const name of SIZE_NAMES)
    test(`${name}: untrained it guesses nearly evenly, each head looks at all before`, async () => {
      const size = GPT_SIZES[name];
      const writer = new Writer(await Core.start(core), gptLine(size, 65), 1);
      const { window, width, layers, heads } = size;
      expect(writer).toMatchObject({ window, tokens: 65 });
      // Embedding, places; of each layer q, k, v, out and twice four widths with biases, two norms; the last norm.
      const layer = 4 * (width * width + width) + (8 * width * width + 5 * width) + 4 * width;
      expect(writer.parameters).toBe((65 + window) * width + layers * layer + 2 * width);
      const p = writer.expect(Int32Array.from({ length: 9 }, (_, i) => i));
      expect(Math.max(...p)).toBeLessThan(2 / 65);
      expect(Math.min(...p)).toBeGreaterThan(0.5 / 65);
      const maps = writer.attention();
      expect(maps.map((each) => each.heads)).toEqual(Array(layers).fill(heads));
      writer.free();
    });
});

test('the file of the weights says its characters, and is read as before', async () => {
  const one = await Core.start(core);
  const line = gptLine(GPT_SIZES.tiny, 6);
  const net = new Net(one, line, 5, 1);
  const learnt = net.readLearnt();
  const characters = '\n "é混👩';
  const file = gptFile(net.save(), characters);
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  expect(header.__metadata__.characters).toBe(characters);
  expect(notationOf(one, file)).toBe(line);
  const other = new Net(one, line, 6, 1);
  other.load(file);
  expect(other.readLearnt()).toEqual(learnt);
});

describe('the file of the weights', () => {
  const line = gptLine(GPT_SIZES.tiny, 3);
  const note = {
    units: Uint8Array.from({ length: 40 }, (_, i) => i),
    text: 'own',
    textVersion: 'abc 70',
    merges: -1,
    size: 'tiny',
    seed: 4_294_967_295,
    steps: 120,
    settings: 'rate:0.01,batch:16',
  };
  const made = async () => {
    const net = new Net(await Core.start(core), line, 5, 1);
    return gptFile(net.save(), '\n明', ['明明'], note);
  };
  // With something else in the place of what it says of itself.
  const told = async (change: (metadata: Record<string, unknown>) => void) => {
    const file = await made();
    const end = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, end)));
    change(header.__metadata__);
    const json = new TextEncoder().encode(JSON.stringify(header));
    const other = new Uint8Array(8 + json.length + file.length - end);
    new DataView(other.buffer).setBigUint64(0, BigInt(json.length), true);
    other.set(json, 8);
    other.set(file.subarray(end), 8 + json.length);
    return other;
  };
  const why = (file: Uint8Array) => {
    try {
      return readNote(file) && '';
    } catch (error) {
      return error instanceof Unread ? `${error.kind} ${error.where}` : String(error);
    }
  };

  test('says what its tokens are and how it was taught', async () => {
    expect(readNote(await made())).toEqual(note);
  });

  test('is refused, with the place, when it makes no sense', async () => {
    expect(why(new Uint8Array(3))).toBe('malformed header');
    expect(why((await made()).slice(0, 50))).toBe('malformed header');
    expect(why(new Net(await Core.start(core), line, 5, 1).save())).toBe('untold ');
    expect(why(await told((m) => Object.assign(m, { units: 'no base64!' })))).toBe('malformed units');
    expect(why(await told((m) => Object.assign(m, { gpt: '{' })))).toBe('malformed gpt');
    const other = (name: string, value: unknown) =>
      told((m) => Object.assign(m, { gpt: JSON.stringify({ ...JSON.parse(String(m.gpt)), [name]: value }) }));
    expect(why(await other('version', 2))).toBe('newer ');
    expect(why(await other('seed', -1))).toBe('malformed gpt.seed');
    expect(why(await other('seed', 2 ** 32))).toBe('malformed gpt.seed');
    expect(why(await other('settings', 'rate=1'))).toBe('malformed gpt.settings');
    expect(why(await other('merges', 1.5))).toBe('malformed gpt.merges');
    expect(why(await other('steps', undefined))).toBe('malformed gpt.steps');
  });
});
