// What ails a run, from what was measured: each finding says what was seen, and its remedy what can be done.
import type { Scored } from '../engine/run-messages';
import type { SettingValues } from '../engine/train-settings';

export interface Layer {
  readonly row: number;
  readonly op: string;
  readonly name: string;
}

export interface Finding {
  readonly kind:
    | 'diverged'
    | 'dead'
    | 'saturated'
    | 'vanishing'
    | 'exploding'
    | 'strides'
    | 'plateau'
    | 'overfitting'
    | 'symmetric';
  readonly name: string; // of the row or parameter it is about; '' of the whole net
  readonly seen: number; // what was measured
  readonly bound: number; // beyond which it is a finding
  readonly step?: number; // to go back to
}

// Where a finding begins. Each is a rule of thumb, and the page says what was measured beside it.
const DIVERGED = 3; // times the loss at the start
const DEAD = { share: 0.3, rise: 0.1, steps: 50 }; // of a row's units; soon only where training did it, later where it did not wake them
const STALLED = 1; // of a row's units dead: no rate wakes them
const SATURATED = 0.6; // of slopes
const VANISHING = 1e-3; // first weight's gradient over the last one's, per number
const EXPLODING = 10; // gradient over weight
const STRIDES = 0.3; // update over weight
const HEALTHY = 1e-3; // update over weight, in a step
const PLATEAU = { share: 0.5, steps: 400, gain: 0.01, accuracy: 0.9 };
const JUMPS = 0.003; // of the loss, from score to score
const OVERFITTING = 1.25; // test loss over its least
const HARMLESS = 0.02; // a test loss that nobody need mend
const CAN_DIE = new Set(['relu']);
const CAN_SATURATE = new Set(['sigmoid', 'tanh']);

export interface Params {
  readonly name: string;
  readonly size: number;
  readonly rank: number;
}

export function diagnose(
  scores: readonly Scored[],
  layers: readonly Layer[],
  params: readonly Params[],
  settings: SettingValues,
): readonly Finding[] {
  const last = scores.at(-1);
  const first = scores[0];
  if (!last?.train || !first?.train) return [];
  const findings: Finding[] = [];
  const ratio = last.train.loss / first.train.loss;
  if (last.step > 0 && ratio > DIVERGED)
    findings.push({ kind: 'diverged', name: '', seen: ratio, bound: DIVERGED, step: best(scores).step });
  for (const { row, units, silent, flat } of last.health?.activity ?? []) {
    const layer = layers.find((each) => each.row === row);
    if (!layer) continue;
    const share = silent / units;
    const born = first.health?.activity.find((each) => each.row === row);
    const died = share - (born ? born.silent / born.units : 0) >= DEAD.rise || last.step >= DEAD.steps;
    if (CAN_DIE.has(layer.op) && share >= DEAD.share && died)
      findings.push({ kind: 'dead', name: layer.name, seen: share, bound: DEAD.share });
    if (CAN_SATURATE.has(layer.op) && flat >= SATURATED)
      findings.push({ kind: 'saturated', name: layer.name, seen: flat, bound: SATURATED });
  }
  findings.push(...ofGradients(last, params));
  findings.push(
    ...ofCurves(scores, settings).filter(({ kind }) => kind !== 'plateau' || !findings.some(stalls)),
  );
  // Of several rows with the same complaint the worst speaks.
  findings.sort((a, b) => b.seen / b.bound - a.seen / a.bound);
  return findings.filter(({ kind }, i) => findings.findIndex((each) => each.kind === kind) === i);
}

// What brings learning to a stop whatever the rate is.
const stalls = ({ kind, seen }: Finding): boolean =>
  ['saturated', 'vanishing', 'symmetric'].includes(kind) || (kind === 'dead' && seen >= STALLED);

function ofGradients(last: Scored, params: readonly Params[]): Finding[] {
  const findings: Finding[] = [];
  const measures = last.health?.measures ?? [];
  const weights = params.flatMap(({ name, size, rank }, i) => {
    const measure = measures[i];
    return measure && rank > 1 ? [{ name, measure, each: measure.gradient / Math.sqrt(size) }] : [];
  });
  const [begin, end] = [weights[0], weights.at(-1)];
  if (begin && end && weights.length > 2 && end.each > 0 && begin.each / end.each < VANISHING)
    findings.push({ kind: 'vanishing', name: begin.name, seen: begin.each / end.each, bound: VANISHING });
  for (const { name, measure } of weights) {
    const share = measure.update / measure.weight;
    const times = measure.clipped / measure.weight;
    if (times > EXPLODING && measure.weight > 0)
      findings.push({ kind: 'exploding', name, seen: times, bound: EXPLODING });
    if (share > STRIDES) findings.push({ kind: 'strides', name, seen: share, bound: STRIDES });
  }
  for (const [i, twins] of (last.health?.twins ?? []).entries()) {
    const param = params[i];
    if (param && twins > 1) findings.push({ kind: 'symmetric', name: param.name, seen: twins, bound: 1 });
  }
  return findings;
}

function ofCurves(scores: readonly Scored[], settings: SettingValues): Finding[] {
  const last = scores.at(-1);
  if (!last?.test || !last.train) return [];
  const least = best(scores);
  const rise = least.test ? last.test.loss / least.test.loss : 1;
  const matters = last.test.loss > HARMLESS;
  if (matters && rise > OVERFITTING && last.train.loss < 0.8 * last.test.loss && last.step > least.step)
    return [{ kind: 'overfitting', name: '', seen: rise, bound: OVERFITTING, step: least.step }];
  const from = latter(scores)[0];
  const gain = from?.train ? 1 - last.train.loss / from.train.loss : 1;
  const stuck = last.step >= PLATEAU.steps && gain < PLATEAU.gain && last.train.accuracy < PLATEAU.accuracy;
  return stuck && (settings.rate ?? 1) > 0
    ? [{ kind: 'plateau', name: '', seen: gain, bound: PLATEAU.gain }]
    : [];
}

// The step to go back to from a fault: the last that was scored before its losses rose. What is finite there may be
// ruined all the same.
export function soundBefore(scores: readonly Scored[], fault: number): number {
  let least = Number.POSITIVE_INFINITY;
  let sound = 0;
  for (const { step, train } of scores) {
    if (step >= fault || !train || !(train.loss <= DIVERGED * least)) continue;
    least = Math.min(least, train.loss);
    if (Number.isFinite(train.loss)) sound = step;
  }
  return sound;
}

const latter = (scores: readonly Scored[]): readonly Scored[] =>
  scores.filter(({ step }) => step >= (scores.at(-1)?.step ?? 0) * (1 - PLATEAU.share));

// On a plateau: whether the loss is thrown to and fro, rather than creeping.
export function jumps(scores: readonly Scored[]): boolean {
  const losses = latter(scores).flatMap(({ train }) => train?.loss ?? []);
  const ways = losses.slice(1).map((loss, i) => Math.abs(loss / (losses[i] ?? loss) - 1));
  return ways.reduce((sum, each) => sum + each, 0) > JUMPS * ways.length;
}

// What the rate is multiplied by for a step that moves the weights by about a thousandth: no more than a digit of it, as
// it is a rule of thumb. None where it does about that already, or nothing moves.
export function healthier(scores: readonly Scored[]): number | undefined {
  const shares = (scores.at(-1)?.health?.measures ?? [])
    .filter(({ weight, update }) => weight > 0 && update > 0)
    .map(({ weight, update }) => update / weight);
  const by = HEALTHY / Math.max(...shares);
  return shares.length > 0 && (by > 5 || by < 0.2) ? Number(by.toPrecision(1)) : undefined;
}

function best(scores: readonly Scored[]): Scored {
  return scores.reduce((a, b) =>
    (b.test?.loss ?? Number.POSITIVE_INFINITY) < (a.test?.loss ?? Number.POSITIVE_INFINITY) ? b : a,
  );
}
