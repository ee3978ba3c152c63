// How near single operations come to the most that WebAssembly SIMD gives here. Each rate is the best of many short
// bursts: what the machine does for other programs meanwhile is not the operation's.
import { Core } from '../../web/engine/core';
import { constants } from '../../web/engine/generated/layout';
import { Net } from '../../web/engine/net';
import { fetched } from './protocol';

const LINKS = 1000; // of peak.c
const BURST_MS = 4;

// Calls per second.
function rate(ms: number, act: () => void): number {
  for (const began = performance.now(); performance.now() - began < ms / 4; ) act(); // the quick tier has to come first
  let calls = 1;
  let best = 0;
  for (const began = performance.now(); performance.now() - began < ms; ) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) act();
    const spent = performance.now() - start;
    if (spent < BURST_MS) calls *= 2;
    else best = Math.max(best, (1000 * calls) / spent);
  }
  return best;
}

// GFLOP/s.
export async function peak(url: string, ms: number): Promise<number> {
  const module = await WebAssembly.compile(await fetched(url));
  const imports: WebAssembly.Imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    imports[from] = { ...imports[from], [name]: () => 0 };
  const { exports } = await WebAssembly.instantiate(module, imports);
  const chains = Object.entries(exports).filter(([name]) => name.startsWith('chains_'));
  const rates = chains.map(([name, run]) => {
    const flop = 8 * LINKS * Number(name.slice('chains_'.length));
    return 1e-9 * flop * rate(ms / chains.length, () => (run as (a: number, b: number) => number)(1, 0));
  });
  return Math.max(...rates);
}

export interface RowSpec {
  readonly notation: string;
  readonly row: number;
  readonly slice: number;
}

// Of a row forward, and backward to its input and its parameters: calls per second.
export async function row(
  module: WebAssembly.Module,
  { notation, row: which, slice }: RowSpec,
  ms: number,
): Promise<{ forward: number; backward: number }> {
  const core = await Core.start(module);
  const flags = constants.GN_GRADIENTS | constants.GN_INPUT_GRADIENTS;
  const net = new Net(core, notation, 1, slice, flags);
  const random = mulberry(1);
  for (const { index, op } of net.plan.rows) if (op === 'in') fill(net.values(index, slice), random);
  net.forward(slice);
  const { address, pass } = net;
  core.call((c) => c.gn_backward_begin(address, pass));
  const at = core.call((c) => c.gn_row_gradients(address, which));
  fill(core.floatsAt(at, slice * (net.plan.rows[which]?.size ?? 0)), random);
  return core.call((c) => ({
    forward: rate(ms / 2, () => c.gn_forward_row(address, pass, which)),
    backward: rate(ms / 2, () => c.gn_backward_row(address, pass, which)),
  }));
}

const fill = (x: Float32Array, next: () => number): void => x.set(Float32Array.from(x, next));

// Small numbers of either sign, so that what adds up over many calls stays far from overflow.
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5;
  };
}
