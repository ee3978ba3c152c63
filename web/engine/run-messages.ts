// What page and trainer say to each other. Everything is a plain value; large arrays are handed over, not copied.
import type { BatchFacts } from './batch-look';
import type { Past } from './checkpoints';
import type { Memory } from './descent';
import type { CoreError } from './errors';
import type { Next } from './next';
import type { Activity, Confusion, Score, Spreads, Steep } from './run-look';
import type { Partition } from './train-data';
import type { Schedule, Setting, SettingValues } from './train-settings';
import type { Fault, Measure, Moment, TrainerSource } from './trainer';

// What can be changed between two steps: a setting, a weight or all that is learnt, the line of notation where its
// parameters stay the same.
export type What =
  | { readonly set: string; readonly value: number }
  | { readonly param: number; readonly index: number; readonly value: number }
  // Parameters, then the model state; and what the optimiser is to remember, where a step of its own made them.
  // `shown`: the samples that the steps were made on, where those and the run's own settings make just these weights.
  | { readonly learnt: Float32Array; readonly memory?: Memory; readonly shown?: readonly Shown[] }
  | { readonly freeze: number; readonly frozen: boolean } // a parameter
  | { readonly notation: string };
// A sample of one's own, and its class.
export interface Shown {
  readonly pixels: Float32Array; // as they go in
  readonly label: number;
}

// Made before step `at` + 1. A run is its source and these.
export type Change = { readonly at: number } & What;

export interface Pace {
  readonly unit: 'operation' | 'step';
  readonly perSecond: number; // Infinity: as fast as it goes
}

export interface Scored {
  readonly step: number;
  readonly samples: number; // trained on so far
  readonly epoch: number; // and its fraction
  readonly seconds: number; // of computing
  readonly train: Score | undefined; // of what it learns from
  readonly validation: Score | undefined; // of what is held out
  readonly test: Score | undefined;
  readonly health?: Health; // where the page asked for it
}

export interface Health {
  readonly measures: readonly Measure[]; // of each parameter, by the step before
  readonly activity: readonly Activity[];
  readonly twins: readonly number[]; // of each parameter
}

export type ToRun =
  | {
      readonly kind: 'start';
      readonly id: number; // of the run; what it tells carries it
      readonly module: WebAssembly.Module;
      readonly source: TrainerSource;
      readonly changes: readonly Change[];
      readonly past?: Past; // to go on from
      readonly fresh: boolean; // its data are others, and come anew
      readonly lock: string; // held while the worker lives
    }
  | {
      readonly kind: 'samples';
      readonly of: 'train' | 'test';
      readonly pixels: Uint8Array;
      readonly labels: Uint8Array;
    }
  | { readonly kind: 'go'; readonly pace: Pace; readonly until: number } // until: a step to stop at
  | { readonly kind: 'more'; readonly steps: number | 'epoch' } // beyond those that were asked for already
  | { readonly kind: 'pause' }
  | { readonly kind: 'operation' } // one, then pause
  | { readonly kind: 'change'; readonly what: What }
  // what the page shows; without curves, a score is taken only where a run was to stop
  | { readonly kind: 'look'; readonly health: boolean; readonly learnt: boolean; readonly curves: boolean }
  | { readonly kind: 'compare'; readonly from: number; readonly to: number } // two checkpoints
  | { readonly kind: 'confuse' } // what is mistaken for what, once
  | { readonly kind: 'spread' } // what goes into the activations, once
  | { readonly kind: 'steepest'; readonly least: boolean } // the largest gradients of the last step, or the smallest, once
  | { readonly kind: 'batches' } // what the batch size changes, once
  | { readonly kind: 'measure' } // how well it does now
  | { readonly kind: 'pictures'; readonly samples: readonly number[] } // of the test set
  | { readonly kind: 'seek'; readonly step: number }
  | { readonly kind: 'past'; readonly most: number } // to be kept, in so many bytes
  | { readonly kind: 'next'; readonly asked: number; readonly samples: number } // what the next step begins with
  | ({ readonly kind: 'single' } & Single) // one step, if the run is still where it was asked for
  | { readonly kind: 'retract' } // what was learnt by hand since the last step
  | { readonly kind: 'workers'; readonly most: number; readonly always: boolean } // that may compute a step; 1: helpers go
  | { readonly kind: 'helper'; readonly port: MessagePort } // that was asked for
  | { readonly kind: 'help'; readonly module: WebAssembly.Module; readonly port: MessagePort } // to a new worker: be one
  | { readonly kind: 'seen' }; // the last frame; the next may come

// One step with settings that are set before it, and those that are set back after it.
export interface Single {
  readonly from: number; // steps made before it
  readonly set: SettingValues;
  readonly back: SettingValues;
}

export interface Frame {
  readonly kind: 'frame';
  readonly id: number;
  readonly steps: number;
  readonly epoch: number;
  readonly position: number; // samples of this epoch seen
  readonly seconds: number;
  readonly from: number; // losses are those of steps from + 1 …
  readonly losses: Float32Array;
  readonly scores: readonly Scored[]; // those since the last frame
  readonly cut: number; // what was told of later steps holds no more; Infinity: it all does
  readonly state: 'running' | 'waiting' | 'paused' | 'done';
  readonly counted: boolean; // it does the steps that it was asked for by their number; more can be asked for
  readonly loaded: number; // training samples there
  readonly moment: Moment;
  readonly checkpoints: readonly number[]; // steps
  readonly kept: number; // bytes of them
  readonly room: number; // bytes that they may take
  readonly thinned: number; // times that every second of them went, for want of room
  readonly workers: number; // that computed the last step
  readonly lost: number; // helpers that are gone, though nobody sent them away
  readonly divides: boolean; // a step can be computed by several
  readonly learnt?: Float32Array; // parameters, then the model state
  readonly setup?: Setup; // when it is another than told before
}

export interface Setup {
  readonly changes: readonly Change[];
  readonly notation: string; // which may be an earlier one, back in time
  readonly settings: SettingValues;
  readonly used: readonly string[]; // settings that do something, given the others
  readonly schedule: Schedule;
  readonly partition: Partition | undefined; // none: every sample is learnt from, as it came
}

// What two moments of a run differ in.
export interface Difference {
  readonly from: Instant;
  readonly to: Instant;
  readonly changes: readonly { readonly weight: number; readonly by: number }[]; // lengths, of each parameter
}

export interface Instant {
  readonly step: number;
  readonly train: Score | undefined;
  readonly test: Score | undefined;
}

export type FromRun =
  | {
      readonly kind: 'ready';
      readonly id: number;
      readonly table: readonly Setting[];
      readonly resumed: boolean; // from the past that came with it
    }
  | { readonly kind: 'past'; readonly id: number; readonly past: Past }
  | { readonly kind: 'hire' } // one more helper would do
  | Frame
  | { readonly kind: 'next'; readonly asked: number; readonly next: Next }
  | { readonly kind: 'difference'; readonly difference: Difference | undefined }
  | { readonly kind: 'confusion'; readonly confusion: Confusion | undefined }
  | { readonly kind: 'spread'; readonly spread: Spreads }
  | { readonly kind: 'steepest'; readonly steepest: readonly Steep[] }
  | { readonly kind: 'batches'; readonly batches: BatchFacts }
  | { readonly kind: 'measured'; readonly instant: Instant }
  | { readonly kind: 'pictures'; readonly samples: readonly number[]; readonly pixels: Uint8Array }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'refused'; readonly error: CoreError }
  | { readonly kind: 'trap'; readonly message: string };
