// What word vectors have learnt, and the text of one's own, kept in IndexedDB: of each text the last run. Storage may be
// forbidden or full: then they last as long as the page.
import { get, set } from 'idb-keyval';
import type { KeptTables } from '../engine/words-messages';

const VERSION = 1;
const STORAGE_MS = 3000;

export interface KeptWords extends KeptTables {
  readonly made: string; // from: text, unit, settings, seed
}

interface Kept {
  run: KeptWords;
  own: string;
}

const key = (what: string, of: string): string => `glassnet.words.${what}${of && '.'}${of}`;

export async function loadWords<K extends keyof Kept>(what: K, of = ''): Promise<Kept[K] | undefined> {
  try {
    // Storage that does not answer must not keep the view from opening.
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), STORAGE_MS));
    const stored = await Promise.race([get<{ version: number; value: Kept[K] }>(key(what, of)), late]);
    return stored?.version === VERSION ? stored.value : undefined;
  } catch {
    return undefined;
  }
}

export async function saveWords<K extends keyof Kept>(what: K, value: Kept[K], of = ''): Promise<void> {
  try {
    await set(key(what, of), { version: VERSION, value });
  } catch {
    // as above
  }
}
