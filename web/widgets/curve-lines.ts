// The lines of a curve: how each is told from the others, what they are over the one x of a plot, and as a table.
import uPlot from 'uplot';
import type { Ramps } from './colour';
import { type Mark, markRows } from './curve-marks';
import type { Table } from './plot-files';

// A line is told by its dashes too, not by its colour alone.
export const LOOKS = {
  bold: { ink: 'ink', width: 2, dash: [] },
  dashed: { ink: 'ink', width: 2, dash: [6, 4] },
  held: { ink: 'positive', width: 2, dash: [2, 2] },
  thin: { ink: 'wire', width: 1, dash: [] },
  past: { ink: 'faint', width: 1, dash: [2, 3] },
  lane0: { ink: 'ink', width: 2, dash: [] },
  lane1: { ink: 'positive', width: 2, dash: [8, 3] },
  lane2: { ink: 'negative', width: 2, dash: [2, 3] },
  lane3: { ink: 'faint', width: 2, dash: [10, 3, 2, 3] },
  deep: { ink: 'ink', width: 1.5, dash: [] }, // one of many, in the order of the layers
} as const;

export interface Line {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number | undefined>;
  readonly look: keyof typeof LOOKS;
  readonly depth?: number; // of a deep one: 0 the first layer's, 1 the last one's
  readonly end?: string; // what stands where the line ends
}

// Its colour and width, where line `lit` stands out; −1: none does.
export function strokeOf(lines: readonly Line[], i: number, lit: number, ink: Ramps) {
  const line = lines[i];
  const { ink: name, width } = LOOKS[line?.look ?? 'bold'];
  const own = line?.depth === undefined ? ink[name] : inkAt(line.depth, ink);
  if (lit < 0) return { stroke: own, width };
  return lit === i ? { stroke: own, width: 3 } : { stroke: ink.line, width: 1 };
}

export const inkAt = (depth: number, { depths }: Ramps): string =>
  depths[Math.round(depth * (depths.length - 1))] ?? '';

// All lines over the one x that a plot has.
export function joined(lines: readonly Line[]): { x: number[]; columns: (number | null)[][] } {
  if (lines.length === 0) return { x: [], columns: [] };
  const all = uPlot.join(
    lines.map(({ x, y }) => [Array.from(x), Array.from(y, (each) => each ?? null)] as uPlot.AlignedData),
  );
  return { x: [...(all[0] ?? [])], columns: all.slice(1) as (number | null)[][] };
}

export function tableOf(
  lines: readonly Line[],
  marks: readonly Mark[],
  axis: string,
  changes: string,
): Table {
  const { x, columns } = joined(lines);
  const changed = markRows(x, marks);
  const told = changed.size > 0;
  return {
    columns: [axis, ...lines.map(({ name }) => name), ...(told ? [changes] : [])],
    rows: x.map((each, i) => [
      each,
      ...columns.map((column) => column[i] ?? ''),
      ...(told ? [changed.get(i) ?? ''] : []),
    ]),
  };
}

// Places along x that are written: where x counts, as steps do, none between two numbers.
export function ticksOf(x: ArrayLike<number>, ticks: readonly number[]): (number | null)[] {
  const counts = (all: ArrayLike<number>) => Array.prototype.every.call(all, Number.isInteger);
  return counts(ticks) || !counts(x)
    ? [...ticks]
    : ticks.map((tick) => (Number.isInteger(tick) ? tick : null));
}
