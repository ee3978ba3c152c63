// npm run bench: this engine against its peers, in one run on one machine. See README.md beside this file.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';
import { convnet, ours, startBrowser, tfjs } from './engines/browser.mjs';
import { pageEngine, served } from './engines/page.mjs';
import { root } from './engines/paths.mjs';
import { serve } from './engines/server.mjs';
import { torch } from './engines/torch.mjs';
import { accuracy } from './measure/accuracy.mjs';
import { first } from './measure/first.mjs';
import { heap } from './measure/heap.mjs';
import { inference } from './measure/inference.mjs';
import { inspector } from './measure/inspector.mjs';
import { buildPeak, kernels, PEAK } from './measure/kernels.mjs';
import { scaling } from './measure/scaling.mjs';
import { shares } from './measure/shares.mjs';
import { text } from './measure/text.mjs';
import { training } from './measure/training.mjs';
import { table } from './table.mjs';
import { TRAINING } from './tasks.mjs';

const TASKS = {
  ...Object.fromEntries(Object.keys(TRAINING).map((name) => [name, (common) => training(name, common)])),
  ...Object.fromEntries(['mlp-16-16', 'mlp-128', 'lenet5'].map((name) => [`one-${name}`, (common) => inference(name, common)])),
  matrix: (common) => kernels('matrix', common),
  conv: (common) => kernels('conv', common),
  shares,
  scaling,
  accuracy,
  tokens: (common) => text('tokens', common),
  merges: (common) => text('merges', common),
  'first-prediction': first,
  heap,
  inspector,
};

const USAGE = `usage: npm run bench -- [--task NAME…] [--engine NAME…] [--rounds N] [--ms N] [--quick] [--against FILE] [--processor]
  --task NAME     only this task, or those that begin so
  --engine NAME   only this engine beside ours, or those that begin so; "ours": no peers
  --rounds N      of each task (5)
  --ms N          of each measurement (1000)
  --quick         two short rounds: whether it works, no figures
  --against FILE  another build of glassnet.wasm, measured as "against"
  --processor     count processor time instead of the clock's, where training is measured: for a busy machine;
                  engines of one thread only
JSON lines go to standard output, a table to standard error.`;

const OPTIONS = {
  task: { type: 'string', multiple: true, default: [] },
  engine: { type: 'string', multiple: true, default: [] },
  rounds: { type: 'string' },
  ms: { type: 'string' },
  quick: { type: 'boolean', default: false },
  against: { type: 'string' },
  processor: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};
function fail(text) {
  console.error(`bench: ${text}`);
  exit(1);
}
function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return fail(`${error.message.split('.')[0]}\n${USAGE}`);
  }
}
const options = readOptions();
if (options.help) {
  console.log(USAGE);
  exit();
}
function whole(name, otherwise) {
  const value = Number(options[name] ?? otherwise);
  if (!(Number.isInteger(value) && value >= 1)) fail(`--${name} wants a whole number, not "${options[name]}"`);
  return value;
}
const rounds = whole('rounds', options.quick ? 2 : 5);
const ms = whole('ms', options.quick ? 100 : 1000);

const names = Object.keys(TASKS);
// One of that name, or all whose names begin so.
function chosen(all, wanted) {
  return all.filter((name) => wanted.length === 0 || wanted.some((each) => (all.includes(each) ? name === each : name.startsWith(each))));
}
const tasks = chosen(names, options.task);
if (tasks.length === 0) fail(`there is no task ${options.task.join(', ')}; there are ${names.join(', ')}`);

const OTHERS = ['ours-page', 'ours-2', 'ours-2-memory', 'pytorch-1', 'pytorch-2', 'convnetjs', 'tfjs-cpu', 'tfjs-wasm', 'tfjs-wasm-2', 'tfjs-webgl', 'tfjs-webgpu'];
const MANY_THREADS = ['ours-page', 'ours-2', 'ours-2-memory', 'pytorch-2', 'tfjs-wasm-2', 'tfjs-webgl', 'tfjs-webgpu'];
const engines = chosen(['ours', ...OTHERS], options.engine).filter((name) => name !== 'ours' && !(options.processor && MANY_THREADS.includes(name)));
if (options.engine.length > 0 && engines.length === 0 && !options.engine.includes('ours'))
  fail(`there is no engine ${options.engine.join(', ')}; there are ours, ${OTHERS.join(', ')}`);

// ---------------------------------------------------------------- what must be there
const core = join(root, 'build/wasm/glassnet.wasm');
for (const [file, remedy] of [
  [core, './start --build'],
  [join(root, 'dist/index.html'), './start --build'],
  [join(root, 'build/data/mnist/train-images-idx3-ubyte'), './start --build'],
  ...(options.against ? [[options.against, 'name another file']] : []),
])
  if (!existsSync(file)) fail(`${file} is missing: ${remedy}`);

const peers = engines.some((name) => /^(tfjs|convnet)/.test(name)) || tasks.includes('tokens');
if (peers && ['convnetjs', 'tiktoken'].some((name) => !existsSync(join(root, 'bench/node_modules', name)))) {
  console.error('Installing the peers (bench/package-lock.json)');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: join(root, 'bench'), stdio: ['ignore', 2, 2] });
}
if (engines.some((name) => name.startsWith('pytorch')) && existsSync('/usr/bin/apt-get'))
  execFileSync('bash', ['-c', 'root=$PWD; . tools/setup.sh; need_packages "the bench" python3-torch libopenblas0'], { cwd: root, stdio: ['ignore', 2, 2] });
execFileSync('npm', ['exec', '--no', 'vite', 'build', '--', '--config', 'bench/vite.config.ts'], { cwd: root, stdio: ['ignore', 2, 2] });
if (tasks.some((name) => name === 'matrix' || name === 'conv')) buildPeak();

// ---------------------------------------------------------------- the run
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const server = await serve({ '/core.wasm': core, '/peak.wasm': PEAK, ...(options.against ? { '/against.wasm': options.against } : {}) });
const site = await served();
const browser = await startBrowser();
const rows = [];
function report(row) {
  rows.push(row);
  console.log(JSON.stringify(row));
}

const make = {
  ours: () => ours(browser, server.origin, { version }),
  against: () => ours(browser, server.origin, { name: 'against', core: '/against.wasm', version: options.against }),
  'ours-2': () => ours(browser, server.origin, { name: 'ours-2', version, helpers: 'messages' }),
  'ours-2-memory': () => ours(browser, server.origin, { name: 'ours-2-memory', version, helpers: 'memory' }),
  'ours-page': async () => ({ ...(await pageEngine(browser, site.address)), version }),
  'pytorch-1': () => torch(1),
  'pytorch-2': () => torch(2),
  convnetjs: () => convnet(browser, server.origin),
  'tfjs-cpu': () => tfjs(browser, server.origin, 'cpu'),
  'tfjs-wasm': () => tfjs(browser, server.origin, 'wasm'),
  'tfjs-wasm-2': () => tfjs(browser, server.origin, 'wasm', 2),
  'tfjs-webgl': () => tfjs(browser, server.origin, 'webgl'),
  'tfjs-webgpu': () => tfjs(browser, server.origin, 'webgpu'),
};
const open = () => ['ours', ...(options.against ? ['against'] : []), ...engines].map((name) => ({ name, make: make[name] }));

try {
  const mine = [make.ours, ...(options.against ? [make.against] : [])];
  const common = { open, ours: mine, browser, address: site.address, version, rounds, ms, quick: options.quick, byProcessor: options.processor, report, ...(options.quick ? { steps: 40, most: 1500 } : {}) };
  for (const name of tasks) await TASKS[name](common);
} finally {
  await browser.close();
  site.close();
  server.close();
}
console.error(table(rows, browser.version()));
if (rows.some(({ check }) => check && !check.ok)) fail('an engine did not learn as ours did: see "check"');
