// Pictures that may be learnt: read from files into classes, looked at and named, before any of them is taken.
import { signal } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import { Refused } from '../engine/errors';
import type { PictureMaker } from '../engine/pictures';
import { MOST_CLASSES, MOST_PICTURES, type OwnPictures, picturesOf } from './own-pictures';
import { decode, entriesOf, fromEntries, fromList, NoPicture, type Unfit } from './picture-files';
import { type Found, freshName, sortFound, tidyName } from './picture-names';
import type { Session } from './session';

const TOLD_MS = 120; // between two looks at how far the reading is
const AT_ONCE = 8; // files: reading and unpacking wait for others than us

// One picture, both ways round.
interface Shot {
  readonly asIs: Uint8Array; // (28, 28)
  readonly inverted: Uint8Array;
  readonly light: boolean; // its border
}

export interface DraftClass {
  readonly id: number;
  readonly name: string;
  readonly shots: readonly Shot[];
}

export interface Skipped {
  readonly name: string;
  readonly why: Unfit;
  readonly size: readonly number[];
}

export interface Draft {
  readonly classes: readonly DraftClass[];
  readonly skipped: readonly Skipped[];
  readonly merged: readonly string[]; // names that several folders had
  readonly tried: boolean; // something was handed over
  readonly reading: { readonly done: number; readonly of: number } | undefined;
}

type Find = (lost: (name: string) => void) => Promise<Found<File>[]>;

// Why they cannot be learnt as they are.
export type Verdict = 'empty' | 'none' | 'one' | 'many' | 'unnamed';

const NOTHING: Draft = { classes: [], skipped: [], merged: [], tried: false, reading: undefined };

export class PictureDraft {
  readonly now = signal<Draft | undefined>(undefined);
  readonly chosenInvert = signal<boolean | undefined>(undefined); // by the learner
  #opened = 0; // what was begun for an earlier one is void
  #queue = Promise.resolve(); // what is handed over is read one after the other
  #ids = 0;
  #taking = false;

  constructor(readonly own: OwnPictures) {}

  begin(): void {
    this.#opened++;
    this.chosenInvert.value = undefined;
    this.now.value = NOTHING;
  }

  drop(): void {
    this.#opened++;
    this.now.value = undefined;
  }

  // ---------------------------------------------------------------- files

  addList(files: Iterable<File>): void {
    this.#add(async () => fromList(files));
  }

  addDropped(items: DataTransfer | null): void {
    const entries = entriesOf(items);
    this.#add((lost) => fromEntries(entries, lost));
  }

  #add(find: Find): void {
    if (!this.now.peek()) this.begin();
    const mine = this.#opened;
    this.#queue = this.#queue.catch(() => {}).then(() => this.#read(find, () => mine === this.#opened));
  }

  async #read(find: Find, wanted: () => boolean): Promise<void> {
    if (!wanted()) return;
    this.#change({ tried: true, reading: { done: 0, of: 0 } });
    const skipped: Skipped[] = [];
    const found = await find((name) => skipped.push({ name, why: 'gone', size: [] }));
    const { classes, merged, loose } = sortFound(found);
    for (const { path, name } of loose)
      skipped.push({ name: [...path, name].join('/'), why: 'loose', size: [] });
    const maker = await this.own.maker();
    const of = classes.reduce((sum, { files }) => sum + files.length, 0);
    let room =
      MOST_PICTURES - (this.now.peek() ?? NOTHING).classes.reduce((sum, { shots }) => sum + shots.length, 0);
    let [done, told] = [0, performance.now()];
    const read: { name: string; shots: Shot[]; folder: boolean }[] = [];
    for (const { name, files } of classes) {
      const shots: Shot[] = [];
      const ahead: Promise<Shot | NoPicture>[] = [];
      for (const [i, { path, name: file }] of files.entries()) {
        while (ahead.length < Math.min(files.length, i + Math.min(AT_ONCE, room)))
          ahead.push(shoot(maker, (files[ahead.length] as Found<File>).file));
        const shot = (await ahead[i]) ?? new NoPicture('more');
        if (!wanted()) return;
        if ('why' in shot) skipped.push({ name: [...path, file].join('/'), why: shot.why, size: shot.size });
        else {
          shots.push(shot);
          room--;
        }
        done++;
        if (performance.now() - told < TOLD_MS) continue;
        told = performance.now();
        this.#change({ reading: { done, of } });
      }
      if (shots.length > 0) read.push({ name, shots, folder: files.some(({ path }) => path.length > 0) });
    }
    if (!wanted()) return;
    this.#join(read, merged, skipped);
  }

  // A folder's class of a name that is there goes on with it; files whose names say one thing only are a class of
  // their own, to be named.
  #join(
    read: readonly { readonly name: string; readonly shots: readonly Shot[]; readonly folder: boolean }[],
    merged: readonly string[],
    skipped: readonly Skipped[],
  ): void {
    const before = this.now.peek() ?? NOTHING;
    const classes = [...before.classes];
    const again: string[] = [];
    for (const { name, shots, folder } of read) {
      const at = classes.findIndex((each) => each.name === name && name !== '');
      const there = classes[at];
      if (there && (folder || read.length > 1)) {
        classes[at] = { ...there, shots: [...there.shots, ...shots] };
        if (folder) again.push(name);
      } else {
        const names = classes.map((each) => each.name);
        classes.push({ id: ++this.#ids, name: name && freshName(name, names), shots });
      }
    }
    this.#change({
      classes,
      merged: [...new Set([...before.merged, ...merged, ...again])],
      skipped: [...before.skipped, ...skipped],
      reading: undefined,
    });
  }

  #change(change: Partial<Draft>): void {
    const now = this.now.peek();
    if (now) this.now.value = { ...now, ...change };
  }

  // ---------------------------------------------------------------- classes

  // Two classes of one name become one.
  rename(id: number, text: string): void {
    const name = tidyName(text);
    const all = this.now.peek()?.classes ?? [];
    const one = all.find((each) => each.id === id);
    const other = all.find((each) => each.id !== id && each.name === name && name !== '');
    if (!one || one.name === name) return;
    const named = other ? { ...other, shots: [...other.shots, ...one.shots] } : { ...one, name };
    this.#change({
      classes: all
        .filter((each) => !other || each.id !== id)
        .map((each) => (each.id === named.id ? named : each)),
    });
  }

  remove(id: number): void {
    this.#change({ classes: (this.now.peek()?.classes ?? []).filter((each) => each.id !== id) });
  }

  // Ink is bright for a net. Unless the learner says so, most borders say whether these are dark on light.
  get invert(): boolean {
    if (this.chosenInvert.value !== undefined) return this.chosenInvert.value;
    const shots = (this.now.value?.classes ?? []).flatMap((each) => each.shots);
    return 2 * shots.filter(({ light }) => light).length > shots.length;
  }

  get verdict(): Verdict | undefined {
    const now = this.now.value;
    if (!now?.tried || now.reading) return undefined;
    const { classes, skipped } = now;
    if (classes.length === 0) return skipped.length > 0 ? 'none' : 'empty';
    if (classes.length === 1) return 'one';
    if (classes.length > MOST_CLASSES) return 'many';
    return classes.some(({ name }) => name === '') ? 'unnamed' : undefined;
  }

  async take(): Promise<void> {
    const now = this.now.peek();
    if (!now || now.reading || this.verdict || this.#taking) return;
    this.#taking = true;
    const way = this.invert ? 'inverted' : 'asIs';
    await this.own.take(
      now.classes.map(({ name, shots }) => ({ name, pictures: shots.map((shot) => shot[way]) })),
    );
    this.#taking = false;
    this.drop();
  }
}

async function shoot(maker: PictureMaker, file: File): Promise<Shot | NoPicture> {
  try {
    const decoded = await decode(file);
    return {
      asIs: maker.grey(decoded, false),
      inverted: maker.grey(decoded, true),
      light: decoded.light,
    };
  } catch (error) {
    if (error instanceof NoPicture) return error;
    if (error instanceof Refused || error instanceof CoreTrap) return new NoPicture('broken');
    throw error;
  }
}

const drafts = new WeakMap<Session, PictureDraft>();

export function draftOf(session: Session): PictureDraft {
  const found = drafts.get(session) ?? new PictureDraft(picturesOf(session));
  drafts.set(session, found);
  return found;
}
