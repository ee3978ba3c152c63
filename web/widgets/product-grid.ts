// Terms as pictures: which cell of which plane each term's value lies in. A window over a picture is its bounding box.
import { sourceRef, type Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { planesOf, sourceOf } from './names';

export interface ProductGrid {
  readonly source: Row;
  readonly planes: number; // drawn
  readonly height: number; // of the box
  readonly width: number;
  readonly top: number; // of the box in the source's planes
  readonly left: number;
  readonly whole: boolean; // the box is all of the source
  readonly term: Int32Array; // of each cell, (planes, height, width); −1: none
}

const MOST_PLANES = 64;

// Undefined: the terms are no picture (a vector, or numbers from several rows).
export function productGrid(plan: Plan, terms: Terms): ProductGrid | undefined {
  const rows = new Set(terms.rows.filter((row) => row >= 0));
  const [only] = rows;
  const first = terms.rows.findIndex((row) => row >= 0);
  const passing = sourceRef(terms.from, first)?.kind === 'value'; // what passes a value on need not pass δ on alone
  const source =
    rows.size === 1 && only !== undefined ? (passing ? sourceOf(plan, only) : plan.rows[only]) : undefined;
  if (!source) return undefined;
  const [count, height, width] = planesOf(source);
  if (height < 2) return undefined;
  let [top, left, bottom, right] = [height, width, 0, 0];
  // The samples of a batch lie behind one another, each with all its planes.
  const place = (i: number) => {
    const index = terms.indices[i] ?? 0;
    const inPlane = index % (height * width);
    const plane = (terms.from.samples[i] ?? 0) * count + Math.floor(index / (height * width));
    return [plane, Math.floor(inPlane / width), inPlane % width] as const;
  };
  const seen = new Set<number>();
  for (let i = 0; i < terms.rows.length; i++) {
    if ((terms.rows[i] ?? -1) < 0) continue;
    const [c, y, x] = place(i);
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    seen.add(c);
  }
  const [planes, h, w] = [seen.size, bottom - top, right - left];
  if (planes === 0 || planes > MOST_PLANES) return undefined;
  const order = new Map([...seen].sort((a, b) => a - b).map((plane, i) => [plane, i]));
  const term = new Int32Array(planes * h * w).fill(-1);
  for (let i = 0; i < terms.rows.length; i++) {
    if ((terms.rows[i] ?? -1) < 0) continue;
    const [c, y, x] = place(i);
    term[((order.get(c) ?? 0) * h + y - top) * w + x - left] = i;
  }
  const whole = h === height && w === width;
  return { source, planes, height: h, width: w, top, left, whole, term };
}
