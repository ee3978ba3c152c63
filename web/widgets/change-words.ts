// What was changed by hand on the way of a run, in words, for the steps where it was.
import type { Change } from '../engine/run-messages';
import { type Setting, wished } from '../engine/train-settings';
import { count, number, t } from '../locales';
import { ACTIVATION_NAMES } from '../state/activation';
import type { Params } from '../state/diagnose';
import type { Learner, Placed } from '../state/learner';
import { settingName, settingValue } from './gn-setting';
import { placeOf } from './names';

export interface Changed {
  readonly step: number; // made before step + 1
  readonly name: string; // in a word or two
  readonly text: string;
}

const NEAR = 10; // steps, and
const NEAR_SHARE = 0.01; // of all: a slider that is dragged while the run goes on makes one change
const MOST_NUMBERS = 2; // that are named
const NO_SLOPE = 'leaky_relu 1';

type Set = Extract<Change, { readonly set: string }>;

// Changes before the first step are the run's start.
export function changedOf(learner: Learner): readonly Changed[] {
  const { source } = learner;
  const { changes } = learner.setup.value;
  if (!source || changes.length === 0) return [];
  const table = learner.table.value;
  const near = Math.max(NEAR, NEAR_SHARE * learner.history.steps);
  const found = [
    ...settings(changes, table, source.settings, near),
    ...lines(changes, source.notation),
    ...byStep(changes, 'freeze', (all) => frozen(all, learner.params())),
    ...byStep(changes, 'learnt', () => ({ name: t('change.weights'), text: t('change.allWeights') })),
    ...byStep(changes, 'param', (all) => numbers(all, learner.params())),
  ].filter(({ step }) => step > 0);
  return found.sort((a, b) => a.step - b.step);
}

function settings(
  changes: readonly Change[],
  table: readonly Setting[],
  wishes: Readonly<Record<string, number | string>>,
  near: number,
): Changed[] {
  return table.flatMap((setting) => {
    const its = changes.filter((each): each is Set => 'set' in each && each.set === setting.name);
    const found: { step: number; from: number; to: number }[] = [];
    let value = wished(setting, wishes[setting.name]);
    for (const each of [...its].sort((a, b) => a.at - b.at)) {
      const last = found.at(-1);
      if (last && last.step > 0 && each.at - last.step <= near) {
        last.step = each.at;
        last.to = each.value;
      } else found.push({ step: each.at, from: value, to: each.value });
      value = each.value;
    }
    const name = settingName(setting.name);
    const say = (each: number) => settingValue(setting, each);
    return found
      .filter(({ from, to }) => from !== to)
      .map(({ step, from, to }) => ({
        step,
        name,
        text: t('change.of', { name, from: say(from), to: say(to) }),
      }));
  });
}

// The line's pieces that are others now: activation functions above all.
function lines(changes: readonly Change[], notation: string): Changed[] {
  const piecesOf = (line: string) => line.split(/[;{}]/).map((piece) => piece.trim());
  let before = piecesOf(notation);
  return changes.flatMap((each) => {
    if (!('notation' in each)) return [];
    const after = piecesOf(each.notation);
    const pairs = after.map((piece, i) => [before[i] ?? '', piece] as const).filter(([a, b]) => a !== b);
    before = after;
    const activations = pairs.every((pair) => pair.every(isActivation));
    const name = t(activations ? 'settings.activation' : 'change.line');
    const texts = pairs.map(([from, to]) => t('change.of', { name, from: said(from), to: said(to) }));
    return pairs.length > 0 ? [{ step: each.at, name, text: [...new Set(texts)].join(', ') }] : [];
  });
}

const isActivation = (piece: string): boolean => ACTIVATION_NAMES.some((name) => piece.startsWith(name));
const said = (piece: string): string => (piece === NO_SLOPE ? 'none' : piece);

function byStep<K extends 'freeze' | 'learnt' | 'param'>(
  changes: readonly Change[],
  kind: K,
  say: (all: readonly Extract<Change, Record<K, unknown>>[]) => Omit<Changed, 'step'>,
): Changed[] {
  const its = changes.filter((each): each is Extract<Change, Record<K, unknown>> => kind in each);
  return [...new Set(its.map(({ at }) => at))].map((step) => ({
    step,
    ...say(its.filter(({ at }) => at === step)),
  }));
}

type Freeze = Extract<Change, { readonly freeze: number }>;
type Number = Extract<Change, { readonly param: number }>;

function frozen(all: readonly Freeze[], params: readonly Params[]): Omit<Changed, 'step'> {
  const names = (which: boolean) => [
    ...new Set(
      all
        .filter((each) => each.frozen === which)
        .map(({ freeze }) => (params[freeze]?.name ?? '').split('.')[0]),
    ),
  ];
  const [still, free] = [names(true).join(', '), names(false).join(', ')];
  const texts = [
    ...(still ? [t('change.frozen', { name: still })] : []),
    ...(free ? [t('change.free', { name: free })] : []),
  ];
  return { name: t(still ? 'change.freeze' : 'change.unfreeze'), text: texts.join(', ') };
}

function numbers(all: readonly Number[], params: readonly (Params & Placed)[]): Omit<Changed, 'step'> {
  const texts = all.slice(0, MOST_NUMBERS).map(({ param, index, value }) => {
    const { name = '', shape = [] } = params[param] ?? {};
    return t('change.number', { name: `${name}[${placeOf(shape, index)}]`, value: number(value) });
  });
  const more = all.length - texts.length;
  if (more > 0) texts.push(t('change.more', { count: count(more) }));
  return { name: t('change.weight'), text: texts.join(', ') };
}
