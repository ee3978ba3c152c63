// What the page runs: an Engine compiles the core once; a Probe is one instance with one model, run on one drawing at
// a time. A trap ends the probe; the engine makes the next.
import { Core } from './core';
import {
  averageImage,
  type Change,
  DigitMaker,
  type DigitView,
  PIXELS,
  type Picture,
  type Stages,
  type Stroke,
} from './digit';
import { constants } from './generated/layout';
import type { Look } from './look';
import { Net, notationOf } from './net';
import { OneHot } from './onehot';
import type { Plan } from './plan';
import { type Operation, readRegistry } from './registry';
import type { Threads } from './threads';
import { readInits, readSettings, type Setting } from './train-settings';

export interface ModelSource {
  readonly notation: string;
  readonly seed: number;
  readonly weights?: Uint8Array; // safetensors; without it the initial weights stay
}

export class Engine {
  private constructor(readonly module: WebAssembly.Module) {}

  static async load(url: string): Promise<Engine> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    // Not every static host sends application/wasm, which compileStreaming insists on.
    return new Engine(await WebAssembly.compile(await response.arrayBuffer()));
  }

  static async fromBytes(bytes: BufferSource): Promise<Engine> {
    return new Engine(await WebAssembly.compile(bytes));
  }

  // Throws Refused with the reason when the notation or the weights cannot be used.
  async probe(source: ModelSource): Promise<Probe> {
    return new Probe(await Core.start(this.module), source);
  }

  // Of a safetensors file; '': it names none. Throws Refused when it is no such file.
  async notationOf(file: Uint8Array): Promise<string> {
    return notationOf(await Core.start(this.module), file);
  }
}

export class Probe {
  readonly plan: Plan;
  readonly #core: Core;
  readonly #net: Net;
  readonly #digit: DigitMaker;
  readonly #source: ModelSource;
  #scorer: Net | undefined;

  constructor(core: Core, source: ModelSource) {
    this.#core = core;
    this.#source = source;
    this.#net = new Net(core, source.notation, source.seed, 1);
    if (source.weights) this.#net.load(source.weights);
    this.#digit = new DigitMaker(core);
    this.plan = this.#net.plan;
  }

  get digit(): DigitView {
    return this.#digit.view();
  }

  // False: there is nothing on the pad; the net then sees a blank picture.
  drawStrokes(strokes: readonly Stroke[], stages: Stages): boolean {
    if (strokes.length === 0) {
      this.#digit.clear();
      return false;
    }
    return this.#digit.fromStrokes(strokes, stages);
  }

  drawPicture(picture: Picture, stages: Stages): boolean {
    return this.#digit.fromPicture(picture, stages);
  }

  // 28×28 ready-made, 0..255.
  drawPixels(pixels: Uint8Array): void {
    this.#digit.clear();
    const to = this.#digit.pixels;
    for (let i = 0; i < PIXELS; i++) to[i] = (pixels[i] ?? 0) / 255;
  }

  // 28×28 ready-made, 0..1.
  drawValues(values: ArrayLike<number>): void {
    this.#digit.set(values);
  }

  drawNoise(seed: number): void {
    this.#digit.noise(seed);
  }

  // The mean of the pictures (count, 784) with a label, 0..1.
  average(pixels: Uint8Array, labels: Uint8Array, label: number): Float32Array {
    return averageImage(this.#core, pixels, labels, labels.length, label);
  }

  change(how: Change, erased: Iterable<number>): void {
    this.#digit.change(how, erased);
  }

  // `pixels` take the place of the drawing's; `rows`: only the first so many operations.
  run(pixels?: ReadonlyMap<number, number>, rows = this.plan.rows.length): void {
    if (this.plan.input >= 0) {
      const x = this.#net.values(this.plan.input);
      x.set(this.#digit.pixels);
      if (pixels) for (const [i, value] of pixels) x[i] = value;
    }
    if (rows >= this.plan.rows.length) this.#net.forward();
    else this.#net.forwardRows(rows);
  }

  get registry(): readonly Operation[] {
    return readRegistry(this.#core);
  }

  get settings(): readonly Setting[] {
    return readSettings(this.#core);
  }

  get inits(): readonly string[] {
    return readInits(this.#core);
  }

  get oneHot(): OneHot {
    return new OneHot(this.#core);
  }

  get look(): Look {
    return this.#net.look;
  }

  learnt(): Float32Array<ArrayBuffer> {
    return this.#net.readLearnt();
  }

  // A safetensors file of all it has learnt.
  save(): Uint8Array<ArrayBuffer> {
    return this.#net.save();
  }

  // False: it is another net's.
  setLearnt(values: Float32Array): boolean {
    return this.#net.writeLearnt(values);
  }

  // Takes over every parameter that `other` has by the same name and size.
  copyFrom(other: Probe): void {
    for (const row of this.plan.rows) {
      for (const [which, param] of row.params.entries()) {
        const twin = other.plan.rows.find((each) => each.params.some(({ name }) => name === param.name));
        const at =
          twin?.params.findIndex(({ name, size }) => name === param.name && size === param.size) ?? -1;
        if (twin && at >= 0) this.#net.param(row.index, which).set(other.#net.param(twin.index, at));
      }
    }
  }

  values(row: number): Float32Array {
    return this.#net.values(row);
  }

  weight(row: number): Float32Array {
    return this.#net.param(row, 0);
  }

  bias(row: number): Float32Array {
    return this.#net.param(row, 1);
  }

  threads(into: Threads, row: number): void {
    this.#net.threads(into, row);
  }

  // The most probable class of each 28×28 picture, with the weights as they are when the first is asked for.
  classify(pixels: Uint8Array, into: Uint8Array, first: number, count: number): void {
    this.#answers(pixels, first, count, (i, p) => {
      into[i] = answers(p) ? argmax(p) : NO_ANSWER;
    });
  }

  // What it gives the label of each, likewise.
  shares(
    { pixels, labels }: { readonly pixels: Uint8Array; readonly labels: Uint8Array },
    first: number,
    count: number,
  ): Float32Array {
    const shares = new Float32Array(count);
    this.#answers(pixels, first, count, (i, p) => {
      shares[i - first] = p[labels[i] ?? 0] ?? Number.NaN;
    });
    return shares;
  }

  // On a net of its own, so that what is on show stays.
  #answers(
    pixels: Uint8Array,
    first: number,
    count: number,
    take: (index: number, p: Float32Array) => void,
  ): void {
    const { input, answer } = this.plan;
    if (input < 0 || answer < 0) return;
    this.#scorer ??= new Net(this.#core, this.#source.notation, this.#source.seed, constants.GN_SLICE);
    const net = this.#scorer;
    if (first === 0) net.writeLearnt(this.#net.readLearnt());
    const classes = this.plan.rows[answer]?.size ?? 0;
    for (let done = 0; done < count; done += net.slice) {
      const n = Math.min(net.slice, count - done);
      const from = (first + done) * PIXELS;
      const x = net.values(input, n);
      for (let i = 0; i < n * PIXELS; i++) x[i] = (pixels[from + i] as number) / 255;
      net.forward(n);
      const p = net.values(answer, n);
      for (let b = 0; b < n; b++) take(first + done + b, p.subarray(b * classes, (b + 1) * classes));
    }
  }
}

export const NO_ANSWER = 254; // in the place of a class

// Where a number overflowed, probabilities are NaN, and none is the largest.
export const answers = (p: Float32Array): boolean => !p.some(Number.isNaN);

export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
