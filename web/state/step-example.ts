// The number of the moment that is shown as an example: the largest that the operation has just made.
import type { Ref } from '../engine/look';
import type { Row } from '../engine/plan';
import type { Place } from './step-place';

export function exampleOf(step: Place, row: Row, back: boolean): Ref {
  const id = back ? (row.inputs[0] ?? -1) : row.index;
  const sample = step.sample.value;
  if (row.isLoss && !back) return { kind: 'loss', id, index: 0, sample };
  const kind = back ? ('gradient' as const) : ('value' as const);
  const values = step.tensor({ kind, id });
  let [index, most] = [0, -1];
  const [from, to] = step.exampleIn(id) ?? [0, values.length];
  for (let i = from; i < to; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (size <= most || step.absent({ kind, id, index: i, sample })) continue;
    [index, most] = [i, size];
  }
  return { kind, id, index, sample };
}
