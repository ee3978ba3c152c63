// Settings ↔ URL and local storage; the drawing ↔ IndexedDB. Storage may be forbidden or full: the page works without.
import { batch, effect } from '@preact/signals-core';
import { get, set } from 'idb-keyval';
import type { Input } from './input';
import { readLink } from './link';
import type { Session } from './session';
import { fromText, isPersonal, toText } from './settings';

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

// A link says all but what is personal; without one, what was chosen last time holds. One that cannot be read changes
// nothing, and the session says so.
export function bindSettings(session: Session): void {
  const { settings } = session;
  fromText(settings, read(), () => true);
  follow(session);
  let first = true;
  effect(() => {
    const stored = toText(settings, () => true);
    const shared = toText(settings, (name) => !isPersonal(name));
    if (first) {
      first = false;
      return;
    }
    write(stored);
    show(shared);
  });
  addEventListener('hashchange', () => follow(session));
}

function show(shared: string): void {
  history.replaceState(null, '', shared ? `#${shared}` : location.pathname + location.search);
}

function follow(session: Session): void {
  const text = location.hash.slice(1);
  if (text === '') return;
  const link = readLink(text);
  if (typeof link === 'string') {
    session.notice.value = { kind: link === 'newer' ? 'unknown-link' : 'broken-link' };
    return;
  }
  const { settings } = session;
  batch(() => {
    fromText(settings, text, (name) => !isPersonal(name));
    session.follow(link);
  });
  // A drawing goes on from here: loaded again, the page shows that and not the link's.
  if (link.input) show(toText(settings, (name) => !isPersonal(name)));
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
