// How wide and high what a sliding window makes is, in its own numbers: ⌊(n + 2p − k) / s⌋ + 1.
import type { Plan, Row, Sliding } from '../engine/plan';

export interface WindowSize extends Sliding {
  readonly reads: number;
  readonly makes: number;
}

// Of height and width; one where they are alike. None: no such row.
export function windowSizes(plan: Plan, row: Row): readonly WindowSize[] {
  const { window, shape, inputs } = row;
  if (!window) return [];
  const reads = plan.rows[inputs[0] ?? -1]?.shape ?? [];
  const [height, width] = [1, 2].map((axis) => ({
    ...window,
    reads: reads[axis] ?? 0,
    makes: shape[axis] ?? 0,
  })) as [WindowSize, WindowSize];
  return height.reads === width.reads ? [width] : [height, width];
}

export const sizeFormula = ({ reads, kernel, pad, stride, makes }: WindowSize): string =>
  `\\lfloor (${reads} + 2 \\cdot ${pad} - ${kernel}) / ${stride} \\rfloor + 1 = ${makes}`;
