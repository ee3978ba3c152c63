// Where a card's numbers are and what opening one does: the running net as Draw shows it, or the step under the glass.
import type { Look, Ref, Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import type { Session } from '../state/session';
import { GnElement } from './element';
import { shortName } from './names';

export interface Lens {
  readonly look: Look | undefined;
  readonly plan: Plan | undefined;
  readonly edits: boolean; // weights can be dragged where they stand
  readonly plain?: true; // its tensors are no pictures
  watch(): void; // reads the signals that a card depends on
  number(): Ref | undefined; // the one on show
  values(row: number): Float32Array; // of the sample on show
  value(what: Ref): number;
  pending(what: Ref): boolean;
  follow(what: Ref): void;
  replace(what: Ref): void;
  name(plan: Plan, what: Ref): string;
  // Of a text, whose numbers stand for tokens:
  rowName?(row: Row): string;
  part?(what: Ref): string; // of a list, what this one is about
  absent?(what: Ref): boolean; // masked: as if it were not there
  seen?(terms: Terms): Terms; // without such operands
  planes?(row: Row): [planes: number, height: number, width: number];
}

const lenses = new WeakMap<Session, Lens>();

function drawLens(session: Session): Lens {
  const found = lenses.get(session);
  if (found) return found;
  const { inspect } = session;
  const lens: Lens = {
    get look() {
      return session.probe?.look;
    },
    get plan() {
      return session.running.value?.plan;
    },
    edits: true,
    watch() {
      void session.frame.value;
      void inspect.weights.value;
    },
    number: () => inspect.number.value,
    values: (row) => session.values(row),
    value: (what) => session.probe?.look.number(what) ?? 0,
    pending: ({ kind, id }) => kind === 'value' && inspect.pending(id),
    follow: (what) => inspect.follow(what),
    replace: (what) => inspect.replace(what),
    name: shortName,
  };
  lenses.set(session, lens);
  return lens;
}

export class GnLensed extends GnElement {
  static override properties = { ...GnElement.properties, lens: { attribute: false } };
  declare lens: Lens | undefined;

  protected get via(): Lens {
    return this.lens ?? drawLens(this.session);
  }
}
