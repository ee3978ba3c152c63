// Goals and claims: conditions on what is measured.
import type { Desk } from './desk';
import { type Measured, measure } from './measures';
import type { Comparison, Condition, Range } from './types';

export function holds(
  desk: Desk,
  { measure: name, least, most, is, not, among, begins }: Condition,
): boolean {
  const value = measure(desk, name);
  if (value === undefined) return false;
  if (!isWithin({ least, most }, Number(value))) return false;
  if (is !== undefined && value !== is) return false;
  if (among && !among.some((each) => each === value)) return false;
  if (begins !== undefined && !String(value).startsWith(begins)) return false;
  return not === undefined || value !== not;
}

export const hold = (desk: Desk, all: readonly Condition[]): boolean =>
  all.map((each) => holds(desk, each)).every(Boolean); // each is read, so that each is followed

// What is no number lies nowhere.
function isWithin(
  { least, most }: { readonly [bound in keyof Range]: number | undefined },
  value: number,
): boolean {
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}

export const isComparison = (each: Condition | Comparison): each is Comparison =>
  'ahead' in each || 'times' in each;

export function compares({ ahead, times }: Comparison, here: Measured, there: Measured): boolean {
  if (typeof here !== 'number' || typeof there !== 'number') return false;
  return isWithin(ahead ?? {}, here - there) && isWithin(times ?? {}, here / there);
}
