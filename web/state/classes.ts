// The classes that a net answers with, and the same net with as many as the data have.
import type { Plan } from '../engine/plan';

// By its loss. Undefined: it has none.
export const classesOf = (plan: Plan | undefined): number | undefined =>
  plan?.rows.findLast(({ isLoss }) => isLoss)?.shape.at(-1);

// Lines that may answer with so many: the last dense layer as wide as that, or one more before the loss.
export function fittings(line: string, classes: number): readonly string[] {
  const widened = line.replace(/^([\s\S]*\bdense\s+)\d+/, `$1${classes}`);
  const added = line.replace(/[;\n]?\s*([^;\n]+?)(\s*;?\s*)$/, `; dense ${classes}; $1$2`);
  return [widened, added];
}
