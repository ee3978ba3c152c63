// One instance of the words module (src/words.h, build/wasm/words.wasm): words of a text, vectors that are learnt or
// given, and what is asked of them.
import { type Address, Core } from './core';
import { type CoreError, Refused, readError } from './errors';
import { constants, layout, wordsSettings } from './generated/layout';
import type { Setting } from './train-settings';

interface WordsExports {
  gn_words_split(ends: Address, text: Address, bytes: bigint): bigint;
  gn_words_work(units: bigint): bigint;
  gn_words_read(
    words: Address,
    most: number,
    tokens: Address,
    count: Address,
    work: Address,
    text: Address,
    bytes: bigint,
    ends: Address,
    units: bigint,
    least: number,
  ): number;
  gn_words_memory(words: number, n: bigint, settings: Address): bigint;
  gn_words_begin(
    memory: Address,
    counts: Address,
    words: number,
    tokens: Address,
    n: bigint,
    settings: Address,
    error: Address,
  ): Address;
  gn_words_train(run: Address, steps: bigint): number;
  gn_words_state_of(run: Address, state: Address): void;
  gn_words_next(run: Address, pairs: Address, most: number, count: Address): number;
  gn_words_scores(run: Address, word: number, pairs: Address, count: number): void;
  gn_words_vectors(run: Address): Address;
  gn_words_neighbours(run: Address): Address;
  gn_words_resume(run: Address, read: bigint): void;
  gn_words_unpack(vectors: Address, packed: Address, scales: Address, words: bigint, width: number): void;
  gn_words_nearest(
    ids: Address,
    cosines: Address,
    most: number,
    query: Address,
    vectors: Address,
    words: number,
    width: number,
    without: Address,
    omitted: number,
  ): number;
  gn_words_analogy(query: Address, a: Address, b: Address, c: Address, width: number): void;
  gn_words_cosine(a: Address, b: Address, width: number): number;
  gn_words_map_work(width: number): bigint;
  gn_words_map(
    places: Address,
    directions: Address,
    shares: Address,
    work: Address,
    vectors: Address,
    ids: Address,
    n: bigint,
    width: number,
    axes: number,
    unit: number,
    before: Address,
  ): void;
}

export type WordsValues = Readonly<Record<string, number>>; // settings by name

// The table of src/words.h, as that of training has it.
export const WORDS_TABLE: readonly Setting[] = wordsSettings.map((each) => ({
  ...each,
  choices: [],
}));

export interface Near {
  readonly id: number;
  readonly cosine: number;
}

export interface Pair {
  readonly id: number;
  readonly isThere: boolean; // a neighbour; else drawn
  readonly score: number; // σ(u·v)
}

export interface RunState {
  readonly progress: number; // 0..1
  readonly loss: number; // nats a pair, of the last call; NaN where it had none
  readonly read: number; // words
  readonly pairs: number; // of the last call
  readonly epoch: number;
  readonly rate: number;
}

const WIDTH = wordsSettings[0].initial;
const MOST_PAIRS = 2 * 32 * 21;

export class WordsCore {
  private constructor(readonly core: Core) {}

  static async start(module: WebAssembly.Module): Promise<WordsCore> {
    return new WordsCore(await Core.start(module));
  }

  call<T>(run: (words: WordsExports) => T): T {
    return this.core.call((exports) => run(exports as unknown as WordsExports));
  }

  // Runs with room that is given back.
  within<T>(bytes: number, run: (address: Address) => T): T {
    const address = this.core.alloc(bytes);
    try {
      return run(address);
    } finally {
      this.core.free(address);
    }
  }

  put(values: Int32Array | Float32Array): Address {
    const address = this.core.alloc(values.byteLength);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.core.bytes.set(bytes, address);
    return address;
  }
}

// ---------------------------------------------------------------- a text

// A text as words: `words` the commonest first, the text itself in the module's memory.
export class Book {
  private constructor(
    readonly of: WordsCore,
    readonly words: readonly string[],
    readonly counts: Int32Array<ArrayBuffer>,
    readonly tokens: Address,
    readonly length: number, // of tokens
    readonly countsAt: Address,
  ) {}

  // cut: where each unit ends, in bytes of UTF-8; without it, by words. `least`: how often a word must be there.
  static read(of: WordsCore, text: string, least: number, cut?: Int32Array): Book {
    const bytes = new TextEncoder().encode(text);
    const n = BigInt(bytes.length);
    return of.core.withBytes(bytes, (at) => {
      const ends = cut ? of.put(cut) : of.core.alloc(4 * bytes.length);
      try {
        const units = cut ? cut.length : Number(of.call((c) => c.gn_words_split(ends, at, n)));
        return Book.#read(of, bytes, at, ends, units, least);
      } finally {
        of.core.free(ends);
      }
    });
  }

  static #read(
    of: WordsCore,
    bytes: Uint8Array,
    at: Address,
    ends: Address,
    units: number,
    least: number,
  ): Book {
    const { core } = of;
    const { gn_word } = layout;
    const most = Math.min(units, constants.GN_WORDS_MOST);
    const tokens = core.alloc(8 * units);
    return of.within(gn_word.bytes * most, (words) =>
      of.within(8, (count) => {
        const n = of.within(4 * Number(of.call((c) => c.gn_words_work(BigInt(units)))), (work) =>
          of.call((c) =>
            c.gn_words_read(
              words,
              most,
              tokens,
              count,
              work,
              at,
              BigInt(bytes.length),
              ends,
              BigInt(units),
              least,
            ),
          ),
        );
        const { ints } = core;
        const field = (i: number, offset: number) => ints[(words + gn_word.bytes * i + offset) >> 2] ?? 0;
        const utf8 = new TextDecoder();
        const names = Array.from({ length: n }, (_, i) => {
          const from = field(i, gn_word.at);
          return utf8.decode(bytes.subarray(from, from + field(i, gn_word.length)));
        });
        const counts = Int32Array.from({ length: n }, (_, i) => field(i, gn_word.count));
        const length = Number(new DataView(core.bytes.buffer).getBigInt64(count, true));
        return new Book(of, names, counts, tokens, length, of.put(counts));
      }),
    );
  }

  free(): void {
    this.of.core.free(this.tokens);
    this.of.core.free(this.countsAt);
  }
}

// ---------------------------------------------------------------- vectors

// Vectors in the module's memory (words, width), and what they answer.
export class Space {
  constructor(
    readonly of: WordsCore,
    readonly at: Address,
    readonly words: number,
    readonly width: number,
  ) {}

  row(id: number): Address {
    return this.at + 4 * this.width * id;
  }

  nearest(id: number, most: number): Near[] {
    return this.#nearest(this.row(id), [id], most);
  }

  // a − b + c
  analogy([a, b, c]: readonly [number, number, number], most: number): Near[] {
    return this.of.within(4 * this.width, (query) => {
      this.of.call((w) => w.gn_words_analogy(query, this.row(a), this.row(b), this.row(c), this.width));
      return this.#nearest(query, [a, b, c], most);
    });
  }

  #nearest(query: Address, without: readonly number[], most: number): Near[] {
    const { of } = this;
    return of.within(8 * most + 4 * without.length, (ids) => {
      const cosines = ids + 4 * most;
      const omitted = cosines + 4 * most;
      of.core.ints.set(without, omitted >> 2);
      const n = of.call((w) =>
        w.gn_words_nearest(
          ids,
          cosines,
          most,
          query,
          this.at,
          this.words,
          this.width,
          omitted,
          without.length,
        ),
      );
      const { ints, floats } = of.core;
      return Array.from({ length: n }, (_, i) => ({
        id: ints[(ids >> 2) + i] ?? 0,
        cosine: floats[(cosines >> 2) + i] ?? 0,
      }));
    });
  }

  cosine(a: number, b: number): number {
    return this.of.call((w) => w.gn_words_cosine(this.row(a), this.row(b), this.width));
  }

  // Principal components of the directions of these words; `before`: where its axes pointed last.
  map(ids: Int32Array, axes: number, before?: Float32Array): WordsMap {
    const { of, width } = this;
    const n = ids.length;
    const turned = before?.length === axes * width ? of.put(before) : 0;
    const list = of.put(ids);
    try {
      return of.within(Number(of.call((w) => w.gn_words_map_work(width))) * 8, (work) =>
        of.within(4 * (n * axes + axes * width + axes), (places) => {
          const directions = places + 4 * n * axes;
          const shares = directions + 4 * axes * width;
          of.call((w) =>
            w.gn_words_map(
              places,
              directions,
              shares,
              work,
              this.at,
              list,
              BigInt(n),
              width,
              axes,
              1,
              turned,
            ),
          );
          const { core } = of;
          return {
            ids,
            axes,
            places: core.floatsAt(places, n * axes).slice() as Float32Array<ArrayBuffer>,
            directions: core.floatsAt(directions, axes * width).slice() as Float32Array<ArrayBuffer>,
            shares: Array.from(core.floatsAt(shares, axes)),
          };
        }),
      );
    } finally {
      of.core.free(list);
      if (turned) of.core.free(turned);
    }
  }

  // (ids, width), copied.
  rows(ids: Int32Array): Float32Array<ArrayBuffer> {
    const all = new Float32Array(ids.length * this.width);
    for (const [i, id] of ids.entries())
      all.set(this.of.core.floatsAt(this.row(id), this.width), i * this.width);
    return all;
  }
}

export interface WordsMap {
  readonly ids: Int32Array;
  readonly axes: number;
  readonly places: Float32Array<ArrayBuffer>; // (ids, axes)
  readonly directions: Float32Array<ArrayBuffer>; // (axes, width)
  readonly shares: readonly number[]; // of the variance, by axis
}

// ---------------------------------------------------------------- learning

export class WordsRun {
  readonly space: Space;
  readonly #memory: Address;
  readonly #run: Address;

  private constructor(
    readonly of: WordsCore,
    readonly book: Book,
    memory: Address,
    run: Address,
    width: number,
  ) {
    this.#memory = memory;
    this.#run = run;
    this.space = new Space(
      of,
      of.call((w) => w.gn_words_vectors(run)),
      book.words.length,
      width,
    );
  }

  // Throws Refused.
  static begin(book: Book, values: WordsValues, seed: number): WordsRun {
    const { of } = book;
    const { core } = of;
    const words = book.words.length;
    return of.within(layout.gn_words_settings.bytes, (settings) => {
      for (const { name, kind, initial } of WORDS_TABLE) {
        const at = (settings + layout.gn_words_settings[name as 'width']) >> 2;
        const value = values[name] ?? initial;
        if (kind === 'real') core.floats[at] = value;
        else core.ints[at] = value;
      }
      core.ints[(settings + layout.gn_words_settings.seed) >> 2] = seed | 0;
      const bytes = of.call((w) => w.gn_words_memory(words, BigInt(book.length), settings));
      const memory = core.alloc(Number(bytes) + 16);
      return of.within(layout.gn_error.bytes, (error) => {
        const run = of.call((w) =>
          w.gn_words_begin(
            (memory + 15) & ~15,
            book.countsAt,
            words,
            book.tokens,
            BigInt(book.length),
            settings,
            error,
          ),
        );
        if (run !== 0) return new WordsRun(of, book, memory, run, values.width ?? WIDTH);
        core.free(memory);
        throw new Refused(readError(core, error));
      });
    });
  }

  // False: all epochs are done.
  train(steps: number): boolean {
    return this.of.call((w) => w.gn_words_train(this.#run, BigInt(steps))) !== 0;
  }

  state(): RunState {
    const { gn_words_state: field } = layout;
    return this.of.within(field.bytes, (at) => {
      this.of.call((w) => w.gn_words_state_of(this.#run, at));
      const view = new DataView(this.of.core.bytes.buffer, at);
      return {
        progress: view.getFloat64(field.progress, true),
        loss: view.getFloat64(field.loss, true),
        read: Number(view.getBigInt64(field.read, true)),
        pairs: Number(view.getBigInt64(field.pairs, true)),
        epoch: view.getInt32(field.epoch, true),
        rate: view.getFloat32(field.rate, true),
      };
    });
  }

  // What the next step takes; with `step`, that step, and what its pairs score before and behind it.
  next(step: boolean): { word: number; before: Pair[]; after: Pair[] } | undefined {
    const { of } = this;
    const { gn_words_pair: field } = layout;
    return of.within(field.bytes * MOST_PAIRS, (pairs) =>
      of.within(4, (count) => {
        const word = of.call((w) => w.gn_words_next(this.#run, pairs, MOST_PAIRS, count));
        if (word < 0) return undefined;
        const n = of.core.ints[count >> 2] ?? 0;
        const read = () =>
          Array.from({ length: n }, (_, i): Pair => {
            const at = (pairs + field.bytes * i) >> 2;
            const { ints, floats } = of.core;
            return {
              id: ints[at + (field.word >> 2)] ?? 0,
              isThere: ints[at + (field.label >> 2)] === 1,
              score: floats[at + (field.score >> 2)] ?? 0,
            };
          });
        const before = read();
        if (step) this.train(1);
        of.call((w) => w.gn_words_scores(this.#run, word, pairs, n));
        return { word, before, after: read() };
      }),
    );
  }

  // Both tables, one after the other: what a run goes on from.
  tables(): Float32Array<ArrayBuffer> {
    const n = this.space.words * this.space.width;
    const all = new Float32Array(2 * n);
    all.set(this.of.core.floatsAt(this.space.at, n));
    all.set(this.of.core.floatsAt(this.#neighbours, n), n);
    return all;
  }

  // False: they are of another run.
  resume(tables: Float32Array, read: number): boolean {
    const n = this.space.words * this.space.width;
    if (tables.length !== 2 * n || !Number.isFinite(read)) return false;
    this.of.core.floatsAt(this.space.at, n).set(tables.subarray(0, n));
    this.of.core.floatsAt(this.#neighbours, n).set(tables.subarray(n));
    this.of.call((w) => w.gn_words_resume(this.#run, BigInt(Math.round(read))));
    return true;
  }

  get #neighbours(): Address {
    return this.of.call((w) => w.gn_words_neighbours(this.#run));
  }

  free(): void {
    this.of.core.free(this.#memory);
  }
}

// ---------------------------------------------------------------- given ones

// A file of tools/pack_words.mjs, little-endian: "GNWORDS\0", u32 version, words, width, bytes of the names; f32 scales
// (words); i8 vectors (words, width); the names, a line each. Undefined: it is none.
export function unpack(
  of: WordsCore,
  file: Uint8Array,
): { words: string[]; space: Space; free(): void } | undefined {
  const HEAD = 24;
  const VERSION = 1;
  if (file.length < HEAD || new TextDecoder().decode(file.subarray(0, 8)) !== 'GNWORDS\0') return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [version, n = 0, width = 0, names = 0] = [8, 12, 16, 20].map((at) => view.getUint32(at, true));
  const packed = HEAD + 4 * n;
  const end = packed + n * width;
  if (version !== VERSION || n < 1 || width < 2 || file.length !== end + names) return undefined;
  const words = new TextDecoder().decode(file.subarray(end)).split('\n');
  if (words.length !== n) return undefined;
  const at = of.core.alloc(4 * n * width);
  of.core.withBytes(file, (from) =>
    of.call((w) => w.gn_words_unpack(at, from + packed, from + HEAD, BigInt(n), width)),
  );
  return { words, space: new Space(of, at, n, width), free: () => of.core.free(at) };
}

export type { CoreError };
