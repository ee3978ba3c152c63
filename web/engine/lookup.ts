// A table of vectors, read in two ways: the rows of its tokens, and one-hot vectors multiplied with it; and which of its
// rows a step of training would change.
import type { Core } from './core';
import type { Engine } from './engine';
import { Net } from './net';
import { Stepper } from './stepper';

export interface Lookup {
  readonly tokens: Int32Array; // places among the kinds
  readonly kinds: number;
  readonly width: number;
  readonly oneHot: Float32Array; // (tokens, kinds)
  readonly table: Float32Array; // (kinds, width)
  readonly rows: Float32Array; // (tokens, width), looked up
  readonly product: Float32Array; // (tokens, width), one-hot times table
  readonly different: number; // numbers of the two that are not the same bits
  readonly gradient: Float32Array; // (kinds, width), of the loss of foretelling the next token from these
}

export async function lookUp(
  engine: Engine,
  core: Core,
  tokens: Int32Array,
  next: number,
  kinds: number,
  width: number,
  seed: number,
): Promise<Lookup> {
  const line = `in ${tokens.length} ids=${kinds}; embed ${width}; flatten; dense ${kinds}; softmax_ce`;
  const stepper = await Stepper.start(engine, { notation: line, seed }, 1);
  stepper.load([{ inputs: [Float32Array.from(tokens)], label: next }], true);
  stepper.run(stepper.phases.length - 1);
  const table = stepper.tensor('param', 0, 0).slice();
  const rows = stepper.tensor('value', 1, 0).slice();
  const gradient = stepper.tensor('paramGradient', 0, 0).slice();
  const oneHot = new Float32Array(tokens.length * kinds);
  for (const [t, token] of tokens.entries()) oneHot[t * kinds + token] = 1;
  const product = multiply(core, oneHot, table, tokens.length, kinds, width);
  const different = product.reduce((sum, value, i) => sum + (Object.is(value, rows[i]) ? 0 : 1), 0);
  return { tokens, kinds, width, oneHot, table, rows, product, different, gradient };
}

// By the operation `dense`, whose weights are (out, in): the table on its side.
function multiply(
  core: Core,
  x: Float32Array,
  table: Float32Array,
  n: number,
  kinds: number,
  width: number,
): Float32Array {
  const net = new Net(core, `in ${n} ${kinds}; dense ${width}`, 1, 1);
  try {
    const w = net.param(1, 0);
    for (let i = 0; i < kinds; i++)
      for (let k = 0; k < width; k++) w[k * kinds + i] = table[i * width + k] as number;
    net.param(1, 1).fill(0);
    net.values(0).set(x);
    net.forward();
    return net.values(1).slice();
  } finally {
    net.free();
  }
}
