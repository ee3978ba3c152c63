// The number of the moment that is shown as an example: the largest that the operation has just made.
import type { Ref } from '../engine/look';
import type { Row } from '../engine/plan';
import type { Step } from './step';

export function exampleOf(step: Step, row: Row, back: boolean): Ref {
  const id = back ? (row.inputs[0] ?? -1) : row.index;
  const sample = step.sample.value;
  if (row.isLoss && !back) return { kind: 'loss', id, index: 0, sample };
  const kind = back ? ('gradient' as const) : ('value' as const);
  const values = step.tensor({ kind, id });
  let index = 0;
  for (let i = 1; i < values.length; i++)
    if (Math.abs(values[i] ?? 0) > Math.abs(values[index] ?? 0)) index = i;
  return { kind, id, index, sample };
}
