// When a run is scored, by a clock of the test's own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isDue, ScoreClock } from '../../web/engine/score-clock';

const NEVER = Number.POSITIVE_INFINITY;
let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

// The steps that are scored, where a step takes so long and a score too.
function scored(clock: ScoreClock, steps: number, stepMs: number, scoreMs: number, isFast = true): number[] {
  const found: number[] = [];
  for (let step = 0; step <= steps; step++) {
    if (!clock.wants(step, steps, isFast ? step * stepMs : undefined)) continue;
    expect(clock.wants(step, NEVER, 0)).toBe(true); // the same answer
    clock.time(() => {
      now += scoreMs;
    });
    found.push(step);
  }
  return found;
}

const due = (steps: number) => Array.from({ length: steps + 1 }, (_, i) => i).filter(isDue);

test('many are due at first, ever fewer later on', () => {
  expect(due(60)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60]);
  expect(due(12_000).filter((step) => step >= 9600)).toEqual([9600, 9800, 10_000, 11_000, 12_000]);
});

test('each that is due is taken where the run does not spare, nor is at full speed, nor has spent a second on them', () => {
  const sparing = new ScoreClock();
  sparing.sparing = true;
  expect(scored(new ScoreClock(), 2000, 1, 100)).toEqual(due(2000));
  expect(scored(sparing, 2000, 1, 10, false)).toEqual(due(2000));
  const quick = new ScoreClock();
  quick.sparing = true;
  expect(scored(quick, 2000, 1, 10)).toEqual(due(2000)); // 0.7 s in all
});

test('after that they take a tenth of the time, and the last step is scored', () => {
  const clock = new ScoreClock();
  clock.sparing = true;
  const taken = scored(clock, 20_000, 2, 50);
  expect(taken.slice(0, 20)).toEqual(due(20_000).slice(0, 20));
  const share = (50 * taken.length) / (50 * taken.length + 2 * 20_000);
  expect(share).toBeGreaterThan(0.08);
  expect(share).toBeLessThan(0.13);
  expect(taken.at(-1)).toBe(20_000);
  for (const step of taken) expect(isDue(step)).toBe(true);
});

test('whose curves nobody sees: at the start, and where it is to stop', () => {
  const clock = new ScoreClock();
  clock.curves = false;
  expect(scored(clock, 1234, 1, 1)).toEqual([0, 1234]);
  expect(due(50).filter((step) => clock.keeps(step))).toEqual([0]);
});
