// What is being looked at: a layer, a number, a moment of the forward pass; and what the learner changed in the net.
import { batch, computed, signal } from '@preact/signals-core';
import type { Probe } from '../engine/engine';
import type { Ref } from '../engine/look';
import type { Layer, Plan } from '../engine/plan';

interface Host {
  readonly probe: Probe | undefined;
  again(): void; // run the net in the next frame
  edited(param: number, index: number, value: number): void; // by hand
}

// What is opened: a layer, and numbers one from the other.
export interface Place {
  readonly layer: number;
  readonly trail: readonly Ref[];
}

export const OVERVIEW: Place = { layer: -1, trail: [] };

interface Edit {
  readonly what: Ref;
  readonly before: number | undefined; // undefined: the drawing's own pixel
}

export const EDGES = 180; // threads in the whole picture, unless asked for more
export const MOST_EDGES = 900;
const UNDO_DEPTH = 500;
const MOST_TRAIL = 32;
const ALL = Number.POSITIVE_INFINITY;

export class Inspector {
  readonly layer = signal(-1); // opened in place; −1: the overview
  readonly trail = signal<readonly Ref[]>([]); // numbers opened one from the other; the last is on show
  readonly edges = signal(EDGES);
  readonly rows = signal(ALL); // operations computed so far
  readonly weights = signal(0); // counts changes of parameters
  readonly edits = signal<readonly Edit[]>([]);
  readonly pixels = new Map<number, number>(); // set by hand
  readonly place = computed((): Place => ({ layer: this.layer.value, trail: this.trail.value }));
  readonly number = computed(() => this.trail.value.at(-1));
  readonly zoomed = computed(() => this.layer.value >= 0 || this.trail.value.length > 0);
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  // Another net runs. What was open stays open where it has the same rows.
  installed(plan: Plan, before: Plan | undefined, kept: boolean): void {
    if (!kept) this.edits.value = [];
    this.weights.value++;
    const same =
      before?.rows.length === plan.rows.length && before.rows.every((r, i) => alike(r, plan.rows[i]));
    if (same) return;
    this.overview();
    this.rows.value = ALL;
  }

  // A link's place, as far as there are such layers and numbers.
  enter(plan: Plan, { layer, trail }: Place): void {
    const sizes = plan.rows.map(({ size }) => size);
    const end = trail.findIndex(({ id, index }) => index >= (sizes[id] ?? 0));
    this.#go(plan.layers[layer] ? layer : -1, end < 0 ? trail : trail.slice(0, end));
  }

  // A new drawing: pixels set by hand belonged to the old one.
  redrawn(): void {
    if (this.pixels.size === 0) return;
    this.pixels.clear();
    this.edits.value = this.edits.peek().filter(({ what }) => what.kind === 'param');
  }

  // ---------------------------------------------------------------- zoom

  openLayer(index: number): void {
    this.#go(index, []);
  }

  open(what: Ref): void {
    this.trail.value = [what];
  }

  // From a term to where it came from.
  follow(what: Ref): void {
    this.trail.value = [...this.trail.peek(), what];
  }

  // Another number in place of the one on show.
  replace(what: Ref): void {
    this.trail.value = [...this.trail.peek().slice(0, -1), what];
  }

  backTo(length: number): void {
    this.trail.value = this.trail.peek().slice(0, length);
  }

  // One zoom out.
  back(): void {
    if (this.trail.peek().length > 0) this.backTo(this.trail.peek().length - 1);
    else this.layer.value = -1;
  }

  overview(): void {
    this.#go(OVERVIEW.layer, OVERVIEW.trail);
  }

  #go(layer: number, trail: readonly Ref[]): void {
    batch(() => {
      this.trail.value = trail;
      this.layer.value = layer;
    });
  }

  // ---------------------------------------------------------------- steps

  step(rows: number, plan: Plan): void {
    this.rows.value = rows >= plan.rows.length ? ALL : Math.max(0, rows);
    this.#host.again();
  }

  pending(row: number): boolean {
    return row >= this.rows.value;
  }

  // The row of a layer whose values are there to see now; −1: none yet.
  reached({ rows, show }: Layer): number {
    if (!this.pending(show)) return show;
    return rows.filter((row) => row <= show && !this.pending(row)).at(-1) ?? -1;
  }

  // ---------------------------------------------------------------- change and see

  // Begins a change that one undo takes back, however far it is dragged.
  grasp(what: Ref): void {
    const before = what.kind === 'param' ? this.#param(what) : this.pixels.get(what.index);
    this.edits.value = [...this.edits.peek().slice(1 - UNDO_DEPTH), { what, before }];
  }

  set(what: Ref, value: number): void {
    if (what.kind === 'param') {
      const values = this.#host.probe?.look.param(what.id);
      if (!values) return;
      values[what.index] = value;
      this.weights.value++;
      this.#host.edited(what.id, what.index, value);
    } else {
      this.pixels.set(what.index, Math.min(1, Math.max(0, value)));
    }
    this.#host.again();
  }

  undo(): void {
    const edits = this.edits.peek();
    const last = edits.at(-1);
    if (!last) return;
    this.#restore(last);
    this.edits.value = edits.slice(0, -1);
  }

  // Everything as it was before the first change.
  reset(): void {
    for (const edit of [...this.edits.peek()].reverse()) this.#restore(edit);
    this.edits.value = [];
  }

  #restore({ what, before }: Edit): void {
    if (before !== undefined) {
      this.set(what, before);
      return;
    }
    this.pixels.delete(what.index);
    this.#host.again();
  }

  #param({ id, index }: Ref): number {
    return this.#host.probe?.look.param(id)[index] ?? 0;
  }
}

function alike(a: Plan['rows'][number], b: Plan['rows'][number] | undefined): boolean {
  return b !== undefined && a.shape.join() === b.shape.join() && a.params.length === b.params.length;
}

// "2-14.3-9.0": a layer, and numbers by their rows and elements, opened one from the other; '' is the overview.
export function placeText({ layer, trail }: Place): string {
  const numbers = trail.slice(-MOST_TRAIL).map(({ id, index }) => `-${id}.${index}`);
  return `${layer < 0 ? '' : layer}${numbers.join('')}`;
}

export function placeOf(text: string): Place | undefined {
  if (!/^(\d{1,5})?(-\d{1,5}\.\d{1,9})*$/.test(text) || text === '') return undefined;
  const [layer = '', ...numbers] = text.split('-');
  if (numbers.length > MOST_TRAIL) return undefined;
  const trail = numbers.map((number): Ref => {
    const [id, index] = number.split('.').map(Number);
    return { kind: 'value', id: id ?? 0, index: index ?? 0 };
  });
  return { layer: layer === '' ? -1 : Number(layer), trail };
}
