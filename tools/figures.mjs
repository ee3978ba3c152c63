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
  await page.getByRole('button', { name: 'Draw' }).click();
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

async function page() {
  if (!existsSync(BROWSER) || !existsSync(join(root, 'dist/index.html'))) return null;
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  try {
    return await served(async (address) => ({
      chromium: browser.version(),
      until_first_prediction: await firstPrediction(browser, address),
      lenet5_move_to_bars: await moves(browser, address),
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
