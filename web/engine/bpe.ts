// Byte-pair encoding as it is learnt: one merge after the other, with what each had to choose from. It is learnt only
// forwards; what was before is remembered, so that going back costs nothing.
import type { Address } from './core';
import { Refused, readError } from './errors';
import { constants, layout } from './generated/layout';
import type { TextCore } from './text';

export interface Pair {
  readonly left: number; // tokens
  readonly right: number;
  readonly count: number; // neighbours like that in the corpus
}

const SHOWN_PAIRS = 8;
const ERROR = layout.gn_error.bytes;
const PAIR = layout.gn_pair.bytes;

export class Bpe {
  readonly best: (readonly Pair[])[] = []; // best[k]: what merge k + 1 chooses from; one more than there are merges
  readonly tokens: number[] = []; // tokens[k]: that the corpus takes after k merges
  readonly merges: Pair[] = [];
  ended = false; // there is nothing more to join, or as much was joined as may be
  readonly #text: TextCore;
  readonly #bpe: Address;
  readonly #pairs: Address;

  // Throws Refused.
  constructor(text: TextCore, corpus: Uint8Array, split: number, most: number) {
    const { core } = text;
    this.#text = text;
    this.#pairs = core.alloc(Math.max(ERROR, PAIR * SHOWN_PAIRS));
    this.#bpe = core.withBytes(corpus, (at) =>
      text.call((c) => c.gn_bpe_new(at, BigInt(corpus.length), split, most, this.#pairs)),
    );
    if (this.#bpe === 0) {
      const error = readError(core, this.#pairs);
      core.free(this.#pairs);
      throw new Refused(error);
    }
    this.#note();
  }

  // False: it had ended.
  step(): boolean {
    if (this.ended) return false;
    const i = this.merges.length;
    if (this.#text.call((c) => c.gn_bpe_step(this.#bpe)) === 0) {
      this.ended = true;
      return false;
    }
    this.#text.call((c) => c.gn_bpe_merge(this.#bpe, i, this.#pairs));
    this.merges.push(this.#pair(0));
    this.#note();
    return true;
  }

  #note(): void {
    const n = this.#text.call((c) => c.gn_bpe_best(this.#bpe, this.#pairs, SHOWN_PAIRS));
    this.best.push(Array.from({ length: n }, (_, i) => this.#pair(i)));
    this.tokens.push(Number(this.#text.call((c) => c.gn_bpe_tokens(this.#bpe))));
  }

  #pair(i: number): Pair {
    const view = new DataView(this.#text.core.bytes.buffer, this.#pairs + i * PAIR, PAIR);
    const { left, right, count } = layout.gn_pair;
    return {
      left: view.getInt32(left, true),
      right: view.getInt32(right, true),
      count: Number(view.getBigInt64(count, true)),
    };
  }

  bytesOf(token: number): Uint8Array {
    if (token < constants.GN_BYTES) return Uint8Array.of(token);
    const at = this.#text.call((c) => c.gn_bpe_token(this.#bpe, token, this.#pairs));
    return this.#text.bytes(at, this.#text.core.ints[this.#pairs >> 2] ?? 0);
  }

  // A vocabulary file with the merges so far.
  save(): Uint8Array {
    const bytes = Number(this.#text.call((c) => c.gn_bpe_bytes(this.#bpe)));
    const at = this.#text.core.alloc(bytes);
    this.#text.call((c) => c.gn_bpe_save(this.#bpe, at));
    const file = this.#text.bytes(at, bytes);
    this.#text.core.free(at);
    return file;
  }

  free(): void {
    this.#text.call((c) => c.gn_bpe_free(this.#bpe));
    this.#text.core.free(this.#pairs);
  }
}
