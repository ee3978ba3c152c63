// A run as a PyTorch program: the same net from the same weights, the same order of samples, the same settings, the
// same changes at the same steps. Only what the run needs is written.

import { classCount, type Plan } from '../../engine/plan';
import type { Change } from '../../engine/run-messages';
import { type Setting, wished, wishOf } from '../../engine/train-settings';
import type { RunData, RunRecord } from '../run-record';
import { trainText } from './loop';
import { type Written, writeModel } from './model';
import { PICTURE_FILE } from './picture-file';
import { DATA, DEAL, FROZEN_STATE, ORDER, POINTS, READING, SCHEDULES, TOKENS } from './pieces';
import { POINTS_FILE, type PointsPart } from './points-file';
import { Settings, type Value } from './settings';
import { TOKEN_FILE } from './token-file';

// A run as a program needs it. One of points is in no list, so its record is of no kind that is kept.
export type Recipe = Omit<RunRecord, 'data'> & {
  readonly data: RunData | 'points';
  readonly points?: PointsPart;
};

export interface Source {
  readonly record: Recipe;
  readonly plans: readonly Plan[]; // of the line it began with, then of each line it was changed to
  readonly table: readonly Setting[];
}

export type Stray = 'dropout' | 'augmented' | 'memory';

export interface Script {
  readonly text: string;
  readonly missing: readonly string[]; // operations or settings that no line stands for: the text is of no use
  readonly strays: readonly Stray[]; // what PyTorch draws otherwise: the numbers will differ
  readonly byHand: boolean; // weights are taken over that no sample of the run has made
}

// ---------------------------------------------------------------- what the run needs

const OPTIMIZERS: Readonly<Record<string, { readonly make: string; readonly reads: readonly string[] }>> = {
  sgd: { make: 'torch.optim.SGD(parameters, lr=1)', reads: [] },
  momentum: { make: 'torch.optim.SGD(parameters, lr=1, momentum=S["momentum"])', reads: ['momentum'] },
  nesterov: {
    make: 'torch.optim.SGD(parameters, lr=1, momentum=S["momentum"], nesterov=S["momentum"] > 0)',
    reads: ['momentum'],
  },
  adagrad: { make: 'torch.optim.Adagrad(parameters, eps=S["eps"])', reads: ['eps'] },
  adagrad_mean: { make: 'AdagradMean(parameters, eps=S["eps"])', reads: ['eps'] },
  rmsprop: {
    make: 'torch.optim.RMSprop(parameters, alpha=S["alpha"], eps=S["eps"])',
    reads: ['alpha', 'eps'],
  },
  adam: {
    make: 'torch.optim.Adam(parameters, betas=(S["beta1"], S["beta2"]), eps=S["eps"])',
    reads: ['beta1', 'beta2', 'eps'],
  },
  adamw: {
    make: 'torch.optim.AdamW(parameters, betas=(S["beta1"], S["beta2"]), eps=S["eps"], weight_decay=S["weight_decay"])',
    reads: ['beta1', 'beta2', 'eps', 'weight_decay'],
  },
};
// Settings a script has lines for.
const ALWAYS = ['optimizer', 'batch', 'rate'];
const OFTEN = [
  'schedule',
  'warmup_steps',
  'clip_value',
  'clip_norm',
  'l1',
  'l2',
  'max_norm',
  'reduction',
  'zero_gradients',
  'shuffle',
];

// ---------------------------------------------------------------- the text

export function writeScript({ record, plans, table }: Source): Script {
  const changes = record.changes.filter(({ at }) => at < record.steps);
  const settings = new Settings(table, record.wishes, changes);
  const optimizers = settings.of('optimizer').map(String);
  const schedules = settings.of('schedule').map(String);
  const reads = new Set([
    ...optimizers.flatMap((each) => OPTIMIZERS[each]?.reads ?? []),
    ...schedules.flatMap((each) => SCHEDULES[each]?.reads ?? []),
  ]);
  const used = table
    .map(({ name }) => name)
    .filter(
      (name) => ALWAYS.includes(name) || reads.has(name) || (OFTEN.includes(name) && settings.strays(name)),
    );
  const own = record.data === 'own';
  const { points } = record;
  const models = plans.map((plan) => writeModel(plan, points?.targets));
  const known = new Set([
    ...ALWAYS,
    ...OFTEN,
    'augmented',
    ...[...Object.values(OPTIMIZERS), ...Object.values(SCHEDULES)].flatMap((each) => each.reads),
  ]);
  const missing = [
    ...models.flatMap((model) => model.missing),
    ...optimizers.filter((each) => !OPTIMIZERS[each]),
    ...schedules.filter((each) => !SCHEDULES[each]),
    ...table
      .map(({ name }) => name)
      .filter((name) => !known.has(name) && !name.startsWith('augment_') && settings.strays(name)),
  ];
  const strays: readonly Stray[] = [
    ...(models.some(({ random }) => random) ? ['dropout' as const] : []),
    ...(settings.ever('augmented') ? ['augmented' as const] : []),
    ...(record.changes.some((each) => 'learnt' in each && each.memory && !each.shown)
      ? ['memory' as const]
      : []),
  ];
  const byHand = changes.some((each) => 'learnt' in each && !each.shown);
  const shown = changes.some((each) => 'learnt' in each && each.shown);
  const values = Object.fromEntries(
    table
      .filter(({ name }) => used.includes(name))
      .map((setting) => [setting.name, wishOf(setting, wished(setting, record.wishes[setting.name]))]),
  );
  // What has no effect is not written: a setting that nothing reads, a line where there is no other.
  const told = changes.filter((each) =>
    'set' in each ? used.includes(each.set) : !('notation' in each) || plans.length > 1,
  );
  const deals = !record.text && record.validation + record.labelNoise > 0;
  const text = [
    head(record, strays, byHand, shown),
    constants(record, values) + (deals ? shares(record, plans[0]) : ''),
    changesOf(told, plans, table),
    READING,
    points
      ? POINTS(POINTS_FILE, points.targets)
      : record.text
        ? TOKENS(TOKEN_FILE)
        : DATA(own ? PICTURE_FILE : undefined),
    ORDER(settings.ever('shuffle', 0), !own && !record.text && !points, deals),
    deals ? DEAL : '',
    modelText(models),
    lossText(models[0], settings.ever('reduction', 'sum'), points?.targets ? 'targets' : 'labels'),
    rateText(settings),
    optimizerText(
      optimizers,
      settings,
      changes.some((each) => 'freeze' in each),
    ),
    trainText(settings, told, plans, record.text, deals, points),
  ].join('\n');
  return { text: text.replace(/\n{4,}/g, '\n\n\n'), missing: [...new Set(missing)], strays, byHand };
}

// A comment of one line, whatever a learner has written.
const said = (text: string): string => text.replace(/[\r\n]+/g, '; ').slice(0, 400);

const NOTES: Readonly<Record<Stray, string>> = {
  augmented: '# Augmentation is left out: the losses will not be those of the page.\n',
  dropout: '# Dropout draws its own random numbers here: the losses will not be those of the page.\n',
  memory:
    '# Of a step by hand only the weights are taken over, not m and v: the losses after it will not be those of the page.\n',
};

const BY_HAND = `# step-N.safetensors: all weights as they were after a step by hand, on a picture that is not one of the data set.
# The program takes these weights over when N steps have been made. The picture itself is not in it.
`;

const SHOWN = `# step-N.shown.safetensors: the pictures that steps by hand were made on, and the classes that were meant. The program
# makes these steps when N of the run have been made, and says how far its weights are then from those of the page.
`;

const STANDARDISED = `# Every column was brought to mean 0 and deviation 1 by the points to learn from: ${POINTS_FILE} has them so, and beside
# them the mean and the deviation of each.
`;

function head(
  { name, notation, data, text, points }: Recipe,
  strays: readonly Stray[],
  byHand: boolean,
  shown: boolean,
): string {
  const notes = [
    ...(byHand ? [BY_HAND] : []),
    ...(shown ? [SHOWN] : []),
    ...strays.map((each) => NOTES[each]),
  ];
  const beside = points ? POINTS_FILE : text ? TOKEN_FILE : data === 'own' ? PICTURE_FILE : '';
  const needs = beside
    ? `# Needs PyTorch and NumPy. start.safetensors and ${beside} lie beside this file. Prints the loss of every
# step; curves.csv has those of the page.`
    : `# Needs PyTorch and NumPy. start.safetensors lies beside this file; FOLDER holds the four files of the data set
# (train-images-idx3-ubyte … or the same with .gz). Prints the loss of every step; curves.csv has those of the page.`;
  return `#!/usr/bin/env python3
# ${said(name || 'A run of glassnet')}
# ${said(notation)}
#
#   python3 train.py ${beside ? '' : '--data FOLDER '}[--steps N]
#
${needs}
${points?.standardised ? STANDARDISED : ''}${notes.join('')}import argparse
${beside ? '' : 'import gzip\n'}import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

arguments = argparse.ArgumentParser()
${beside ? '' : 'arguments.add_argument("--data", type=Path, required=True)\n'}arguments.add_argument("--steps", type=int)
arguments = arguments.parse_args()
`;
}

function python(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' && !Number.isFinite(value))
    return `float("${String(value).replace('Infinity', 'inf')}")`;
  return JSON.stringify(value);
}

function constants(record: Recipe, values: Readonly<Record<string, Value>>): string {
  const lines = Object.entries(values).map(([name, value]) => `    ${python(name)}: ${python(value)},\n`);
  const { text } = record;
  const samples = text
    ? `SAMPLES = ${record.samples}  # windows to learn from
WINDOW = ${text.window}  # tokens of each
STRIDE = ${text.stride}  # tokens from one to the next
TESTS = ${text.tests}  # windows to test on`
    : `SAMPLES = ${record.samples}  # ${record.points ? 'points to learn from' : 'the first of the training set'}`;
  return `SEED = ${record.seed}
${samples}
STEPS = ${record.steps}
S = {  # the settings; what is not named here has no effect
${lines.join('')}}`;
}

const shares = ({ validation, labelNoise }: Recipe, plan: Plan | undefined): string => `
VALIDATION = ${validation}  # the share of the samples that is held out of training
LABEL_NOISE = ${labelNoise}  # the share of the others whose label is drawn by lot, which may draw the right one
CLASSES = ${plan ? classCount(plan) : 0}`;

// The file beside the program with all that was learnt by hand after so many steps.
export const learntFile = (at: number): string => `step-${at}.safetensors`;

// And with the samples that made them so.
export const shownFile = (at: number): string => `step-${at}.shown.safetensors`;

// What was changed by hand, by the number of steps that had been made.
function changesOf(changes: readonly Change[], plans: readonly Plan[], table: readonly Setting[]): string {
  const params = paramsOf(plans[0]);
  const lines = new Map<number, string[]>();
  for (const each of changes) {
    let what: readonly unknown[] | undefined;
    if ('set' in each) {
      const setting = table.find(({ name }) => name === each.set);
      if (setting) what = ['set', each.set, wishOf(setting, each.value)];
    } else if ('notation' in each)
      what = ['net', plans.findIndex(({ notation }) => notation === each.notation) + 1];
    else if ('freeze' in each) what = ['freeze', params[each.freeze], each.frozen];
    else if ('learnt' in each)
      what = each.shown
        ? ['shown', shownFile(each.at), learntFile(each.at)]
        : ['weights', learntFile(each.at)];
    else what = ['weight', params[each.param], each.index, each.value];
    if (what && !what.includes(undefined))
      lines.set(each.at, [...(lines.get(each.at) ?? []), `(${what.map(python).join(', ')})`]);
  }
  if (lines.size === 0) return '';
  const rows = [...lines].sort(([a], [b]) => a - b).map(([at, each]) => `    ${at}: [${each.join(', ')}],\n`);
  return `CHANGES = {  # made by hand, after so many steps\n${rows.join('')}}`;
}

// In the core's order: a shared one with its first row.
const paramsOf = (plan: Plan | undefined): readonly string[] => [
  ...new Set(plan?.rows.flatMap((row) => row.params.map(({ name }) => name))),
];

function modelText(models: readonly Written[]): string {
  return models
    .map(({ lines }, i) => {
      const body = lines.map((line) => `    ${line}\n`).join('');
      return `\n\ndef net${models.length > 1 ? i + 1 : ''}(x, training=True):\n${body}`;
    })
    .join('');
}

const lossText = (model: Written | undefined, sum: boolean, answers: string): string => `
def losses_of(x, ${answers}):  # of each sample
${(model?.loss ?? []).map((line) => `    ${line}\n`).join('')}${
  sum
    ? `

def whole(losses):  # what is led downhill
    return losses.sum() if S["reduction"] == "sum" else losses.mean()
`
    : ''
}`;

function rateText(settings: Settings): string {
  const schedules = settings.of('schedule').map(String);
  const warm = settings.ever('warmup_steps');
  const formulas = schedules.map((name) => SCHEDULES[name]?.rate ?? '');
  const branches =
    schedules.length === 1
      ? `    return ${formulas[0]}\n`
      : schedules
          .map((name, i) => `    if S["schedule"] == "${name}":\n        return ${formulas[i]}\n`)
          .join('');
  return `
def rate(step):
${
  warm
    ? `    warm = S["warmup_steps"]
    if step < warm:
        return S["rate"] * (step + 1) / warm
    step -= warm
`
    : ''
}${branches}`;
}

const KEPT: Readonly<Record<string, string>> = {
  momentum: 'momentum=S["momentum"]',
  alpha: 'alpha=S["alpha"]',
  eps: 'eps=S["eps"]',
  weight_decay: 'weight_decay=S["weight_decay"]',
};

function optimizerText(names: readonly string[], settings: Settings, freezes: boolean): string {
  const many = names.length > 1;
  const lines = names.map((name) => {
    const { make = '' } = OPTIMIZERS[name] ?? {};
    return many ? `    if S["optimizer"] == "${name}":\n        return ${make}\n` : `    return ${make}\n`;
  });
  const mean = names.includes('adagrad_mean') ? ADAGRAD_MEAN : '';
  const moved = [...new Set(names.flatMap((name) => OPTIMIZERS[name]?.reads ?? []))].filter(
    (name) => settings.of(name).length > 1,
  );
  const betas = moved.some((name) => name.startsWith('beta')) ? ['betas=(S["beta1"], S["beta2"])'] : [];
  const rest = moved.flatMap((name) => (KEPT[name] ? [KEPT[name]] : []));
  return `${mean}

def new_optimizer():
${lines.join('')}${freezes ? FROZEN_STATE : ''}

def prepare(optimizer, step):
    optimizer.param_groups[0].update(${['lr=rate(step)', ...betas, ...rest].join(', ')})
`;
}

const ADAGRAD_MEAN = `

class AdagradMean(torch.optim.Optimizer):
    """AdaGrad with the mean of the squares so far, as Hung-yi Lee teaches it."""

    def __init__(self, params, eps):
        super().__init__(params, {"lr": 1, "eps": eps})

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        for p in group["params"]:
            if p.grad is None:
                continue
            state = self.state[p]
            state["step"] = state.get("step", 0) + 1
            state["squares"] = state.get("squares", 0) + p.grad ** 2
            p -= group["lr"] * p.grad / ((state["squares"] / state["step"]).sqrt() + group["eps"])
`;
