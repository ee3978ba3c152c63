// MNIST and Fashion-MNIST whole, in gzip shards made by tools/pack_data.mjs, one after the other as they come.
// Touches no document, so that a worker may use it.
import { gunzip, isKept, readFile } from './files';

export type SetName = 'mnist' | 'fashion';
export type Part = 'train' | 'test';

export interface ShardEntry {
  readonly file: string;
  readonly first: number; // sample
  readonly count: number;
  readonly bytes: number; // to fetch
  readonly sha256: string; // of what it unpacks to
}
export interface PartIndex {
  readonly count: number;
  readonly shards: readonly ShardEntry[];
}
export interface SetIndex {
  readonly side: number;
  readonly classes: readonly { readonly en: string; readonly zh: string }[];
  readonly block: number; // samples of every shard to train on: gn_data.block
  readonly train: PartIndex;
  readonly test: PartIndex;
}

export interface Shard {
  readonly part: Part;
  readonly first: number;
  readonly pixels: Uint8Array<ArrayBuffer>; // (count, side · side), 0..255, in a buffer that is no other shard's
  readonly labels: Uint8Array<ArrayBuffer>; // (count)
}

export interface Progress {
  readonly bytes: number;
  readonly of: number;
}

// 'missing': this build has none of it; 'network': it did not come; 'damaged': what came is something else.
export class DataError extends Error {
  override name = 'DataError';
  constructor(
    readonly kind: 'missing' | 'network' | 'damaged',
    readonly file: string,
  ) {
    super(`${kind}: ${file}`);
  }
}

export interface Wanted {
  readonly parts?: readonly Part[]; // in this order; the small first shard of test begins
  readonly limit?: number; // samples of `train`; the shards beyond are not fetched
  readonly ahead?: boolean; // the next shard is fetched while the one before is in use (true)
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

// `from`: the folder of the sets, with its last slash (`generated` of virtual:built).
export async function loadIndex(set: SetName, from: string, signal?: AbortSignal): Promise<SetIndex> {
  const file = `${set}/index.json`;
  try {
    return JSON.parse(new TextDecoder().decode(await fetched(from, file, signal))) as SetIndex;
  } catch (error) {
    throw error instanceof SyntaxError ? new DataError('damaged', file) : error;
  }
}

// Has the files of a set come, to be kept (files.ts), without unpacking any.
export async function fetchAhead(set: SetName, from: string, limit: number): Promise<void> {
  const index = await loadIndex(set, from);
  for (const part of ['test', 'train'] as const)
    for (const { file, first } of index[part].shards)
      if (part === 'test' || first < limit) await fetched(from, `${set}/${file}`);
}

export async function* loadShards(
  set: SetName,
  from: string,
  {
    parts = ['test', 'train'],
    limit = Number.POSITIVE_INFINITY,
    ahead = true,
    onProgress,
    signal,
  }: Wanted = {},
): AsyncGenerator<Shard, void, undefined> {
  const index = await loadIndex(set, from, signal);
  const list = parts.flatMap((part) =>
    index[part].shards
      .filter(({ first }) => part === 'test' || first < limit)
      .map((entry) => ({ part, entry })),
  );
  if (list.length === 0) throw new DataError('missing', `${set}/`);
  const of = list.reduce((sum, { entry }) => sum + entry.bytes, 0);
  const begin = ({ part, entry }: (typeof list)[number]) => {
    const shard = loadShard(set, from, part, entry, index.side * index.side, signal);
    shard.catch(() => {}); // it is awaited later, or nobody asks any more
    return shard;
  };
  let bytes = 0;
  let next: Promise<Shard> | undefined;
  for (const [i, item] of list.entries()) {
    const shard = await (next ?? begin(item));
    const after = list[i + 1];
    next = after && ahead ? begin(after) : undefined;
    bytes += item.entry.bytes;
    onProgress?.({ bytes, of });
    yield shard;
  }
}

async function loadShard(
  set: SetName,
  from: string,
  part: Part,
  entry: ShardEntry,
  size: number,
  signal?: AbortSignal,
): Promise<Shard> {
  const file = `${set}/${entry.file}`;
  const known = whole.has(entry.sha256) && isKept(from + file);
  const packed = await fetched(from, file, signal);
  const bytes = await gunzip(packed).catch(() => {
    throw new DataError('damaged', file);
  });
  if (bytes.length !== entry.count * (size + 1) || !(known || (await isWhole(bytes, entry.sha256))))
    throw new DataError('damaged', file);
  whole.add(entry.sha256);
  const pixels = bytes.subarray(0, entry.count * size); // a copy of megabytes less
  return { part, first: entry.first, pixels, labels: bytes.slice(entry.count * size) };
}

// Found to be so once; what is kept does not change.
const whole = new Set<string>();

async function fetched(from: string, file: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  const bytes = await readFile(from + file, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error instanceof TypeError ? new DataError('network', file) : error;
  });
  if (!bytes) throw new DataError('missing', file);
  return bytes;
}

// A page that did not come over https has no digest to compute; gzip's own checksum has been compared all the same.
async function isWhole(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  if (!subtle) return true;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}
