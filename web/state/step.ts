// One step of training under the glass: where on the tape the learner stands, on which samples, what lies open.
import { batch, computed, effect, signal } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import { argmax } from '../engine/engine';
import { type Ref, sameRef, sourceRef } from '../engine/look';
import type { Plan } from '../engine/plan';
import { type Choice, type Kept, type Outcome, type Sample, Stepper } from '../engine/stepper';
import { type Setting, type SettingValues, wished } from '../engine/train-settings';
import { partsOf, picturesOf } from './own-pictures';
import type { Session } from './session';
import { parseWishes } from './train-text';

export type Mode = 'digit' | 'batch';

const BATCHES = [2, 8, 16, 32];
const MOST_SAMPLES = 128; // of a mini-batch under the glass
export const EPSILONS = [-1, -2, -3, -4, -5] as const; // powers of ten
const UNDO_DEPTH = 20;
const MOST_LIT = 5;
const BYTES = 255;

interface Tensor {
  readonly kind: Ref['kind'];
  readonly id: number;
}

export class Step {
  readonly stepper = signal<Stepper | undefined>(undefined);
  readonly frame = signal(0); // counts changes of what the stepper holds
  readonly mode = signal<Mode>('digit');
  readonly label = signal(-1); // of the digit on the pad, as the learner says; −1: what is known or answered
  readonly ownSize = signal(0); // of the mini-batch, where it is another than the run's
  readonly first = signal(0); // of its samples in the pool
  readonly sample = signal(0); // of the slice, the one on show
  readonly trail = signal<readonly Ref[]>([]);
  readonly chosen = signal<Ref | undefined>(undefined); // parameter whose update is shown
  readonly own = signal<SettingValues>({}); // that are set here, for this view alone
  readonly made = signal(0); // steps
  readonly epsilon = signal(-2); // power of ten
  readonly outcome = signal<Outcome | undefined>(undefined); // of the step just made
  readonly undoable = signal(0);
  readonly unusable = signal(false); // no memory for this net with gradients
  readonly number = computed(() => this.trail.value.at(-1));
  readonly at = computed(() => {
    void this.frame.value;
    return this.stepper.value?.at ?? 0;
  });

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

  // The settings of the learner's run, as they stand there or are kept for it; what is set here goes before.
  readonly #table = computed((): readonly Setting[] => this.stepper.value?.table ?? []);
  readonly settings = computed((): SettingValues => {
    const wishes = parseWishes(this.#session.settings.train.value);
    const values = Object.fromEntries(
      this.#table.value.map((each) => [each.name, wished(each, wishes[each.name])]),
    );
    return { ...values, ...this.own.value };
  });
  // That differ from the core's own.
  readonly changed = computed(() =>
    this.#table.value
      .map((setting) => ({ setting, value: this.settings.value[setting.name] ?? setting.initial }))
      .filter(({ setting, value }) => value !== setting.initial),
  );
  // Of the run, if it is this net's: where it stands.
  readonly #run = computed(() => {
    const { training, running, settings } = this.#session;
    void settings.view.value; // training begins with its view
    const same = training?.notation.value === running.value?.plan.notation;
    return same ? training : undefined;
  });
  readonly choice = computed((): Choice => {
    const run = this.#run.value;
    const frozen = new Map<number, boolean>();
    for (const change of run?.setup.value.changes ?? [])
      if ('freeze' in change) frozen.set(change.freeze, change.frozen);
    return {
      settings: this.settings.value,
      step: (run?.frame.value?.steps ?? 0) + this.made.value,
      frozen: [...frozen].filter(([, is]) => is).map(([param]) => param),
    };
  });
  // Samples of the run's step; of very many only the first.
  readonly runSize = computed(() => this.settings.value.batch ?? 0);
  readonly size = computed(() => this.ownSize.value || Math.min(MOST_SAMPLES, this.runSize.value || 1));
  readonly sizes = computed(() =>
    [...new Set([...BATCHES, Math.min(MOST_SAMPLES, this.runSize.value || 1)])].sort((a, b) => a - b),
  );

  readonly #session: Session;
  #adopting = -1; // the count of weights that is our own doing
  #making = 0;
  #reduction: number | undefined; // that the stepper computes with
  #kept: Kept[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  // Follows the session while the view is open.
  attach(): () => void {
    const stops = [
      effect(() => {
        void this.#session.running.value;
        const weights = this.#session.inspect.weights.value;
        const slice = this.mode.value === 'digit' ? 1 : this.size.value;
        const stepper = this.stepper.peek();
        const { making, probe } = this.#session;
        if (stepper?.slice !== slice || making?.source.notation !== stepper.plan.notation) {
          void this.#make(slice);
        } else if (weights !== this.#adopting && probe) {
          stepper.take(probe);
          this.#forget();
          this.#tick();
        }
      }),
      effect(() => {
        const stepper = this.stepper.value;
        const { reduction } = this.choice.value.settings;
        if (!stepper || reduction === this.#reduction) return;
        this.#reduction = reduction;
        stepper.use(this.choice.peek());
        this.#tick();
      }),
      effect(() => {
        void this.#session.frame.value;
        void this.#pool.value;
        void this.label.value;
        void this.first.value;
        this.#load();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async #make(slice: number): Promise<void> {
    const made = ++this.#making;
    const { making, probe } = this.#session;
    if (!making || !probe) return;
    try {
      const stepper = await Stepper.start(making.engine, making.source, slice);
      if (made !== this.#making) return;
      const before = this.stepper.peek();
      stepper.take(probe);
      batch(() => {
        this.unusable.value = false;
        if (!alike(before?.plan, stepper.plan)) {
          this.trail.value = [];
          this.chosen.value = undefined;
        }
        this.#forget();
        this.sample.value = 0;
        this.stepper.value = stepper;
        stepper.use(this.choice.peek());
        this.#load();
        const same = alike(before?.plan, stepper.plan);
        this.go(same ? (before?.at ?? 0) : stepper.forwards);
      });
    } catch (error) {
      if (!(error instanceof CoreTrap) && !(error instanceof Error && error.name === 'Refused')) throw error;
      batch(() => {
        this.stepper.value = undefined;
        this.unusable.value = true;
      });
    }
  }

  // Not `++`: an effect that counts up would follow its own count.
  #tick(): void {
    this.frame.value = this.frame.peek() + 1;
  }

  #forget(): void {
    this.#kept = [];
    this.made.value = 0;
    this.undoable.value = 0;
    this.outcome.value = undefined;
    this.#adopting = -1;
  }

  #load(): void {
    const stepper = this.stepper.peek();
    const samples = this.#samples(stepper);
    if (!stepper || !samples || samplesAlike(samples, stepper.samples)) return;
    stepper.load(samples, this.mode.peek() === 'batch');
    this.outcome.value = undefined;
    this.#tick();
  }

  #samples(stepper: Stepper | undefined): Sample[] | undefined {
    const { probe } = this.#session;
    if (!stepper || !probe) return undefined;
    if (this.mode.peek() === 'digit') {
      const rows = stepper.plan.rows.filter(({ op }) => op === 'in');
      return [{ inputs: rows.map(({ index }) => probe.values(index).slice()), label: this.meant.peek() }];
    }
    const pool = this.#pool.peek();
    const { input } = stepper.plan;
    if (!pool || input < 0) return undefined;
    const size = stepper.plan.rows[input]?.size ?? 0;
    return Array.from({ length: this.size.peek() }, (_, b) => {
      const i = (this.first.peek() + b) % pool.labels.length;
      const pixels = Float32Array.from(pool.pixels.subarray(i * size, (i + 1) * size), (v) => v / BYTES);
      return { inputs: [pixels], label: pool.labels[i] ?? 0 };
    });
  }

  // What mini-batches are taken from: pictures of one's own where they are learnt, else digits.
  readonly #pool = computed(() => {
    const { settings, samples } = this.#session;
    const own = settings.data.value === 'own' ? picturesOf(this.#session).kept.value : undefined;
    if (own) return partsOf(own).train;
    return typeof samples.value === 'object' ? samples.value : undefined;
  });

  // The right answer for what is on the pad.
  readonly meant = computed(() => {
    void this.#session.frame.value;
    if (this.label.value >= 0) return this.label.value;
    const known = this.#session.label();
    if (known !== undefined) return known;
    const plan = this.#session.running.value?.plan;
    const last = plan?.rows.findLast(({ isLoss }) => isLoss);
    const answer = last && this.#session.probe?.values(last.index);
    return answer && answer.length > 0 ? argmax(answer) : 0;
  });

  // ---------------------------------------------------------------- along the tape

  go(to: number): void {
    const stepper = this.stepper.peek();
    if (!stepper) return;
    stepper.run(to);
    this.#tick();
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

  // ---------------------------------------------------------------- the step

  set(values: SettingValues): void {
    this.own.value = { ...this.own.peek(), ...values };
  }

  // Makes the step; the session's net has the new weights from now on.
  descend(): void {
    const stepper = this.stepper.peek();
    if (!stepper || !this.directed.peek() || this.outcome.peek()) return;
    const outcome = stepper.step(this.choice.peek());
    this.#kept = [...this.#kept.slice(1 - UNDO_DEPTH), stepper.keep()];
    batch(() => {
      this.undoable.value = this.#kept.length;
      this.outcome.value = outcome;
      this.#give(stepper.stepped);
      this.#tick();
    });
  }

  // The way again from its start, with the weights that the step has made; a mini-batch is followed by the next.
  onward(): void {
    const stepper = this.stepper.peek();
    const outcome = this.outcome.peek();
    if (!stepper || !outcome) return;
    stepper.commit(this.choice.peek(), outcome);
    batch(() => {
      this.made.value = this.made.peek() + 1;
      this.outcome.value = undefined;
      if (this.mode.peek() === 'batch') this.next();
      else this.#load();
      this.go(stepper.forwards);
    });
  }

  undo(): void {
    const stepper = this.stepper.peek();
    const kept = this.#kept.pop();
    if (!stepper || !kept) return;
    const committed = this.outcome.peek() === undefined;
    stepper.restore(kept);
    batch(() => {
      if (committed) this.made.value = Math.max(0, this.made.peek() - 1);
      this.undoable.value = this.#kept.length;
      this.outcome.value = undefined;
      this.#give(kept.values);
      this.#tick();
    });
  }

  #give(values: Float32Array): void {
    this.#adopting = this.#session.inspect.weights.peek() + 1;
    this.#session.adopt(values);
  }

  // Another mini-batch.
  next(): void {
    const count = this.#pool.peek()?.labels.length || 1;
    this.first.value = (this.first.peek() + this.size.peek()) % count;
  }
}

const alike = (a: Plan | undefined, b: Plan): boolean =>
  a?.notation === b.notation && a.rows.length === b.rows.length;

const samplesAlike = (a: readonly Sample[], b: readonly Sample[]): boolean =>
  a.length === b.length &&
  a.every(({ inputs, label }, i) => {
    const other = b[i];
    return (
      other?.label === label && inputs.every((x, k) => x.every((value, j) => value === other.inputs[k]?.[j]))
    );
  });

const steps = new WeakMap<Session, Step>();

export function stepOf(session: Session): Step {
  const found = steps.get(session) ?? new Step(session);
  steps.set(session, found);
  return found;
}
