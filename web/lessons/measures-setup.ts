// How a run, a descent or a net is set up: what a goal asks beyond what is reached.
import { isNone } from '../engine/digit';
import type { Change } from '../engine/run-messages';
import { wished, wishOf } from '../engine/train-settings';
import type { Learner } from '../state/learner';
import { lossOf } from '../state/line';
import { piecesOf } from '../state/rows';
import type { Desk } from './desk';
import type { Measure, Measured } from './measures';

// What it was in all steps that were made; undefined: not the same in each. Before the first, what it is.
function throughout<T>(first: T, changes: readonly { readonly at: number; readonly to: T }[], steps: number) {
  const held = new Set<T>();
  let [now, since] = [first, 0];
  for (const { at, to } of [...changes].sort((a, b) => a.at - b.at)) {
    if (Math.min(at, steps) > since) held.add(now);
    [now, since] = [to, at];
  }
  if (steps > since || held.size === 0) held.add(now);
  return held.size === 1 ? [...held][0] : undefined;
}

const steps = (run: Learner) => run.frame.value?.steps ?? 0;

// By its name as in a link, a choice as a word; and the loss, which the line says.
function setting(run: Learner, name: string): Measured {
  const { changes } = run.setup.value;
  if (name === 'loss') {
    const lines = changes.flatMap((each) =>
      'notation' in each ? [{ at: each.at, to: lossOf(each.notation) }] : [],
    );
    return throughout(lossOf(run.source?.notation ?? run.lined.line), lines, steps(run));
  }
  const kind = run.table.value.find((each) => each.name === name);
  if (!kind) return undefined;
  const sets = changes.flatMap((each: Change) =>
    'set' in each && each.set === name ? [{ at: each.at, to: each.value }] : [],
  );
  const first = wished(kind, run.source?.settings?.[name]);
  const value = throughout(
    Math.fround(first),
    sets.map(({ at, to }) => ({ at, to: Math.fround(to) })),
    steps(run),
  );
  return value === undefined ? undefined : wishOf(kind, kind.kind === 'real' ? short(value) : value);
}

// 0.1, and not what is left of it in 32 bits.
const short = (value: number) => Number(value.toPrecision(6));

const SET = /^(train|points)\.set\.([a-z0-9_]+)$/;
const LAYERS = /^(net|points)\.layers\.([a-z0-9_]+)$/;
const INITS = /^net\.inits\.([a-z_]+)$/;

// `train.set.rate`, `points.layers.relu`, `net.inits.he`; undefined: none of these.
export function setupMeasure(name: string): Measure | undefined {
  const [, run, set] = SET.exec(name) ?? [];
  if (set)
    return (desk) => {
      const learner = run === 'train' ? desk.training : desk.points;
      return learner && setting(learner, set);
    };
  const [, net, op] = LAYERS.exec(name) ?? [];
  if (op) return (desk) => planOf(desk, net)?.rows.filter((row) => row.op === op).length;
  const [, init] = INITS.exec(name) ?? [];
  if (init) return (desk) => begun(desk, init);
  return undefined;
}

function planOf(desk: Desk, net: string | undefined) {
  if (net === 'net') return desk.session.running.value?.plan;
  void desk.points?.weights.value;
  return desk.points?.plan;
}

// Pieces of the line whose weights begin so; those of a `repeat` stand there once.
function begun(desk: Desk, init: string): Measured {
  const line = desk.session.running.value?.plan.notation;
  return line === undefined
    ? undefined
    : piecesOf(line).filter(({ text }) => text.includes(`init=${init}`)).length;
}

// How many numbers are others than they were, by hand.
function edited(desk: Desk): number {
  const { inspect, probe } = desk.session;
  void inspect.weights.value;
  const first = new Map<string, boolean>();
  for (const { what, before } of inspect.edits.value) {
    const key = `${what.kind} ${what.id} ${what.index}`;
    const now =
      what.kind === 'param' ? probe?.look.param(what.id)[what.index] : inspect.pixels.get(what.index);
    if (!first.has(key)) first.set(key, now !== before);
  }
  return [...first.values()].filter(Boolean).length;
}

// The layer of the number that is opened, and what computes it.
function opened(desk: Desk) {
  const plan = desk.session.running.value?.plan;
  const number = desk.session.inspect.number.value;
  return number?.kind === 'value' ? plan?.rows[number.id] : undefined;
}

export const SETUP: Readonly<Record<string, Measure>> = {
  'train.untrained': (desk) => desk.training && Number(desk.training.forgot.value), // the run began with untrained weights
  'points.untrained': (desk) => desk.points && Number(desk.points.forgot.value),
  'net.line': (desk) => planOf(desk, 'net')?.notation,
  'points.line': (desk) => planOf(desk, 'points')?.notation,
  'draw.layer': (desk) => desk.session.inspect.layer.value, // opened; −1: none
  'draw.op': (desk) => opened(desk)?.op, // of the number that is opened
  'draw.numberLayer': (desk) => {
    const row = opened(desk);
    return row && desk.session.running.value?.plan.layers.findIndex(({ rows }) => rows.includes(row.index));
  },
  'draw.edited': edited,
  // Of what was changed last, where it is a weight or a bias: which of the net's.
  'draw.lastEdit': (desk) => {
    const what = desk.session.inspect.edits.value.at(-1)?.what;
    return what?.kind === 'param' ? what.id : undefined;
  },
  // Moved to the side at most: not turned, scaled, thickened or rubbed out.
  'draw.onlyShifted': (desk) => {
    const { change, erased } = desk.session.experiments;
    return Number(isNone({ ...change.value, x: 0 }) && erased.value.size === 0);
  },
  'step.param': (desk) => {
    const number = desk.step.value?.trail.value[0];
    return number?.kind === 'paramGradient' ? number.id : undefined;
  },
  'slopes.ways': (desk) => desk.descent?.state.value.ways.length,
  'slopes.optimizer': (desk) => desk.descent?.state.value.ways[0]?.optimizer, // of the first
};
