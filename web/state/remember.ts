// Settings ↔ URL and local storage; the drawing ↔ IndexedDB. Storage may be forbidden or full: the page works without.
import { batch, effect } from '@preact/signals-core';
import { get, set } from 'idb-keyval';
import { Back } from './back';
import type { Input } from './input';
import { placeText } from './inspect';
import { readLink } from './link';
import type { Session } from './session';
import { FORMAT_VERSION, fromText, isPersonal, toText } from './settings';

const KEY = 'glassnet.settings';
const DRAWING = 'glassnet.drawing';
const WEIGHTS = 'glassnet.weights';
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
  const drawn = follow(session);
  const back = new Back(
    session,
    () => hashOf(session),
    () => follow(session),
  );
  // A drawing goes on from here: loaded again, the page shows that and not the link's.
  if (drawn) back.sync();
  let first = true;
  effect(() => {
    const stored = toText(settings, () => true);
    void hashOf(session);
    if (first) {
      first = false;
      return;
    }
    write(stored);
    back.sync();
  });
}

// Settings and what is opened.
function hashOf({ settings, place }: Session): string {
  const text = toText(settings, (name) => !isPersonal(name));
  const at = placeText(place);
  return at ? `${text || `v=${FORMAT_VERSION}`}&at=${at}` : text;
}

const NOTICES = { newer: 'unknown-link', malformed: 'broken-link', long: 'long-link' } as const;

const isOfLink = (kind: string | undefined): boolean =>
  kind === 'unknown-word' ||
  kind === 'no-line' ||
  kind === 'bad-line' ||
  Object.values(NOTICES).some((each) => each === kind);

// Takes what the address says; whether that is a drawing too.
function follow(session: Session): boolean {
  const text = location.hash.slice(1);
  if (text === '') return false;
  const link = readLink(text);
  if ('unusable' in link) {
    session.notice.value = { kind: NOTICES[link.unusable], where: link.where };
    return false;
  }
  const { settings } = session;
  batch(() => {
    fromText(settings, text, (name) => !isPersonal(name));
    if (isOfLink(session.notice.peek()?.kind)) session.notice.value = undefined; // of the one before
    session.follow(link);
    if (link.unknown !== undefined) session.notice.value ??= { kind: 'unknown-word', where: link.unknown };
  });
  return link.input !== undefined;
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

// Weights that were trained here, and of what.
export interface OwnWeights {
  readonly model: string;
  readonly notation: string;
  readonly seed: number;
  readonly learnt: Float32Array;
  readonly steps: number;
  readonly run?: string; // that made them
}

export async function loadWeights(): Promise<OwnWeights | undefined> {
  try {
    const stored = await get<OwnWeights & { version: number }>(WEIGHTS);
    return stored?.version === DRAWING_VERSION && stored.learnt instanceof Float32Array ? stored : undefined;
  } catch {
    return undefined;
  }
}

export async function saveWeights(weights: OwnWeights): Promise<void> {
  try {
    await set(WEIGHTS, { ...weights, version: DRAWING_VERSION });
  } catch {
    // as above
  }
}
