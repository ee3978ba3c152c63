// One instance of the words module (src/words.h, build/wasm/words.wasm).
import { type Address, Core } from './core';
import { wordsSettings } from './generated/layout';
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
  gn_words_train_to(run: Address, steps: bigint, read: bigint): number;
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
