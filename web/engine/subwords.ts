// The units that a small GPT reads and writes: the characters of a text and, where wished, tokens of several characters
// that byte-pair encoding has learnt from it.
import { type Cut, cutIntoCharacters } from './alphabet';
import type { Address } from './core';
import { constants, layout } from './generated/layout';
import type { TextCore } from './text';
import { Vocab } from './vocab';

// The functions of src/text.h that this takes beside those of text.ts.
interface SubwordExports {
  gn_alphabet_encode(
    tokens: Address,
    characters: Address,
    count: number,
    text: Address,
    bytes: bigint,
  ): bigint;
  gn_characters(text: Address, bytes: bigint): bigint;
  gn_subwords(unitOf: Address, vocab: Address, alphabet: number): number;
  gn_subword_encode(
    units: Address,
    unitOf: Address,
    characters: Address,
    count: number,
    tokens: Address,
    ends: Address,
    n: bigint,
    text: Address,
    bytes: bigint,
  ): bigint;
}

export interface Units extends Cut {
  readonly longer: readonly string[]; // units after the characters
  readonly letters: number; // characters of the text
}

const NOTHING = new Int32Array(0) as Int32Array<ArrayBuffer>;

export class Cutter {
  readonly characters: Int32Array<ArrayBuffer>;
  readonly longer: readonly string[];
  readonly tokens: Int32Array<ArrayBuffer>; // of the text that it was made from
  readonly letters: number;
  readonly #text: TextCore;
  readonly #alphabet: Address;
  readonly #vocab: Vocab | undefined;
  readonly #unitOf: Address = 0;

  // more: tokens of several characters, at most.
  constructor(text: TextCore, bytes: Uint8Array, more: number) {
    const { core } = text;
    const { characters, tokens } = cutIntoCharacters(text, bytes);
    this.#text = text;
    this.characters = characters;
    this.letters = tokens.length;
    this.#alphabet = core.alloc(4 * Math.max(1, characters.length));
    core.ints.set(characters, this.#alphabet >> 2);
    this.#vocab = more > 0 && bytes.length > 0 ? learnt(text, bytes, more) : undefined;
    const vocab = this.#vocab;
    if (!vocab) {
      this.longer = [];
      this.tokens = tokens;
      return;
    }
    this.#unitOf = core.alloc(4 * vocab.size);
    const count = this.#call((c) => c.gn_subwords(this.#unitOf, vocab.address, characters.length));
    const longer = Array<string>(count - characters.length);
    const decoder = new TextDecoder();
    for (const [token, unit] of text.ints(this.#unitOf, vocab.size).entries())
      if (unit >= 0) longer[unit - characters.length] = decoder.decode(vocab.bytesOf(token));
    this.longer = longer;
    this.tokens = this.encode(bytes);
  }

  free(): void {
    this.#vocab?.free();
    for (const each of [this.#alphabet, this.#unitOf]) if (each) this.#text.core.free(each);
  }

  // −1: a character that the text had not.
  encode(bytes: Uint8Array): Int32Array<ArrayBuffer> {
    if (bytes.length === 0) return NOTHING;
    const text = this.#text;
    const n = this.characters.length;
    const size = BigInt(bytes.length);
    const encoded = this.#vocab?.encode(bytes);
    return text.core.withBytes(bytes, (at) =>
      text.withInts(3 * bytes.length, (units) => {
        const [ids, ends] = [units + 4 * bytes.length, units + 8 * bytes.length];
        if (encoded) {
          text.core.ints.set(encoded.ids, ids >> 2);
          text.core.ints.set(encoded.ends, ends >> 2);
        }
        const of = encoded ? BigInt(encoded.ids.length) : 0n;
        const count = this.#call((c) =>
          encoded
            ? c.gn_subword_encode(units, this.#unitOf, this.#alphabet, n, ids, ends, of, at, size)
            : c.gn_alphabet_encode(units, this.#alphabet, n, at, size),
        );
        return text.ints(units, Number(count)) as Int32Array<ArrayBuffer>;
      }),
    );
  }

  #call<T>(run: (c: SubwordExports) => T): T {
    return this.#text.call((c) => run(c as unknown as SubwordExports));
  }
}

// A vocabulary of the text itself, over GPT-2's pieces. Merges that only put the bytes of one character together do not
// count: of Chinese those come first.
function learnt(text: TextCore, bytes: Uint8Array, more: number): Vocab | undefined {
  const { core } = text;
  const most = constants.GN_MAX_TOKENS - constants.GN_BYTES;
  const error = core.alloc(layout.gn_error.bytes);
  const bpe = core.withBytes(bytes, (at) =>
    text.call((c) => c.gn_bpe_new(at, BigInt(bytes.length), constants.GN_SPLIT_GPT2, most, error)),
  );
  try {
    if (bpe === 0) return undefined;
    const call = <T>(run: (c: SubwordExports) => T): T =>
      text.call((c) => run(c as unknown as SubwordExports));
    let token = constants.GN_BYTES;
    for (let longer = 0; longer < more && text.call((c) => c.gn_bpe_step(bpe)) !== 0; token++) {
      const at = text.call((c) => c.gn_bpe_token(bpe, token, error));
      const length = core.ints[error >> 2] ?? 0;
      if (call((c) => c.gn_characters(at, BigInt(length))) > 1n) longer++;
    }
    const size = Number(text.call((c) => c.gn_bpe_bytes(bpe)));
    const file = core.alloc(size);
    text.call((c) => c.gn_bpe_save(bpe, file));
    const saved = text.bytes(file, size);
    core.free(file);
    return new Vocab(text, saved);
  } finally {
    core.free(error);
    if (bpe !== 0) text.call((c) => c.gn_bpe_free(bpe));
  }
}
