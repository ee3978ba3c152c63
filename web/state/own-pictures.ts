// Pictures of the learner's own: kept on this device, learnt by runs as one of the sets.
import { batch, effect, signal } from '@preact/signals-core';
import { del, get, set } from 'idb-keyval';
import { PIXELS, PictureMaker } from '../engine/pictures';
import { pause } from './idle';
import type { Dealt } from './run-handle';
import type { Session } from './session';
import { patient } from './shelf';

const KEY = 'glassnet.pictures';
const VERSION = 1;
const AT_ONCE = 2 ** 20; // bytes that are summed before the page is heard again
export const TEST_SHARE = 0.2;
export const MOST_CLASSES = 64;
export const MOST_PICTURES = 20_000;

// One of each class after the other, so that the first few of them are a mixture.
export interface Pictures {
  readonly version: string; // of all that is here: other pictures have another
  readonly names: readonly string[]; // of the classes
  readonly pixels: Uint8Array<ArrayBuffer>; // (count, 28, 28), 0..255
  readonly labels: Uint8Array<ArrayBuffer>; // (count)
  readonly held: Uint8Array<ArrayBuffer>; // (count) 1: kept for the test
}

export interface GivenClass {
  readonly name: string;
  readonly pictures: readonly Uint8Array[]; // (28, 28) each
}

export class OwnPictures {
  readonly kept = signal<Pictures | undefined>(undefined);
  readonly loaded = signal(false); // what was kept is here, or there is nothing
  readonly unkept = signal<'full' | 'forbidden' | undefined>(undefined); // they last as long as the page
  readonly removed = signal<Pictures | undefined>(undefined); // the last, to be brought back
  readonly ready: Promise<void>;
  #maker: Promise<PictureMaker> | undefined;

  constructor(readonly session: Session) {
    this.ready = this.#load();
    effect(() => this.#settle());
  }

  async #load(): Promise<void> {
    const stored = await patient(() => get<unknown>(KEY));
    batch(() => {
      this.kept.value ??= sound(stored);
      this.loaded.value = true;
    });
  }

  // Settings, from a link or kept, may speak of pictures that are not here: then the digits are learnt, and it is said.
  #settle(): void {
    const { data, pictures } = this.session.settings;
    const { value: kept } = this.kept;
    if (!this.loaded.value || data.value !== 'own') return;
    if (kept && kept.version === pictures.value) return;
    batch(() => {
      data.value = 'mnist';
      pictures.value = '';
      this.session.notice.value = { kind: 'no-pictures' };
    });
  }

  maker(): Promise<PictureMaker> {
    const { module } = this.session;
    this.#maker ??= module ? PictureMaker.start(module) : Promise.reject(new Error('no core'));
    return this.#maker;
  }

  // They are learnt from now on, instead of others.
  async take(classes: readonly GivenClass[]): Promise<void> {
    const made = assemble(classes);
    const held = (await this.maker()).hold(made.labels, classes.length, TEST_SHARE, 1);
    const pictures: Pictures = { ...made, held, version: await stampOf({ ...made, held }) };
    this.removed.value = undefined;
    await this.#put(pictures);
  }

  async #put(pictures: Pictures): Promise<void> {
    batch(() => {
      this.unkept.value = undefined;
      this.kept.value = pictures;
      this.session.settings.data.value = 'own';
      this.session.settings.pictures.value = pictures.version;
    });
    try {
      await set(KEY, { version: VERSION, pictures });
    } catch (error) {
      const full = error instanceof DOMException && error.name === 'QuotaExceededError';
      this.unkept.value = full ? 'full' : 'forbidden';
    }
  }

  remove(): void {
    const { data, pictures } = this.session.settings;
    batch(() => {
      this.removed.value = this.kept.peek();
      this.unkept.value = undefined;
      if (data.peek() === 'own') data.value = 'mnist';
      pictures.value = '';
      this.kept.value = undefined;
    });
    del(KEY).catch(() => {});
  }

  async undo(): Promise<void> {
    const pictures = this.removed.peek();
    this.removed.value = undefined;
    if (pictures) await this.#put(pictures);
  }
}

// One class after the other gives one of its pictures, as long as it has any.
function assemble(classes: readonly GivenClass[]): Omit<Pictures, 'version' | 'held'> {
  const order: { readonly label: number; readonly pixels: Uint8Array }[] = [];
  const most = Math.max(...classes.map(({ pictures }) => pictures.length));
  for (let i = 0; i < most; i++)
    for (const [label, { pictures }] of classes.entries()) {
      const pixels = pictures[i];
      if (pixels) order.push({ label, pixels });
    }
  const pixels = new Uint8Array(order.length * PIXELS);
  for (const [i, each] of order.entries()) pixels.set(each.pixels, i * PIXELS);
  return {
    names: classes.map(({ name }) => name),
    pixels,
    labels: Uint8Array.from(order, ({ label }) => label),
  };
}

// Tells other pictures, names or another split from these: two sums of FNV-1a's kind over all bytes.
async function stampOf({ names, pixels, labels, held }: Omit<Pictures, 'version'>): Promise<string> {
  let [a, b] = [0x811c9dc5, 0x9dc5811c];
  for (const bytes of [new TextEncoder().encode(names.join('\n')), labels, held, pixels])
    for (let first = 0; first < bytes.length; first += AT_ONCE) {
      for (const byte of bytes.subarray(first, first + AT_ONCE)) {
        a = Math.imul(a ^ byte, 0x01000193);
        b = Math.imul(b ^ byte, 0x01000197) ^ (b >>> 15);
      }
      if (bytes.length > AT_ONCE) await pause(0);
    }
  return [a, b].map((each) => (each >>> 0).toString(16).padStart(8, '0')).join('');
}

// What is kept may be of another version of the page.
function sound(stored: unknown): Pictures | undefined {
  const { version, pictures } = (stored ?? {}) as { version?: number; pictures?: Pictures };
  if (version !== VERSION || !pictures) return undefined;
  const { names, pixels, labels, held } = pictures;
  const all = [pixels, labels, held].every((each) => each instanceof Uint8Array);
  if (!all || !Array.isArray(names) || pixels.length !== labels.length * PIXELS) return undefined;
  if (held.length !== labels.length || labels.some((label) => label >= names.length)) return undefined;
  return pictures;
}

export interface Parts extends Dealt {
  readonly count: { readonly train: number; readonly test: number };
}

const parts = new WeakMap<Pictures, Parts>();

// Those to learn from and those kept for the test, as a run takes them.
export function partsOf(pictures: Pictures): Parts {
  const known = parts.get(pictures);
  if (known) return known;
  const part = (test: boolean) => {
    const which = Array.from(pictures.held.keys()).filter((i) => (pictures.held[i] === 1) === test);
    const pixels = new Uint8Array(which.length * PIXELS);
    for (const [i, from] of which.entries())
      pixels.set(pictures.pixels.subarray(from * PIXELS, (from + 1) * PIXELS), i * PIXELS);
    return { pixels, labels: Uint8Array.from(which, (i) => pictures.labels[i] ?? 0) };
  };
  const [train, test] = [part(false), part(true)];
  const count = { train: train.labels.length, test: test.labels.length };
  const made: Parts = { key: pictures.version, train, test, count };
  parts.set(pictures, made);
  return made;
}

const owned = new WeakMap<Session, OwnPictures>();

export function picturesOf(session: Session): OwnPictures {
  const found = owned.get(session) ?? new OwnPictures(session);
  owned.set(session, found);
  return found;
}
