// The one table of settings: name, default, and its form in the URL. Everything else about a setting follows from here.
import { type Signal, signal } from '@preact/signals-core';
import { METHODS, MOST_MERGES } from '../engine/text-methods';
import { MODEL_NAMES, type ModelName } from './models';
import { DATA_NAMES, type DataName, TRAIN_COUNT } from './set-names';
import { isWishes } from './train-text';

interface Setting<T> {
  readonly initial: T;
  readonly personal?: true; // of this person, not of the link they share
  parse(text: string): T | undefined;
  format(value: T): string;
}

function choice<const T extends string>(options: readonly T[], initial: T): Setting<T> {
  return {
    initial,
    parse: (text) => options.find((option) => option === text),
    format: (value) => value,
  };
}

const personal = <T>(setting: Setting<T>): Setting<T> => ({ ...setting, personal: true });

const flag = (initial: boolean): Setting<boolean> => ({
  initial,
  parse: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  format: (value) => (value ? '1' : '0'),
});

const MAX_SEED = 2 ** 32 - 1;
const seed = (initial: number): Setting<number> => ({
  initial,
  parse: (text) => (/^\d{1,10}$/.test(text) && Number(text) <= MAX_SEED ? Number(text) : undefined),
  format: String,
});

const text = (initial: string): Setting<string> => ({
  initial,
  parse: (value) => (value.length <= 65536 ? value : undefined),
  format: (value) => value,
});

const values: Setting<string> = {
  initial: '',
  parse: (value) => (value.length <= 2000 && isWishes(value) ? value : undefined),
  format: (value) => value,
};

const lanes: Setting<string> = {
  initial: '',
  parse: (value) => (/^[\w:;,|.+-]{0,2000}$/.test(value) ? value : undefined),
  format: (value) => value,
};

const whole = (initial: number, least: number, most: number): Setting<number> => ({
  initial,
  parse: (text) =>
    /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
  format: String,
});

// Of samples: hundredths.
const share: Setting<number> = {
  initial: 0,
  parse: (text) => (/^(0(\.\d{1,2})?|1)$/.test(text) ? Number(text) : undefined),
  format: String,
};

const MOST_HELD = 0.9; // something must be left to learn from
const below = (value: number | undefined, most: number) =>
  value !== undefined && value <= most ? value : undefined;

const slug: Setting<string> = {
  initial: '',
  parse: (value) => (/^[a-z0-9-]{0,60}$/.test(value) ? value : undefined),
  format: (value) => value,
};

const word = (initial: string): Setting<string> => ({
  initial,
  parse: (value) => (/^\w{1,40}$/.test(value) ? value : undefined),
  format: (value) => value,
});

const version: Setting<string> = {
  initial: '',
  parse: (value) => (/^\w{0,40}$/.test(value) ? value : undefined),
  format: (value) => value,
};

const axes: Setting<string> = {
  initial: '',
  parse: (value) => (/^\d{1,4}_\d{1,4}$/.test(value) ? value : undefined),
  format: (value) => value,
};

// Points brushed by hand, packed; see points-own.ts.
const packed: Setting<string> = {
  initial: '',
  parse: (value) => (/^[\w-]{0,4000}$/.test(value) ? value : undefined),
  format: (value) => value,
};

const told: Setting<string> = {
  initial: '',
  parse: (value) => (/^[\w:;,|.=+-]{0,2000}$/.test(value) ? value : undefined),
  format: (value) => value,
};

const list: Setting<string> = {
  initial: '',
  parse: (value) => (/^([a-z-]+(,[a-z-]+)*)?$/.test(value) ? value : undefined),
  format: (value) => value,
};

const filter: Setting<Filter> = {
  initial: 'all',
  parse: (text) => (/^(all|wrong|[1-9]?\d)$/.test(text) ? (text as Filter) : undefined),
  format: (value) => value,
};

export const WEIGHTS = ['trained', 'plain', 'untrained', 'mine'] as const;
export const LANGUAGES = ['en', 'zh'] as const;
export const THEMES = ['auto', 'light', 'dark'] as const;
export const FILTERS = ['all', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'wrong'] as const; // of digits
export const VIEWS = [
  'draw',
  'train',
  'step',
  'slopes',
  'points',
  'race',
  'text',
  'vectors',
  'words',
  'gpt',
  'sentence',
  'rewrite',
  'lessons',
] as const;
export const TEXT_PARTS = ['text', 'vectors', 'words', 'rewrite', 'gpt', 'sentence'] as const; // behind one tab
export const REWRITE_TASKS = ['reverse', 'copy', 'sort'] as const;
export const GPT_MERGES = ['0', '300', '1000'] as const;
export const GPT_TEXTS = ['first-names', 'moby-dick', 'tang-poems', 'own'] as const;
export const SENTENCE_NETS = ['words', 'characters', 'taught', 'rewriter'] as const;
export const WORD_SOURCES = ['moby-dick', 'tang-poems', 'own', 'pretrained'] as const;
export const SAMPLES = ['', 'english', 'chinese', 'emoji', 'code', 'mixed', 'own'] as const; // '': the page's language
export const CORPORA = ['text', 'moby-dick', 'tang-poems', 'first-names'] as const; // 'text': what is in the box
export const PANELS = ['', 'experiments', 'builder', 'costs', 'onehot'] as const;

export type Weights = (typeof WEIGHTS)[number];
export type Language = (typeof LANGUAGES)[number] | 'auto' | 'pseudo';
export type Theme = (typeof THEMES)[number];
export type Filter = 'all' | 'wrong' | `${number}`; // a class by its number
export type View = (typeof VIEWS)[number];
export type Tab = Exclude<View, Exclude<(typeof TEXT_PARTS)[number], 'text'>>;
export type Panel = (typeof PANELS)[number];
export type Model = ModelName | 'own';

export const TABLE = {
  view: choice<View>(VIEWS, 'draw'),
  model: choice<Model>([...MODEL_NAMES, 'own'], 'mlp-16-16'),
  weights: choice<Weights>(WEIGHTS, 'trained'),
  notation: text(''),
  line: text(''), // of a shipped model, where its loss, initial weights or activations are others
  seed: seed(1),
  fit: flag(true),
  centre: flag(true),
  samples: filter,
  panel: choice(PANELS, ''),
  data: choice<DataName>(DATA_NAMES, 'mnist'),
  pictures: word(''), // which of one's own: their version
  digits: whole(TRAIN_COUNT, 10, TRAIN_COUNT),
  validation: { ...share, parse: (text: string) => below(share.parse(text), MOST_HELD) },
  labelNoise: share,
  train: values,
  race: lanes,
  raceData: choice(['digits', 'points'], 'digits'),
  raceSteps: whole(500, 1, 100_000),
  points: word('spiral'),
  pointsClasses: whole(2, 2, 12),
  pointsNoise: whole(0, 0, 50), // hundredths
  pointsCount: whole(300, 20, 5000),
  pointsHeld: whole(20, 0, 90), // per cent
  pointsFlip: whole(0, 0, 100), // per cent
  pointsDeal: seed(1),
  pointsStart: seed(1),
  pointsNet: text(''),
  pointsTrain: { ...values, initial: 'optimizer:adam,rate:0.03' },
  pointsOwn: packed,
  pointsAxes: axes,
  pointsHard: flag(false), // regions without their shades
  slopes: told, // what stands in that view; see slopes-text.ts
  textSample: choice(SAMPLES, ''),
  textOwn: text(''), // a short one; of a longer one
  textLong: whole(0, 0, 1e9), // only how long it is
  textStage: choice(['cut', 'learn', 'count'], 'cut'),
  textIds: flag(false),
  textMethod: choice(METHODS, 'words'), // counted
  textCorpus: choice(CORPORA, 'text'),
  textMerges: whole(16, 0, MOST_MERGES),
  textWords: whole(1000, 1, 100_000), // of the vocabulary
  textGpt2: flag(false),
  gpt: choice(['', ...GPT_TEXTS], ''), // '': by the page's language
  gptSize: choice(['tiny', 'small', 'middle'], 'tiny'),
  gptNet: text(''), // a line of one's own in place of a size
  gptMerges: choice(GPT_MERGES, '0'), // 0: characters
  gptUnits: version, // of a file of units, by which the text is cut instead; '': none
  rewrite: choice(REWRITE_TASKS, 'reverse'),
  rewriteLength: whole(8, 3, 12), // letters
  rewriteOwn: text(''), // a sequence of one's own
  rewriteTrain: values,
  rewriteSeed: seed(1),
  gptTrain: values, // what differs from the size's
  gptSeed: seed(1),
  gptHeat: whole(80, 0, 300), // temperature, hundredths
  gptTop: whole(0, 0, 65536), // 0: all
  sentence: text(''), // stepped through; '': one in the page's language
  sentenceNet: choice(SENTENCE_NETS, 'words'), // fresh ones that are made for it, or one that the page teaches
  sentenceLetters: text(''), // that the encoder–decoder reads; '': one of those that it is tried on
  sentenceDone: slug, // operations; '': as far as the first attention
  sentenceAt: told, // numbers opened one from the other; see sentence-trail.ts
  vectorsText: text(''), // '': one in the page's language
  placesLength: whole(48, 2, 128),
  placesWidth: whole(32, 2, 128),
  placesKind: choice(['waves', 'learned'], 'waves'),
  words: choice(['', ...WORD_SOURCES], ''), // '': by the page's language
  wordsUnit: choice(['words', 'segments'], 'words'),
  wordsLeast: whole(0, 0, 1000), // times that a word must be there; 0: as usual for the text
  wordsTrain: values, // what differs from the text's
  wordsSeed: seed(1),
  wordsPace: whole(12, 0, 600), // s that a run takes at least; 0: full speed
  wordsWord: text(''), // whose neighbours
  wordsAnalogy: text(''), // "a,b,c": a is to b as c is to …
  wordsMap: choice(['2', '3', 'umap', 'umap3'], '2'),
  wordsMost: whole(300, 20, 2000), // words on the map
  lesson: slug, // '': the list of them
  lessonStep: slug, // its id
  lessonAnswers: flag(true), // false: a teacher withholds solutions and what is right
  lessonAlone: flag(false), // without the bar of the page, for a frame in another
  lessonOnly: slug, // of a lesson that stands alone: one step, or the widget of this name
  classViews: list, // 'draw,train': tabs that a teacher leaves; '': all
  classHolds: values, // 'rate:fixed,batch:hidden': see class-link.ts
  language: personal(choice<Language>(['auto', ...LANGUAGES, 'pseudo'], 'auto')),
  theme: personal(choice<Theme>(THEMES, 'auto')),
  workers: personal(whole(0, 0, 64)), // that compute a step of training; 0: two where that is quicker
};

type Table = typeof TABLE;
export type SettingName = keyof Table;
export type Value<K extends SettingName> = Table[K] extends Setting<infer T> ? T : never;
export type Settings = { readonly [K in SettingName]: Signal<Value<K>> };

export const SETTING_NAMES = Object.keys(TABLE) as SettingName[];
export const FORMAT_VERSION = '1';

export function newSettings(): Settings {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, signal(TABLE[name].initial)])) as Settings;
}

// One setting as text, and back. The table's row knows the type; this is the one place that forgets it.
function row(name: SettingName): Setting<unknown> {
  return TABLE[name] as Setting<unknown>;
}

export function formatted(settings: Settings, name: SettingName): string {
  return row(name).format(settings[name].value);
}

function assign(settings: Settings, name: SettingName, value: unknown): void {
  (settings[name] as Signal<unknown>).value = value;
}

// "v=1&model=lenet5": what differs from the defaults; '' when nothing does.
export function toText(settings: Settings, keep: (name: SettingName) => boolean): string {
  const query = new URLSearchParams();
  for (const name of SETTING_NAMES) {
    if (!keep(name) || settings[name].value === TABLE[name].initial) continue;
    query.set(name, formatted(settings, name));
  }
  const body = query.toString();
  return body ? `v=${FORMAT_VERSION}&${body}` : '';
}

// Sets what the text names; the rest to defaults, where `reset` allows. False: a format this page does not know.
export function fromText(settings: Settings, body: string, reset: (name: SettingName) => boolean): boolean {
  const query = new URLSearchParams(body);
  if ((query.get('v') ?? FORMAT_VERSION) !== FORMAT_VERSION) return false;
  for (const name of SETTING_NAMES) {
    const given = query.get(name);
    if (given === null && !reset(name)) continue;
    const parsed = given === null ? undefined : row(name).parse(given);
    assign(settings, name, parsed === undefined ? TABLE[name].initial : parsed);
  }
  return true;
}

// What a link gives for it, if anything, can be read.
export const parses = (name: SettingName, given: string | null): boolean =>
  given === null || row(name).parse(given) !== undefined;

export const isPersonal = (name: SettingName): boolean => row(name).personal === true;
