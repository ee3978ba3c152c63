// Engines that live in Chromium, each in a page of its own: ours, and the peers written in JavaScript.
import { chromium } from 'playwright-core';
import { CHROMIUM } from './paths.mjs';

// Without a GPU the browser draws and computes in software; these let WebGL and WebGPU do so too.
const FLAGS = ['--no-sandbox', '--enable-unsafe-swiftshader', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

export async function startBrowser() {
  if (!CHROMIUM) throw new Error('there is no Chromium; on Debian: apt-get install chromium');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

// Messages of exceptions in pages begin with where they were caught, and go on with a stack.
const sentence = (error) => error.message.replace(/^page\.evaluate: /, '').split('\n')[0].replace(/^(Error|Cannot): /, '');

// Milliseconds of processor time that pages have taken so far. Only one of them computes at a time.
async function processor(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
}

async function inPage(browser, address, name, version) {
  const page = await browser.newPage();
  let crashed = false;
  page.on('crash', () => (crashed = true));
  await page.goto(address);
  await page.waitForFunction(() => window.engine !== undefined, null, { timeout: 60_000 });
  const ask = (method, ...args) =>
    page.evaluate(([name, all]) => window.engine[name](...all), [method, args]).catch((error) => {
      throw new Error(crashed ? 'its page crashed' : sentence(error));
    });
  return {
    name,
    version: version ?? (await page.evaluate(() => window.engine.version)),
    begin: (spec) => ask('begin', spec),
    async run(ms, byProcessor = false) {
      const from = byProcessor ? await processor(browser) : 0;
      const done = await ask('run', ms);
      return byProcessor ? { ...done, ms: (await processor(browser)) - from } : done;
    },
    infer: (ms) => ask('infer', ms),
    ask,
    close: () => page.close(),
  };
}

// `core`: the address of its WebAssembly.
// `helpers`: a second worker, and how it is spoken to.
export async function ours(browser, origin, { name = 'ours', core = '/core.wasm', version, helpers }) {
  const engine = await inPage(browser, `${origin}/ours/ours.html`, name, version);
  return { ...engine, core, begin: (spec) => engine.begin({ ...spec, core, helpers, optimizer: spec.optimizer ?? 'sgd' }) };
}

export const convnet = (browser, origin) => inPage(browser, `${origin}/peers/convnet.html`, 'convnetjs');

export const tfjs = (browser, origin, backend, threads = 1) =>
  inPage(
    browser,
    `${origin}/peers/tfjs.html?backend=${backend}&threads=${threads}`,
    `tfjs-${backend}${threads > 1 ? `-${threads}` : ''}`,
  );
