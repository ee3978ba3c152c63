// A vocabulary: text into its tokens, and the pair that each token was made of.
import type { Address } from './core';
import { Refused, readError } from './errors';
import { constants, layout } from './generated/layout';
import type { TextCore } from './text';

export interface Encoded {
  readonly ids: Int32Array;
  readonly ends: Int32Array; // bytes of the text
}

// A token and what it was made of, down to the bytes.
export interface Tree {
  readonly token: number;
  readonly merge: number; // that made it, from 1; 0: a byte, or a special
  readonly from: number; // its first byte within the whole
  readonly bytes: Uint8Array;
  readonly parts: readonly Tree[]; // two or none
}

export class Vocab {
  readonly size: number; // tokens
  readonly merges: number;
  readonly #text: TextCore;
  readonly #vocab: Address;
  readonly #scratch: Address; // a gn_pair, or a length

  // Throws Refused.
  constructor(text: TextCore, file: Uint8Array) {
    const { core } = text;
    this.#text = text;
    this.#scratch = core.alloc(layout.gn_error.bytes);
    this.#vocab = core.withBytes(file, (at) =>
      text.call((c) => c.gn_vocab_read(at, BigInt(file.length), this.#scratch)),
    );
    if (this.#vocab === 0) {
      const error = readError(core, this.#scratch);
      core.free(this.#scratch);
      throw new Refused(error);
    }
    this.size = text.call((c) => c.gn_vocab_tokens(this.#vocab));
    this.merges = text.call((c) => c.gn_vocab_merges(this.#vocab));
  }

  // For the rest of web/engine.
  get address(): Address {
    return this.#vocab;
  }

  // Encodes with the first merges only from now on.
  use(merges: number): void {
    this.#text.call((c) => c.gn_vocab_use(this.#vocab, Math.min(this.merges, merges)));
  }

  encode(text: Uint8Array): Encoded {
    const n = text.length;
    if (n === 0) return { ids: new Int32Array(0), ends: new Int32Array(0) };
    const room = Number(this.#text.call((c) => c.gn_encode_work(this.#vocab, BigInt(n))));
    return this.#text.core.withBytes(text, (at) =>
      this.#text.withInts(2 * n + room, (ids) => {
        const [ends, work] = [ids + 4 * n, ids + 8 * n];
        const count = Number(
          this.#text.call((c) => c.gn_encode(this.#vocab, ids, ends, work, at, BigInt(n))),
        );
        return { ids: this.#text.ints(ids, count), ends: this.#text.ints(ends, count) };
      }),
    );
  }

  bytesOf(token: number): Uint8Array {
    const at = this.#text.call((c) => c.gn_vocab_token(this.#vocab, token, this.#scratch));
    return this.#text.bytes(at, this.#text.core.ints[this.#scratch >> 2] ?? 0);
  }

  // Undefined: a byte or a special.
  pair(token: number): readonly [left: number, right: number] | undefined {
    if (this.#text.call((c) => c.gn_vocab_pair(this.#vocab, token, this.#scratch)) === 0) return undefined;
    const at = this.#scratch >> 2;
    const { ints } = this.#text.core;
    return [ints[at + (layout.gn_pair.left >> 2)] ?? 0, ints[at + (layout.gn_pair.right >> 2)] ?? 0];
  }

  // Of at most so many levels: below them the parts are left out.
  tree(token: number, levels: number, from = 0): Tree {
    const pair = this.pair(token);
    const bytes = this.bytesOf(token);
    const merge = pair ? token - constants.GN_BYTES + 1 : 0;
    if (!pair || levels <= 1) return { token, merge, from, bytes, parts: [] };
    const left = this.tree(pair[0], levels - 1, from);
    const right = this.tree(pair[1], levels - 1, from + left.bytes.length);
    return { token, merge, from, bytes, parts: [left, right] };
  }

  free(): void {
    this.#text.call((c) => c.gn_vocab_free(this.#vocab));
    this.#text.core.free(this.#scratch);
  }
}
