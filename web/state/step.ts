// One step of training under the glass: of which run, on which samples; made, and taken back.
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import type { Choice, Memory, Outcome } from '../engine/descent';
import { argmax } from '../engine/engine';
import type { Next } from '../engine/next';
import type { Plan } from '../engine/plan';
import type { Shown } from '../engine/run-messages';
import { type Sample, Stepper } from '../engine/stepper';
import { type Setting, type SettingValues, wished } from '../engine/train-settings';
import { sameBits } from './run-record';
import type { Session } from './session';
import { DoubtfulDigit } from './step-digit';
import { Place } from './step-place';
import { type Made, StepRun } from './step-run';
import { testDigits } from './step-samples';
import { fitting } from './step-size';
import { parseWishes } from './train-text';

export type Mode = 'digit' | 'batch';

const BATCHES = [2, 8, 16, 32, 64, 128, 256, 512, 1024];
export const EPSILONS = [-1, -2, -3, -4, -5] as const; // powers of ten
const UNDO_DEPTH = 20;

export class Step extends Place {
  readonly label = signal(-1); // of the digit on the pad, as the learner says; −1: what is known or answered
  readonly own = signal<SettingValues>({}); // that are set here, for this view alone
  readonly made = signal(0); // steps, where there is no run
  readonly epsilon = signal(-2); // power of ten
  readonly outcome = signal<Outcome | undefined>(undefined); // of the step just made
  readonly undoable = signal(0);
  readonly unusable = signal(false); // no memory for this net with gradients
  // Which samples; none chosen yet: a digit of one's own, or a run that has begun, where it stands.
  readonly #chosen = signal<Mode | undefined>(undefined);
  readonly batchable = computed(() => {
    const plan = this.#session.running.value?.plan;
    return plan !== undefined && plan.input >= 0 && plan.rows.some(({ isLoss }) => isLoss);
  });
  readonly mode: ReadonlySignal<Mode> = computed(() =>
    this.batchable.value ? (this.#chosen.value ?? 'digit') : 'digit',
  );

  // What the answers are called: of a drawing as its own net knows them, of a mini-batch as the run's data does.
  readonly names: ReadonlySignal<readonly string[]> = computed(() => {
    const { classes, samplesNamed } = this.#session;
    const names = classes.value;
    return this.mode.value === 'batch' || samplesNamed ? names : [];
  });

  // The settings of the learner's run, as they stand there or are kept for it; what is set here goes before.
  readonly #table = signal<readonly Setting[]>([]);
  readonly #runs = computed((): SettingValues => {
    const wishes = parseWishes(this.#session.settings.train.value);
    return Object.fromEntries(this.#table.value.map((each) => [each.name, wished(each, wishes[each.name])]));
  });
  readonly settings = computed((): SettingValues => ({ ...this.#runs.value, ...this.own.value }));
  // That differ from the core's own.
  readonly changed = computed(() =>
    this.#table.value
      .map((setting) => ({ setting, value: this.settings.value[setting.name] ?? setting.initial }))
      .filter(({ setting, value }) => value !== setting.initial),
  );
  // The data could not be had: test digits stand in.
  readonly testing = computed(() => {
    const trouble = this.run.training.value?.trouble.value;
    return this.mode.value === 'batch' && !this.run.bound.value && trouble?.kind === 'no-data';
  });
  readonly base = signal<Next | undefined>(undefined); // the moment of the run that is looked at
  readonly choice = computed((): Choice => {
    const { steps = this.made.value, frozen = [] } = this.base.value ?? {};
    return { settings: this.settings.value, step: steps, frozen };
  });
  // Samples of the run's step, and those of them that are under the glass.
  readonly runSize = computed(() => {
    const samples = this.run.bound.value?.source?.samples ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#runs.value.batch ?? 1, samples);
  });
  readonly size = computed(() =>
    this.#fitting(Math.min(this.settings.value.batch ?? 1, Math.max(...BATCHES, this.runSize.value))),
  );
  readonly most = computed(() => this.#fitting(Number.POSITIVE_INFINITY));
  readonly sizes = computed(() =>
    [...new Set([...BATCHES.filter((n) => n <= this.most.value), this.#fitting(this.runSize.value)])].sort(
      (a, b) => a - b,
    ),
  );

  readonly run: StepRun;
  readonly doubt: DoubtfulDigit; // in the place of a drawing, while there is none
  readonly #session: Session;
  #making = 0;
  #made: { readonly notation: string; readonly seed: number; readonly slice: number } | undefined;
  #labelled = ''; // what was on the pad when it was said
  #reduction: number | undefined; // that the stepper computes with
  #known: Next | undefined; // what was brought last
  #weights = -1; // their count then, where there is no run
  #later: Next | undefined; // came while the step just made is on show
  #goesOn = false; // as soon as that has come
  #wished: string | undefined; // a step that is to be made as soon as that can be
  #undo: Made[] = [];

  constructor(session: Session) {
    super();
    this.#session = session;
    this.run = new StepRun(session);
    this.doubt = new DoubtfulDigit(session);
    // A step that was wished for before it was worked out, unless something has changed since.
    effect(() => {
      void this.turns.come.value;
      untracked(() => {
        if (this.#wished === undefined || this.goal.value !== undefined) return;
        if (this.#wished === this.#wishOf(this.choice.value)) this.descend();
        else this.#wished = undefined;
      });
    });
  }

  #fitting(samples: number): number {
    return fitting(this.#session.running.value?.plan, samples);
  }

  // Follows the session while the view is open.
  attach(): () => void {
    const wanted = computed(() => (this.mode.value === 'batch' ? this.size.value : 1));
    const open = computed(() => this.mode.value === 'batch');
    void this.#session.trainSettings().then((table) => {
      this.#table.value = table;
    });
    this.doubt.refresh();
    const stops = [
      this.doubt.attach(),
      this.run.attach(open, wanted),
      effect(() => {
        const begun = (this.run.bound.value?.frame.value?.steps ?? 0) > 0;
        if (begun && this.#chosen.peek() === undefined) this.#chosen.value = 'batch';
      }),
      effect(() => this.#forgetLabel()),
      effect(() => this.#follow()),
      effect(() => {
        const stepper = this.stepper.value;
        const { reduction } = this.choice.value.settings;
        if (!stepper || reduction === this.#reduction) return;
        this.#reduction = reduction;
        this.renew(() => stepper.use(this.choice.peek()));
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  // What the learner said is right was said of that drawing: more strokes belong to it, another one does not.
  #forgetLabel(): void {
    const input = this.#session.input.value;
    const on = input.kind === 'sample' ? `sample ${input.index}` : input.kind;
    if (on !== this.#labelled) this.label.value = -1;
    this.#labelled = on;
  }

  // The stepper that is needed, with the weights and samples of now.
  #follow(): void {
    const { running, frame, inspect } = this.#session;
    void [running.value, frame.value, inspect.weights.value, this.label.value, this.doubt.found.value];
    const bound = this.run.bound.value !== undefined;
    const next = this.run.next.value;
    const mode = this.mode.value;
    if (mode === 'digit' && this.doubt.looking.value) return;
    const slice = mode === 'digit' ? 1 : this.size.value;
    const source = bound ? next : this.#session.making?.source;
    void this.#session.samples.value;
    if (!source || (mode === 'batch' && !next?.labels.length && !this.testing.value)) {
      // Without a run the batch that is there stays: the run may be gone.
      if (mode === 'batch' && (bound || this.#made?.slice !== slice)) this.#drop();
      return;
    }
    const { notation, seed } = source;
    const made = this.#made;
    if (made?.notation === notation && made.seed === seed && made.slice === slice) this.#bring(next);
    else void this.#make(notation, seed, slice);
  }

  #drop(): void {
    this.#making++;
    this.#made = undefined;
    this.leave();
    this.stepper.value = undefined;
  }

  async #make(notation: string, seed: number, slice: number): Promise<void> {
    const making = ++this.#making;
    const engine = this.#session.making?.engine;
    if (!engine) return;
    this.#made = { notation, seed, slice };
    try {
      const stepper = await Stepper.start(engine, { notation, seed }, slice);
      if (making !== this.#making) return;
      const before = this.stepper.peek();
      const aim = this.aim.peek();
      batch(() => {
        this.leave();
        this.unusable.value = false;
        if (!alike(before?.plan, stepper.plan)) {
          this.trail.value = [];
          this.chosen.value = undefined;
        }
        this.base.value = undefined;
        this.#known = undefined;
        this.#weights = -1;
        this.outcome.value = undefined;
        this.#goesOn = false;
        this.sample.value = 0;
        this.stepper.value = stepper;
        this.#bring(this.run.next.peek());
        stepper.use(this.choice.peek());
        const same = alike(before?.plan, stepper.plan);
        this.go(same ? aim : stepper.forwards);
      });
    } catch (error) {
      if (!(error instanceof CoreTrap) && !(error instanceof Error && error.name === 'Refused')) throw error;
      batch(() => {
        this.leave();
        this.stepper.value = undefined;
        this.unusable.value = true;
      });
    }
  }

  // What the run or the session holds now comes under the glass, unless it is there already.
  #bring(next: Next | undefined): void {
    const stepper = this.stepper.peek();
    const { notation, seed } = this.#made ?? {};
    if (!stepper || (next && (next.notation !== notation || next.seed !== seed))) return;
    batch(() => {
      if (next) this.#bringRun(stepper, next);
      else this.#bringWeights(stepper);
      if (this.mode.peek() === 'digit') this.#bringDigit(stepper);
      else if (!next) this.#bringTests(stepper);
    });
  }

  #bringRun(stepper: Stepper, next: Next): void {
    const base = this.base.peek();
    const digit = this.mode.peek() === 'digit';
    if (next === this.#known) return;
    if (this.outcome.peek() && !digit) {
      if (next.steps === (base?.steps ?? 0) + 1) {
        this.#later = next;
        if (this.#goesOn) this.onward();
        return;
      }
      this.#undo.pop(); // the run was elsewhere: it has not made the step
    }
    this.#known = next;
    if (sameMoment(next, base) && !this.outcome.peek()) return;
    const ours = sameBits(next.learnt, this.outcome.peek() ? stepper.stepped : stepper.learnt);
    this.base.value = next;
    // A step by hand has come back from the run.
    if (digit && ours && next.steps === base?.steps) return;
    this.#changed(next.learnt);
    this.renew(() => (digit ? stepper.join(next) : stepper.begin(next)));
  }

  #bringWeights(stepper: Stepper): void {
    const { inspect, probe } = this.#session;
    const weights = inspect.weights.peek();
    const lost = this.base.peek() !== undefined;
    if (!probe || (weights === this.#weights && !lost)) return;
    this.#weights = weights;
    this.base.value = undefined;
    const learnt = probe.learnt();
    if (sameBits(learnt, this.outcome.peek() ? stepper.stepped : stepper.learnt)) return;
    this.#changed(learnt);
    this.made.value = 0;
    this.renew(() => stepper.take(probe));
  }

  #bringTests(stepper: Stepper): void {
    const samples = this.#session.samples.peek();
    if (!this.testing.peek() || typeof samples !== 'object' || this.outcome.peek()) return;
    const n = this.size.peek();
    const found = testDigits(samples, stepper.plan, this.made.peek() * n, n);
    if (found.every((each, b) => stepper.samples[b] && samplesAlike(each, stepper.samples[b]))) return;
    this.renew(() => stepper.load(found, true));
  }

  // Other weights than those of the last step: it can no longer be undone.
  #changed(learnt: Float32Array): void {
    if (!sameBits(learnt, this.#undo.at(-1)?.after ?? NONE)) this.#undo = [];
    this.undoable.value = this.#undo.length;
    this.outcome.value = undefined;
    this.#goesOn = false;
  }

  #bringDigit(stepper: Stepper): void {
    const { probe } = this.#session;
    if (!probe) return;
    const rows = stepper.plan.rows.filter(({ op }) => op === 'in');
    const inputs = this.#doubted(stepper) ?? rows.map(({ index }) => probe.values(index).slice());
    const sample: Sample = { inputs, label: this.meant.peek() };
    const [before] = stepper.samples;
    if (before && samplesAlike(sample, before)) return;
    this.renew(() => {
      this.#accept(stepper); // another drawing meets the weights that are on show by now
      stepper.load([sample], false);
    });
  }

  #doubted({ plan }: Stepper): Sample['inputs'] | undefined {
    const samples = this.#session.samples.peek();
    const { index } = this.doubt.found.peek() ?? {};
    if (index === undefined || typeof samples !== 'object') return undefined;
    return testDigits(samples, plan, index, 1)[0]?.inputs;
  }

  // The right answer for what is under the glass.
  readonly meant = computed(() => {
    void this.#session.frame.value;
    if (this.label.value >= 0) return this.label.value;
    const known = this.doubt.found.value?.label ?? this.#session.label();
    if (known !== undefined) return known;
    const plan = this.#session.running.value?.plan;
    const last = plan?.rows.findLast(({ isLoss }) => isLoss);
    const answer = last && this.#session.probe?.values(last.index);
    return answer && answer.length > 0 ? argmax(answer) : 0;
  });

  // ---------------------------------------------------------------- the step

  set(values: SettingValues): void {
    this.own.value = { ...this.own.peek(), ...values };
  }

  // The samples of this view: a digit of one's own, or the run's next mini-batch.
  choose(mode: Mode): void {
    this.#chosen.value = mode;
  }

  // Another size of mini-batch than the run's.
  take(size: number): void {
    const { batch: _, ...others } = this.own.peek();
    const its = size === this.#fitting(this.runSize.peek());
    this.own.value = its ? others : { ...others, batch: size };
  }

  // The step that these settings would make, once it has been worked out; the twin stands as it left it.
  forecast(): Outcome | undefined {
    const stepper = this.stepper.value;
    const choice = this.choice.value;
    if (!stepper || !this.directed.value) return undefined;
    return this.turns.ask(this, this.#wishOf(choice), () => stepper.stepping(choice));
  }

  #wishOf(choice: Choice): string {
    return `${this.frame.value} ${JSON.stringify(choice)}`;
  }

  // Makes the step; the session's net has the new weights from now on, and so has the run.
  descend(): void {
    if (this.outcome.peek()) return;
    this.#wished = this.goal.peek() === undefined ? undefined : 'on arrival';
    if (this.#wished || !this.directed.peek()) return;
    const outcome = untracked(() => this.forecast());
    if (outcome) this.#descend(outcome);
    else this.#wished = untracked(() => this.#wishOf(this.choice.value));
  }

  override go(to: number): void {
    this.#wished = undefined;
    super.go(to);
  }

  protected override arrived(): void {
    if (this.#wished) this.descend();
  }

  #descend(outcome: Outcome): void {
    const stepper = this.stepper.peek();
    if (!stepper) return;
    const [before, after] = [stepper.keep(), stepper.stepped];
    const memory = this.#sharesMemory(stepper) ? stepper.remembered(this.choice.peek(), outcome) : undefined;
    this.#later = undefined;
    this.#goesOn = false;
    this.#undo = [...this.#undo.slice(1 - UNDO_DEPTH), { before, after, ...this.#hand(after, memory) }];
    batch(() => {
      this.undoable.value = this.#undo.length;
      this.outcome.value = outcome;
      this.#session.adopt(after);
      this.tick();
    });
  }

  // The optimiser is the run's own, and remembers something.
  #sharesMemory(stepper: Stepper): boolean {
    const { optimizer = 0, zero_gradients } = this.settings.peek();
    const slots = stepper.optimizers[optimizer]?.slots.length ?? 0;
    return optimizer === this.#runs.peek().optimizer && (slots > 0 || zero_gradients === 0);
  }

  #hand(after: Float32Array, memory: Memory | undefined): Pick<Made, 'run' | 'hand'> {
    const steps = this.base.peek()?.steps;
    if (steps === undefined || !this.run.bound.peek()) return {};
    if (this.mode.peek() === 'digit')
      return { hand: { first: this.run.give(after, memory, this.#shown(), steps) } };
    const [own, runs] = [this.own.peek(), this.#runs.peek()];
    const { batch: whole = 1 } = this.settings.peek();
    const part = (own.batch ?? this.runSize.peek()) > this.size.peek();
    this.run.make(steps, part ? { ...own, batch: this.size.peek() } : own, part ? { batch: whole } : {});
    const settings = Object.fromEntries(Object.keys(own).map((name) => [name, runs[name] ?? 0]));
    return { run: { from: steps, own, settings } };
  }

  // The sample of the step, where nothing but the run's own settings made it: a program can then make it too.
  #shown(): Shown | undefined {
    const [sample] = this.stepper.peek()?.samples ?? [];
    const [pixels, ...more] = sample?.inputs ?? [];
    const runs = this.#runs.peek();
    const differs = Object.entries(this.own.peek()).some(([name, value]) => runs[name] !== value);
    if (!sample || !pixels || more.length > 0 || sample.label < 0 || differs) return undefined;
    return { pixels: pixels.slice(), label: sample.label };
  }

  // The way again from its start, with the weights that the step has made; a mini-batch is followed by the run's next.
  onward(): void {
    const stepper = this.stepper.peek();
    if (!stepper || !this.outcome.peek()) return;
    const follows = this.mode.peek() === 'batch' && this.run.bound.peek() !== undefined;
    if (follows && this.#later?.steps !== (this.base.peek()?.steps ?? 0) + 1) {
      this.#goesOn = true;
      return;
    }
    batch(() => {
      this.#accept(stepper);
      if (follows) this.own.value = {}; // the run has them now
      this.#bring(follows ? this.#later : this.run.next.peek());
      this.go(stepper.forwards);
    });
  }

  // The step on show has been made: the stepper's net takes it over.
  #accept(stepper: Stepper): void {
    const outcome = this.outcome.peek();
    if (!outcome) return;
    stepper.commit(this.choice.peek(), outcome);
    this.outcome.value = undefined;
    this.#goesOn = false;
    if (!this.base.peek()) this.made.value = this.made.peek() + 1;
  }

  undo(): void {
    const stepper = this.stepper.peek();
    const made = this.#undo.pop();
    if (!stepper || !made) return;
    const bound = this.run.takeBack(made);
    const shown = this.outcome.peek() !== undefined;
    this.#later = undefined;
    this.#goesOn = false;
    batch(() => {
      this.undoable.value = this.#undo.length;
      this.outcome.value = undefined;
      if (made.run) this.own.value = made.run.own;
      if (!shown && !this.base.peek()) this.made.value = Math.max(0, this.made.peek() - 1);
      // What a run takes back comes from it.
      if (!shown && (!bound || this.mode.peek() === 'digit')) this.renew(() => stepper.restore(made.before));
      this.#session.adopt(made.before.values);
      this.tick();
    });
  }
}

const NONE = new Float32Array(0);

const alike = (a: Plan | undefined, b: Plan): boolean =>
  a?.notation === b.notation && a.rows.length === b.rows.length;

const samplesAlike = (a: Sample, b: Sample): boolean =>
  a.label === b.label && a.inputs.every((x, k) => sameBits(x, b.inputs[k] ?? NONE));

// The same moment of the same run, with the same samples.
const sameMoment = (a: Next, b: Next | undefined): boolean =>
  b !== undefined &&
  a.steps === b.steps &&
  a.epoch === b.epoch &&
  a.position === b.position &&
  a.updates === b.updates &&
  a.frozen.join() === b.frozen.join() &&
  a.samples.join() === b.samples.join() &&
  a.labels.join() === b.labels.join() &&
  sameBits(a.learnt, b.learnt) &&
  sameBits(a.states, b.states) &&
  sameBits(a.x, b.x);

const steps = new WeakMap<Session, Step>();

export function stepOf(session: Session): Step {
  const found = steps.get(session) ?? new Step(session);
  steps.set(session, found);
  return found;
}
