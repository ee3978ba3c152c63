// A small GPT on the real core, under Node: trained as a run, gone on with by a writer.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Core } from '../../web/engine/core';
import { Run } from '../../web/engine/run';
import { Trainer } from '../../web/engine/trainer';
import { Writer } from '../../web/engine/writer';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));

const WINDOW = 8;
const GPT =
  'in 8 ids=6; e: embed 12; pos learned; n: layernorm; dense 12; q: heads 2; from n; dense 12; k: heads 2; from n; dense 12; v: heads 2; from q; scores k; scale; mask causal; softmax; mix v; merge; dense 12; add e; layernorm; dense 6; softmax_ce';
const COUNT = 200;
const tokens = Int32Array.from({ length: COUNT + WINDOW }, (_, i) => i % 6);

async function made(): Promise<Run> {
  const trainer = await Trainer.start(module, {
    notation: GPT,
    seed: 3,
    samples: COUNT - 1,
    tests: 4,
    size: WINDOW,
    text: true,
    block: 0,
    scored: 20,
    settings: { batch: 8, optimizer: 'adam', rate: 0.01 },
  });
  const bytes = new Uint8Array(tokens.buffer);
  for (const of of ['train', 'test'] as const) trainer[of].add(bytes, new Uint8Array(0));
  return new Run(1, trainer, []);
}

describe('a text is learnt', () => {
  test('to the same bits each time, with scores of few samples', async () => {
    const go = async () => {
      const run = await made();
      run.begin();
      run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 60, 0);
      while (run.going) run.tick(0);
      return run.frame(true);
    };
    const [a, b] = [await go(), await go()];
    expect(a.losses).toEqual(b.losses);
    expect(a.losses[0]).toBeGreaterThan(1.5);
    expect(a.losses.at(-1)).toBeLessThan(0.4);
    expect(a.scores.at(-1)?.test?.loss).toBeLessThan(0.4);
    const writer = new Writer(await Core.start(module), GPT, 3);
    expect(writer).toMatchObject({ window: WINDOW, tokens: 6 });
    expect(writer.setLearnt(a.learnt ?? new Float32Array(0))).toBe(true);
    const said = [3, 4];
    for (let draw = 0; draw < 20; draw++) {
      const p = writer.expect(said);
      expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      said.push(writer.choose(p, 0, 0, 1, draw).token);
    }
    expect(said).toEqual(Array.from({ length: 22 }, (_, i) => (i + 3) % 6));
    const [attention] = writer.attention();
    expect(attention).toMatchObject({ heads: 2, length: WINDOW });
    for (let i = 0; i < 2 * WINDOW; i++) {
      const row = attention?.weights.subarray(i * WINDOW, (i + 1) * WINDOW) ?? [];
      expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      expect([...row].slice((i % WINDOW) + 1).every((x) => x === 0)).toBe(true); // nobody looks ahead
    }
    writer.free();
  });

  test('after its last layer it answers as it does; before the first one, its own table speaks', async () => {
    const core = await Core.start(module);
    const writer = new Writer(core, GPT, 3);
    const said = [0, 3, 1, 4, 4];
    const p = writer.expect(said);
    const all = Array.from(p, (x, i) => ({ x, i })).sort((a, b) => b.x - a.x);
    const readings = writer.lens(said.length, 3, 4);
    expect(readings.map(({ part, layer }) => `${part} ${layer}`)).toEqual(['start 0', 'attention 1']);
    const [start, end] = readings;
    expect([...(end?.tokens ?? [])].slice(-4)).toEqual(all.slice(0, 4).map(({ i }) => i));
    expect([...(end?.p ?? [])].slice(-4)).toEqual(all.slice(0, 4).map(({ x }) => x));
    expect(start?.tokens.length).toBe(3 * 4); // of five places, the last three
    expect(start?.p).not.toEqual(end?.p);
    expect(writer.expect(said)).toEqual(p); // and nothing is left of it
    writer.free();
    const plain = new Writer(core, 'in 4 ids=5; embed 6; flatten; dense 5; softmax_ce', 1);
    plain.expect([1, 2]);
    expect(plain.lens(2, 2, 3)).toEqual([]);
    plain.free();
  });

  test('a choice keeps to the likeliest, and to its seed', async () => {
    const writer = new Writer(await Core.start(module), GPT, 3);
    const p = Float32Array.of(0.1, 0.2, 0.3, 0.15, 0.15, 0.1);
    const { shares } = writer.choose(p, 1, 2, 7, 0);
    expect([...shares].map((x) => Math.round(x * 100))).toEqual([0, 40, 60, 0, 0, 0]);
    const draws = (seed: number) =>
      Array.from({ length: 30 }, (_, i) => writer.choose(p, 2, 0, seed, i).token);
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
    writer.free();
  });
});
