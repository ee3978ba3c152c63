// A file held above an element and dropped on it.
import type { ReactiveElement } from 'lit';
import { withUnixLines } from '../state/long-text';

export class FileDrop {
  #isOver = false;

  constructor(
    readonly host: ReactiveElement,
    readonly take: (file: File) => void,
  ) {}

  // One is held above it.
  get isOver(): boolean {
    return this.#isOver;
  }

  #set(isOver: boolean): void {
    if (isOver !== this.#isOver) this.host.requestUpdate();
    this.#isOver = isOver;
  }

  readonly over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#set(true);
  };

  readonly leave = (): void => this.#set(false);

  readonly drop = (event: DragEvent): void => {
    this.#set(false);
    const file = event.dataTransfer?.files[0];
    if (!file || event.defaultPrevented) return; // what lies within has taken it
    event.preventDefault();
    this.take(file);
  };
}

// Its text is wanted.
export const textDrop = (host: ReactiveElement, take: (text: string) => void): FileDrop =>
  new FileDrop(host, (file) => {
    file.text().then(
      (text) => take(withUnixLines(text)),
      () => {},
    );
  });
