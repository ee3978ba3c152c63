// Test digits as a mini-batch, where there are no others.
import type { Plan } from '../engine/plan';
import type { Sample } from '../engine/stepper';
import type { Samples } from './samples';

const BYTES = 255;

export function testDigits(
  { pixels, labels, count }: Samples,
  { rows, input }: Plan,
  first: number,
  n: number,
): Sample[] {
  const size = rows[input]?.size ?? 0;
  return Array.from({ length: n }, (_, b) => {
    const i = (first + b) % count;
    const x = Float32Array.from(pixels.subarray(i * size, (i + 1) * size), (value) => value / BYTES);
    return { inputs: [x], label: labels[i] ?? 0 };
  });
}
