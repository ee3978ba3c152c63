// What the page asks of the worker in which a small GPT writes. Everything is a plain value.
import type { Answer, Asked, FromHeld } from './asked';
import type { CoreError } from './errors';
import type { Plan } from './plan';
import type { RewriteName, Rewritten } from './rewriter';
import type { Units } from './subwords';
import type { TrainerSource } from './trainer';
import type { Attention, Reading } from './writer';

export interface How {
  readonly temperature: number;
  readonly top: number; // 0: among all
  readonly seed: number;
  readonly draw: number; // the how manieth
  readonly start: number; // the token that it begins after when there is nothing else
}

export interface Seen {
  readonly tokens: Int32Array; // that it has been shown: the last ones, as many as its window holds
  readonly p: Float32Array; // (tokens) of the next one
  readonly shares: Float32Array; // (tokens) as temperature and top leave them
  readonly chosen: number; // what this draw gives
  readonly attention: readonly Attention[]; // a layer each
}

// What is asked, and what comes of it.
export interface Asks {
  // merges: learnt of the text, for tokens of several characters; or by the units of a file. The cutter's number is asked
  // for with the net.
  cut: {
    ask: {
      readonly text: string;
      readonly mixed: boolean;
      readonly merges: number;
      readonly units?: Uint8Array<ArrayBuffer>;
    };
    answer: Units & { readonly cutter: number };
  };
  // What a file of units holds, if it is one.
  units: {
    ask: { readonly file: Uint8Array<ArrayBuffer> };
    answer: Pick<Units, 'characters' | 'longer'> | { readonly error: CoreError };
  };
  build: {
    ask: { readonly notation: string; readonly seed: number; readonly cutter: number };
    answer: Built;
  };
  look: { ask: { readonly text: string } & How; answer: Seen };
  lens: {
    ask: { readonly tokens: Int32Array; readonly places: number; readonly each: number };
    answer: readonly Reading[];
  };
  sample: { ask: Sampling; answer: Int32Array };
  measure: { ask: Measuring; answer: number }; // ms that a step takes
  // Sequences to be rewritten: a net that does, samples to learn from, and its answers.
  rewriter: { ask: { readonly notation: string; readonly seed: number }; answer: Built };
  deal: {
    ask: {
      readonly name: RewriteName;
      readonly length: number;
      readonly letters: number;
      readonly seed: number;
      readonly count: number;
    };
    answer: Int32Array<ArrayBuffer>;
  };
  rewrite: {
    ask: { readonly name: RewriteName; readonly sequences: Int32Array; readonly length: number };
    answer: Rewritten;
  };
  save: { ask: object; answer: Uint8Array<ArrayBuffer> }; // a safetensors file
}

export interface Built {
  readonly plan?: Plan;
  readonly error?: CoreError;
}

export interface Sampling {
  readonly learnt: Float32Array;
  readonly from: number; // the token it begins after
  readonly count: number; // tokens, at most
  readonly most: number; // ms, at most
  readonly temperature: number;
  readonly top: number;
  readonly seed: number;
}

export interface Measuring {
  readonly source: TrainerSource;
  readonly tokens: Int32Array;
}

export type ToGpt =
  | {
      readonly kind: 'start';
      readonly core: WebAssembly.Module;
      readonly text?: WebAssembly.Module; // none: no text is cut
      readonly lock: string; // held while the worker lives
    }
  | { readonly kind: 'learnt'; readonly learnt: Float32Array } // weights from now on
  | Asked<Asks>;

export type FromGpt = FromHeld | Answer<Asks>;
