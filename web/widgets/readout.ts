// What is under the pointer, the finger or the focus, with its exact value. One card for the whole page.
import { signal } from '@preact/signals-core';

export interface Grid {
  readonly values: readonly (number | undefined)[]; // 5×5 around the one meant; undefined beyond the edge
  readonly full: number | 'pixels';
}

export interface Readout {
  readonly x: number; // of the thing, in the window
  readonly y: number;
  readonly title: string;
  readonly value: number | string;
  readonly note?: string;
  readonly grid?: Grid;
}

export const readout = signal<Readout | undefined>(undefined);

// What a finger touched stays until the next touch; what a mouse points at goes with it.
export const stays = (event: Event): boolean =>
  event instanceof PointerEvent && event.pointerType === 'touch';

const REACH = 2;

export function gridAround(
  values: Float32Array,
  offset: number,
  width: number,
  height: number,
  at: number,
  full: number | 'pixels',
): Grid {
  const [column, row] = [at % width, Math.floor(at / width)];
  const around: (number | undefined)[] = [];
  for (let y = row - REACH; y <= row + REACH; y++) {
    for (let x = column - REACH; x <= column + REACH; x++) {
      const inside = x >= 0 && y >= 0 && x < width && y < height;
      around.push(inside ? values[offset + y * width + x] : undefined);
    }
  }
  return { values: around, full };
}
