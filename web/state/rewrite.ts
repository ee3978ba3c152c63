// A small encoder–decoder that is taught to copy, reverse or sort: the state of its view. One worker trains it, another
// writes its answers to sequences that it has never met.
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import type { Rewritten } from '../engine/rewriter';
import type { Frame } from '../engine/run-messages';
import { type Setting, type SettingValues, type Wishes, wished } from '../engine/train-settings';
import { GptDesk } from './gpt-desk';
import type { KeptGpt } from './gpt-kept';
import { smoothed } from './gpt-losses';
import { dealt } from './gpt-source';
import { History } from './history';
import type { Lined } from './line-settings';
import { LETTERS, rewriteLine, sequenceText } from './rewrite-line';
import { RewriteRuns } from './rewrite-runs';
import type { Loaded } from './run-keeper';
import type { Session } from './session';
import type { REWRITE_TASKS } from './settings';
import { TokenLearner } from './token-learner';
import { chosenOf, formatWishes, parseWishes } from './train-text';

const SAMPLES = 4000; // to learn from
const TESTS = 300;
const TRIED = 50; // of these it is seen how many it gets right
const ANSWER_MS = 200; // from one answer to the next while it learns
const WISHES: Wishes = { optimizer: 'adam', rate: 0.005, batch: 32 };
const OTHER_SEED = 1_000_003; // of what it is tested on

// Weights that are given, with all that they were made from.
export interface ShownRewriter {
  readonly name: (typeof REWRITE_TASKS)[number];
  readonly length: number;
  readonly seed: number;
  readonly learnt: Float32Array;
  readonly settings?: SettingValues; // none: those on show
}

export const SHOWN = 8; // sequences in sight, besides one's own

export class RewriteLab extends TokenLearner {
  readonly net = signal<Plan | undefined>(undefined);
  readonly gone = signal(false); // the worker that answers
  readonly answers = signal<Rewritten | undefined>(undefined); // one's own first, where there is one
  readonly sequences = signal<Int32Array>(new Int32Array(0)); // that these are the answers to
  readonly own: Session['settings']['rewriteOwn']; // what the learner has typed
  readonly picked = signal(0); // of the answers, whose attention is on show
  readonly name = computed(() => this.session.settings.rewrite.value);
  readonly length = computed(() => this.session.settings.rewriteLength.value);
  // Letters of one's own sequence; undefined: it is not one of that length.
  readonly typed = computed(() => {
    const letters = Array.from(this.own.value, (each) => each.charCodeAt(0) - 97);
    const fits = letters.length === this.length.value && letters.every((each) => each >= 0 && each < LETTERS);
    return fits ? letters : undefined;
  });

  #desk: GptDesk | undefined;
  #tests = new Int32Array(0); // the sequences, without what becomes of them
  #builds = 0; // an earlier one no longer counts
  #dealt: { train: Int32Array<ArrayBuffer>; test: Int32Array<ArrayBuffer> } | undefined;
  readonly kept: RewriteRuns;
  #showing = false; // what is given takes its place: the settings follow it

  constructor(readonly session: Session) {
    super();
    this.own = session.settings.rewriteOwn;
    this.kept = new RewriteRuns(this);
    this.onFrame = (frame) => this.#adopt(frame);
    void this.#open();
  }

  async #open(): Promise<void> {
    await this.session.ready();
    await this.usualSetup(this.session.trainSettings());
    this.sitAgain();
    effect(() => {
      void this.name.value;
      void this.length.value;
      void this.session.settings.rewriteSeed.value;
      untracked(() => {
        if (!this.#showing) void this.#build();
      });
    });
    effect(() => {
      void this.typed.value;
      untracked(() => void this.answer());
    });
  }

  // With the worker that answers: nothing goes on.
  close(): void {
    this.end();
    this.#desk?.end();
  }

  // The worker that answers, once more; what is learnt meanwhile goes on being learnt.
  sitAgain(): void {
    const { module } = this.session;
    this.gone.value = module === undefined;
    if (!module) return;
    this.#desk = new GptDesk(module, undefined, () => {
      this.gone.value = true;
    });
    if (this.net.peek()) void this.#install().then(() => this.answer());
  }

  // ---------------------------------------------------------------- the net

  override get plan(): Plan | undefined {
    return this.net.value;
  }

  async #install(): Promise<boolean> {
    const desk = this.#desk;
    const notation = rewriteLine(this.length.peek());
    const seed = this.session.settings.rewriteSeed.peek();
    const built = await desk?.ask('rewriter', { notation, seed });
    if (!built?.plan || desk !== this.#desk) return false;
    if (this.learnt) desk?.learnt(this.learnt);
    this.net.value = built.plan;
    return true;
  }

  // The sequences of a seed, to learn from and to test on.
  async deal(name: ShownRewriter['name'], length: number, seed: number) {
    const ask = (of: number, count: number) =>
      this.#desk?.ask('deal', { name, length, letters: LETTERS, seed: of, count });
    const [train, test] = await Promise.all([ask(seed, SAMPLES), ask(seed + OTHER_SEED, TESTS)]);
    return train && test && { train, test };
  }

  // Weights take the place of those on show, and the settings are theirs.
  async show({ name, length, seed, learnt, settings }: ShownRewriter): Promise<Loaded> {
    const { rewrite, rewriteLength, rewriteSeed } = this.session.settings;
    await this.settle();
    this.kept.recorder.keep();
    this.#showing = true;
    batch(() => {
      rewrite.value = name;
      rewriteLength.value = length;
      rewriteSeed.value = seed;
      if (settings) this.wishes.value = this.#chosen(settings);
    });
    this.#showing = false;
    await this.#build(learnt);
    return this.net.peek()?.notation === rewriteLine(length) ? 'loaded' : 'unloaded';
  }

  async #build(learnt?: Float32Array): Promise<void> {
    const asked = ++this.#builds;
    await this.settle();
    if (asked !== this.#builds) return;
    const [name, length] = [this.name.peek(), this.length.peek()];
    const seed = this.session.settings.rewriteSeed.peek();
    const [deal, kept] = await Promise.all([
      this.deal(name, length, seed),
      learnt ? undefined : this.recalled(`rewrite.${name}.${length}`),
    ]);
    if (!deal || asked !== this.#builds) return;
    const { test } = deal;
    this.place = `rewrite.${name}.${length}`;
    this.learnt = undefined;
    this.untrained = true;
    this.#dealt = deal;
    const wide = 2 * length + 1;
    this.#tests = Int32Array.from({ length: TRIED * length }, (_, i) => {
      return test[Math.floor(i / length) * wide + (i % length)] ?? 0;
    });
    batch(() => {
      this.answers.value = undefined;
      this.picked.value = 0;
      this.forgotten.value = undefined;
    });
    if (!(await this.#install()) || asked !== this.#builds) return;
    if (
      kept &&
      kept.notation === this.net.peek()?.notation &&
      kept.seed === seed &&
      kept.data === this.#key
    ) {
      this.learnt = kept.learnt;
      this.untrained = false;
      this.memory.kept = true;
      const goesOn = kept.remembered && kept.settings === this.wishes.peek();
      this.begin('shown', goesOn ? kept : undefined);
      return;
    }
    if (learnt) {
      this.learnt = learnt;
      this.untrained = false;
    }
    this.begin(learnt ? 'shown' : 'untrained');
  }

  get #key(): string {
    const seed = this.session.settings.rewriteSeed.peek();
    return `rewrite ${this.name.peek()} ${this.length.peek()} ${seed}`;
  }

  // ---------------------------------------------------------------- the run

  override get wishes() {
    return this.session.settings.rewriteTrain;
  }

  override usual(setting: Setting): number {
    const wish = WISHES[setting.name];
    return wish === undefined ? setting.initial : wished(setting, wish);
  }

  protected override usualRate(optimizer: string): number {
    return optimizer === 'adam' ? 0.005 : super.usualRate(optimizer);
  }

  override get lined(): Lined {
    return {
      line: this.net.value?.notation ?? '',
      inits: [],
      seed: this.session.settings.rewriteSeed.value,
      swap: () => {},
      renew: () => {},
      rebuild: () => {},
      reseed: (seed) => {
        this.session.settings.rewriteSeed.value = seed;
      },
    };
  }

  override activate(): void {}

  override reroll(): void {
    const { rewriteSeed } = this.session.settings;
    rewriteSeed.value = (rewriteSeed.peek() + 1) % 2 ** 32;
  }

  // `kept`: the run goes on from what was kept of it.
  override begin(from: 'shown' | 'untrained', kept?: KeptGpt): void {
    const { module } = this.session;
    const notation = this.net.peek()?.notation;
    const sequences = this.#dealt;
    if (!module || notation === undefined || !sequences) return;
    if (from === 'untrained') {
      this.learnt = undefined;
      this.untrained = true;
    }
    const length = this.length.peek();
    const seed = this.session.settings.rewriteSeed.peek();
    this.of = { notation, seed, data: this.#key };
    const text = sequenceText(this.name.peek(), length, TESTS);
    const start = this.begins({ data: 'rewrite', version: '', text }, kept);
    const source = {
      notation,
      seed,
      samples: SAMPLES,
      tests: TESTS,
      size: 2 * length,
      text: true,
      stride: 2 * length + 1,
      block: 0,
      scored: TESTS,
      settings: { ...WISHES, ...parseWishes(this.wishes.peek()) },
      ...(start ? { start } : {}),
    };
    batch(() => {
      this.forgot.value = this.untrained;
      this.history = new History();
      this.start(module, dealt(this.#key, sequences), source, [], kept?.remembered);
    });
    this.look(true, false);
  }

  // It begins again; what it knew can be had back until it has learnt something.
  override forget(): void {
    const learnt = this.learnt;
    const history = this.history;
    this.begin('untrained');
    if (!learnt) return;
    this.forgotten.value = {
      run: this.run,
      restore: () => {
        this.learnt = learnt;
        this.untrained = false;
        this.forgotten.value = undefined;
        this.begin('shown');
        this.before.value = history;
      },
    };
  }

  // What differs from the usual settings.
  #chosen(settings: SettingValues): string {
    return formatWishes(chosenOf(this.table.peek(), (each) => this.usual(each), settings));
  }

  #adopt(frame: Frame): void {
    const { setup, learnt, state } = frame;
    if (setup) {
      const text = this.#chosen(setup.settings);
      if (text !== this.wishes.peek()) this.wishes.value = text;
    }
    if (!learnt) return;
    this.adopted(frame, learnt);
    const running = state === 'running';
    const now = performance.now();
    if (!running || now - this.#answeredAt > ANSWER_MS) {
      this.#answeredAt = now;
      this.#desk?.learnt(learnt);
      void this.answer();
    }
    this.keepLater(frame);
  }
  #answeredAt = 0;

  // ---------------------------------------------------------------- its answers

  #answering = false;
  #again = false;

  // One at a time; what has changed meanwhile is answered after it.
  async answer(): Promise<void> {
    this.#again = true;
    if (this.#answering) return;
    this.#answering = true;
    while (this.#again && this.#tests.length > 0 && this.net.peek()) {
      this.#again = false;
      const [name, length, builds] = [this.name.peek(), this.length.peek(), this.#builds];
      const own = this.typed.peek() ?? [];
      const sequences = Int32Array.from([...own, ...this.#tests]);
      const answers = await this.#desk?.ask('rewrite', { name, sequences, length });
      if (!answers || builds !== this.#builds) continue;
      batch(() => {
        this.sequences.value = sequences;
        this.answers.value = answers;
      });
    }
    this.#answering = false;
  }

  // Of one sequence, with what it knows at the moment that is on show.
  async rewrite(sequence: Int32Array): Promise<Rewritten | undefined> {
    if (this.known) this.#desk?.learnt(this.known);
    return this.#desk?.ask('rewrite', {
      name: this.name.peek(),
      sequences: sequence,
      length: this.length.peek(),
    });
  }

  // The sequence whose attention is on show.
  get example(): Int32Array {
    const length = this.length.value;
    const from = this.picked.value * length;
    return this.sequences.value.slice(from, from + length);
  }

  // Of the sequences it is tried on, without one's own: letters and whole sequences that are right.
  get right(): { readonly letters: number; readonly whole: number; readonly of: number } {
    const answers = this.answers.value;
    const length = this.length.value;
    const skip = answers && answers.count > TRIED ? 1 : 0;
    let [letters, whole] = [0, 0];
    for (let i = skip; answers && i < answers.count; i++) {
      let good = 0;
      for (let k = 0; k < length; k++)
        if (answers.letters[i * length + k] === answers.right[i * length + k]) good++;
      letters += good;
      if (good === length) whole++;
    }
    return { letters, whole, of: (answers?.count ?? 0) - skip };
  }

  smoothed(step: number): number {
    return step === 0
      ? (this.history.scores[0]?.train?.loss ?? Math.log(LETTERS))
      : smoothed(this.history, step);
  }
}

const labs = new WeakMap<Session, RewriteLab>();

// The one of a session; it goes on while other views are open.
export function rewriteOf(session: Session): RewriteLab {
  const lab = labs.get(session) ?? new RewriteLab(session);
  labs.set(session, lab);
  return lab;
}
