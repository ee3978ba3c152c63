// A run of word vectors as a file that opens again, read strictly, as anybody may have written it; and its vectors as the
// text format of word2vec (T. Mikolov et al., 2013), which gensim and others read.
import { WORDS_TABLE, type WordsValues } from '../engine/words-core';
import type { KeptTables, Unit } from '../engine/words-messages';
import { type Fields, fail, floats, list, object, real, text, whole } from './read-strictly';
import { floatsFromBase64, floatsToBase64, readObject } from './run-file';
import type { Listed } from './run-list';
import { readListed } from './run-record';
import { WORD_SOURCES } from './settings';
import { usualValues, type WordSource } from './words-texts';

const FORMAT = 'glassnet word vectors';
const VERSION = 1;
const MOST_TEXT = 4_000_000; // letters
const MOST_WORDS = 65_536;
const MOST_POINTS = 10_000; // of the curve
const MOST_SEED = 2 ** 32 - 1;

// What a run of word vectors is made from, and what came of it: from the first the second is made again.
export interface WordsRecord extends WordsMade, KeptTables {}

export interface WordsMade {
  readonly source: Exclude<WordSource, 'pretrained'>;
  readonly own: string; // the text, where it is one's own
  readonly unit: Unit;
  readonly least: number;
  readonly values: WordsValues;
  readonly seed: number;
  readonly words: readonly string[];
}

// In the list of runs.
export interface ListedWords extends WordsRecord, Listed {}

export function writeWordsFile({ tables, id: _, pinned: __, ...rest }: ListedWords): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...rest, tables: floatsToBase64(tables) })}\n`;
}

// Throws Unread. `id`: what the run is to be known by here. Older files have no name and no time.
export function readWordsFile(file: string, id: string): ListedWords {
  return readObject(file, FORMAT, VERSION, (given) => {
    const tables = floatsFromBase64(given.tables, 'tables');
    return readListedWords({ name: '', when: Date.now(), ...given, tables, id, pinned: false });
  });
}

// Throws Malformed.
export function readListedWords(value: unknown): ListedWords {
  const given = object(value, 'record');
  return { ...readWords(given), ...readListed(given) };
}

function readWords(given: Fields): WordsRecord {
  const source = WORD_SOURCES.find((each) => each === given.source);
  if (!source || source === 'pretrained') return fail('source');
  const values = valuesFrom(object(given.values, 'values'), source);
  const words = list(given.words, 'words', MOST_WORDS).map((each) => text(each, 'words'));
  const tables = floats(given.tables, 'tables');
  if (tables.length !== 2 * words.length * (values.width ?? 0) || !tables.every(Number.isFinite))
    fail('tables');
  const losses = object(given.losses, 'losses');
  const points = (name: 'read' | 'loss') =>
    list(losses[name], `losses.${name}`, MOST_POINTS).map((each) => real(each, `losses.${name}`));
  const [read, loss] = [points('read'), points('loss')];
  if (read.length !== loss.length) fail('losses');
  return {
    source,
    own: source === 'own' ? text(given.own, 'own', MOST_TEXT) : '',
    unit: given.unit === 'segments' || given.unit === 'words' ? given.unit : fail('unit'),
    least: whole(given.least, 'least', 1000) || fail('least'),
    values,
    seed: whole(given.seed, 'seed', MOST_SEED),
    words,
    tables,
    read: whole(given.read, 'read'),
    losses: { read, loss },
  };
}

export const bytesOfWords = ({ tables, words, own, losses }: ListedWords): number =>
  tables.byteLength + 2 * own.length + 16 * words.length + 16 * losses.read.length + 1024;

// Of them, those that are not the usual ones of their text.
export const changedValues = (source: WordSource, values: WordsValues): WordsValues => {
  const usual = usualValues(source);
  return Object.fromEntries(Object.entries(values).filter(([name, each]) => each !== usual[name]));
};

function valuesFrom(given: Readonly<Record<string, unknown>>, source: WordSource): WordsValues {
  const usual = usualValues(source);
  const pairs = WORDS_TABLE.map(({ name, least, most, kind }) => {
    const value = given[name] ?? usual[name];
    const fits = typeof value === 'number' && value >= least && value <= most;
    return [name, fits && (kind === 'real' || Number.isInteger(value)) ? value : fail(`values.${name}`)];
  });
  return Object.fromEntries(pairs);
}

// rows (words, width). A first line with both counts, then a word a line and its numbers.
export function word2vec(words: readonly string[], rows: Float32Array): string {
  const width = rows.length / words.length;
  const lines = words.map((word, i) => {
    const numbers = Array.from(rows.subarray(i * width, (i + 1) * width), (each) =>
      Number(each.toPrecision(9)),
    );
    return `${word} ${numbers.join(' ')}`;
  });
  return `${words.length} ${width}\n${lines.join('\n')}\n`;
}
