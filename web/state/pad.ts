// The pad: what lies on it, how strokes are added, and the way back. It is kept in the browser once the hand rests.
import { computed, signal } from '@preact/signals-core';
import type { Point } from '../engine/digit';
import { playDemo } from './demo';
import { BLANK, copyInput, type Input } from './input';
import { saveDrawing } from './remember';

interface Host {
  readonly embedded: boolean; // then nothing is kept
  redrawn(): void;
}

const UNDO_DEPTH = 100;
const SAVE_AFTER_MS = 200;

export class Pad {
  readonly input = signal<Input>(BLANK);
  readonly ink = signal(0); // counts changes of the drawing
  readonly canUndo = signal(false);
  readonly demo = computed(() => {
    const input = this.input.value;
    return input.kind === 'strokes' && input.demo;
  });
  readonly #host: Host;
  #history: Input[] = [];
  #saveTimer = 0;
  #stopDemo = () => {};

  constructor(host: Host) {
    this.#host = host;
  }

  beginStroke(point: Point): void {
    this.#stopDemo();
    const before = this.input.peek();
    if (before.kind === 'strokes' && !before.demo) {
      this.remember(before);
      before.strokes.push([point]);
      this.#changed();
      return;
    }
    if (!(before.kind === 'strokes' && before.demo)) this.remember(before);
    this.put({ kind: 'strokes', strokes: [[point]], demo: false });
  }

  extendStroke(points: readonly Point[]): void {
    const input = this.input.peek();
    if (input.kind !== 'strokes' || points.length === 0) return;
    const stroke = input.strokes[input.strokes.length - 1];
    for (const point of points) stroke?.push(point);
    this.#changed();
  }

  undo(): void {
    this.#stopDemo();
    const before = this.#history.pop();
    this.canUndo.value = this.#history.length > 0;
    if (before) this.put(before);
  }

  clear(): void {
    this.#stopDemo();
    const before = this.input.peek();
    if (before.kind === 'blank') return;
    if (!(before.kind === 'strokes' && before.demo)) this.remember(before);
    this.put(BLANK);
  }

  // Something ready-made takes the place of what is on the pad; one undo brings that back.
  take(input: Input): void {
    this.#stopDemo();
    if (!this.demo.peek()) this.remember(this.input.peek());
    this.put(input);
  }

  playDemo(still: boolean): void {
    let first = true;
    this.#stopDemo = playDemo(
      still,
      (points) => {
        if (first) this.put({ kind: 'strokes', strokes: [[...points]], demo: true });
        else this.extendStroke(points);
        first = false;
      },
      () => {},
    );
  }

  // The drawing broke the core: an empty pad, which is not run before there is an instance again.
  giveUp(): void {
    this.#stopDemo();
    this.remember(this.input.peek());
    this.input.value = BLANK;
    this.ink.value++;
  }

  // For undo to come back to.
  remember(input: Input): void {
    this.#history.push(copyInput(input));
    if (this.#history.length > UNDO_DEPTH) this.#history.shift();
    this.canUndo.value = true;
  }

  // Without a way back.
  put(input: Input): void {
    this.input.value = input;
    this.#changed();
  }

  #changed(): void {
    this.ink.value++;
    this.#host.redrawn();
    if (this.#host.embedded || this.demo.peek()) return;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(
      () => void saveDrawing(this.input.peek()),
      SAVE_AFTER_MS,
    ) as unknown as number;
  }
}
