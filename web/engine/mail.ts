// A question to a helper and its answer, in one buffer that goes to and fro, or that both see: parameters, what some
// slices take in, and their passes; then the gradients and losses of these slices.
import type { Eager } from './eager';
import { constants } from './generated/layout';

export const ASKED = 0; // the question's number
export const ANSWERED = 1; // the number of the question that the answer is to
export const AWAKE = 2; // 1: the helper looks at ASKED, else it wants to be called; shared memory only
export const SLICES = 3; // 0: nothing is asked, there is word on the port
const MOST = 4;
const [PARAMS, INPUT, TARGET] = [5, 6, 7]; // floats: of all parameters, of a sample
const HEAD = 8;
const WORDS = 4;

export interface Sizes {
  readonly slices: number; // at most
  readonly params: number;
  readonly input: number; // floats of a sample
  readonly target: number;
}

// What a slice's pass is; gn_pass has the rest.
export interface Slice {
  readonly n: number;
  readonly batch: number;
  readonly step: number;
  readonly sample: number;
}

type Floats = Float32Array<ArrayBufferLike>;

export class Mail {
  readonly ints: Int32Array<ArrayBufferLike>;
  readonly losses: Float64Array<ArrayBufferLike>;
  readonly #floats: Floats;

  constructor(readonly buffer: ArrayBuffer | SharedArrayBuffer) {
    this.ints = new Int32Array(buffer);
    const most = this.ints[MOST] as number;
    const losses = 4 * (HEAD + WORDS * most);
    this.losses = new Float64Array(buffer, losses, most);
    this.#floats = new Float32Array(buffer, losses + 8 * most);
  }

  static of({ slices, params, input, target }: Sizes, shared: boolean): Mail {
    const floats = slices * (params + constants.GN_SLICE * (input + target));
    const bytes = 4 * (HEAD + WORDS * slices) + 8 * slices + 4 * floats;
    const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
    new Int32Array(buffer).set([slices, params, input, target], MOST);
    return new Mail(buffer);
  }

  get params(): Floats {
    return this.#part(0, PARAMS);
  }

  input(slice: number): Floats {
    return this.#part(this.#inputs(slice), INPUT, constants.GN_SLICE);
  }

  target(slice: number): Floats {
    const at = this.#inputs(slice) + constants.GN_SLICE * (this.ints[INPUT] as number);
    return this.#part(at, TARGET, constants.GN_SLICE);
  }

  // The first slice's take the place of the parameters.
  gradients(slice: number): Floats {
    const params = this.ints[PARAMS] as number;
    return this.#part(
      slice === 0 ? 0 : this.#inputs(this.ints[MOST] as number) + (slice - 1) * params,
      PARAMS,
    );
  }

  #inputs(slice: number): number {
    const each = (this.ints[INPUT] as number) + (this.ints[TARGET] as number);
    return (this.ints[PARAMS] as number) + slice * constants.GN_SLICE * each;
  }

  #part(at: number, size: number, count = 1): Floats {
    return this.#floats.subarray(at, at + count * (this.ints[size] as number));
  }

  slice(i: number): Slice {
    const [n = 0, batch = 0, step = 0, sample = 0] = this.ints.subarray(HEAD + WORDS * i);
    return { n, batch, step, sample };
  }

  setSlice(i: number, { n, batch, step, sample }: Slice): void {
    this.ints.set([n, batch, step, sample], HEAD + WORDS * i);
  }
}

const LOOKS = 100; // between two looks at the clock

// Until ints[at] is another than `seen`, at most `most` ms. False: it is not.
export function waitFor(
  ints: Int32Array<ArrayBufferLike>,
  at: number,
  seen: number,
  most: number,
  eager: Eager,
): boolean {
  const { ms } = eager;
  for (const began = performance.now(); ms > 0; ) {
    for (let i = 0; i < LOOKS; i++) {
      if (Atomics.load(ints, at) === seen) continue;
      eager.ended(true);
      return true;
    }
    if (performance.now() - began < ms) continue;
    eager.ended(false);
    break;
  }
  return Atomics.wait(ints as Int32Array<SharedArrayBuffer>, at, seen, most) !== 'timed-out';
}
