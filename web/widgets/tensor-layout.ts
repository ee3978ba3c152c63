// How a tensor's numbers lie on the page: planes side by side, or a vector as a column whose numbers can be read.

import type { Parameter } from '../engine/parameters';
import type { Plan } from '../engine/plan';
import { isPicture, planesOf, sourceOf } from './names';

export interface Form {
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  readonly size: number; // numbers; the last line of cells may be short
  readonly column: boolean; // a few numbers, one below the other, written out
}

export interface Cells {
  readonly form: Form;
  readonly columns: number; // of planes
  readonly w: number; // of a cell, pixels
  readonly h: number;
  readonly gap: number;
  readonly width: number; // of all
  readonly height: number;
}

const MOST_WRITTEN = 20;
export const WRITTEN_W = 58;
const MOST_CELL = 26;
const MOST_H = 26;

export function formOfRow(plan: Plan, id: number): Form | undefined {
  const row = plan.rows[id];
  if (!row) return undefined;
  const [planes, height, width] = planesOf(row);
  if (height > 1) return { planes, height, width, size: row.size, column: false };
  return vector(row.size);
}

export function formOfParam(plan: Plan, { shape, size, rows }: Parameter): Form {
  const [outs = 1, ins = 1, kh, kw] = shape;
  if (shape.length === 4) return { planes: outs * ins, height: kh ?? 1, width: kw ?? 1, size, column: false };
  if (shape.length !== 2) return vector(size);
  const source = sourceOf(plan, plan.rows[rows[0] ?? -1]?.inputs[0] ?? -1);
  const [planes, height, width] = source && isPicture(source) ? planesOf(source) : [0, 0, 0];
  if (planes === 1 && height * width === ins && outs <= 64) {
    return { planes: outs, height, width, size, column: false };
  }
  return { planes: 1, height: outs, width: ins, size, column: false };
}

function vector(size: number): Form {
  if (size <= MOST_WRITTEN) return { planes: 1, height: size, width: 1, size, column: true };
  const width = Math.ceil(Math.sqrt(size));
  return { planes: 1, height: Math.ceil(size / width), width, size, column: false };
}

// Cells of a wall screen, which is looked at from farther away, are larger than a desk's.
export function seenFrom(): number {
  if (innerWidth >= 2200 && innerHeight >= 1200) return 1.8;
  return innerWidth >= 1920 && innerHeight >= 1000 ? 1.4 : 1;
}

// The largest cells that fit.
export function layCells(form: Form, width: number, height: number, scale = 1): Cells {
  if (form.column) {
    const h = Math.max(11, Math.min(MOST_H * scale, Math.floor(height / form.height)));
    const w = Math.max(24, Math.min(WRITTEN_W * scale, width));
    return { form, columns: 1, w, h, gap: 0, width: w, height: h * form.height };
  }
  const gap = form.planes > 1 ? 2 : 0;
  let best = { cell: 0, columns: 1 };
  for (let columns = 1; columns <= form.planes; columns++) {
    const lines = Math.ceil(form.planes / columns);
    const cell = Math.min(
      MOST_CELL * scale,
      (width - gap * (columns - 1)) / (columns * form.width),
      (height - gap * (lines - 1)) / (lines * form.height),
    );
    if (cell > best.cell) best = { cell, columns };
  }
  const cell = best.cell > 3 ? Math.floor(best.cell * 2) / 2 : Math.max(0.4, best.cell);
  const lines = Math.ceil(form.planes / best.columns);
  return {
    form,
    columns: best.columns,
    w: cell,
    h: cell,
    gap,
    width: best.columns * (form.width * cell + gap) - gap,
    height: lines * (form.height * cell + gap) - gap,
  };
}

export function cellAt({ form, columns, w, h, gap }: Cells, px: number, py: number): number {
  const [pw, ph] = [form.width * w + gap, form.height * h + gap];
  const [column, line] = [Math.floor(px / pw), Math.floor(py / ph)];
  const [x, y] = [Math.floor((px % pw) / w), Math.floor((py % ph) / h)];
  const plane = line * columns + column;
  if (px < 0 || py < 0 || column >= columns || plane >= form.planes) return -1;
  if (x >= form.width || y >= form.height) return -1;
  const index = (plane * form.height + y) * form.width + x;
  return index < form.size ? index : -1;
}

// Top left corner of a cell.
export function cornerOf({ form, columns, w, h, gap }: Cells, index: number): { x: number; y: number } {
  const area = form.height * form.width;
  const [plane, inPlane] = [Math.floor(index / area), index % area];
  return {
    x: (plane % columns) * (form.width * w + gap) + (inPlane % form.width) * w,
    y: Math.floor(plane / columns) * (form.height * h + gap) + Math.floor(inPlane / form.width) * h,
  };
}
