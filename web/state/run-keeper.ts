// What the list of runs asks of the view that makes them, whatever they learn.
import type { ReadonlySignal } from '@preact/signals-core';
import type { Setting, Wishes } from '../engine/train-settings';
import type { Export, Made } from './run-export';
import type { Listed, RunList } from './run-list';
import type { RunRecord } from './run-record';

// 'shown': it is in the list and on show; 'anew': its settings are, but it begins anew with the text that is here.
export type Opened = 'run' | 'weights' | 'tokens' | 'shown' | 'anew';
export type Loaded = 'loaded' | 'no-numbers' | 'unloaded' | 'no-pictures' | 'no-text' | 'shown' | 'anew';
export type Taken = Export | 'vectors';

export interface RunKeeper<R extends Listed = RunRecord> {
  readonly runs: RunList<R>;
  readonly table: ReadonlySignal<readonly Setting[]>;
  readonly opens: string; // endings of files, as an input has them
  readonly exports: readonly Taken[];
  // Of its settings at the end, those that are not the usual ones here.
  chosen(record: R): Wishes;
  // Throws Unread or Refused; then nothing has changed.
  open(file: Blob): Promise<Opened>;
  load(record: R): Promise<Loaded>;
  rerun(record: R): void;
  // Throws NotWritten. Undefined: what it learnt is not here.
  take(record: R, what: Taken): Promise<Made | undefined>;
}
