// Back and forward of the browser: from view to view, and in Draw one zoom out and in again. Whatever else was changed
// stays as it is now.
import { placeOf, placeText } from './inspect';
import type { Session } from './session';
import { VIEWS, type View } from './settings';

// What is kept with an entry of the browser's history.
interface Entry {
  readonly view: View;
  readonly at: string; // what is opened, as in the address
  readonly outer: readonly string[]; // what the entries before it have open, each within the one before
}

const MOST_MS = 1000; // that going back takes

export class Back {
  readonly #session: Session;
  #going = false; // back by itself, after a zoom out in the page; until that has come, nothing is written
  #led = false; // to where the address says: no entry of its own
  #arrived = false; // at an entry of this page, so that the address has nothing new to say

  // `address`: of the page as it is now. `follow`: takes what the address says, when it was changed by hand.
  constructor(
    session: Session,
    readonly address: () => string,
    follow: () => boolean,
  ) {
    this.#session = session;
    history.replaceState(this.#here(), '');
    addEventListener('popstate', this.#popped);
    addEventListener('hashchange', () => {
      const drawn = !this.#arrived && this.lead(follow);
      this.#arrived = false;
      if (drawn) this.sync();
    });
  }

  // What `act` opens has its entry already.
  lead<T>(act: () => T): T {
    this.#led = true;
    const result = act();
    this.#led = false;
    return result;
  }

  // Brings history and address to what the session shows.
  sync(): void {
    if (this.#going) return;
    const { view, at } = this.#here();
    const here = entryOf(history.state) ?? this.#here();
    if (this.#led) this.#write(this.#here());
    else if (view !== here.view) this.#write({ view, at, outer: [] }, true);
    else if (within(at, here.at)) this.#write({ view, at, outer: [...here.outer, here.at] }, true);
    else {
      const kept = here.outer.filter((each) => within(at, each)).length;
      if (at === here.at || kept === here.outer.length) this.#write({ view, at, outer: here.outer });
      else {
        this.#going = true;
        setTimeout(() => {
          this.#going = false;
        }, MOST_MS);
        history.go(kept - here.outer.length);
      }
    }
  }

  // What the session shows, in the place of the present entry.
  #here(): Entry {
    const view = this.#session.settings.view.peek();
    return { view, at: placeText(this.#session.place), outer: entryOf(history.state)?.outer ?? [] };
  }

  #write(entry: Entry, anew = false): void {
    const address = this.address();
    const to = address ? `#${address}` : location.pathname + location.search;
    if (anew) history.pushState(entry, '', to);
    else history.replaceState(entry, '', to);
  }

  #popped = ({ state }: PopStateEvent) => {
    const entry = entryOf(state);
    this.#arrived = entry !== undefined;
    if (this.#going) {
      this.#going = false;
      this.sync();
    } else if (entry) {
      this.lead(() => this.#session.goTo(entry.view, placeOf(entry.at)));
      this.sync();
    }
  };
}

// Whether one place lies within another, at any depth.
const within = (at: string, outer: string): boolean =>
  at !== outer && (outer === '' || at.startsWith(`${outer}-`));

function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { view, at, outer } = state as Record<string, unknown>;
  const known = VIEWS.find((each) => each === view);
  if (!known || typeof at !== 'string' || !Array.isArray(outer)) return undefined;
  return { view: known, at, outer: outer.filter((each) => typeof each === 'string') };
}
