// Whether to wait for what is due without sleep. A thread that sleeps is woken late, and by a second worker LeNet-5 became
// 1.55 times as fast, not 1.8; but where others want the cores, such waiting is in vain, and takes time from them.
const DUE_MS = 0.6;
const VAIN = 0.25; // share of waits in vain at which it is given up
const LATELY = 1 / 16; // weight of the last
const ASLEEP = 500; // waits, until it is tried again

export class Eager {
  #vain = 0;
  #asleep = 0;

  // ms of the wait that begins.
  get ms(): number {
    if (this.#asleep === 0) return DUE_MS;
    this.#asleep--;
    return 0;
  }

  // How a wait without sleep ended.
  ended(came: boolean): void {
    this.#vain += LATELY * ((came ? 0 : 1) - this.#vain);
    if (this.#vain < VAIN) return;
    this.#vain = 0;
    this.#asleep = ASLEEP;
  }
}
