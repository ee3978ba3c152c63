// A unit of a net of points in words: its name, and the numbers it is made of.
import { number, t } from '../locales';
import type { PointsLab } from '../state/points';
import { className } from './plane-words';
import type { Column } from './points-net-layout';

const STRONGEST = 4; // weights are named

export interface Part {
  readonly name: string;
  readonly row: number; // whose parameter it is
  readonly which: 0 | 1; // weight, bias
  readonly index: number;
  readonly value: number;
}

export function unitName(lab: PointsLab, { kind }: Column, column: number, unit: number): string {
  const dealing = lab.dealing.peek();
  if (kind === 'in') return dealing?.features[unit] || t('points.column', { n: unit + 1 });
  if (kind === 'hidden') return t('points.unit', { layer: column, unit: unit + 1 });
  if (dealing?.points.classes === 0) return t('points.outNumber');
  return t('points.outClass', { name: className(lab, unit) });
}

// Its bias and weights, exactly; of many the strongest few. None: nothing is computed there.
export function partsOf(
  lab: PointsLab,
  columns: readonly Column[],
  column: number,
  unit: number,
): readonly Part[] {
  const before = columns[column - 1];
  const row = columns[column]?.head ?? -1;
  const probe = lab.probe.peek();
  const params = probe?.plan.rows[row]?.params.length ?? 0;
  if (!probe || !before || params === 0) return [];
  const from = before.units;
  const weights = Array.from(probe.param(row, 0).subarray(unit * from, (unit + 1) * from))
    .map((value, i) => ({ value, i }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, STRONGEST)
    .map(({ value, i }) => ({
      name: unitName(lab, before, column - 1, i),
      row,
      which: 0 as const,
      index: unit * from + i,
      value,
    }));
  const bias = params > 1 ? probe.param(row, 1)[unit] : undefined;
  return bias === undefined
    ? weights
    : [{ name: t('points.bias'), row, which: 1, index: unit, value: bias }, ...weights];
}

export function partsSaid(parts: readonly Part[]): string {
  if (parts.length === 0) return t('points.given');
  const bias = parts.find(({ which }) => which === 1);
  const weights = parts.filter(({ which }) => which === 0);
  return t('points.parts', {
    bias: bias ? number(bias.value) : '–',
    weights: weights.map(({ name, value }) => `${name} ${number(value)}`).join(', '),
  });
}
