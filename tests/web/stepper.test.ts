// One step of training in the real core, under Node: forwards and backwards in time, every sum, every check.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { Core } from '../../web/engine/core';
import { Engine } from '../../web/engine/engine';
import { type Ref, sourceRef } from '../../web/engine/look';
import { whole } from '../../web/engine/pieces';
import { type Sample, Stepper } from '../../web/engine/stepper';
import { MODELS } from '../../web/state/models';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const engine = await Engine.fromBytes(readFileSync(at('build/wasm/glassnet.wasm')));

const BRANCHED =
  'in 1 28 28; x: maxpool 2; conv 3 1; b1: tanh; from x; conv 3 3 pad=1; b2: tanh; add b1; s: tanh; concat b1; avgpool 2; flatten; dense 10; softmax_ce';
const LOOP =
  'in 28 28; loop h=8 { u: dense 8; from h; dense 8 bias=0; add u; h: tanh }; flatten; dense 10; mse';

// A blot that differs from sample to sample.
const sample = (seed: number, label: number): Sample => ({
  inputs: [
    Float32Array.from({ length: 784 }, (_, i) => {
      const [x, y] = [(i % 28) - 13 - (seed % 5), Math.floor(i / 28) - 14 + (seed % 3)];
      return x * x + y * y < 60 && x * x + y * y > 12 ? 1 - 0.01 * ((i * seed) % 37) : 0;
    }),
  ],
  label,
});

async function made(notation: string, n: number): Promise<Stepper> {
  const source = { notation, seed: 5 };
  const stepper = await Stepper.start(engine, source, n);
  stepper.take(await engine.probe(source));
  stepper.load(
    Array.from({ length: n }, (_, b) => sample(b + 1, (3 * b) % 10)),
    /batchnorm|dropout|droppath/.test(notation), // they are looked at as training runs them
  );
  return stepper;
}

const nets = {
  ...MODELS,
  BRANCHED,
  LOOP,
  'softmax; mse': 'in 1 28 28; flatten; dense 12; relu; dense 10; softmax; mse',
  'sigmoid; mse': 'in 1 28 28; flatten; dense 12; tanh; dense 10; sigmoid; mse',
  'layer norm': 'in 1 28 28; flatten; dense 24; layernorm; gelu; dense 10; softmax_ce',
  'batch norm in training':
    'in 1 28 28; conv 4 5 stride=2; batchnorm; leaky_relu; flatten; dense 10; softmax_ce',
  'dropout in training': 'in 1 28 28; flatten; dense 24; tanh; dropout 0.4; dense 10; softmax_ce',
  'down and up, branches left out':
    'in 1 28 28; conv 3 3 pad=1; s: tanh; avgpool 2; conv 3 3 pad=1; tanh; upsample 2; droppath 0.4; add s; avgpool 4; flatten; dense 10; softmax_ce',
};

// Which of the core's functions are called meanwhile, each with its first argument: the net that it is about.
function called(run: () => void): Set<string> {
  const names = new Set<string>();
  const call = Core.prototype.call;
  const spy = vi.spyOn(Core.prototype, 'call').mockImplementation(function (this: Core, ask) {
    return call.call(this, (core) => {
      const heard = (name: string) => {
        const it: unknown = Reflect.get(core, name);
        if (typeof it !== 'function') return it;
        return (...args: unknown[]) => {
          names.add(`${name} ${args[0]}`);
          return it(...args);
        };
      };
      return ask(new Proxy({} as typeof core, { get: (_, name) => heard(String(name)) }));
    });
  });
  try {
    run();
  } finally {
    spy.mockRestore();
  }
  return names;
}

// All that stands in the net.
const standing = (stepper: Stepper, n: number): Float32Array[] => [
  ...stepper.plan.rows.flatMap(({ index }) =>
    Array.from({ length: n }, (_, b) => [
      stepper.tensor('value', index, b).slice(),
      stepper.tensor('gradient', index, b).slice(),
    ]).flat(),
  ),
  ...stepper.params.flatMap(({ id }) => [
    stepper.tensor('param', id, 0).slice(),
    stepper.tensor('paramGradient', id, 0).slice(),
  ]),
];

describe.each(Object.entries(nets))('%s', (_name, notation) => {
  test('what is asked at the end leaves all numbers as they were, and works none of the pass out again', async () => {
    const stepper = await made(notation, 4);
    const what = { kind: 'paramGradient', id: 0, index: 3 } as const;
    const choice = { settings: { rate: 0.1 }, step: 0, frozen: [] };
    stepper.use(choice);
    const pass = called(() => stepper.run(stepper.phases.length));
    expect([...pass].filter((call) => /_part /.test(call) && !/gradients/.test(call))).toHaveLength(2); // there and back
    for (const at of [stepper.phases.length, stepper.phases.length - 1]) {
      stepper.run(at);
      const before = standing(stepper, 4);
      const asked = called(() => {
        stepper.step(choice);
        const stepped = stepper.stepped;
        whole(stepper.samplesGradients(what));
        whole(stepper.checking(what, 0.01));
        expect(stepper.stepped).toEqual(stepped);
      });
      expect(stepper.at).toBe(at);
      expect([...asked].filter((call) => /forward|backward_part/.test(call) && pass.has(call))).toEqual([]);
      for (const [i, each] of standing(stepper, 4).entries()) expect(each).toEqual(before[i]);
    }
  });

  test('a way given up within an operation goes on there, and turned round begins anew', async () => {
    const [straight, broken] = [await made(notation, 20), await made(notation, 20)];
    const all = straight.phases.length;
    straight.run(all);
    const walk = (until: () => boolean, to = all) => {
      for (const pieces = broken.going(to); !until() && !pieces.next().done; );
    };
    const halfWay = () => broken.at > broken.forwards && broken.along > broken.at;
    walk(halfWay);
    const { at, along } = broken;
    walk(() => broken.along !== along);
    expect(broken.along).toBeGreaterThan(along); // nothing twice
    expect(broken.at - at).toBeLessThanOrEqual(1);
    walk(halfWay);
    broken.run(broken.at); // to where it stood, of which a part is done
    broken.run(all);
    const stands = (of: Stepper) =>
      Buffer.concat(standing(of, 20).map(({ buffer }) => new Uint8Array(buffer)));
    expect(stands(broken).equals(stands(straight))).toBe(true);
  });

  test('between two pieces all that is known stands as it did, and the pieces make what the whole makes', async () => {
    const stepper = await made(notation, 4);
    stepper.run(stepper.phases.length);
    const [what = { kind: 'paramGradient', id: 0, index: 3 } as const] = stepper.steepest(1);
    const choice = { settings: { rate: 0.1 }, step: 0, frozen: [] };
    const outcome = stepper.step(choice);
    const stands = () =>
      Buffer.concat([...standing(stepper, 4), stepper.stepped].map(({ buffer }) => new Uint8Array(buffer)));
    const before = stands();
    for (const ask of [
      () => stepper.samplesGradients(what),
      () => stepper.checking(what, 0.01),
      () => stepper.stepping(choice),
    ]) {
      const pieces = ask();
      let count = 0;
      for (; !pieces.next().done; count++) expect(stands().equals(before)).toBe(true);
      expect(count).toBeGreaterThan(0);
    }
    expect(stepper.step(choice)).toEqual(outcome);
    // The losses on both sides are those of a net that has that weight.
    const { below, above, loss } = whole(stepper.checking(what, 0.01));
    expect(loss).toBe(stepper.loss);
    const kept = stepper.keep();
    const at = stepper.params.slice(0, what.id).reduce((sum, { size }) => sum + size, 0) + what.index;
    for (const [by, found] of [
      [-0.01, below],
      [0.01, above],
    ] as const) {
      const values = kept.values.slice();
      values[at] = Math.fround((values[at] ?? 0) + by);
      stepper.restore({ ...kept, values });
      stepper.run(stepper.forwards);
      expect(stepper.loss).toBe(found);
    }
  });

  test.each([1, 4])('every number of the way is the sum of its terms, %i samples', async (n) => {
    const stepper = await made(notation, n);
    stepper.run(stepper.phases.length);
    const asked: Ref[] = [];
    for (const { index, size, isLoss } of stepper.plan.rows) {
      const sample = (3 * index) % n;
      for (const i of [0, Math.floor(size / 2), size - 1]) {
        asked.push({ kind: 'value', id: index, index: i, sample });
        if (!isLoss) asked.push({ kind: 'gradient', id: index, index: i, sample });
      }
    }
    for (const { id, size } of stepper.params) {
      asked.push({ kind: 'paramGradient', id, index: Math.floor(size / 3) });
    }
    asked.push({ kind: 'loss', id: stepper.lossRow, index: 0, sample: n - 1 }, ...stepper.steepest(20));
    let sums = 0;
    for (const what of asked) {
      const terms = stepper.look.terms(what);
      if (terms?.form !== 'sum') continue;
      const sizes = terms.products.reduce((sum, product) => sum + Math.abs(product), 0);
      const off = Math.abs((terms.rest[0] ?? 0) - stepper.look.number(what));
      expect(off, JSON.stringify(what)).toBeLessThanOrEqual(1e-5 * sizes + 1e-30);
      // Both factors can be followed: each is the number that it says it is.
      for (const place of terms.order.slice(0, 3)) {
        const [from, by] = [sourceRef(terms.from, place), sourceRef(terms.by, place)];
        if (from && from.kind !== 'cost' && from.kind !== 'target')
          expect(stepper.look.number(from)).toBe(terms.values[place]);
        if (by && by.kind !== 'target') expect(stepper.look.number(by)).toBe(terms.weights[place]);
      }
      sums++;
    }
    expect(sums).toBeGreaterThan(20);
  });

  test('backpropagation and differences agree', async () => {
    const stepper = await made(notation, 4);
    stepper.run(stepper.phases.length - 1);
    const before = stepper.params.map(({ id }) => Array.from(stepper.tensor('param', id, 0)));
    for (const what of stepper.steepest(12)) {
      const number = stepper.look.number(what);
      // Where a ReLU switches within ±ε the larger one is off: then a smaller must do.
      const checks = [1e-2, 1e-3, 1e-4].map((epsilon) => whole(stepper.checking(what, epsilon)));
      for (const { analytic } of checks) expect(analytic).toBe(number);
      const least = Math.min(...checks.map(({ error }) => error));
      expect(least, JSON.stringify([what, checks])).toBeLessThan(0.03);
      expect(stepper.look.number(what)).toBe(number);
    }
    expect(stepper.params.map(({ id }) => Array.from(stepper.tensor('param', id, 0)))).toEqual(before);
  });

  test('samples’ gradients have the batch’s as their mean', async () => {
    const stepper = await made(notation, 4);
    stepper.run(stepper.phases.length);
    for (const what of stepper.steepest(6)) {
      const each = whole(stepper.samplesGradients(what));
      const mean = each.reduce((sum, g) => sum + g / each.length, 0);
      const size = Math.max(...each.map(Math.abs));
      expect(Math.abs(mean - stepper.look.number(what))).toBeLessThan(1e-5 * size);
    }
  });

  test('back in time is the same as before, to the bit', async () => {
    const stepper = await made(notation, 2);
    const look = (to: number) => {
      stepper.run(to);
      return stepper.plan.rows.flatMap(({ index, isLoss }) =>
        (isLoss ? (['value'] as const) : (['value', 'gradient'] as const)).flatMap((kind) =>
          stepper.reached({ kind, id: index, index: 0 }) === 'none'
            ? [Number.NaN]
            : Array.from(stepper.tensor(kind, index, 1).slice(0, 50)),
        ),
      );
    };
    const total = stepper.phases.length;
    const forth = Array.from({ length: total + 1 }, (_, i) => look(i));
    for (const i of [total - 2, stepper.forwards + 1, 3, total, 1]) expect(look(i)).toEqual(forth[i]);
  });

  test('a small step does what the first order predicts, and can be undone', async () => {
    const stepper = await made(notation, 4);
    stepper.run(stepper.phases.length);
    const choice = { settings: { optimizer: 0, rate: 1e-3 }, step: 0, frozen: [] };
    const kept = stepper.keep();
    const outcome = stepper.step(choice);
    expect(outcome.change).toBeLessThan(0);
    const off = Math.abs(outcome.after - outcome.before - outcome.change);
    expect(off).toBeLessThan(0.02 * Math.abs(outcome.change)); // the curve bends
    const [what] = stepper.steepest(1);
    if (!what) throw new Error('flat');
    const { weight, gradient, newWeight } = stepper.change(what);
    expect(newWeight).toBeCloseTo(weight - 1e-3 * gradient, 6);
    stepper.commit(choice, outcome);
    expect(stepper.at).toBe(0); // nothing of the new weights is computed yet
    stepper.run(stepper.forwards);
    expect(stepper.loss).toBe(outcome.after);
    stepper.restore(kept);
    stepper.run(stepper.forwards);
    expect(stepper.loss).toBe(outcome.before);
  });
});

test('a number that several rows use is whole only when all of them have come back', async () => {
  const stepper = await made(BRANCHED, 1);
  const b1 = stepper.plan.rows.find(({ name }) => name === 'b1')?.index ?? -1;
  const what: Ref = { kind: 'gradient', id: b1, index: 5 };
  const seen: string[] = [];
  for (let i = stepper.forwards; i < stepper.phases.length; i++) {
    stepper.run(i);
    seen.push(stepper.reached(what));
  }
  expect(seen.indexOf('part')).toBeGreaterThan(seen.indexOf('none'));
  expect(seen.indexOf('all')).toBeGreaterThan(seen.indexOf('part'));
});

test('adam keeps its state from step to step, another optimiser starts anew', async () => {
  const stepper = await made(MODELS['mlp-16-16'], 2);
  stepper.run(stepper.phases.length);
  const adam = stepper.optimizers.findIndex(({ name }) => name === 'adam');
  const [what] = stepper.steepest(1);
  if (!what) throw new Error('flat');
  const choice = { settings: { optimizer: adam, rate: 0.01 }, step: 0, frozen: [] };
  for (let time = 1; time <= 3; time++) {
    const outcome = stepper.step(choice);
    expect(outcome.time).toBe(time);
    const { state, newState, gradient } = stepper.change(what);
    expect(newState[0]).toBeCloseTo(0.9 * (state[0] ?? 0) + 0.1 * gradient, 6);
    stepper.commit(choice, outcome);
  }
  expect(stepper.step({ settings: { optimizer: 0, rate: 0.01 }, step: 0, frozen: [] }).time).toBe(1);
});

test('of 784-16-16-10: two million paths, 42 δs, and blank pixels learn nothing', async () => {
  const stepper = await made(MODELS['mlp-16-16'], 1);
  stepper.run(stepper.phases.length);
  expect(stepper.paths(0)).toBe(784 * 16 * 16 * 10);
  expect(stepper.deltas).toBe(42);
  const pixels = stepper.samples[0]?.inputs[0] ?? [];
  const blank = Array.from(pixels).filter((v) => v === 0).length;
  const quiet = Array.from(stepper.tensor('gradient', 2, 0)).filter((d) => d === 0).length;
  expect(stepper.zeros(0)).toBe(blank * 16 + (784 - blank) * quiet);
});
