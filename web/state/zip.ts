// Several files in one: a ZIP archive without compression (APPNOTE 6.3: local headers, directory, its end).

export interface Entry {
  readonly name: string; // ASCII
  readonly bytes: Uint8Array;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (TABLE[(c ^ byte) & 255] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

// Little-endian numbers, each [value, bytes].
function pack(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

const DATE = (1 << 5) | 1; // 1 January 1980: the archive is the same whenever it is made

export function zip(entries: readonly Entry[]): Blob {
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let [at, length] = [0, 0];
  for (const { name, bytes } of entries) {
    const label = new TextEncoder().encode(name);
    const about = [
      [20, 2], // version that can read it
      [0, 2],
      [0, 2], // stored
      [0, 2],
      [DATE, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [label.length, 2],
      [0, 2],
    ] as const;
    const head = pack([0x04034b50, 4], ...about);
    const entry = pack([0x02014b50, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]);
    parts.push(head, label, bytes as Uint8Array<ArrayBuffer>);
    directory.push(entry, label);
    at += head.length + label.length + bytes.length;
    length += entry.length + label.length;
  }
  const count = entries.length;
  const end = pack([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [at, 4], [0, 2]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
