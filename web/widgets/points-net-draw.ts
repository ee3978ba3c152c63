// The pictures of a net of points: what each unit says, and the weights between as wires.
import type { PointsLab } from '../state/points';
import { classColours } from './class-colours';
import { fullScale, ramps } from './colour';
import { fieldOf, paintLines } from './plane-paint';
import { type Column, type NetLayout, SHOWN, type Spot, spotOf } from './points-net-layout';

export const CELLS = 22;
const WIRES = 400; // the widest of them are drawn

// `canvasOf`: where a unit's picture goes.
export function drawUnits(
  lab: PointsLab,
  columns: readonly Column[],
  canvasOf: (column: number, unit: number) => HTMLCanvasElement | null,
): void {
  const ramp = ramps.peek();
  if (!ramp) return;
  const layers = lab.planes(
    columns.map(({ row }) => row),
    CELLS,
    CELLS,
  );
  const colours = classColours();
  const flat = lab.axes[1] < 0;
  for (const [i, planes] of layers.entries()) {
    for (const [unit, plane] of planes.slice(0, SHOWN).entries()) {
      const context = canvasOf(i, unit)?.getContext('2d');
      if (!context) continue;
      const how = { asClasses: false, colours, ramp, full: fullScale(plane) };
      if (flat) {
        context.lineWidth = 1;
        paintLines(context, CELLS, [plane], { ...how, full: 1.2 * how.full });
      } else context.putImageData(fieldOf([plane], CELLS, CELLS, how), 0, 0);
    }
  }
}

export function drawWires(lab: PointsLab, layout: NetLayout, canvas: HTMLCanvasElement): void {
  const probe = lab.probe.peek();
  const ramp = ramps.peek();
  const context = canvas.getContext('2d');
  if (!probe || !ramp || !context) return;
  const { columns, tile, width, height } = layout;
  const scale = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) {
    [canvas.width, canvas.height] = [w, h];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const wires: { from: Spot; to: Spot; weight: number }[] = [];
  for (let column = 1; column < columns.length; column++) {
    const { head, units } = columns[column] as Column;
    const before = columns[column - 1]?.units ?? 0;
    if (probe.plan.rows[head]?.op !== 'dense') continue;
    const weights = probe.param(head, 0);
    for (let to = 0; to < Math.min(units, SHOWN); to++)
      for (let from = 0; from < Math.min(before, SHOWN); from++)
        wires.push({
          from: spotOf(layout, column - 1, from),
          to: spotOf(layout, column, to),
          weight: weights[to * before + from] ?? 0,
        });
  }
  // The widest wire is as wide as it gets; small nets that have just begun have thin ones.
  const full = wires.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 1.5);
  wires.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  for (const { from, to, weight } of wires.slice(0, WIRES).reverse()) {
    const size = Math.abs(weight) / full;
    context.strokeStyle = weight < 0 ? ramp.negative : ramp.positive;
    context.globalAlpha = 0.1 + 0.75 * size;
    context.lineWidth = 0.5 + 3.5 * size;
    const [a, b] = [from.x + tile / 2, to.x - tile / 2];
    const bend = (b - a) / 2;
    context.beginPath();
    context.moveTo(a, from.y);
    context.bezierCurveTo(a + bend, from.y, b - bend, to.y, b, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}
