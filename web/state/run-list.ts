// A list of runs, whatever they are of: kept on this device, named, pinned, deleted and brought back; and what came of
// the last rerun.
import { signal } from '@preact/signals-core';
import { createStore, del, entries, set } from 'idb-keyval';

export const MOST_BYTES = 48 * 2 ** 20;
export const MOST_NAME = 200; // letters
const MOST_RUNS = 60;

export interface Listed {
  readonly id: string;
  readonly name: string; // the learner's; '': none was given
  readonly pinned: boolean; // stays when room is made
  readonly when: number; // ms since 1970, of its last step
}

// Why a run cannot be made again.
export type Missing = 'other-data' | 'gone-pictures' | 'gone-text' | 'failed';

export type Rerun =
  | { readonly kind: 'going'; readonly steps: number }
  | { readonly kind: 'same' | 'other' | 'same-weights' | Missing };

// What the list must know of its runs.
export interface Kind<R extends Listed> {
  readonly store: string; // its name on the device
  readonly most?: number; // bytes of one: what is larger is not listed
  read(value: unknown): R; // throws, where it is none
  bytes(run: R): number;
}

export class RunList<R extends Listed> {
  readonly list = signal<readonly R[]>([]); // newest first
  readonly ready = signal(false);
  readonly deleted = signal<R | undefined>(undefined); // the last, to be brought back
  readonly gone = signal(0); // were let go to make room
  readonly unkept = signal(false); // the browser keeps nothing: the list lasts as long as the page
  readonly reruns = signal<Readonly<Record<string, Rerun>>>({});
  readonly tooLarge = signal(false); // the last that came has no room however many go
  readonly full = signal(false); // the device has no room for what was to be written last
  #store: ReturnType<typeof createStore> | undefined;

  // `kept`: they outlive the page.
  constructor(
    readonly kind: Kind<R>,
    kept = true,
  ) {
    if (kept) void this.#load();
    else this.ready.value = true;
  }

  async #load(): Promise<void> {
    try {
      this.#store = createStore(this.kind.store, 'runs');
      const kept = (await entries(this.#store)).flatMap(([, value]) => this.#sound(value));
      const here = new Set(this.list.peek().map(({ id }) => id));
      this.list.value = sorted([...this.list.peek(), ...kept.filter(({ id }) => !here.has(id))]);
    } catch {
      this.unkept.value = true;
    }
    this.ready.value = true;
  }

  // Takes the place of the record with the same id; a name and a pin given meanwhile stay.
  keep(record: R): void {
    this.tooLarge.value = this.kind.bytes(record) > (this.kind.most ?? Infinity);
    if (this.tooLarge.peek()) return;
    const before = this.list.peek().find(({ id }) => id === record.id);
    const next = before ? { ...record, name: before.name, pinned: before.pinned } : record;
    this.#put(next);
    this.#makeRoom(next.id);
  }

  // From a file: it stays whatever it takes, and is the newest in the list.
  add(record: R): void {
    this.#put(record);
    this.#makeRoom(record.id);
  }

  // What is kept may be of another version of the page: it is left where it is.
  #sound(value: unknown): R[] {
    try {
      return [this.kind.read(value)];
    } catch {
      return [];
    }
  }

  #put(record: R): void {
    this.list.value = sorted([...this.list.peek().filter(({ id }) => id !== record.id), record]);
    void this.#write(() => set(record.id, record, this.#store));
  }

  // Where storage is forbidden, to ask for it throws at once.
  async #write(act: () => Promise<void>): Promise<void> {
    if (!this.#store) return;
    try {
      await act();
      this.full.value = false;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') this.full.value = true;
      else this.unkept.value = true;
    }
  }

  // The oldest go, those with a name last; never one that is pinned, nor the one that has just come.
  #makeRoom(newest: string): void {
    const list = this.list.peek();
    let [bytes, runs] = [list.reduce((sum, each) => sum + this.kind.bytes(each), 0), list.length];
    const going = list
      .filter(({ id, pinned }) => id !== newest && !pinned)
      .sort((a, b) => Number(a.name !== '') - Number(b.name !== '') || a.when - b.when);
    for (const each of going) {
      if (bytes <= MOST_BYTES && runs <= MOST_RUNS) return;
      this.#drop(each.id);
      this.gone.value++;
      bytes -= this.kind.bytes(each);
      runs--;
    }
  }

  #drop(id: string): void {
    this.list.value = this.list.peek().filter((each) => each.id !== id);
    void this.#write(() => del(id, this.#store));
  }

  rename(id: string, name: string): void {
    const record = this.list.peek().find((each) => each.id === id);
    if (record) this.#put({ ...record, name: name.trim().slice(0, MOST_NAME) });
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

  say(record: R, how: Rerun): void {
    this.reruns.value = { [record.id]: how };
  }
}

const sorted = <R extends Listed>(runs: readonly R[]): readonly R[] =>
  [...runs].sort((a, b) => b.when - a.when);
