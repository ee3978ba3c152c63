// A small encoder–decoder that is taught to copy, reverse or sort: the state of its view. One worker trains it, another
// writes its answers to sequences that it has never met.
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import type { Rewritten } from '../engine/rewriter';
import type { Frame } from '../engine/run-messages';
import { type Setting, type Wishes, wished } from '../engine/train-settings';
import { GptDesk } from './gpt-desk';
import { gptShelf, type KeptGpt } from './gpt-kept';
import { smoothed } from './gpt-losses';
import { History } from './history';
import { MOST_PAST } from './kept-run';
import { Learner } from './learner';
import type { Lined } from './line-settings';
import { LETTERS, rewriteLine } from './rewrite-line';
import type { Remembered } from './run-handle';
import { lean, RunMemory } from './run-memory';
import type { Session } from './session';
import { formatWishes, parseWishes, wishesOf } from './train-text';

const SAMPLES = 4000; // to learn from
const TESTS = 300;
const TRIED = 50; // of these it is seen how many it gets right
const SETTLE_MS = 1500;
const ANSWER_MS = 200; // from one answer to the next while it learns
const WISHES: Wishes = { optimizer: 'adam', rate: 0.005, batch: 32 };
const OTHER_SEED = 1_000_003; // of what it is tested on

export const SHOWN = 8; // sequences in sight, besides one's own

export class RewriteLab extends Learner {
  readonly net = signal<Plan | undefined>(undefined);
  readonly gone = signal(false); // the worker that answers
  readonly answers = signal<Rewritten | undefined>(undefined); // one's own first, where there is one
  readonly sequences = signal<Int32Array>(new Int32Array(0)); // that these are the answers to
  readonly own = signal(''); // what the learner has typed
  readonly picked = signal(0); // of the answers, whose attention is on show
  readonly name = computed(() => this.session.settings.rewrite.value);
  readonly length = computed(() => this.session.settings.rewriteLength.value);
  // Letters of one's own sequence; undefined: it is not one of that length.
  readonly typed = computed(() => {
    const letters = Array.from(this.own.value, (each) => each.charCodeAt(0) - 97);
    const fits = letters.length === this.length.value && letters.every((each) => each >= 0 && each < LETTERS);
    return fits ? letters : undefined;
  });

  readonly #memory = new RunMemory<KeptGpt>((kept) => {
    if (!this.session.embedded) void gptShelf.save('run', kept, this.#place);
  });
  #desk: GptDesk | undefined;
  #tests = new Int32Array(0); // the sequences, without what becomes of them
  #learnt: Float32Array | undefined;
  #untrained = true;
  #place = '';
  #builds = 0; // an earlier one no longer counts
  #of: Pick<KeptGpt, 'notation' | 'seed' | 'data'> | undefined; // what the run on show was made from
  #dealt: { train: Int32Array<ArrayBuffer>; test: Int32Array<ArrayBuffer> } | undefined;

  constructor(readonly session: Session) {
    super();
    this.onFrame = (frame) => this.#adopt(frame);
    this.onPast = (remembered) => this.#keep(remembered);
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
      untracked(() => void this.#build());
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
    if (this.#learnt) desk?.learnt(this.#learnt);
    this.net.value = built.plan;
    return true;
  }

  async #build(): Promise<void> {
    const asked = ++this.#builds;
    await this.#settle();
    if (asked !== this.#builds) return;
    const [name, length, letters] = [this.name.peek(), this.length.peek(), LETTERS];
    const seed = this.session.settings.rewriteSeed.peek();
    const deal = (of: number, count: number) =>
      this.#desk?.ask('deal', { name, length, letters, seed: of, count });
    const [train, test, kept] = await Promise.all([
      deal(seed, SAMPLES),
      deal(seed + OTHER_SEED, TESTS),
      this.session.embedded ? undefined : gptShelf.load('run', `rewrite.${name}.${length}`),
    ]);
    if (!train || !test || asked !== this.#builds) return;
    this.#place = `rewrite.${name}.${length}`;
    this.#learnt = undefined;
    this.#untrained = true;
    this.#dealt = { train, test };
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
      this.#learnt = kept.learnt;
      this.#untrained = false;
      this.#memory.kept = true;
      const goesOn = kept.remembered && kept.settings === this.wishes.peek();
      this.begin('shown', goesOn ? kept.remembered : undefined);
    } else this.begin('untrained');
  }

  // What goes on is kept before another takes its place.
  async #settle(): Promise<void> {
    if (!this.alive || this.#untrained || this.trouble.peek()) return;
    this.pause();
    const kept = new Promise<void>((resolve) => {
      this.#onKept = resolve;
    });
    this.remember(MOST_PAST);
    await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, SETTLE_MS))]);
  }
  #onKept = () => {};

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

  override begin(from: 'shown' | 'untrained', remembered?: Remembered): void {
    const { module } = this.session;
    const notation = this.net.peek()?.notation;
    const dealt = this.#dealt;
    if (!module || notation === undefined || !dealt) return;
    if (from === 'untrained') {
      this.#learnt = undefined;
      this.#untrained = true;
    }
    const length = this.length.peek();
    const seed = this.session.settings.rewriteSeed.peek();
    this.#of = { notation, seed, data: this.#key };
    const give = (tokens: Int32Array<ArrayBuffer>) => ({
      pixels: new Uint8Array(tokens.buffer),
      labels: new Uint8Array(0),
    });
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
      ...(this.#learnt ? { start: this.#learnt } : {}),
    };
    batch(() => {
      this.forgot.value = this.#untrained;
      this.history = new History();
      const data = { key: this.#key, train: give(dealt.train), test: give(dealt.test) };
      this.start(module, data, source, [], remembered);
    });
    this.look(true, false);
  }

  // It begins again; what it knew can be had back until it has learnt something.
  override forget(): void {
    const learnt = this.#learnt;
    const history = this.history;
    this.begin('untrained');
    if (!learnt) return;
    this.forgotten.value = {
      run: this.run,
      restore: () => {
        this.#learnt = learnt;
        this.#untrained = false;
        this.forgotten.value = undefined;
        this.begin('shown');
        this.before.value = history;
      },
    };
  }

  #adopt({ setup, learnt, steps, state }: Frame): void {
    if (setup) {
      const usual = (each: Setting) => setup.settings[each.name] === this.usual(each);
      const text = formatWishes(
        wishesOf(
          this.table.peek().filter((each) => !usual(each)),
          setup.settings,
        ),
      );
      if (text !== this.wishes.peek()) this.wishes.value = text;
    }
    if (!learnt) return;
    if (steps > 0) this.#untrained = false;
    this.#learnt = learnt;
    const running = state === 'running';
    const now = performance.now();
    if (!running || now - this.#answeredAt > ANSWER_MS) {
      this.#answeredAt = now;
      this.#desk?.learnt(learnt);
      void this.answer();
    }
    if (steps === 0) return;
    this.#memory.later(
      running,
      () => (this.trouble.peek() ? '' : this.state),
      () => this.remember(MOST_PAST),
    );
  }
  #answeredAt = 0;

  #keep(remembered: Remembered): void {
    const learnt = this.#learnt;
    if (!learnt || !this.#of || this.#untrained) return; // the run before asked for it
    this.#memory.keep({
      ...this.#of,
      learnt,
      settings: this.wishes.peek(),
      samples: [],
      remembered: lean(remembered),
    });
    this.#onKept();
  }

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
