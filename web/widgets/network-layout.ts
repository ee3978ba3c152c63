// Where each layer of a plan lies: columns by depth on a wide page, rows by depth on a narrow one. Pure geometry.
import type { Layer, Plan } from '../engine/plan';

export interface Box {
  readonly layer: number;
  readonly x: number; // of the drawn units
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly columns: number; // of units: maps, or neurons
  readonly pitchX: number; // from unit to unit
  readonly pitchY: number;
  readonly unitW: number;
  readonly unitH: number;
  readonly round: boolean;
  readonly labelX: number; // middle of the label
  readonly labelW: number;
  readonly labelY: number; // top of the label above
  readonly footY: number; // top of the label below
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly width: number;
  readonly height: number;
  readonly down: boolean;
}

const LABEL_H = 38;
const FOOT_H = 34;
const GAP = 16; // least between columns
const MAX_COLUMN = 40; // neurons in one column of circles
const MAX_NEURON = 26;

interface Size {
  readonly columns: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly unitW: number;
  readonly unitH: number;
  readonly round: boolean;
  readonly w: number;
  readonly h: number;
}

const unitsOf = (layer: Layer): number =>
  layer.form === 'vector'
    ? layer.shape.reduce((a, b) => a * b, 1)
    : layer.form === 'maps'
      ? (layer.shape[0] ?? 1)
      : 1;

// Height over width of one unit.
function aspect(layer: Layer): number {
  if (layer.form === 'maps') return (layer.shape[1] ?? 1) / (layer.shape[2] ?? 1);
  return 1;
}

function grid(
  count: number,
  columns: number,
  unitW: number,
  unitH: number,
  gap: number,
  round: boolean,
): Size {
  const rows = Math.ceil(count / columns);
  const [pitchX, pitchY] = [unitW + gap, unitH + gap];
  return {
    columns,
    pitchX,
    pitchY,
    unitW,
    unitH,
    round,
    w: columns * pitchX - gap,
    h: rows * pitchY - gap,
  };
}

// The arrangement of maps that makes them largest within width × height.
function fitMaps(layer: Layer, width: number, height: number, most: number): Size {
  const count = unitsOf(layer);
  const ratio = aspect(layer);
  let best: Size | undefined;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const gap = count > 32 ? 2 : count > 8 ? 4 : 6;
    const wide = (width - gap * (columns - 1)) / columns;
    const high = (height - gap * (rows - 1)) / rows;
    const unitW = Math.max(2, Math.min(wide, high / ratio, most));
    if (!best || unitW > best.unitW + 0.5) best = grid(count, columns, unitW, unitW * ratio, gap, false);
  }
  return best ?? grid(1, 1, width, width * ratio, 0, false);
}

function columnOfNeurons(layer: Layer, height: number): Size {
  const count = unitsOf(layer);
  if (count <= MAX_COLUMN) {
    const pitch = height / count;
    const unit = Math.max(3, Math.min(MAX_NEURON, pitch * 0.74));
    return {
      columns: 1,
      pitchX: unit,
      pitchY: pitch,
      unitW: unit,
      unitH: unit,
      round: true,
      w: unit,
      h: height,
    };
  }
  const gap = 2;
  let unit = 12;
  while (unit > 3 && Math.ceil(count / Math.floor((height + gap) / (unit + gap))) * (unit + gap) > 76) unit--;
  const rows = Math.max(1, Math.floor((height + gap) / (unit + gap)));
  const columns = Math.ceil(count / rows);
  return grid(count, columns, unit, unit, gap, false);
}

function rowOfNeurons(layer: Layer, width: number): Size {
  const count = unitsOf(layer);
  if (count <= 20) {
    const pitch = width / count;
    const unit = Math.max(3, Math.min(MAX_NEURON, pitch * 0.74));
    return {
      columns: count,
      pitchX: pitch,
      pitchY: unit,
      unitW: unit,
      unitH: unit,
      round: true,
      w: width,
      h: unit,
    };
  }
  const unit = count <= 160 ? 14 : count <= 1000 ? 8 : 4;
  const columns = Math.max(1, Math.floor((width + 2) / (unit + 2)));
  return grid(count, columns, unit, unit, 2, false);
}

function byDepth(plan: Plan): Layer[][] {
  const columns: Layer[][] = [];
  for (const layer of plan.layers) {
    const column = columns[layer.depth] ?? [];
    column.push(layer);
    columns[layer.depth] = column;
  }
  return columns.filter((column) => column !== undefined);
}

export function layAcross(plan: Plan, width: number, height: number): Layout {
  const columns = byDepth(plan);
  const most = Math.max(...columns.map((column) => column.length), 1);
  const heightOf = (column: readonly Layer[]) =>
    Math.max(24, height / Math.max(column.length, most > 1 ? 1 : 1) - LABEL_H - FOOT_H);
  // Pictures take what neurons and gaps leave, and shrink together until all fits.
  const threads = columns.map((column, i) => i > 0 && column.some((layer) => layer.form === 'vector'));
  const least = threads.reduce((sum, thread, i) => sum + (i === 0 ? 0 : thread ? 2.2 * GAP : GAP), 0);
  let sizes: Size[][] = [];
  for (let scale = 1; scale > 0.05; scale *= 0.92) {
    sizes = columns.map((column) =>
      column.map((layer) => {
        const h = heightOf(column);
        if (layer.form === 'vector') return columnOfNeurons(layer, h);
        if (layer.form === 'image') {
          const side = Math.min(h, Math.max(width * 0.26, 120) * scale);
          return grid(1, 1, side, side, 0, false);
        }
        return fitMaps(layer, Math.max(0.16 * width, 96) * scale, h, Math.max(84, height / 5) * scale);
      }),
    );
    if (sum(sizes.map(widest)) + least <= width) break;
  }
  const free = Math.max(0, width - sum(sizes.map(widest)));
  const parts = sum(threads.map((thread, i) => (i === 0 ? 0 : thread ? 2.2 : 1)));
  const boxes: Box[] = [];
  let x = 0;
  const starts = sizes.map((column, i) => {
    if (i > 0) x += (free * (threads[i] ? 2.2 : 1)) / Math.max(1, parts);
    const start = x;
    x += widest(column);
    return start;
  });
  for (const [i, column] of columns.entries()) {
    const w = widest(sizes[i] ?? []);
    const start = starts[i] ?? 0;
    const before = i > 0 ? start - ((starts[i - 1] ?? 0) + widest(sizes[i - 1] ?? [])) : 0;
    const after = i + 1 < columns.length ? (starts[i + 1] ?? 0) - (start + w) : 0;
    const labelW = w + (i === 0 ? 0 : before / 2) + after / 2 + (i === 0 ? after / 2 : 0);
    const share = height / column.length;
    for (const [k, layer] of column.entries()) {
      const size = sizes[i]?.[k];
      if (!size) continue;
      const top = share * k;
      const room = share - LABEL_H - FOOT_H;
      boxes.push({
        ...size,
        layer: layer.index,
        x: start + (w - size.w) / 2,
        y: top + LABEL_H + (room - size.h) / 2,
        labelX: start + w / 2,
        labelW: Math.max(64, labelW - 6),
        labelY: top,
        footY: top + share - FOOT_H + 4,
      });
    }
  }
  return { boxes, width, height, down: false };
}

export function layDown(plan: Plan, width: number): Layout {
  const boxes: Box[] = [];
  let y = 0;
  for (const row of byDepth(plan)) {
    const share = (width - GAP * (row.length - 1)) / row.length;
    let tallest = 0;
    for (const [k, layer] of row.entries()) {
      const size =
        layer.form === 'vector'
          ? rowOfNeurons(layer, share)
          : layer.form === 'image'
            ? grid(1, 1, Math.min(share, 150), Math.min(share, 150), 0, false)
            : fitMaps(layer, share, 190, 72);
      const left = k * (share + GAP);
      boxes.push({
        ...size,
        layer: layer.index,
        x: left + (share - size.w) / 2,
        y: y + LABEL_H + 6,
        labelX: left + share / 2,
        labelW: share,
        labelY: y,
        footY: y,
      });
      tallest = Math.max(tallest, size.h);
    }
    y += LABEL_H + 6 + tallest + 26;
  }
  return { boxes, width, height: y, down: true };
}

const widest = (column: readonly Size[]): number => Math.max(0, ...column.map((size) => size.w));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

// Top left corner of a unit.
export function unitAt(box: Box, unit: number): { x: number; y: number } {
  const column = unit % box.columns;
  const row = Math.floor(unit / box.columns);
  return {
    x: box.x + column * box.pitchX + (box.round && box.columns > 1 ? (box.pitchX - box.unitW) / 2 : 0),
    y: box.y + row * box.pitchY + (box.round && box.columns === 1 ? (box.pitchY - box.unitH) / 2 : 0),
  };
}

// Middle of the cell that element `index` of the layer's values is drawn in.
export function cellCentre(box: Box, layer: Layer, index: number): { x: number; y: number } {
  if (layer.form === 'vector') {
    const { x, y } = unitAt(box, index);
    return { x: x + box.unitW / 2, y: y + box.unitH / 2 };
  }
  const [rows, columns] = plane(layer);
  const inMap = index % (rows * columns);
  const { x, y } = unitAt(box, Math.floor(index / (rows * columns)));
  return {
    x: x + (((inMap % columns) + 0.5) * box.unitW) / columns,
    y: y + ((Math.floor(inMap / columns) + 0.5) * box.unitH) / rows,
  };
}

// Which element lies under a point; −1: none.
export function elementAt(box: Box, layer: Layer, px: number, py: number): number {
  const column = Math.floor((px - box.x) / box.pitchX);
  const row = Math.floor((py - box.y) / box.pitchY);
  const unit = row * box.columns + column;
  if (column < 0 || column >= box.columns || row < 0 || unit >= unitsOf(layer)) return -1;
  if (layer.form === 'vector') return unit;
  const [rows, columns] = plane(layer);
  const { x, y } = unitAt(box, unit);
  const i = Math.floor(((px - x) / box.unitW) * columns);
  const j = Math.floor(((py - y) / box.unitH) * rows);
  if (i < 0 || j < 0 || i >= columns || j >= rows) return -1;
  return unit * rows * columns + j * columns + i;
}

// Rows and columns of one picture of the layer.
export function plane(layer: Layer): [number, number] {
  if (layer.form === 'image') return [28, 28];
  return [layer.shape[1] ?? 1, layer.shape[2] ?? 1];
}
