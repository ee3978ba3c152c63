// The page's engine on the real core, under Node.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { argmax, Engine } from '../../web/engine/engine';
import { Refused } from '../../web/engine/errors';
import { newThreads } from '../../web/engine/threads';
import { MODEL_NAMES, MODELS } from '../../web/state/models';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const engine = await Engine.fromBytes(readFileSync(at('build/wasm/glassnet.wasm')));
const ALL = { fit: true, centre: true };

describe('shipped models', () => {
  for (const name of MODEL_NAMES) {
    for (const file of [name, `${name}-plain`]) {
      test(`${file} loads into the page's notation and reads a 1`, async () => {
        const path = at(`build/models/${file}.safetensors`);
        expect(existsSync(path), `${path} is built by ./start --build`).toBe(true);
        const weights = new Uint8Array(readFileSync(path));
        expect(new TextDecoder().decode(weights.subarray(0, 2000))).toContain(MODELS[name]);
        const probe = await engine.probe({ notation: MODELS[name], seed: 1, weights });
        probe.drawStrokes([Array.from({ length: 20 }, (_, i) => [0.5, 0.2 + 0.03 * i] as const)], ALL);
        probe.run();
        const p = probe.values(probe.plan.answer);
        expect(argmax(p)).toBe(1);
        expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      });
    }
  }
});

describe('a probe', () => {
  test('the same seed gives the same net, another seed another', async () => {
    const weights = async (seed: number) =>
      Array.from((await engine.probe({ notation: MODELS['mlp-16-16'], seed })).weight(2).subarray(0, 50));
    expect(await weights(5)).toEqual(await weights(5));
    expect(await weights(5)).not.toEqual(await weights(6));
  });

  test('views follow the memory when it grows', async () => {
    const probe = await engine.probe({ notation: MODELS['mlp-16-16'], seed: 1 });
    probe.drawStrokes([[[0.5, 0.5]]], ALL);
    probe.run();
    const before = Array.from(probe.values(2));
    const million = Array.from({ length: 1_000_000 }, (_, i) => [0.5 + 0.3 * Math.sin(i), 0.5] as const);
    probe.drawStrokes([million], ALL);
    probe.run();
    expect(Array.from(probe.values(2))).not.toEqual(before);
    probe.drawStrokes([[[0.5, 0.5]]], ALL);
    probe.run();
    expect(Array.from(probe.values(2))).toEqual(before);
  });

  test('classifies without disturbing what is on show', async () => {
    const probe = await engine.probe({ notation: MODELS.lenet5, seed: 3 });
    probe.drawStrokes(
      [
        [
          [0.2, 0.2],
          [0.7, 0.8],
        ],
      ],
      ALL,
    );
    probe.run();
    const shown = Array.from(probe.values(probe.plan.answer));
    const pixels = Uint8Array.from({ length: 784 * 37 }, (_, i) => (i * 7919) % 256);
    const said = new Uint8Array(37).fill(255);
    probe.classify(pixels, said, 0, 37);
    expect(Array.from(probe.values(probe.plan.answer))).toEqual(shown);
    for (const [i, digit] of said.entries()) {
      probe.drawPixels(pixels.subarray(784 * i, 784 * (i + 1)));
      probe.run();
      expect(argmax(probe.values(probe.plan.answer))).toBe(digit);
    }
  });

  test('threads are products of weight and input', async () => {
    const probe = await engine.probe({ notation: MODELS['mlp-16-16'], seed: 1 });
    probe.drawStrokes(
      [
        [
          [0.3, 0.2],
          [0.6, 0.7],
        ],
      ],
      ALL,
    );
    probe.run();
    const threads = newThreads(30);
    probe.threads(threads, 2);
    expect(threads.count).toBe(30);
    const [w, x] = [probe.weight(2), probe.values(1)];
    for (let i = 0; i < threads.count; i++) {
      const [from, to] = [threads.from[i] as number, threads.to[i] as number];
      expect(threads.term[i]).toBeCloseTo((w[784 * to + from] as number) * (x[from] as number), 6);
    }
    const all = Array.from(w, (weight, i) => Math.abs(weight * (x[i % 784] as number))).sort((a, b) => b - a);
    expect(Math.abs(threads.term[29] as number)).toBeCloseTo(all[29] as number, 6);
  });

  test('nothing drawn, or nothing finite, is a blank picture', async () => {
    const probe = await engine.probe({ notation: MODELS['mlp-16-16'], seed: 1 });
    expect(probe.drawStrokes([], ALL)).toBe(false);
    expect(probe.drawStrokes([[[Number.NaN, 0.5]]], ALL)).toBe(false);
    expect(probe.digit.pixels.every((value) => value === 0)).toBe(true);
  });
});

describe('refusals', () => {
  test('a wrong line says where and why', async () => {
    const notation = 'in 1 28 28; conv 6 40; flatten; dense 10; softmax_ce';
    const refused = await engine.probe({ notation, seed: 1 }).catch((error: unknown) => error);
    if (!(refused instanceof Refused)) throw new Error('not refused');
    expect(refused.error.code).toBe('WINDOW_TOO_BIG');
    expect(refused.error.args.slice(0, 2)).toEqual([40, 28]);
    expect(notation.slice(refused.error.at)).toMatch(/^(conv|40)/);
  });

  test('weights of another net are refused', async () => {
    const weights = new Uint8Array(readFileSync(at('build/models/mlp-128.safetensors')));
    const refused = await engine
      .probe({ notation: MODELS['mlp-16-16'], seed: 1, weights })
      .catch((e: unknown) => e);
    if (!(refused instanceof Refused)) throw new Error('not refused');
    expect(refused.error.code).toMatch(/^TENSOR_/);
  });
});
