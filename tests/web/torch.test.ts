// The PyTorch program of a run makes the core's own losses: the script is run under Debian's python3-torch.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Engine } from '../../web/engine/engine';
import { Run } from '../../web/engine/run';
import type { Change } from '../../web/engine/run-messages';
import type { Wishes } from '../../web/engine/train-settings';
import { Trainer } from '../../web/engine/trainer';
import { MODELS } from '../../web/state/models';
import { RUN_VERSION, type RunRecord } from '../../web/state/run-record';
import { BLOCK } from '../../web/state/set-names';
import { writeScript } from '../../web/state/torch/script';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const data = at('build/data/mnist');
const engine = await Engine.fromBytes(readFileSync(at('build/wasm/glassnet.wasm')));
const execute = promisify(execFile);
const idx = (name: string, skip: number) => new Uint8Array(readFileSync(join(data, name))).subarray(skip);
const images = idx('train-images-idx3-ubyte', 16);
const labels = idx('train-labels-idx1-ubyte', 8);

interface Case {
  readonly name: string;
  readonly notation: string;
  readonly wishes: Wishes;
  readonly changes?: readonly Change[];
  readonly samples?: number;
  readonly steps?: number;
}

// What the page would keep of the run.
async function record({ notation, wishes, changes = [], samples = 60_000, steps = 20 }: Case) {
  const source = {
    notation,
    seed: 4_000_000_007,
    samples,
    tests: 1,
    size: 784,
    block: BLOCK,
    settings: wishes,
  };
  const trainer = await Trainer.start(engine.module, source);
  trainer.train.add(images.subarray(0, samples * 784), labels.subarray(0, samples));
  const run = new Run(1, trainer, changes);
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, steps, 0);
  for (let turn = 0; run.tick(turn) !== undefined; turn++);
  const { losses } = run.frame(false);
  expect(losses).toHaveLength(steps);
  const made: RunRecord = {
    version: RUN_VERSION,
    id: 'x',
    name: 'a "run"\nof two lines',
    pinned: false,
    when: 0,
    notation,
    ended: notation,
    seed: source.seed,
    data: 'mnist',
    dataVersion: '',
    samples,
    wishes,
    now: wishes,
    changes,
    steps,
    losses,
    scores: [],
    start: undefined,
    learnt: trainer.learnt(),
  };
  return { made, table: trainer.table };
}

async function compare(each: Case): Promise<void> {
  const { made, table } = await record(each);
  const folder = at(`build/torch/${each.name.replace(/\W+/g, '-')}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const lines = [made.notation, ...made.changes.flatMap((c) => ('notation' in c ? [c.notation] : []))];
  const probes = await Promise.all([...new Set(lines)].map((notation) => engine.probe({ notation, seed: made.seed })));
  const script = writeScript({ record: made, plans: probes.map(({ plan }) => plan), table });
  expect(script.missing).toEqual([]);
  expect(script.strays).toEqual([]);
  writeFileSync(join(folder, 'train.py'), script.text);
  writeFileSync(join(folder, 'start.safetensors'), probes[0]?.save() ?? '');
  const { stdout } = await execute('/usr/bin/python3', [join(folder, 'train.py'), '--data', data]);
  const theirs = stdout
    .split('\n')
    .filter((line) => /^\d+ /.test(line))
    .map((line) => Number(line.split(' ')[1]));
  expect(theirs).toHaveLength(made.steps);
  for (const [i, loss] of theirs.entries())
    expect(Math.abs(loss - (made.losses[i] ?? Number.NaN)), `loss of step ${i + 1}`).toBeLessThanOrEqual(1e-4);
  expect(stdout).toMatch(/# test accuracy 0\.\d{4}/);
}

const SMALL = 'in 784; dense 12; tanh; dense 10; softmax_ce';

const CASES: readonly Case[] = [
  { name: 'plain descent', notation: MODELS['mlp-16-16'], wishes: {} },
  {
    name: 'LeNet, Adam, cosine, batch 64',
    notation: MODELS.lenet5,
    wishes: { optimizer: 'adam', rate: 0.002, batch: 64, schedule: 'cosine', schedule_steps: 15 },
  },
  {
    name: 'batch norm, AdamW, clipping, L2',
    notation: 'in 1 28 28; conv 4 5 stride=2 bias=0; batchnorm momentum=0.2; relu; maxpool 2; flatten; dense 10; softmax_ce',
    wishes: { optimizer: 'adamw', rate: 0.003, clip_norm: 0.5, clip_value: 0.02, l2: 0.001, batch: 16 },
  },
];

for (const each of CASES) test(`PyTorch: ${each.name}`, { timeout: 180_000 }, () => compare(each));
void SMALL;
void existsSync;
