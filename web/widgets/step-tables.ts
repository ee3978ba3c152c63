// What Step draws, as tables: an operation's tensors, the answer beside the target, the samples of the mini-batch.
import { type Ref, sourceRef, type Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import type { Stepper } from '../engine/stepper';
import { t } from '../locales';
import type { Step } from '../state/step';
import type { Place } from '../state/step-place';
import type { Lens } from './lens';
import { answerName, placeOf } from './names';
import type { Table } from './plot-files';

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly value: Ref;
  readonly gradient: Ref | undefined;
}

// What goes in, the parameters, what comes out; each with the gradient of its numbers.
function tensorsOf({ plan, params }: Stepper, row: Row, sample: number): Tensor[] {
  const ofRow = (made: Row): Tensor => ({
    name: made.isLoss ? answerName(made) : made.name,
    shape: made.shape,
    size: made.size,
    value: { kind: 'value', id: made.index, index: 0, sample },
    gradient: made.isLoss ? undefined : { kind: 'gradient', id: made.index, index: 0, sample },
  });
  return [
    ...row.inputs.flatMap((id) => plan.rows[id] ?? []).map(ofRow),
    ...params
      .filter(({ rows }) => rows.includes(row.index))
      .map(({ id, name, shape, size }) => ({
        name,
        shape,
        size,
        value: { kind: 'param', id, index: 0 } as const,
        gradient: { kind: 'paramGradient', id, index: 0 } as const,
      })),
    ofRow(row),
  ];
}

// What its numbers are called, where that is more than their places.
type Named = ((what: Ref) => string) | undefined;
const namedBy = (lens: Lens | undefined, { plan }: Stepper): Named =>
  lens && ((what) => lens.name(plan, what));

// A tensor's numbers with their gradients, the first so many; what is masked is none.
function rowsOf(
  step: Place,
  { size, shape, value, gradient }: Tensor,
  most: number,
  name = '',
  named?: Named,
): (string | number)[][] {
  const values = step.pending(value) ? undefined : step.tensor(value);
  const slopes = !gradient || step.pending(gradient) ? undefined : step.tensor(gradient);
  return Array.from({ length: Math.min(size, most) }, (_, i) => {
    const what = { ...value, index: i };
    const title = named ? named(what) : `${name}[${placeOf(shape, i)}]`;
    return step.absent(what) ? [title, '', ''] : [title, values?.[i] ?? '', slopes?.[i] ?? ''];
  });
}

export function operationTable(step: Place, stepper: Stepper, row: Row, lens?: Lens): Table {
  return {
    columns: [t('step.column.number'), t('step.column.value'), t('step.column.gradient')],
    rows: tensorsOf(stepper, row, step.sample.peek()).flatMap((each) =>
      rowsOf(step, each, Number.POSITIVE_INFINITY, each.name, namedBy(lens, stepper)),
    ),
  };
}

// The same for the page, tensor beside tensor.
export function tensorTables(
  step: Place,
  stepper: Stepper,
  row: Row,
  most: number,
  lens?: Lens,
): { readonly name: string; readonly table: Table; readonly all: number }[] {
  return tensorsOf(stepper, row, step.sample.peek()).map((each) => ({
    name: each.name,
    table: {
      columns: [lens ? '' : each.name, t('step.column.value'), t('step.column.gradient')],
      rows: rowsOf(step, each, most, '', namedBy(lens, stepper)),
    },
    all: each.size,
  }));
}

// Of the sample on show, class by class.
export function answerTable(step: Step, stepper: Stepper): Table {
  const row = stepper.plan.rows[stepper.lossRow];
  if (!row) return { columns: [], rows: [] };
  const sample = step.sample.peek();
  const scores = { kind: 'gradient', id: row.inputs[0] ?? -1, index: 0, sample } as const;
  const p = step.tensor({ kind: 'value', id: row.index });
  const delta = step.pending(scores) ? undefined : step.tensor(scores);
  const label = stepper.samples[sample]?.label ?? -1;
  return {
    columns: [t('step.column.class'), answerName(row), 'y', 'δ'],
    rows: Array.from(p, (value, i) => [
      step.names.peek()[i] ?? String(i),
      value,
      i === label ? 1 : 0,
      delta?.[i] ?? '',
    ]),
  };
}

export function batchTable(step: Step, stepper: Stepper): Table {
  const done = !step.pending({ kind: 'loss', id: stepper.lossRow, index: 0 });
  const { losses } = stepper;
  return {
    columns: [t('step.column.sample'), t('step.column.class'), t('step.loss')],
    rows: stepper.samples.map(({ label }, b) => [
      b + 1,
      step.names.peek()[label] ?? String(label),
      done ? (losses[b] ?? '') : '',
    ]),
  };
}

// Of one parameter, sample by sample.
export function dotsTable(step: Step, stepper: Stepper, name: string, gradients: Float32Array): Table {
  return {
    columns: [t('step.column.sample'), t('step.column.class'), `∂L/∂${name}`],
    rows: Array.from(gradients, (value, b) => {
      const label = stepper.samples[b]?.label ?? -1;
      return [b + 1, step.names.peek()[label] ?? String(label), value];
    }),
  };
}

// A sum, term by term: what is multiplied, by what, and what comes of it.
export function termsTable(plan: Plan, lens: Lens, terms: Terms): Table {
  const { products, values, weights, from, by } = terms;
  const named = (what: Ref | undefined): string => (what ? lens.name(plan, what) : '');
  return {
    columns: [
      t('step.column.number'),
      t('number.value'),
      t('step.column.factor'),
      t('number.weight'),
      t('number.product'),
    ],
    rows: Array.from(products, (product, i) => [
      named(sourceRef(from, i)),
      values[i] ?? '',
      named(sourceRef(by, i)),
      weights[i] ?? '',
      product,
    ]),
  };
}
