// Single operations of ours as a share of the SIMD peak, both measured in the same round.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../engines/paths.mjs';
import { median, significant } from './summary.mjs';

const dense = (samples, outs, ins) => ({
  what: `${samples} × ${outs} × ${ins}`,
  notation: `in ${ins}; dense ${outs} bias=0`,
  slice: samples,
  flop: 2 * samples * outs * ins,
});
const conv = (samples, ins, outs, size, side, pad) => {
  const to = side + 2 * pad - size + 1;
  return {
    what: `${ins} → ${outs} maps, ${size}×${size}, ${side}×${side}`,
    notation: `in ${ins} ${side} ${side}; conv ${outs} ${size} pad=${pad} bias=0`,
    slice: samples,
    flop: 2 * samples * outs * to * to * ins * size * size,
  };
};
const SLICE = 16; // samples that training computes together

// A matrix product is a dense row: (samples, ins) · (ins, outs). Back it is two of them.
export const KERNELS = {
  matrix: [
    ...[16, 32, 64, 128, 256, 512].map((n) => dense(n, n, n)),
    ...[dense(SLICE, 16, 784), dense(SLICE, 128, 784), dense(SLICE, 120, 400), dense(1, 128, 784)],
  ],
  conv: [
    ...[conv(SLICE, 1, 6, 5, 28, 2), conv(SLICE, 6, 16, 5, 14, 0), conv(SLICE, 1, 8, 3, 28, 1)],
    ...[conv(SLICE, 8, 8, 3, 28, 1), conv(SLICE, 16, 16, 3, 14, 1), conv(SLICE, 32, 32, 3, 14, 1)],
    ...[conv(SLICE, 64, 64, 3, 14, 1), conv(SLICE, 128, 128, 3, 7, 1)],
  ],
};

export const PEAK = join(root, 'build/bench/peak.wasm');

export function buildPeak() {
  const names = [8, 10, 12, 13].map((n) => `_chains_${n}`).join(',');
  const flags = ['-O3', '-msimd128', '-ffp-contract=off', '-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-sSTANDALONE_WASM', '--no-entry'];
  execFileSync('emcc', [...flags, `-sEXPORTED_FUNCTIONS=${names}`, join(root, 'bench/peak.c'), '-o', PEAK], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_PATH: process.env.NODE_PATH ?? '/usr/share/nodejs' }, // where Debian's emcc finds acorn
  });
}

export async function kernels(name, { ours, rounds, ms, report }) {
  const engines = [];
  for (const make of ours) engines.push(await make());
  try {
    const peaks = [];
    const found = KERNELS[name].map((kernel) => ({ kernel, by: engines.map(() => ({ forward: [], backward: [] })) }));
    for (let round = 0; round < rounds; round++) {
      peaks.push(await engines[0].ask('peak', '/peak.wasm', ms));
      for (const { kernel, by } of found)
        for (const [i, engine] of engines.entries()) {
          const { notation, slice, flop } = kernel;
          const rates = await engine.ask('row', { core: engine.core, notation, slice, row: 1 }, ms / 2);
          by[i].forward.push(1e-9 * flop * rates.forward);
          by[i].backward.push(2e-9 * flop * rates.backward);
        }
    }
    const row = (what, values, engine) => ({
      ...{ task: name, what, engine: engine.name, version: engine.version, unit: 'GFLOP/s' },
      ...{ median: significant(median(values)), min: significant(Math.min(...values)), max: significant(Math.max(...values)) },
      share: significant(median(values.map((value, i) => value / peaks[i])), 3),
      rounds,
    });
    report(row('SIMD peak', peaks, { name: 'wasm' }));
    for (const { kernel, by } of found)
      for (const direction of ['forward', 'backward'])
        for (const [i, engine] of engines.entries()) report(row(`${kernel.what} ${direction}`, by[i][direction], engine));
  } finally {
    for (const engine of engines) await engine.close();
  }
}
