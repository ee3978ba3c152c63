// Trains the shipped models of tools/models.json into build/models/, as many at a time as there are cores, and only
// those whose recipe, core or data changed since. Beside NAME.safetensors lies NAME.json: the key of what it was made
// from and the log of its epochs. With KEEP_MODELS=1 in the environment, models that are there are left as they are:
// for work on the core, where every edit would train them anew.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { env, exit, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'build/models');
const program = join(root, 'build/release/glassnet');
const { models } = JSON.parse(readFileSync(join(root, 'tools/models.json'), 'utf8'));

// Everything that can change a weight: the core, the training command, the data (its packer holds the data's hashes).
function sourcesKey() {
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .filter((file) => /\.[ch]$/.test(file) && !/^text\b/.test(file)) // which no weight depends on
    .sort()
    .map((file) => join('src', file));
  files.push('tools/cli_train.c', 'tools/cli_settings.c', 'tools/cli_models.c', 'tools/pack_data.mjs', 'CMakeLists.txt');
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

function keyOf(model, sources) {
  return createHash('sha256').update(JSON.stringify([model.name, model.flags, sources])).digest('hex');
}

function isMade(model, key) {
  const record = join(out, `${model.name}.json`);
  if (!existsSync(record) || !existsSync(join(out, `${model.name}.safetensors`))) return false;
  if (env.KEEP_MODELS) return true;
  try {
    return JSON.parse(readFileSync(record, 'utf8')).key === key;
  } catch {
    return false;
  }
}

const running = new Set();

function train(model, key, onProgress) {
  const file = join(out, `${model.name}.safetensors`);
  const fresh = join(out, `${model.name}.new`); // moved into place when the last epoch is done
  const flags = Object.entries(model.flags).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  const common = ['--data', join(root, 'build/data/mnist'), '--out', fresh, '--progress'];
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['train', '--model', model.name, ...common, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const epochs = [];
    const said = [];
    createInterface({ input: child.stdout }).on('line', (line) => epochs.push(JSON.parse(line)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith('progress ')) onProgress(Number(line.slice(9)));
      else said.push(line);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      if (code !== 0) return reject(new Error(`${model.name}: ${said.join('\n') || `stopped with code ${code}`}`));
      renameSync(fresh, file);
      writeFileSync(join(out, `${model.name}.json`), `${JSON.stringify({ key, flags: model.flags, epochs }, null, 1)}\n`);
      resolve();
    });
  });
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

// One bar for all; without a terminal, a line per tenth.
function bar(jobs) {
  const total = jobs.reduce((sum, job) => sum + job.model.seconds, 0);
  const start = Date.now();
  let tenth = 0;
  return () => {
    const share = jobs.reduce((sum, job) => sum + job.model.seconds * job.share, 0) / total;
    const spent = (Date.now() - start) / 1000;
    const left = share > 0.01 ? `${clock((spent * (1 - share)) / share)} left` : 'starting';
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    if (stdout.isTTY) {
      const width = 30;
      const full = Math.floor(share * width);
      stdout.write(`\r  ${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent}  ${left}     `);
      if (share >= 1) stdout.write(`\r${' '.repeat(60)}\r`);
    } else if (share * 10 >= tenth + 1) {
      tenth = Math.floor(share * 10);
      console.log(`  ${percent}  ${left}`);
    }
  };
}

async function main() {
  mkdirSync(out, { recursive: true });
  const sources = sourcesKey();
  const jobs = models
    .map((model) => ({ model, key: keyOf(model, sources), share: 0 }))
    .filter((job) => !isMade(job.model, job.key))
    .sort((a, b) => b.model.seconds - a.model.seconds); // long ones first, so that no core idles at the end
  if (jobs.length === 0) return;
  const lanes = Math.min(availableParallelism(), jobs.length);
  console.log(`Training ${jobs.length} models (${jobs.map((job) => job.model.name).join(', ')})`);
  const show = bar(jobs);
  const waiting = [...jobs];
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await train(job.model, job.key, (share) => {
        job.share = share;
        show();
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const { model } of jobs) {
    const { epochs } = JSON.parse(readFileSync(join(out, `${model.name}.json`), 'utf8'));
    const share = (100 * epochs.at(-1).test_accuracy).toFixed(2);
    console.log(`  ${model.name.padEnd(16)} ${share} % of the 10,000 test digits right`);
  }
}

main().catch((error) => {
  for (const child of running) child.kill(); // the other lane's work would be for nothing
  console.error(`train_models: ${error.message}`);
  exit(1);
});
