// What is wrong with a lesson's files: its plan, its two texts and the glossary held against each other and against what
// the page knows.

import { isComparison } from '../../web/lessons/conditions';
import { MEASURE_NAMES } from '../../web/lessons/measures';
import { setupMeasure } from '../../web/lessons/measures-setup';
import type {
  Block,
  Claim,
  Comparison,
  Condition,
  Glossary,
  Inline,
  LessonText,
  Plan,
  StepText,
} from '../../web/lessons/types';
import { WIDGET_NAMES } from '../../web/lessons/widgets';
import names from '../../web/locales/train/en.json';
import { readLink } from '../../web/state/link';
import { SETTING_NAMES } from '../../web/state/settings';
import { liveIn, misspelt } from '../../web/widgets/latex';

const PARTS = ['numbers', 'descent', 'backprop', 'practice', 'general', 'conv', 'text'];
const ACTIONS = [
  'set',
  'train',
  'points',
  'words',
  'rewrite',
  'rewriteType',
  'places',
  'gpt',
  'gptType',
  'gptWrite',
  'change',
  'retry',
  'line',
  'pick',
  'draw',
  'hand',
  'step',
  'open',
  'edit',
];
const LINKED: readonly string[] = [
  ...SETTING_NAMES,
  'ink',
  'pixels',
  'digit',
  'noise',
  'average',
  'change',
  'at',
];
const LEAST_SEEDS = 5;

export type Lesson = Plan & { readonly text: Readonly<Record<'en' | 'zh', LessonText>> };

export function faults(lesson: Lesson, glossary: Glossary): readonly string[] {
  const found: string[] = [];
  const fault = (text: string) => found.push(`${lesson.name}: ${text}`);
  if (!PARTS.includes(lesson.part)) fault(`no part "${lesson.part}"`);
  if (!(lesson.minutes >= 5 && lesson.minutes <= 12)) fault(`${lesson.minutes} minutes`);
  for (const [question, steps] of Object.entries(lesson.answers)) {
    if (!(Number(question) >= 1 && Number(question) <= 30)) fault(`no question ${question}`);
    for (const id of steps)
      if (!lesson.steps.some((step) => step.id === id)) fault(`question ${question}: no step "${id}"`);
  }
  if (lesson.sources.length === 0) fault('no source');
  for (const { url } of lesson.sources) if (url !== undefined && !isAddress(url)) fault(`address ${url}`);
  for (const language of ['en', 'zh'] as const) {
    const { steps } = lesson.text[language];
    const [has, wants] = [steps, lesson.steps].map((all) => all.map(({ id }) => id).join(' '));
    if (has !== wants) fault(`${language}: steps "${has}", in the plan "${wants}"`);
    for (const step of steps) {
      for (const latex of collect(step, 'math', (part) => part.latex)) {
        const wrong = misspelt(latex);
        if (wrong) fault(`${language}, ${step.id}: "${wrong}" in ${latex}`);
      }
      if (JSON.stringify(step).includes('**')) fault(`${language}, ${step.id}: asterisks that mark nothing`);
      for (const word of collect(step, 'word', (part) => part.word))
        if (!(word in glossary)) fault(`${language}, ${step.id}: no word "${word}" in the glossary`);
      for (const name of moments(step))
        if (!isMeasure(name)) fault(`${language}, ${step.id}: no measure "${name}"`);
    }
  }
  for (const [i, step] of lesson.steps.entries()) {
    const texts = (['en', 'zh'] as const).map((language) => lesson.text[language].steps[i]);
    for (const name of step.widgets.flat())
      if (!WIDGET_NAMES.includes(name)) fault(`${step.id}: no widget "${name}"`);
    if (i === 0 && step.start === undefined) fault('its first step begins nothing');
    for (const settings of [step.start, step.set])
      if (settings !== undefined) wrongLink(settings, (text) => fault(`${step.id}: ${text}`));
    if (step.start !== undefined && step.set !== undefined) fault(`${step.id}: begins and sets`);
    for (const text of texts) if (text) compare(lesson, i, text, fault);
    const [en, zh] = texts;
    if (en && zh) same(step.id, en, zh, fault);
    for (const goal of step.goals ?? []) {
      for (const each of goal.when) wrongCondition(each, (text) => fault(`${step.id}/${goal.id}: ${text}`));
      if (goal.when.length === 0 || goal.solution.length === 0)
        fault(`${step.id}/${goal.id}: nothing to reach`);
      for (const action of [...goal.solution, ...(goal.shortcuts ?? []).flatMap((each) => each.do)])
        wrongAction(action, (text) => fault(`${step.id}/${goal.id}: ${text}`));
      for (const { says, misses } of goal.shortcuts ?? [])
        if (!goal.when.some((each) => each.measure === misses))
          fault(`${step.id}/${goal.id}: "${says}" misses nothing that is asked`);
    }
  }
  for (const language of ['en', 'zh'] as const) {
    const formulas = lesson.text[language].steps.flatMap(displayed);
    if (formulas.length > 0 && formulas.every((latex) => liveIn(latex).length === 0))
      fault(`${language}: none of its formulas is said with numbers`);
  }
  for (const claim of lesson.claims) wrongClaim(claim, (text) => fault(`"${claim.says}": ${text}`));
  return found;
}

// Questions and goals of the plan have their text, and none is left over.
function compare(lesson: Lesson, i: number, text: StepText, fault: (text: string) => void): void {
  const { id, asks = [], goals = [] } = lesson.steps[i] as Plan['steps'][number];
  const names = (all: readonly { readonly id: string }[]) =>
    all
      .map((each) => each.id)
      .sort()
      .join();
  if (names(asks) !== Object.keys(text.asks).sort().join())
    fault(`${id}: questions ${Object.keys(text.asks)}`);
  if (names(goals) !== Object.keys(text.goals).sort().join())
    fault(`${id}: goals ${Object.keys(text.goals)}`);
  for (const hint of Object.keys(text.hints))
    if (!goals.some((goal) => goal.id === hint)) fault(`${id}: hint ${hint}`);
  for (const ask of asks) {
    const said = text.asks[ask.id];
    if (!said) continue;
    if (ask.after !== undefined && (ask.first || !goals.some((goal) => goal.id === ask.after)))
      fault(`${id}/${ask.id}: after ${ask.after}`);
    if (ask.kind === 'choice' && !said.options[ask.right]) fault(`${id}/${ask.id}: no option ${ask.right}`);
    if (ask.kind !== 'number' && said.options.length < 2) fault(`${id}/${ask.id}: nothing to choose`);
    if (ask.kind === 'choice' && said.options.some(({ why }) => why.length === 0))
      fault(`${id}/${ask.id}: an answer without its explanation`);
  }
}

// Formulas on a line of their own.
const displayed = ({ body, then }: StepText): string[] =>
  [...body, ...then].flatMap((block) => (block.kind === 'math' ? [block.latex] : []));

// Numbers of the moment, in the text and in its formulas.
const moments = (step: StepText): string[] => [
  ...collect(step, 'live', (part) => part.measure),
  ...collect(step, 'math', (part) => part.latex).flatMap(liveIn),
];

// The two languages say the same things.
function same(id: string, en: StepText, zh: StepText, fault: (text: string) => void): void {
  for (const [name, a] of Object.entries(en.asks))
    if (a.options.length !== zh.asks[name]?.options.length)
      fault(`${id}/${name}: as many options in both languages`);
  for (const [name, a] of Object.entries(en.hints))
    if (a.length !== zh.hints[name]?.length) fault(`${id}/${name}: as many hints in both languages`);
  const measures = (step: StepText) => [...new Set(moments(step))].sort().join();
  if (measures(en) !== measures(zh)) fault(`${id}: other numbers of the moment in the other language`);
  if ((en.then.length === 0) !== (zh.then.length === 0)) fault(`${id}: "then" in one language only`);
}

function wrongClaim(claim: Claim, fault: (text: string) => void): void {
  if (byLot(claim.start)) {
    if (new Set(claim.seeds).size < LEAST_SEEDS) fault(`wants ${LEAST_SEEDS} seeds`);
  } else {
    if (claim.seeds.length !== 1) fault('is the same from every seed');
    if (claim.do.some(isTrained)) fault(`is trained, and wants ${LEAST_SEEDS} seeds`);
  }
  wrongLink(claim.start.replaceAll('{seed}', '1'), fault);
  for (const each of claim.expect)
    if (isComparison(each)) wrongComparison(each, fault);
    else wrongCondition(each, fault);
  const { next = [] } = claim;
  const actions = [claim.do, claim.than?.do ?? [], ...next.map((stage) => stage.do)].flat();
  for (const action of actions) wrongAction(action, fault);
  for (const each of next.flatMap((stage) => stage.expect)) wrongCondition(each, fault);
  if (next.some((stage) => stage.do.length === 0 || stage.expect.length === 0)) fault('goes on to nothing');
  if (next.length > 0 && claim.holds !== undefined) fault('goes on, and holds for some');
  if (claim.expect.length === 0) fault('expects nothing');
  if (claim.than) wrongOther(claim, claim.than, fault);
  else if (claim.expect.some(isComparison)) fault('compares with nothing');
  const { holds, seeds } = claim;
  if (holds !== undefined && !(holds >= 1 && holds < seeds.length)) fault(`holds for ${holds}`);
}

const byLot = (start: string): boolean => start.includes('{seed}');

const isTrained = (action: object): boolean =>
  Object.keys(action).some((name) => ['train', 'points', 'words', 'rewrite', 'gpt'].includes(name));

function wrongOther(
  claim: Claim,
  { start, do: actions }: NonNullable<Claim['than']>,
  fault: (text: string) => void,
): void {
  if (start !== undefined && byLot(start) !== byLot(claim.start)) fault('one of its two runs knows no seed');
  if (start !== undefined) wrongLink(start.replaceAll('{seed}', '1'), fault);
  const same =
    JSON.stringify([start ?? claim.start, actions ?? claim.do]) === JSON.stringify([claim.start, claim.do]);
  if (same) fault('compares a run with itself');
  if (!claim.expect.some(isComparison)) fault('makes another run and compares nothing');
}

function wrongComparison(each: Comparison, fault: (text: string) => void): void {
  if (!isMeasure(each.measure)) fault(`no measure "${each.measure}"`);
  const { measure: _, ...bounds } = each;
  const ranges = Object.entries(bounds);
  const isRange = ([name, range]: [string, object]) =>
    ['ahead', 'times'].includes(name) &&
    Object.keys(range).length > 0 &&
    Object.keys(range).every((bound) => ['least', 'most'].includes(bound));
  if (!ranges.every(isRange)) fault(`comparison ${JSON.stringify(each)}`);
}

function wrongLink(text: string, fault: (text: string) => void): void {
  const strange = [...new URLSearchParams(text).keys()].find((name) => !LINKED.includes(name));
  if (strange) fault(`settings "${text}": ${strange}`);
  const link = readLink(`v=1&${text}`);
  if ('unusable' in link) fault(`settings "${text}": ${link.where}`);
}

const isMeasure = (name: string): boolean =>
  MEASURE_NAMES.includes(name) ||
  isSetup(name) ||
  (name.startsWith('setting.') && SETTING_NAMES.some((each) => each === name.slice(8)));

// Of a run's settings those that the page can name.
function isSetup(name: string): boolean {
  const set = /^(train|points)\.set\.(.+)$/.exec(name)?.[2];
  return set === undefined ? setupMeasure(name) !== undefined : `about.set.${set}.name` in names;
}

function wrongCondition(condition: Condition, fault: (text: string) => void): void {
  if (!isMeasure(condition.measure)) fault(`no measure "${condition.measure}"`);
  const bounds = Object.keys(condition).filter((key) => key !== 'measure');
  if (
    bounds.length === 0 ||
    bounds.some((key) => !['least', 'most', 'is', 'not', 'among', 'begins'].includes(key))
  )
    fault(`condition ${JSON.stringify(condition)}`);
}

function wrongAction(action: object, fault: (text: string) => void): void {
  const names = Object.keys(action);
  if (names.length !== 1 || !ACTIONS.includes(names[0] ?? '')) fault(`action ${JSON.stringify(action)}`);
  if ('set' in action) wrongLink(String(action.set), fault);
}

const isAddress = (url: string): boolean => URL.canParse(url) && url.startsWith('https://');

type Part = Exclude<Inline, string> | Block;
type Of<K extends string> = Extract<Part, { readonly kind: K }>;

function collect<K extends Part['kind'], T>(step: StepText, kind: K, read: (part: Of<K>) => T): T[] {
  const all: T[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      if ((value as { kind?: unknown }).kind === kind) all.push(read(value as Of<K>));
      Object.values(value).forEach(look);
    }
  };
  look(step);
  return all;
}
