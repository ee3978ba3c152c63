// What is kept in IndexedDB for a next visit, under names of its own. Storage may be forbidden or full: then what it was
// to keep lasts as long as the page.
import { del, get, set } from 'idb-keyval';

const VERSION = 1;
const STORAGE_MS = 3000;

// Undefined: it cannot be read, or storage does not answer, which must keep no view from opening.
export function patient<T>(read: () => Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), STORAGE_MS));
  // Forbidden storage throws at once.
  const readNow = async () => read();
  return Promise.race([readNow().catch(() => undefined), late]);
}

// `Kept`: what each of its names holds.
export class Shelf<Kept extends object> {
  constructor(readonly name: string) {}

  load<K extends keyof Kept & string>(what: K, of = ''): Promise<Kept[K] | undefined> {
    return patient(() => this.await(what, of));
  }

  // However long it takes.
  async await<K extends keyof Kept & string>(what: K, of = ''): Promise<Kept[K] | undefined> {
    try {
      const stored = await get<{ version: number; value: Kept[K] }>(this.#key(what, of));
      return stored?.version === VERSION ? stored.value : undefined;
    } catch {
      return undefined;
    }
  }

  async save<K extends keyof Kept & string>(what: K, value: Kept[K] | undefined, of = ''): Promise<void> {
    const key = this.#key(what, of);
    try {
      if (value === undefined) await del(key);
      else await set(key, { version: VERSION, value });
    } catch {
      // as above
    }
  }

  #key(what: string, of: string): string {
    return `glassnet.${this.name}.${what}${of && '.'}${of}`;
  }
}
