// What goals, claims and the numbers in a lesson's text may speak of: read off the desk at the moment, by name.

import { answers, argmax } from '../engine/engine';
import { placeText } from '../state/inspect';
import type { Learner } from '../state/learner';
import { type WindowSize, windowSizes } from '../state/window-sizes';
import type { Desk } from './desk';
import { GPT_MEASURES, GPT_SHARES } from './measures-gpt';
import { NUMBERS } from './measures-numbers';
import { OWN_REWRITE } from './measures-rewrite';
import { SETUP, setupMeasure } from './measures-setup';
import { TEXT } from './measures-text';

export type Measured = number | string | undefined;
export type Measure = (desk: Desk) => Measured;

function largest(values: Float32Array): { at: number; value: number } | undefined {
  if (values.length === 0 || !answers(values)) return undefined;
  const at = argmax(values);
  return { at, value: values[at] ?? 0 };
}

// Nothing is said of the blank paper that is there until a test digit has come.
function drawn<T>(desk: Desk, read: () => T): T | undefined {
  void desk.session.frame.value;
  return desk.session.coming.value ? undefined : read();
}

function saidMost(desk: Desk): { digit: number; share: number } | undefined {
  const score = desk.session.score.value;
  if (!score || score.done < score.said.length) return undefined;
  const times = Array.from({ length: 10 }, (_, digit) => score.said.filter((said) => said === digit).length);
  const most = Math.max(...times);
  return { digit: times.indexOf(most), share: most / score.done };
}

function of(which: 'train' | 'points'): Readonly<Record<string, Measure>> {
  const run = (desk: Desk): Learner | undefined => (which === 'train' ? desk.training : desk.points);
  const last = (desk: Desk) => {
    void run(desk)?.grown.value;
    return run(desk)?.scores.at(-1);
  };
  const fading = (desk: Desk): { all: number; each: number } | undefined => {
    const measures = last(desk)?.health?.measures ?? [];
    const gradients = (run(desk)?.params() ?? []).flatMap(({ size, rank }, i) => {
      const measure = measures[i];
      return measure && rank > 1 ? [measure.gradient / Math.sqrt(size)] : [];
    });
    const [first, end] = [gradients[0], gradients.at(-1)];
    if (gradients.length < 2 || !first || !end) return undefined;
    return { all: end / first, each: (end / first) ** (1 / (gradients.length - 1)) };
  };
  return {
    [`${which}.steps`]: (desk) => run(desk)?.frame.value?.steps,
    [`${which}.running`]: (desk) => (run(desk)?.running.value ? 1 : 0),
    [`${which}.loss`]: (desk) => last(desk)?.train?.loss,
    [`${which}.accuracy`]: (desk) => last(desk)?.train?.accuracy,
    [`${which}.testLoss`]: (desk) => last(desk)?.test?.loss,
    [`${which}.testAccuracy`]: (desk) => last(desk)?.test?.accuracy,
    [`${which}.gap`]: (desk) => {
      const [train, test] = [last(desk)?.train?.accuracy, last(desk)?.test?.accuracy];
      return train === undefined || test === undefined ? undefined : train - test;
    },
    // How many times smaller the gradient per weight is in the first layer than in the last; and from a layer to the next.
    [`${which}.faded`]: (desk) => {
      const by = fading(desk);
      return by && Math.round(by.all);
    },
    [`${which}.fadedEach`]: (desk) => fading(desk)?.each,
    // Of the last layer's weights, its length; and of ReLUs, the mean share of the sums that are silenced.
    [`${which}.lastGradient`]: (desk) => {
      const measures = last(desk)?.health?.measures ?? [];
      const at = (run(desk)?.params() ?? []).findLastIndex(({ rank }) => rank > 1);
      return measures[at]?.gradient;
    },
    [`${which}.silenced`]: (desk) => {
      const rows = run(desk)?.plan?.rows ?? [];
      const relus = (last(desk)?.health?.activity ?? []).filter(({ row }) => rows[row]?.op === 'relu');
      return relus.length === 0 ? undefined : relus.reduce((sum, { flat }) => sum + flat, 0) / relus.length;
    },
    [`${which}.rate`]: (desk) => run(desk)?.setup.value.settings.rate,
    // As the schedule has it at this step, read off between the places it was drawn at.
    [`${which}.rateNow`]: (desk) => {
      const { steps, rates } = run(desk)?.setup.value.schedule ?? { steps: [], rates: [] };
      const now = run(desk)?.frame.value?.steps ?? 0;
      const i = steps.findLastIndex((step) => step <= now);
      const [a = 0, b = a] = [steps[i], steps[i + 1]];
      const [from, to] = [rates[i], rates[i + 1]];
      return from === undefined || to === undefined || b === a
        ? from
        : from + ((now - a) / (b - a)) * (to - from);
    },
    [`${which}.batch`]: (desk) => run(desk)?.setup.value.settings.batch,
    [`${which}.trouble`]: (desk) => run(desk)?.trouble.value?.kind ?? '',
    [`${which}.parameters`]: (desk) =>
      run(desk)
        ?.params()
        .reduce((sum, { size }) => sum + size, 0),
  };
}

// Of each way, where it is at the step on show.
function way(i: number): Readonly<Record<string, Measure>> {
  const walk = (desk: Desk) => desk.descent?.walks.value[i];
  const step = (desk: Desk) => walk(desk)?.step(desk.descent?.t.value ?? 0);
  const name = i === 0 ? '' : String(i + 1); // slopes.loss, slopes.loss2 …
  return {
    [`slopes.loss${name}`]: (desk) => step(desk)?.value,
    [`slopes.x${name}`]: (desk) => step(desk)?.w[0],
    [`slopes.y${name}`]: (desk) => step(desk)?.w[1],
    [`slopes.slope${name}`]: (desk) => step(desk)?.gradient[0],
    [`slopes.step${name}`]: (desk) => step(desk)?.step[0],
    [`slopes.next${name}`]: (desk) => {
      const now = step(desk);
      return now && now.w[0] + now.step[0];
    },
    [`slopes.m${name}`]: (desk) => step(desk)?.m[0], // what a step is made of: direction over size
    [`slopes.size${name}`]: (desk) => step(desk)?.scale[0],
    [`slopes.rate${name}`]: (desk) => step(desk)?.rate,
  };
}

// The share of the points that the net on show gets right, also where its numbers were set by hand.
function shownAccuracy(desk: Desk): Measured {
  void desk.points?.weights.value;
  const points = desk.points?.dealing.value?.points;
  if (!points || points.classes === 0) return undefined;
  let hits = 0;
  for (let i = 0; i < points.count; i++) {
    const answer = desk.points?.answerAt([...points.x.subarray(i * points.size, (i + 1) * points.size)]);
    if (answer && largest(answer)?.at === points.labels[i]) hits++;
  }
  return hits / points.count;
}

// Of the first neuron of the points' net: its weights, and its bias.
function firstNeuron(which: 0 | 1, index: number): Measure {
  return (desk) => {
    void desk.points?.weights.value;
    const row = desk.points?.plan?.rows.find(({ op }) => op === 'dense');
    return row && desk.points?.probe.value?.param(row.index, which)?.[index];
  };
}

// Of the first convolution of the net.
function convolution(desk: Desk): WindowSize | undefined {
  const plan = desk.session.running.value?.plan;
  const row = plan?.rows.find(({ op }) => op === 'conv');
  return plan && row && windowSizes(plan, row).at(-1);
}

const wordOf = (desk: Desk, id: number | undefined) =>
  id === undefined ? undefined : desk.words.value?.lexicon.value?.words[id];

// Of pairs of places: how much those differ that are as far apart, and how far apart the two are that are most alike.
function apart(desk: Desk): { uneven: number; confused: number } | undefined {
  const places = desk.vectors.value?.places.value;
  if (!places) return undefined;
  const { length, products } = places;
  const found = { uneven: 0, confused: 0 };
  let alike = Number.NEGATIVE_INFINITY;
  for (let k = 1; k < length; k++) {
    const pairs = Array.from({ length: length - k }, (_, i) => products[i * length + i + k] ?? 0);
    found.uneven = Math.max(found.uneven, Math.max(...pairs) - Math.min(...pairs));
    if ((pairs[0] ?? 0) > alike) {
      alike = pairs[0] ?? 0;
      found.confused = k;
    }
  }
  return found;
}

// Of all letters it wrote: the mean weight on the place as far from the end, on the same place, on the right letter.
function looked(desk: Desk, at: 'across' | 'straight' | 'fitting'): number | undefined {
  const lab = desk.rewriting.value;
  const answers = lab?.answers.value;
  if (!lab || !answers) return undefined;
  const { count, length, right, looks } = answers;
  const read = lab.sequences.value;
  const meant = (row: number, k: number) => {
    const place = row % length;
    if (at === 'fitting') return read[row - place + k] === right[row];
    return k === (at === 'across' ? length - 1 - place : place);
  };
  let sum = 0;
  for (let row = 0; row < count * length; row++)
    for (let k = 0; k < length; k++) if (meant(row, k)) sum += looks[row * length + k] ?? 0;
  return sum / (count * length);
}

// How far a score is ahead of the others, all alike, whose softmax is that weight.
function lead(desk: Desk): number | undefined {
  const weight = looked(desk, 'across');
  const others = (desk.rewriting.value?.length.value ?? 0) - 1;
  return weight === undefined ? undefined : Math.log((others * weight) / (1 - weight));
}

const MEASURES: Readonly<Record<string, Measure>> = {
  'draw.ink': (desk) => desk.session.ink.value,
  'draw.input': (desk) => desk.session.input.value.kind,
  'draw.answer': (desk) => drawn(desk, () => largest(desk.session.answer())?.at),
  'draw.certainty': (desk) => drawn(desk, () => largest(desk.session.answer())?.value),
  'draw.label': (desk) => desk.session.label(),
  'draw.right': (desk) => {
    const label = desk.session.label();
    return label === undefined
      ? undefined
      : Number(drawn(desk, () => largest(desk.session.answer())?.at) === label);
  },
  'draw.shift': (desk) => desk.session.experiments.change.value.x, // pixels to the right
  'draw.place': (desk) => placeText(desk.session.inspect.place.value),
  'draw.opened': (desk) => desk.session.inspect.trail.value.length, // numbers, one from the other
  'draw.edits': (desk) => desk.session.inspect.edits.value.length,
  // Of the thousand test digits at hand, once all of them have been read.
  'draw.testAccuracy': (desk) => {
    const score = desk.session.score.value;
    return score && score.done === score.said.length ? score.right / score.done : undefined;
  },
  // Of these, the share that is taken for the digit that it says most often; and which that is.
  'draw.saidMost': (desk) => saidMost(desk)?.digit,
  'draw.saidMostShare': (desk) => saidMost(desk)?.share,
  'net.parameters': (desk) =>
    desk.session.running.value?.plan.rows.reduce(
      (sum, row) => sum + row.params.reduce((all, { size }) => all + size, 0),
      0,
    ),
  'conv.in': (desk) => convolution(desk)?.reads,
  'conv.kernel': (desk) => convolution(desk)?.kernel,
  'conv.padding': (desk) => convolution(desk)?.pad,
  'conv.stride': (desk) => convolution(desk)?.stride,
  'conv.out': (desk) => convolution(desk)?.makes,
  ...TEXT,
  'lookup.different': (desk) => desk.vectors.value?.lookup.value?.different,
  'lookup.tokens': (desk) => desk.vectors.value?.lookup.value?.tokens.length,
  'lookup.kinds': (desk) => desk.vectors.value?.lookup.value?.kinds,
  'lookup.width': (desk) => desk.vectors.value?.lookup.value?.width,
  'lookup.products': (desk) => {
    const look = desk.vectors.value?.lookup.value;
    return look && look.tokens.length * look.kinds * look.width;
  },
  'places.self': (desk) => desk.vectors.value?.places.value?.products[0],
  'places.uneven': (desk) => apart(desk)?.uneven,
  'places.confused': (desk) => apart(desk)?.confused,
  'places.place': (desk) => desk.vectors.value?.cell.value[0],
  // Of the pair of places that is looked at: the first of them, and how far apart they are.
  'places.first': (desk) => {
    const { cell, other } = desk.vectors.value ?? {};
    return cell && other && Math.min(cell.value[0], other.value);
  },
  'places.apart': (desk) => {
    const { cell, other } = desk.vectors.value ?? {};
    return cell && other && Math.abs(cell.value[0] - other.value);
  },
  'places.component': (desk) => desk.vectors.value?.cell.value[1],
  'words.progress': (desk) => desk.words.value?.frame.value?.state?.progress,
  'words.loss': (desk) => desk.words.value?.frame.value?.losses.loss.at(-1),
  'words.nearest': (desk) => wordOf(desk, desk.words.value?.frame.value?.near[0]?.id),
  'words.cosine': (desk) => desk.words.value?.frame.value?.near[0]?.cosine, // of the nearest
  'words.answer': (desk) => wordOf(desk, desk.words.value?.frame.value?.analogy[0]?.id), // of the analogy
  'words.answer2': (desk) => wordOf(desk, desk.words.value?.frame.value?.analogy[1]?.id),
  // Of the three words of the question, how many are among the neighbours of the one that is looked at.
  'words.found': (desk) => {
    const { frame, question } = desk.words.value ?? {};
    const near = frame?.value?.near.map(({ id }) => wordOf(desk, id));
    return question?.value.filter((word) => near?.includes(word)).length;
  },
  'words.kinds': (desk) => desk.words.value?.lexicon.value?.words.length,
  'words.length': (desk) => desk.words.value?.lexicon.value?.length, // words of the text
  'words.times': (desk) => {
    const { lexicon, word } = desk.words.value ?? {};
    return lexicon?.value?.counts?.[word?.value ?? -1]; // that the one looked at is there
  },
  'words.correlation': (desk) => desk.words.value?.quality.value?.related.correlation,
  'rewrite.steps': (desk) => desk.rewriting.value?.frame.value?.steps,
  'rewrite.right': (desk) => {
    const lab = desk.rewriting.value;
    return lab?.answers.value && lab.right.letters / (lab.right.of * lab.length.value);
  },
  'rewrite.across': (desk) => looked(desk, 'across'),
  'rewrite.fitting': (desk) => looked(desk, 'fitting'),
  'rewrite.straight': (desk) => looked(desk, 'straight'),
  'rewrite.lead': lead,
  ...OWN_REWRITE,
  ...GPT_MEASURES,
  ...NUMBERS,
  ...SETUP,
  ...of('train'),
  ...of('points'),
  'points.shownAccuracy': shownAccuracy,
  'points.w1': firstNeuron(0, 0),
  'points.w2': firstNeuron(0, 1),
  'points.b': firstNeuron(1, 0),
  ...[0, 1, 2, 3].map(way).reduce((all, each) => Object.assign(all, each), {}),
  'step.directed': (desk) => (desk.step.value?.directed.value ? 1 : 0),
  'step.opened': (desk) => desk.step.value?.trail.value.length, // numbers, one from the other
  'step.number': (desk) => desk.step.value?.trail.value[0]?.kind, // the first of them
  'step.rate': (desk) => desk.step.value?.settings.value.rate,
  'step.before': (desk) => desk.step.value?.outcome.value?.before, // losses of the step that was made
  'step.predicted': (desk) => {
    const made = desk.step.value?.outcome.value;
    return made && made.before + made.change;
  },
  'step.after': (desk) => desk.step.value?.outcome.value?.after,
  'slopes.story': (desk) => desk.descent?.state.value.story,
  'slopes.t': (desk) => desk.descent?.t.value,
  'slopes.angle': (desk) => desk.descent?.state.value.angle,
  'slopes.startX': (desk) => desk.descent?.state.value.start[0],
  'slopes.startY': (desk) => desk.descent?.state.value.start[1],
  'slopes.gradient': (desk) => desk.descent?.here.value?.length, // its length, at the start
  'slopes.height': (desk) => desk.descent?.here.value?.value,
  'slopes.kind': (desk) => desk.descent?.here.value?.kind,
  'slopes.low': (desk) => desk.descent?.here.value?.eigenvalues[0],
  'slopes.high': (desk) => desk.descent?.here.value?.eigenvalues[1],
  'slopes.derivative': (desk) => desk.descent?.direction.value?.derivative,
  // Of many starts at once: how many there are, how many end in the lowest place, and how low that is.
  'slopes.starts': (desk) => desk.descent?.ends.value?.starts.length,
  'slopes.lowestOf': (desk) => desk.descent?.ends.value?.groups[0]?.count,
  'slopes.lowest': (desk) => desk.descent?.ends.value?.groups[0]?.value,
  'slopes.cosine': (desk) => desk.descent?.direction.value?.cosine,
};

// Those that are told in per cent.
const SHARES: ReadonlySet<string> = new Set([
  ...['train', 'points'].flatMap((run) => [`${run}.accuracy`, `${run}.testAccuracy`, `${run}.gap`]),
  ...['draw.certainty', 'draw.testAccuracy', 'points.shownAccuracy'],
  ...['rewrite.right', 'rewrite.across', 'rewrite.fitting', 'rewrite.straight'],
  ...GPT_SHARES,
]);
export const isShare = (name: string): boolean => SHARES.has(name);

export const MEASURE_NAMES = Object.keys(MEASURES);

// `setting.model`: any of the session's settings; `train.set.rate`: of its run's.
export function measure(desk: Desk, name: string): Measured {
  if (name.startsWith('setting.')) return desk.setting(name.slice(8));
  return (MEASURES[name] ?? setupMeasure(name))?.(desk);
}
