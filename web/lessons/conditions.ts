// Goals and claims: conditions on what is measured.
import type { Desk } from './desk';
import { measure } from './measures';
import type { Condition } from './types';

export function holds(desk: Desk, { measure: name, least, most, is, not }: Condition): boolean {
  const value = measure(desk, name);
  if (value === undefined) return false;
  if (least !== undefined && !(Number(value) >= least)) return false;
  if (most !== undefined && !(Number(value) <= most)) return false;
  if (is !== undefined && value !== is) return false;
  return not === undefined || value !== not;
}

export const hold = (desk: Desk, all: readonly Condition[]): boolean =>
  all.map((each) => holds(desk, each)).every(Boolean); // each is read, so that each is followed
