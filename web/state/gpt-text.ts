// What a small GPT learns from: a text by its name, cut into characters or tokens, and its last tenth to test on.
import type { Asks } from '../engine/gpt-messages';
import { Letters } from './gpt-writing';
import { GPT_TEXTS } from './settings';

const TESTED = 0.1; // of the text

export type GptText = (typeof GPT_TEXTS)[number];

export const textNamed = (name: string | undefined): GptText | undefined =>
  GPT_TEXTS.find((each) => each === name);

// What a learner may have it go on with, when nothing is typed yet.
export const PROMPTS: Readonly<Record<Exclude<GptText, 'own'>, string>> = {
  'first-names': 'Mar',
  'moby-dick': 'The whale ',
  'tang-poems': '明月',
};
// A list in an order of its own would be tested on what it was not taught.
export const isList = (text: GptText): boolean => text === 'first-names';

export interface Lesson {
  readonly name: GptText;
  readonly key: string; // tells texts apart, and how they are cut
  readonly version: string; // tells what the text says apart, however it is cut
  readonly units: Uint8Array<ArrayBuffer>; // a file of them
  readonly given: Given | undefined; // which they came from
  readonly unknown: number; // characters that are left out, as there is no unit for them
  readonly letters: Letters;
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly kinds: number; // of tokens
  readonly characters: number; // of the text
  readonly merges: number; // tokens of several characters that were asked for; 0: each is one
  readonly cutter: number; // the worker's
}

// Units that came from a file.
export interface Given {
  readonly version: string;
  readonly file: Uint8Array<ArrayBuffer>;
}

// How a text is cut: by what is learnt from it, or by what was given.
export interface Cutting {
  readonly merges: number;
  readonly given: Given | undefined;
}

export function lessonOf(
  name: GptText,
  version: string,
  { merges, given }: Cutting,
  cut: Asks['cut']['answer'],
): Lesson {
  const { characters, longer, tokens, letters, cutter, file, unknown } = cut;
  const key = name === 'own' ? `own ${version}` : name;
  return {
    name,
    key: given ? `${key} units ${given.version}` : merges > 0 ? `${key} bpe ${merges}` : key,
    version,
    units: file,
    given,
    unknown,
    letters: new Letters(characters, longer),
    tokens,
    kinds: characters.length + longer.length,
    characters: letters - unknown,
    merges: given ? longer.length : merges,
    cutter,
  };
}

// Enough for windows to learn from and others to test on.
export const leastTokens = (window: number): number => 4 * (window + 1);

export interface Split {
  readonly train: Int32Array<ArrayBuffer>;
  readonly test: Int32Array<ArrayBuffer>;
  readonly samples: number; // windows to learn from, each a token after the last
  readonly tests: number; // windows to test on, side by side
}

export function split(tokens: Int32Array<ArrayBuffer>, window: number): Split | undefined {
  const n = tokens.length;
  if (n < leastTokens(window)) return undefined;
  const held = Math.max(window + 1, Math.floor(TESTED * n));
  const [train, test] = [tokens.slice(0, n - held), tokens.slice(n - held)];
  return { train, test, samples: train.length - window, tests: Math.floor((held - 1) / window) };
}
