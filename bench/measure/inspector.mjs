// What the inspector leaves behind: the page's rate of training before Step by step was ever opened, and after it was
// opened, walked a step and left again. `ratio` is after over before, of the same page: 1 where it costs nothing.
import { link, openRun, pause, pressUntil, rate, SCREEN, SCORED_RARELY } from '../engines/page.mjs';
import { TRAINING } from '../tasks.mjs';
import { median, significant } from './summary.mjs';

const RUN_IN_MS = 6000;

const show = (page, from, to) =>
  page.evaluate(([a, b]) => {
    location.hash = location.hash.replace(`view=${a}`, `view=${b}`);
  }, [from, to]);

async function round(browser, address, layers, ms) {
  const context = await browser.newContext({ ...SCREEN, serviceWorkers: 'block' });
  const page = await openRun(context, address + link(layers, { batch: 32, rate: 0.05 }));
  await pressUntil(page, SCORED_RARELY, RUN_IN_MS);
  const before = await rate(page, ms);
  await pause(page).click();
  await show(page, 'train', 'step');
  await page.getByRole('group', { name: 'Along the tape' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await show(page, 'step', 'train');
  await page.locator('gn-transport .now b').waitFor();
  const after = await rate(page, ms);
  await context.close();
  return [before, after].map(({ steps, ms: span }) => (steps * 32 * 1000) / span);
}

export async function inspector({ browser, address, rounds, ms, quick, version, report }) {
  for (const task of quick ? ['mlp-16-16'] : ['mlp-16-16', 'lenet5']) {
    const pairs = [];
    for (let i = 0; i < rounds; i++) pairs.push(await round(browser, address, TRAINING[task].layers, 3 * ms));
    const after = pairs.map(([, rate]) => rate);
    report({
      ...{ task: 'inspector', what: `${task}, opened and left`, engine: 'ours-page', version, unit: 'samples/s' },
      ...{ median: significant(median(after)), min: significant(Math.min(...after)), max: significant(Math.max(...after)) },
      ...{ ratio: significant(median(pairs.map(([a, b]) => b / a)), 3), rounds: pairs.length, how: 'after ÷ before' },
    });
  }
}
