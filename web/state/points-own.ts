// Points brushed by hand, on a grid of 4096 a side so that a link, the storage and the page have the same ones.
export interface Dot {
  readonly x: number; // −1.2 … 1.2, on the grid
  readonly y: number;
  readonly label: number;
}

export const REACH = 1.2;
const GRID = 4095;
const MOST_IN_LINK = 700; // four bytes each, a third more as text
export const MOST_DOTS = 2000;

export const dotAt = (x: number, y: number, label: number): Dot => ({ x: snap(x), y: snap(y), label });

function place(value: number): number {
  return Math.round((GRID * (Math.min(REACH, Math.max(-REACH, value)) + REACH)) / (2 * REACH));
}
const valueAt = (at: number): number => (2 * REACH * at) / GRID - REACH;
const snap = (value: number): number => valueAt(place(value));

// '' of more than a link should carry.
export function packDots(dots: readonly Dot[]): string {
  if (dots.length > MOST_IN_LINK) return '';
  let binary = '';
  for (const { x, y, label } of dots) {
    const [a, b] = [place(x), place(y)];
    binary += String.fromCharCode(label, a >> 4, ((a & 15) << 4) | (b >> 8), b & 255);
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

// Undefined: it makes no sense.
export function unpackDots(text: string, classes: number): Dot[] | undefined {
  let binary: string;
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
  if (binary.length % 4 !== 0) return undefined;
  const dots: Dot[] = [];
  for (let i = 0; i < binary.length; i += 4) {
    const [label, a, middle, b] = [0, 1, 2, 3].map((k) => binary.charCodeAt(i + k)) as [
      number,
      number,
      number,
      number,
    ];
    if (label >= classes) return undefined;
    dots.push({ x: valueAt((a << 4) | (middle >> 4)), y: valueAt(((middle & 15) << 8) | b), label });
  }
  return dots;
}
