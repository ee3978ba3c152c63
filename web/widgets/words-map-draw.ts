// The words' map on a canvas: where each point lies in the frame, and labels as far as they do not cover each other.
import type { Ramps } from './colour';

export interface Dot {
  readonly id: number;
  readonly x: number; // of the drawing, px
  readonly y: number;
  readonly depth: number; // 0 far … 1 near
}

export type Role = 'word' | 'near' | 'question' | 'plain';

const EDGE = 26; // px, room for labels
const FONT = 12;
const HIT = 22; // px
const MOST_FAR = 0.025; // of all points, at each end
const MARGIN = 0.12; // of the room between those ends

// What lies far beyond the others comes nearer, in the same order; 0 is the middle between the ends of the others.
function drawnIn(places: Float32Array, axes: number, axis: number): (value: number) => number {
  const sorted = places.filter((_, i) => i % axes === axis).sort();
  const low = sorted[Math.floor(MOST_FAR * sorted.length)] ?? 0;
  const high = sorted[Math.ceil((1 - MOST_FAR) * sorted.length) - 1] ?? 0;
  const room = MARGIN * Math.max(1e-9, high - low);
  const beyond = (far: number) => room * (1 - Math.exp(-far / room));
  const middle = (low + high) / 2;
  const near = (value: number) =>
    value > high ? high + beyond(value - high) : value < low ? low - beyond(low - value) : value;
  return (value) => near(value) - middle;
}

// (n, axes) → the drawing's pixels, the same scale to both sides. Three axes are turned by yaw and pitch first.
// isFar: groups may lie far off, and how far says nothing.
export function layDots(
  ids: Int32Array,
  places: Float32Array,
  axes: number,
  size: readonly [number, number],
  turn: readonly [yaw: number, pitch: number],
  isFar: boolean,
): Dot[] {
  const n = ids.length;
  const soft = [0, 1, 2].map((k) => (isFar ? drawnIn(places, axes, k) : (value: number) => value));
  const [cy, sy] = [Math.cos(turn[0]), Math.sin(turn[0])];
  const [cp, sp] = [Math.cos(turn[1]), Math.sin(turn[1])];
  const at = Array.from({ length: n }, (_, i) => {
    const [x = 0, y = 0, z = 0] = soft.map((nearer, k) => (k < axes ? nearer(places[i * axes + k] ?? 0) : 0));
    if (axes < 3) return [x, y, 0] as const;
    const across = cy * x + sy * z;
    const away = -sy * x + cy * z;
    return [across, cp * y - sp * away, sp * y + cp * away] as const;
  });
  const reach = (k: 0 | 1 | 2): readonly [number, number] => {
    const values = at.map((each) => each[k]);
    return [Math.min(...values), Math.max(...values)];
  };
  // Turned, the cloud keeps its scale: it is that of a ball around it.
  const ball = Math.max(1e-9, ...at.map(([x, y, z]) => Math.hypot(x, y, z)));
  const [left, right] = axes < 3 ? reach(0) : [-ball, ball];
  const [low, high] = axes < 3 ? reach(1) : [-ball, ball];
  const [near, far] = axes < 3 ? [0, 1] : [-ball, ball];
  const k = Math.min(
    (size[0] - 2 * EDGE) / Math.max(1e-9, right - left),
    (size[1] - 2 * EDGE) / Math.max(1e-9, high - low),
  );
  return at.map(([x, y, z], i) => ({
    id: ids[i] ?? 0,
    x: size[0] / 2 + k * (x - (left + right) / 2),
    y: size[1] / 2 - k * (y - (low + high) / 2),
    depth: axes < 3 ? 1 : (z - near) / (far - near),
  }));
}

export interface Look {
  readonly k: number; // frame pixels for one of the drawing
  readonly x: number;
  readonly y: number;
}

export const dotAt = (dots: readonly Dot[], look: Look, x: number, y: number): Dot | undefined => {
  let best: Dot | undefined;
  let least = HIT;
  for (const dot of dots) {
    const far = Math.hypot(look.x + look.k * dot.x - x, look.y + look.k * dot.y - y);
    if (far < least) {
      least = far;
      best = dot;
    }
  }
  return best;
};

// The nearest dot that lies in this direction.
export function dotBeside(dots: readonly Dot[], from: Dot, dx: number, dy: number): Dot | undefined {
  let best: Dot | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const dot of dots) {
    const [x, y] = [dot.x - from.x, dot.y - from.y];
    const along = x * dx + y * dy;
    const beside = Math.abs(x * dy - y * dx);
    if (dot.id === from.id || along <= 0 || beside > along) continue;
    const far = along + 2 * beside;
    if (far < least) {
      least = far;
      best = dot;
    }
  }
  return best;
}

interface Drawing {
  readonly dots: readonly Dot[];
  readonly look: Look;
  readonly size: readonly [number, number];
  readonly name: (id: number) => string;
  readonly role: (id: number) => Role;
  readonly lit: number; // under the pointer or the keyboard's cursor, −1: none
  readonly lines: readonly (readonly [number, number])[]; // ids, from → to
  readonly ink: Ramps;
  readonly font: string;
}

const ORDER: Readonly<Record<Role, number>> = { word: 0, question: 1, near: 2, plain: 3 };

export function drawWords(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { dots, look, size, role, lit, ink } = drawing;
  const place = (dot: Dot) => [look.x + look.k * dot.x, look.y + look.k * dot.y] as const;
  const by = new Map(dots.map((dot) => [dot.id, dot]));
  drawLines(context, drawing, (id) => {
    const dot = by.get(id);
    return dot && place(dot);
  });
  const colour = (id: number) => {
    const is = role(id);
    if (is === 'word' || id === lit) return ink.ink;
    return is === 'near' ? ink.positive : is === 'question' ? ink.negative : ink.faint;
  };
  // The deepest first; of the others the rarest.
  const back = [...dots].sort(
    (a, b) => ORDER[role(b.id)] - ORDER[role(a.id)] || a.depth - b.depth || b.id - a.id,
  );
  for (const dot of back) {
    const [x, y] = place(dot);
    const plain = role(dot.id) === 'plain' && dot.id !== lit;
    context.globalAlpha = plain ? 0.25 + 0.45 * dot.depth : 1;
    context.fillStyle = colour(dot.id);
    context.beginPath();
    context.arc(x, y, plain ? 1.4 + dot.depth : 3.5, 0, 2 * Math.PI);
    context.fill();
  }
  const taken: (readonly [number, number, number, number])[] = [];
  context.textBaseline = 'middle';
  const front = [...dots].sort(
    (a, b) =>
      Number(b.id === lit) - Number(a.id === lit) || ORDER[role(a.id)] - ORDER[role(b.id)] || a.id - b.id,
  );
  for (const dot of front) {
    const [x, y] = place(dot);
    if (x < -40 || y < -10 || x > size[0] + 40 || y > size[1] + 10) continue;
    const is = role(dot.id);
    const bold = is !== 'plain' || dot.id === lit;
    context.font = `${bold ? 600 : 400} ${FONT + (is === 'word' ? 2 : 0)}px ${drawing.font}`;
    const text = drawing.name(dot.id);
    const wide = context.measureText(text).width;
    const right = x + 6 + wide < size[0] || x < wide;
    const from = right ? x + 6 : x - 6 - wide;
    const box = [from - 2, y - FONT / 2 - 2, from + wide + 2, y + FONT / 2 + 2] as const;
    if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
    taken.push(box);
    context.globalAlpha = bold ? 1 : 0.55 + 0.45 * dot.depth;
    if (bold) {
      context.strokeStyle = ink.paper;
      context.lineWidth = 4;
      context.lineJoin = 'round';
      context.strokeText(text, from, y);
    }
    context.fillStyle = colour(dot.id);
    context.fillText(text, from, y);
  }
  context.globalAlpha = 1;
}

function drawLines(
  context: CanvasRenderingContext2D,
  { lines, ink }: Drawing,
  place: (id: number) => readonly [number, number] | undefined,
): void {
  context.strokeStyle = ink.negative;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  for (const [from, to] of lines) {
    const a = place(from);
    const b = place(to);
    if (!a || !b) continue;
    context.beginPath();
    context.moveTo(...a);
    context.lineTo(...b);
    context.stroke();
  }
  context.setLineDash([]);
}
