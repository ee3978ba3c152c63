// Settings ↔ URL and local storage; the drawing ↔ IndexedDB. Storage may be forbidden or full: the page works without.
import { effect } from '@preact/signals-core';
import { get, set } from 'idb-keyval';
import type { Input } from './input';
import { fromText, isPersonal, type Settings, toText } from './settings';

const KEY = 'glassnet.settings';
const DRAWING = 'glassnet.drawing';
const DRAWING_VERSION = 1;

function read(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

function write(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // nothing to be done: the choices last as long as the page
  }
}

// A link says all but what is personal; without one, what was chosen last time holds.
// Returns false when the link is of a format this page does not know.
export function bindSettings(settings: Settings): boolean {
  fromText(settings, read(), () => true);
  const link = location.hash.slice(1);
  const understood = link === '' || fromText(settings, link, (name) => !isPersonal(name));
  let first = true;
  effect(() => {
    const stored = toText(settings, () => true);
    const shared = toText(settings, (name) => !isPersonal(name));
    if (first) {
      first = false;
      return;
    }
    write(stored);
    history.replaceState(null, '', shared ? `#${shared}` : location.pathname + location.search);
  });
  addEventListener('hashchange', () => {
    fromText(settings, location.hash.slice(1), (name) => !isPersonal(name));
  });
  return understood;
}

interface Stored {
  readonly version: number;
  readonly input: Input;
}

export async function loadDrawing(): Promise<Input | undefined> {
  try {
    const stored = await get<Stored>(DRAWING);
    return stored?.version === DRAWING_VERSION ? stored.input : undefined;
  } catch {
    return undefined;
  }
}

export async function saveDrawing(input: Input): Promise<void> {
  try {
    await set(DRAWING, { version: DRAWING_VERSION, input } satisfies Stored);
  } catch {
    // as above
  }
}
