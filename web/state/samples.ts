// Real MNIST test digits, in gzip shards made by tools/pack_mnist.mjs: count × 784 pixels, then count labels.
import { samples as folder } from 'virtual:built';
import { PIXELS } from '../engine/digit';
import { gunzip, readFile } from './files';

export interface Samples {
  readonly pixels: Uint8Array; // (count, 784), 0..255
  readonly labels: Uint8Array; // (count)
  readonly count: number;
}

interface Index {
  readonly shards: readonly { readonly file: string; readonly count: number }[];
}

// The first shard. Undefined: this build has none.
export async function loadSamples(): Promise<Samples | undefined> {
  const index = await readFile(`${folder}index.json`);
  const shard = index && (JSON.parse(new TextDecoder().decode(index)) as Index).shards[0];
  const packed = shard && (await readFile(folder + shard.file));
  if (!packed) return undefined;
  const bytes = await gunzip(packed);
  if (bytes.length !== shard.count * (PIXELS + 1)) return undefined;
  return {
    pixels: bytes.subarray(0, shard.count * PIXELS),
    labels: bytes.subarray(shard.count * PIXELS),
    count: shard.count,
  };
}
