// Pictures of descent: a height map with its lines, paths, arrows, markers. All in CSS pixels; numbers come from the core.
import type { Surface, Vector, Walk } from '../engine/surface';
import type { Ramps } from './colour';

// Of each way, as in its curve: told by dashes and by the form of its marker too.
export const LOOKS = [
  { ink: 'ink', dash: [], form: 'circle' },
  { ink: 'positive', dash: [8, 3], form: 'square' },
  { ink: 'negative', dash: [2, 3], form: 'triangle' },
  { ink: 'faint', dash: [10, 3, 2, 3], form: 'diamond' },
] as const;
export const LANES = ['lane0', 'lane1', 'lane2', 'lane3'] as const;

const DARKEST = 66; // of 255: the lowest place; what is drawn on the map must be seen
const HALO_PX = 5;
const HEAD_PX = 8;

export interface Frame {
  readonly surface: Surface;
  readonly w: number; // px
  readonly h: number;
}

export const toPx = ({ surface: { low, high }, w, h }: Frame, [x, y]: Vector): Vector => [
  (w * (x - low[0])) / (high[0] - low[0]),
  h - (h * (y - low[1])) / (high[1] - low[1]),
];
export const fromPx = ({ surface: { low, high }, w, h }: Frame, [x, y]: Vector): Vector => [
  low[0] + (x / w) * (high[0] - low[0]),
  low[1] + (1 - y / h) * (high[1] - low[1]),
];

// As many pixels as the screen has. Undefined: there is no room for a picture.
export function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined {
  const scale = devicePixelRatio || 1;
  const [w, h] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  const context = canvas.getContext('2d');
  if (!context || w === 0 || h === 0) return undefined;
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  return context;
}

export function mapOf(shades: Float32Array, w: number, h: number, ink: Ramps): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [w, h];
  const image = new ImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = ink.pixel[Math.round(DARKEST * (1 - (shades[i] ?? 0)))] ?? 0;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

// Segments in cells, 0 at the middle of the first.
export function paintContours(
  context: CanvasRenderingContext2D,
  lines: readonly Float32Array[],
  cells: number,
  { w, h }: Frame,
  ink: string,
): void {
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 4) {
      const at = (k: number, side: number) => (((line[i + k] ?? 0) + 0.5) / cells) * side;
      context.moveTo(at(0, w), at(1, h));
      context.lineTo(at(2, w), at(3, h));
    }
  }
  context.stroke();
}

export function paintPath(
  context: CanvasRenderingContext2D,
  frame: Frame,
  walk: Walk,
  t: number,
  way: number,
  ink: Ramps,
): void {
  const look = LOOKS[way % LOOKS.length] ?? LOOKS[0];
  const last = Math.min(t, walk.length - 1);
  // Steps that are long enough to be seen each get a dot.
  const path = new Path2D();
  const dots = new Path2D();
  let before: Vector = [Number.NaN, Number.NaN];
  for (let i = 0; i <= last; i++) {
    const [x, y] = toPx(frame, walk.at(i));
    if (!Number.isFinite(x + y)) break;
    const [kx, ky] = [clamp(x), clamp(y)];
    if (i === 0) path.moveTo(kx, ky);
    else path.lineTo(kx, ky);
    if (!(Math.hypot(kx - before[0], ky - before[1]) < 7)) {
      dots.moveTo(kx + 2.2, ky);
      dots.arc(kx, ky, 2.2, 0, 2 * Math.PI);
      before = [kx, ky];
    }
  }
  context.lineJoin = 'round';
  context.setLineDash([]);
  context.strokeStyle = `${ink.paper}b0`;
  context.lineWidth = HALO_PX;
  context.stroke(path);
  context.strokeStyle = ink[look.ink];
  context.fillStyle = ink[look.ink];
  context.lineWidth = 2;
  context.setLineDash([...look.dash]);
  context.stroke(path);
  context.setLineDash([]);
  context.fill(dots);
}

// A canvas forgets lines that lead too far out.
const clamp = (px: number): number => Math.max(-4000, Math.min(4000, px));

export function paintMarker(
  context: CanvasRenderingContext2D,
  [x, y]: Vector,
  way: number,
  ink: Ramps,
  radius = 7,
): void {
  const { form, ink: colour } = LOOKS[way % LOOKS.length] ?? LOOKS[0];
  context.beginPath();
  if (form === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else if (form === 'square') context.rect(x - 0.85 * radius, y - 0.85 * radius, 1.7 * radius, 1.7 * radius);
  else {
    const corners = form === 'triangle' ? [270, 30, 150] : [270, 0, 90, 180];
    for (const angle of corners) {
      const turn = (angle * Math.PI) / 180;
      context.lineTo(x + 1.15 * radius * Math.cos(turn), y + 1.15 * radius * Math.sin(turn));
    }
    context.closePath();
  }
  context.setLineDash([]);
  context.fillStyle = ink[colour];
  context.strokeStyle = ink.paper;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

interface Arrow {
  readonly ink: string;
  readonly paper: string;
  readonly name?: string;
  readonly both?: boolean; // heads at both ends, as long each way
  readonly dash?: readonly number[];
}

// From a point by so many pixels.
export function paintArrow(
  context: CanvasRenderingContext2D,
  [x, y]: Vector,
  [dx, dy]: Vector,
  { ink, paper, name, both, dash = [] }: Arrow,
): void {
  const length = Math.hypot(dx, dy);
  if (!(length > 1)) return;
  const [ux, uy] = [dx / length, dy / length];
  const path = new Path2D();
  const head = (tx: number, ty: number, way: 1 | -1) => {
    path.moveTo(tx - way * HEAD_PX * (ux + 0.5 * uy), ty - way * HEAD_PX * (uy - 0.5 * ux));
    path.lineTo(tx, ty);
    path.lineTo(tx - way * HEAD_PX * (ux - 0.5 * uy), ty - way * HEAD_PX * (uy + 0.5 * ux));
  };
  head(x + dx, y + dy, 1);
  if (both) head(x - dx, y - dy, -1);
  const line = new Path2D();
  line.moveTo(both ? x - dx : x, both ? y - dy : y);
  line.lineTo(x + dx, y + dy);
  for (const [colour, width] of [
    [paper, HALO_PX],
    [ink, 2.2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(width === HALO_PX ? [] : [...dash]);
    context.stroke(line);
    context.setLineDash([]);
    context.stroke(path);
  }
  if (name) paintName(context, [x + dx + 12 * ux, y + dy + 12 * uy], name, ink, paper);
}

export function paintName(
  context: CanvasRenderingContext2D,
  place: Vector,
  name: string,
  ink: string,
  paper: string,
): void {
  const { clientWidth, clientHeight } = context.canvas;
  const x = Math.max(12, Math.min(clientWidth - 12, place[0]));
  const y = Math.max(12, Math.min(clientHeight - 12, place[1]));
  context.font = '600 13px "Geist Variable", system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.setLineDash([]);
  context.strokeStyle = paper;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeText(name, x, y);
  context.fillStyle = ink;
  context.fillText(name, x, y);
}

// A start is a ring, so that what lies beneath it stays in sight.
export function paintStart(context: CanvasRenderingContext2D, [x, y]: Vector, ink: Ramps): void {
  for (const [colour, width] of [
    [ink.paper, 5],
    [ink.ink, 2],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.setLineDash([]);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

export function paintDot(
  context: CanvasRenderingContext2D,
  [x, y]: Vector,
  radius: number,
  colour: string,
  edge?: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.setLineDash([]);
  context.fillStyle = colour;
  context.fill();
  if (!edge) return;
  context.strokeStyle = edge;
  context.lineWidth = 1;
  context.stroke();
}

// From where to where the picture reaches: at its corners.
export function paintEnds(
  context: CanvasRenderingContext2D,
  { surface: { low, high }, w, h }: Frame,
  [across, up]: readonly [string, string],
  ink: Ramps,
): void {
  context.font = '12px "Geist Variable", system-ui, sans-serif';
  context.fillStyle = ink.faint;
  const write = (text: string, x: number, y: number, align: CanvasTextAlign) => {
    context.textAlign = align;
    context.textBaseline = y < h / 2 ? 'top' : 'bottom';
    context.fillText(text.replace('-', '−'), x, y);
  };
  write(`${across} = ${high[0]}`, w - 8, h - 6, 'right');
  write(`${up} = ${high[1]}`, 8, 8, 'left');
  write(`(${low[0]}, ${low[1]})`.replace('-', '−'), 8, h - 6, 'left');
}
