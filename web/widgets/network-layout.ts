// Where each layer of a plan lies: columns by depth on a wide page, rows by depth on a narrow one. Pure geometry.
import type { Layer, Plan } from '../engine/plan';
import { grid, linesOf, MAX_NEURON, type Size } from './network-grid';
import { lanesOf, type Skip, skipsOf } from './network-skips';

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
  readonly footY: number; // top of the arithmetic below; −1: it stands in the label above
  readonly stacked: boolean; // among others in its column
  readonly column: number;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly width: number;
  readonly height: number;
  readonly down: boolean;
  readonly far: number; // more than 1: drawn to be seen smaller
  readonly folded: boolean; // names of two parts on two lines
  readonly skips: readonly Skip[]; // links around what they pass
  readonly lanes: readonly number[]; // where those run: beneath all, or at the right of all
}

const HEAD_H = 38; // of the label above a layer
const FOLD_H = 15; // of a name's second line
const FOOT_H = 48; // of the arithmetic below it
export const STACKED_H = 64; // label of one layer among several in a column; it has no foot
const STACKED_GAP = 8; // beneath each of them, so that no label covers a picture
const STACKED_MIN = 104; // with less than this each, two lines must do,
export const TWO_H = 33;
const TWO_MIN = 58; // with less than this one,
export const LINE_H = 18;
export const UPRIGHT_LEAST = 40; // of a name on its side over the first of several
const LINE_MIN = 34; // and with less than this none
export const UPRIGHT_H = 94; // a name on its side
export const UPRIGHT_W = 15;
const SHRINK = 1.15; // steps in which a deep network is made smaller
const MOST_SHRUNK = 9;
export const LABEL_W = 70; // least from one label's middle to the next,
const NAMES_GAP = 8; // and between two names
const GAP = 20; // least between columns
const THREAD_GAP = 46; // where threads run
const ROW_GAP = 34;
const LANE = 10; // from one to the next, closer where there are many,
const LANES_MOST = 4 * LANE; // together,
const LANES_GAP = 8; // and to what they go around
const MAX_COLUMN = 40; // neurons in one column of circles

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

// The arrangement of maps that makes them large within width × height, narrow rather than a little larger.
function fitMaps(layer: Layer, width: number, height: number, most: number): Size {
  const units = unitsOf(layer);
  const ratio = aspect(layer);
  let best: Size | undefined;
  for (let columns = 1; columns <= units; columns++) {
    const rows = Math.ceil(units / columns);
    const gap = units > 32 ? 2 : units > 8 ? 4 : 6;
    const wide = (width - gap * (columns - 1)) / columns;
    const high = (height - gap * (rows - 1)) / rows;
    const unitW = Math.max(2, Math.min(wide, high / ratio, most));
    if (!best || unitW > 1.15 * best.unitW) best = grid(units, columns, unitW, unitW * ratio, gap, false);
  }
  return best ?? grid(1, 1, width, width * ratio, 0, false);
}

// Pictures of few pixels need less room than pictures of many.
function mapSize(layer: Layer, height: number): number {
  const pixels = Math.max(layer.shape[1] ?? 1, layer.shape[2] ?? 1);
  return Math.min(Math.max(14 + 2.1 * pixels, 24) * grow(height), 160);
}

const grow = (height: number): number => Math.min(2.2, Math.max(1, height / 300));

function columnOfNeurons(layer: Layer, height: number): Size {
  const units = unitsOf(layer);
  if (units <= MAX_COLUMN) {
    const pitch = height / units;
    const unit = Math.max(3, Math.min(MAX_NEURON * Math.min(1.5, grow(height)), pitch * 0.74));
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
  const wide = 64 * grow(height);
  const lines = linesOf(layer, 1.5 * wide, height);
  if (lines) return lines;
  let unit = Math.round(12 * grow(height));
  const columnsAt = (side: number) =>
    Math.ceil(units / Math.max(1, Math.floor((height + gap) / (side + gap))));
  while (unit > 3 && columnsAt(unit) * (unit + gap) > wide) unit--;
  const columns = columnsAt(unit);
  return grid(units, columns, unit, unit, gap, false);
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
  const lines = linesOf(layer, Math.min(width, (unit + 1) * (layer.shape[1] ?? 0)), Number.POSITIVE_INFINITY);
  if (lines) return lines;
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

// What is too deep for its frame is laid out in a larger one of the same form, to be seen smaller. `nameW`: of a
// layer's name as it is written, on one line or two.
export function layAcross(
  plan: Plan,
  frameWidth: number,
  frameHeight: number,
  nameW: (layer: Layer, folded: boolean) => number = () => 0,
): Layout {
  const columns = byDepth(plan);
  const skips = skipsOf(plan);
  const namesAt = (folded: boolean) =>
    columns.map((column) => Math.max(...column.map((layer) => nameW(layer, folded && column.length === 1))));
  const at = (far: number, folded: boolean, names: readonly number[] = []) =>
    arrange(columns, names, skips, frameWidth, frameHeight, far, folded);
  let layout = at(1, false);
  // Only where names would meet do they take room from the rest.
  if (layout.width <= frameWidth + 1 && !areApart(layout, namesAt(false))) {
    layout = at(1, false, namesAt(false));
    if (layout.width > frameWidth + 1) layout = at(1, true, namesAt(true));
  }
  for (let far = SHRINK; layout.width > frameWidth * (far / SHRINK) + 1 && far < MOST_SHRUNK; far *= SHRINK)
    layout = at(far, false);
  return layout;
}

function areApart({ boxes }: Layout, names: readonly number[]): boolean {
  const middles = names.map((_, i) => boxes.find(({ column }) => column === i)?.labelX ?? 0);
  return names.every(
    (name, i) => i === 0 || (middles[i] ?? 0) - (middles[i - 1] ?? 0) >= (name + (names[i - 1] ?? 0)) / 2,
  );
}

const lanePitch = (lanes: number): number => Math.min(LANE, LANES_MOST / lanes);
const roomForLanes = (lanes: number): number => (lanes > 0 ? LANES_GAP + lanes * lanePitch(lanes) : 0);

// In a frame `far` times as large; sizes of text are as they will be seen.
function arrange(
  columns: Layer[][],
  names: readonly number[],
  skips: readonly Skip[],
  frameW: number,
  frameH: number,
  far: number,
  folded: boolean,
): Layout {
  const [frameWidth, height] = [frameW * far, frameH * far];
  const lanes = lanesOf(skips);
  const below = far * roomForLanes(lanes); // between the layers and the arithmetic
  const bottom = height - far * FOOT_H - below;
  // A column of several has no arithmetic beneath it, but it keeps clear of the lanes.
  const tall = (column: readonly Layer[]) => (column.length > 1 && lanes > 0 ? bottom : height);
  // The first of several may bear its name upright.
  const over = (column: readonly Layer[]) =>
    far > 1 && column.length > 1 ? far * (UPRIGHT_LEAST + 2 - LINE_H) : 0;
  const shareOf = (column: readonly Layer[]) => (tall(column) - over(column)) / column.length;
  const above = far * (far > 1 ? UPRIGHT_H : HEAD_H + (folded ? FOLD_H : 0));
  const label = (column: readonly Layer[]) => {
    const each = shareOf(column) / far;
    if (column.length === 1) return above;
    if (far === 1 && each >= TWO_MIN) return each >= STACKED_MIN ? STACKED_H : TWO_H;
    return far * (each >= LINE_MIN ? LINE_H : 4);
  };
  const under = (column: readonly Layer[]) =>
    column.length === 1 ? height - bottom : far === 1 ? STACKED_GAP : 0;
  const roomIn = (column: readonly Layer[]) => Math.max(4, shareOf(column) - label(column) - under(column));
  // Pictures share what neurons and gaps leave, and shrink together until all fits.
  let widths: number[] = [];
  let sizes: Size[][] = [];
  let gaps: number[] = [];
  let pad = 0; // right of a last column too narrow for its label
  for (let scale = 1; scale > (far > 1 ? 0.2 : 0.5); scale *= 0.94) {
    sizes = columns.map((column) => column.map((layer) => sizeIn(layer, frameWidth, roomIn(column), scale)));
    widths = sizes.map((column) => Math.max(0, ...column.map((size) => size.w)));
    gaps = columns.map((column, i) => gapBefore(column, i, widths, names, frameW, far));
    pad = far === 1 ? padAfter(widths, gaps, frameWidth) : besideUpright(widths.at(-1), far);
    if (sum(widths) + sum(gaps) + pad <= frameWidth) break;
  }
  if (far === 1 && sum(widths) + sum(gaps) + pad > frameWidth) pad = 0;
  const width = Math.max(frameWidth, Math.ceil(sum(widths) + sum(gaps) + pad));
  const spare = (width - sum(widths) - sum(gaps) - pad) / Math.max(1, sum(gaps));
  const boxes: Box[] = [];
  let x = 0;
  for (const [i, column] of columns.entries()) {
    const before = (gaps[i] ?? 0) * (1 + spare);
    const after = i + 1 < columns.length ? (gaps[i + 1] ?? 0) * (1 + spare) : 2 * pad;
    const w = widths[i] ?? 0;
    x += before;
    const stacked = column.length > 1;
    const [share, first] = [shareOf(column), over(column)];
    for (const [k, layer] of column.entries()) {
      const size = sizes[i]?.[k];
      if (!size) continue;
      boxes.push({
        ...size,
        layer: layer.index,
        x: x + (w - size.w) / 2,
        y: first + share * k + label(column) + (roomIn(column) - size.h) / 2,
        labelX: x + w / 2,
        labelW: w + (before + after) / 2 - (i > 0 && i + 1 < columns.length ? 6 : 0),
        labelY: first + share * k,
        footY: stacked ? -1 : height - far * FOOT_H + 4,
        stacked,
        column: i,
      });
    }
    x += w;
  }
  const runs = Array.from(
    { length: lanes },
    (_, i) => bottom + far * (LANES_GAP + (i + 0.5) * lanePitch(lanes)),
  );
  return { boxes, width, height, down: false, far, folded, skips, lanes: runs };
}

function sizeIn(layer: Layer, width: number, height: number, scale: number): Size {
  if (layer.form === 'vector') return columnOfNeurons(layer, height);
  if (layer.form === 'image') {
    const side = Math.min(height, Math.max(width * 0.26, 130) * scale);
    return grid(1, 1, side, side, 0, false);
  }
  return fitMaps(layer, Math.max(0.2 * width, 120) * scale, height, mapSize(layer, height) * scale);
}

function gapBefore(
  column: readonly Layer[],
  i: number,
  widths: readonly number[],
  names: readonly number[],
  width: number,
  far: number,
): number {
  if (i === 0) return far > 1 ? besideUpright(widths[0], far) : 0;
  const threads = column.some((layer) => layer.form === 'vector');
  const written = ((names[i] ?? 0) + (names[i - 1] ?? 0)) / 2 + NAMES_GAP;
  const label = far > 1 ? UPRIGHT_W * far : Math.max(LABEL_W, written);
  const least = far > 1 ? 10 : threads ? Math.max(THREAD_GAP, 0.06 * width) : Math.max(GAP, 0.02 * width);
  return Math.max(least, label - ((widths[i] ?? 0) + (widths[i - 1] ?? 0)) / 2);
}

// An upright name at the end of the drawing may be wider than its layer.
const besideUpright = (width: number | undefined, far: number): number =>
  Math.max(0, (UPRIGHT_W * far - (width ?? 0)) / 2);

// The last label ends with the frame: what it lacks on its other side, between it and the label before.
function padAfter(widths: readonly number[], gaps: readonly number[], width: number): number {
  const rest = width - sum(widths) - sum(gaps);
  const before = (gaps.at(-1) ?? 0) * (1 + Math.max(0, rest) / Math.max(1, sum(gaps)));
  return Math.min(LABEL_W / 2, Math.max(0, LABEL_W - (widths.at(-1) ?? 0) - before / 2));
}

export function layDown(plan: Plan, frameWidth: number): Layout {
  const boxes: Box[] = [];
  const skips = skipsOf(plan);
  const lanes = lanesOf(skips);
  const width = frameWidth - roomForLanes(lanes); // the lanes run at the right
  let y = 0;
  for (const row of byDepth(plan)) {
    const share = (width - GAP * (row.length - 1)) / row.length;
    const label = row.length > 1 ? HEAD_H + 18 : 26;
    let tallest = 0;
    for (const [k, layer] of row.entries()) {
      const size =
        layer.form === 'vector'
          ? rowOfNeurons(layer, share)
          : layer.form === 'image'
            ? grid(1, 1, Math.min(share, 140), Math.min(share, 140), 0, false)
            : fitMaps(layer, share, 150, mapSize(layer, 300));
      const left = k * (share + GAP);
      boxes.push({
        ...size,
        layer: layer.index,
        x: left + (share - size.w) / 2,
        y: y + label,
        labelX: left + share / 2,
        labelW: share,
        labelY: y,
        footY: -1,
        stacked: row.length > 1,
        column: k,
      });
      tallest = Math.max(tallest, size.h);
    }
    y += label + tallest + ROW_GAP;
  }
  const runs = Array.from({ length: lanes }, (_, i) => width + LANES_GAP + (i + 0.5) * lanePitch(lanes));
  return { boxes, width: frameWidth, height: y, down: true, far: 1, folded: false, skips, lanes: runs };
}

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
