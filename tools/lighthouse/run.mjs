// What Lighthouse (mobile preset: slow 4G, processor four times slower) says of dist/, as JSON:
// npm run lighthouse [-- --runs N] [--desktop]. Of several runs the one of median performance is printed.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const at = argv.indexOf('--runs');
const runs = at < 0 ? 1 : Number(argv[at + 1]);

function fail(sentence) {
  console.error(`lighthouse: ${sentence}`);
  exit(1);
}
if (!CHROMIUM) fail('there is no Chromium; on Debian: apt-get install chromium');
if (!existsSync(join(root, 'dist/index.html'))) fail('dist/ is missing: run ./start --build first');
if (!(runs >= 1 && runs <= 20)) fail('--runs wants a number from 1 to 20');
if (!existsSync(join(here, 'node_modules/lighthouse'))) {
  console.error('Installing Lighthouse (tools/lighthouse/package-lock.json)');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: here, stdio: ['ignore', 2, 2] });
}
const { default: lighthouse, desktopConfig } = await import('lighthouse');
const { launch } = await import('chrome-launcher');

const port = await new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const free = probe.address().port;
    probe.close(() => done(free));
  });
});
const server = spawn('node', [join(root, 'tools/serve.mjs'), '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((ready) => server.stdout.once('data', ready));

const round = (value, digits = 0) => (value === undefined ? undefined : Number(value.toFixed(digits)));
async function measure() {
  const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ['--headless=new', '--no-sandbox'] });
  try {
    const config = argv.includes('--desktop') ? desktopConfig : undefined;
    const flags = { port: chrome.port, output: 'json', logLevel: 'error' };
    const { lhr } = await lighthouse(`http://localhost:${port}/`, flags, config);
    const ms = (id) => round(lhr.audits[id]?.numericValue);
    const weighted = Object.values(lhr.categories).flatMap((category) => category.auditRefs.filter((ref) => ref.weight > 0));
    const short = [...new Set(weighted.map((ref) => ref.id))]
      .filter((id) => lhr.audits[id]?.score !== null && lhr.audits[id]?.score < 0.9)
      .map((id) => ({ id, score: lhr.audits[id].score, shows: lhr.audits[id].displayValue }));
    return {
      performance: round(100 * lhr.categories.performance.score),
      accessibility: round(100 * lhr.categories.accessibility.score),
      best_practices: round(100 * lhr.categories['best-practices'].score),
      seo: round(100 * lhr.categories.seo.score),
      first_contentful_paint_ms: ms('first-contentful-paint'),
      largest_contentful_paint_ms: ms('largest-contentful-paint'),
      speed_index_ms: ms('speed-index'),
      total_blocking_time_ms: ms('total-blocking-time'),
      cumulative_layout_shift: round(lhr.audits['cumulative-layout-shift']?.numericValue, 4),
      bytes: ms('total-byte-weight'),
      // Above 2,000 is a quiet desktop; far below it the machine was busy, and performance says more of it than of the page.
      benchmark_index: round(lhr.environment.benchmarkIndex),
      below_90: short,
    };
  } finally {
    chrome.kill();
  }
}

try {
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await measure());
  all.sort((a, b) => a.performance - b.performance);
  const preset = argv.includes('--desktop') ? 'desktop' : 'mobile';
  const performances = all.map((each) => each.performance);
  console.log(JSON.stringify({ preset, runs, performances, ...all[Math.floor((runs - 1) / 2)] }, null, 2));
} finally {
  server.kill();
}
