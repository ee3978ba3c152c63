// Links that pass layers by, as of `add` and `concat`: each a bow around what it passes, in a lane of its own.
import type { Plan } from '../engine/plan';
import type { Ramps } from './colour';
import type { Box, Layout } from './network-layout';

export interface Skip {
  readonly from: number; // layers
  readonly to: number;
  readonly lane: number; // the innermost is 0
}

const ROUND = 9; // radius of its corners
const HEAD = 7; // of the arrow
const THICKEST = 1.6; // times what it is from afar

// What joins several layers, and reaches further back than to the column before it.
export function skipsOf(plan: Plan): Skip[] {
  const depth = (layer: number) => plan.layers[layer]?.depth ?? 0;
  const links = plan.layers
    .filter(({ inputs }) => inputs.length > 1)
    .flatMap(({ index, inputs }) => inputs.map((from) => ({ from, to: index })))
    .filter(({ from, to }) => depth(to) > depth(from) + 1)
    .sort((a, b) => depth(a.to) - depth(a.from) - (depth(b.to) - depth(b.from)));
  const placed: Skip[] = [];
  for (const link of links) {
    const taken = placed
      .filter(({ from, to }) => depth(from) < depth(link.to) && depth(link.from) < depth(to))
      .map(({ lane }) => lane);
    let lane = 0;
    while (taken.includes(lane)) lane++;
    placed.push({ ...link, lane });
  }
  return placed;
}

export const lanesOf = (skips: readonly Skip[]): number => Math.max(0, ...skips.map(({ lane }) => lane + 1));

// Corner to corner: out of one box, along the lane, into the other.
export function wayOf(layout: Layout, from: Box, to: Box, lane: number): [number, number][] {
  const at = layout.lanes[lane] ?? 0;
  const [last, first] = [outermost(layout, from), outermost(layout, to)];
  if (layout.down) {
    const gap = Math.max(...beside(layout, from, true).map(({ y, h }) => y + h)) + 9;
    return [
      ...(last
        ? ([[from.x + from.w, from.y + 0.6 * from.h]] as const)
        : ([
            [from.x + 0.6 * from.w, from.y + from.h],
            [from.x + 0.6 * from.w, gap],
          ] as const)),
      [at, last ? from.y + 0.6 * from.h : gap],
      ...(first
        ? ([
            [at, to.y + 0.4 * to.h],
            [to.x + to.w, to.y + 0.4 * to.h],
          ] as const)
        : ([
            [at, to.labelY - 6],
            [to.x + 0.6 * to.w, to.labelY - 6],
            [to.x + 0.6 * to.w, to.y],
          ] as const)),
    ].map(([x, y]) => [x, y]);
  }
  const gap = layout.far * 6;
  // Up and down between one column's labels and the next one's.
  const right = Math.max(
    ...beside(layout, from).flatMap(({ x, w, labelX, labelW }) => [x + w + gap, labelX + labelW / 2 + 3]),
  );
  const left = Math.min(
    ...beside(layout, to).flatMap(({ x, labelX, labelW }) => [x - 2 * gap, labelX - labelW / 2 - 3]),
  );
  return [
    ...(last
      ? ([
          [from.x + 0.6 * from.w, from.y + from.h],
          [from.x + 0.6 * from.w, at],
        ] as const)
      : ([
          [from.x + from.w, from.y + 0.8 * from.h],
          [right, from.y + 0.8 * from.h],
          [right, at],
        ] as const)),
    ...(first
      ? ([
          [to.x + 0.4 * to.w, at],
          [to.x + 0.4 * to.w, to.y + to.h],
        ] as const)
      : ([
          [left, at],
          [left, to.y + 0.8 * to.h],
          [to.x, to.y + 0.8 * to.h],
        ] as const)),
  ].map(([x, y]) => [x, y]);
}

const beside = ({ boxes }: Layout, { column, labelY }: Box, down = false): readonly Box[] =>
  boxes.filter((each) => (down ? each.labelY === labelY : each.column === column));

// Next to the lanes, with nothing of its own column or row between.
function outermost(layout: Layout, box: Box): boolean {
  return layout.down
    ? beside(layout, box, true).every(({ x }) => x <= box.x)
    : beside(layout, box).every(({ y }) => y <= box.y);
}

// `k`: pixels of the frame for one of the drawing; however near, a bow stays a line.
export function drawSkip(
  context: CanvasRenderingContext2D,
  layout: Layout,
  from: Box,
  to: Box,
  lane: number,
  colours: Ramps,
  k: number,
): void {
  const way = wayOf(layout, from, to, lane);
  const [ex = 0, ey = 0] = way.at(-1) ?? [];
  const [px = 0, py = 0] = way.at(-2) ?? [];
  const [start, ...rest] = way;
  if (!start) return;
  const unit = Math.min(layout.far, THICKEST / k);
  const size = HEAD * unit;
  const length = Math.hypot(ex - px, ey - py) || 1;
  const [dx, dy] = [(ex - px) / length, (ey - py) / length];
  context.strokeStyle = context.fillStyle = colours.ink;
  context.lineWidth = 1.5 * unit;
  context.lineCap = 'round';
  context.globalAlpha = 0.62;
  context.beginPath();
  context.moveTo(...start);
  for (const [i, [x, y]] of rest.entries()) {
    const next = rest[i + 1];
    if (!next) context.lineTo(x - dx * size * 0.6, y - dy * size * 0.6);
    else context.arcTo(x, y, next[0], next[1], Math.min(ROUND * unit, nearest(way, i)));
  }
  context.stroke();
  context.beginPath();
  context.moveTo(ex, ey);
  context.lineTo(ex - dx * size - dy * size * 0.55, ey - dy * size + dx * size * 0.55);
  context.lineTo(ex - dx * size + dy * size * 0.55, ey - dy * size - dx * size * 0.55);
  context.fill();
  context.globalAlpha = 1;
}

// Half of the shorter way to or from corner i + 1: no corner eats another.
function nearest(way: readonly (readonly [number, number])[], i: number): number {
  const long = (a: number) => {
    const [[ax, ay], [bx, by]] = [way[a] ?? [0, 0], way[a + 1] ?? [0, 0]];
    return Math.abs(ax - bx) + Math.abs(ay - by);
  };
  return Math.min(long(i), long(i + 1)) / 2;
}
