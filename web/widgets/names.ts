// What layers, rows and single numbers are called.
import type { Ref } from '../engine/look';
import { ACTIVATIONS, type Layer, type Param, type Plan, type Row } from '../engine/plan';
import { isKey, t } from '../locales';
import { activationOf } from '../state/activation';
import { plane } from './network-layout';

export const sizeOf = (layer: Layer): number => layer.shape.reduce((a, b) => a * b, 1);

export function layerTitle(plan: Plan, layer: Layer): string {
  const op = plan.rows[layer.head]?.op ?? '';
  const key = `op.${op}`;
  const name = isKey(key) ? t(key) : op;
  const { rows, activation } = layer;
  const at = rows.find((row) => plan.rows[row]?.op === activation) ?? -1;
  if (activationOf(plan, at) === 'none') return name;
  return layer.activation && layer.activation !== op ? `${name} · ${layer.activation}` : name;
}

// Of a text or of lines read one by one, a row's numbers belong to positions: what one of them is there. Undefined: the
// row has none.
function overTime(plan: Plan, row: Row, index: number): string | undefined {
  const { rows } = plan;
  const { shape } = row;
  if (row.op === 'in' && rows.some(({ op, inputs }) => op === 'embed' && inputs.includes(row.index)))
    return t('short.position', { position: index });
  if (row.op === 'in' && row.size === 784) return undefined;
  const width = shape.at(-1) ?? 1;
  const at = Math.floor(index / width);
  if (shape.length === 2) {
    return t(isAnswer(plan, row) ? 'short.classAt' : 'short.feature', { position: at, index: index % width });
  }
  const by = headsBy(rows, row);
  if (by === '' || shape.length !== 3) return undefined;
  const height = shape[1] ?? 1;
  const place = { head: Math.floor(at / height), position: at % height, index: index % width };
  return t(by === 'scores' ? 'short.look' : 'short.headFeature', place);
}

// Attention's heads are no maps: the operation that has made them, past those that leave their numbers in place.
const KEEPING = new Set(['scale', 'mask', 'softmax', 'dropout', 'add', 'mul', 'layernorm', ...ACTIVATIONS]);

function headsBy(rows: readonly Row[], row: Row): '' | 'heads' | 'scores' | 'mix' {
  let at: Row | undefined = row;
  while (at && KEEPING.has(at.op)) at = rows[at.inputs[0] ?? -1];
  return at?.op === 'heads' || at?.op === 'scores' || at?.op === 'mix' ? at.op : '';
}

// What a layer's pictures or numbers are: of neurons, or at positions; maps, or heads.
export function unitsOf(plan: Plan, row: Row): 'units' | 'places' | 'maps' | 'heads' {
  if (planesOf(row)[1] > 1) return headsBy(plan.rows, row) ? 'heads' : 'maps';
  return row.shape.length === 2 ? 'places' : 'units';
}

// "map 2", "head 2": a plane of a row.
export const planeName = (plan: Plan, row: Row, index: number): string =>
  headsBy(plan.rows, row) ? t('short.head', { head: index }) : t('short.map', { map: index });

export function elementName(plan: Plan, layer: Layer, index: number): string {
  const row = plan.rows[layer.show];
  const there = row && overTime(plan, row, index);
  if (there) return there;
  if (layer.form === 'vector') return t('layer.neuron', { index });
  const [rows, columns] = plane(layer);
  const inMap = index % (rows * columns);
  const place = { row: Math.floor(inMap / columns), column: inMap % columns };
  if (layer.form === 'image') return t('pixel.title', place);
  return t('layer.cell', { map: Math.floor(index / (rows * columns)), ...place });
}

export const layerOf = (plan: Plan, row: number): Layer | undefined =>
  plan.layers.find((layer) => layer.rows.includes(row));

// Rows that only pass their input on: a term leads past them to where its number was made.
const PASSING = new Set(['flatten', 'dropout', 'droppath']);

export function sourceOf(plan: Plan, row: number): Row | undefined {
  let at = plan.rows[row];
  while (at && PASSING.has(at.op) && at.inputs.length === 1) at = plan.rows[at.inputs[0] ?? -1];
  return at;
}

// The shape in which a row's numbers are drawn: planes of height × width; a vector is one plane of one row.
export function planesOf(row: Row): [planes: number, height: number, width: number] {
  const { shape, size } = row;
  if (shape.length >= 3) {
    const [height, width] = [shape[shape.length - 2] ?? 1, shape[shape.length - 1] ?? 1];
    if (height * width > 1) return [size / (height * width), height, width];
  }
  if (row.op === 'in' && size === 784) return [1, 28, 28];
  return [1, 1, size];
}

export const isPicture = (row: Row): boolean => planesOf(row)[1] > 1;

// Whether a row's numbers are the shares of the classes; a loss over plain numbers has none.
export const isAnswer = (plan: Plan, row: Row): boolean =>
  row.index === plan.answer || (row.isLoss && plan.answer >= 0);

// "neuron 3", "map 2 (5, 6)", "pixel (12, 9)": short, for lists. All of it counts from 0, as the tensors' places do.
export function shortName(plan: Plan, what: Ref): string {
  if (what.kind !== 'value') return exactName(plan, what);
  const row = plan.rows[what.id];
  if (!row) return '';
  const there = overTime(plan, row, what.index);
  if (there) return there;
  const [, height, width] = planesOf(row);
  if (height === 1) return t(isAnswer(plan, row) ? 'short.class' : 'short.neuron', { index: what.index });
  const inPlane = what.index % (height * width);
  const place = { row: Math.floor(inPlane / width), column: inPlane % width };
  if (row.op === 'in' && row.size === height * width) return t('short.pixel', place);
  return t('short.cell', { map: Math.floor(what.index / (height * width)), ...place });
}

// "3, 412": the place of a number in its tensor.
export function placeOf(shape: readonly number[], index: number): string {
  const at: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    at.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return at.join(', ');
}

// A shared parameter is one, however many rows use it.
const paramOf = (plan: Plan, id: number): Param | undefined =>
  [...new Map(plan.rows.flatMap(({ params }) => params).map((param) => [param.name, param])).values()][id];

// "dense1.weight[3, 412]"
export function paramName(plan: Plan, { id, index }: Ref): string {
  const param = paramOf(plan, id);
  return param ? `${param.name}[${placeOf(param.shape, index)}]` : '';
}

export const isBias = (param: string): boolean => param.endsWith('.bias');

// What a loss compares: probabilities, or any numbers.
export const answerName = (loss: Row): string => (loss.op === 'mse' ? 'x' : 'p');

// "δ dense2[5]", "∂L/∂conv1.weight[0, 0, 2, 2]": exact, and the same in every language.
export function exactName(plan: Plan, what: Ref): string {
  if (what.kind === 'param') return paramName(plan, what);
  if (what.kind === 'paramGradient') return `∂L/∂${paramName(plan, what)}`;
  const row = plan.rows[what.id];
  if (!row) return '';
  const place = `[${placeOf(row.shape, what.index)}]`;
  if (what.kind === 'loss') return 'L';
  if (what.kind === 'target') return `y${place}`;
  if (what.kind === 'cost') return `${row.op === 'mse' ? '(x−y)²' : '−ln p'}${place}`;
  if (what.kind === 'gradient') return `δ ${row.name}${place}`;
  return row.isLoss ? `${answerName(row)}${place}` : `${row.name}${place}`;
}

// "out 16, in 784": what each axis of a parameter counts.
export function axesOf(row: Row, which: number): string[] {
  const shape = row.params[which]?.shape ?? [];
  const named = { dense: ['out', 'in'], conv: ['out', 'in', 'kH', 'kW'] }[row.op];
  return shape.map((size, i) => `${shape.length <= (named?.length ?? 0) ? `${named?.[i]} ` : ''}${size}`);
}
