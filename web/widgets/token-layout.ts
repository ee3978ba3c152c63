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
const FONT_PX = 12;

export interface Laid {
  readonly form: TokenForm;
  readonly left: number; // of the cells
  readonly top: number;
  readonly w: number;
  readonly h: number;
  readonly rows: readonly string[]; // what the lines are called; none: they are only numbered
  readonly columns: readonly string[];
}

const fontOf = (strong: boolean, px = FONT_PX): string =>
  `${strong ? 700 : 400} ${px}px "Geist Variable", system-ui, sans-serif`;

// The largest cells that fit.
export function layTokens(read: Read, form: TokenForm, wide: number): Laid {
  const signs = (axis: TokenForm['row'], n: number): string[] =>
    axis === 'number' || n > MOST_SIGNS ? [] : Array.from({ length: n }, (_, i) => signOf(read, axis, i));
  const [rows, columns] = [signs(form.row, form.height), signs(form.column, form.width)];
  const [left, top] = [sideOf(rows), sideOf(columns)];
  const w = Math.max(0.4, Math.min(MOST_CELL_PX, (wide - left - 2) / form.width));
  const tall = rows.length > 0 ? Math.max(14, w) : Math.max(2, Math.min(14, w));
  const h =
    form.height === 1 ? 16 : form.height > MOST_SIGNS ? Math.min(tall, MOST_HIGH_PX / form.height) : tall;
  return { form, left, top, w: w > 3 ? Math.floor(2 * w) / 2 : w, h, rows, columns };
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
  { form, left, top, w, h, rows, columns }: Laid,
  lit: number,
  ink: Ramps,
): void {
  const [row, column] = lit < 0 ? [-1, -1] : [Math.floor(lit / form.width), lit % form.width];
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

// Cells beside each other as one frame: a query, a key. All of them are no part that stands out.
export function frameLines(
  context: CanvasRenderingContext2D,
  { form, left, top, w, h }: Laid,
  cells: readonly number[],
  ink: string,
): void {
  if (cells.length === form.height * form.width) return;
  const lines = new Map<number, [from: number, to: number]>();
  for (const each of cells) {
    const [row, column] = [Math.floor(each / form.width), each % form.width];
    const [from, to] = lines.get(row) ?? [column, column];
    lines.set(row, [Math.min(from, column), Math.max(to, column)]);
  }
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  for (const [row, [from, to]] of lines)
    context.strokeRect(left + from * w + 0.5, top + row * h + 0.5, (to - from + 1) * w - 1, h - 1);
}

// Numbers that lie open, and the one that is pointed at.
export function ringCells(
  context: CanvasRenderingContext2D,
  { form, left, top, w, h }: Laid,
  cells: readonly number[],
  { ink, paper }: Ramps,
): void {
  for (const each of cells) {
    const [x, y] = [left + (each % form.width) * w, top + Math.floor(each / form.width) * h];
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
