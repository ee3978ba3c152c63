// Files and folders of pictures that a learner hands over, and each file as pixels, or why it cannot be one.
import type { Rgba } from '../engine/pictures';
import type { Found } from './picture-names';

export const MOST_FILE = 20 * 2 ** 20; // bytes
export const MOST_SIDE = 16_000; // pixels
export const MOST_AREA = 40e6;
const MOST_FOUND = 50_000; // files looked at in folders
const HEAD = 2 ** 18; // bytes that say what a file is, and of a JPEG how large
const FINE = 512; // pixels of the longer side; more are scaled down by the browser before the core sees them

export type Unfit =
  | 'empty'
  | 'gone'
  | 'heavy'
  | 'large'
  | 'svg'
  | 'table'
  | 'strange' // no picture
  | 'broken'
  | 'loose'
  | 'more'; // than are taken

export class NoPicture extends Error {
  override name = 'NoPicture';
  constructor(
    readonly why: Unfit,
    readonly size: readonly number[] = [], // w, h
  ) {
    super(why);
  }
}

// ---------------------------------------------------------------- where they come from

export function fromList(files: Iterable<File>): Found<File>[] {
  return Array.from(files, (file) => ({
    path: file.webkitRelativePath.split('/').slice(0, -1),
    name: file.name,
    file,
  }));
}

// Must be asked before the event of the drop is over.
export function entriesOf(items: DataTransfer | null): readonly FileSystemEntry[] {
  return [...(items?.items ?? [])]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
}

// Every file in them and in their folders; one that is gone meanwhile is left out, and told by `lost`.
export async function fromEntries(
  entries: readonly FileSystemEntry[],
  lost: (name: string) => void,
): Promise<Found<File>[]> {
  const found: Found<File>[] = [];
  const visit = async (entry: FileSystemEntry, path: readonly string[]): Promise<void> => {
    if (found.length >= MOST_FOUND) return;
    try {
      if (entry.isFile) {
        const file = await new Promise<File>((resolve, reject) =>
          (entry as FileSystemFileEntry).file(resolve, reject),
        );
        found.push({ path, name: entry.name, file });
      } else if (entry.isDirectory) {
        for (const each of await inside(entry as FileSystemDirectoryEntry))
          await visit(each, [...path, entry.name]);
      }
    } catch {
      lost([...path, entry.name].join('/'));
    }
  };
  for (const entry of entries) await visit(entry, []);
  return found;
}

// A reader hands over a hundred at a time.
async function inside(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0 || all.length >= MOST_FOUND) return all;
    all.push(...some);
  }
}

// ---------------------------------------------------------------- one file

export interface Decoded extends Rgba {
  readonly light: boolean; // its border: dark on light
}

// Throws NoPicture.
export async function decode(file: File): Promise<Decoded> {
  if (file.size === 0) throw new NoPicture('empty');
  const head = await file
    .slice(0, HEAD)
    .arrayBuffer()
    .catch(() => {
      throw new NoPicture('gone');
    });
  const { kind, size } = lookAt(new Uint8Array(head));
  if (kind === 'svg') throw new NoPicture('svg');
  if (kind === 'other' && /\.(csv|tsv)$/i.test(file.name)) throw new NoPicture('table');
  if (kind === 'other' && !file.type.startsWith('image/')) throw new NoPicture('strange');
  if (file.size > MOST_FILE) throw new NoPicture('heavy');
  // Before it is unpacked: a small file can hold a picture larger than the memory.
  if (size && isLarge(size)) throw new NoPicture('large', size);
  // What has been read whole need not be read again.
  const whole = head.byteLength === file.size ? new Blob([head]) : file;
  const bitmap = await createImageBitmap(whole).catch(() => {
    throw new NoPicture('broken');
  });
  const { width, height } = bitmap;
  try {
    if (isLarge([width, height])) throw new NoPicture('large', [width, height]);
    const scale = Math.min(1, FINE / Math.max(width, height));
    return pixelsOf(bitmap, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  } finally {
    bitmap.close();
  }
}

const isLarge = ([w = 0, h = 0]: readonly number[]): boolean =>
  Math.max(w, h) > MOST_SIDE || w * h > MOST_AREA;

function pixelsOf(bitmap: ImageBitmap, w: number, h: number): Decoded {
  const canvas = new OffscreenCanvas(w, h);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new NoPicture('broken');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, w, h);
  const { data } = context.getImageData(0, 0, w, h);
  const paper = paperOf(data);
  if (paper !== undefined) layOn(data, paper);
  return { rgba: data, w, h, light: borderOf(data, w, h) > 127 };
}

const light = (data: Uint8ClampedArray, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);

// What shows beneath a transparent picture: white below dark ink, black below light ink. Undefined: nothing does.
function paperOf(data: Uint8ClampedArray): number | undefined {
  let [sum, ink, whole] = [0, 0, true];
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 255;
    if (alpha < 255) whole = false;
    sum += alpha * light(data, at);
    ink += alpha;
  }
  return whole ? undefined : sum < 128 * ink ? 255 : 0;
}

function layOn(data: Uint8ClampedArray, paper: number): void {
  for (let at = 0; at < data.length; at += 4) {
    const share = (data[at + 3] ?? 255) / 255;
    for (let k = 0; k < 3; k++) data[at + k] = share * (data[at + k] ?? 0) + (1 - share) * paper;
    data[at + 3] = 255;
  }
}

function borderOf(data: Uint8ClampedArray, w: number, h: number): number {
  let [sum, n] = [0, 0];
  for (let y = 0; y < h; y++) {
    const step = y === 0 || y === h - 1 ? 1 : Math.max(1, w - 1);
    for (let x = 0; x < w; x += step, n++) sum += light(data, 4 * (y * w + x));
  }
  return sum / n;
}

// ---------------------------------------------------------------- what the first bytes say

interface Glance {
  readonly kind: 'picture' | 'svg' | 'other';
  readonly size?: readonly [w: number, h: number];
}

export function lookAt(head: Uint8Array): Glance {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const starts = (bytes: readonly number[], at = 0) => bytes.every((byte, i) => head[at + i] === byte);
  const enough = (bytes: number) => head.length >= bytes;
  if (starts([0x89, 0x50, 0x4e, 0x47]) && starts([0x49, 0x48, 0x44, 0x52], 12) && enough(24))
    return { kind: 'picture', size: [view.getUint32(16), view.getUint32(20)] };
  if (starts([0x47, 0x49, 0x46, 0x38]) && enough(10))
    return { kind: 'picture', size: [view.getUint16(6, true), view.getUint16(8, true)] };
  if (starts([0x42, 0x4d]) && enough(26))
    return { kind: 'picture', size: [view.getInt32(18, true), Math.abs(view.getInt32(22, true))] };
  if (starts([0xff, 0xd8])) return { kind: 'picture', ...jpegSize(view) };
  const riff = starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8);
  const boxes = starts([0x66, 0x74, 0x79, 0x70], 4); // AVIF, HEIC
  if (riff || boxes || starts([0x89, 0x50]) || starts([0, 0, 1, 0])) return { kind: 'picture' };
  const text = new TextDecoder().decode(head.subarray(0, 1024));
  return { kind: /<svg[\s>]/i.test(text) ? 'svg' : 'other' };
}

// The frame header stands behind any number of other segments.
function jpegSize(view: DataView): { size?: readonly [number, number] } {
  for (let at = 2; at + 9 < view.byteLength; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return {};
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { size: [view.getUint16(at + 7), view.getUint16(at + 5)] };
    at += 2 + view.getUint16(at + 2);
  }
  return {};
}
