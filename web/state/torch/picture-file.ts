// Pictures of one's own as a safetensors file, for the program that learns from them: those to learn from and those
// kept for the test, each with its class.
import { PIXELS } from '../../engine/pictures';
import type { Shown } from '../../engine/run-messages';
import { type Pictures, partsOf } from '../own-pictures';

export const PICTURE_FILE = 'pictures.safetensors';
const ALIGN = 8; // bytes; the header is filled up with spaces

interface Tensor {
  readonly name: string;
  readonly dtype: 'U8' | 'F32' | 'I32';
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export function writePictures(pictures: Pictures): Uint8Array<ArrayBuffer> {
  const { train, test } = partsOf(pictures);
  const parts = [
    ['train', train],
    ['t10k', test],
  ] as const; // as MNIST's own files are called
  const tensors = parts.flatMap(([part, { pixels, labels }]): Tensor[] => [
    { name: `${part}.images`, dtype: 'U8', shape: [labels.length, PIXELS], bytes: pixels },
    { name: `${part}.labels`, dtype: 'U8', shape: [labels.length], bytes: labels },
  ]);
  return written(tensors, { classes: JSON.stringify(pictures.names) });
}

// The samples of steps by hand, one after the other, as they go in.
export function writeShown(shown: readonly Shown[]): Uint8Array<ArrayBuffer> {
  const size = shown[0]?.pixels.length ?? 0;
  const pixels = new DataView(new ArrayBuffer(4 * size * shown.length));
  for (const [i, each] of shown.entries())
    for (const [k, value] of each.pixels.entries()) pixels.setFloat32(4 * (i * size + k), value, true);
  return written([
    { name: 'pixels', dtype: 'F32', shape: [shown.length, size], bytes: new Uint8Array(pixels.buffer) },
    {
      name: 'labels',
      dtype: 'U8',
      shape: [shown.length],
      bytes: Uint8Array.from(shown, ({ label }) => label),
    },
  ]);
}

export function written(
  tensors: readonly Tensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  let at = 0;
  const about = tensors.map(({ name, dtype, shape, bytes }) => {
    at += bytes.length;
    return [name, { dtype, shape, data_offsets: [at - bytes.length, at] }] as const;
  });
  const header = { ...(metadata ? { __metadata__: metadata } : {}), ...Object.fromEntries(about) };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const head = Math.ceil(json.length / ALIGN) * ALIGN;
  const file = new Uint8Array(8 + head + at).fill(0x20, 8, 8 + head);
  new DataView(file.buffer).setBigUint64(0, BigInt(head), true);
  file.set(json, 8);
  let to = 8 + head;
  for (const { bytes } of tensors) {
    file.set(bytes, to);
    to += bytes.length;
  }
  return file;
}
