// Real test samples of a set: the first shard of its test part.
import { generated } from 'virtual:built';
import { DataError, loadShards } from './data-files';
import type { SetName } from './set-names';

export interface Samples {
  readonly pixels: Uint8Array; // (count, 784), 0..255
  readonly labels: Uint8Array; // (count)
  readonly count: number;
}

// Undefined: this build has none.
export async function loadSamples(of: SetName): Promise<Samples | undefined> {
  try {
    for await (const { pixels, labels } of loadShards(of, generated, { parts: ['test'], ahead: false }))
      return { pixels, labels, count: labels.length };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
  return undefined;
}
