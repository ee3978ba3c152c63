// Seconds from pressing "Teach it" to a test accuracy over all of MNIST's 10,000 test digits, in the page, its curves
// running. The same source makes the same numbers everywhere, so a worker finds beforehand at which step the accuracy
// is reached, and the page is timed to that step: it need not stop to be tested.
import { link, openRun, pressUntil, rewind, SCREEN } from '../engines/page.mjs';
import { notation, TRAINING } from '../tasks.mjs';
import { median, significant } from './summary.mjs';

const EVERY = 100; // steps between two looks
const TRAIN = 60_000;
const BLOCK = 5000; // as the page has it

// The quickest that was found for LeNet-5: it ends its fourth epoch at 99.1 %.
const QUICK = { batch: 32, optimizer: 'nesterov', rate: 0.08, l2: 0.0003, schedule: 'cosine', schedule_steps: 9375 };

export const GOALS = [
  { task: 'mlp-128', goal: 0.97, settings: QUICK },
  { task: 'lenet5', goal: 0.97, settings: QUICK },
  { task: 'lenet5', goal: 0.99, settings: QUICK },
];

export async function accuracy({ ours, browser, address, rounds, quick, report }) {
  for (const { task, goal, settings } of quick ? [{ ...GOALS[0], goal: 0.5 }] : GOALS) {
    const { layers } = TRAINING[task];
    const what = `${task} to ${100 * goal} %`;
    const engine = await ours[0]();
    const found = await engine.ask('reach', { core: engine.core, notation: notation(layers), settings, samples: TRAIN, block: BLOCK, goal, every: EVERY, most: 20_000 });
    await engine.close();
    if (found.step < 0) {
      report({ task: 'accuracy', what, engine: 'ours-page', version: engine.version, cannot: `reached ${100 * found.best} % at best` });
      continue;
    }
    const times = { cold: [], warm: [] };
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext(SCREEN);
      const page = await openRun(context, address + link(layers, settings));
      times.cold.push((await pressUntil(page, found.step)) / 1000);
      await rewind(page);
      times.warm.push((await pressUntil(page, found.step)) / 1000);
      await context.close();
    }
    for (const [which, values] of Object.entries(times))
      report({
        ...{ task: 'accuracy', what: `${what}, ${which}`, engine: 'ours-page', version: engine.version, unit: 's' },
        ...{ median: significant(median(values)), min: significant(Math.min(...values)), max: significant(Math.max(...values)) },
        ...{ rounds: values.length, how: `${found.step} steps` },
      });
  }
}
