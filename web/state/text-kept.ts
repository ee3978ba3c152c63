// The text in the box, kept in IndexedDB: of any length, where a link carries only a short one. Storage may be forbidden
// or full: then the text lasts as long as the page.
import { get, set } from 'idb-keyval';
import { patient } from './shelf';

const KEY = 'glassnet.text';
const VERSION = 1;
const MOST_LINKED = 4000; // letters of an address

export async function loadText(): Promise<string | undefined> {
  const stored = await patient(() => get<{ version: number; text: string }>(KEY));
  return stored?.version === VERSION && typeof stored.text === 'string' ? stored.text : undefined;
}

export async function saveText(text: string): Promise<void> {
  try {
    await set(KEY, { version: VERSION, text });
  } catch {
    // as above
  }
}

export const fitsLink = (text: string): boolean =>
  text.length <= MOST_LINKED && new URLSearchParams({ text }).toString().length <= MOST_LINKED;
