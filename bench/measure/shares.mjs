// Where the time of a training step of ours goes, operation by operation, as a share of all of it.
import { notation, SAMPLES, TRAINING } from '../tasks.mjs';
import { median, significant } from './summary.mjs';

const NETS = ['mlp-16-16', 'mlp-128', 'mlp-128-adam', 'lenet5', 'resnet'];
const LEAST = 1; // per cent: less is not told

export async function shares({ ours, rounds, ms, quick, report }) {
  const engine = await ours[0]();
  try {
    for (const name of quick ? NETS.slice(0, 1) : NETS) {
      const task = TRAINING[name];
      await engine.begin({ ...task, notation: notation(task.layers), samples: SAMPLES, steps: 0, most: 0, ms: 0 });
      await engine.run(ms); // warm
      const seen = [];
      for (let round = 0; round < rounds; round++) seen.push(await engine.ask('shares', ms));
      const part = (spent, what) => (100 * (spent[what] ?? 0)) / Object.values(spent).reduce((sum, each) => sum + each, 0);
      for (const what of Object.keys(seen[0])) {
        const values = seen.map((spent) => significant(part(spent, what), 3));
        if (median(values) < LEAST) continue;
        report({
          ...{ task: 'shares', what: `${name}: ${what}`, engine: 'ours', version: engine.version, unit: '%' },
          ...{ median: median(values), min: Math.min(...values), max: Math.max(...values), rounds },
        });
      }
    }
  } finally {
    await engine.close();
  }
}
