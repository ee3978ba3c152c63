// Our engine as a visitor has it: dist/ in a browser, at full speed, its curves drawn. What is counted is the page's own
// count of steps against the wall clock, so scores, checkpoints and drawing are in it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { notation } from '../tasks.mjs';
import { root } from './paths.mjs';

export const FULL_SPEED = '6';
const SETTLE_MS = 300;
const SCORED_OFTEN = 500; // steps: before, the page takes many scores
export const SCORED_RARELY = 10_000; // from here on, one in a thousand
export const SCREEN = { viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' };

// Serves dist/ as any static host would, without special headers.
export async function served() {
  const server = spawn(process.execPath, [join(root, 'tools/serve.mjs'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address) return { address, close: () => server.kill() };
  }
  throw new Error('tools/serve.mjs did not start');
}

// Within the page: the main button of the transport, and the count of steps beside it.
export const INSIDE = () => {
  window.transport = () => ['gn-app', 'gn-train-view', 'gn-transport'].reduce((at, name) => at?.querySelector(name)?.shadowRoot, document);
  window.stepsNow = () => Number(window.transport()?.querySelector('.now b')?.textContent.replaceAll(/\D/g, '') ?? Number.NaN);
};
const teach = (page) => page.getByRole('button', { name: /Teach it|Go on/ });
export const pause = (page) => page.getByRole('button', { name: 'Pause' });

// The page of a run that has not begun, at full speed, untrained.
export async function openRun(context, address) {
  const page = await context.newPage();
  await page.addInitScript(INSIDE);
  await page.goto(address);
  await page.locator('gn-transport .now b').waitFor();
  const forget = page.getByRole('button', { name: 'Forget everything' });
  if (await forget.isVisible()) await forget.click();
  await page.getByRole('slider', { name: 'Speed' }).fill(FULL_SPEED);
  await teach(page).and(page.locator(':enabled')).waitFor();
  return page;
}

// Presses "Teach it"; ms until the page counts so many steps, or `most`. It is paused then.
export async function pressUntil(page, steps, most = 1e9) {
  const ms = await page.evaluate(
    ([goal, end]) =>
      new Promise((done) => {
        const began = performance.now();
        window.transport().querySelector('.primary').click();
        const look = () => {
          const spent = performance.now() - began;
          if (window.stepsNow() >= goal || spent > end) done(spent);
          else requestAnimationFrame(look);
        };
        look();
      }),
    [steps, most],
  );
  await pause(page).click();
  return ms;
}

// Goes on for so long: the steps that the page counted meanwhile, and the time from one count to another. It is not
// paused. The counts are waited for, not looked for: a look at every frame would make the browser draw sixty a second,
// of a page that draws twenty-five.
export async function rate(page, ms) {
  await teach(page).click();
  await page.waitForTimeout(SETTLE_MS);
  return page.evaluate(async (span) => {
    const counted = () =>
      new Promise((done) => {
        const watch = new MutationObserver(() => {
          watch.disconnect();
          done({ steps: window.stepsNow(), at: performance.now() });
        });
        watch.observe(window.transport().querySelector('.now'), { subtree: true, childList: true, characterData: true });
      });
    const first = await counted();
    let last = first;
    while (last.at - first.at < span || last.steps === first.steps) last = await counted();
    return { steps: last.steps - first.steps, ms: last.at - first.at };
  }, ms);
}

export async function rewind(page) {
  await page.getByRole('button', { name: 'Rewind' }).click();
  await page.waitForFunction(() => window.stepsNow() === 0);
}

// Of a run in the page: its line of notation, its settings as links have them.
export function link(layers, settings) {
  const query = new URLSearchParams({
    v: '1',
    view: 'train',
    language: 'en',
    model: 'own',
    notation: notation(layers),
    weights: 'untrained',
    train: Object.entries(settings)
      .map((each) => each.join(':'))
      .join(','),
  });
  return `#${query}`;
}

export async function pageEngine(browser, address) {
  const context = await browser.newContext({ ...SCREEN, serviceWorkers: 'block' });
  let page;
  let batch = 1;
  return {
    name: 'ours-page',
    async begin({ layers, gpt, batch: size, rate, optimizer = 'sgd', ms }) {
      if (gpt) throw new Error('only its view of digits is measured');
      batch = size;
      await page?.close();
      page = await openRun(context, address + link(layers, { batch, rate, optimizer }));
      await pressUntil(page, SCORED_OFTEN, 20 * ms);
      await this.run(ms);
      return { losses: [] };
    },
    async run(ms) {
      const done = await rate(page, ms);
      await pause(page).click();
      return { samples: done.steps * batch, ms: done.ms };
    },
    close: () => context.close(),
  };
}
