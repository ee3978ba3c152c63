// Work in pieces: between two of them everything that is on show holds, so that others may have their turn.

export type Pieces<T> = Generator<undefined, T, undefined>;

// All of it in one go.
export function whole<T>(work: Pieces<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
