// A box where an empty text stands for a usual one. Emptied by the learner, who is about to write, it stays empty until it
// is left.
import type { ReactiveElement } from 'lit';

export class Refillable {
  #isEmptied = false;

  constructor(
    readonly host: ReactiveElement,
    readonly take: (text: string) => void,
  ) {}

  // What stands in it, where that text is meant.
  shown(text: string): string {
    return this.#isEmptied ? '' : text;
  }

  readonly typed = (event: Event): void => {
    const text = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    this.#isEmptied = text.trim() === '';
    this.take(text);
    this.host.requestUpdate();
  };

  readonly left = (): void => {
    this.#isEmptied = false;
    this.host.requestUpdate();
  };
}
