// How wide and high what a sliding window makes is, in its own numbers: ⌊(n + 2p − k) / s⌋ + 1.
import type { Plan, Row } from '../engine/plan';
import type { Operation } from '../engine/registry';
import { partsOf } from './rows';

export const WINDOWED: ReadonlySet<string> = new Set(['conv', 'maxpool', 'avgpool']);

export interface WindowSize {
  readonly reads: number;
  readonly kernel: number;
  readonly pad: number;
  readonly stride: number;
  readonly makes: number;
}

// Of height and width; one where they are alike. None: no such row.
export function windowSizes(plan: Plan, row: Row, registry: readonly Operation[]): readonly WindowSize[] {
  if (!WINDOWED.has(row.op)) return [];
  const operation = registry.find(({ name }) => name === row.op);
  const { values } = partsOf(plan.notation.slice(row.at, row.at + row.length).trim(), operation);
  const kernel = Number(values.get('kernel'));
  const pad = Number(values.get('pad') ?? 0);
  const stride = Number(values.get('stride') ?? (row.op === 'conv' ? 1 : kernel));
  const reads = plan.rows[row.inputs[0] ?? -1]?.shape ?? [];
  const both = [1, 2].map((axis) => ({
    reads: reads[axis] ?? 0,
    kernel,
    pad,
    stride,
    makes: row.shape[axis] ?? 0,
  }));
  const [height, width] = both as [WindowSize, WindowSize];
  return height.reads === width.reads ? [width] : both;
}

export const sizeFormula = ({ reads, kernel, pad, stride, makes }: WindowSize): string =>
  `\\lfloor (${reads} + 2 \\cdot ${pad} - ${kernel}) / ${stride} \\rfloor + 1 = ${makes}`;
