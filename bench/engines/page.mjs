// Our engine as a visitor has it: dist/ in a browser, at full speed, its curves drawn. What is counted is the page's own
// count of steps against the wall clock, so scores, checkpoints and drawing are in it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { notation } from '../tasks.mjs';
import { root } from './paths.mjs';

const FULL_SPEED = '6';
const SETTLE_MS = 300;

// Serves dist/ as any static host would, without special headers.
export async function served() {
  const server = spawn(process.execPath, [join(root, 'tools/serve.mjs'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address) return { address, close: () => server.kill() };
  }
  throw new Error('tools/serve.mjs did not start');
}

export const steps = async (page) => Number((await page.locator('gn-transport .now b').textContent()).replaceAll(/\D/g, ''));
export const press = (page) => page.locator('gn-transport .primary').click();

// Of a run in the page: its line of notation, its settings as links have them.
export function link({ layers, batch, rate, optimizer = 'sgd' }) {
  const query = new URLSearchParams({
    v: '1',
    view: 'train',
    language: 'en',
    model: 'own',
    notation: notation(layers),
    weights: 'untrained',
    train: `batch:${batch},rate:${rate},optimizer:${optimizer}`,
  });
  return `#${query}`;
}

export async function pageEngine(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  let batch = 1;
  return {
    name: 'ours-page',
    async begin(spec) {
      ({ batch } = spec);
      await page.goto('about:blank');
      await page.goto(address + link(spec));
      await page.locator('gn-transport .now b').waitFor();
      await page.getByRole('slider', { name: 'Speed' }).fill(FULL_SPEED);
      await press(page);
      await page.waitForFunction(() => {
        const inside = (host, ...path) => path.reduce((at, name) => at?.querySelector(name)?.shadowRoot, host);
        const count = inside(document, 'gn-app', 'gn-train-view', 'gn-transport')?.querySelector('.now b')?.textContent;
        return Number(count?.replaceAll(/\D/g, '')) > 20;
      }, null, { timeout: 60_000 });
      await page.waitForTimeout(spec.ms);
      await press(page); // pause
      return { losses: [] };
    },
    async run(ms) {
      await press(page);
      await page.waitForTimeout(SETTLE_MS);
      const [from, began] = [await steps(page), performance.now()];
      await page.waitForTimeout(ms);
      const [to, ended] = [await steps(page), performance.now()];
      await press(page);
      await page.waitForTimeout(SETTLE_MS);
      return { samples: (to - from) * batch, ms: ended - began };
    },
    close: () => context.close(),
  };
}
