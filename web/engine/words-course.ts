// What the words worker holds: a text and the run that learns it, or vectors that were given; and what the page has open.
import { Refused } from './errors';
import { Book } from './words-book';
import { WORDS_TABLE, type WordsCore } from './words-core';
import type { Asks, Beginning, Frame, KeptTables, Losses, Step, Unit, Want } from './words-messages';
import { type Lists, measured, type Quality } from './words-quality';
import { WordsRun } from './words-run';
import { type Space, unpack } from './words-space';

const SLICE_MS = 12; // before the page is heard again
const CHUNK = 500; // words
const POINTS = 200; // of the curve
const NEAREST = 12;
const NOTHING: Want = { word: -1, analogy: undefined, axes: 2, most: 300 };

export class Course {
  want: Want = NOTHING;
  running = false;
  #pace = 0;
  #book: Book | undefined;
  #run: WordsRun | undefined;
  #space: Space | undefined;
  #freeSpace = () => {};
  #losses: { read: number[]; loss: number[] } = { read: [], loss: [] };
  #sum = { loss: 0, pairs: 0, from: 0 }; // since the curve's last point
  #ms = 0; // of computing, and words in it
  #words = 0;
  #began = 0; // of this stretch, when and from where
  #from = 0;
  #to: number | undefined;
  #before: Float32Array | undefined; // directions of the last map

  constructor(readonly core: WordsCore) {}

  // ---------------------------------------------------------------- texts

  read(text: string, unit: Unit, least: number): Asks['read']['answer'] {
    this.#clear();
    const lower = text.toLowerCase();
    this.#book = Book.read(this.core, lower, least, unit === 'segments' ? segments(lower) : undefined);
    const { words, counts, length } = this.#book;
    return { words, counts, length };
  }

  given(file: Uint8Array): Asks['given']['answer'] | undefined {
    this.#clear();
    const found = unpack(this.core, file);
    if (!found) return undefined;
    this.#space = found.space;
    this.#freeSpace = found.free;
    return { words: found.words };
  }

  #clear(): void {
    this.running = false;
    this.#run?.free();
    this.#book?.free();
    this.#freeSpace();
    this.#freeSpace = () => {};
    this.#run = undefined;
    this.#book = undefined;
    this.#space = undefined;
    this.#before = undefined;
    this.want = NOTHING;
  }

  // ---------------------------------------------------------------- learning

  begin({ values, seed, kept }: Beginning): Asks['begin']['answer'] | undefined {
    this.running = false;
    if (!this.#book) return undefined;
    this.#run?.free();
    this.#run = undefined;
    this.#space = undefined;
    this.#before = undefined;
    this.#losses = { read: [], loss: [] };
    this.#ms = 0;
    this.#words = 0;
    try {
      const run = WordsRun.begin(this.#book, values, seed);
      this.#run = run;
      this.#space = run.space;
      this.#epochs = values.epochs ?? WORDS_TABLE.find(({ name }) => name === 'epochs')?.initial ?? 1;
      if (kept && run.resume(kept.tables, kept.read))
        this.#losses = { read: [...kept.losses.read], loss: [...kept.losses.loss] };
      this.#sum = { loss: 0, pairs: 0, from: run.state().read };
      return { losses: this.#losses };
    } catch (error) {
      if (error instanceof Refused) return { error: error.error };
      throw error;
    }
  }
  #epochs = 1;

  get #all(): number {
    return (this.#book?.length ?? 0) * this.#epochs;
  }

  // `to`: words read, where it ends; else it is at the end of all.
  go(pace: number, to?: number): void {
    this.running = pace >= 0 && this.#run !== undefined;
    this.#to = to;
    this.#pace = pace;
    this.#began = performance.now();
    this.#from = this.#run?.state().read ?? 0;
  }

  // A slice of learning. Ms until the next one.
  work(): number {
    const run = this.#run;
    if (!this.running || !run) return -1;
    const began = performance.now();
    const until =
      this.#pace > 0 ? this.#from + (this.#all * (began - this.#began)) / (1000 * this.#pace) : Infinity;
    const first = run.state().read;
    let at = first;
    while (at < until && performance.now() - began < SLICE_MS) {
      const more = this.#chunk(run, until === Infinity ? CHUNK : Math.min(CHUNK, Math.ceil(until - at)));
      at = run.state().read;
      if (more) continue;
      this.running = false;
      break;
    }
    this.#ms += performance.now() - began;
    this.#words += at - first;
    return this.running ? (at < until ? 0 : 8) : -1;
  }

  #chunk(run: WordsRun, steps: number): boolean {
    const more = run.train(steps, this.#to) && run.state().read < (this.#to ?? Infinity);
    this.#count(run, !more);
    return more;
  }

  // Into the curve.
  #count(run: WordsRun, last: boolean): void {
    const { loss, pairs, read } = run.state();
    if (pairs > 0) this.#sum.loss += loss * pairs;
    this.#sum.pairs += pairs;
    if (!last && read - this.#sum.from < this.#all / POINTS) return;
    if (this.#sum.pairs > 0) {
      this.#losses.read.push(read);
      this.#losses.loss.push(this.#sum.loss / this.#sum.pairs);
    }
    this.#sum = { loss: 0, pairs: 0, from: read };
  }

  step(): Step | undefined {
    const run = this.#run;
    const found = run?.next(true);
    if (run) this.#count(run, false);
    return found;
  }

  // ---------------------------------------------------------------- looks

  frame(): Frame | undefined {
    const space = this.#space;
    if (!space) return undefined;
    const { want } = this;
    const near = want.word >= 0 && want.word < space.words ? space.nearest(want.word, NEAREST) : [];
    const analogy = want.analogy?.every((id) => id >= 0 && id < space.words)
      ? space.analogy(want.analogy, NEAREST)
      : [];
    const map = space.map(this.#onMap(space, want, near, analogy), want.axes, this.#before);
    this.#before = map.directions;
    return {
      state: this.#run?.state(),
      speed: this.#ms > 0 ? (1000 * this.#words) / this.#ms : 0,
      running: this.running,
      losses: this.#losses,
      want,
      near,
      analogy,
      map,
    };
  }

  // The commonest words, and what is asked about.
  #onMap(space: Space, want: Want, near: Frame['near'], analogy: Frame['near']): Int32Array {
    const ids = new Set(Array.from({ length: Math.min(want.most, space.words) }, (_, i) => i));
    if (want.word >= 0 && want.word < space.words) ids.add(want.word);
    for (const { id } of near) ids.add(id);
    for (const id of analogy.length > 0 ? (want.analogy ?? []) : []) ids.add(id);
    for (const { id } of analogy.slice(0, 1)) ids.add(id);
    return Int32Array.from(ids);
  }

  keep(): KeptTables | undefined {
    const run = this.#run;
    return run && { tables: run.tables(), read: run.state().read, losses: this.#losses };
  }

  rows(ids: Int32Array): Float32Array<ArrayBuffer> | undefined {
    return this.#space?.rows(ids);
  }

  measure(lists: Lists): Quality | undefined {
    return this.#space && measured(this.#space, lists);
  }
}

// Where the words of the browser's dictionary end, in bytes of UTF-8.
function segments(text: string): Int32Array {
  const ends: number[] = [];
  const encoder = new TextEncoder();
  let at = 0;
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    at += encoder.encode(segment).length;
    ends.push(at);
  }
  return Int32Array.from(ends);
}

export type { Losses };
