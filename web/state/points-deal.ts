// What is learnt, dealt from the settings: points made, brushed or of a table; split, spoiled and standardised.
import type { Table } from '../engine/csv';
import type { PointMaker, Points, Scale } from '../engine/points';
import { type Dot, REACH } from './points-own';
import type { Settings } from './settings';

const TABLE_REACH = 3.2; // deviations from the mean
const USUAL = 'spiral';
export const OWN = 'own';
export const TABLE_SET = 'table';

export type Sheet = Table & { readonly name: string };

// What is learnt, as the net takes it.
export interface Dealing {
  readonly key: string; // of what was dealt
  readonly set: string;
  readonly points: Points;
  readonly features: readonly string[]; // names, '' where they have none
  readonly target: string;
  readonly classes: readonly string[]; // names, of a table's classes
  readonly scale?: { readonly x: Scale; readonly target: Scale }; // of a table, which is standardised
  readonly reach: number; // the plane is ±reach
}

// Followed by who reads it.
export function dealt(
  maker: PointMaker,
  settings: Settings,
  dots: readonly Dot[],
  sheet: Sheet | undefined,
): Dealing {
  const set = settings.points.value;
  const held = settings.pointsHeld.value / 100;
  const deal = settings.pointsDeal.value;
  const flip = settings.pointsFlip.value / 100;
  const noise = settings.pointsNoise.value / 100;
  const classes = settings.pointsClasses.value;
  const count = settings.pointsCount.value;
  const made = set === OWN ? ownPoints(dots, classes) : set === TABLE_SET ? sheet?.points : undefined;
  const known = maker.sets.find(({ name }) => name === set)?.name ?? USUAL;
  const points = made ?? maker.make(known, classes, noise, deal, count);
  const parted = maker.hold(points, held, deal);
  // Of very few points the draw may take all.
  const split = maker.spoil(parted.held.includes(0) ? parted : points, flip, deal);
  const done = set === TABLE_SET && sheet ? maker.standardise(split) : undefined;
  const what = set === OWN ? stamp(dots) : sheet?.name;
  return {
    key: [set, classes, noise, count, held, flip, deal, what].join(' '),
    set: made ? set : known,
    points: done?.points ?? split,
    features: set === TABLE_SET ? (sheet?.features ?? []) : points.size === 1 ? ['x'] : ['x', 'y'],
    target: set === TABLE_SET ? (sheet?.target ?? '') : '',
    classes: set === TABLE_SET ? (sheet?.classes ?? []) : [],
    ...(done ? { scale: { x: done.x, target: done.target } } : {}),
    reach: done ? TABLE_REACH : REACH,
  };
}

function stamp(dots: readonly Dot[]): string {
  let sum = dots.length;
  for (const { x, y, label } of dots) sum = (31 * sum + 1e4 * x + 1e2 * y + label) % 2147483647;
  return sum.toFixed(0);
}

function ownPoints(dots: readonly Dot[], classes: number): Points {
  const most = dots.reduce((most, { label }) => Math.max(most, label + 1), classes);
  return {
    count: dots.length,
    size: 2,
    classes: most,
    x: Float32Array.from(dots.flatMap(({ x, y }) => [x, y])),
    labels: Uint8Array.from(dots, ({ label }) => label),
    targets: new Float32Array(0),
    held: new Uint8Array(dots.length),
  };
}
