// A cell of a picture of weights or pixels, dragged sideways to another value; one undo takes the whole drag back.
import type { Ref } from '../engine/look';
import type { Inspector } from '../state/inspect';

const DRAG_PX = 160; // across the picture's full scale
const CLICK_PX = 4; // less is a click
const KEY_STEPS = 20;

export interface Cell {
  readonly what: Ref;
  readonly value: number;
  readonly full: number; // of the picture's scale
}

export class CellDrag {
  #held: { readonly cell: Cell; readonly x: number; readonly pointer: number } | undefined;
  #moved = false;
  #keyed = ''; // the cell that the keys pressed so far change: they are one change

  down(event: PointerEvent, cell: Cell | undefined): void {
    this.#moved = false;
    this.#held = undefined;
    if (!cell || event.button !== 0) return;
    this.#held = { cell, x: event.clientX, pointer: event.pointerId };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId); // a fast hand leaves it in one move
  }

  // True while a cell is being dragged.
  move(event: PointerEvent, inspect: Inspector): boolean {
    const held = this.#held;
    if (!held || event.pointerId !== held.pointer) return false;
    const by = event.clientX - held.x;
    if (!this.#moved) {
      if (Math.abs(by) < CLICK_PX) return false;
      this.#moved = true;
      inspect.grasp(held.cell.what);
    }
    inspect.set(held.cell.what, held.cell.value + (by / DRAG_PX) * held.cell.full);
    return true;
  }

  up(): void {
    this.#held = undefined;
  }

  // The click that ends a drag is none. Asked once.
  ended(): boolean {
    const moved = this.#moved;
    this.#moved = false;
    return moved;
  }

  // Shift and an arrow: a little more, a little less.
  key(event: KeyboardEvent, cell: Cell | undefined, inspect: Inspector): boolean {
    const step = event.shiftKey ? { ArrowUp: 1, ArrowDown: -1 }[event.key] : undefined;
    if (!cell || step === undefined) return false;
    event.preventDefault();
    const { kind, id, index } = cell.what;
    const name = `${kind} ${id} ${index}`;
    if (this.#keyed !== name) inspect.grasp(cell.what);
    this.#keyed = name;
    inspect.set(cell.what, cell.value + (step / KEY_STEPS) * cell.full);
    return true;
  }

  leave(): void {
    this.#keyed = '';
  }
}
