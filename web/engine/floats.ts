// Many views of numbers as one row of them, and back.

export function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of parts) {
    all.set(values, at);
    at += values.length;
  }
  return all;
}

// The other way: one after the other into views.
export function spread(from: Float32Array, into: readonly Float32Array[]): void {
  let at = 0;
  for (const values of into) {
    values.set(from.subarray(at, at + values.length));
    at += values.length;
  }
}
