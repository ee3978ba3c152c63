// The PyTorch program of a small GPT, and that of an encoder–decoder, make the core's own losses under Debian's
// python3-torch.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Core } from '../../web/engine/core';
import { Engine } from '../../web/engine/engine';
import { deal } from '../../web/engine/rewriter';
import { Run } from '../../web/engine/run';
import type { Change } from '../../web/engine/run-messages';
import { Cutter } from '../../web/engine/subwords';
import { TextCore } from '../../web/engine/text';
import { Trainer, type TrainerSource } from '../../web/engine/trainer';
import { GPT_SIZES, gptLine, usualWishes } from '../../web/state/gpt-sizes';
import { dealt, gptSource, runTextOf } from '../../web/state/gpt-source';
import { lessonOf } from '../../web/state/gpt-text';
import { LETTERS, rewriteLine, sequenceText } from '../../web/state/rewrite-line';
import type { Dealt } from '../../web/state/run-handle';
import { RUN_VERSION, type RunRecord } from '../../web/state/run-record';
import { writeScript } from '../../web/state/torch/script';
import { TOKEN_FILE, writeTokens } from '../../web/state/torch/token-file';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const engine = await Engine.fromBytes(readFileSync(at('build/wasm/glassnet.wasm')));
const text = await TextCore.start(await WebAssembly.compile(readFileSync(at('build/wasm/text.wasm'))));
const execute = promisify(execFile);
const STEPS = 20;
const LONG = { timeout: 180_000 };
const SAID = 'the cat sat on the mat. 床前明月光，疑是地上霜。\nthe dog sat on the log. 😀\n'.repeat(40);

interface Made {
  readonly name: string;
  readonly source: TrainerSource;
  readonly data: Dealt;
  readonly record: Pick<RunRecord, 'data' | 'text'>;
  readonly changes?: readonly Change[];
}

function gpt(name: string, size: keyof typeof GPT_SIZES, merges: number): Made {
  const how = { merges, given: undefined };
  const cut = { ...Cutter.learnt(text, new TextEncoder().encode(SAID), merges).cut(SAID), cutter: 1 };
  const lesson = lessonOf('own', 'x', how, cut);
  const settings = { ...usualWishes(GPT_SIZES[size]), warmup_steps: 5, batch: 16 };
  const made = gptSource(
    lesson,
    gptLine(GPT_SIZES[size], lesson.kinds),
    GPT_SIZES[size],
    4_000_000_007,
    settings,
  );
  if (!made) throw new Error('too short');
  return { name, ...made, record: { data: 'text', text: runTextOf(lesson, made) } };
}

async function rewriter(): Promise<Made> {
  const [length, tests, samples] = [5, 30, 300];
  const core = await Core.start(engine.module);
  const some = (seed: number, count: number) =>
    deal(core, 'reverse', length, LETTERS, seed, count) as Int32Array<ArrayBuffer>;
  const told = sequenceText('reverse', length, tests);
  const { window: size, stride } = told;
  return {
    name: 'rewriter',
    source: {
      notation: rewriteLine(length),
      seed: 3,
      samples,
      tests,
      size,
      stride,
      text: true,
      block: 0,
      settings: { optimizer: 'adam', rate: 0.005, batch: 32 },
    },
    data: dealt('x', { train: some(3, samples), test: some(99, tests) }),
    record: { data: 'rewrite', text: told },
  };
}

async function compare({ name, source, data, record, changes = [] }: Made): Promise<void> {
  const trainer = await Trainer.start(engine.module, source);
  trainer.train.add(data.train.pixels, data.train.labels);
  trainer.test.add(data.test.pixels, data.test.labels);
  const run = new Run(1, trainer, changes);
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, STEPS, 0);
  for (let turn = 0; run.tick(turn) !== undefined; turn++);
  const { losses } = run.frame(false);
  expect(losses).toHaveLength(STEPS);
  const { notation, seed, samples, settings } = source;
  const made: RunRecord = {
    version: RUN_VERSION,
    id: 'x',
    name,
    pinned: false,
    when: 0,
    notation,
    ended: notation,
    seed,
    ...record,
    dataVersion: 'x',
    samples,
    validation: 0,
    labelNoise: 0,
    wishes: settings,
    now: settings,
    changes,
    steps: STEPS,
    losses,
    scores: [],
    start: undefined,
    learnt: trainer.learnt(),
  };
  const probe = await engine.probe({ notation, seed });
  const script = writeScript({ record: made, plans: [probe.plan], table: trainer.table });
  expect([script.missing, script.strays]).toEqual([[], []]);
  const folder = at(`build/torch/text-${name.replace(/\W+/g, '-')}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'train.py'), script.text);
  writeFileSync(join(folder, 'start.safetensors'), probe.save());
  const parts = { train: data.train.pixels, test: data.test.pixels };
  writeFileSync(join(folder, TOKEN_FILE), writeTokens(parts));
  const { stdout } = await execute('/usr/bin/python3', [join(folder, 'train.py')]);
  const theirs = stdout
    .split('\n')
    .filter((line) => /^\d+ /.test(line))
    .map((line) => Number(line.split(' ')[1]));
  expect(theirs).toHaveLength(STEPS);
  for (const [i, loss] of theirs.entries())
    expect(Math.abs(loss - (losses[i] ?? Number.NaN)), `loss of step ${i + 1}`).toBeLessThanOrEqual(1e-4);
  // And it comes to the same on the part that it was not taught.
  const tested = Number(/# test loss (\d+\.\d+)/.exec(stdout)?.[1]);
  expect(Math.abs(tested - (trainer.look.score('test', source.tests)?.loss ?? Number.NaN))).toBeLessThan(
    1e-3,
  );
}

test('PyTorch: a small GPT of characters', LONG, () => compare(gpt('characters', 'tiny', 0)));

test('PyTorch: a larger one of tokens of several characters, changed by hand', LONG, () =>
  compare({
    ...gpt('tokens', 'small', 30),
    changes: [
      { at: 4, set: 'batch', value: 24 },
      { at: 7, set: 'rate', value: 0.01 },
    ],
  }),
);

test('PyTorch: an encoder and a decoder', LONG, async () => compare(await rewriter()));
