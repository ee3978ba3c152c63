// Whether a remedy helps: on a run that has the finding, each one offered does better than going on as before.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Scored } from '../../web/engine/run-messages';
import { isDue } from '../../web/engine/score-clock';
import { healthOf, scoredNow } from '../../web/engine/scored';
import { readInits, type SettingValues } from '../../web/engine/train-settings';
import { type Measure, Trainer } from '../../web/engine/trainer';
import { diagnose, type Finding } from '../../web/state/diagnose';
import { type Remedy, remediesOf } from '../../web/state/remedies';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));
const idx = (name: string, head: number) =>
  new Uint8Array(readFileSync(at(`build/data/mnist/${name}`))).subarray(head);
const DIGITS = {
  train: [idx('train-images-idx3-ubyte', 16), idx('train-labels-idx1-ubyte', 8)],
  test: [idx('t10k-images-idx3-ubyte', 16), idx('t10k-labels-idx1-ubyte', 8)],
} as const;
const SAMPLES = 100;
const TESTS = 300;

type Judge = 'train' | 'test' | 'accuracy'; // the loss on the digits it learns from, on others; right answers

interface Case {
  readonly kind: Finding['kind'];
  readonly line: string;
  readonly settings: SettingValues;
  readonly usualRate?: number;
  readonly late?: number; // steps before it is looked for
  readonly after: number; // steps until it is judged
  readonly offers: readonly string[];
  readonly on?: Judge;
  readonly by?: Readonly<Record<string, Judge>>; // of single remedies
}

class Patient {
  readonly scores: Scored[] = [];
  readonly #past = new Map<number, Uint8Array>();
  #measures: readonly Measure[] = [];

  constructor(
    readonly trainer: Trainer,
    readonly made: Case,
    readonly seed: number,
  ) {
    this.score();
  }

  static async begun(made: Case, seed: number, line = made.line, settings = made.settings): Promise<Patient> {
    const trainer = await Trainer.start(module, {
      notation: line,
      seed,
      samples: SAMPLES,
      tests: TESTS,
      size: 784,
      block: SAMPLES,
      settings,
    });
    for (const of of ['train', 'test'] as const) trainer[of].add(...DIGITS[of]);
    return new Patient(trainer, made, seed);
  }

  score(): void {
    this.scores.push(scoredNow(this.trainer, 0, healthOf(this.trainer, this.#measures)));
    this.#past.set(this.trainer.steps, this.trainer.save());
  }

  go(steps: number): this {
    for (let i = 0; i < steps; i++) {
      this.#measures = this.trainer.stepMeasured().measures;
      const step = this.trainer.steps;
      if (i === steps - 1 || isDue(step)) this.score();
    }
    return this;
  }

  get found(): Finding | undefined {
    const { rows } = this.trainer.plan;
    const layers = rows.map(({ index, op, name }) => ({ row: index, op, name }));
    const params = rows.flatMap((row) =>
      row.params.map(({ name, size, shape }) => ({ name, size, rank: shape.length })),
    );
    return diagnose(this.scores, layers, params, this.trainer.settings).find(
      ({ kind }) => kind === this.made.kind,
    );
  }

  sick(): { readonly finding: Finding; readonly remedies: readonly Remedy[] } {
    this.go(this.made.late ?? 1);
    while (!this.found && this.trainer.steps < 1000) this.go(1);
    const finding = this.found;
    if (!finding) throw new Error(`not ${this.made.kind}`);
    const { plan, table, settings, steps, core } = this.trainer;
    const inits = readInits(core);
    const { usualRate = 0.1 } = this.made;
    return {
      finding,
      remedies: remediesOf(finding, {
        plan,
        table,
        settings,
        scores: this.scores,
        step: steps,
        inits,
        usualRate,
      }),
    };
  }

  async treated({ seek, set = {}, line, renews }: Remedy): Promise<Patient> {
    const { trainer, made } = this;
    if (renews)
      return Patient.begun(made, this.seed, line ?? made.line.replace(/\s+(init|gain)\s*=\s*[\w.+-]+/g, ''), {
        ...made.settings,
        ...set,
      });
    if (seek !== undefined) {
      trainer.restore(this.#past.get(seek) ?? new Uint8Array());
      this.scores.splice(this.scores.findIndex(({ step }) => step > seek));
    }
    for (const [name, value] of Object.entries(set)) expect(trainer.set(name, value)).toBe(true);
    if (line !== undefined) trainer.rewrite(line);
    return this;
  }
}

const hidden = (n: number, layer: string) => Array.from({ length: n }, () => layer).join('; ');
const net = (middle: string) => `in 1 28 28; flatten; ${middle}dense 10; softmax_ce`;
const ONE = (name: string) => net(`dense 16; ${name}; `);
const DEEP = net(`${hidden(6, 'dense 32 init=he gain=4; relu')}; `);
const STACK = net(`${hidden(8, 'dense 16; sigmoid')}; `);

const CASES: readonly Case[] = [
  {
    kind: 'diverged',
    line: net(''),
    settings: { rate: 100, batch: 4 },
    after: 60,
    offers: ['backSlower', 'backUsual'],
    on: 'test',
  },
  {
    kind: 'dead',
    line: ONE('relu'),
    settings: { rate: 20, batch: 4 },
    after: 100,
    offers: ['activation', 'he', 'start'],
  },
  {
    kind: 'dead',
    line: ONE('relu'),
    settings: { rate: 1, batch: 4 },
    late: 300,
    after: 100,
    offers: ['activation', 'he', 'start'],
  },
  {
    kind: 'dead',
    line: net('dense 16 init=zero; relu; '),
    settings: { rate: 0.1, batch: 4 },
    after: 100,
    offers: ['activation', 'he', 'start'],
  },
  {
    kind: 'saturated',
    line: ONE('sigmoid'),
    settings: { rate: 500, batch: 4 },
    after: 100,
    offers: ['reluHe', 'xavierWide', 'norm', 'start'],
  },
  {
    kind: 'saturated',
    line: net('dense 16 init=normal gain=3; tanh; '),
    settings: { rate: 0.1, batch: 4 },
    after: 300,
    offers: ['reluHe', 'xavier', 'norm', 'start'],
    on: 'test',
  },
  {
    kind: 'vanishing',
    line: STACK,
    settings: { rate: 0.1, batch: 4 },
    after: 1000,
    offers: ['reluHe', 'xavierWide', 'norm', 'residual', 'gates'],
  },
  {
    // A rate that kills the units it meets would kill those that are drawn anew.
    kind: 'vanishing',
    line: net('dense 64; relu; dense 64; relu; '),
    settings: { optimizer: 6, rate: 0.1, batch: 32 },
    usualRate: 0.002,
    late: 300,
    after: 300,
    offers: ['reluHe', 'he', 'norm', 'residual', 'gates'],
  },
  {
    kind: 'exploding',
    line: DEEP,
    settings: { rate: 1e-6, batch: 4 },
    after: 300,
    offers: ['clip', 'maxNorm', 'l2', 'he'],
  },
  {
    kind: 'exploding',
    line: DEEP,
    settings: { rate: 1e-4, batch: 4 },
    after: 1000,
    offers: ['clip', 'maxNorm', 'l2', 'he'],
    on: 'test',
    by: { clip: 'train' },
  },
  {
    kind: 'exploding',
    line: DEEP,
    settings: { rate: 1e-3, batch: 4 },
    after: 600,
    offers: ['clip', 'maxNorm', 'he'],
    on: 'accuracy',
  },
  {
    kind: 'strides',
    line: ONE('tanh'),
    settings: { rate: 30, batch: 4 },
    late: 1100,
    after: 1100,
    offers: ['rate', 'clip', 'schedule'],
  },
  {
    kind: 'strides',
    line: ONE('tanh'),
    settings: { rate: 3, batch: 4 },
    after: 1000,
    offers: ['rate', 'clip', 'schedule'],
  },
  {
    kind: 'plateau',
    line: net(''),
    settings: { rate: 1e-7, batch: 1 },
    late: 800,
    after: 400,
    offers: ['rate'],
  },
  {
    kind: 'plateau',
    line: net(`${hidden(2, 'dense 16; sigmoid')}; `),
    settings: { rate: 0.01, batch: 4 },
    late: 800,
    after: 800,
    offers: ['rate'],
  },
  {
    kind: 'plateau',
    line: ONE('gelu'),
    settings: { rate: 1.5, batch: 4 },
    late: 800,
    after: 800,
    offers: ['rate', 'rate'],
  },
  {
    kind: 'overfitting',
    line: net('dense 32; relu; '),
    settings: { optimizer: 6, rate: 0.01, batch: 32 },
    usualRate: 0.002,
    late: 400,
    after: 300,
    offers: ['back', 'l2'],
    on: 'test',
  },
  {
    kind: 'symmetric',
    line: net('dense 16 init=zero; tanh; ').replace('dense 10', 'dense 10 init=zero'),
    settings: { batch: 4 },
    after: 60,
    offers: ['start'],
  },
];

// The less the better. What is no number is worse than any.
function judged({ scores, made }: Patient, name: string): number {
  const by = made.by?.[name] ?? made.on ?? 'train';
  const { train, test: unseen } = scores.at(-1) ?? {};
  const said = by === 'accuracy' ? -(train?.accuracy ?? 0) : (by === 'test' ? unseen : train)?.loss;
  return Number.isNaN(train?.loss ?? Number.NaN) ? Number.POSITIVE_INFINITY : (said ?? Number.NaN);
}

const WITHER = new Set(['vanishing', 'plateau']); // the less is measured, the worse it is

test.each(CASES)(
  '$kind at a rate of $settings.rate: each of $offers helps',
  { timeout: 60_000 },
  async (made) => {
    for (const seed of [1, 2]) {
      const alone = await Patient.begun(made, seed);
      const { remedies } = alone.sick();
      expect(remedies.map(({ name }) => name)).toEqual(made.offers);
      alone.go(made.after);
      for (const remedy of remedies) {
        const patient = await Patient.begun(made, seed);
        patient.sick();
        const cured = (await patient.treated(remedy)).go(made.after);
        expect(judged(cured, remedy.name), `${remedy.name}, seed ${seed}`).toBeLessThan(
          judged(alone, remedy.name),
        );
        if (alone.found && !WITHER.has(made.kind))
          expect(cured.found?.seen ?? 0, remedy.name).toBeLessThan(alone.found.seen);
        if (made.kind === 'vanishing') expect(cured.found).toBeUndefined();
      }
    }
  },
);
