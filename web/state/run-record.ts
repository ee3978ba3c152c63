// A run as it is kept: what it was made from, what was changed at which step, what came of it. With the same data it
// reruns to the same bits. Read strictly: a record with one thing wrong is none, and says which.

import type { Memory } from '../engine/descent';
import type { Score } from '../engine/run-look';
import type { Change, Scored, Shown } from '../engine/run-messages';
import { allows, type Setting, type Wishes } from '../engine/train-settings';
import { type Fields, fail, floats, list, object, real, share, text, whole } from './read-strictly';
import { type Listed, MOST_NAME } from './run-list';
import { type RunText, readRunText, textBytes } from './run-text';
import { DATA_NAMES, type DataName } from './set-names';

export { Malformed } from './read-strictly';

export const RUN_VERSION = 1;
// Of what kind the samples are: pictures by the name of their set, windows of a text, sequences to be rewritten.
const RUN_DATA = [...DATA_NAMES, 'text', 'rewrite'] as const;
export type RunData = (typeof RUN_DATA)[number];
export type PictureRun = RunRecord & { readonly data: DataName };

export interface RunRecord extends Listed {
  readonly version: number;
  readonly notation: string; // that it began with
  readonly ended: string; // and ended with
  readonly seed: number;
  readonly data: RunData;
  readonly dataVersion: string; // '': not known
  readonly text?: RunText; // of a text, or of sequences
  readonly samples: number;
  readonly validation: number; // share held out of them
  readonly labelNoise: number; // share of the other labels drawn anew
  readonly wishes: Wishes; // settings that it began with
  readonly now: Wishes; // and ended with
  readonly changes: readonly Change[];
  readonly steps: number;
  readonly losses: Float32Array; // of steps 1 …; none where the run was not told from its start on
  readonly scores: readonly Scored[];
  readonly start: Float32Array | undefined; // weights it began with; none: the untrained ones of its seed
  readonly learnt: Float32Array; // parameters, then the model state
}

const MOST = {
  changes: 100_000,
  scores: 100_000,
  settings: 200,
  shown: 64,
  pixels: 65_536,
};

function wishes(value: unknown, where: string): Wishes {
  const entries = Object.entries(object(value, where));
  if (entries.length > MOST.settings) fail(where);
  for (const [name, wish] of entries) {
    const sound = typeof wish === 'number' ? Number.isFinite(wish) : typeof wish === 'string';
    if (!/^[a-z]\w{0,63}$/.test(name) || !sound) fail(`${where}.${name}`);
  }
  return Object.fromEntries(entries) as Wishes;
}

// Of parameters there are at most as many as of all that is learnt.
function memory(value: unknown, where: string, most: number): Memory {
  const given = object(value, where);
  const states = floats(given.states, `${where}.states`);
  const carried = given.carried === undefined ? undefined : floats(given.carried, `${where}.carried`);
  if (states.length > 2 * most) fail(`${where}.states`);
  if (carried && 2 * carried.length !== states.length) fail(`${where}.carried`);
  const optimizer = real(given.optimizer, `${where}.optimizer`);
  if (!Number.isInteger(optimizer) || optimizer < -1 || optimizer > 255) fail(`${where}.optimizer`);
  return { states, carried, updates: whole(given.updates, `${where}.updates`), optimizer };
}

function shown(value: unknown, where: string): Shown[] {
  return list(value, where, MOST.shown).map((each, i) => {
    const given = object(each, `${where}[${i}]`);
    const pixels = floats(given.pixels, `${where}[${i}].pixels`);
    if (pixels.length > MOST.pixels) fail(`${where}[${i}].pixels`);
    return { pixels, label: whole(given.label, `${where}[${i}].label`, 255) };
  });
}

function change(value: unknown, where: string, steps: number, size: number): Change {
  const given = object(value, where);
  const at = whole(given.at, `${where}.at`, steps);
  if ('set' in given)
    return { at, set: text(given.set, `${where}.set`, 64), value: real(given.value, `${where}.value`) };
  if ('notation' in given) return { at, notation: text(given.notation, `${where}.notation`) };
  if ('freeze' in given) {
    const frozen = typeof given.frozen === 'boolean' ? given.frozen : fail(`${where}.frozen`);
    return { at, freeze: whole(given.freeze, `${where}.freeze`, 65_535), frozen };
  }
  if ('learnt' in given) {
    const learnt = floats(given.learnt, `${where}.learnt`);
    if (learnt.length !== size) fail(`${where}.learnt`);
    return {
      at,
      learnt,
      ...(given.memory === undefined ? {} : { memory: memory(given.memory, `${where}.memory`, size) }),
      ...(given.shown === undefined ? {} : { shown: shown(given.shown, `${where}.shown`) }),
    };
  }
  return {
    at,
    param: whole(given.param, `${where}.param`, 65_535),
    index: whole(given.index, `${where}.index`),
    value: real(given.value, `${where}.value`),
  };
}

function score(value: unknown, where: string): Score | undefined {
  if (value === undefined || value === null) return undefined;
  const given = object(value, where);
  // In a file, JSON knows no NaN.
  const loss = given.loss === null ? Number.NaN : real(given.loss, `${where}.loss`);
  return { loss, accuracy: real(given.accuracy, `${where}.accuracy`) };
}

function scored(value: unknown, where: string, steps: number): Scored {
  const given = object(value, where);
  return {
    step: whole(given.step, `${where}.step`, steps),
    samples: whole(given.samples, `${where}.samples`),
    epoch: real(given.epoch, `${where}.epoch`),
    seconds: real(given.seconds, `${where}.seconds`),
    train: score(given.train, `${where}.train`),
    validation: score(given.validation, `${where}.validation`),
    test: score(given.test, `${where}.test`),
  };
}

// Throws Malformed.
export function readListed(given: Fields): Listed {
  return {
    id: /^[\w-]{1,64}$/.test(text(given.id, 'id')) ? (given.id as string) : fail('id'),
    name: text(given.name, 'name', MOST_NAME),
    pinned: typeof given.pinned === 'boolean' ? given.pinned : fail('pinned'),
    when: real(given.when, 'when'),
  };
}

// Throws Malformed.
export function readRun(value: unknown): RunRecord {
  const given = object(value, 'record');
  if (given.version !== RUN_VERSION) fail('version');
  const steps = whole(given.steps, 'steps');
  if (steps === 0) fail('steps');
  const losses = floats(given.losses, 'losses');
  if (losses.length !== 0 && losses.length !== steps) fail('losses');
  const learnt = floats(given.learnt, 'learnt');
  const start = given.start === undefined ? undefined : floats(given.start, 'start');
  if (learnt.length === 0 || (start && start.length !== learnt.length)) fail('start');
  const data = RUN_DATA.find((name) => name === given.data) ?? fail('data');
  const ofPictures = DATA_NAMES.some((name) => name === data);
  return {
    version: RUN_VERSION,
    ...readListed(given),
    notation: text(given.notation, 'notation'),
    ended: text(given.ended, 'ended'),
    seed: whole(given.seed, 'seed', 2 ** 32 - 1),
    data,
    dataVersion: text(given.dataVersion, 'dataVersion', 4096),
    ...(ofPictures ? {} : { text: readRunText(given.text, 'text') }),
    samples: whole(given.samples, 'samples', 1e7) || fail('samples'),
    validation: share(given.validation, 'validation'),
    labelNoise: share(given.labelNoise, 'labelNoise'),
    wishes: wishes(given.wishes, 'wishes'),
    now: wishes(given.now, 'now'),
    changes: list(given.changes, 'changes', MOST.changes).map((each, i) =>
      change(each, `changes[${i}]`, steps, learnt.length),
    ),
    steps,
    losses,
    scores: list(given.scores, 'scores', MOST.scores).map((each, i) => scored(each, `scores[${i}]`, steps)),
    start,
    learnt,
  };
}

// The first of the record's settings that the core has not, or not with this value. '': they all make sense.
export function unfit(table: readonly Setting[], record: RunRecord): string {
  const bad = (name: string, wish: number | string | undefined): boolean => {
    const setting = table.find((each) => each.name === name);
    return !setting || !allows(setting, wish);
  };
  for (const where of ['wishes', 'now'] as const) {
    const found = Object.entries(record[where]).find(([name, wish]) => bad(name, wish));
    if (found) return `${where}.${found[0]}`;
  }
  const at = record.changes.findIndex((each) => 'set' in each && bad(each.set, each.value));
  return at < 0 ? '' : `changes[${at}]`;
}

export const isOfPictures = (record: RunRecord): record is PictureRun => record.text === undefined;

export const bytesOf = ({ losses, start, learnt, scores, notation, changes, text }: RunRecord): number =>
  losses.byteLength +
  textBytes(text) +
  changes.reduce(
    (sum, each) =>
      sum +
      ('learnt' in each
        ? each.learnt.byteLength +
          (each.memory?.states.byteLength ?? 0) +
          (each.shown ?? []).reduce((all, { pixels }) => all + pixels.byteLength, 0)
        : 0),
    0,
  ) +
  (start?.byteLength ?? 0) +
  learnt.byteLength +
  128 * scores.length +
  2 * notation.length +
  1024;

// To the bit: NaN is NaN, −0 is not 0.
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  const [x, y] = [bits(a), bits(b)];
  return x.every((each, i) => each === y[i]);
}

const bits = (values: Float32Array): Uint32Array => new Uint32Array(values.slice().buffer, 0, values.length);
