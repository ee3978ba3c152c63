// Units of a layer in lines and columns. Pure geometry.
import type { Layer } from '../engine/plan';

export const MAX_NEURON = 24;

export interface Size {
  readonly columns: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly unitW: number;
  readonly unitH: number;
  readonly round: boolean;
  readonly w: number;
  readonly h: number;
}

export function grid(
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

// Positions are lines of their features, where there is room for them.
export function linesOf(layer: Layer, width: number, height: number): Size | undefined {
  const [lines = 0, line = 0, ...more] = layer.shape;
  if (line === 0 || more.length > 0) return undefined;
  const unit = Math.floor(Math.min(MAX_NEURON, width / line, height / lines)) - 1;
  return unit < 3 ? undefined : grid(lines * line, line, unit, unit, 1, false);
}
