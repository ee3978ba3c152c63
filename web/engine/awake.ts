// Keeps a worker's turns coming while it waits for a message that is due at once.
import { Eager } from './eager';

export class Awake {
  readonly #eager = new Eager();
  readonly #turn = new MessageChannel();
  #until = 0; // 0: nothing is waited for
  #turning = false;

  constructor() {
    this.#turn.port1.onmessage = () => {
      this.#turning = false;
      if (this.#until === 0) return;
      if (performance.now() < this.#until) this.#next();
      else this.#end(false);
    };
  }

  #next(): void {
    if (this.#turning) return;
    this.#turning = true;
    this.#turn.port2.postMessage(0);
  }

  #end(came: boolean): void {
    this.#until = 0;
    this.#eager.ended(came);
  }

  begin(): void {
    const { ms } = this.#eager;
    if (ms === 0) return;
    this.#until = performance.now() + ms;
    this.#next();
  }

  // It has come.
  end(): void {
    if (this.#until > 0) this.#end(performance.now() < this.#until);
  }

  close(): void {
    this.#turn.port1.close();
  }
}
