// Files held above an element and dropped on it.
import type { ReactiveElement } from 'lit';
import { withUnixLines } from '../state/long-text';

// Elements may lie within each other: the innermost that takes files has them.
export class FilesDrop {
  #isOver = false;

  constructor(
    readonly host: ReactiveElement,
    readonly take: (items: DataTransfer) => void,
  ) {}

  // Some are held above it.
  get isOver(): boolean {
    return this.#isOver;
  }

  #set(isOver: boolean): void {
    if (isOver !== this.#isOver) this.host.requestUpdate();
    this.#isOver = isOver;
  }

  #isMine(event: DragEvent): event is DragEvent & { readonly dataTransfer: DataTransfer } {
    return !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true;
  }

  readonly over = (event: DragEvent): void => {
    const mine = this.#isMine(event);
    if (mine) event.preventDefault();
    this.#set(mine);
  };

  readonly leave = (): void => this.#set(false);

  readonly drop = (event: DragEvent): void => {
    this.#set(false);
    if (!this.#isMine(event)) return;
    event.preventDefault();
    this.take(event.dataTransfer);
  };
}

// Of several the first.
export class FileDrop extends FilesDrop {
  constructor(host: ReactiveElement, take: (file: File) => void) {
    super(host, ({ files: [file] }) => file && take(file));
  }
}

// Its text is wanted.
export const textDrop = (host: ReactiveElement, take: (text: string) => void): FileDrop =>
  new FileDrop(host, (file) => {
    file.text().then(
      (text) => take(withUnixLines(text)),
      () => {},
    );
  });
