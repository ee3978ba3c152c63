// Where the units of a net of points stand: a column a layer, in the middle of its height.
import type { Plan } from '../engine/plan';

export const SHOWN = 12; // units of a layer
const HEAD_PX = 50;
const FOOT_PX = 34;
const GAP_PX = 5;
const LEAST_PX = 20;
const MOST_PX = 46;
const BETWEEN_PX = 14; // columns, at least

export interface Column {
  readonly row: number; // whose units are shown
  readonly head: number; // with the weights that lead there
  readonly units: number;
  readonly kind: 'in' | 'hidden' | 'out';
}

export interface Spot {
  readonly x: number; // middle, px
  readonly y: number;
}

export interface NetLayout {
  readonly columns: readonly Column[];
  readonly tile: number; // px
  readonly width: number;
  readonly height: number;
}

export function layoutOf(plan: Plan | undefined, width: number, height: number): NetLayout {
  const last = (plan?.layers.length ?? 0) - 1;
  const columns = (plan?.layers ?? []).map(
    ({ show, head }, i): Column => ({
      row: show,
      head,
      units: plan?.rows[show]?.size ?? 0,
      kind: i === 0 ? 'in' : i === last ? 'out' : 'hidden',
    }),
  );
  const most = Math.max(1, ...columns.map(({ units }) => Math.min(units, SHOWN)));
  const room = (height - HEAD_PX - FOOT_PX) / most - GAP_PX;
  const wide = width / Math.max(1, columns.length) - BETWEEN_PX;
  const tile = Math.max(LEAST_PX, Math.min(MOST_PX, Math.floor(room), Math.floor(wide)));
  return { columns, tile, width, height };
}

export function spotOf({ columns, tile, width, height }: NetLayout, column: number, unit: number): Spot {
  const shown = Math.min(columns[column]?.units ?? 1, SHOWN);
  const middle = HEAD_PX + (height - HEAD_PX - FOOT_PX) / 2;
  return {
    x: (width * (column + 0.5)) / columns.length,
    y: middle + (unit - (shown - 1) / 2) * (tile + GAP_PX),
  };
}
