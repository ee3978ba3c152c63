// What the net says at a place of the plane, in words and exact numbers.
import { html } from 'lit';
import { listed, number, percent, t } from '../locales';
import type { PointsLab } from '../state/points';
import type { Table } from './plot-files';

export type Place = readonly [x: number, y: number]; // on the axes, as the net takes it

export const className = (lab: PointsLab, label: number): string =>
  lab.dealing.peek()?.classes[label] || t('points.class', { n: label + 1 });

const axisName = (lab: PointsLab, axis: number): string =>
  lab.dealing.peek()?.features[axis] || t('points.column', { n: axis + 1 });

// As it stands in the table, not as the net takes it.
function realOf(lab: PointsLab, axis: number, value: number): number {
  const scale = lab.dealing.peek()?.scale?.x;
  return scale ? (scale.mean[axis] ?? 0) + value * (scale.deviation[axis] ?? 1) : value;
}

function realTarget(lab: PointsLab, value: number): number {
  const scale = lab.dealing.peek()?.scale?.target;
  return scale ? (scale.mean[0] ?? 0) + value * (scale.deviation[0] ?? 1) : value;
}

// Other features are at their mean.
function inputAt(lab: PointsLab, [x, y]: Place): number[] {
  const [across, up] = lab.axes;
  const input = new Array<number>(lab.dealing.peek()?.points.size ?? 2).fill(0);
  input[across] = x;
  if (up >= 0) input[up] = y;
  return input;
}

// The point within this distance of a place; −1: there is none.
export function nearest(lab: PointsLab, [x, y]: Place, within: number): number {
  const points = lab.dealing.peek()?.points;
  if (!points) return -1;
  const [across, up] = lab.axes;
  let [best, least] = [-1, within];
  for (let i = 0; i < points.count; i++) {
    const dx = (points.x[i * points.size + across] ?? 0) - x;
    const dy = up < 0 ? 0 : (points.x[i * points.size + up] ?? 0) - y;
    const far = Math.hypot(dx, dy);
    if (far < least) [best, least] = [i, far];
  }
  return best;
}

// `near`: the point that is there, −1: none.
export function saidAt(lab: PointsLab, at: Place, near: number) {
  const dealing = lab.dealing.peek();
  if (!dealing) return '';
  const x = inputAt(lab, at);
  const where = listed(
    lab.axes
      .filter((axis) => axis >= 0)
      .map((axis) => `${axisName(lab, axis)} ${number(realOf(lab, axis, x[axis] ?? 0))}`),
  );
  const values = Array.from(lab.answerAt(x) ?? []);
  const said =
    dealing.points.classes > 0
      ? listed(
          values
            .map((share, label) => ({ share, label }))
            .sort((a, b) => b.share - a.share)
            .slice(0, 3)
            .map(({ share, label }) => `${className(lab, label)} ${percent(share)}`),
        )
      : t('points.says', { value: number(realTarget(lab, values[0] ?? Number.NaN)) });
  const unit = lab.unit.value;
  const deep = unit ? lab.unitAt(x, unit) : undefined;
  return html`${where} → <b>${said}</b>${deep === undefined ? '' : ` · ${t('points.unitSays', { value: number(deep) })}`}
      ${near < 0 ? '' : html`· ${nearSaid(lab, near)}`}`;
}

function nearSaid(lab: PointsLab, i: number): string {
  const points = lab.dealing.peek()?.points;
  if (!points) return '';
  const of = t(points.held[i] === 1 ? 'points.ofTest' : 'points.ofTraining');
  const name =
    points.classes > 0
      ? className(lab, points.labels[i] ?? 0)
      : number(realTarget(lab, points.targets[i] ?? 0));
  return t('points.near', { of, name });
}

const GRID = 21; // places along a side

export const planeRows = (lab: PointsLab): number =>
  (lab.dealing.peek()?.points.count ?? 0) + (lab.axes[1] < 0 ? GRID : GRID * GRID);

// Every point, as given and as the net says; then the plane on a grid, the other features at their mean.
export function planeTable(lab: PointsLab, most = Number.POSITIVE_INFINITY): Table {
  const dealing = lab.dealing.peek();
  if (!dealing) return { columns: [], rows: [] };
  const { points, reach } = dealing;
  const { classes, count, size } = points;
  const [, up] = lab.axes;
  const names = Array.from({ length: classes }, (_, label) => className(lab, label));
  const says = (x: readonly number[]): (string | number)[] => {
    const values = Array.from(lab.answerAt([...x]) ?? []);
    if (classes === 0) return [realTarget(lab, values[0] ?? Number.NaN)];
    return [names[values.indexOf(Math.max(...values))] ?? '', ...values];
  };
  const row = (x: readonly number[], part: string, given: string | number) => [
    ...x.map((value, axis) => realOf(lab, axis, value)),
    part,
    given,
    ...says(x),
  ];
  const rows: (string | number)[][] = [];
  for (let i = 0; i < count && rows.length < most; i++) {
    const x = Array.from(points.x.subarray(i * size, (i + 1) * size));
    const given =
      classes > 0 ? (names[points.labels[i] ?? 0] ?? '') : realTarget(lab, points.targets[i] ?? 0);
    rows.push(row(x, t(points.held[i] === 1 ? 'points.ofTest' : 'points.ofTraining'), given));
  }
  const along = Array.from({ length: GRID }, (_, i) => reach * ((2 * i) / (GRID - 1) - 1));
  for (const y of up < 0 ? [0] : along)
    for (const x of along)
      if (rows.length < most) rows.push(row(inputAt(lab, [x, y]), t('points.ofPlane'), ''));
  return {
    columns: [
      ...Array.from({ length: size }, (_, axis) => axisName(lab, axis)),
      t('points.part'),
      t('points.wanted'),
      t('points.said'),
      ...names,
    ],
    rows,
  };
}

// What the picture shows, while nothing is pointed at.
export function howToRead(lab: PointsLab) {
  const flat = lab.axes[1] < 0;
  if (lab.unit.value) return t(flat ? 'points.saidUnitLine' : 'points.saidUnit');
  if ((lab.dealing.peek()?.points.classes ?? 0) > 0) return t('points.saidHow');
  return t(flat ? 'points.saidHowLine' : 'points.saidHowNumbers');
}
