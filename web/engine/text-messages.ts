// What page and text worker say to each other. Everything is a plain value.
import type { FromHeld } from './asked';
import type { CoreError } from './errors';
import type { Counts, Window } from './text-cut';
import type { Method } from './text-methods';
import type { Tree } from './vocab';

export type ToText =
  | {
      readonly kind: 'start';
      readonly module: WebAssembly.Module;
      readonly language: string;
      readonly lock: string;
    } // held while the worker lives
  | { readonly kind: 'text'; readonly id: number; readonly text: string }
  | { readonly kind: 'show'; readonly method: Method; readonly from: number; readonly size: number }
  | { readonly kind: 'gpt2'; readonly file: Uint8Array }
  | { readonly kind: 'corpus'; readonly id: number; readonly text: string | undefined } // undefined: the text itself
  | { readonly kind: 'merges'; readonly at: number }
  | { readonly kind: 'words'; readonly most: number }
  | { readonly kind: 'count'; readonly method: Method | undefined } // whose counts are wanted
  | { readonly kind: 'look'; readonly asked: number; readonly what: Asked };

export type Asked =
  | { readonly method: Method; readonly at: number } // a token of the text
  | { readonly method: 'bpe'; readonly token: number }; // one of those learnt

// A text cut by a method, and the part of it that is on show.
export interface Row {
  readonly method: Method;
  readonly id: number; // of the text
  readonly count: number; // tokens
  readonly kinds: number; // different ones
  readonly unknown: number; // tokens outside the vocabulary
  readonly vocabulary: number; // different words of the corpus, in the row of words; tokens that GPT-2 knows, in its own
  readonly window: Window;
}

export interface ShownPair {
  readonly tokens: readonly [left: number, right: number];
  readonly left: Uint8Array; // their bytes
  readonly right: Uint8Array;
  readonly count: number;
}

export interface Learnt {
  readonly corpus: number; // its id
  readonly bytes: number; // of it
  readonly at: number; // merges in use
  readonly ended: boolean; // there are no more than `tokens` says
  readonly pairs: readonly ShownPair[]; // what the next merge chooses from
  readonly merges: readonly ShownPair[]; // from `since` on
  readonly since: number;
  readonly tokens: Int32Array; // that the corpus takes after 0, 1, 2 … merges
}

export interface Looked {
  readonly method: Method;
  readonly at: number; // in the text; −1: not of it
  readonly id: number;
  readonly kind: number;
  readonly bytes: Uint8Array;
  readonly around: Uint8Array; // the token with the rest of the characters that it is a part of
  readonly times: number; // in the text
  readonly known: boolean;
  readonly tree: Tree | undefined;
}

export type FromText =
  | FromHeld
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'cut'; readonly id: number; readonly characters: number; readonly bytes: number } // all rows have come
  | { readonly kind: 'none'; readonly method: Method } // that row does not apply
  | { readonly kind: 'learnt'; readonly learnt: Learnt }
  | { readonly kind: 'counts'; readonly corpus: number; readonly counts: Counts }
  | { readonly kind: 'looked'; readonly asked: number; readonly looked: Looked | undefined }
  | { readonly kind: 'refused'; readonly what: 'gpt2' | 'corpus'; readonly error: CoreError };
