// What the list says of runs of networks.
import type { Scored } from '../engine/run-messages';
import { count, isKey, type Key, percent, t } from '../locales';
import { sizeOf } from '../state/gpt-sizes';
import { MODEL_NAMES, MODELS } from '../state/models';
import type { RunRecord } from '../state/run-record';
import { TRAIN_COUNT } from '../state/set-names';
import type { RunScale, RunTeller } from './run-teller';

// A shipped network by its name, a small GPT by its size, another by its line.
function runModel({ ended, text }: RunRecord): string {
  const size = text?.units && sizeOf(ended);
  if (text?.units) return t(`gpt.size.${size || 'line'}`);
  if (text) return t('runs.letters', { n: count(text.window / 2) });
  const model = MODEL_NAMES.find((name) => MODELS[name] === ended);
  return model ? t(`model.${model}`) : ended;
}

// A small GPT of a line of one's own.
const isOwn = ({ ended, text }: RunRecord): boolean => text?.units !== undefined && !sizeOf(ended);

// '': digits, which need not be said.
function runData({ data, text }: RunRecord): string {
  if (!text) return data === 'mnist' ? '' : t(`set.${data}` as Key);
  const name = text.units ? `gpt.text.${text.name}` : `rewrite.task.${text.name}`;
  return isKey(name) ? t(name) : text.name;
}

// What was done to the data, where that is not the usual.
function runDealt({ data, text, samples, validation, labelNoise }: RunRecord): readonly string[] {
  if (text) return [];
  const whole = data === 'own' || samples === TRAIN_COUNT;
  return [
    whole ? '' : `${t('about.set.count.name')} ${count(samples)}`,
    validation > 0 ? `${t('settings.validation')} ${Math.round(100 * validation)} %` : '',
    labelNoise > 0 ? `${t('settings.noise')} ${Math.round(100 * labelNoise)} %` : '',
  ];
}

// How a text was cut. '': it is none.
function runCut({ text }: RunRecord): string {
  if (!text?.units) return '';
  if (text.merges < 0) return t('gpt.cut.file');
  return text.merges === 0 ? t('gpt.cut.characters') : t('gpt.cut.bpe', { n: count(text.merges) });
}

// Of what was read as tokens bits per character, which compare however it was cut; of the rest the share that was right.
const isRead = (run: RunRecord | undefined): boolean => run?.text?.units !== undefined;

const scaleOf = (run: RunRecord | undefined): RunScale =>
  isRead(run)
    ? {
        heading: t('runs.curve.bits'),
        about: 'runsCompare',
        axis: t('axis.step'),
        name: t('runs.bits'),
        high: undefined,
        form: (value) => value.toFixed(2),
      }
    : {
        heading: t('runs.curve'),
        about: 'runsCompare',
        axis: t('axis.step'),
        name: t('runs.accuracy'),
        high: 1,
        form: percent,
      };

const bits = ({ text }: RunRecord, { test }: Scored): number | undefined =>
  test && (test.loss * (text?.perCharacter ?? 1)) / Math.LN2;

const scoreAt = (run: RunRecord, scored: Scored | undefined): number | undefined =>
  scored && (isRead(run) ? bits(run, scored) : scored.test?.accuracy);

export const networkTeller: RunTeller<RunRecord> = {
  facts(run) {
    const { steps, start, seed, changes } = run;
    return [
      runModel(run),
      t(steps === 1 ? 'runs.metaOne' : 'runs.metaShort', { steps: count(steps) }),
      runData(run),
      ...runDealt(run),
      runCut(run),
      start ? t('runs.trained') : t('runs.fresh', { seed }),
      changes.length > 0 ? t('runs.changes', { count: count(changes.length) }) : '',
    ].filter((fact) => fact !== '');
  },
  scale: scaleOf,
  score: (run) => scoreAt(run, run.scores.at(-1)),
  curve: (run) => ({
    x: run.scores.map(({ step }) => step),
    y: run.scores.map((scored) => scoreAt(run, scored)),
  }),
  rows: () => [
    { name: t('runs.network'), of: (run) => (run.text && !isOwn(run) ? runModel(run) : run.ended) },
    { name: t('runs.cut'), of: runCut },
    { name: t('runs.seed'), of: ({ seed }) => String(seed) },
    { name: t('runs.began'), of: ({ start }) => t(start ? 'runs.trained' : 'runs.untrained') },
    { name: t('runs.byHand'), of: ({ changes }) => count(changes.length) },
    { name: t('about.set.count.name'), of: ({ samples }) => count(samples) },
    { name: t('settings.validation'), of: ({ validation }) => `${Math.round(100 * validation)} %` },
    { name: t('settings.noise'), of: ({ labelNoise }) => `${Math.round(100 * labelNoise)} %` },
    { name: t('about.set.data.name'), of: (run) => runData(run) || t('set.mnist') },
  ],
  length: () => ({ name: t('runs.steps'), of: ({ steps }) => count(steps) }),
  settings: ({ now }) => now,
  again(run, how) {
    const steps = count(run.steps);
    return how.kind === 'going'
      ? t('runs.going', { step: count(how.steps), steps })
      : t(`runs.${how.kind}`, { steps, weights: count(run.learnt.length) });
  },
  notes: ({ data, text }, { byHand, strays }, what) =>
    [
      ...(byHand ? (['runs.weightsOnly'] as const) : []),
      ...strays.map((each) => `runs.strays.${each}` as const),
      ...(what === 'file' && data === 'own' ? (['runs.strays.pictures'] as const) : []),
      ...(what === 'file' && text?.name === 'own' ? (['runs.strays.text'] as const) : []),
    ].map((each) => t(each)),
  untaken: ({ text }) => t(text ? 'runs.noTorchText' : 'runs.noTorch'),
};
