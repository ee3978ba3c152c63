// The runs kept on this device: listed, named, deleted and brought back, rerun in a worker of their own to see whether
// they make the same numbers.
import { signal } from '@preact/signals-core';
import { createStore, del, entries, set } from 'idb-keyval';
import type { TrainerSource } from '../engine/trainer';
import { type Dealt, RunHandle } from './run-handle';
import { bytesOf, type RunRecord, readRun, sameBits } from './run-record';
import type { SetName } from './set-names';

const MOST_BYTES = 48 * 2 ** 20;
const MOST_RUNS = 60;

// Why a run cannot be made again.
export type Missing = 'other-data' | 'gone-pictures' | 'gone-text' | 'failed';

export type Rerun =
  | { readonly kind: 'going'; readonly steps: number }
  | { readonly kind: 'same' | 'other' | 'same-weights' | Missing };

// The samples that a record was made with, as they are here now, and what of its source they decide.
export interface Again {
  readonly data: SetName | Dealt;
  readonly source: Pick<TrainerSource, 'tests' | 'size' | 'block'> & Partial<TrainerSource>;
}
export type Ground = (record: RunRecord) => Promise<Again | Missing>;

export class Runs {
  readonly list = signal<readonly RunRecord[]>([]); // newest first
  readonly ready = signal(false);
  readonly deleted = signal<RunRecord | undefined>(undefined); // the last, to be brought back
  readonly gone = signal(0); // were let go to make room
  readonly unkept = signal(false); // the browser keeps nothing: the list lasts as long as the page
  readonly reruns = signal<Readonly<Record<string, Rerun>>>({});
  #store: ReturnType<typeof createStore> | undefined;
  #handle: RunHandle | undefined;

  // `kept`: they outlive the page, in a store of this name.
  constructor(
    readonly ground: Ground,
    kept = true,
    readonly store = 'glassnet-runs',
  ) {
    if (kept) void this.#load();
    else this.ready.value = true;
  }

  async #load(): Promise<void> {
    try {
      this.#store = createStore(this.store, 'runs');
      const kept = (await entries(this.#store)).flatMap(([, value]) => sound(value));
      const here = new Set(this.list.peek().map(({ id }) => id));
      this.list.value = sorted([...this.list.peek(), ...kept.filter(({ id }) => !here.has(id))]);
    } catch {
      this.unkept.value = true;
    }
    this.ready.value = true;
  }

  // Takes the place of the record with the same id; a name and a pin given meanwhile stay.
  keep(record: RunRecord): void {
    const before = this.list.peek().find(({ id }) => id === record.id);
    const next = before ? { ...record, name: before.name, pinned: before.pinned } : record;
    this.#put(next);
    this.#makeRoom(next.id);
  }

  // From a file: it stays whatever it takes, and is the newest in the list.
  add(record: RunRecord): void {
    this.#put(record);
    this.#makeRoom(record.id);
  }

  #put(record: RunRecord): void {
    this.list.value = sorted([...this.list.peek().filter(({ id }) => id !== record.id), record]);
    void this.#write(() => set(record.id, record, this.#store));
  }

  // Where storage is forbidden, to ask for it throws at once.
  async #write(act: () => Promise<void>): Promise<void> {
    if (!this.#store) return;
    try {
      await act();
    } catch {
      this.unkept.value = true;
    }
  }

  // The oldest go, those with a name last; never one that is pinned, nor the one that has just come.
  #makeRoom(newest: string): void {
    const list = this.list.peek();
    let [bytes, runs] = [list.reduce((sum, each) => sum + bytesOf(each), 0), list.length];
    const going = list
      .filter(({ id, pinned }) => id !== newest && !pinned)
      .sort((a, b) => Number(a.name !== '') - Number(b.name !== '') || a.when - b.when);
    for (const each of going) {
      if (bytes <= MOST_BYTES && runs <= MOST_RUNS) return;
      this.#drop(each.id);
      this.gone.value++;
      bytes -= bytesOf(each);
      runs--;
    }
  }

  #drop(id: string): void {
    this.list.value = this.list.peek().filter((each) => each.id !== id);
    void this.#write(() => del(id, this.#store));
  }

  rename(id: string, name: string): void {
    const record = this.list.peek().find((each) => each.id === id);
    if (record) this.#put({ ...record, name: name.trim().slice(0, 200) });
  }

  pin(id: string, pinned: boolean): void {
    const record = this.list.peek().find((each) => each.id === id);
    if (record) this.#put({ ...record, pinned });
  }

  delete(id: string): void {
    const record = this.list.peek().find((each) => each.id === id);
    if (!record) return;
    this.deleted.value = record;
    this.#drop(id);
  }

  undelete(): void {
    const record = this.deleted.peek();
    this.deleted.value = undefined;
    if (record) this.#put(record);
  }

  // ---------------------------------------------------------------- again

  // From the record alone, beside the run that is on show, which goes on.
  async rerun(module: WebAssembly.Module, record: RunRecord): Promise<void> {
    this.#handle?.end();
    this.#handle = undefined;
    this.reruns.value = { [record.id]: { kind: 'going', steps: 0 } };
    const asked = ++this.#asked;
    const again = await this.ground(record);
    if (asked !== this.#asked) return;
    if (typeof again === 'string') {
      this.#say(record, { kind: again });
      return;
    }
    const handle = new RunHandle();
    this.#handle = handle;
    const done = (how: Rerun['kind']) => {
      handle.end();
      stop();
      if (this.#handle === handle) this.#say(record, { kind: how } as Rerun);
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
      this.#say(record, { kind: 'going', steps: frame.steps });
      const broke = frame.losses.length > 0 && !Number.isFinite(handle.history.last);
      if (frame.learnt && (frame.steps >= record.steps || broke)) {
        done(compare(record, handle.history.all(), frame.learnt));
      }
    };
    handle.start(module, again.data, sourceOf(record, again), record.changes);
  }

  #asked = 0; // an earlier one no longer counts

  #say(record: RunRecord, how: Rerun): void {
    this.reruns.value = { [record.id]: how };
  }
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

const sorted = (runs: readonly RunRecord[]): readonly RunRecord[] =>
  [...runs].sort((a, b) => b.when - a.when);

// What is kept may be of another version of the page: it is left where it is.
function sound(value: unknown): RunRecord[] {
  try {
    return [readRun(value)];
  } catch {
    return [];
  }
}
