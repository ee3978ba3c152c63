// Lines that pass gradients on better: weights drawn to fit the activation function, batch norms before the activations,
// links past layers of the same size. Each is another net, whose run begins anew.
import type { Plan, Row } from '../engine/plan';
import { activationOf } from './activation';
import { withInit } from './line';

const WEIGHTED = new Set(['dense', 'conv']);
const CENTRED = new Set(['sigmoid', 'tanh']); // for which Xavier's deviation is made; He's is for the family of ReLU

// 'xavierWide': with gain 4, as the slope of sigmoid is at most ¼ (Glorot, Bengio, 2010).
export type FittingInit = 'he' | 'xavier' | 'xavierWide';

// How weights are to begin, and the line that says so. Undefined: they do already, or there are no activation functions.
export function fitted(
  plan: Plan,
  usual: string,
): { readonly init: FittingInit; readonly line: string } | undefined {
  const names = plan.rows
    .flatMap(({ index }) => activationOf(plan, index) ?? [])
    .filter((name) => name !== 'none');
  if (names.length === 0) return undefined;
  const wide = names.every((name) => name === 'sigmoid');
  const init = wide ? 'xavierWide' : names.every((name) => CENTRED.has(name)) ? 'xavier' : 'he';
  const drawn = withInit(plan.notation, wide ? 'xavier' : init, usual);
  const line = wide ? drawn.replaceAll(' init=xavier', ' init=xavier gain=4') : drawn;
  return line === plan.notation ? undefined : { init, line };
}

// A batch norm between each weighted row and its activation. Undefined: there is no such place.
export function normed(plan: Plan): string | undefined {
  const places = plan.rows.filter(({ index, inputs, name }) => {
    const before = plan.rows[inputs[0] ?? -1];
    return !name.includes('@') && activates(plan, index) && before && WEIGHTED.has(before.op);
  });
  return inserted(
    plan.notation,
    places.map(({ at }) => ({ at, text: 'batchnorm; ' })),
  );
}

// What goes into a layer added to what comes out of it, wherever the two are of the same shape, and how often that is.
// Undefined: nowhere; or the line has branches and blocks, whose names are another matter.
export function linked(plan: Plan): { readonly line: string; readonly count: number } | undefined {
  if (/[{}]|\b(from|add|concat|mul)\b/.test(plan.notation)) return undefined;
  const links: { readonly at: number; readonly text: string }[] = [];
  let into: string | undefined; // the row that the layer under way begins with
  let shape = '';
  let added = 0;
  for (const row of plan.rows) {
    const before = plan.rows[row.inputs[0] ?? -1];
    if (before && WEIGHTED.has(row.op)) {
      into = before.at === links.at(-1)?.at ? `add${added}` : before.name;
      shape = shapeOf(before);
    }
    if (into === undefined || !activates(plan, row.index)) continue;
    if (shapeOf(row) === shape) {
      links.push({ at: row.at, text: `; add ${into}` });
      added++;
    }
    into = undefined;
  }
  const line = inserted(
    plan.notation,
    links.map(({ at, text }) => ({ at: at + lengthAt(plan, at), text })),
  );
  return line === undefined ? undefined : { line, count: added };
}

// What goes into a layer goes on as it is, and a gate decides of every number how much of the layer is added to it: as
// in the cell of the first LSTM (Hochreiter, Schmidhuber, 1997). Undefined: as with links; or the line has names already.
export function gated(plan: Plan): { readonly line: string; readonly count: number } | undefined {
  if (/[{}:]|\b(from|add|concat|mul)\b/.test(plan.notation)) return undefined;
  const pieces: { readonly at: number; readonly text: string }[] = [];
  let head: Row | undefined; // of the layer under way
  let out: Row | undefined; // of the gate before
  let count = 0;
  for (const row of plan.rows) {
    if (WEIGHTED.has(row.op)) head = row;
    const into = plan.rows[head?.inputs[0] ?? -1];
    if (!head || !into || !activates(plan, row.index)) continue;
    if (shapeOf(row) === shapeOf(into)) {
      const n = ++count;
      const x = into === out ? `y${n - 1}` : `x${n}`;
      if (into !== out) pieces.push({ at: into.at, text: `${x}: ` });
      const layer = plan.notation.slice(head.at, head.at + head.length);
      const gate = `from ${x}; ${layer}; sigmoid; mul h${n}; y${n}: add ${x}`;
      pieces.push({ at: row.at, text: `h${n}: ` }, { at: row.at + row.length, text: `; ${gate}` });
      out = row;
    }
    head = undefined;
  }
  const line = inserted(plan.notation, pieces);
  return line === undefined ? undefined : { line, count };
}

const activates = (plan: Plan, row: number): boolean => (activationOf(plan, row) ?? 'none') !== 'none';
const shapeOf = ({ shape }: Row): string => shape.join('·');
const lengthAt = ({ rows }: Plan, at: number): number => rows.find((row) => row.at === at)?.length ?? 0;

// From the back, so that places stay true; rows of a repeated block share one.
function inserted(
  line: string,
  pieces: readonly { readonly at: number; readonly text: string }[],
): string | undefined {
  if (pieces.length === 0) return undefined;
  const texts = new Map(pieces.map(({ at, text }) => [at, text]));
  return [...texts]
    .sort(([a], [b]) => b - a)
    .reduce((text, [at, piece]) => text.slice(0, at) + piece + text.slice(at), line);
}
