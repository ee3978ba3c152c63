// Which part of a drawing its frame shows: the scale, and where the drawing's corner lies.
import { signal } from '@preact/signals-core';

export interface View {
  readonly k: number; // frame pixels for one of the drawing
  readonly x: number; // of the drawing's corner in the frame
  readonly y: number;
}

const MOST = 12;
const HAIR = 1.001; // what rounding makes is no zoom

export class Camera {
  readonly view = signal<View>({ k: 1, x: 0, y: 0 });
  readonly least = signal(1); // the scale at which all is seen
  #frame: readonly [number, number] = [0, 0];
  #drawing: readonly [number, number] = [0, 0];

  get zoomed(): boolean {
    return this.view.value.k > this.least.value * HAIR;
  }

  get most(): boolean {
    return this.view.value.k * HAIR >= MOST;
  }

  // A frame of another size, or another drawing in it: what was seen whole is seen whole again.
  frame(frame: readonly [number, number], drawing: readonly [number, number]): void {
    if (frame.join() === this.#frame.join() && drawing.join() === this.#drawing.join()) return;
    const whole = this.view.peek().k <= this.least.peek() * HAIR;
    this.#frame = frame;
    this.#drawing = drawing;
    this.least.value = Math.min(1, frame[0] / drawing[0], frame[1] / drawing[1]);
    if (whole) this.fit();
    else this.#look(this.view.peek());
  }

  fit(): void {
    this.#look({ k: this.least.peek(), x: 0, y: 0 });
  }

  // The place (px, py) of the frame stays where it is.
  zoom(factor: number, px = this.#frame[0] / 2, py = this.#frame[1] / 2): void {
    const { k, x, y } = this.view.peek();
    const to = Math.min(MOST, Math.max(this.least.peek(), k * factor));
    this.#look({ k: to, x: px - ((px - x) * to) / k, y: py - ((py - y) * to) / k });
  }

  // Returns how far down it could not go: the drawing's edge stops at the frame's.
  pan(dx: number, dy: number): number {
    const { k, x, y } = this.view.peek();
    this.#look({ k, x: x + dx, y: y + dy });
    return y + dy - this.view.peek().y;
  }

  // Moves no further than it must for a part of the drawing to be in the frame.
  show(x: number, y: number, w: number, h: number): void {
    const view = this.view.peek();
    const by = (start: number, size: number, frame: number) =>
      start < 0 ? -start : start + size > frame ? Math.max(-start, frame - start - size) : 0;
    const { k } = view;
    const dx = by(view.x + k * x, k * w, this.#frame[0]);
    const dy = by(view.y + k * y, k * h, this.#frame[1]);
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }

  #look({ k, x, y }: View): void {
    const within = (start: number, size: number, frame: number) =>
      size <= frame ? (frame - size) / 2 : Math.min(0, Math.max(frame - size, start));
    const view = {
      k,
      x: within(x, k * this.#drawing[0], this.#frame[0]),
      y: within(y, k * this.#drawing[1], this.#frame[1]),
    };
    const now = this.view.peek();
    if (now.k !== k || now.x !== view.x || now.y !== view.y) this.view.value = view;
  }
}
