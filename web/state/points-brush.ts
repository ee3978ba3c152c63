// Points of one's own: brushed, rubbed out, undone; kept on the device and said in the link.
import { batch, type Signal, signal } from '@preact/signals-core';
import { pointsShelf } from './points-kept';
import { type Dot, MOST_DOTS, packDots } from './points-own';

const UNDO_DEPTH = 100;

export class Brush {
  readonly dots = signal<readonly Dot[]>([]);
  readonly canUndo = signal(false);
  readonly label = signal(0); // class; −1: rubs out
  #history: (readonly Dot[])[] = [];
  #stroke: readonly Dot[] | undefined; // the points while one is brushed; they are dealt at its end

  constructor(
    readonly packed: Signal<string>,
    readonly keeps: boolean,
  ) {}

  get stroke(): readonly Dot[] | undefined {
    return this.#stroke;
  }

  // One stroke: what it adds and rubs out is undone together.
  begin(): void {
    this.#history = [...this.#history.slice(1 - UNDO_DEPTH), this.dots.peek()];
    this.canUndo.value = true;
    this.#stroke = this.dots.peek();
  }

  add(dot: Dot): void {
    if (this.#stroke && this.#stroke.length < MOST_DOTS) this.#stroke = [...this.#stroke, dot];
  }

  rub(x: number, y: number, reach: number): void {
    this.#stroke = this.#stroke?.filter((dot) => Math.hypot(dot.x - x, dot.y - y) > reach);
  }

  end(): void {
    const dots = this.#stroke;
    this.#stroke = undefined;
    if (!dots) return;
    if (dots === this.dots.peek()) this.#history.pop();
    else this.put(dots);
    this.canUndo.value = this.#history.length > 0;
  }

  undo(): void {
    const before = this.#history.pop();
    this.canUndo.value = this.#history.length > 0;
    if (before) this.put(before);
  }

  clear(): void {
    if (this.dots.peek().length === 0) return;
    this.begin();
    this.#stroke = [];
    this.end();
  }

  put(dots: readonly Dot[]): void {
    batch(() => {
      this.dots.value = dots;
      this.packed.value = packDots(dots);
    });
    if (this.keeps) void pointsShelf.save('dots', dots);
  }
}
