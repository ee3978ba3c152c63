// Real MNIST test digits, in gzip shards made by tools/pack_mnist.mjs: count × 784 pixels, then count labels.
import { PIXELS } from '../engine/digit';

export interface Samples {
  readonly pixels: Uint8Array; // (count, 784), 0..255
  readonly labels: Uint8Array; // (count)
  readonly count: number;
}

interface Index {
  readonly shards: readonly { readonly file: string; readonly count: number }[];
}

const FOLDER = 'generated/mnist/';

// The first shard. Undefined: this build has none.
export async function loadSamples(): Promise<Samples | undefined> {
  const index = await fetch(new URL(`${FOLDER}index.json`, document.baseURI));
  if (!index.ok || !index.headers.get('content-type')?.includes('json')) return undefined;
  const shard = ((await index.json()) as Index).shards[0];
  if (!shard) return undefined;
  const response = await fetch(new URL(FOLDER + shard.file, document.baseURI));
  if (!response.ok || !response.body) return undefined;
  const packed = response.body.pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  if (bytes.length !== shard.count * (PIXELS + 1)) return undefined;
  return {
    pixels: bytes.subarray(0, shard.count * PIXELS),
    labels: bytes.subarray(shard.count * PIXELS),
    count: shard.count,
  };
}
