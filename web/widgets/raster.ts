// Planes of numbers as small pictures, one pixel a number, to be scaled up without smoothing.
import { pixelIndex, type Ramps, signedIndex } from './colour';

export class Raster {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  #image: ImageData | undefined;
  #words = new Uint32Array(0);

  constructor() {
    this.#context = this.canvas.getContext('2d');
  }

  // values (planes·height, width): planes lie one below the other.
  draw(values: Float32Array, width: number, height: number, ramps: Ramps, full: number | 'pixels'): void {
    if (!this.#image || this.#image.width !== width || this.#image.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#words = new Uint32Array(this.#image.data.buffer);
    }
    const words = this.#words;
    const count = Math.min(words.length, values.length);
    if (full === 'pixels') {
      for (let i = 0; i < count; i++) words[i] = ramps.pixel[pixelIndex(values[i] as number)] as number;
    } else {
      for (let i = 0; i < count; i++)
        words[i] = ramps.signed[signedIndex(values[i] as number, full)] as number;
    }
    this.#context?.putImageData(this.#image, 0, 0);
  }
}

// Sets a canvas to the size of its box in device pixels; returns a context in CSS pixels.
export function fitted(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = globalThis.devicePixelRatio || 1;
  const w = Math.max(1, Math.round(width * ratio));
  const h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
