// What the list says of runs of word vectors.
import { count, t } from '../locales';
import type { ListedWords } from '../state/words-file';
import type { RunTeller } from './run-teller';

// Of what a pair costs that nothing is known of: with more words drawn it is more, so that losses alone do not compare.
const guessing = ({ values }: ListedWords): number => (1 + (values.negatives ?? 0)) * Math.LN2;

const textOf = ({ source }: ListedWords): string => t(`words.text.${source}`);

export const wordsTeller: RunTeller<ListedWords> = {
  facts: (run) => [
    textOf(run),
    t('words.run.kinds', { n: count(run.words.length) }),
    ...(run.unit === 'segments' ? [t('words.run.segments')] : []),
    t('words.run.read', { n: count(run.read) }),
    t('runs.fresh', { seed: run.seed }),
  ],
  scale: () => ({
    heading: t('words.run.curve'),
    about: 'wordsCompare',
    axis: t('words.run.axis'),
    name: t('words.curve'),
    high: undefined,
    form: (value) => value.toFixed(3).replace(/\.000$/, ''),
  }),
  score: ({ losses }) => losses.loss.at(-1),
  curve: ({ losses }) => ({ x: losses.read, y: losses.loss }),
  rows: () => [
    { name: t('words.text'), of: textOf },
    { name: t('words.unit'), of: ({ unit }) => t(`words.unit.${unit}`) },
    { name: t('words.run.words'), of: ({ words }) => count(words.length) },
    { name: t('runs.seed'), of: ({ seed }) => String(seed) },
    { name: t('words.curve.guess'), of: (run) => guessing(run).toFixed(3) },
  ],
  length: () => ({ name: t('words.run.length'), of: ({ read }) => count(read) }),
  settings: ({ values }) => values,
  again(run, how) {
    if (how.kind === 'going') return t('words.run.going', { n: count(how.steps), all: count(run.read) });
    if (how.kind === 'same') return t('words.run.same', { n: count(run.tables.length) });
    return t(`runs.${how.kind}`);
  },
  notes: () => [],
  untaken: () => t('runs.failed'),
};
