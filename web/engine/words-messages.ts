// What page and words worker say to each other. Everything is a plain value.
import type { Answer, Asked, FromHeld } from './asked';
import type { CoreError } from './errors';
import type { WordsValues } from './words-core';
import type { Lists, Quality } from './words-quality';
import type { Pair, RunState } from './words-run';
import type { Near, WordsMap } from './words-space';

export type Unit = 'words' | 'segments'; // Unicode's words, a Chinese character each; those of the browser's dictionary

export type ToWords =
  | { readonly kind: 'start'; readonly module: WebAssembly.Module; readonly lock: string } // held while it lives
  // pace: s that all of it takes at least; −1: pause. to: words read, where it ends; else at the end of all
  | { readonly kind: 'run'; readonly pace: number; readonly to?: number }
  | { readonly kind: 'want'; readonly want: Want } // of every frame from now on
  | Asked<Asks>;

// What the page has open.
export interface Want {
  readonly word: number; // whose neighbours; −1: nobody's
  readonly analogy: readonly [a: number, b: number, c: number] | undefined; // a − b + c
  readonly axes: number; // of the map
  readonly most: number; // words on it, the commonest
}

// What is asked, and what comes of it.
export interface Asks {
  read: {
    ask: { readonly text: string; readonly unit: Unit; readonly least: number };
    answer: { readonly words: readonly string[]; readonly counts: Int32Array; readonly length: number };
  };
  begin: { ask: Beginning; answer: { readonly error?: CoreError; readonly losses?: Losses } };
  given: { ask: { readonly file: Uint8Array }; answer: { readonly words: readonly string[] } };
  step: { ask: object; answer: Step };
  keep: { ask: object; answer: KeptTables };
  rows: { ask: { readonly ids: Int32Array }; answer: Float32Array<ArrayBuffer> };
  measure: { ask: Lists; answer: Quality };
}
export type Ask = keyof Asks;

export interface Beginning {
  readonly values: WordsValues;
  readonly seed: number;
  readonly kept?: KeptTables; // to go on from
}

export interface Losses {
  readonly read: readonly number[]; // words
  readonly loss: readonly number[]; // nats a pair, mean since the one before
}

export interface KeptTables {
  readonly tables: Float32Array<ArrayBuffer>;
  readonly read: number;
  readonly losses: Losses;
}

export interface Step {
  readonly word: number;
  readonly before: readonly Pair[];
  readonly after: readonly Pair[];
}

export interface Frame {
  readonly state: RunState | undefined; // of a run; given vectors have none
  readonly speed: number; // words a second, while it computes
  readonly running: boolean;
  readonly losses: Losses; // all of them
  readonly want: Want; // that this answers
  readonly near: readonly Near[];
  readonly analogy: readonly Near[];
  readonly map: WordsMap;
}

export type FromWords = FromHeld | { readonly kind: 'frame'; readonly frame: Frame } | Answer<Asks>;
