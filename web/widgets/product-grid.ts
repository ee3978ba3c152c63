// Terms as pictures: which cell of which plane each term's value lies in. A window over a picture is its bounding box.
import type { Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { planesOf, sourceOf } from './names';

export interface ProductGrid {
  readonly source: Row;
  readonly planes: number; // drawn
  readonly height: number; // of the box
  readonly width: number;
  readonly top: number; // of the box in the source's planes
  readonly left: number;
  readonly plane: number; // of the source, the first drawn
  readonly whole: boolean; // the box is all of the source
  readonly term: Int32Array; // of each cell, (planes, height, width); −1: none
}

const MOST_PLANES = 64;

// Undefined: the terms are no picture (a vector, or numbers from several rows).
export function productGrid(plan: Plan, terms: Terms): ProductGrid | undefined {
  const rows = new Set(terms.rows.filter((row) => row >= 0));
  const [only] = rows;
  const source = rows.size === 1 && only !== undefined ? sourceOf(plan, only) : undefined;
  if (!source) return undefined;
  const [, height, width] = planesOf(source);
  if (height < 2) return undefined;
  let [top, left, bottom, right, first, last] = [height, width, 0, 0, Number.POSITIVE_INFINITY, 0];
  const place = (index: number) => {
    const inPlane = index % (height * width);
    return [Math.floor(index / (height * width)), Math.floor(inPlane / width), inPlane % width] as const;
  };
  for (let i = 0; i < terms.rows.length; i++) {
    if ((terms.rows[i] ?? -1) < 0) continue;
    const [c, y, x] = place(terms.indices[i] ?? 0);
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [first, last] = [Math.min(first, c), Math.max(last, c + 1)];
  }
  if (last <= first || last - first > MOST_PLANES) return undefined;
  const [planes, h, w] = [last - first, bottom - top, right - left];
  const term = new Int32Array(planes * h * w).fill(-1);
  for (let i = 0; i < terms.rows.length; i++) {
    if ((terms.rows[i] ?? -1) < 0) continue;
    const [c, y, x] = place(terms.indices[i] ?? 0);
    term[((c - first) * h + y - top) * w + x - left] = i;
  }
  const whole = h === height && w === width;
  return { source, planes, height: h, width: w, top, left, plane: first, whole, term };
}
