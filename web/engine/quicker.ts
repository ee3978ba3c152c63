// Alone or together: which is quicker, found by trying both, now and then anew. Medians, since a step may be held up.

const TRIED = 15; // steps of a trial
const AGAIN = 4000; // steps until the next
const GAIN = 0.95; // that help must bring

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;

export class Quicker {
  #alone: number[] = [];
  #together: number[] = [];
  #kept: boolean | undefined; // what was found
  #left = 0; // steps until it is tried again

  constructor(readonly always: boolean) {}

  reset(): void {
    this.#alone = [];
    this.#together = [];
    this.#kept = undefined;
  }

  // How the next step is to be made.
  get together(): boolean {
    if (this.always) return true;
    return this.#kept ?? this.#alone.length >= TRIED;
  }

  took(together: boolean, ms: number): void {
    if (this.#kept !== undefined && --this.#left <= 0) this.reset();
    if (this.#kept !== undefined) return;
    const all = together ? this.#together : this.#alone;
    all.push(ms);
    if (all.length > TRIED) all.shift();
    if (this.#together.length < TRIED) return;
    this.#kept = median(this.#together) < GAIN * median(this.#alone);
    this.#left = AGAIN;
  }

  // Alone a step takes longer than that.
  worth(ms: number): boolean {
    return this.always || (this.#alone.length >= TRIED && median(this.#alone) > ms);
  }
}
