// The points on the plane, each class a colour and a form; those kept for the test are hollow. And the cross that reads.
import type { Dealing } from '../state/points-deal';
import type { Dot } from '../state/points-own';
import type { ClassColours } from './class-colours';
import { type Ramps, signedIndex } from './colour';

const MANY = 1000; // are drawn small
const LIGHT = 'rgb(255 255 255 / 75%)';

interface How {
  readonly side: number; // px
  readonly axes: readonly [number, number]; // features; −1: over a line
  readonly colours: ClassColours;
  readonly ramp: Ramps;
  readonly full: number; // the number to learn that lies at the edge, or has full colour
}

// `brushed`: those of a stroke that goes on, instead.
export function paintPoints(
  context: CanvasRenderingContext2D,
  { points, reach }: Dealing,
  brushed: readonly Dot[] | undefined,
  { side, axes: [across, up], colours, ramp, full }: How,
): void {
  const n = brushed?.length ?? points.count;
  const radius = n > MANY ? 2 : side > 420 ? 4 : 3.2;
  const colourOf = (label: number, target: number) => {
    if (points.classes > 0) return colours.css[label % colours.css.length] ?? '';
    return up < 0 ? ramp.ink : (ramp.signedCss[signedIndex(target, full)] ?? '');
  };
  for (let i = 0; i < n; i++) {
    const dot = brushed?.[i];
    const target = points.targets[i] ?? 0;
    const x = dot?.x ?? points.x[i * points.size + across] ?? 0;
    const y = dot?.y ?? (up < 0 ? (target / full) * reach : (points.x[i * points.size + up] ?? 0));
    const label = dot?.label ?? points.labels[i] ?? 0;
    const colour = colourOf(label, target);
    const test = !dot && points.held[i] === 1;
    context.beginPath();
    shapeOf(
      context,
      (side / 2) * (1 + x / reach),
      (side / 2) * (1 - y / reach),
      radius,
      points.classes > 2 ? label : 0,
    );
    context.fillStyle = test ? ramp.paper : colour;
    context.strokeStyle = test ? colour : LIGHT;
    context.lineWidth = test ? 1.6 : 1;
    context.fill();
    context.stroke();
  }
}

export function paintCross(
  context: CanvasRenderingContext2D,
  side: number,
  at: readonly [number, number],
  reach: number,
  ink: string,
): void {
  const [x, y] = [(side / 2) * (1 + at[0] / reach), (side / 2) * (1 - at[1] / reach)];
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
  ] as const) {
    for (const sign of [-1, 1]) {
      context.moveTo(x + sign * 5 * dx, y + sign * 5 * dy);
      context.lineTo(x + sign * 12 * dx, y + sign * 12 * dy);
    }
  }
  context.stroke();
}

// Classes are told by their form too, not by colour alone.
function shapeOf(context: CanvasRenderingContext2D, x: number, y: number, r: number, label: number): void {
  const corners = [0, 3, 4, 5][label % 4] ?? 0;
  if (corners === 0) context.arc(x, y, r, 0, 2 * Math.PI);
  else {
    for (let i = 0; i < corners; i++) {
      const turn = -Math.PI / 2 + ((label % 4 === 2 ? i + 0.5 : i) * 2 * Math.PI) / corners;
      const [cx, cy] = [x + 1.3 * r * Math.cos(turn), y + 1.3 * r * Math.sin(turn)];
      if (i === 0) context.moveTo(cx, cy);
      else context.lineTo(cx, cy);
    }
    context.closePath();
  }
}
