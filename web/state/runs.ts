// The runs of networks that are kept on this device, rerun in a worker of their own to see whether they make the same
// numbers.
import type { TrainerSource } from '../engine/trainer';
import { type Dealt, RunHandle } from './run-handle';
import { type Missing, type Rerun, RunList } from './run-list';
import { bytesOf, type RunRecord, readRun, sameBits } from './run-record';
import type { SetName } from './set-names';

// The samples that a record was made with, as they are here now, and what of its source they decide.
export interface Again {
  readonly data: SetName | Dealt;
  readonly source: Pick<TrainerSource, 'tests' | 'size' | 'block'> & Partial<TrainerSource>;
}
export type Ground = (record: RunRecord) => Promise<Again | Missing>;

export class Runs extends RunList<RunRecord> {
  #handle: RunHandle | undefined;

  // `kept`: they outlive the page, in a store of this name.
  constructor(
    readonly ground: Ground,
    kept = true,
    store = 'glassnet-runs',
  ) {
    super({ store, read: readRun, bytes: bytesOf }, kept);
  }

  // From the record alone, beside the run that is on show, which goes on.
  async rerun(module: WebAssembly.Module, record: RunRecord): Promise<void> {
    this.#handle?.end();
    this.#handle = undefined;
    this.reruns.value = { [record.id]: { kind: 'going', steps: 0 } };
    const asked = ++this.#asked;
    const again = await this.ground(record);
    if (asked !== this.#asked) return;
    if (typeof again === 'string') {
      this.say(record, { kind: again });
      return;
    }
    const handle = new RunHandle();
    this.#handle = handle;
    const done = (how: Rerun['kind']) => {
      handle.end();
      stop();
      if (this.#handle === handle) this.say(record, { kind: how } as Rerun);
    };
    const stop = handle.trouble.subscribe((trouble) => {
      if (trouble && trouble.kind !== 'fault') queueMicrotask(() => done('failed'));
    });
    handle.onReady = () => {
      handle.look(true, false);
      handle.go(undefined, record.steps);
    };
    handle.onFrame = (frame) => {
      if (this.#handle !== handle) {
        done('failed');
        return;
      }
      this.say(record, { kind: 'going', steps: frame.steps });
      const broke = frame.losses.length > 0 && !Number.isFinite(handle.history.last);
      if (frame.learnt && (frame.steps >= record.steps || broke)) {
        done(compare(record, handle.history.all(), frame.learnt));
      }
    };
    handle.start(module, again.data, sourceOf(record, again), record.changes);
  }

  #asked = 0; // an earlier one no longer counts
}

function compare(record: RunRecord, losses: Float32Array, learnt: Float32Array): Rerun['kind'] {
  if (!sameBits(record.learnt, learnt)) return 'other';
  if (record.losses.length === 0) return 'same-weights';
  return sameBits(record.losses, losses) ? 'same' : 'other';
}

const sourceOf = (record: RunRecord, { source }: Again): TrainerSource => ({
  notation: record.notation,
  seed: record.seed,
  ...(record.start ? { start: record.start } : {}),
  samples: record.samples,
  validation: record.validation,
  labelNoise: record.labelNoise,
  ...source,
  settings: record.wishes,
});
