// Marks along the x of a curve, where something was changed: drawn from above, found beside the cursor.
import type uPlot from 'uplot';

export interface Mark {
  readonly x: number;
  readonly name: string; // beside it, where there is room
  readonly text: string;
}

const NEAR_PX = 8;
const TICK_PX = 9;
const FONT_PX = 10;
const GAP_PX = 3;

export function drawMarks({ ctx, bbox, valToPos }: uPlot, marks: readonly Mark[], ink: string): void {
  const ratio = devicePixelRatio || 1;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.lineWidth = 2 * ratio;
  ctx.setLineDash([]);
  ctx.font = `${FONT_PX * ratio}px "Geist Variable", system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  const places = marks.map(({ x }) => valToPos(x, 'x', true));
  for (const [i, { name }] of marks.entries()) {
    const x = places[i] ?? 0;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + TICK_PX * ratio);
    ctx.stroke();
    const next = places.slice(i + 1).find((place) => place > x) ?? bbox.left + bbox.width;
    const last = places[i + 1] !== x; // of several at one place
    const room = next - x - 2 * GAP_PX * ratio;
    if (last && ctx.measureText(name).width <= room) ctx.fillText(name, x + GAP_PX * ratio, bbox.top);
  }
  ctx.restore();
}

// So near to a place in the plot (CSS px) that they are meant.
export function marksNear({ valToPos }: uPlot, marks: readonly Mark[], left: number): readonly Mark[] {
  const far = marks.map(({ x }) => Math.abs(valToPos(x, 'x') - left));
  const least = Math.min(...far);
  return least > NEAR_PX ? [] : marks.filter((_, i) => far[i] === least);
}

// The next in one direction from x, or the outermost.
export function nextMark(marks: readonly Mark[], x: number, by: 1 | -1): Mark | undefined {
  return by > 0
    ? (marks.find((mark) => mark.x > x) ?? marks.at(-1))
    : (marks.findLast((mark) => mark.x < x) ?? marks[0]);
}

// Of the places x, the first that is not before each mark: there its text stands in a table.
export function markRows(x: readonly number[], marks: readonly Mark[]): ReadonlyMap<number, string> {
  const rows = new Map<number, string>();
  for (const mark of marks) {
    const found = x.findIndex((each) => each >= mark.x);
    const row = found < 0 ? x.length - 1 : found;
    if (row < 0) continue;
    rows.set(row, [rows.get(row), mark.text].filter(Boolean).join('; '));
  }
  return rows;
}
