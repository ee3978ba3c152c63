// The sets as the build packs them and the page fetches them: whole, in order, and refused when something is wrong.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DataError, loadIndex, loadShards, type Shard, type Wanted } from '../../web/state/data-files';
import { type Host, host, root } from './host';

let server: Host;
let from = '';
const spoiled = mkdtempSync(join(tmpdir(), 'shards-'));
const generated = join(root, 'web/public/generated');

beforeAll(async () => {
  server = await host({ folder: generated, at: '/' });
  from = `${server.origin}/`;
});
afterAll(async () => {
  await server.close();
  rmSync(spoiled, { recursive: true });
});

const all = async (set: 'mnist' | 'fashion', wanted?: Wanted, where = from): Promise<Shard[]> => {
  const shards: Shard[] = [];
  for await (const shard of loadShards(set, where, wanted)) shards.push(shard);
  return shards;
};

const idx = (set: string, file: string, header: number) =>
  readFileSync(join(root, 'build/data', set, file)).subarray(header);
const hash = (...pieces: Uint8Array[]) => {
  const sum = createHash('sha256');
  for (const piece of pieces) sum.update(piece);
  return sum.digest('hex');
};

describe.each(['mnist', 'fashion'] as const)('%s', (set) => {
  test('is all there, in order, and what the makers published', async () => {
    const seen: number[] = [];
    const shards = await all(set, { onProgress: ({ bytes, of }) => seen.push(bytes / of) });
    expect(shards.map(({ part, labels }) => [part, labels.length])).toEqual([
      ['test', 1000],
      ['test', 9000],
      ...Array(12).fill(['train', 5000]),
    ]);
    for (const [part, prefix] of [
      ['test', 't10k'],
      ['train', 'train'],
    ] as const) {
      const of = shards.filter((shard) => shard.part === part);
      expect(hash(...of.map(({ pixels }) => pixels))).toBe(hash(idx(set, `${prefix}-images-idx3-ubyte`, 16)));
      expect(hash(...of.map(({ labels }) => labels))).toBe(hash(idx(set, `${prefix}-labels-idx1-ubyte`, 8)));
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    // To be given to a worker, each has a buffer of its own, and little else in it.
    const buffers = new Set(shards.flatMap(({ pixels, labels }) => [pixels.buffer, labels.buffer]));
    expect(buffers.size).toBe(2 * shards.length);
    for (const { pixels, labels } of shards)
      expect(pixels.buffer.byteLength).toBeLessThanOrEqual(pixels.length + labels.length);
  });

  test('names its ten classes in both languages', async () => {
    const { classes, block, train, test: rest } = await loadIndex(set, from);
    expect(classes).toHaveLength(10);
    expect(new Set(classes.map(({ en }) => en)).size).toBe(10);
    expect(new Set(classes.map(({ zh }) => zh)).size).toBe(10);
    expect([block, train.count, rest.count]).toEqual([5000, 60000, 10000]);
  });
});

test('no more is fetched than is asked for', async () => {
  const shards = await all('mnist', { parts: ['train'], limit: 5001 });
  expect(shards.map(({ first }) => first)).toEqual([0, 5000]);
});

describe('what is wrong is said', () => {
  const failure = async (where: string, wanted?: Wanted): Promise<unknown> =>
    all('mnist', wanted, where).then(
      (shards) => `${shards.length} shards`,
      (error: unknown) => error,
    );

  async function spoil(file: string, bytes: Uint8Array | string, run: (from: string) => Promise<void>) {
    cpSync(join(generated, 'mnist'), join(spoiled, 'mnist'), { recursive: true });
    writeFileSync(join(spoiled, 'mnist', file), bytes);
    const other = await host({ folder: spoiled, at: '/' });
    await run(`${other.origin}/`);
    await other.close();
  }

  test('a set that this build lacks', async () => {
    expect(await failure(`${from}nowhere/`)).toMatchObject({ kind: 'missing', file: 'mnist/index.json' });
  });

  test('a server that does not answer', async () => {
    expect(await failure('http://127.0.0.1:9/')).toMatchObject({ kind: 'network' });
  });

  test('a shard cut off, changed, or no gzip at all', async () => {
    const packed = readFileSync(join(generated, 'mnist/test-0.bin'));
    const bytes = gunzipSync(packed);
    bytes[4321] = (bytes[4321] ?? 0) ^ 1;
    for (const wrong of [packed.subarray(0, 100000), gzipSync(bytes), gzipSync(bytes.subarray(1)), 'hello'])
      await spoil('test-0.bin', wrong, async (where) => {
        const error = await failure(where);
        expect(error).toBeInstanceOf(DataError);
        expect(error).toMatchObject({ kind: 'damaged', file: 'mnist/test-0.bin' });
      });
  });

  test('an index that is none', () =>
    spoil('index.json', '{"train":', async (where) => {
      expect(await failure(where)).toMatchObject({ kind: 'damaged', file: 'mnist/index.json' });
    }));

  test('the single file, which has no training set', () =>
    spoil(
      'index.json',
      JSON.stringify({ side: 28, classes: [], block: 5000, train: { count: 0, shards: [] } }),
      async (where) => {
        expect(await failure(where, { parts: ['train'] })).toMatchObject({ kind: 'missing' });
      },
    ));

  test('whoever asks no more gets no more', async () => {
    const stop = new AbortController();
    let got = 0;
    const run = async () => {
      for await (const _ of loadShards('mnist', from, { signal: stop.signal })) if (++got === 2) stop.abort();
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(got).toBe(2);
  });
});
