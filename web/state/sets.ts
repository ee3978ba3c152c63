// The way from the shards of a set into a run.
import { generated } from 'virtual:built';
import { loadShards, type Part, type SetName } from './data-files';

export interface Samples {
  readonly pixels: Uint8Array<ArrayBuffer>; // (count, 784)
  readonly labels: Uint8Array<ArrayBuffer>; // (count)
}

// Hands over shard after shard, `limit` training samples at least; stops when `take` no longer wants them.
export async function loadSet(
  name: SetName,
  limit: number,
  take: (part: Part, samples: Samples, share: number) => boolean,
): Promise<void> {
  const stop = new AbortController();
  let share = 0;
  const shards = loadShards(name, generated, {
    limit,
    signal: stop.signal,
    onProgress: ({ bytes, of }) => {
      share = bytes / of;
    },
  });
  for await (const { part, pixels, labels } of shards) {
    if (take(part, { pixels, labels }, share)) continue;
    stop.abort();
    return;
  }
}
