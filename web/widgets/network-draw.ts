// How the overview is drawn: layers as discs, cells or pictures; threads and wires between them.
import type { Layer, Plan } from '../engine/plan';
import { shares, type Threads } from '../engine/threads';
import { type Ramps, signedIndex } from './colour';
import { type Box, cellCentre, type Layout, plane, unitAt } from './network-layout';
import type { Wiring } from './network-wires';
import type { Raster } from './raster';

const MAX_MAPS = 256; // drawn; the rest of a very wide layer is named only
const THREAD_PX = 2.6; // width of the strongest

// A dense row that takes all its input at once, not step by step along an axis.
export function hasThreads(plan: Plan, layer: Layer): boolean {
  const head = plan.rows[layer.head];
  const from = head?.inputs[0];
  return head?.op === 'dense' && from !== undefined && head.params[0]?.shape[1] === plan.rows[from]?.size;
}

// How many of all lines are a layer's.
export function linesOf(plan: Plan, layer: Layer, all: number): number {
  const dense = plan.layers.filter((each) => hasThreads(plan, each));
  const weights = dense.map(({ params }) => params[0]?.size ?? 0);
  return shares(all, weights)[dense.indexOf(layer)] ?? 0;
}

export function drawThreads(
  context: CanvasRenderingContext2D,
  layout: Layout,
  layer: Layer,
  box: Box,
  source: Layer,
  from: Box,
  threads: Threads,
  colours: Ramps,
): void {
  let most = 0;
  for (let i = 0; i < threads.count; i++) most = Math.max(most, Math.abs(threads.term[i] as number));
  if (!(most > 0)) return;
  context.lineCap = 'round';
  for (let i = 0; i < threads.count; i++) {
    const term = threads.term[i] as number;
    const share = Math.abs(term) / most;
    const a = cellCentre(from, source, threads.from[i] as number);
    const b = cellCentre(box, layer, threads.to[i] as number);
    context.strokeStyle = colours.signedCss[signedIndex(Math.sign(term) * (0.35 + 0.65 * share), 1)] ?? '';
    context.globalAlpha = 0.12 + 0.64 * share ** 1.5;
    context.lineWidth = 0.5 + (THREAD_PX - 0.5) * share;
    context.beginPath();
    curve(context, a.x, a.y, b.x, b.y, layout.down);
    context.stroke();
  }
  context.globalAlpha = 1;
}

export function drawLayer(
  context: CanvasRenderingContext2D,
  layer: Layer,
  box: Box,
  values: Float32Array,
  full: number,
  raster: Raster | undefined,
  colours: Ramps,
  fresh: boolean, // the numbers are new
): void {
  if (layer.form !== 'vector') {
    const [rows, columns] = plane(layer);
    const maps = layer.form === 'image' ? 1 : Math.min(MAX_MAPS, layer.shape[0] ?? 1);
    if (!raster) return;
    if (fresh) raster.draw(values, columns, rows * maps, colours, layer.form === 'image' ? 'pixels' : full);
    context.imageSmoothingEnabled = false;
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    for (let map = 0; map < maps; map++) {
      const { x, y } = unitAt(box, map);
      context.drawImage(raster.canvas, 0, map * rows, columns, rows, x, y, box.unitW, box.unitH);
      context.strokeRect(x + 0.5, y + 0.5, box.unitW - 1, box.unitH - 1);
    }
    return;
  }
  for (let i = 0; i < values.length; i++) {
    const { x, y } = unitAt(box, i);
    context.fillStyle = colours.signedCss[signedIndex(values[i] as number, full)] ?? '';
    if (box.round) {
      const radius = box.unitW / 2;
      context.beginPath();
      context.arc(x + radius, y + radius, radius, 0, 2 * Math.PI);
      context.fill();
      context.strokeStyle = colours.paper;
      context.lineWidth = 1.5;
      context.stroke();
    } else {
      context.fillRect(x, y, box.unitW, box.unitH);
    }
  }
}

function curve(
  context: CanvasRenderingContext2D,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  down: boolean,
): void {
  context.moveTo(ax, ay);
  if (down) context.bezierCurveTo(ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by);
  else context.bezierCurveTo((ax + bx) / 2, ay, (ax + bx) / 2, by, bx, by);
}

// What feeds what, without numbers.
export function drawWires(
  context: CanvasRenderingContext2D,
  layout: Layout,
  layer: Layer,
  box: Box,
  source: Layer,
  from: Box,
  wiring: Wiring,
  colours: Ramps,
): void {
  const bundled = layout.down; // maps lie in several rows there: one line says as much
  const most = wiring === 'all' ? 16 : MAX_MAPS;
  const unitsOf = ({ form, shape }: Layer) =>
    form === 'maps' && !bundled ? Math.min(most, shape[0] ?? 1) : 1;
  const [unitsFrom, unitsTo] = [unitsOf(source), unitsOf(layer)];
  const lines = wiring === 'all' ? unitsFrom * unitsTo : 1;
  const single = unitsFrom * unitsTo === 1;
  context.strokeStyle = colours.wire;
  context.lineWidth = 1;
  context.globalAlpha = Math.min(0.7, 14 / lines);
  context.beginPath();
  const end = (of: Box, unit: number, units: number, out: boolean) => {
    const corner = units === 1 ? { x: of.x, y: of.y } : unitAt(of, unit);
    const [w, h] = units === 1 ? [of.w, of.h] : [of.unitW, of.unitH];
    if (layout.down) return { x: corner.x + w / 2, y: out ? corner.y + h : corner.y };
    return { x: out ? corner.x + w : corner.x, y: corner.y + h / 2 };
  };
  for (let a = 0; a < unitsFrom; a++) {
    for (let b = 0; b < unitsTo; b++) {
      if (!single && wiring !== 'all' && a + wiring !== b) continue;
      const [p, q] = [end(from, a, unitsFrom, true), end(box, b, unitsTo, false)];
      curve(context, p.x, p.y, q.x, q.y, layout.down);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}
