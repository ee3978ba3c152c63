// How the time per sample grows with width, depth and batch.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../engines/paths.mjs';
import { plot } from '../plot.mjs';
import { mlp, notation, SAMPLES } from '../tasks.mjs';
import { median, significant } from './summary.mjs';

const DEEP = 32; // units of each layer of a deep net
const powers = (first, last) => Array.from({ length: Math.log2(last / first) + 1 }, (_, i) => first * 2 ** i);

export const SCALING = {
  width: { label: 'units of the hidden layer', sizes: powers(16, 1024), spec: (n) => ({ layers: mlp(n), batch: 32 }) },
  depth: { label: `hidden layers of ${DEEP}`, sizes: powers(1, 32), spec: (n) => ({ layers: mlp(...Array(n).fill(DEEP)), batch: 32 }) },
  batch: { label: 'batch, 784-128-10', sizes: powers(1, 4096), spec: (n) => ({ layers: mlp(128), batch: n }) },
};
const ENGINES = ['ours', 'against', 'pytorch-1'];

export async function scaling({ open, rounds, ms, quick, report }) {
  const panels = [];
  const engines = [];
  try {
    for (const { name, make } of open())
      if (ENGINES.includes(name)) {
        const engine = await make().catch((error) => report({ task: 'scaling', engine: name, cannot: error.message }));
        if (engine) engines.push(engine);
      }
    for (const [name, { label, sizes, spec }] of Object.entries(SCALING)) {
      const lines = engines.map((engine) => ({ name: engine.name, points: [] }));
      for (const size of quick ? sizes.slice(0, 2) : sizes) {
        const made = { ...spec(size), rate: 0.01, samples: SAMPLES, steps: 0, most: 0, ms: ms / 4 };
        let params;
        for (const engine of engines) {
          const begun = await engine.begin({ ...made, notation: notation(made.layers), params });
          params ??= begun.params;
          await engine.run(ms / 4);
        }
        const times = engines.map(() => []);
        for (let round = 0; round < rounds; round++)
          for (const [i, engine] of engines.entries()) {
            const { samples, ms: spent } = await engine.run(ms / 4);
            times[i].push((1000 * spent) / samples);
          }
        for (const [i, engine] of engines.entries()) {
          const values = times[i];
          lines[i].points.push([size, median(values)]);
          report({
            ...{ task: 'scaling', what: `${name} ${size}`, engine: engine.name, version: engine.version, unit: 'µs per sample' },
            ...{ median: significant(median(values)), min: significant(Math.min(...values)), max: significant(Math.max(...values)) },
            ratio: significant(median(values.map((value, k) => value / times[0][k])), 3),
            rounds,
          });
        }
      }
      panels.push({ label, lines });
    }
  } finally {
    for (const engine of engines) await engine.close();
  }
  const file = join(root, 'build/bench/scaling.svg');
  writeFileSync(file, plot(panels, 'µs per sample, training'));
  console.error(`The plot is build/bench/scaling.svg`);
}
