// What helps against each finding, as settings and lines. Only what helped on runs that had the finding is offered
// (tests/web/remedies.test.ts measures it), and where a rate above the usual one did the harm, each remedy lowers it.
import type { Plan } from '../engine/plan';
import type { Scored } from '../engine/run-messages';
import type { Setting, SettingValues } from '../engine/train-settings';
import { type ActivationName, activationOf, withActivation } from './activation';
import { type Finding, healthier, jumps } from './diagnose';
import { withInit } from './line';
import { fitted, gated, linked, normed } from './line-remedies';

type Name =
  | 'rate'
  | 'activation'
  | 'backSlower'
  | 'backUsual'
  | 'start'
  | 'clip'
  | 'back'
  | 'l2'
  | 'maxNorm'
  | 'schedule'
  | 'he'
  | 'xavier'
  | 'xavierWide'
  | 'reluHe'
  | 'norm'
  | 'gates'
  | 'residual';

export interface Remedy {
  readonly name: Name;
  readonly says?: { readonly [name in 'value' | 'step' | 'count']?: number } & { readonly to?: string };
  readonly seek?: number; // a step to go back to
  readonly set?: SettingValues;
  readonly line?: string;
  readonly renews?: true; // the run begins anew
}

// The run that the findings are of.
export interface Patient {
  readonly plan: Plan;
  readonly table: readonly Setting[];
  readonly settings: SettingValues;
  readonly scores: readonly Scored[];
  readonly step: number;
  readonly inits: readonly string[]; // that the core knows, the usual one first
  readonly usualRate: number; // of its optimiser
}

const DECAY = 1e-3; // of each weight in a step: less is not noticed, more leaves nothing of the net
const CLIPPED = 1;
const LONGEST = 3;
const L2 = 1e-3;
const LEAST_COSINE = 1000; // steps

export function remediesOf({ kind, step = 0 }: Finding, patient: Patient): readonly Remedy[] {
  const { settings, scores } = patient;
  const rate = settings.rate ?? 0;
  const calm = Math.min(rate, patient.usualRate);
  switch (kind) {
    case 'diverged':
      return back(patient, step);
    case 'dead':
      return eased(patient, [switched(patient, 'leaky_relu'), ...drawn(patient)]);
    case 'saturated':
      return eased(patient, [...reluHe(patient), ...drawn(patient), ...withNorms(patient)]);
    case 'vanishing':
      return calmed(patient, [
        ...reluHe(patient),
        ...drawn(patient),
        ...withNorms(patient),
        ...passed(patient),
      ]);
    case 'exploding':
      return [
        clip(patient.usualRate),
        { name: 'maxNorm', set: { max_norm: LONGEST } },
        ...decay(patient),
        ...atUsual(patient, [...drawn(patient), ...again(patient)].slice(0, 1)),
      ];
    case 'strides':
      return [scaled(rate, 0.1), clip(calm), ...cosine(patient)];
    case 'plateau':
      return slopesOf(scores).map((by) => scaled(rate, by));
    case 'overfitting':
      return [
        { name: 'back', says: { step }, seek: step },
        { name: 'l2', says: { value: L2 }, set: { l2: L2 } },
      ];
    case 'symmetric':
      return [{ name: 'start', renews: true }];
  }
}

// A tenth of a rate that is far above the usual one may be too large yet.
function back({ settings, usualRate }: Patient, seek: number): readonly Remedy[] {
  const slower = rounded((settings.rate ?? 0) / 10);
  return [
    { name: 'backSlower', seek, set: { rate: slower } },
    ...(slower > usualRate
      ? [{ name: 'backUsual', says: { value: usualRate }, seek, set: { rate: usualRate } } as const]
      : []),
  ];
}

const rounded = (value: number): number => Number(value.toPrecision(3));

function scaled(rate: number, by: number): Remedy {
  const value = rounded(rate * by);
  return { name: 'rate', says: { value }, set: { rate: value } };
}

// Clipped gradients move the net as far as the rate says and no further: the usual rate goes with them.
const clip = (rate: number): Remedy => ({
  name: 'clip',
  says: { value: rate },
  set: { clip_norm: CLIPPED, rate },
});

// At a rate above the usual one the weights are ruined already, and would be again: another start at the usual rate.
function eased(patient: Patient, remedies: readonly Remedy[]): readonly Remedy[] {
  const start: Remedy = { name: 'start', renews: true };
  return hasty(patient) ? atUsual(patient, [...remedies, start]) : [...remedies, ...again(patient)];
}

const hasty = ({ usualRate, settings }: Patient): boolean => (settings.rate ?? 0) > usualRate;

const calmed = (patient: Patient, remedies: readonly Remedy[]): readonly Remedy[] =>
  hasty(patient) ? atUsual(patient, remedies) : remedies;

const atUsual = ({ usualRate }: Patient, remedies: readonly Remedy[]): readonly Remedy[] =>
  remedies.map((each) => ({ ...each, renews: true, set: { ...each.set, rate: usualRate } }));

// The usual random weights, where the line asks for others: the same ones would come again.
const again = ({ plan }: Patient): readonly Remedy[] =>
  /\b(init|gain)\s*=/.test(plan.notation) ? [{ name: 'start', renews: true }] : [];

const activations = (plan: Plan): readonly number[] =>
  plan.rows.filter(({ index }) => activationOf(plan, index)).map(({ index }) => index);

const switched = ({ plan }: Patient, to: ActivationName): Remedy => ({
  name: 'activation',
  says: { to },
  line: withActivation(plan, activations(plan), to),
});

// ReLU on weights drawn for another function seldom learns where many layers follow each other.
function reluHe({ plan, inits: [usual] }: Patient): readonly Remedy[] {
  if (usual === undefined) return [];
  const line = withInit(withActivation(plan, activations(plan), 'relu'), 'he', usual);
  return line === plan.notation ? [] : [{ name: 'reluHe', line, renews: true }];
}

// Weights drawn to fit the activation functions.
function drawn({ plan, inits: [usual] }: Patient): readonly Remedy[] {
  const found = usual === undefined ? undefined : fitted(plan, usual);
  return found ? [{ name: found.init, line: found.line, renews: true }] : [];
}

function withNorms({ plan }: Patient): readonly Remedy[] {
  const line = normed(plan);
  return line === undefined ? [] : [{ name: 'norm', line, renews: true }];
}

// Ways past the layers.
function passed({ plan }: Patient): readonly Remedy[] {
  const [links, gates] = [linked(plan), gated(plan)];
  return [
    ...(links
      ? [{ name: 'residual', says: { count: links.count }, line: links.line, renews: true } as const]
      : []),
    ...(gates
      ? [{ name: 'gates', says: { count: gates.count }, line: gates.line, renews: true } as const]
      : []),
  ];
}

// Weight decay that can be felt: what it takes off depends on the rate. It is too slow for a net that goes to pieces.
function decay({ table, settings, usualRate }: Patient): readonly Remedy[] {
  const most = table.find(({ name }) => name === 'l2')?.most ?? 0;
  const rate = settings.rate ?? 0;
  if (rate <= 0 || 100 * rate >= usualRate) return [];
  const value = Math.min(most, rounded(DECAY / rate));
  return [{ name: 'l2', says: { value }, set: { l2: value } }];
}

// To the end of a cosine that begins now to be felt, however long the run is already.
function cosine({ table, settings, step }: Patient): readonly Remedy[] {
  const place = table.find(({ name }) => name === 'schedule')?.choices.indexOf('cosine') ?? -1;
  if (place < 0 || settings.schedule === place) return [];
  const warm = settings.warmup_steps ?? 0;
  const length = Math.max(LEAST_COSINE, Math.ceil((2 * (step - warm)) / 100) * 100);
  return [
    { name: 'schedule', says: { step: warm + length }, set: { schedule: place, schedule_steps: length } },
  ];
}

// A loss that jumps wants smaller steps, one that creeps larger ones.
function slopesOf(scores: readonly Scored[]): readonly number[] {
  if (jumps(scores)) return [1 / 3, 0.1];
  const by = healthier(scores) ?? 1;
  return [Math.max(by, 3)];
}
