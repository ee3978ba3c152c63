// How the cells of a sentence's matrix lie, with the tokens before the lines and above the columns; and what is drawn
// beside and around the cells.
import type { Read } from '../state/sentence-net';
import type { Ramps } from './colour';
import { signOf, type TokenForm } from './sentence-lens';

const MOST_SIDE_PX = 84; // of the tokens along a side
const MOST_CELL_PX = 22;
const MOST_HIGH_PX = 340; // of a table of many lines
const MOST_SIGNS = 64; // along a side
const SIGNS_FROM_PX = 9; // of a cell
const LEAST_HIT_PX = 3; // of a cell that can be hit
const LARGER_PX = 16; // of a cell where the picture is magnified
const FONT_PX = 12;

// Along one axis: the cells that are in sight, all of them or those around a place.
export interface Stretch {
  readonly from: number;
  readonly n: number;
  readonly thin: boolean; // all of them at once are too thin to be hit
}

export interface Laid {
  readonly form: TokenForm;
  readonly lines: Stretch;
  readonly across: Stretch;
  readonly left: number; // of the cells
  readonly top: number;
  readonly w: number;
  readonly h: number;
  readonly rows: readonly string[]; // what the lines are called; none: they are only numbered
  readonly columns: readonly string[];
}

const fontOf = (strong: boolean, px = FONT_PX): string =>
  `${strong ? 700 : 400} ${px}px "Geist Variable", system-ui, sans-serif`;

const stretch = (all: number, room: number, px: number, near: number): Stretch => {
  const thin = px < LEAST_HIT_PX;
  const n = thin && near >= 0 ? Math.max(1, Math.min(all, Math.floor(room / LARGER_PX))) : all;
  return { from: Math.max(0, Math.min(all - n, near - Math.floor(n / 2))), n, thin };
};

// The largest cells that fit. `near`: of cells too thin to be hit, the one around which they are magnified; −1: all.
export function layTokens(read: Read, form: TokenForm, wide: number, near = -1): Laid {
  const signs = (of: 'row' | 'column', { from, n }: Stretch): string[] =>
    form[of] === 'number' || n > MOST_SIGNS
      ? []
      : Array.from({ length: n }, (_, i) => signOf(read, form, of, from + i));
  const [row, column] = near < 0 ? [-1, -1] : [Math.floor(near / form.width), near % form.width];
  const high = (n: number, w: number, signed: boolean): number => {
    const tall = signed ? Math.max(14, w) : Math.max(2, Math.min(14, w));
    return form.height === 1 ? 16 : n > MOST_SIGNS ? Math.min(tall, MOST_HIGH_PX / n) : tall;
  };
  const width = (n: number, left: number) => Math.min(MOST_CELL_PX, Math.max(1, wide - left - 2) / n);
  const whole = { from: 0, n: form.height, thin: false };
  const side = sideOf(signs('row', whole));
  const w0 = width(form.width, side);
  const isSigned = form.row !== 'number' && form.height <= MOST_SIGNS;
  const lines = stretch(form.height, MOST_HIGH_PX, high(form.height, w0, isSigned), row);
  const rows = signs('row', lines);
  const left = sideOf(rows);
  const across = stretch(form.width, wide - left - 2, w0, column);
  const columns = signs('column', across);
  const w = width(across.n, left);
  const isLarger = lines.n < form.height;
  const h = isLarger ? LARGER_PX : high(form.height, w, isSigned);
  return {
    form,
    lines,
    across,
    left,
    top: sideOf(columns),
    w: w > 3 ? Math.floor(2 * w) / 2 : w,
    h,
    rows,
    columns,
  };
}

function sideOf(signs: readonly string[]): number {
  const context = signs.length > 0 ? document.createElement('canvas').getContext('2d') : null;
  if (!context) return 0;
  context.font = fontOf(true);
  const widest = Math.max(...signs.map((sign) => context.measureText(sign).width));
  return Math.min(MOST_SIDE_PX, Math.ceil(widest) + 8);
}

// `lit`: a cell, whose line and column stand out; −1: none.
export function drawSigns(
  context: CanvasRenderingContext2D,
  { form, lines, across, left, top, w, h, rows, columns }: Laid,
  lit: number,
  ink: Ramps,
): void {
  const row = lit < 0 ? -1 : Math.floor(lit / form.width) - lines.from;
  const column = lit < 0 ? -1 : (lit % form.width) - across.from;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const [i, sign] of (h >= SIGNS_FROM_PX ? rows : []).entries()) {
    context.font = fontOf(i === row);
    context.fillStyle = i === row ? ink.ink : ink.faint;
    context.fillText(sign, left - 5, top + (i + 0.5) * h, left - 6);
  }
  context.textAlign = 'left';
  for (const [j, sign] of (w >= SIGNS_FROM_PX ? columns : []).entries()) {
    context.save();
    context.translate(left + (j + 0.5) * w, top - 4);
    context.rotate(-Math.PI / 2);
    context.font = fontOf(j === column, Math.min(FONT_PX, w));
    context.fillStyle = j === column ? ink.ink : ink.faint;
    context.fillText(sign, 0, 0, top - 6);
    context.restore();
  }
}

// Where a cell stands among those in sight. Undefined: beyond them.
export function inSight(
  { form, lines, across }: Laid,
  cell: number,
): [row: number, column: number] | undefined {
  const row = Math.floor(cell / form.width) - lines.from;
  const column = (cell % form.width) - across.from;
  return row >= 0 && row < lines.n && column >= 0 && column < across.n ? [row, column] : undefined;
}

// Cells beside each other as one frame: a query, a key. All of them are no part that stands out.
export function frameLines(
  context: CanvasRenderingContext2D,
  laid: Laid,
  cells: readonly number[],
  ink: string,
): void {
  const { form, left, top, w, h } = laid;
  if (cells.length === form.height * form.width) return;
  const framed = new Map<number, [from: number, to: number]>();
  for (const each of cells) {
    const at = inSight(laid, each);
    if (!at) continue;
    const [row, column] = at;
    const [from, to] = framed.get(row) ?? [column, column];
    framed.set(row, [Math.min(from, column), Math.max(to, column)]);
  }
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  for (const [row, [from, to]] of framed)
    context.strokeRect(left + from * w + 0.5, top + row * h + 0.5, (to - from + 1) * w - 1, h - 1);
}

// Numbers that lie open, and the one that is pointed at.
export function ringCells(
  context: CanvasRenderingContext2D,
  laid: Laid,
  cells: readonly number[],
  { ink, paper }: Ramps,
): void {
  const { left, top, w, h } = laid;
  for (const each of cells) {
    const at = inSight(laid, each);
    if (!at) continue;
    const [x, y] = [left + at[1] * w, top + at[0] * h];
    const [side, tall] = [Math.max(5, w), Math.max(5, h)];
    const box = [x - (side - w) / 2, y - (tall - h) / 2, side, tall] as const;
    context.lineWidth = 3;
    context.strokeStyle = paper;
    context.strokeRect(...box);
    context.lineWidth = 1.5;
    context.strokeStyle = ink;
    context.strokeRect(...box);
  }
}
