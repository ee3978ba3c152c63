// Folders of pictures as a learner might have them: real digits as small PNGs, and things that are none.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { root } from './host';

const SIDE = 28;

function chunk(type: string, body: Uint8Array): Buffer {
  const data = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const all = Buffer.alloc(data.length + 8);
  all.writeUInt32BE(body.length, 0);
  data.copy(all, 4);
  all.writeUInt32BE(sum(data), data.length + 4);
  return all;
}

// CRC-32 as PNG wants it.
function sum(bytes: Uint8Array): number {
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

// 8-bit grey.
export function png(grey: Uint8Array, w: number, h: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(w, 0);
  head.writeUInt32BE(h, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((w + 1) * h);
  for (let y = 0; y < h; y++) rows.set(grey.subarray(y * w, (y + 1) * w), y * (w + 1) + 1);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

const set = (file: string, header: number) =>
  readFileSync(join(root, 'build/data/mnist', file)).subarray(header);

// Digits of MNIST's test set, black on white as on paper.
export function digits(label: number, count: number): Buffer[] {
  const pixels = set('t10k-images-idx3-ubyte', 16);
  const labels = set('t10k-labels-idx1-ubyte', 8);
  const which = Array.from(labels.keys()).filter((i) => labels[i] === label);
  return which.slice(0, count).map((i) => {
    const at = i * SIDE * SIDE;
    return png(
      pixels.subarray(at, at + SIDE * SIDE).map((each) => 255 - each),
      SIDE,
      SIDE,
    );
  });
}

export interface Folder {
  readonly path: string;
  remove(): void;
}

// { 'cat/1.png': bytes, 'empty/': '' }
export function folder(files: Readonly<Record<string, Uint8Array | string>>): Folder {
  const base = mkdtempSync(join(tmpdir(), 'pictures-'));
  const path = join(base, 'mine');
  mkdirSync(path);
  for (const [name, bytes] of Object.entries(files)) {
    const file = join(path, name);
    if (name.endsWith('/')) mkdirSync(file, { recursive: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  }
  return { path, remove: () => rmSync(base, { recursive: true }) };
}

// Each name a class of these digits.
export function classes(of: Readonly<Record<string, readonly Buffer[]>>): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, all]) => all.map((bytes, i) => [`${name}/${i}.png`, bytes] as const)),
  );
}

// Dropped as from a file manager, through the browser's own input.
export async function dropOn(page: Page, where: { x: number; y: number }, paths: readonly string[]) {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', { type, ...where, data });
}
