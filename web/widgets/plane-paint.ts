// A net's answer over the plane as a picture, or over a line as curves.
import { type ClassColours, paintClass } from './class-colours';
import { type Ramps, signedIndex } from './colour';

interface How {
  readonly asClasses: boolean; // each plane is a class's share; else the first is of signed numbers
  readonly colours: ClassColours;
  readonly ramp: Ramps;
  readonly full: number; // the number with full colour, or at the edge
  readonly hard?: boolean; // the class alone, not how sure
}

export function fieldOf(
  planes: readonly Float32Array[],
  w: number,
  h: number,
  { asClasses, colours, ramp, full, hard }: How,
): ImageData {
  const image = new ImageData(w, h);
  if (asClasses) {
    for (let cell = 0; cell < w * h; cell++) {
      let best = 0;
      for (let k = 1; k < planes.length; k++)
        if ((planes[k]?.[cell] ?? 0) > (planes[best]?.[cell] ?? 0)) best = k;
      paintClass(image.data, 4 * cell, colours, best, hard ? 1 : (planes[best]?.[cell] ?? 0), planes.length);
    }
  } else {
    const pixels = new Uint32Array(image.data.buffer);
    const plane = planes[0];
    for (let cell = 0; cell < w * h; cell++)
      pixels[cell] = ramp.signed[signedIndex(plane?.[cell] ?? 0, full)] as number;
  }
  return image;
}

let small: HTMLCanvasElement | undefined;

export function paintField(context: CanvasRenderingContext2D, side: number, field: ImageData): void {
  small ??= document.createElement('canvas');
  if (small.width !== field.width) [small.width, small.height] = [field.width, field.height];
  small.getContext('2d')?.putImageData(field, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, side, side);
}

// Curves over the line; of classes each its share, 0 at the bottom edge and 1 at the top.
export function paintLines(
  context: CanvasRenderingContext2D,
  side: number,
  curves: readonly Float32Array[],
  { asClasses, colours, ramp, full }: How,
): void {
  context.clearRect(0, 0, side, side);
  context.strokeStyle = ramp.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, side / 2);
  context.lineTo(side, side / 2);
  context.moveTo(side / 2, 0);
  context.lineTo(side / 2, side);
  context.stroke();
  for (const [k, curve] of curves.entries()) {
    context.strokeStyle = asClasses ? (colours.css[k % colours.css.length] ?? '') : ramp.positive;
    context.lineWidth = 2.5;
    context.beginPath();
    for (const [i, value] of curve.entries()) {
      const x = (side * (i + 0.5)) / curve.length;
      const y = asClasses ? side * (1 - value) : (side / 2) * (1 - value / full);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }
}
