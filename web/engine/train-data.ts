// The samples a run learns from, in the core's memory: which are held out, and whose labels are spoiled.
import type { Address, Core } from './core';
import { layout } from './generated/layout';

// What a set's samples are.
export interface Kind {
  readonly size: number; // numbers of a sample
  readonly numbers?: boolean; // they are any numbers, not pixels of 0..255
  readonly targets?: number; // numbers to learn of a sample; none: it has a class
  readonly text?: boolean; // a sample is so many tokens of one text, each to be followed by the next
  readonly stride?: number; // of a text: tokens from one sample to the next; none: 1, to test on as many as a sample has
}

// What is done to the samples before any is learnt from; a pure function of the seed.
export interface Deal {
  readonly seed: number;
  readonly validation: number; // share held out of training
  readonly labelNoise: number; // share of the other labels drawn anew
  readonly classes: number; // that they are drawn from
}

export interface Partition {
  readonly held: number; // samples
  readonly redrawn: number; // labels, some of them as they were
  readonly wrong: number; // labels that are others now
  readonly examples: readonly {
    readonly pixels: Uint8Array;
    readonly given: number;
    readonly truth: number;
  }[];
}

const EXAMPLES = 6;
const NO_DEAL: Deal = { seed: 0, validation: 0, labelNoise: 0, classes: 0 };

// Pictures (count, size), 0..255, or any numbers, with labels (count) or numbers to learn; the rest of them may still be
// on the way.
export class Data {
  readonly address: Address;
  readonly size: number;
  readonly #x: Address;
  readonly #labels: Address;
  readonly #held: Address; // (count) 1: held out
  readonly #xBytes: number; // of a sample
  readonly #isText: boolean;
  readonly #textBytes: number; // of all its tokens
  readonly #labelBytes: number;
  readonly #truth: Uint8Array; // the labels as they came
  #deal = NO_DEAL;
  #redrawn = 0;
  #partition: Partition | undefined; // counted once for what is there
  loaded = 0;

  constructor(
    readonly core: Core,
    readonly count: number,
    { size, numbers = false, targets = 0, text = false }: Kind,
    block: number,
    stride = 1, // of a text: tokens from one sample to the next
  ) {
    this.size = size;
    this.#isText = text;
    this.#xBytes = numbers ? 4 * size : size;
    this.#labelBytes = targets > 0 ? 4 * targets : 1;
    this.#textBytes = text ? 4 * ((count - 1) * stride + size + 1) : 0;
    this.#x = core.alloc(text ? this.#textBytes : count * this.#xBytes);
    this.#labels = core.alloc(count * this.#labelBytes);
    this.#held = core.alloc(count);
    this.#truth = new Uint8Array(count * this.#labelBytes);
    core.bytes.fill(0, this.#labels, this.#labels + count * this.#labelBytes);
    core.bytes.fill(0, this.#held, this.#held + count);
    const { gn_data } = layout;
    this.address = core.alloc(gn_data.bytes);
    core.bytes.fill(0, this.address, this.address + gn_data.bytes);
    const x = text ? gn_data.tokens : numbers ? gn_data.numbers : gn_data.images;
    core.ints[(this.address + x) >> 2] = this.#x;
    if (!text)
      core.ints[(this.address + (targets > 0 ? gn_data.targets : gn_data.labels)) >> 2] = this.#labels;
    core.ints[(this.address + gn_data.size) >> 2] = size;
    core.ints[(this.address + gn_data.target_size) >> 2] = targets;
    const view = new DataView(core.bytes.buffer);
    view.setBigInt64(this.address + gn_data.count, BigInt(count), true);
    view.setBigInt64(this.address + gn_data.block, BigInt(block), true);
    view.setBigInt64(this.address + gn_data.stride, BigInt(stride), true);
    // A trainer is made before the text has come, and looks at every token.
    if (text) core.bytes.fill(0, this.#x, this.#x + this.#textBytes);
  }

  // Anew, from the labels as they came. Before a trainer is made: it counts what is held out.
  deal(deal: Deal): void {
    const { core } = this;
    this.#deal = deal;
    this.#redrawn = 0;
    this.#partition = undefined;
    core.bytes.fill(0, this.#held, this.#held + this.count);
    const some = deal.validation > 0;
    core.ints[(this.address + layout.gn_data.held) >> 2] = some ? this.#held : 0;
    if (some) {
      const [n, seed] = [BigInt(this.count), BigInt(deal.seed)];
      core.call((c) => c.gn_data_split(this.#held, 0n, n, deal.validation, seed));
    }
    core.bytes.set(this.#truth, this.#labels);
    this.#spoil(0, this.loaded);
  }

  #spoil(first: number, count: number): void {
    const { labelNoise, classes, seed } = this.#deal;
    if (labelNoise <= 0 || this.#labelBytes !== 1 || count === 0) return;
    this.#redrawn += Number(
      this.core.call((c) =>
        c.gn_data_noise(
          this.#labels + first,
          this.#held + first,
          BigInt(first),
          BigInt(count),
          classes,
          labelNoise,
          BigInt(seed),
        ),
      ),
    );
  }

  // Each has a class, not numbers to be met.
  get classed(): boolean {
    return !this.#isText && this.#labelBytes === 1;
  }

  get validates(): boolean {
    return this.#deal.validation > 0;
  }

  get isDealt(): boolean {
    return this.#deal.validation > 0 || this.#deal.labelNoise > 0;
  }

  // Undefined: every sample is learnt from, as it came.
  get partition(): Partition | undefined {
    if (!this.isDealt) return undefined;
    this.#partition ??= this.#count();
    return this.#partition;
  }

  #count(): Partition {
    const bytes = this.core.bytes;
    let [held, wrong] = [0, 0];
    const examples: Partition['examples'][number][] = [];
    for (let i = 0; i < this.loaded; i++) {
      held += bytes[this.#held + i] ?? 0;
      if (this.#redrawn === 0) continue;
      const [given, truth] = [bytes[this.#labels + i] ?? 0, this.#truth[i] ?? 0];
      if (given === truth) continue;
      wrong++;
      if (examples.length < EXAMPLES) examples.push({ pixels: this.pictures([i]), given, truth });
    }
    return { held, redrawn: this.#redrawn, wrong, examples };
  }

  labels(): Uint8Array<ArrayBuffer> {
    return this.core.bytes.slice(this.#labels, this.#labels + this.loaded) as Uint8Array<ArrayBuffer>;
  }

  labelsOf(samples: Int32Array): Uint8Array {
    return Uint8Array.from(samples, (sample) => this.core.bytes[this.#labels + sample] ?? 0);
  }

  // Pictures of some samples, one after the other.
  pictures(samples: readonly number[]): Uint8Array<ArrayBuffer> {
    const pixels = new Uint8Array(samples.length * this.size);
    for (const [i, sample] of samples.entries()) {
      const at = this.#x + sample * this.size;
      pixels.set(this.core.bytes.subarray(at, at + this.size), i * this.size);
    }
    return pixels;
  }

  // More than fits is left out. Bytes of pixels or of numbers, of labels or of numbers to learn; of a text all its tokens
  // at once, 32 bits each.
  add(x: Uint8Array, labels: Uint8Array): void {
    if (this.#isText) {
      this.core.bytes.set(x.subarray(0, this.#textBytes), this.#x);
      this.loaded = this.count;
      return;
    }
    const [each, label] = [this.#xBytes, this.#labelBytes];
    const n = Math.min(labels.length / label, this.count - this.loaded);
    const at = this.loaded * label;
    this.core.bytes.set(x.subarray(0, n * each), this.#x + this.loaded * each);
    this.core.bytes.set(labels.subarray(0, n * label), this.#labels + at);
    this.#truth.set(labels.subarray(0, n * label), at);
    this.#spoil(this.loaded, n);
    this.loaded += n;
    this.#partition = undefined;
  }
}
