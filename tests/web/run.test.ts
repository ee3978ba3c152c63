// A run as the learner steers it, on the real core, under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Past } from '../../web/engine/checkpoints';
import { Run } from '../../web/engine/run';
import type { Change } from '../../web/engine/run-messages';
import { Trainer } from '../../web/engine/trainer';
import { sameBits } from '../../web/state/run-record';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const module = await WebAssembly.compile(readFileSync(at('build/wasm/glassnet.wasm')));

const SAMPLES = 40;

// Stripes, whose class is their place.
async function made(changes: readonly Change[] = [], past?: Past, room?: number): Promise<Run> {
  const trainer = await Trainer.start(module, {
    notation: 'in 1 4 4; flatten; dense 4; softmax_ce',
    seed: 1,
    samples: SAMPLES,
    tests: SAMPLES,
    size: 16,
    block: SAMPLES,
    settings: { batch: 4 },
  });
  const pixels = new Uint8Array(SAMPLES * 16).map((_, i) => ((i >> 4) % 4 === (i & 15) >> 2 ? 255 : 0));
  const labels = new Uint8Array(SAMPLES).map((_, i) => i % 4);
  for (const of of ['train', 'test'] as const) trainer[of].add(pixels, labels);
  return new Run(1, trainer, changes, past, room);
}

test.each([1, 500, Number.POSITIVE_INFINITY])(
  '%d steps a second: the first comes at once, even where the clock has not moved',
  async (perSecond) => {
    const run = await made();
    run.go({ unit: 'step', perSecond }, 1, 100);
    expect(run.tick(100)).toBeUndefined();
    expect(run.trainer.steps).toBe(1);
    expect(run.going).toBe(false);
  },
);

test('whose curves nobody sees, a run is scored where it is to stop, to the same numbers', async () => {
  const go = (run: Run) => {
    run.begin();
    for (const until of [7, 40]) {
      run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, until, 0);
      while (run.going) run.tick(0);
    }
    return run.frame(true);
  };
  const [seen, unseen] = [await made(), await made()];
  unseen.clock.curves = false;
  const [all, few] = [go(seen), go(unseen)];
  expect(few.scores.map(({ step }) => step)).toEqual([0, 7, 40]);
  expect(all.scores.length).toBeGreaterThan(10);
  const plain = ({ scores }: typeof all) =>
    scores
      .map(({ step, train, test }) => ({ step, train, test }))
      .filter(({ step }) => [7, 40].includes(step));
  expect(plain(few)).toEqual(plain(all));
  expect(few.learnt).toEqual(all.learnt);
  expect(few.losses).toEqual(all.losses);
});

test('kept and taken up in another worker, a run goes on to the same bits, and back to where it was', async () => {
  const go = (run: Run, until: number) => {
    run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, until, 0);
    while (run.going) run.tick(0);
  };
  const whole = await made();
  whole.begin();
  go(whole, 35);
  whole.change({ set: 'rate', value: 0.05 });
  go(whole, 60);
  const first = await made();
  first.begin();
  go(first, 35);
  first.change({ set: 'rate', value: 0.05 });
  const past = first.past(2 ** 20);
  if (!past) throw new Error('nothing to keep');
  expect(past.checkpoints.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 35]);
  const second = await made([], past);
  expect(second.resumed).toBe(true);
  expect(second.trainer.steps).toBe(35);
  go(second, 60);
  expect(second.trainer.learnt()).toEqual(whole.trainer.learnt());
  second.seek(22);
  whole.seek(22);
  expect(second.trainer.steps).toBe(22);
  expect(second.trainer.learnt()).toEqual(whole.trainer.learnt());
});

test('of many moments as many are kept as there is room for, the first and the last among them', async () => {
  const run = await made();
  run.begin();
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 200, 0);
  while (run.going) run.tick(0);
  const room = 6 * run.trainer.checkpointBytes;
  const steps = run.past(room)?.checkpoints.map(({ step }) => step) ?? [];
  expect(steps.length).toBeLessThanOrEqual(6);
  expect(steps.length).toBeGreaterThan(3);
  expect([steps[0], steps.at(-1)]).toEqual([0, 200]);
});

test('the past of another net is not taken up: the run begins at its start', async () => {
  const run = await made();
  run.begin();
  const past = run.past(2 ** 20);
  if (!past) throw new Error('nothing to keep');
  const broken = past.checkpoints.map((each) => ({ ...each, bytes: each.bytes.slice(8) }));
  const other = await made([], { ...past, checkpoints: broken });
  expect(other.resumed).toBe(false);
  expect(other.trainer.steps).toBe(0);
});

test('over a budget of memory every second moment goes, never the start; it is told, and any step is there still', async () => {
  const bytes = (await made()).trainer.checkpointBytes;
  const run = await made([], undefined, 6 * bytes);
  run.begin();
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 5, 0);
  while (run.going) run.tick(0);
  expect(run.frame(false)).toMatchObject({ thinned: 0, checkpoints: [0, 1, 2, 3, 4, 5] });
  const weights = run.trainer.learnt();
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, 6, 0);
  while (run.going) run.tick(0);
  const frame = run.frame(false);
  expect(frame).toMatchObject({ thinned: 1, checkpoints: [0, 2, 4, 6], room: 6 * bytes });
  expect(frame.kept).toBeLessThanOrEqual(6 * bytes);
  run.seek(5);
  expect(run.trainer.learnt()).toEqual(weights);
});

const FULL = { unit: 'step', perSecond: Number.POSITIVE_INFINITY } as const;

function toStep(run: Run, steps: number): Run {
  run.begin();
  run.go(FULL, steps, 0);
  for (let turn = 0; run.tick(turn) !== undefined; turn++);
  expect(run.trainer.steps).toBe(steps);
  return run;
}

// They are told once.
const changesOf = (run: Run): readonly Change[] => run.frame(false).setup?.changes ?? [];

// Made again from what is recorded of it.
async function rerun(run: Run, changes = changesOf(run)): Promise<Run> {
  return toStep(await made(changes), run.trainer.steps);
}

test('a single step is a step like any other, with the settings it was asked for', async () => {
  const run = toStep(await made(), 7);
  run.single({ from: 7, set: { rate: 0.5, batch: 6 }, back: { batch: 4 } });
  expect(run.trainer.steps).toBe(8);
  expect(run.trainer.position).toBe(34);
  expect(run.trainer.settings.batch).toBe(4);
  expect(run.trainer.settings.rate).toBe(0.5);
  // Asked for twice, it is made once.
  run.single({ from: 7, set: {}, back: {} });
  expect(run.trainer.steps).toBe(8);
  toStep(run, 12);
  expect(sameBits((await rerun(run)).trainer.learnt(), run.trainer.learnt())).toBe(true);
  // And back before it.
  run.seek(7);
  expect(sameBits(toStep(await made(), 7).trainer.learnt(), run.trainer.learnt())).toBe(true);
});

test('what is learnt by hand is recorded whole, the last of each step, and can be taken back', async () => {
  const run = toStep(await made(), 7);
  const before = run.trainer.learnt();
  for (const by of [1, 2]) run.change({ learnt: before.map((value) => value + by / 8) });
  expect(run.trainer.learnt()[3]).toBe(Math.fround((before[3] ?? 0) + 0.25));
  toStep(run, 9);
  const changes = changesOf(run);
  expect(changes.filter((each) => 'learnt' in each)).toHaveLength(1);
  expect(sameBits((await rerun(run, changes)).trainer.learnt(), run.trainer.learnt())).toBe(true);
  const plain = toStep(await made(), 9).trainer.learnt();
  expect(sameBits(plain, run.trainer.learnt())).toBe(false);
  run.seek(7);
  expect(run.trainer.learnt()[3]).toBe(Math.fround((before[3] ?? 0) + 0.25)); // it belongs to this moment
  run.retract();
  expect(sameBits(run.trainer.learnt(), before)).toBe(true);
  expect(sameBits(toStep(run, 9).trainer.learnt(), plain)).toBe(true);
  // Another net's changes nothing.
  run.change({ learnt: new Float32Array(3) });
  expect(changesOf(run)).toEqual([]);
});

test('asked for its next step with one done in part, it stands before it again and goes on to the same numbers', async () => {
  const run = toStep(await made(), 7);
  for (let i = 0; i < 5; i++) run.operation();
  run.change({ set: 'rate', value: 0.3 });
  expect(run.busy).toBe(true);
  const { steps, position, settings } = run.next(4);
  expect([run.busy, steps, position, settings.rate]).toEqual([false, 7, 28, 0.3]);
  const other = toStep(await made(), 7);
  other.change({ set: 'rate', value: 0.3 });
  expect(sameBits(toStep(run, 9).trainer.learnt(), toStep(other, 9).trainer.learnt())).toBe(true);
});

test('steps asked for while others are under way are added to them; a pass ends where it ends', async () => {
  const run = await made();
  const rest = () => {
    while (run.going) run.tick(0);
    return run.trainer.steps;
  };
  for (let press = 0; press < 3; press++) run.more(1, 0);
  expect(run.frame(false)).toMatchObject({ state: 'running', counted: true });
  expect(rest()).toBe(3);
  expect(run.frame(false)).toMatchObject({ state: 'done', counted: false });
  // Ten steps are a pass.
  run.more('epoch', 0);
  expect(rest()).toBe(10);
  for (let press = 0; press < 2; press++) run.more('epoch', 0);
  run.more(4, 0);
  run.more('epoch', 0);
  expect(rest()).toBe(40);
  // Running without an end, it is asked for one step: that is the next.
  run.go({ unit: 'step', perSecond: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY, 0);
  run.more(1, 0);
  expect(rest()).toBe(41);
  run.more(9, 0);
  run.pause();
  run.more(2, 0);
  expect(rest()).toBe(43);
});

test('what the batch size changes is measured beside the run, which goes on to the same numbers', async () => {
  const run = toStep(await made(), 7);
  const before = run.trainer.look.steepest(5, false);
  const { step, samples, facts } = run.weighBatches() ?? { step: -1, samples: 0, facts: [] };
  expect([step, samples]).toEqual([7, 32]);
  expect(facts.map(({ batch, updates }) => [batch, updates])).toEqual([
    [1, 40],
    [4, 10],
    [16, 3],
  ]);
  for (const { epoch, batch, bytes } of facts) {
    expect(epoch).toBeGreaterThan(0);
    expect(bytes).toBe(8 * batch * (16 + 16 + 4 + 4));
  }
  // Stripes of four classes in turn: a batch of four has one of each, so that its gradient is that of them all.
  const [one, four] = facts.map(({ noise }) => noise);
  expect(one).toBeGreaterThan(1);
  expect(four).toBeLessThan(1e-3);
  expect(run.trainer.look.steepest(5, false)).toEqual(before);
  expect(run.trainer.settings.batch).toBe(4);
  expect(sameBits(toStep(run, 12).trainer.learnt(), toStep(await made(), 12).trainer.learnt())).toBe(true);
});

test('a step by hand brings its optimiser’s memory: m, v and their count go on from it, and so does a rerun', async () => {
  const adam = async (changes: readonly Change[] = []) => {
    const run = await made(changes);
    if (changes.length === 0) run.change({ set: 'optimizer', value: 6 });
    return run;
  };
  const other = toStep(await adam(), 8); // whose eighth step is taken over
  const { learnt, states, updates, optimizer } = other.next(4);
  expect([updates, optimizer]).toEqual([8, 6]);
  expect(states.some((value) => value !== 0)).toBe(true);
  const run = toStep(await adam(), 7);
  run.change({ learnt, memory: { states, carried: undefined, updates, optimizer } });
  const next = run.next(4);
  expect(next.updates).toBe(8);
  expect(sameBits(next.states, states)).toBe(true);
  // Weights alone leave it that; a length that is none changes nothing.
  run.change({ learnt });
  run.change({ learnt, memory: { states: states.subarray(1), carried: undefined, updates: 3, optimizer } });
  expect(sameBits(run.next(4).states, states)).toBe(true);
  run.change({ learnt, memory: { states, carried: undefined, updates, optimizer } });
  toStep(run, 12);
  const weights = run.trainer.learnt();
  expect(sameBits(toStep(await adam(changesOf(run)), 12).trainer.learnt(), weights)).toBe(true);
  run.seek(7);
  expect(sameBits(run.next(4).states, states)).toBe(true);
  run.retract();
  expect(run.next(4).updates).toBe(7);
});
