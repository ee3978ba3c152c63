// Prints the measured figures as one JSON object: npm run figures, after ./start --build. Chromium is Debian's; what
// cannot be measured here is null.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const BROWSER = '/usr/bin/chromium';

const LARGE_POINTS = `view=points&points=rings&pointsClasses=12&pointsCount=5000&pointsNet=${encodeURIComponent(
  `in 2; ${'dense 32; gelu; '.repeat(4)}dense 12; softmax_ce`,
)}`;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits) => Number(value.toFixed(digits));

function glassnet(...args) {
  const out = execFileSync(join(root, 'build/release/glassnet'), args, { encoding: 'utf8' });
  return out.trimEnd().split('\n').map(JSON.parse);
}

function models() {
  const all = {};
  for (const { name, parameters } of glassnet('models')) {
    const weights = join(root, `build/models/${name}.safetensors`);
    if (!existsSync(weights)) continue;
    const [score] = glassnet('eval', '--weights', weights, '--data', join(root, 'build/data/mnist'));
    const { epochs } = JSON.parse(readFileSync(weights.replace('.safetensors', '.json'), 'utf8'));
    all[name] = {
      parameters,
      test_accuracy: score.test_accuracy,
      test_loss: round(score.test_loss, 5),
      epochs: epochs.length,
      training_samples_per_s: Math.round(median(epochs.map((epoch) => epoch.samples_per_s))),
    };
  }
  return all;
}

async function served(run) {
  const server = spawn(execPath, [join(root, 'tools/serve.mjs'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const address = /http:\S+/.exec(line)?.[0];
      if (address) return await run(address);
    }
    throw new Error('tools/serve.mjs did not start');
  } finally {
    server.kill();
  }
}

// Bytes over the wire of everything that had arrived when the bars first moved, in a browser that knew nothing.
async function firstPrediction(browser, address) {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const [move] = list.getEntriesByName('glassnet:move');
      if (move) window.firstMove ??= move.startTime + move.duration;
    }).observe({ type: 'measure', buffered: true });
  });
  await page.goto(address);
  await page.waitForFunction(() => window.firstMove !== undefined);
  await page.waitForTimeout(500);
  const seen = await page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return {
      at: window.firstMove,
      files: entries
        .filter((entry) => entry.responseEnd <= window.firstMove)
        .map((entry) => ({ file: entry.name.split('/').pop() || 'index.html', bytes: entry.transferSize })),
    };
  });
  await context.close();
  return {
    gzip_bytes: seen.files.reduce((sum, file) => sum + file.bytes, 0),
    ms: Math.round(seen.at),
    files: Object.fromEntries(seen.files.map(({ file, bytes }) => [file, bytes])),
  };
}

// Milliseconds of work from a move of the pen to the bars it changes, LeNet.
async function moves(browser, address) {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('radio', { name: 'LeNet-5' }).check();
  await page.getByText('61,706').waitFor();
  await page.getByRole('region', { name: 'Draw' }).getByRole('button', { name: 'Draw' }).click();
  const pad = await page.getByRole('application').boundingBox();
  const at = (turn) => [pad.x + pad.width * (0.5 + 0.25 * Math.sin(turn)), pad.y + pad.height * (0.5 - 0.35 * Math.cos(turn))];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  await page.evaluate(() => performance.clearMeasures('glassnet:move'));
  for (let i = 1; i <= 300; i++) {
    await page.mouse.move(...at(i / 40));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  await page.mouse.up();
  const spent = await page.evaluate(() => performance.getEntriesByName('glassnet:move').map((entry) => entry.duration));
  await context.close();
  if (spent.length < 50) throw new Error(`only ${spent.length} moves were measured`);
  const middle = median(spent);
  return { moves: spent.length, median_ms: round(middle, 2), p95_ms: round(spent[Math.floor(0.95 * spent.length)], 2) };
}

// Tasks over 50 ms on the page's main thread while it trains at full speed, as PerformanceObserver reports them by the
// clock; and, since on a busy machine a task also waits for its turn, how long the longest one computed.
async function fullSpeed(browser, address, hash) {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(`${address}#v=1&${hash}`);
  const now = page.locator('gn-transport .now b');
  const steps = async () => Number((await now.textContent()).replaceAll(',', ''));
  const forget = page.getByRole('button', { name: 'Forget everything' });
  const teach = page.locator('gn-transport .primary').filter({ hasText: 'Teach it' });
  await forget.or(teach).first().waitFor();
  if (await forget.isVisible()) await forget.click();
  await page.getByRole('slider', { name: 'Speed' }).fill('6');
  await teach.click();
  for (const until = Date.now() + 120_000; (await steps()) <= 20; await page.waitForTimeout(100))
    if (Date.now() > until) throw new Error('training did not begin');
  await page.waitForTimeout(6000); // the other networks' weights and the data have come
  const from = await steps();
  await browser.startTracing(page, { categories: ['toplevel'] });
  const seen = await page.evaluate(
    (ms) =>
      new Promise((done) => {
        const tasks = [];
        let frames = 0;
        const began = performance.now();
        const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
        observer.observe({ type: 'longtask' });
        const tick = () => {
          frames++;
          const spent = performance.now() - began;
          if (spent < ms) requestAnimationFrame(tick);
          else done({ tasks, frames: frames / (spent / 1000) });
        };
        requestAnimationFrame(tick);
      }),
    10_000,
  );
  const events = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const computed = events
    .filter(({ name, tdur, pid, tid }) => name.endsWith('RunTask') && tdur !== undefined && mains.has(`${pid} ${tid}`))
    .map(({ tdur }) => tdur / 1000);
  const done = (await steps()) - from;
  await context.close();
  if (computed.length === 0 || done <= 0) throw new Error('nothing was measured at full speed');
  return {
    seconds: 10,
    steps: done,
    frames_per_s: round(seen.frames, 1),
    long_tasks: seen.tasks.length,
    longest_ms: round(Math.max(0, ...seen.tasks), 1),
    longest_computing_ms: round(Math.max(...computed), 1),
  };
}

async function page() {
  if (!existsSync(BROWSER) || !existsSync(join(root, 'dist/index.html'))) return null;
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  try {
    return await served(async (address) => ({
      chromium: browser.version(),
      until_first_prediction: await firstPrediction(browser, address),
      lenet5_move_to_bars: await moves(browser, address),
      training_at_full_speed: {
        'mlp-16-16': await fullSpeed(browser, address, 'view=train&model=mlp-16-16'),
        lenet5: await fullSpeed(browser, address, 'view=train&model=lenet5'),
        'points: spiral': await fullSpeed(browser, address, 'view=points'),
        'points: 5,000 of 12 classes, 4 layers of 32': await fullSpeed(browser, address, LARGE_POINTS),
      },
    }));
  } finally {
    await browser.close();
  }
}

const fresh = join(root, 'build/first_start_seconds');
const figures = {
  machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? null },
  models: models(),
  page: await page(),
  // ./start --build in a fresh clone, installs included
  first_start_seconds: existsSync(fresh) ? Number(readFileSync(fresh, 'utf8')) : null,
};
console.log(JSON.stringify(figures, null, 2));
