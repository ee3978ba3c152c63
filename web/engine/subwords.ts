// The units that a small GPT reads and writes: the characters of a text and, where wished, tokens of several characters
// that byte-pair encoding has learnt from it. All of them are a file, which cuts another text the same way.
import { type Cut, cutIntoCharacters } from './alphabet';
import type { Address } from './core';
import { Refused, readError } from './errors';
import { constants, layout } from './generated/layout';
import type { TextCore } from './text';

// The functions of src/text.h that this takes beside those of text.ts.
interface UnitExports {
  gn_bpe_step_longer(bpe: Address, longer: number): number;
  gn_units_bytes(characters: number, vocabBytes: bigint): bigint;
  gn_units_save(
    file: Address,
    characters: Address,
    count: number,
    vocab: Address,
    vocabBytes: bigint,
  ): bigint;
  gn_units_read(file: Address, bytes: bigint, error: Address): Address;
  gn_units_free(units: Address): void;
  gn_units_count(units: Address): number;
  gn_units_characters(units: Address): number;
  gn_units_text(units: Address, unit: number, one: Address, length: Address): Address;
  gn_units_encode(units: Address, out: Address, work: Address, text: Address, bytes: bigint): bigint;
  gn_units_work(units: Address, bytes: bigint): bigint;
}

export interface Units extends Cut {
  readonly longer: readonly string[]; // units after the characters
  readonly letters: number; // characters of the text
  readonly unknown: number; // of those, that no unit is of: they are left out
  readonly file: Uint8Array<ArrayBuffer>; // of the units; empty: there are none
}

const NOTHING = new Int32Array(0) as Int32Array<ArrayBuffer>;

export class Cutter {
  readonly characters: Int32Array<ArrayBuffer>;
  readonly longer: readonly string[];
  readonly #text: TextCore;
  readonly #units: Address = 0;

  // Throws Refused: it is no such file, or has been changed.
  constructor(
    text: TextCore,
    readonly file: Uint8Array<ArrayBuffer>,
  ) {
    this.#text = text;
    this.characters = NOTHING;
    this.longer = [];
    if (file.length === 0) return;
    this.#units = readUnits(text, file);
    const [units, all] = [this.#units, this.#call((c) => c.gn_units_count(this.#units))];
    const decoder = new TextDecoder();
    const alphabet = this.#call((c) => c.gn_units_characters(units));
    const view = new DataView(file.buffer, file.byteOffset + HEADER);
    this.characters = Int32Array.from({ length: alphabet }, (_, i) => view.getInt32(4 * i, true));
    this.longer = text.withInts(2, (room) =>
      Array.from({ length: all - alphabet }, (_, i) => {
        const at = this.#call((c) => c.gn_units_text(units, alphabet + i, room, room + 4));
        return decoder.decode(text.bytes(at, text.core.ints[(room + 4) >> 2] ?? 0));
      }),
    );
  }

  // more: tokens of several characters, at most.
  static learnt(text: TextCore, bytes: Uint8Array, more: number): Cutter {
    return new Cutter(text, bytes.length > 0 ? learn(text, bytes, more) : new Uint8Array(0));
  }

  free(): void {
    if (this.#units) this.#call((c) => c.gn_units_free(this.#units));
  }

  // −1: a character that there is no unit for.
  encode(bytes: Uint8Array): Int32Array<ArrayBuffer> {
    if (bytes.length === 0 || !this.#units) return NOTHING;
    const text = this.#text;
    const size = BigInt(bytes.length);
    const room = Number(this.#call((c) => c.gn_units_work(this.#units, size)));
    return text.core.withBytes(bytes, (at) =>
      text.withInts(bytes.length + room, (out) => {
        const work = out + 4 * bytes.length;
        const n = Number(this.#call((c) => c.gn_units_encode(this.#units, out, work, at, size)));
        return text.ints(out, n) as Int32Array<ArrayBuffer>;
      }),
    );
  }

  // A whole text, as it is learnt.
  cut(said: string): Units {
    const all = this.encode(new TextEncoder().encode(said));
    const tokens = all.filter((token) => token >= 0) as Int32Array<ArrayBuffer>;
    const { characters, longer, file } = this;
    let letters = 0;
    for (const _ of said) letters++;
    return { characters, longer, file, tokens, letters, unknown: all.length - tokens.length };
  }

  #call<T>(run: (c: UnitExports) => T): T {
    return this.#text.call((c) => run(c as unknown as UnitExports));
  }
}

const HEADER = 20; // bytes of the file, before its characters

function readUnits(text: TextCore, file: Uint8Array): Address {
  const { core } = text;
  const error = core.alloc(layout.gn_error.bytes);
  try {
    const units = core.withBytes(file, (at) =>
      text.call((c) => (c as unknown as UnitExports).gn_units_read(at, BigInt(file.length), error)),
    );
    if (units === 0) throw new Refused(readError(core, error));
    return units;
  } finally {
    core.free(error);
  }
}

// Over GPT-2's pieces; a file of the characters and what was learnt.
function learn(text: TextCore, bytes: Uint8Array, more: number): Uint8Array<ArrayBuffer> {
  const { core } = text;
  const call = <T>(run: (c: UnitExports) => T): T => text.call((c) => run(c as unknown as UnitExports));
  const { characters } = cutIntoCharacters(text, bytes);
  const most = constants.GN_MAX_TOKENS - constants.GN_BYTES;
  const error = core.alloc(layout.gn_error.bytes);
  const bpe =
    more > 0
      ? core.withBytes(bytes, (at) =>
          text.call((c) => c.gn_bpe_new(at, BigInt(bytes.length), constants.GN_SPLIT_GPT2, most, error)),
        )
      : 0;
  core.free(error);
  if (bpe) call((c) => c.gn_bpe_step_longer(bpe, more));
  const size = bpe ? text.call((c) => c.gn_bpe_bytes(bpe)) : 0n;
  const vocab = core.alloc(Math.max(1, Number(size)));
  if (bpe) text.call((c) => c.gn_bpe_save(bpe, vocab));
  const all = Number(call((c) => c.gn_units_bytes(characters.length, size)));
  const file = core.alloc(all);
  text.withInts(characters.length, (at) => {
    core.ints.set(characters, at >> 2);
    call((c) => c.gn_units_save(file, at, characters.length, vocab, size));
  });
  const saved = text.bytes(file, all) as Uint8Array<ArrayBuffer>;
  core.free(file);
  core.free(vocab);
  if (bpe) text.call((c) => c.gn_bpe_free(bpe));
  return saved;
}
