// What a histogram and a curve over its axis draw alike.
import type { Ramps } from './colour';

// Bars from below, each in the colour of its place on the axis, which is even about zero; the one meant in ink.
export function drawCounts(
  context: CanvasRenderingContext2D,
  colours: Ramps,
  counts: ArrayLike<number>,
  wide: number,
  high: number,
  at: number,
): void {
  const most = Math.max(1, ...Array.from(counts));
  const bin = wide / counts.length;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i] ?? 0;
    const h = n === 0 ? 0 : Math.max(2, (n / most) * (high - 14));
    const middle = (2 * i + 1) / counts.length - 1;
    context.fillStyle = i === at ? colours.ink : (colours.signedCss[255 + Math.round(155 * middle)] ?? '');
    context.fillRect(i * bin + 0.5, high - h, bin - 1, h);
  }
}

// The axis under the bars, the line of zero down to `foot`, and what both ends stand for beneath.
export function drawAxis(
  context: CanvasRenderingContext2D,
  colours: Ramps,
  wide: number,
  high: number,
  foot: number,
  reach: number,
  font: string,
): void {
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, high + 0.5);
  context.lineTo(wide, high + 0.5);
  context.moveTo(wide / 2 + 0.5, 0);
  context.lineTo(wide / 2 + 0.5, foot);
  context.stroke();
  context.font = `12px ${font}`;
  context.fillStyle = colours.faint;
  for (const [text, x, align] of [
    [scale(-reach), 0, 'left'],
    ['0', wide / 2, 'center'],
    [scale(reach), wide, 'right'],
  ] as const) {
    context.textAlign = align;
    context.fillText(text, x, foot + 13);
  }
}

// A curve over the whole axis, its least value below and its largest above. Returns both.
export function drawCurve(
  context: CanvasRenderingContext2D,
  colours: Ramps,
  values: Float32Array,
  { wide, top, room, over }: { wide: number; top: number; room: number; over: number },
  dash: number[],
): [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
  context.strokeStyle = colours.ink;
  context.lineWidth = dash.length > 0 ? 1.5 : 1.75;
  context.setLineDash(dash);
  context.beginPath();
  for (const [i, v] of values.entries())
    context.lineTo(
      (i / (values.length - 1)) * wide,
      top + room - 2 - ((v - low) / (high - low || 1)) * (room - over),
    );
  context.stroke();
  context.setLineDash([]);
  return [low, high];
}

export const scale = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');
