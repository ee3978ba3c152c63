// An encoder–decoder on the real core, under Node: it learns to reverse, and its attention is the other diagonal.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Core } from '../../web/engine/core';
import { deal, REWRITES, Rewriter } from '../../web/engine/rewriter';
import { Trainer } from '../../web/engine/trainer';
import { LETTERS, rewriteLine } from '../../web/state/rewrite-line';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));
const LENGTH = 6;
const COUNT = 2000;

const become = {
  copy: (x: number[]) => x,
  reverse: (x: number[]) => x.toReversed(),
  sort: (x: number[]) => x.toSorted((a, b) => a - b),
};

describe('sequences', () => {
  test.each(REWRITES)('%s: as the name says', async (name) => {
    const tokens = [...deal(await Core.start(module), name, LENGTH, LETTERS, 4, 300)];
    for (let i = 0; i < 300; i++) {
      const line = tokens.slice(i * (2 * LENGTH + 1), (i + 1) * (2 * LENGTH + 1));
      expect(line[LENGTH]).toBe(LETTERS);
      expect(line.slice(LENGTH + 1)).toEqual(become[name](line.slice(0, LENGTH)));
    }
  });

  test('learnt in a hundred and fifty steps, whatever the seed', { timeout: 60_000 }, async () => {
    for (const seed of [1, 2, 3]) {
      const core = await Core.start(module);
      const trainer = await Trainer.start(module, {
        notation: rewriteLine(LENGTH),
        seed,
        samples: COUNT,
        tests: 10,
        size: 2 * LENGTH,
        text: true,
        stride: 2 * LENGTH + 1,
        block: 0,
        settings: { optimizer: 'adam', rate: 0.005, batch: 32 },
      });
      for (const [of, other, count] of [
        ['train', 0, COUNT],
        ['test', 99, 10],
      ] as const)
        trainer[of].add(
          new Uint8Array(deal(core, 'reverse', LENGTH, LETTERS, seed + other, count).buffer),
          new Uint8Array(0),
        );
      const rewriter = new Rewriter(core, rewriteLine(LENGTH), seed);
      const sequences = Int32Array.from({ length: 40 * LENGTH }, (_, i) => (i * i + (i >> 3)) % LETTERS);
      const share = () => {
        const { letters, right } = rewriter.rewrite('reverse', sequences, LENGTH);
        return letters.reduce((sum, letter, i) => sum + (letter === right[i] ? 1 : 0), 0) / letters.length;
      };
      expect(share()).toBeLessThan(0.35);
      for (let step = 0; step < 150; step++) trainer.step();
      expect(rewriter.setLearnt(trainer.net.readLearnt())).toBe(true);
      expect(share()).toBeGreaterThan(0.95);
      // Every row of attention sums to 1; the weight lies on the other diagonal.
      const { looks, p } = rewriter.rewrite('reverse', sequences, LENGTH);
      let crosswise = 0;
      for (let row = 0; row < 40 * LENGTH; row++) {
        const line = looks.subarray(row * LENGTH, (row + 1) * LENGTH);
        expect(line.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
        crosswise += (line[LENGTH - 1 - (row % LENGTH)] ?? 0) / (40 * LENGTH);
      }
      expect(crosswise).toBeGreaterThan(0.5);
      expect(Math.min(...p)).toBeGreaterThan(0.1);
    }
  });
});
