// Many views of numbers as one row of them, and back.

export function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  gathered(parts, all);
  return all;
}

// One after the other into a row that is there.
export function gathered(parts: readonly Float32Array[], into: Float32Array): void {
  let at = 0;
  for (const values of parts) {
    into.set(values, at);
    at += values.length;
  }
}

// The other way: one after the other into views.
export function spread(from: Float32Array, into: readonly Float32Array[]): void {
  let at = 0;
  for (const values of into) {
    values.set(from.subarray(at, at + values.length));
    at += values.length;
  }
}
