// What the list of runs asks of the view that makes them, whatever they learn.
import type { ReadonlySignal } from '@preact/signals-core';
import type { Setting, Wishes } from '../engine/train-settings';
import type { Export, Made } from './run-export';
import type { RunRecord } from './run-record';
import type { Runs } from './runs';

export type Opened = 'run' | 'weights' | 'tokens';
export type Loaded = 'loaded' | 'unloaded' | 'no-pictures' | 'no-text';

export interface RunKeeper {
  readonly runs: Runs;
  readonly table: ReadonlySignal<readonly Setting[]>;
  readonly opens: string; // endings of files, as an input has them
  // Of its settings at the end, those that are not the usual ones here.
  chosen(record: RunRecord): Wishes;
  // Throws Unread or Refused; then nothing has changed.
  open(file: Blob): Promise<Opened>;
  load(record: RunRecord): Promise<Loaded>;
  rerun(record: RunRecord): void;
  // Throws NotWritten. Undefined: what it learnt is not here.
  take(record: RunRecord, what: Export): Promise<Made | undefined>;
}
