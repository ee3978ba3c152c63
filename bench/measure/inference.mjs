// Microseconds from one sample of 784 pixels to its ten probabilities, every engine in turn.
import { notation, SAMPLES, TRAINING } from '../tasks.mjs';
import { summary } from './summary.mjs';

export async function inference(name, { open, rounds, ms, report }) {
  const task = TRAINING[name];
  const spec = { ...task, notation: notation(task.layers), samples: SAMPLES, steps: 0, most: 0, ms: 0 };
  const engines = [];
  let params;
  try {
    for await (const { name: wanted, make } of open()) {
      let engine;
      try {
        engine = await make();
        if (!engine.infer) {
          await engine.close();
          continue;
        }
        const begun = await engine.begin({ ...spec, params });
        params ??= begun.params;
        await engine.infer(ms); // warm
        engines.push({ engine, times: [], how: begun.how?.startsWith('max') ? begun.how : undefined });
      } catch (error) {
        await engine?.close();
        if (wanted === 'ours') throw error;
        report({ task: `one-${name}`, engine: engine?.name ?? wanted, version: engine?.version, cannot: error.message });
      }
    }
    for (let round = 0; round < rounds; round++)
      for (const each of round % 2 ? [...engines].reverse() : engines) each.times.push((await each.engine.infer(ms)).us);
    const base = engines.find(({ engine }) => engine.name === 'ours').times;
    for (const { engine, times, how } of engines)
      report({ task: `one-${name}`, engine: engine.name, version: engine.version, unit: 'µs', ...summary(times, base, (mine, ours) => mine / ours), how });
  } finally {
    for (const { engine } of engines) await engine.close();
  }
}
