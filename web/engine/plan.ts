// The tape, and its rows gathered into the layers a person sees: an operator with the activation that follows it.

export interface Param {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
}

// A window that slides over heights and widths.
export interface Sliding {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}

export interface Row {
  readonly index: number;
  readonly name: string;
  readonly op: string;
  readonly at: number; // UTF-16 place of its piece of the notation
  readonly length: number;
  readonly shape: readonly number[];
  readonly size: number;
  readonly inputs: readonly number[];
  readonly params: readonly Param[];
  readonly isLoss: boolean;
  readonly window?: Sliding;
}

export type LayerForm = 'image' | 'maps' | 'vector';

export interface Layer {
  readonly index: number;
  readonly rows: readonly number[]; // of the tape, first to last
  readonly show: number; // the row whose values are drawn
  readonly head: number; // the operator
  readonly activation: string; // '' where there is none
  readonly form: LayerForm;
  readonly shape: readonly number[]; // of `show`
  readonly params: readonly Param[];
  readonly depth: number; // longest way from an input
  readonly inputs: readonly number[]; // layers
}

export interface Plan {
  readonly notation: string;
  readonly rows: readonly Row[];
  readonly layers: readonly Layer[];
  readonly answer: number; // row with the probabilities, −1: the net ends without softmax
  readonly parameters: number;
  readonly input: number; // the row a drawing goes into, −1: the net takes no 784 numbers
}

export const ACTIVATIONS: ReadonlySet<string> = new Set(['relu', 'leaky_relu', 'sigmoid', 'tanh', 'gelu']);
const QUIET = new Set(['dropout', 'droppath', 'flatten', 'standardize']); // shown with the layer before them

// How many classes it tells apart: the numbers that its loss compares, softmax or not.
export const classCount = ({ rows }: Plan): number => rows.find(({ isLoss }) => isLoss)?.size ?? 0;

// Its numbers in are ids of tokens, of which an embedding looks the rows up.
export const readsTokens = ({ rows }: Plan): boolean =>
  rows.some(({ op, inputs }) => op === 'embed' && rows[inputs[0] ?? -1]?.op === 'in');

export function makePlan(notation: string, rows: readonly Row[], parameters: number, input: number): Plan {
  const uses = rows.map(() => 0);
  for (const row of rows) for (const i of row.inputs) uses[i] = (uses[i] ?? 0) + 1;
  const last = rows[rows.length - 1];
  // A loss that hands its input on answers with the softmax before it.
  const end = last?.op === 'mse' ? rows[last.inputs[0] ?? -1] : last;
  const answer = end && (end.op === 'softmax_ce' || end.op === 'softmax') ? end.index : -1;

  const layerOf: number[] = [];
  const groups: number[][] = [];
  for (const row of rows) {
    const before = row.inputs[0];
    const only = row.inputs.length === 1 && before !== undefined && uses[before] === 1;
    const joins = ACTIVATIONS.has(row.op) || QUIET.has(row.op) || row.isLoss || row.index === answer;
    const group = before === undefined ? undefined : layerOf[before];
    if (joins && only && group !== undefined) {
      groups[group]?.push(row.index);
      layerOf[row.index] = group;
    } else {
      layerOf[row.index] = groups.push([row.index]) - 1;
    }
  }

  const layers: Layer[] = [];
  for (const [index, members] of groups.entries()) {
    const head = rows[members[0] ?? 0];
    if (!head) continue;
    const inputs = [...new Set(head.inputs.map((i) => layerOf[i] ?? 0))];
    const shown = shownRow(rows, members, answer);
    layers.push({
      index,
      rows: members,
      show: shown.index,
      head: head.index,
      activation: members.map((i) => rows[i]?.op ?? '').find((op) => ACTIVATIONS.has(op)) ?? '',
      form: formOf(shown),
      shape: shown.shape,
      params: members.flatMap((i) => rows[i]?.params ?? []),
      depth: 1 + Math.max(-1, ...inputs.map((i) => layers[i]?.depth ?? 0)),
      inputs,
    });
  }
  return { notation, rows, layers: inStep(rows, layers), answer, parameters, input };
}

// What a loop's copies read of their input is as deep as the step that uses it, not all at once before the first.
function inStep(rows: readonly Row[], layers: readonly Layer[]): Layer[] {
  const placed = [...layers];
  for (const layer of [...layers].reverse()) {
    if (!rows[layer.head]?.name.includes('@')) continue;
    const users = placed.filter(({ inputs }) => inputs.includes(layer.index)).map(({ depth }) => depth);
    if (users.length > 0) placed[layer.index] = { ...layer, depth: Math.min(...users) - 1 };
  }
  return placed;
}

// The last row of the layer, but before softmax (the bars show that), and with its picture's shape before `flatten`;
// an input shows its pixels, not their standardised values.
function shownRow(rows: readonly Row[], members: readonly number[], answer: number): Row {
  const first = rows[members[0] ?? 0] as Row;
  let shown = first;
  for (const i of members.slice(1)) {
    const row = rows[i];
    if (!row || row.isLoss || row.index === answer || row.op === 'flatten') break;
    if (row.op !== 'standardize') shown = row;
  }
  return shown;
}

function formOf(row: Row): LayerForm {
  if (row.op === 'in' && row.size === 784) return 'image';
  if (row.shape.length === 3 && (row.shape[1] ?? 1) * (row.shape[2] ?? 1) > 1) return 'maps';
  return 'vector';
}

// "784·16 + 16": the count of parameters as a person would work it out.
export function countOf(params: readonly Param[]): string {
  return params
    .map(({ shape }) => (shape.length === 2 ? [...shape].reverse() : shape).join('·') || '1')
    .join(' + ');
}

// Whether weights of one are weights of the other: the same tensors, one after the other.
export function sameParams(a: Plan, b: Plan): boolean {
  const shapes = ({ rows }: Plan) => rows.flatMap((row) => row.params.map(({ shape }) => shape.join('·')));
  return shapes(a).join() === shapes(b).join();
}
