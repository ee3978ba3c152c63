// A small GPT that is taught in the page and writes: the state of the view. One worker trains it, another lets it write.
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import type { Frame } from '../engine/run-messages';
import type { Setting, Wishes } from '../engine/train-settings';
import { locale } from '../locales';
import { GptCutting } from './gpt-cutting';
import { gptFile } from './gpt-file';
import { gptShelf, type KeptGpt } from './gpt-kept';
import { GptLessons } from './gpt-lessons';
import { GptLine, sizeOfLine, unfit } from './gpt-line';
import { smoothed } from './gpt-losses';
import type { Trial } from './gpt-pace';
import { type Places, placesOf } from './gpt-places';
import { GptPrompts } from './gpt-prompts';
import { GptRuns } from './gpt-runs';
import { GptSamples } from './gpt-samples';
import { GptSeat } from './gpt-seat';
import { type Shown, settingsOf } from './gpt-shown';
import { GPT_SIZES, usualOf, usualWishes } from './gpt-sizes';
import { type GptSource, gptSource, runTextOf } from './gpt-source';
import { type GptText, type Lesson, split } from './gpt-text';
import { GptTiming } from './gpt-timing';
import { GptWriting } from './gpt-writing';
import { History } from './history';
import type { Lined } from './line-settings';
import type { Loaded } from './run-keeper';
import type { Session } from './session';
import { TokenLearner } from './token-learner';
import { chosenOf, formatWishes, parseWishes, strange } from './train-text';

const LOOK_MS = 250; // from one look to the next while it learns
const LARGE = 100_000; // parameters, beyond which a run that goes on is kept
const RARELY_MS = 20_000;

export type GptTrouble = 'no-module' | 'lost' | 'short';

export class GptLab extends TokenLearner {
  readonly lessons: GptLessons;
  readonly lesson: GptLessons['lesson'];
  readonly gptTrouble = signal<GptTrouble | undefined>(undefined);
  readonly net = signal<Plan | undefined>(undefined);
  readonly built = signal(false); // the run on show is of what is chosen: another is not about to take its place
  readonly timing = new GptTiming(this);
  readonly lost = signal<KeptGpt | undefined>(undefined); // what it knew before it was told to forget
  readonly samples = new GptSamples();
  readonly writing: GptWriting;
  readonly text = computed<GptText>(() => this.session.settings.gpt.value || this.#usual.value);
  readonly size = computed(
    () => sizeOfLine(this.session.settings.gptNet.value) ?? GPT_SIZES[this.session.settings.gptSize.value],
  );
  readonly line = new GptLine(this);
  readonly cutting: GptCutting;
  readonly kept: GptRuns;

  readonly #usual = signal<GptText>('first-names');
  readonly #prompts: GptPrompts;
  readonly seat: GptSeat;
  #lookedAt = 0;
  #before = 0; // steps that the weights it began with had been taught
  #showing = false; // what is given takes its place: the settings follow it
  #builds = 0; // an earlier one no longer counts

  constructor(readonly session: Session) {
    super();
    this.seat = new GptSeat(session, () => {
      this.writing.stop();
      this.gptTrouble.value = 'lost';
    });
    this.lessons = new GptLessons(() => this.seat.desk, !session.embedded);
    this.lesson = this.lessons.lesson;
    this.#prompts = new GptPrompts(!session.embedded);
    this.cutting = new GptCutting(session);
    this.kept = new GptRuns(this);
    const { gptHeat, gptTop } = session.settings;
    this.writing = new GptWriting(() => gptHeat.value / 100, gptTop);
    this.onFrame = (frame) => this.#adopt(frame);
    void this.#open();
  }

  async #open(): Promise<void> {
    this.#usual.value = locale.peek() === 'zh' ? 'tang-poems' : 'first-names';
    const { embedded } = this.session;
    const [own] = embedded
      ? []
      : await Promise.all([gptShelf.load('own'), this.cutting.load(), this.#prompts.load()]);
    await this.session.ready();
    this.lessons.put(own ?? '');
    await this.usualSetup(this.session.trainSettings());
    if (!(await this.#sit())) return;
    effect(() => {
      const text = this.text.value;
      const cutting = this.cutting.now.value;
      const isThere = text !== 'own' || this.lessons.own.value !== '';
      // Until there is one, what was on show stays.
      untracked(() => {
        if (this.#showing) return;
        if (isThere) void this.lessons.read(text, cutting);
        else if (!this.lesson.peek()) void this.lessons.read(this.#usual.peek(), cutting);
      });
    });
    effect(() => {
      void this.lesson.value;
      void this.size.value;
      void this.session.settings.gptNet.value;
      void this.session.settings.gptSeed.value;
      untracked(() => {
        if (!this.#showing) void this.#build();
      });
    });
    effect(() => {
      void this.net.value;
      void this.setup.value;
      untracked(() => this.timing.pace.tryLater(() => this.#trial()));
    });
    effect(() => {
      const prompt = this.writing.text.value;
      const lesson = this.lesson.peek();
      if (lesson) this.#prompts.note(lesson, prompt);
      // Typed while its text is still coming, it is for that one.
      if (prompt && !this.writing.going.peek() && this.#comes(lesson)) this.#prompts.await(prompt);
    });
  }

  // Another text is on its way; one's own only when there is one.
  #comes(lesson: Lesson | undefined): boolean {
    const text = this.text.peek();
    return !lesson || (lesson.name !== text && (text !== 'own' || this.lessons.own.peek() !== ''));
  }

  // With the worker that writes: nothing goes on.
  close(): void {
    this.end();
    this.writing.rise();
    this.seat.desk?.end();
  }

  get places(): Places | undefined {
    const learnt = this.untrained ? undefined : this.learnt;
    return learnt && placesOf(this.net.value, this.params(), learnt);
  }

  // ---------------------------------------------------------------- the worker that writes

  async #sit(): Promise<boolean> {
    const sits = await this.seat.take();
    if (!sits) this.gptTrouble.value = 'no-module';
    return sits;
  }

  // The worker that writes, once more; what is learnt meanwhile goes on being learnt.
  async sitAgain(): Promise<void> {
    const first = this.seat.desk === undefined;
    this.gptTrouble.value = undefined;
    if (first) {
      await this.#open();
      return;
    }
    if (!(await this.#sit())) return;
    // It knows nothing of how the text was cut.
    this.#showing = true;
    await this.lessons.read(this.lesson.peek()?.name ?? this.text.peek(), this.cutting.now.peek());
    this.#showing = false;
    const { notation } = this.net.peek() ?? {};
    if (notation && this.built.peek()) await this.#install(notation);
    else await this.#build();
  }

  // ---------------------------------------------------------------- the text

  readAgain(): void {
    void this.lessons.read(this.text.peek(), this.cutting.now.peek());
  }

  // The text in the box is learnt instead.
  learnOwn(): void {
    batch(() => {
      this.lessons.take();
      this.session.settings.gpt.value = 'own';
    });
  }

  // Weights that are given take the place of those on show. Where their text is here, the run goes on with it; else with
  // the one on show, cut by their units.
  async show(shown: Shown): Promise<Loaded> {
    await this.settle();
    this.kept.recorder.keep();
    this.#showing = true;
    const fits = await settingsOf(this, shown);
    this.#showing = false;
    await this.#build(fits ? shown : undefined);
    if (!fits || this.net.peek()?.notation !== shown.notation) return 'unloaded';
    const lesson = this.lesson.peek();
    return lesson?.name === shown.text && lesson.version === shown.textVersion ? 'loaded' : 'no-text';
  }

  // ---------------------------------------------------------------- the net

  override get plan(): Plan | undefined {
    return this.net.value;
  }

  async #build(shown?: Shown): Promise<void> {
    const lesson = this.lesson.peek();
    if (!lesson) return;
    const asked = ++this.#builds;
    this.built.value = false;
    await this.settle();
    if (!split(lesson.tokens, this.size.peek().window)) {
      this.end();
      batch(() => {
        this.gptTrouble.value = 'short';
        this.net.value = undefined;
        this.frame.value = undefined;
        this.samples.clear();
        this.writing.rise();
      });
      return;
    }
    if (this.gptTrouble.peek() === 'short') this.gptTrouble.value = undefined;
    const { merges, given } = lesson;
    const cut = given ? `.${given.version}` : merges > 0 ? `.${merges}` : '';
    const { gptNet, gptSize } = this.session.settings;
    const place = `${lesson.name}.${gptNet.peek() ? 'line' : gptSize.peek()}${cut}`;
    const kept = shown ? undefined : await this.recalled(place);
    if (asked !== this.#builds) return;
    const before = this.memory.last;
    this.place = place;
    this.learnt = undefined;
    this.untrained = true;
    this.#before = 0;
    this.lost.value = undefined;
    if (!(await this.#install(this.line.of(lesson.kinds))) || asked !== this.#builds) return;
    this.writing.text.value = this.#prompts.of(lesson);
    this.writing.written.value = 0;
    this.built.value = true;
    if (kept && this.#recall(kept)) return;
    if (shown) {
      this.learnt = shown.learnt;
      this.untrained = false;
      this.#before = shown.steps;
    }
    this.begin(shown ? 'shown' : 'untrained');
    // Of another seed, it can be had back as what was forgotten.
    const { notation } = this.net.peek() ?? {};
    if (before?.notation === notation && before?.data === lesson.key) this.lost.value = before;
  }

  // The net in the worker that writes.
  async #install(notation: string): Promise<boolean> {
    const lesson = this.lesson.peek();
    const seed = this.session.settings.gptSeed.peek();
    const built = lesson && (await this.seat.install(notation, lesson, seed));
    const { desk } = this.seat;
    if (!lesson || !desk || !built) return false;
    const why = built.plan ? unfit(built.plan, lesson.kinds) : built.error;
    if (why && this.session.settings.gptNet.peek()) {
      this.line.standIn(notation, why);
      return false;
    }
    if (!built.plan) {
      if (built.error) this.trouble.value = { kind: 'refused', error: built.error };
      return false;
    }
    if (this.learnt) desk.learnt(this.learnt);
    this.net.value = built.plan;
    this.writing.sit(desk, lesson.letters, seed);
    return true;
  }

  // What had been learnt of this text in this size is on show again, and with the settings of then the run goes on.
  #recall(kept: KeptGpt): boolean {
    const { notation, seed, learnt, data, settings, samples, remembered } = kept;
    const { gptSeed, gptTrain } = this.session.settings;
    const same = notation === this.net.peek()?.notation && data === this.lesson.peek()?.key;
    if (!same || seed !== gptSeed.peek()) return false;
    this.learnt = learnt;
    this.untrained = false;
    this.memory.kept = true;
    this.memory.last = kept;
    this.#before = kept.before ?? 0;
    const goesOn = remembered && settings === gptTrain.peek();
    this.begin('shown', goesOn ? kept : undefined);
    this.samples.clear(samples);
    return true;
  }

  override get wishes() {
    return this.session.settings.gptTrain;
  }

  // As the size has them, and on top what the learner chose.
  #wishes(): Wishes {
    return { ...usualWishes(this.size.peek()), ...parseWishes(this.wishes.peek()) };
  }

  override usual(setting: Setting): number {
    return usualOf(setting, this.size.value);
  }

  protected override usualRate(optimizer: string): number {
    return /^adamw?$/.test(optimizer) ? this.size.peek().rate : super.usualRate(optimizer);
  }

  override get lined(): Lined {
    return {
      line: this.net.value?.notation ?? '',
      inits: [],
      seed: this.session.settings.gptSeed.value,
      swap: () => {},
      renew: () => {},
      rebuild: () => {},
      reseed: (seed) => {
        this.session.settings.gptSeed.value = seed;
      },
    };
  }

  override activate(): void {}

  override reroll(): void {
    this.session.settings.gptSeed.value = (this.session.settings.gptSeed.peek() + 1) % 2 ** 32;
  }

  // ---------------------------------------------------------------- the run

  #source(): GptSource | undefined {
    const lesson = this.lesson.peek();
    const made =
      lesson &&
      gptSource(
        lesson,
        this.line.of(lesson.kinds),
        this.size.peek(),
        this.session.settings.gptSeed.peek(),
        this.#wishes(),
      );
    // While another net is being built, what is on show is not of this size.
    return made?.source.notation === this.net.peek()?.notation ? made : undefined;
  }

  // `kept`: the run goes on from what was kept of it.
  override begin(from: 'shown' | 'untrained', kept?: KeptGpt): void {
    const { module } = this.session;
    const lesson = this.lesson.peek();
    const made = this.#source();
    if (!module || !lesson || !made) return;
    if (from === 'untrained') {
      this.learnt = undefined;
      this.untrained = true;
      this.#before = 0;
    }
    const learning = { data: 'text', version: lesson.version, text: runTextOf(lesson, made) } as const;
    const start = this.begins(learning, kept);
    const { source, data } = made;
    this.timing.pace.end();
    this.of = { data: lesson.key, seed: source.seed, notation: source.notation };
    batch(() => {
      this.samples.clear();
      this.forgot.value = this.untrained;
      this.history = new History();
      this.start(module, data, start ? { ...source, start } : source, [], kept?.remembered);
    });
    this.look(true, false);
  }

  protected override readied(): void {
    super.readied();
    // A link can name settings that the core has not, or has not with this value: they are left out.
    const where = strange(this.table.peek(), parseWishes(this.wishes.peek()));
    if (where) this.session.notice.value = { kind: 'unknown-setting', where };
  }

  // It begins again with what the seed makes; what it knew can be had back until it has learnt something.
  override forget(): void {
    void this.settle().then(() => {
      const kept = this.memory.last;
      this.begin('untrained');
      this.lost.value = kept;
    });
  }

  bringBack(): void {
    const lost = this.lost.peek();
    this.lost.value = undefined;
    if (!lost) return;
    const { gptSeed } = this.session.settings;
    this.memory.keep(lost);
    if (lost.seed !== gptSeed.peek())
      gptSeed.value = lost.seed; // and it is built with what was kept
    else this.#recall(lost);
  }

  override teach(): void {
    const { gpt } = this.session.settings;
    if (gpt.peek() === '') gpt.value = this.text.peek(); // a link says what is learnt
    const planned = untracked(() => this.timing.planned);
    const steps = this.frame.peek()?.steps ?? 0;
    this.timing.pace.begin(steps);
    this.lost.value = undefined;
    this.go(undefined, steps < planned ? planned : undefined);
  }

  override step(count = 1): void {
    this.lost.value = undefined;
    super.step(count);
  }

  #adopt(frame: Frame): void {
    const { setup, learnt, steps, state } = frame;
    if (setup) {
      const text = formatWishes(chosenOf(this.table.peek(), (each) => this.usual(each), setup.settings));
      if (text !== this.wishes.peek()) this.wishes.value = text;
    }
    const running = state === 'running';
    if (running) this.timing.pace.tell(steps);
    else this.timing.pace.end();
    if (!learnt) return;
    this.adopted(frame, learnt);
    const now = performance.now();
    if (!running || now - this.#lookedAt > LOOK_MS) {
      this.#lookedAt = now;
      this.seat.desk?.learnt(learnt);
      if (!this.writing.going.peek() && !this.writing.picked.peek()) void this.writing.look();
    }
    this.#sample(steps, learnt, !running);
    this.keepLater(frame, (this.net.peek()?.parameters ?? 0) > LARGE ? RARELY_MS : 0);
  }

  protected override keptToo() {
    return { samples: this.samples.kept.peek(), before: this.#before };
  }

  #sample(steps: number, learnt: Float32Array, resting: boolean, seed?: number): void {
    const { desk } = this.seat;
    const letters = this.lesson.peek()?.letters;
    if (!desk || !letters || (seed === undefined && this.samples.now.peek()?.steps === steps)) return;
    const style = {
      temperature: this.writing.temperature(),
      top: this.writing.top.peek(),
      seed: seed ?? this.session.settings.gptSeed.peek() + this.#before,
      from: letters.start,
      spell: (tokens: Int32Array) => letters.spell(tokens),
    };
    this.samples.want(desk, { steps, loss: this.smoothed(steps), learnt }, style, resting);
  }

  // Another sample of the weights on show.
  sampleAgain(): void {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    if (this.learnt) this.#sample(this.frame.peek()?.steps ?? 0, this.learnt, true, seed);
  }

  // ---------------------------------------------------------------- losses

  // How many tokens a character takes: what turns a loss of each token into one of each character.
  get perCharacter(): number {
    const { tokens, characters } = this.lesson.value ?? { tokens: [], characters: 1 };
    return tokens.length / Math.max(1, characters);
  }

  // Loss of guessing: all tokens alike.
  get guessing(): number {
    return Math.log(this.lesson.value?.kinds ?? 1);
  }

  // Mean of the last losses until a step; before the first one, what the score says.
  smoothed(step: number): number {
    if (step === 0) return this.history.scores[0]?.train?.loss ?? this.guessing;
    return smoothed(this.history, step);
  }

  // ---------------------------------------------------------------- how long it takes

  #trial(): Trial | undefined {
    const source = this.#source()?.source;
    const tokens = this.lesson.peek()?.tokens;
    const { desk } = this.seat;
    if (!source || !tokens || !desk || this.running.peek()) return undefined;
    const { batch = 32 } = this.setup.peek().settings;
    return { desk, tokens, source: { ...source, settings: { ...source.settings, batch } } };
  }

  // ---------------------------------------------------------------- to take away

  // The weights on show, with the tokens that they know and what they were made from.
  async file(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const lesson = this.lesson.peek();
    if (this.learnt) this.seat.desk?.learnt(this.learnt);
    const weights = await this.seat.desk?.ask('save', {});
    if (!weights || !lesson) return undefined;
    const { letters, units, name, version, given, merges } = lesson;
    return gptFile(weights, letters.all, letters.longer, {
      units,
      text: name,
      textVersion: version,
      merges: given ? -1 : merges,
      size: this.session.settings.gptNet.peek() ? 'line' : this.session.settings.gptSize.peek(),
      seed: this.session.settings.gptSeed.peek(),
      steps: this.#before + (this.frame.peek()?.steps ?? 0),
      settings: this.wishes.peek(),
    });
  }
}

const labs = new WeakMap<Session, GptLab>();

// The one of a session; it goes on while other views are open.
export function gptOf(session: Session): GptLab {
  const lab = labs.get(session) ?? new GptLab(session);
  labs.set(session, lab);
  return lab;
}

// The table of places that a small GPT of this session has learnt; none: there is no such GPT, or it has learnt nothing.
export function learntPlaces(session: Session): Places | undefined {
  return labs.get(session)?.places;
}
