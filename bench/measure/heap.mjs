// What the page holds with all of MNIST in memory and a run under way: every WebAssembly memory, and the JavaScript heap
// with its array buffers, of the page and of each of its workers. Puppeteer, since it speaks to workers' debuggers.
import puppeteer from 'puppeteer-core';
import { CHROMIUM } from '../engines/paths.mjs';
import { FULL_SPEED, INSIDE, SCREEN } from '../engines/page.mjs';
import { median } from './summary.mjs';

const MB = 1e6;
const SHARDS = 14; // 12 to train on, 2 to test
const MODELS = ['mlp-16-16', 'lenet5'];

// Remembers the memories of what is instantiated, in the page and, since its workers' scripts are blobs, in those too.
const REMEMBER = `globalThis.memories ??= (() => {
  const all = [];
  const make = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await make.apply(WebAssembly, args);
    const memory = (made.instance ?? made).exports.memory;
    if (memory) all.push(new WeakRef(memory));
    return made;
  };
  return all;
})();
`;
const IN_BLOBS = `globalThis.Blob = class extends Blob {
  constructor(parts = [], how = {}) {
    super(/javascript/.test(how.type) ? [${JSON.stringify(REMEMBER)}, ...parts] : parts, how);
  }
};`;

async function held(place, client) {
  await client.send('HeapProfiler.enable');
  await client.send('HeapProfiler.collectGarbage');
  const wasm = await place.evaluate(() => (globalThis.memories ?? []).reduce((sum, each) => sum + (each.deref()?.buffer.byteLength ?? 0), 0));
  const { usedSize, backingStorageSize = 0 } = await client.send('Runtime.getHeapUsage');
  return { wasm, js: usedSize, buffers: backingStorageSize };
}

async function once(address, model, ms) {
  const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], defaultViewport: SCREEN.viewport });
  try {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(REMEMBER + IN_BLOBS);
    let shards = 0;
    page.on('requestfinished', (request) => (shards += /\/mnist\/.*\.bin$/.test(request.url()) ? 1 : 0));
    await page.goto(`${address}#v=1&view=train&language=en&weights=untrained&model=${model}`);
    await page.evaluate(INSIDE);
    const ready = () => page.waitForFunction(() => window.transport()?.querySelector('.primary:enabled') && window.stepsNow() === 0);
    const press = () => page.evaluate(() => window.transport().querySelector('.primary').click());
    await ready();
    if (await page.evaluate(() => window.transport().querySelector('.knows') !== null)) await press(); // forget
    await page.waitForFunction(() => window.transport().querySelector('.knows') === null);
    await ready();
    await page.evaluate((speed) => {
      const slider = window.transport().querySelector('input[type="range"]');
      slider.value = speed;
      slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    }, FULL_SPEED);
    await press();
    for (let waited = 0; shards < SHARDS && waited < 60_000; waited += 250) await new Promise((done) => setTimeout(done, 250));
    if (shards < SHARDS) throw new Error(`only ${shards} of ${SHARDS} shards came`);
    await new Promise((done) => setTimeout(done, ms)); // checkpoints and curves have grown
    const all = [await held(page, await page.createCDPSession())];
    for (const worker of page.workers()) all.push(await held(worker, worker.client));
    const total = (key) => all.reduce((sum, each) => sum + each[key], 0);
    return { wasm: total('wasm'), js: total('js'), buffers: total('buffers') };
  } finally {
    await browser.close();
  }
}

export async function heap({ address, version, rounds, quick, report }) {
  for (const model of quick ? MODELS.slice(0, 1) : MODELS) {
    const seen = [];
    for (let round = 0; round < Math.min(rounds, quick ? 1 : 3); round++) seen.push(await once(address, model, quick ? 2000 : 15_000));
    const sizes = { total: ({ wasm, js, buffers }) => wasm + js + buffers, wasm: ({ wasm }) => wasm, js: ({ js }) => js, buffers: ({ buffers }) => buffers };
    for (const [what, of] of Object.entries(sizes)) {
      const values = seen.map((each) => Number((of(each) / MB).toFixed(1)));
      report({
        ...{ task: 'heap', what: `${model}, ${what}`, engine: 'ours-page', version, unit: 'MB' },
        ...{ median: Number(median(values).toFixed(1)), min: Math.min(...values), max: Math.max(...values), rounds: values.length },
      });
    }
  }
}
