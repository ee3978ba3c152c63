// Long work in pieces: what is done within a moment is there at once, the rest comes while the page answers; a new wish
// takes the place of one that is under way.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Engine } from '../../web/engine/engine';
import type { Pieces } from '../../web/engine/pieces';
import { Stepper } from '../../web/engine/stepper';
import { MODELS } from '../../web/state/models';
import { Place } from '../../web/state/step-place';
import { Turns } from '../../web/state/turns';

const wasm = fileURLToPath(new URL('../../build/wasm/glassnet.wasm', import.meta.url));
const engine = await Engine.fromBytes(readFileSync(wasm));

// A clock that goes on only by the work that is done.
let now = 0;
beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const others = () => new Promise<void>((resolve) => setTimeout(resolve));

function* work<T>(pieces: number, ms: number, result: T, seen: number[] = []): Pieces<T> {
  for (let i = 1; i <= pieces; i++) {
    now += ms;
    seen.push(i);
    if (i < pieces) yield;
  }
  return result;
}

test('little is done at once; much goes on turn after turn, and is answered when all is there', async () => {
  const turns = new Turns();
  const who = {};
  expect(turns.ask(who, 'little', () => work(5, 1, 'done'))).toBe('done');
  const seen: number[] = [];
  const much = () => turns.ask(who, 'much', () => work(5, 20, 'all', seen));
  expect(much()).toBeUndefined();
  expect(seen).toEqual([1]);
  await others();
  expect(turns.busy.value).toBe(true);
  expect(much()).toBeUndefined(); // the same question is not begun again
  expect(turns.come.value).toBe(0);
  await expect.poll(() => turns.come.value).toBe(1);
  expect(much()).toBe('all');
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  await others();
  expect(turns.busy.value).toBe(false);
});

test('another question takes the place of the one before; given up, nothing of it comes', async () => {
  const turns = new Turns();
  const [who, other] = [{}, {}];
  const seen: number[] = [];
  turns.ask(who, 'first', () => work(50, 20, 1, seen));
  turns.ask(other, 'beside', () => work(2, 20, 2));
  turns.ask(who, 'second', () => work(2, 20, 3));
  await expect.poll(() => turns.come.value).toBe(2);
  expect(seen.length).toBeLessThan(50);
  expect(turns.ask(who, 'second', () => work(1, 1, -1))).toBe(3);
  turns.ask(who, 'third', () => work(50, 20, 4, seen));
  turns.drop();
  const length = seen.length;
  await others();
  await others();
  expect(seen).toHaveLength(length);
  expect(turns.busy.value).toBe(false);
});

test('a broken piece says so once and does not hold up the others', () => {
  const turns = new Turns();
  const broken = function* (): Pieces<number> {
    yield;
    throw new Error('broken');
  };
  expect(() => turns.ask({}, 'a', broken)).toThrow('broken');
  expect(turns.ask({}, 'b', () => work(1, 1, 7))).toBe(7);
});

// Every operation takes longer than a turn.
async function slow(): Promise<Place> {
  const source = { notation: MODELS['mlp-16-16'], seed: 5 };
  const stepper = await Stepper.start(engine, source, 2);
  stepper.take(await engine.probe(source));
  const inputs = [new Float32Array(784).fill(0.5)];
  stepper.load([0, 1].map((label) => ({ inputs, label })), false); // biome-ignore format: one line
  const going = stepper.going.bind(stepper);
  vi.spyOn(stepper, 'going').mockImplementation(function* (to) {
    for (const pieces = going(to); ; ) {
      now += 20;
      if (pieces.next().done) return;
      yield;
    }
  });
  const place = new Place();
  place.stepper.value = stepper;
  return place;
}

const delta = { kind: 'gradient', id: 2, index: 0 } as const;

test('a way is shown as far as it has come, and the learner can turn round on it', async () => {
  const place = await slow();
  const seen: number[] = [];
  const stop = place.at.subscribe((at) => seen.push(at));
  place.go(place.total);
  expect([place.at.value, place.aim.value]).toEqual([1, place.total]);
  expect(place.directed.value).toBe(false);
  expect(place.pending(delta)).toBe(true);
  await expect.poll(() => place.at.value).toBeGreaterThan(1);
  place.go(2); // before it has arrived
  await expect.poll(() => place.goal.value).toBeUndefined();
  expect([place.at.value, place.aim.value]).toEqual([2, 2]);
  await others();
  await others();
  expect(place.at.value).toBe(2); // nothing of the way before goes on
  expect(place.pending(delta)).toBe(true);
  place.go(place.total);
  await expect.poll(() => place.goal.value).toBeUndefined();
  expect(place.directed.value).toBe(true);
  expect(place.pending(delta)).toBe(false);
  expect(seen.every((at) => at >= 0 && at <= place.total)).toBe(true);
  stop();
});
