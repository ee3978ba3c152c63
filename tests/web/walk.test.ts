// A lesson that is being walked, at a desk whose net has yet to come.
import { signal } from '@preact/signals-core';
import { afterEach, expect, test, vi } from 'vitest';
import type { Plan } from '../../web/lessons/types';
import { Walk } from '../../web/lessons/walk';

const { desk } = vi.hoisted(() => ({ desk: { chosen: undefined as unknown } }));

vi.mock('virtual:built', () => ({})); // where files are, which a page knows
vi.mock('../../web/lessons/desk', () => ({
  Desk: class {
    readonly start = '';
    readonly met = signal(new Set());
    get asChosen() {
      return (desk.chosen as { value: boolean }).value;
    }
    // What the first net, which is trained, gets right before another has come.
    get session() {
      return { ink: { value: 1 } };
    }
    train() {}
    rest() {}
    end() {}
  },
}));

afterEach(() => vi.unstubAllGlobals());

test('a goal is not reached by the net that runs until the step’s own has come', () => {
  vi.stubGlobal('document', { hidden: true });
  const chosen = signal(false);
  desk.chosen = chosen;
  const goal = { id: 'inked', when: [{ measure: 'draw.ink', least: 1 }], solution: [{ train: 1 }] };
  const plan = {
    name: 'one',
    part: 'general',
    minutes: 5,
    answers: {},
    steps: [{ id: 'first', start: '', widgets: [], goals: [goal] }],
    claims: [],
    sources: [],
  } satisfies Plan;
  const walk = new Walk(plan, 0);
  expect(walk.reached(goal)).toBe(false);
  chosen.value = true;
  expect(walk.reached(goal)).toBe(true);
  walk.end();
});
