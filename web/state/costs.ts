// What each layer of a net costs: parameters, which are stored, and multiplications, which are done for each sample.
import type { Look } from '../engine/look';
import { countOf, type Layer, type Plan, type Row } from '../engine/plan';

export interface Cost {
  readonly layer: Layer;
  readonly parameters: number;
  readonly stored: string; // "784·16 + 16"
  readonly products: number;
  readonly work: string; // "28·28 · 6·1·5·5"; '' where the number stands for itself
}

export interface Costs {
  readonly each: readonly Cost[]; // of layers that cost anything
  readonly parameters: number;
  readonly products: number;
}

// Places at which the same weights are used.
const placesOf = (row: Row): readonly number[] =>
  row.shape.slice(row.op === 'conv' ? 1 : 0, row.op === 'conv' ? 3 : -1);

function workOf(row: Row | undefined, products: number): string {
  const weight = row?.params[0]?.shape;
  if (!row || !weight || !['dense', 'conv'].includes(row.op) || products === 0) return '';
  const weights = (row.op === 'dense' ? [...weight].reverse() : weight).join('·');
  const places = placesOf(row).join('·');
  return places ? `${places} · ${weights}` : weights;
}

export function costsOf(plan: Plan, look: Look): Costs {
  const met = new Set<string>(); // a shared weight is stored once
  const each = plan.layers.map((layer): Cost => {
    const params = layer.params.filter(({ name }) => !met.has(name));
    for (const { name } of params) met.add(name);
    const work = layer.rows.map((row) => ({ row: plan.rows[row], products: look.rowProducts(row) }));
    const busy = work.filter(({ products }) => products > 0);
    return {
      layer,
      parameters: params.reduce((sum, { size }) => sum + size, 0),
      stored: countOf(params),
      products: busy.reduce((sum, { products }) => sum + products, 0),
      work: busy.length === 1 ? workOf(busy[0]?.row, busy[0]?.products ?? 0) : '',
    };
  });
  return {
    each: each.filter(({ parameters, products }) => parameters > 0 || products > 0),
    parameters: plan.parameters,
    products: each.reduce((sum, { products }) => sum + products, 0),
  };
}
