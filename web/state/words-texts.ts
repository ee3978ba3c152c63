// What word vectors are learnt from: settings that suit each text, and where a look at it begins.
import { WORDS_TABLE, type WordsValues } from '../engine/words-core';
import type { WORD_SOURCES } from './settings';

export type WordSource = (typeof WORD_SOURCES)[number];

interface Usual {
  readonly least: number; // times that a word must be there
  readonly values: WordsValues; // where they differ from the engine's
  readonly word: string; // '': the first that is long enough
  readonly questions: readonly string[]; // a,b,c: a is to b as c is to …
}

export const SOURCES: Readonly<Record<WordSource, Usual>> = {
  'moby-dick': {
    least: 5,
    values: {},
    word: 'whale',
    questions: ['captain,ahab,mate', 'man,men,whale', 'i,my,he', 'he,his,she', 'hand,hands,eye'],
  },
  'tang-poems': {
    least: 3,
    values: { epochs: 100 },
    word: '酒',
    questions: ['西,东,北', '杜,甫,李', '一,二,三'],
  },
  own: { least: 2, values: { epochs: 60 }, word: '', questions: [] },
  pretrained: {
    least: 1,
    values: {},
    word: 'king',
    questions: ['man,king,woman', 'france,paris,italy', 'walk,walking,swim', 'good,better,bad'],
  },
};

export const usualValues = (source: WordSource): WordsValues => ({
  ...Object.fromEntries(WORDS_TABLE.map(({ name, initial }) => [name, initial])),
  ...SOURCES[source].values,
});
