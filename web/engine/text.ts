// One instance of the text module (src/text.h, build/wasm/text.wasm), and text cut into units by it.
import { type Address, Core } from './core';

// The functions of src/text.h that the page calls. 64-bit integers are BigInt.
export interface TextExports {
  gn_split_all(ends: Address, split: number, text: Address, bytes: bigint): bigint;
  gn_bpe_new(text: Address, bytes: bigint, split: number, merges: number, error: Address): Address;
  gn_bpe_free(bpe: Address): void;
  gn_bpe_step(bpe: Address): number;
  gn_bpe_best(bpe: Address, pairs: Address, most: number): number;
  gn_bpe_merges(bpe: Address): number;
  gn_bpe_merge(bpe: Address, i: number, out: Address): void;
  gn_bpe_token(bpe: Address, token: number, length: Address): Address;
  gn_bpe_tokens(bpe: Address): bigint;
  gn_bpe_bytes(bpe: Address): bigint;
  gn_bpe_save(bpe: Address, file: Address): bigint;
  gn_vocab_read(file: Address, bytes: bigint, error: Address): Address;
  gn_vocab_free(vocab: Address): void;
  gn_vocab_tokens(vocab: Address): number;
  gn_vocab_merges(vocab: Address): number;
  gn_vocab_token(vocab: Address, token: number, length: Address): Address;
  gn_vocab_pair(vocab: Address, token: number, out: Address): number;
  gn_vocab_use(vocab: Address, merges: number): void;
  gn_encode(
    vocab: Address,
    tokens: Address,
    ends: Address,
    work: Address,
    text: Address,
    bytes: bigint,
  ): bigint;
  gn_encode_work(vocab: Address, bytes: bigint): bigint;
}

export class TextCore {
  private constructor(readonly core: Core) {}

  static async start(module: WebAssembly.Module): Promise<TextCore> {
    return new TextCore(await Core.start(module));
  }

  // Calls into the module; a trap becomes CoreTrap.
  call<T>(run: (text: TextExports) => T): T {
    return this.core.call((exports) => run(exports as unknown as TextExports));
  }

  // Where each unit of the text ends: one of GN_SPLITS.
  ends(split: number, text: Uint8Array): Int32Array {
    if (text.length === 0) return new Int32Array(0);
    const bytes = BigInt(text.length);
    return this.core.withBytes(text, (at) =>
      this.withInts(text.length, (ends) => {
        const n = Number(this.call((c) => c.gn_split_all(ends, split, at, bytes)));
        return this.ints(ends, n);
      }),
    );
  }

  // Runs with room for so many int32s.
  withInts<T>(n: number, run: (address: Address) => T): T {
    const address = this.core.alloc(4 * n);
    try {
      return run(address);
    } finally {
      this.core.free(address);
    }
  }

  // A copy.
  ints(address: Address, n: number): Int32Array {
    return this.core.ints.slice(address >> 2, (address >> 2) + n);
  }

  bytes(address: Address, n: number): Uint8Array {
    return this.core.bytes.slice(address, address + n);
  }
}
