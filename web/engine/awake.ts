// Keeps a worker's turns coming while it waits for a message that is due at once: a thread that has gone to sleep is woken
// late, and the one that wakes it may lose its core to it.
export class Awake {
  readonly #turn = new MessageChannel();
  #until = 0;
  #turning = false;

  constructor() {
    this.#turn.port1.onmessage = () => {
      this.#turning = false;
      if (performance.now() < this.#until) this.#next();
    };
  }

  #next(): void {
    if (this.#turning) return;
    this.#turning = true;
    this.#turn.port2.postMessage(0);
  }

  for(ms: number): void {
    this.#until = performance.now() + ms;
    this.#next();
  }

  rest(): void {
    this.#until = 0;
  }

  close(): void {
    this.rest();
    this.#turn.port1.close();
  }
}
