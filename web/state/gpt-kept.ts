// A run of a small GPT, the text of one's own and what was written last, kept in IndexedDB: of each text and size the last
// run, so that none is lost by looking at another. Storage may be forbidden or full: then they last as long as the page.
import { del, get, set } from 'idb-keyval';
import type { Sample } from './gpt-samples';
import type { Remembered } from './run-handle';

const VERSION = 1;
const STORAGE_MS = 3000;

export interface KeptGpt {
  readonly notation: string;
  readonly seed: number;
  readonly learnt: Float32Array;
  readonly data: string; // what it was learnt of
  readonly settings: string; // as the link says them
  readonly samples: readonly Sample[];
  readonly remembered?: Remembered;
}

interface Kept {
  run: KeptGpt;
  own: string;
  prompts: Readonly<Record<string, string>>; // by text
}

export async function loadGpt<K extends keyof Kept>(what: K, of = ''): Promise<Kept[K] | undefined> {
  try {
    // Storage that does not answer must not keep the view from opening.
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), STORAGE_MS));
    const stored = await Promise.race([get<{ version: number; value: Kept[K] }>(key(what, of)), late]);
    return stored?.version === VERSION ? stored.value : undefined;
  } catch {
    return undefined;
  }
}

export async function saveGpt<K extends keyof Kept>(
  what: K,
  value: Kept[K] | undefined,
  of = '',
): Promise<void> {
  try {
    if (value === undefined) await del(key(what, of));
    else await set(key(what, of), { version: VERSION, value });
  } catch {
    // as above
  }
}

const key = (what: string, of: string): string => `glassnet.gpt.${what}${of && '.'}${of}`;
