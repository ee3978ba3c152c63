// Pictures of one's own as a safetensors file, for the program that learns from them: those to learn from and those
// kept for the test, each with its class.
import { PIXELS } from '../../engine/pictures';
import { type Pictures, partsOf } from '../own-pictures';

export const PICTURE_FILE = 'pictures.safetensors';
const ALIGN = 8; // bytes; the header is filled up with spaces

export function writePictures(pictures: Pictures): Uint8Array<ArrayBuffer> {
  const { train, test } = partsOf(pictures);
  const parts = [
    ['train', train],
    ['t10k', test],
  ] as const; // as MNIST's own files are called
  let at = 0;
  const about = (bytes: Uint8Array, shape: readonly number[]) => {
    at += bytes.length;
    return { dtype: 'U8', shape, data_offsets: [at - bytes.length, at] };
  };
  const tensors = parts.flatMap(([part, { pixels, labels }]) => [
    [`${part}.images`, about(pixels, [labels.length, PIXELS])] as const,
    [`${part}.labels`, about(labels, [labels.length])] as const,
  ]);
  const names = { __metadata__: { classes: JSON.stringify(pictures.names) } };
  const json = new TextEncoder().encode(JSON.stringify({ ...names, ...Object.fromEntries(tensors) }));
  const head = Math.ceil(json.length / ALIGN) * ALIGN;
  const file = new Uint8Array(8 + head + at).fill(0x20, 8, 8 + head);
  new DataView(file.buffer).setBigUint64(0, BigInt(head), true);
  file.set(json, 8);
  let to = 8 + head;
  for (const bytes of parts.flatMap(([, { pixels, labels }]) => [pixels, labels])) {
    file.set(bytes, to);
    to += bytes.length;
  }
  return file;
}
