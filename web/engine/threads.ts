// The strongest terms w·x of a dense row: what flows along its edges right now. These are the terms that gn_terms
// lists one by one; here all of a layer's are looked at in each frame, so they are read from memory in place.

export interface Threads {
  readonly from: Int32Array; // index in the input
  readonly to: Int32Array; // index in the output
  readonly term: Float32Array; // w·x
  count: number;
}

const BINS = 64;
const bins = new Int32Array(BINS);

export function newThreads(max: number): Threads {
  return { from: new Int32Array(max), to: new Int32Array(max), term: new Float32Array(max), count: 0 };
}

// w (out,in), x (in). Keeps the largest by magnitude, as many as `into` holds.
export function strongestTerms(into: Threads, w: Float32Array, x: Float32Array): void {
  const ins = x.length;
  into.count = 0;
  if (ins === 0) return;
  const lit: number[] = [];
  for (let i = 0; i < ins; i++) if (x[i] !== 0) lit.push(i);
  let most = 0;
  for (let row = 0; row < w.length; row += ins) {
    for (const i of lit) {
      const size = Math.abs((w[row + i] as number) * (x[i] as number));
      if (size > most) most = size;
    }
  }
  if (!(most > 0) || most === Number.POSITIVE_INFINITY) return;
  bins.fill(0);
  const scale = (BINS - 1) / most;
  for (let row = 0; row < w.length; row += ins) {
    for (const i of lit) bins[(Math.abs((w[row + i] as number) * (x[i] as number)) * scale) | 0] += 1;
  }
  let least = BINS - 1;
  for (let kept = bins[least] as number; least > 1; ) {
    kept += bins[least - 1] as number;
    if (kept > into.term.length) break;
    least--;
  }
  for (let row = 0, o = 0; row < w.length; row += ins, o++) {
    for (const i of lit) {
      const term = (w[row + i] as number) * (x[i] as number);
      if (((Math.abs(term) * scale) | 0) < least || into.count >= into.term.length) continue;
      into.from[into.count] = i;
      into.to[into.count] = o;
      into.term[into.count++] = term;
    }
  }
}
