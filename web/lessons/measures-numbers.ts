// What formulas are filled in with, beyond what goals and claims speak of: the parts of a sum, of a step, of a share.
import type { Terms } from '../engine/look';
import type { Desk } from './desk';
import type { Measure } from './measures';

// Of the number that is opened, where it is a sum. The core's number 1 that a bias is multiplied by comes from no row.
function opened(desk: Desk): Terms | undefined {
  const { frame, inspect, probe } = desk.session;
  void frame.value;
  void inspect.weights.value;
  const what = inspect.number.value;
  const terms = what && probe?.look.terms(what);
  return terms?.form === 'sum' ? terms : undefined;
}

function bias(terms: Terms): number {
  const at = terms.rows.indexOf(-1);
  return at < 0 ? 0 : (terms.products[at] ?? 0);
}

const ofOpened =
  (read: (terms: Terms) => number | undefined): Measure =>
  (desk) => {
    const terms = opened(desk);
    return terms && read(terms);
  };

// The scores that softmax gets, the largest taken off: what the others come to, where the largest comes to 1.
function others(desk: Desk): number | undefined {
  const { session } = desk;
  void session.frame.value;
  const plan = session.running.value?.plan;
  const row = plan?.rows[plan.answer]?.inputs[0];
  if (row === undefined || session.coming.value || session.answer().length === 0) return undefined;
  const scores = [...session.values(row)];
  const most = Math.max(...scores);
  return scores.reduce((sum, score) => sum + Math.exp(score - most), -1);
}

// Of points in the plane and a net of two classes: how far the second one's score is ahead, at a place.
function ahead(desk: Desk, place: readonly [number, number]): number | undefined {
  const lab = desk.points;
  void lab?.weights.value;
  const plan = lab?.plan;
  const row = plan?.rows[plan.answer]?.inputs[0];
  if (!lab || row === undefined) return undefined;
  const [first, second] = [0, 1].map((unit) => lab.unitAt(place, { row, unit }));
  return first === undefined || second === undefined ? undefined : second - first;
}

function across(place: readonly [number, number]): Measure {
  return (desk) => {
    const [here, middle] = [ahead(desk, place), ahead(desk, [0, 0])];
    return here === undefined || middle === undefined ? undefined : here - middle;
  };
}

// What the first of the points is given of its own class.
function share(desk: Desk): number | undefined {
  const lab = desk.points;
  void lab?.weights.value;
  const points = lab?.dealing.value?.points;
  if (!lab || !points || points.classes === 0) return undefined;
  return lab.answerAt([...points.x.subarray(0, points.size)])?.[points.labels[0] ?? 0];
}

const ofShare =
  (read: (p: number) => number): Measure =>
  (desk) => {
    const p = share(desk);
    return p === undefined ? undefined : read(p);
  };

// Of all weights of the run, their squares added up.
function squares(desk: Desk): number | undefined {
  void desk.training?.grown.value;
  const measures = desk.training?.scores.at(-1)?.health?.measures;
  return measures?.reduce((sum, { weight }) => sum + weight ** 2, 0);
}

// Of the first layer of the net on show: its weights.
function firstWeights(desk: Desk): Float32Array | undefined {
  void desk.session.frame.value;
  return desk.session.probe?.look.param(0);
}

// What the net on show costs, all of it or its convolutions: numbers that are stored, products for one picture.
function cost(what: 'parameters' | 'products', kind?: 'conv'): Measure {
  return (desk) => {
    const { frame, probe, running } = desk.session;
    void frame.value;
    const [plan, look] = [running.value?.plan, probe?.look];
    if (!plan || !look) return undefined;
    return plan.rows
      .filter(({ op }) => kind === undefined || op === kind)
      .map((row) =>
        what === 'products'
          ? look.rowProducts(row.index)
          : row.params.reduce((sum, { size }) => sum + size, 0),
      )
      .reduce((sum, each) => sum + each, 0);
  };
}

// How many runs forwards the gradient costs, in products: for each of a run there is one for the weight's slope, and one
// for what came in, where something before it learns.
const runs: Measure = (desk) => {
  const { frame, probe, running } = desk.session;
  void frame.value;
  const [plan, look] = [running.value?.plan, probe?.look];
  if (!plan || !look) return undefined;
  const learns: boolean[] = []; // the row, or one before it
  let [forwards, back] = [0, 0];
  for (const { index, inputs, params } of plan.rows) {
    const products = look.rowProducts(index);
    const before = inputs.some((id) => learns[id]);
    learns[index] = before || params.length > 0;
    forwards += products;
    back += products * (Number(params.length > 0) + Number(before));
  }
  return forwards > 0 ? (forwards + back) / forwards : undefined;
};

// How much two places have in common, by their vectors.
function alike(i: number, j: number): Measure {
  return (desk) => {
    const places = desk.vectors.value?.places.value;
    return places?.products[i * places.length + j];
  };
}

const lossOf = (desk: Desk) => desk.training?.scores.at(-1)?.train?.loss;
const l2Of = (desk: Desk) => desk.training?.setup.value.settings.l2;

export const NUMBERS: Readonly<Record<string, Measure>> = {
  'draw.others': others,
  'net.largest': (desk) => {
    void desk.session.frame.value;
    return desk.session.learnt()?.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  },
  'net.zeros': (desk) => firstWeights(desk)?.filter((weight) => weight === 0).length,
  'net.products': cost('products'),
  'net.runs': runs,
  'net.convParameters': cost('parameters', 'conv'),
  'net.convProducts': cost('products', 'conv'),
  'number.value': ofOpened(({ number }) => number),
  // Of any number that is opened.
  'number.shown': (desk) => {
    const { frame, inspect, probe } = desk.session;
    void frame.value;
    const what = inspect.number.value;
    return what?.kind === 'value' && probe ? desk.session.values(what.id)[what.index] : undefined;
  },
  'number.bias': ofOpened(bias),
  'number.products': ofOpened((terms) => terms.number - bias(terms)), // all of them together
  ...Object.fromEntries([0, 1, 2, 3].map((i) => [`number.x${i + 1}`, ofOpened(({ values }) => values[i])])),
  'points.lineX': across([1, 0]),
  'points.lineY': across([0, 1]),
  'points.lineB': (desk) => ahead(desk, [0, 0]),
  'points.share': share,
  'points.shareSlope': ofShare((p) => p - 1), // of cross-entropy, by its score
  'points.squareSlope': ofShare((p) => (p - 1) * 2 * p * (1 - p)), // of squared error
  'train.next': (desk) => {
    const steps = desk.training?.frame.value?.steps;
    return steps === undefined ? undefined : steps + 1;
  },
  'places.3.8': alike(3, 8),
  'places.30.35': alike(30, 35),
  'train.l2': l2Of,
  'train.squares': squares,
  'train.price': (desk) => {
    const [loss, l2, sum] = [lossOf(desk), l2Of(desk), squares(desk)];
    return loss === undefined || l2 === undefined || sum === undefined ? undefined : loss + (l2 / 2) * sum;
  },
  // Of the step that was made: the squares of all slopes, added up.
  'step.squares': (desk) => {
    const made = desk.step.value?.outcome.value;
    const rate = desk.step.value?.settings.value.rate;
    return made && rate ? -made.change / rate : undefined;
  },
  'slopes.xx': (desk) => desk.descent?.here.value?.hessian[0],
  'slopes.xy': (desk) => desk.descent?.here.value?.hessian[1],
  'slopes.yy': (desk) => desk.descent?.here.value?.hessian[2],
};
