// Where on the tape of a step the learner stands, and which numbers lie open.
import { computed, signal } from '@preact/signals-core';
import { type Ref, sameRef, sourceRef } from '../engine/look';
import type { Stepper } from '../engine/stepper';
import { Turns } from './turns';

const MOST_LIT = 5;

interface Tensor {
  readonly kind: Ref['kind'];
  readonly id: number;
}

export class Place {
  readonly stepper = signal<Stepper | undefined>(undefined);
  readonly frame = signal(0); // counts changes of what the stepper holds
  readonly sample = signal(0); // of the slice, the one on show
  readonly pointed = signal<Ref | undefined>(undefined); // under the pointer or the keys
  readonly trail = signal<readonly Ref[]>([]);
  readonly chosen = signal<Ref | undefined>(undefined); // parameter whose update is shown
  readonly number = computed(() => this.trail.value.at(-1));
  readonly at = computed(() => {
    void this.frame.value;
    return this.stepper.value?.at ?? 0;
  });
  readonly turns = new Turns();
  readonly goal = signal<number | undefined>(undefined); // of a way that takes its time
  readonly along = signal(0); // of that way: operations, with the share of the one that is under way
  // Where the learner wants to be: moves that follow each other quickly begin there.
  readonly aim = computed(() => this.goal.value ?? this.at.value);

  // What the largest terms of the number on show are made of: they light up where they stand.
  readonly sources = computed((): readonly Ref[] => {
    void this.frame.value;
    const look = this.stepper.value?.look;
    const what = this.number.value;
    if (!look || !what || this.pending(what)) return [];
    let terms = look.terms(what);
    for (let at = terms && sourceRef(terms.from, 0); terms?.count === 1 && at?.kind === 'gradient'; ) {
      if (sourceRef(terms.by, 0)) break;
      terms = look.terms(at);
      at = terms && sourceRef(terms.from, 0);
    }
    if (terms?.form !== 'sum') return [];
    const { order, products, from, by } = terms;
    return [...order.slice(0, MOST_LIT)]
      .filter((place) => products[place] !== 0)
      .flatMap((place) => [sourceRef(from, place), sourceRef(by, place)])
      .filter((ref) => ref !== undefined);
  });

  // Not `++`: an effect that counts up would follow its own count.
  protected tick(): void {
    this.frame.value = this.frame.peek() + 1;
  }

  // ---------------------------------------------------------------- along the tape

  // A way that is under way is given up for this one. Each operation is shown when it is done, and how far it is before.
  go(to: number): void {
    const stepper = this.stepper.peek();
    if (!stepper) return;
    const goal = Math.max(0, Math.min(to, this.total));
    this.turns.drop();
    let shown = stepper.at;
    this.goal.value = goal;
    this.turns.begin(
      stepper.going(goal),
      () => {
        this.goal.value = undefined;
        this.tick();
        this.arrived();
      },
      () => {
        this.along.value = stepper.along;
        if (shown !== stepper.at) this.tick();
        shown = stepper.at;
      },
    );
    // From here on no more is there than has been computed again.
    this.along.value = stepper.along;
    if (this.goal.peek() !== undefined) this.tick();
  }

  protected arrived(): void {}

  // What is under the glass changes, and the way to the same place is walked anew.
  protected renew(change: () => void): void {
    const to = this.aim.peek();
    change();
    this.go(to);
  }

  // Another stepper: nothing of the one before goes on.
  protected leave(): void {
    this.turns.drop();
    this.goal.value = undefined;
  }

  // Masked: there is no such number to be seen.
  absent(_what: Ref): boolean {
    return false;
  }

  // Among which of a row's numbers an example is looked for; none: all.
  exampleIn(_id: number): readonly [from: number, to: number] | undefined {
    return undefined;
  }

  get total(): number {
    return this.stepper.value?.phases.length ?? 0;
  }

  // The direction is known: all gradients are there.
  readonly directed = computed(() => {
    const stepper = this.stepper.value;
    return stepper !== undefined && stepper.lossRow >= 0 && this.at.value >= stepper.phases.length - 1;
  });

  pending(what: Ref): boolean {
    void this.frame.value;
    return (this.stepper.value?.reached(what) ?? 'none') === 'none';
  }

  tensor({ kind, id }: Tensor, sample = this.sample.value): Float32Array {
    return this.stepper.value?.tensor(kind, id, sample) ?? new Float32Array(0);
  }

  // ---------------------------------------------------------------- numbers

  open(what: Ref): void {
    this.trail.value = [what];
    this.#choose(what);
  }

  follow(what: Ref): void {
    this.trail.value = [...this.trail.peek(), what];
    this.#choose(what);
  }

  replace(what: Ref): void {
    this.trail.value = [...this.trail.peek().slice(0, -1), what];
    this.#choose(what);
  }

  backTo(length: number): void {
    this.trail.value = this.trail.peek().slice(0, length);
  }

  #choose(what: Ref): void {
    if (what.kind === 'param' || what.kind === 'paramGradient') {
      this.chosen.value = { kind: 'param', id: what.id, index: what.index };
    }
  }

  isOpen(what: Ref): boolean {
    return this.trail.value.some((each) => sameRef(each, what));
  }
}
