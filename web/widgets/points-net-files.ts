// A net of points as it leaves the page: its parameters as a table, its units and weights as one picture.
import { t } from '../locales';
import type { PointsLab } from '../state/points';
import type { Table } from './plot-files';
import { type Column, type NetLayout, spotOf } from './points-net-layout';
import { unitName } from './unit-words';

export function netTable(lab: PointsLab, columns: readonly Column[]): Table {
  const probe = lab.probe.peek();
  const rows = columns.flatMap((column, i) => {
    const before = columns[i - 1];
    const params = probe?.plan.rows[column.head]?.params.length ?? 0;
    if (!probe || !before || params === 0) return [];
    const [weights, biases] = [probe.param(column.head, 0), params > 1 ? probe.param(column.head, 1) : []];
    return Array.from({ length: column.units }, (_, unit) => {
      const to = unitName(lab, column, i, unit);
      const bias = biases[unit];
      const from = Array.from({ length: before.units }, (_, k) => [
        to,
        unitName(lab, before, i - 1, k),
        weights[unit * before.units + k] ?? Number.NaN,
      ]);
      return bias === undefined ? from : [[to, t('points.bias'), bias], ...from];
    }).flat();
  });
  return { columns: [t('points.to'), t('points.from'), t('points.value')], rows };
}

// `unit` of a column: its canvas, if it is on show.
export function netPicture(
  wires: HTMLCanvasElement,
  layout: NetLayout,
  unit: (column: number, unit: number) => HTMLCanvasElement | null,
): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  [picture.width, picture.height] = [wires.width, wires.height];
  const context = picture.getContext('2d');
  const ratio = wires.width / layout.width;
  context?.drawImage(wires, 0, 0);
  for (const [i, { units }] of layout.columns.entries())
    for (let k = 0; k < units; k++) {
      const canvas = unit(i, k);
      if (!canvas) continue;
      const { x, y } = spotOf(layout, i, k);
      const side = layout.tile * ratio;
      context?.drawImage(canvas, x * ratio - side / 2, y * ratio - side / 2, side, side);
    }
  return picture;
}
