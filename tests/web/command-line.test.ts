// The command line learns what the page learns: it has a flag for each of the page's settings; points are dealt alike,
// and the losses are the same to the last bit.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readTable } from '../../web/engine/csv';
import { PointMaker, partOf } from '../../web/engine/points';
import { readInits, readSettings } from '../../web/engine/train-settings';
import { Trainer } from '../../web/engine/trainer';
import points from '../../web/locales/points/en.json';
import train from '../../web/locales/train/en.json';
import { LOSSES } from '../../web/state/line';
import { saidBy } from '../../web/state/line-settings';
import { dealt } from '../../web/state/points-deal';
import { fitLine } from '../../web/state/points-line';
import { fromText, newSettings, SETTING_NAMES, type SettingName } from '../../web/state/settings';
import { parseWishes } from '../../web/state/train-text';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));
const maker = await PointMaker.start(module);
const files = mkdtempSync(join(tmpdir(), 'glassnet-'));
afterAll(() => rmSync(files, { recursive: true }));

function glassnet(args: readonly string[]): string {
  const run = spawnSync(at('build/release/glassnet'), args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  return run.stdout;
}

// ---------------------------------------------------------------- flags

// As the help of train lists them, with what it says of each.
const flags = new Map(
  [...glassnet(['train', '--help']).matchAll(/^ {2}--([\w-]+).*$/gm)].map(([line, name = '']) => [
    name,
    line,
  ]),
);
// "augment_shift_px", "labelNoise", "pointsHeld" → "augment-shift-px", "label-noise", "held"
const flagOf = (name: string) =>
  name
    .replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)
    .replace(/^points-/, '')
    .replaceAll('_', '-');

// Settings of Train and of Points in the page's table that go by another name. None: it is no setting of what is learnt.
const ELSEWHERE: Partial<Record<SettingName, string | undefined>> = {
  weights: 'init-from',
  notation: 'model',
  line: 'model', // a shipped one that has been changed
  digits: 'samples',
  pictures: 'data',
  train: undefined, // the core's settings
  points: 'data',
  pointsOwn: 'data', // as a table
  pointsNet: 'model',
  pointsStart: 'seed',
  pointsTrain: undefined,
  pointsAxes: undefined, // how it is shown
  pointsHard: undefined,
};
// What stands in the table for other views, and for the page itself.
const OTHERS =
  /^(view|panel|fit|centre|samples|language|theme|workers|slopes)$|^(race|text|gpt|rewrite|sentence|vectors|places|words|lesson|class)([A-Z]|$)/;
const TOPICS: Readonly<Record<string, string | undefined>> = {
  line: 'model',
  noise: 'label-noise', // as Train calls it
  workers: undefined, // the same numbers, however many there are
};

describe('the page has no setting that the command line has no flag for', () => {
  test('in its links', () => {
    for (const name of SETTING_NAMES) {
      if (OTHERS.test(name)) continue;
      const flag = name in ELSEWHERE ? ELSEWHERE[name] : flagOf(name);
      if (flag !== undefined) expect([...flags.keys()], name).toContain(flag);
    }
  });

  test('in its explanations', () => {
    const named = [train, points]
      .flatMap((texts) => Object.keys(texts))
      .flatMap((key) => /^about\.set\.(\w+)\.name$/.exec(key)?.slice(1) ?? []);
    expect(named.length).toBeGreaterThan(40);
    for (const name of named) {
      const flag = name in TOPICS ? TOPICS[name] : flagOf(name);
      if (flag !== undefined) expect([...flags.keys()], name).toContain(flag);
    }
  });

  test('in the core and in a line, with the same choices', () => {
    const inits = maker.core.call(() => readInits(maker.core));
    for (const { name, kind, choices } of readSettings(maker.core)) {
      expect([...flags.keys()]).toContain(flagOf(name));
      if (kind === 'choice') for (const choice of choices) expect(flags.get(flagOf(name))).toContain(choice);
    }
    for (const { setting } of saidBy('in 2; dense 2; softmax_ce', inits))
      expect([...flags.keys()]).toContain(setting.name);
    for (const loss of LOSSES) expect(flags.get('loss')).toContain(loss);
  });
});

// ---------------------------------------------------------------- points

interface Learnt {
  readonly losses: readonly number[]; // of each step
  readonly test: number | undefined;
}

function byCommand(flags: readonly string[], epochs: number): Learnt {
  const lines = glassnet(['train', ...flags, '--epochs', String(epochs), '--log-steps'])
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { step?: number; loss?: number; test_loss?: number });
  return {
    losses: lines.flatMap(({ step, loss }) => (step !== undefined && loss !== undefined ? [loss] : [])),
    test: lines.at(-1)?.test_loss,
  };
}

// As a link to Points sets it; `table`: the file that is learnt there.
async function byPage(link: string, epochs: number, table?: string): Promise<Learnt & { line: string }> {
  const settings = newSettings();
  expect(fromText(settings, link, () => true)).toBe(true);
  const file = table === undefined ? undefined : new TextEncoder().encode(table);
  const sheet = file && { ...readTable(maker.core, file, -1, 'either'), name: 'own.csv' };
  const { points } = dealt(maker, settings, [], sheet);
  const [train, kept] = [partOf(points, false), partOf(points, true)];
  const line = fitLine(settings.pointsNet.value, points);
  const trainer = await Trainer.start(module, {
    notation: line,
    seed: settings.pointsStart.value,
    samples: train.count,
    tests: kept.count,
    size: points.size,
    numbers: true,
    ...(points.classes === 0 ? { targets: 1 } : {}),
    block: 0,
    settings: parseWishes(settings.pointsTrain.value),
  });
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  for (const [data, part] of [
    [trainer.train, train],
    [trainer.test, kept],
  ] as const)
    data.add(bytes(part.x), points.classes > 0 ? part.labels : bytes(part.targets));
  const losses: number[] = [];
  while (trainer.epoch < epochs) losses.push(trainer.step());
  return { losses, test: trainer.look.score('test', kept.count)?.loss, line };
}

const kinds = ['red', 'blue', 'white'];
const rows = Array.from({ length: 90 }, (_, i) => [i % 3, 100 + ((i * i) % 7), 20 - (i % 5) * (i % 3)]);
const TABLES = {
  'of classes': `x,y,kind\n${rows.map(([a = 0, b, c]) => `${b},${c},${kinds[a]}`).join('\n')}\n`,
  'of numbers': `long,wide,weight\n${rows.map(([a, b, c]) => `${a},${b},${c}.5`).join('\n')}\n`,
};

describe('points are dealt and learnt as in the page', () => {
  const cases: readonly (readonly [link: string, flags: string])[] = [
    ['', '--data plane:spiral'],
    ['points=moons&pointsDeal=7', '--data plane:moons --deal 7'],
    ['points=moons&pointsDeal=7&pointsStart=3', '--data plane:moons --deal 7 --seed 3'],
    ['points=xor&pointsHeld=0&pointsCount=50', '--data plane:xor --held 0 --samples 50'],
    [
      'points=gauss&pointsClasses=3&pointsNoise=15&pointsCount=200&pointsHeld=40&pointsFlip=25&pointsDeal=4',
      '--data plane:gauss --classes 3 --noise 0.15 --count 200 --held 0.4 --flip 0.25 --deal 4',
    ],
    ['points=sine&pointsTrain=optimizer:sgd,rate:0.1', '--data plane:sine --optimizer sgd'],
    ['points=rings&pointsTrain=optimizer:adamw,rate:0.03', '--data plane:rings --optimizer adamw'],
    ['points=rings&pointsTrain=optimizer:adam,rate:0.2,batch:10', '--data plane:rings --rate 0.2 --batch 10'],
  ];
  for (const [link, flags] of cases)
    test(flags, async () => {
      const { line, ...page } = await byPage(link, 4);
      expect(page.losses.length).toBeGreaterThan(4);
      expect(byCommand([...flags.split(' '), '--model', line], 4)).toEqual(page);
    });

  for (const [name, table] of Object.entries(TABLES))
    test(`a table ${name}`, async () => {
      const path = join(files, 'own.csv');
      writeFileSync(path, table);
      const { line, ...page } = await byPage(
        'points=table&pointsDeal=2&pointsHeld=30&pointsFlip=10',
        6,
        table,
      );
      const flags = ['--data', path, '--deal', '2', '--held', '0.3', '--label-noise', '0.1', '--model', line];
      expect(byCommand(flags, 6)).toEqual(page);
      expect(page.test).toBeGreaterThan(0);
    });
});
