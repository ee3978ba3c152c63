// What goes on is kept before another takes its place, if it answers in time.
const SETTLE_MS = 1500;

export class Settling {
  #kept = () => {};

  // `ask`: for what is to be kept.
  async wait(ask: () => void): Promise<void> {
    const kept = new Promise<void>((resolve) => {
      this.#kept = resolve;
    });
    ask();
    await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, SETTLE_MS))]);
  }

  // It is kept.
  done(): void {
    this.#kept();
  }
}
