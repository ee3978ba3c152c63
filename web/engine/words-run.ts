// Vectors of words being learnt: a run over a text.
import type { Address } from './core';
import { Refused, readError } from './errors';
import { layout, wordsSettings } from './generated/layout';
import type { Book } from './words-book';
import { WORDS_TABLE, type WordsCore, type WordsValues } from './words-core';
import { Space } from './words-space';

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

  // False: all epochs are done. `to`: words read, where it ends at the latest.
  train(steps: number, to = Number.MAX_SAFE_INTEGER): boolean {
    return this.of.call((w) => w.gn_words_train_to(this.#run, BigInt(steps), BigInt(to))) !== 0;
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
