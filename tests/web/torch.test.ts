// The PyTorch program of a run makes the core's own losses: the script is run under Debian's python3-torch.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Memory } from '../../web/engine/descent';
import { Engine } from '../../web/engine/engine';
import { readNext } from '../../web/engine/next';
import { Run } from '../../web/engine/run';
import type { Change, Shown } from '../../web/engine/run-messages';
import { Stepper } from '../../web/engine/stepper';
import { type Setting, type Wishes, wished } from '../../web/engine/train-settings';
import { Trainer } from '../../web/engine/trainer';
import { MODELS } from '../../web/state/models';
import { type Pictures, partsOf } from '../../web/state/own-pictures';
import { RUN_VERSION, type RunRecord } from '../../web/state/run-record';
import { BLOCK } from '../../web/state/set-names';
import { PICTURE_FILE, writePictures, writeShown } from '../../web/state/torch/picture-file';
import { learntFile, shownFile, writeScript } from '../../web/state/torch/script';
import { zip } from '../../web/state/zip';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const data = at('build/data/mnist');
const engine = await Engine.fromBytes(readFileSync(at('build/wasm/glassnet.wasm')));
const execute = promisify(execFile);
const idx = (name: string, skip: number) => new Uint8Array(readFileSync(join(data, name))).subarray(skip);
const images = idx('train-images-idx3-ubyte', 16);
const labels = idx('train-labels-idx1-ubyte', 8);

// A choice by its name, which the core has as a number.
type Made = Change | { readonly at: number; readonly set: string; readonly value: string };

interface Case {
  readonly name: string;
  readonly notation: string;
  readonly wishes: Wishes;
  readonly changes?: readonly Made[];
  readonly samples?: number;
  readonly steps?: number;
  readonly own?: Pictures; // learnt instead of MNIST
  readonly validation?: number;
  readonly labelNoise?: number;
}

// What the page would keep of the run.
async function record(each: Case) {
  const { notation, wishes, changes: wanted = [], samples = 60_000, steps = 20, own } = each;
  const { validation = 0, labelNoise = 0 } = each;
  const source = {
    notation,
    seed: 4_000_000_007,
    samples,
    tests: 1,
    size: 784,
    block: own ? 0 : BLOCK,
    settings: wishes,
    validation,
    labelNoise,
  };
  const trainer = await Trainer.start(engine.module, source);
  const given = own ? partsOf(own).train : { pixels: images, labels };
  trainer.train.add(given.pixels.subarray(0, samples * 784), given.labels.subarray(0, samples));
  const changes = wanted.map(
    (each): Change =>
      'set' in each && typeof each.value === 'string'
        ? { ...each, value: choice(trainer.table, each.set, each.value) }
        : (each as Change),
  );
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
    data: own ? 'own' : 'mnist',
    dataVersion: own?.version ?? '',
    samples,
    validation,
    labelNoise,
    wishes,
    now: wishes,
    changes,
    steps,
    losses,
    scores: [],
    start: undefined,
    learnt: trainer.learnt(),
  };
  return { made, table: trainer.table, trainer };
}

// Writes the program beside its weights and runs it.
async function inPyTorch(each: Case) {
  const { made, table } = await record(each);
  const folder = at(`build/torch/${each.name.replace(/\W+/g, '-')}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const lines = [made.notation, ...made.changes.flatMap((c) => ('notation' in c ? [c.notation] : []))];
  const probes = await Promise.all(
    [...new Set(lines)].map((notation) => engine.probe({ notation, seed: made.seed })),
  );
  const script = writeScript({ record: made, plans: probes.map(({ plan }) => plan), table });
  expect(script.missing).toEqual([]);
  const archive = zip([
    { name: 'train.py', bytes: new TextEncoder().encode(script.text) },
    { name: 'start.safetensors', bytes: probes[0]?.save() ?? new Uint8Array(0) },
    ...(await Promise.all(
      made.changes.flatMap((change) => ('learnt' in change ? [byHand(made, change)] : [])),
    )),
    ...made.changes.flatMap((change) =>
      'learnt' in change && change.shown
        ? [{ name: shownFile(change.at), bytes: writeShown(change.shown) }]
        : [],
    ),
    ...(each.own ? [{ name: PICTURE_FILE, bytes: writePictures(each.own) }] : []),
  ]);
  writeFileSync(join(folder, 'run.zip'), new Uint8Array(await archive.arrayBuffer()));
  await execute('/usr/bin/python3', ['-m', 'zipfile', '-e', join(folder, 'run.zip'), folder]);
  const { stdout } = await execute('/usr/bin/python3', [
    join(folder, 'train.py'),
    ...(each.own ? [] : ['--data', data]),
  ]);
  const losses = stdout
    .split('\n')
    .filter((line) => /^\d+ /.test(line))
    .map((line) => Number(line.split(' ')[1]));
  expect(losses).toHaveLength(made.steps);
  expect(stdout).toMatch(/# test accuracy 0\.\d{4}/);
  return { made, script, losses, stdout };
}

async function byHand({ notation }: RunRecord, { at, learnt }: { at: number; learnt: Float32Array }) {
  const probe = await engine.probe({ notation, seed: 1 });
  expect(probe.setLearnt(learnt)).toBe(true);
  return { name: learntFile(at), bytes: probe.save() };
}

async function compare(each: Case): Promise<void> {
  const { made, script, losses } = await inPyTorch(each);
  expect(script.strays).toEqual(each.notation.includes('droppath') ? ['dropout'] : []); // of p = 0 there is no chance
  const hand = made.changes.some((change) => 'learnt' in change);
  expect(script.byHand).toBe(hand);
  expect(script.text.includes('The picture itself is not in it')).toBe(hand);
  for (const [i, loss] of losses.entries())
    expect(Math.abs(loss - (made.losses[i] ?? Number.NaN)), `loss of step ${i + 1}`).toBeLessThanOrEqual(
      1e-4,
    );
}

const SMALL = 'in 784; dense 12; tanh; dense 10; softmax_ce';

// Three classes, of whose pictures every fifth is kept for the test.
const picked = Array.from(labels.subarray(0, 2000).keys()).filter((i) => (labels[i] ?? 9) < 3);
const OWN: Pictures = {
  version: 'x',
  names: ['zero "0"', '一', 'two'],
  pixels: Uint8Array.from(picked.flatMap((i) => [...images.subarray(i * 784, (i + 1) * 784)])),
  labels: Uint8Array.from(picked, (i) => labels[i] ?? 0),
  held: Uint8Array.from(picked, (_, k) => (k % 5 === 0 ? 1 : 0)),
};

const CASES: readonly Case[] = [
  {
    name: 'pictures of one’s own',
    notation: SMALL.replace('dense 10', 'dense 3'),
    wishes: { optimizer: 'adam', rate: 0.002, batch: 20 },
    samples: 230,
    steps: 30,
    own: OWN,
  },
  { name: 'plain descent', notation: MODELS['mlp-16-16'], wishes: {} },
  {
    // Two passes, the first of them block by block.
    name: 'a part held out, labels by lot',
    notation: SMALL,
    wishes: { batch: 300, optimizer: 'adam', rate: 0.002 },
    samples: 5000,
    steps: 28,
    validation: 0.2,
    labelNoise: 0.4,
  },
  {
    name: 'squares, labels by lot',
    notation: 'in 784; dense 12; tanh; dense 10; mse',
    wishes: {},
    samples: 500,
    labelNoise: 0.5,
  },
  {
    name: 'own pictures in their order, a part of them held out',
    notation: SMALL.replace('dense 10', 'dense 3'),
    wishes: { batch: 20, shuffle: 0 },
    samples: 230,
    steps: 20,
    own: OWN,
    validation: 0.3,
    labelNoise: 0.1,
  },
  {
    name: 'LeNet, Adam, cosine, batch 64',
    notation: MODELS.lenet5,
    wishes: { optimizer: 'adam', rate: 0.002, batch: 64, schedule: 'cosine', schedule_steps: 15 },
  },
  {
    name: 'batch norm, AdamW, clipping, L2',
    notation:
      'in 1 28 28; conv 4 5 stride=2 bias=0; batchnorm momentum=0.2; relu; maxpool 2; flatten; dense 10; softmax_ce',
    wishes: { optimizer: 'adamw', rate: 0.003, clip_norm: 0.5, clip_value: 0.02, l2: 0.001, batch: 16 },
  },
  {
    // Five passes over few samples, the last batch of each smaller; every kind of change by hand.
    name: 'changed by hand',
    notation: SMALL,
    wishes: { optimizer: 'momentum', rate: 0.05, l1: 0.001, max_norm: 0.9, warmup_steps: 4 },
    samples: 150,
    steps: 30,
    changes: [
      { at: 0, param: 1, index: 3, value: 0.25 },
      { at: 3, set: 'batch', value: 40 },
      { at: 5, notation: SMALL.replace('tanh', 'relu') },
      { at: 6, freeze: 0, frozen: true },
      { at: 8, set: 'optimizer', value: 'adam' },
      { at: 9, set: 'rate', value: 0.004 },
      { at: 12, freeze: 0, frozen: false },
      { at: 13, freeze: 3, frozen: true },
      { at: 14, set: 'schedule', value: 'exponential' },
      { at: 15, set: 'shuffle', value: 0 },
      { at: 16, notation: SMALL },
      {
        at: 17,
        learnt: Float32Array.from({ length: 784 * 12 + 12 + 130 }, (_, i) => ((i * 37) % 101) / 400 - 0.12),
      },
      { at: 18, set: 'beta1', value: 0.5 },
      { at: 20, set: 'optimizer', value: 'adagrad_mean' },
      { at: 24, set: 'optimizer', value: 'rmsprop' },
      { at: 25, param: 0, index: 400, value: -0.75 },
    ],
  },
  {
    // Of two changes at one step the last counts: the line it began with.
    name: 'another line and back between two steps',
    notation: SMALL,
    wishes: {},
    samples: 150,
    changes: [{ at: 3, notation: SMALL }],
  },
  {
    name: 'a setting changed that plain descent does not read',
    notation: SMALL,
    wishes: {},
    samples: 150,
    changes: [{ at: 3, set: 'beta1', value: 0.5 }],
  },
  {
    name: 'blocks and a loop, sum of squares',
    notation:
      'in 28 28; r: loop h=8 { dense 8; a: add h; h: tanh }; flatten; d: dense 12; leaky_relu 0.1; b: layernorm; repeat 2 { dense 12; gelu; add x }; c: concat d; dense 10; sigmoid; mse',
    wishes: {
      reduction: 'sum',
      rate: 0.02,
      zero_gradients: 0,
      optimizer: 'nesterov',
      momentum: 0.5,
      batch: 10,
    },
  },
  {
    name: 'attention over the rows, a gate',
    notation:
      'in 28 28; dense 16; pos; e: pos learned; n: layernorm; dense 16; q: heads 2; from n; dense 16; k: heads 2; from n; dense 16; v: heads 2; from q; scores k; scale; mask causal; softmax; mix v; merge; dense 16; g: add e; slice 2 8; s: sigmoid; from g; slice 8 8; scale 1.5; mul s; flatten; dense 10; softmax_ce',
    wishes: { optimizer: 'adam', rate: 0.003, batch: 20 },
  },
  {
    name: 'a piece of the rows, and of the columns',
    notation:
      'in 28 28; slice 7 14 axis=first; slice 4 20; dense 8; relu; slice size=9 from=2 axis=first; flatten; dense 10; softmax_ce',
    wishes: {},
  },
  {
    name: 'down and up again, a branch that is always taken',
    notation:
      'in 1 28 28; conv 4 3 pad=1; s: relu; maxpool 2; conv 4 3 pad=1; tanh; upsample 2; droppath 0; add s; maxpool 4; flatten; dense 10; softmax_ce',
    wishes: {},
  },
  {
    name: 'steps of the rate, AdaGrad',
    notation: 'in 1 28 28; standardize 0.13 0.31; avgpool 4 pad=1; flatten; dense 10 bias=0; softmax_ce',
    wishes: { optimizer: 'adagrad', rate: 0.05, schedule: 'step', gamma: 0.5, step_every: 6, shuffle: 0 },
  },
];

const choice = (table: readonly Setting[], name: string, value: string) =>
  table.find((each) => each.name === name)?.choices.indexOf(value) ?? -1;

for (const each of CASES) test(`PyTorch: ${each.name}`, { timeout: 180_000 }, () => compare(each));

// As Step makes it: in a run that rests, on a picture that no data set has, with the run's settings and its memory.
async function drawn(each: Case, at: number, digits: readonly Shown[]): Promise<Change> {
  const before = await record({ ...each, steps: at });
  const { trainer } = before;
  const stepper = await Stepper.start(engine, { notation: each.notation, seed: trainer.seed }, 1);
  let memory: Memory | undefined;
  stepper.join(readNext(trainer.core, trainer, 1));
  const settings = Object.fromEntries(
    stepper.table.map((setting) => [setting.name, wished(setting, each.wishes[setting.name])]),
  );
  const choice = { settings, step: at, frozen: [] };
  for (const { pixels, label } of digits) {
    stepper.load([{ inputs: [pixels], label }], false);
    const outcome = stepper.step(choice);
    memory = stepper.remembered(choice, outcome);
    stepper.commit(choice, outcome);
  }
  return { at, learnt: stepper.learnt, ...(memory ? { memory } : {}), shown: digits };
}

// Two strokes, at no place that MNIST has them.
const DIGITS: readonly Shown[] = [3, 9].map((column, label) => ({
  pixels: Float32Array.from({ length: 784 }, (_, i) =>
    Math.abs((i % 28) - column) < 2 && i > 84 ? 0.3 + 0.02 * (i % 31) : 0,
  ),
  label: 7 - label,
}));

const DRAWN: readonly Case[] = [
  { name: 'steps on drawn digits, Adam', notation: SMALL, wishes: { optimizer: 'adam', rate: 0.01 } },
  {
    name: 'steps on drawn digits, momentum, a warm-up, clipping, L2',
    notation: 'in 1 28 28; conv 4 5 stride=2; batchnorm; relu; flatten; dense 10; softmax_ce',
    wishes: { optimizer: 'momentum', rate: 0.05, warmup_steps: 20, clip_norm: 0.5, l2: 0.01, batch: 16 },
  },
];
for (const each of DRAWN)
  test(`PyTorch: ${each.name}: the program makes them itself`, { timeout: 180_000 }, async () => {
    const change = await drawn(each, 5, DIGITS);
    const { made, script, losses, stdout } = await inPyTorch({ ...each, changes: [change] });
    expect([script.strays, script.byHand]).toEqual([[], false]);
    expect(script.text).toContain('step-N.shown.safetensors');
    const off = Number(/# by hand after 5 steps: .* at most (\S+)/.exec(stdout)?.[1]);
    expect(off).toBeLessThan(1e-5);
    const without = await record(each);
    expect(losses[5]).not.toBeCloseTo(without.made.losses[5] ?? 0, 4); // they made a difference
    for (const [i, loss] of losses.entries())
      expect(Math.abs(loss - (made.losses[i] ?? Number.NaN)), `loss of step ${i + 1}`).toBeLessThanOrEqual(
        1e-4,
      );
  });

test('PyTorch: where it draws its own random numbers, the program runs and says so', {
  timeout: 180_000,
}, async () => {
  const { script, losses } = await inPyTorch({
    name: 'dropout and augmentation',
    notation: SMALL.replace('tanh', 'tanh; dropout 0.2'),
    wishes: { augmented: 1 },
  });
  expect(script.strays).toEqual(['dropout', 'augmented']);
  expect(script.text).toContain('# Dropout draws its own random numbers here');
  expect(script.text).toContain('# Augmentation is left out');
  expect(losses.every(Number.isFinite)).toBe(true);
});

test('a program is not written where a line or a setting has none', async () => {
  const { made, table } = await record({ name: 'any', notation: SMALL, wishes: {}, samples: 100, steps: 1 });
  const plan = (await engine.probe({ notation: SMALL, seed: 1 })).plan;
  const odd = { ...plan, rows: plan.rows.map((row) => (row.op === 'tanh' ? { ...row, op: 'square' } : row)) };
  const more: Setting = { name: 'warp', kind: 'real', initial: 0, least: 0, most: 1, choices: [] };
  const { missing } = writeScript({
    record: { ...made, wishes: { warp: 1 } },
    plans: [odd],
    table: [...table, more],
  });
  expect(missing).toEqual(['square', 'warp']);
});
