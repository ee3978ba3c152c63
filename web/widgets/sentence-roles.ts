// What each operation of a small Transformer does in it, told from its neighbours on the tape.
import { ACTIVATIONS, type Plan, type Row } from '../engine/plan';

export const ROLES = [
  'in',
  'embed',
  'slice',
  'pos',
  'norm',
  'normMlp',
  'toQ',
  'toK',
  'toV',
  'headsQ',
  'headsK',
  'headsV',
  'scores',
  'scale',
  'mask',
  'softmax',
  'mix',
  'merge',
  'output',
  'addAttention',
  'up',
  'gelu',
  'down',
  'addMlp',
  'logits',
  'answer',
  'other',
] as const;
export type Role = (typeof ROLES)[number];

const PLAIN: Readonly<Record<string, Role>> = {
  in: 'in',
  embed: 'embed',
  slice: 'slice',
  pos: 'pos',
  layernorm: 'norm',
  scores: 'scores',
  scale: 'scale',
  mask: 'mask',
  softmax: 'softmax',
  mix: 'mix',
  merge: 'merge',
  gelu: 'gelu',
  softmax_ce: 'answer',
};
const TO = { q: 'toQ', k: 'toK', v: 'toV' } as const;
const HEADS = { q: 'headsQ', k: 'headsK', v: 'headsV' } as const;

// "q" of "repeat1.0.q"
export const ownName = ({ name }: Row): string => name.slice(name.lastIndexOf('.') + 1);
// Of several attentions side by side, each has a letter more: "qa", "qc".
const letterOf = (row: Row | undefined): 'q' | 'k' | 'v' | undefined => {
  const [, letter] = /^([qkv])[a-z]?$/.exec(row?.op === 'heads' ? ownName(row) : '') ?? [];
  return letter as 'q' | 'k' | 'v' | undefined;
};

export function roleOf({ rows }: Plan, row: Row): Role {
  const before = rows[row.inputs[0] ?? -1];
  const letter = letterOf(row);
  if (letter) return HEADS[letter];
  if (row.op === 'add') {
    const made = rows[row.inputs[0] ?? -1];
    return rows[made?.inputs[0] ?? -1]?.op === 'merge' ? 'addAttention' : 'addMlp';
  }
  const after = rows.filter(({ inputs }) => inputs.includes(row.index));
  const bends = (made: Row) =>
    rows.some(({ op, inputs }) => ACTIVATIONS.has(op) && inputs.includes(made.index));
  if (row.op === 'layernorm' && after.some(bends)) return 'normMlp';
  if (row.op !== 'dense') return PLAIN[row.op] ?? 'other';
  const to = letterOf(after[0]);
  if (to) return TO[to];
  if (before?.op === 'merge') return 'output';
  if (before && ACTIVATIONS.has(before.op)) return 'down';
  if (after[0] && ACTIVATIONS.has(after[0].op)) return 'up';
  return after[0]?.isLoss ? 'logits' : 'other';
}

// Its layer, counted from 1; 0: of none.
export const layerOfRow = ({ name }: Row): number => {
  const [, layer] = /^repeat\d+\.(\d+)\./.exec(name) ?? [];
  return layer === undefined ? 0 : Number(layer) + 1;
};
