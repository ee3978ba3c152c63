// Which tokens the lines and columns of a tensor belong to, read off the tape: a net that reads one part of a text and
// writes the other has lines for each.
import type { Plan, Row } from '../engine/plan';

// Between a query's score of a key and the weight that it becomes, each number is made of the one in its place.
export const SCORED: ReadonlySet<string> = new Set(['scores', 'scale', 'mask', 'softmax']);

export const STACKS = ['encoder', 'decoder', 'cross'] as const;
export type Stack = (typeof STACKS)[number];

export interface Places {
  readonly lines: number; // the token of the first line
  readonly columns: number; // of the first column, where columns are tokens
}

// A number for each head, query and key.
export const isAttention = (row: Row | undefined): boolean =>
  row !== undefined && SCORED.has(row.op) && row.shape.length === 3;

export function placesOf(plan: Plan, row: Row): Places {
  const [before, other] = row.inputs.map((id) => plan.rows[id]);
  const { lines, columns } = before ? placesOf(plan, before) : { lines: 0, columns: 0 };
  if (row.op === 'slice') return { lines: lines + cutFrom(plan, row), columns: 0 };
  if (row.op === 'scores') return { lines, columns: other ? placesOf(plan, other).lines : 0 };
  return { lines, columns: isAttention(row) ? columns : 0 };
}

const cutFrom = ({ notation }: Plan, { at, length }: Row): number =>
  Number(/slice\s+(\d+)/.exec(notation.slice(at, at + length))?.[1] ?? 0);

// Of a net that reads and writes: which of the two a row belongs to, or the attention between them. Undefined: to both.
export function stackOf(plan: Plan, row: Row): Stack | undefined {
  const { rows } = plan;
  const firsts = rows.filter(({ op }) => op === 'slice').map((cut) => placesOf(plan, cut).lines);
  if (firsts.length < 2 || row.op === 'in' || row.op === 'embed') return undefined;
  const { lines } = placesOf(plan, row);
  const attention = attentionOf(plan, row);
  if (attention && placesOf(plan, attention).columns !== placesOf(plan, attention).lines) return 'cross';
  return lines === 0 ? 'encoder' : 'decoder';
}

// Of which attention a row is a part: from its queries, keys and values to what is added.
function attentionOf({ rows }: Plan, row: Row): Row | undefined {
  if (isAttention(row)) return row;
  const before = (of: Row | undefined) => rows[of?.inputs[0] ?? -1];
  const after = (of: Row) => rows.find(({ inputs }) => inputs.includes(of.index));
  const mixed = [row, before(row), before(before(row)), before(before(before(row)))];
  const ops = [['mix'], ['merge', 'mix'], ['dense', 'merge', 'mix'], ['add', 'dense', 'merge', 'mix']];
  if (ops.some((way) => way.every((op, i) => mixed[i]?.op === op)))
    return before(mixed.find((each) => each?.op === 'mix'));
  const heads = row.op === 'heads' ? row : row.op === 'dense' ? after(row) : undefined;
  const user = heads?.op === 'heads' ? after(heads) : undefined;
  return user?.op === 'mix' ? before(user) : isAttention(user) ? user : undefined;
}
