// Names of numbers and the shapes of tensors, where the numbers are those of a sentence's tokens.
import type { Ref, Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { t } from '../locales';
import type { Sentence } from '../state/sentence';
import type { Read } from '../state/sentence-net';
import { isAttention, type Places, placesOf, stackOf } from '../state/sentence-places';
import { letterSign } from './gpt-words';
import type { Lens } from './lens';
import { paramName } from './names';
import { layerOfRow, ownName, roleOf } from './sentence-roles';
import { placeLens } from './step-lens';

// What an axis of a tensor counts.
type Axis = 'token' | 'kind' | 'head' | 'number';

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';
const low = (n: number): string => [...String(n)].map((digit) => DIGITS[Number(digit)]).join('');

// A token by its sign and its place: "·cat₂".
export const tokenName = ({ pieces }: Read, place: number): string =>
  `${letterSign(pieces[place] ?? '')}${low(place + 1)}`;
export const kindName = ({ spell }: Read, token: number): string => letterSign(spell(token));

function axesOf({ rows }: Plan, row: Row): Axis[] {
  const { shape } = row;
  if (shape.length === 1) return ['token'];
  if (shape.length === 3) return ['head', 'token', isAttention(row) ? 'token' : 'number'];
  const scores = row.isLoss || rows.some(({ isLoss, inputs }) => isLoss && inputs.includes(row.index));
  return ['token', scores ? 'kind' : 'number'];
}

function axesOfParam(plan: Plan, name: string, rank: number): Axis[] {
  const users = plan.rows.filter(({ params }) => params.some((each) => each.name === name));
  const op = users[0]?.op;
  if (op === 'embed') return ['kind', 'number'];
  if (op === 'pos') return ['token', 'number'];
  const logits = users.some((row) => roleOf(plan, row) === 'logits');
  if (rank === 1) return [logits ? 'kind' : 'number'];
  return [logits ? 'kind' : 'number', 'number'];
}

// Planes of lines of cells, and what stands before a line and above a column.
export interface TokenForm {
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  readonly row: Axis;
  readonly column: Axis;
  readonly first: Places;
}

const ALL: Places = { lines: 0, columns: 0 };

function tokenForm(shape: readonly number[], axes: readonly Axis[], first = ALL): TokenForm {
  const [n = 1, m = 1, k = 1] = shape;
  if (shape.length === 3)
    return {
      planes: n,
      height: m,
      width: k,
      row: axes[1] ?? 'number',
      column: axes[2] ?? 'number',
      first,
    };
  if (shape.length === 1)
    return axes[0] === 'token'
      ? { planes: 1, height: n, width: 1, row: 'token', column: 'number', first }
      : { planes: 1, height: 1, width: n, row: 'number', column: axes[0] ?? 'number', first };
  return { planes: 1, height: n, width: m, row: axes[0] ?? 'number', column: axes[1] ?? 'number', first };
}

export function formOf(sentence: Sentence, { kind, id }: Pick<Ref, 'kind' | 'id'>): TokenForm | undefined {
  const stepper = sentence.stepper.value;
  if (!stepper) return undefined;
  const { plan, params } = stepper;
  if (kind === 'param' || kind === 'paramGradient') {
    const param = params[id];
    return param && tokenForm(param.shape, axesOfParam(plan, param.name, param.shape.length));
  }
  const row = plan.rows[id];
  return row && tokenForm(row.shape, axesOf(plan, row), placesOf(plan, row));
}

// Of a line or a column: "·it₈", "·cat", "3".
export function signOf(read: Read, form: TokenForm, of: 'row' | 'column', i: number): string {
  const axis = form[of];
  if (axis === 'token') return tokenName(read, i + (of === 'row' ? form.first.lines : form.first.columns));
  return axis === 'kind' ? kindName(read, i) : String(i + 1);
}

// The place of a number within its tensor, in words: "head 1, ·it₈ → ·cat₂".
export function placeWords(sentence: Sentence, what: Ref): string {
  const read = sentence.read.value;
  const form = formOf(sentence, what);
  if (!read || !form) return '';
  const { planes, height, width, row, column } = form;
  const plane = Math.floor(what.index / (height * width));
  const [i, j] = [Math.floor(what.index / width) % height, what.index % width];
  const words = [];
  if (planes > 1) words.push(t('sentence.head', { head: plane + 1 }));
  if (row === 'token' && column === 'token')
    words.push(`${signOf(read, form, 'row', i)} → ${signOf(read, form, 'column', j)}`);
  else {
    if (height > 1 || row !== 'number') words.push(signOf(read, form, 'row', i));
    if (width > 1) words.push(signOf(read, form, 'column', j));
  }
  return words.join(', ');
}

export function rowName(plan: Plan, row: Row): string {
  const layer = layerOfRow(row);
  const role = roleOf(plan, row);
  const name = role === 'other' ? ownName(row) : t(`sentence.op.${role}`);
  const stack = stackOf(plan, row);
  if (stack) return `${t(`sentence.stack.${stack}`)} · ${name}`;
  return layer > 0 ? `${layer} · ${name}` : name;
}

function numberName(sentence: Sentence, plan: Plan, what: Ref): string {
  const place = placeWords(sentence, what);
  if (what.kind === 'loss') return 'L';
  if (what.kind === 'param' || what.kind === 'paramGradient') {
    const [name = ''] = paramName(plan, what).split('[');
    return `${what.kind === 'param' ? '' : '∂L/∂'}${name}[${place}]`;
  }
  const row = plan.rows[what.id];
  if (!row) return '';
  if (what.kind === 'target') return `y[${place}]`;
  if (what.kind === 'cost') return `−ln p[${place}]`;
  return `${what.kind === 'gradient' ? 'δ ' : ''}${row.isLoss ? 'p' : rowName(plan, row)}[${place}]`;
}

const lenses = new WeakMap<Sentence, Lens>();

export function sentenceLens(sentence: Sentence): Lens {
  const found = lenses.get(sentence);
  if (found) return found;
  const before = placeLens(sentence);
  const lens: Lens = Object.create(before, {
    plain: { value: true },
    name: { value: (plan: Plan, what: Ref) => numberName(sentence, plan, what) },
    rowName: {
      value: (row: Row) => {
        const plan = sentence.stepper.value?.plan;
        return plan ? rowName(plan, row) : row.name;
      },
    },
    part: {
      value: (what: Ref) => {
        const read = sentence.read.value;
        const form = formOf(sentence, what);
        return read && form ? signOf(read, form, 'column', what.index % form.width) : '';
      },
    },
    absent: { value: (what: Ref) => sentence.absent(what) },
    seen: { value: (terms: Terms) => seen(sentence, terms) },
    planes: {
      value: (row: Row) => {
        const form = formOf(sentence, { kind: 'value', id: row.index });
        return form ? [form.planes, form.height, form.width] : [1, 1, row.size];
      },
    },
  });
  lenses.set(sentence, lens);
  return lens;
}

// Of a function's operands those that are there.
function seen(sentence: Sentence, terms: Terms): Terms {
  if (terms.form !== 'function') return terms;
  const there = (i: number) => {
    const { ids, indices } = terms.from;
    const what: Ref = { kind: 'value', id: ids[i] ?? -1, index: indices[i] ?? 0 };
    return (terms.rows[i] ?? -1) < 0 || !sentence.absent(what);
  };
  return { ...terms, values: terms.values.filter((_, i) => there(i)) };
}
