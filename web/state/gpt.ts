// A small GPT that is taught in the page and writes: the state of the view. One worker trains it, another lets it write.
import { text as textUrl } from 'virtual:built';
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import type { Frame } from '../engine/run-messages';
import { type Setting, type SettingValues, type Wishes, wished, wishOf } from '../engine/train-settings';
import type { TrainerSource } from '../engine/trainer';
import { locale } from '../locales';
import { readFile } from './files';
import { GptDesk } from './gpt-desk';
import { gptShelf, type KeptGpt } from './gpt-kept';
import { GptLessons } from './gpt-lessons';
import { smoothed } from './gpt-losses';
import { GptPace, type Trial } from './gpt-pace';
import { GptSamples } from './gpt-samples';
import { GPT_SIZES, gptLine, usualWishes } from './gpt-sizes';
import { type GptText, type Lesson, PROMPTS, split } from './gpt-text';
import { GptWriting } from './gpt-writing';
import { History } from './history';
import { isKeepable, MOST_PAST } from './kept-run';
import { Learner } from './learner';
import type { Lined } from './line-settings';
import type { Remembered } from './run-handle';
import { lean, RunMemory } from './run-memory';
import type { Session } from './session';
import { formatWishes, parseWishes } from './train-text';

const LOOK_MS = 250; // from one look to the next while it learns
const REST_MS = 500;
const SETTLE_MS = 1500;
const MOST_PROMPT = 16; // characters of a text of one's own to begin with
const LARGE = 100_000; // parameters, beyond which a run that goes on is kept
const RARELY_MS = 20_000;

export type GptTrouble = 'no-module' | 'lost' | 'short';
// text.size, and merges where there are any
type RunKey = `${GptText}.${string}`;

const promptOf = ({ name, merges }: Lesson): string => (merges > 0 ? `${name} tokens` : name);

export class GptLab extends Learner {
  readonly lessons: GptLessons;
  readonly lesson: GptLessons['lesson'];
  readonly gptTrouble = signal<GptTrouble | undefined>(undefined);
  readonly net = signal<Plan | undefined>(undefined);
  readonly stepTime = new GptPace();
  readonly lost = signal<KeptGpt | undefined>(undefined); // what it knew before it was told to forget
  readonly samples = new GptSamples();
  readonly writing: GptWriting;
  readonly text = computed<GptText>(() => this.session.settings.gpt.value || this.#usual.value);
  readonly merges = computed(() => Number(this.session.settings.gptMerges.value));
  readonly size = computed(() => GPT_SIZES[this.session.settings.gptSize.value]);

  readonly #usual = signal<GptText>('first-names');
  readonly #memory = new RunMemory<KeptGpt>((kept) => {
    if (!this.session.embedded) void gptShelf.save('run', kept, this.#place);
  });
  #prompts: Record<string, string> = {};
  #desk: GptDesk | undefined;
  #learnt: Float32Array | undefined; // of the moment that is on show; none: as the seed made it
  #untrained = true;
  #lookedAt = 0;
  #place: RunKey | '' = ''; // of the run on show, where it is kept

  constructor(readonly session: Session) {
    super();
    this.lessons = new GptLessons(() => this.#desk, !session.embedded);
    this.lesson = this.lessons.lesson;
    const { gptHeat, gptTop } = session.settings;
    this.writing = new GptWriting(() => gptHeat.value / 100, gptTop);
    this.onFrame = (frame) => this.#adopt(frame);
    this.onPast = (remembered) => this.#keep(remembered);
    void this.#open();
  }

  async #open(): Promise<void> {
    this.#usual.value = locale.peek() === 'zh' ? 'tang-poems' : 'first-names';
    const { embedded } = this.session;
    const [own, prompts] = embedded
      ? []
      : await Promise.all([gptShelf.load('own'), gptShelf.load('prompts')]);
    await this.session.ready();
    this.lessons.put(own ?? '');
    this.#prompts = { ...prompts };
    await this.usualSetup(this.session.trainSettings());
    if (!(await this.#sit())) return;
    effect(() => {
      const text = this.text.value;
      const merges = this.merges.value;
      const isThere = text !== 'own' || this.lessons.own.value !== '';
      // Until there is one, what was on show stays.
      untracked(() => {
        if (isThere) void this.lessons.read(text, merges);
        else if (!this.lesson.peek()) void this.lessons.read(this.#usual.peek(), merges);
      });
    });
    effect(() => {
      void this.lesson.value;
      void this.size.value;
      void this.session.settings.gptSeed.value;
      untracked(() => void this.#build());
    });
    effect(() => {
      void this.net.value;
      void this.setup.value;
      untracked(() => this.stepTime.tryLater(() => this.#trial()));
    });
    effect(() => {
      const prompt = this.writing.text.value;
      const lesson = this.lesson.peek();
      const text = lesson && promptOf(lesson);
      if (text === undefined || prompt === this.#prompts[text] || embedded) return;
      this.#prompts[text] = prompt;
      clearTimeout(this.#promptTimer);
      this.#promptTimer = setTimeout(
        () => void gptShelf.save('prompts', this.#prompts),
        REST_MS,
      ) as unknown as number;
    });
  }
  #promptTimer = 0;

  // All that it knows at the moment that is on show; none: as its seed made it.
  get known(): Float32Array | undefined {
    return this.#learnt;
  }

  // With the worker that writes: nothing goes on.
  close(): void {
    this.end();
    this.writing.rise();
    this.#desk?.end();
  }

  // What it has learnt of the places of its window.
  get places(): { length: number; width: number; values: Float32Array } | undefined {
    const { rows } = this.net.value ?? { rows: [] };
    const params = this.params();
    const at = params.findIndex(({ row }) => rows[row]?.op === 'pos');
    const [length = 0, width = 0] = params[at]?.shape ?? [];
    if (!this.#learnt || this.#untrained || at < 0) return undefined;
    const from = params.slice(0, at).reduce((sum, { size }) => sum + size, 0);
    return { length, width, values: this.#learnt.slice(from, from + length * width) };
  }

  // ---------------------------------------------------------------- the worker that writes

  async #sit(): Promise<boolean> {
    const { module } = this.session;
    const bytes = textUrl ? await readFile(textUrl).catch(() => undefined) : undefined;
    const text = bytes && (await WebAssembly.compile(bytes).catch(() => undefined));
    if (!module || !text) {
      this.gptTrouble.value = 'no-module';
      return false;
    }
    this.#desk = new GptDesk(module, text, () => {
      this.writing.stop();
      this.gptTrouble.value = 'lost';
    });
    return true;
  }

  // The worker that writes, once more; what is learnt meanwhile goes on being learnt.
  async sitAgain(): Promise<void> {
    const first = this.#desk === undefined;
    this.gptTrouble.value = undefined;
    if (first) {
      await this.#open();
      return;
    }
    if (!(await this.#sit())) return;
    const { net, lesson } = this;
    if (net.peek()) await this.#install(net.peek()?.notation ?? '');
    else if (!lesson.peek()) await this.lessons.read(this.text.peek(), this.merges.peek());
  }

  // ---------------------------------------------------------------- the text

  readAgain(): void {
    void this.lessons.read(this.text.peek(), this.merges.peek());
  }

  // The text in the box is learnt instead.
  learnOwn(): void {
    batch(() => {
      this.lessons.take();
      this.session.settings.gpt.value = 'own';
    });
  }

  // ---------------------------------------------------------------- the net

  override get plan(): Plan | undefined {
    return this.net.value;
  }

  async #build(): Promise<void> {
    const lesson = this.lesson.peek();
    if (!lesson) return;
    const asked = ++this.#builds;
    await this.#settle();
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
    const { merges } = lesson;
    const place: RunKey = `${lesson.name}.${this.session.settings.gptSize.peek()}${merges > 0 ? `.${merges}` : ''}`;
    const kept = this.session.embedded ? undefined : await gptShelf.load('run', place);
    if (asked !== this.#builds) return;
    const before = this.#memory.last;
    this.#place = place;
    this.#learnt = undefined;
    this.#untrained = true;
    this.lost.value = undefined;
    if (!(await this.#install(gptLine(this.size.peek(), lesson.kinds))) || asked !== this.#builds) return;
    this.writing.text.value = this.#prompts[promptOf(lesson)] ?? this.#usualPrompt(lesson);
    if (kept && this.#recall(kept)) return;
    this.begin('untrained');
    // Of another seed, it can be had back as what was forgotten.
    const { notation } = this.net.peek() ?? {};
    if (before?.notation === notation && before?.data === lesson.key) this.lost.value = before;
  }
  #builds = 0; // an earlier one no longer counts

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

  // Of a text of one's own, its first word.
  #usualPrompt({ name, letters, tokens, merges }: Lesson): string {
    // A space at the end is a token that nothing in the text begins a word with.
    if (name !== 'own') return merges > 0 ? PROMPTS[name].trimEnd() : PROMPTS[name];
    const text = letters.spell(tokens.subarray(0, MOST_PROMPT)).trimStart();
    return /^\S+\s/.exec(text)?.[0] ?? text.slice(0, 2);
  }

  // The net in the worker that writes.
  async #install(notation: string): Promise<boolean> {
    const desk = this.#desk;
    const lesson = this.lesson.peek();
    const seed = this.session.settings.gptSeed.peek();
    if (!desk || !lesson) return false;
    const built = await desk.ask('build', { notation, seed, cutter: lesson.cutter });
    if (!built || desk !== this.#desk) return false;
    if (!built.plan) {
      if (built.error) this.trouble.value = { kind: 'refused', error: built.error };
      return false;
    }
    if (this.#learnt) desk.learnt(this.#learnt);
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
    this.#learnt = learnt;
    this.#untrained = false;
    this.#memory.kept = true;
    this.#memory.last = kept;
    const goesOn = remembered && settings === gptTrain.peek();
    this.begin('shown', goesOn ? remembered : undefined);
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
    const wish = usualWishes(this.size.value)[setting.name];
    return wish === undefined ? setting.initial : wished(setting, wish);
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

  #source(): TrainerSource | undefined {
    const lesson = this.lesson.peek();
    const notation = this.net.peek()?.notation;
    const { window, scored } = this.size.peek();
    const parts = lesson && split(lesson.tokens, window);
    // While another net is being built, what is on show is not of this size.
    if (!parts || notation !== gptLine(this.size.peek(), lesson.kinds)) return undefined;
    return {
      notation,
      seed: this.session.settings.gptSeed.peek(),
      samples: parts.samples,
      tests: parts.tests,
      size: window,
      text: true,
      block: 0,
      scored: Math.min(scored, parts.tests),
      settings: this.#wishes(),
    };
  }

  override begin(from: 'shown' | 'untrained', remembered?: Remembered): void {
    const { module } = this.session;
    const lesson = this.lesson.peek();
    const source = this.#source();
    const parts = lesson && split(lesson.tokens, this.size.peek().window);
    if (!module || !lesson || !source || !parts) return;
    if (from === 'untrained') {
      this.#learnt = undefined;
      this.#untrained = true;
    }
    const start = this.#untrained ? undefined : this.#learnt;
    const give = (tokens: Int32Array<ArrayBuffer>) => ({
      pixels: new Uint8Array(tokens.buffer),
      labels: new Uint8Array(0),
    });
    const data = {
      key: `${lesson.key} ${source.size}`,
      train: give(parts.train),
      test: give(parts.test),
    };
    this.stepTime.end();
    this.#of = { data: lesson.key, seed: source.seed, notation: source.notation };
    batch(() => {
      this.samples.clear();
      this.forgot.value = this.#untrained;
      this.history = new History();
      this.start(module, data, start ? { ...source, start } : source, [], remembered);
    });
    this.look(true, false);
  }

  // It begins again with what the seed makes; what it knew can be had back until it has learnt something.
  override forget(): void {
    void this.#settle().then(() => {
      const kept = this.#memory.last;
      this.begin('untrained');
      this.lost.value = kept;
    });
  }

  bringBack(): void {
    const lost = this.lost.peek();
    this.lost.value = undefined;
    if (!lost) return;
    const { gptSeed } = this.session.settings;
    if (lost.seed !== gptSeed.peek())
      gptSeed.value = lost.seed; // and it is built with what was kept
    else if (this.#recall(lost)) this.#memory.keep(lost);
  }

  // The step at which the schedule ends; there it stops once.
  get planned(): number {
    const { schedule = 0, warmup_steps = 0, schedule_steps = 0 } = this.setup.value.settings;
    const cosine = this.table.value.find(({ name }) => name === 'schedule')?.choices[schedule] === 'cosine';
    return cosine ? warmup_steps + schedule_steps : this.size.value.steps;
  }

  override teach(): void {
    const { gpt } = this.session.settings;
    if (gpt.peek() === '') gpt.value = this.text.peek(); // a link says what is learnt
    const planned = untracked(() => this.planned);
    const steps = this.frame.peek()?.steps ?? 0;
    this.stepTime.begin(steps);
    this.lost.value = undefined;
    this.go(undefined, steps < planned ? planned : undefined);
  }

  override step(count = 1): void {
    this.lost.value = undefined;
    super.step(count);
  }

  #adopt({ setup, learnt, steps, state }: Frame): void {
    if (setup) {
      const text = formatWishes(this.#chosen(setup.settings));
      if (text !== this.wishes.peek()) this.wishes.value = text;
    }
    const running = state === 'running';
    if (running) this.stepTime.tell(steps);
    else this.stepTime.end();
    if (!learnt) return;
    if (steps > 0) this.#untrained = false;
    this.#learnt = learnt;
    const now = performance.now();
    if (!running || now - this.#lookedAt > LOOK_MS) {
      this.#lookedAt = now;
      this.#desk?.learnt(learnt);
      if (!this.writing.going.peek() && !this.writing.picked.peek()) void this.writing.look();
    }
    this.#sample(steps, learnt, !running);
    if (steps === 0 || (running && this.#isLarge && now - this.#keptAt < RARELY_MS)) return;
    this.#memory.later(
      running,
      () => (this.trouble.peek() ? '' : this.state),
      () => this.remember(MOST_PAST),
    );
  }

  // What differs from the usual settings of the size.
  #chosen(settings: SettingValues): Wishes {
    return Object.fromEntries(
      this.table
        .peek()
        .filter((each) => settings[each.name] !== undefined && settings[each.name] !== this.usual(each))
        .map((each) => [each.name, wishOf(each, settings[each.name] ?? each.initial)]),
    );
  }

  #sample(steps: number, learnt: Float32Array, resting: boolean, seed?: number): void {
    const desk = this.#desk;
    const letters = this.lesson.peek()?.letters;
    if (!desk || !letters || (seed === undefined && this.samples.now.peek()?.steps === steps)) return;
    const style = {
      temperature: this.writing.temperature(),
      top: this.writing.top.peek(),
      seed: seed ?? this.session.settings.gptSeed.peek(),
      from: letters.start,
      spell: (tokens: Int32Array) => letters.spell(tokens),
    };
    this.samples.want(desk, { steps, loss: this.smoothed(steps), learnt }, style, resting);
  }

  // Another sample of the weights on show.
  sampleAgain(): void {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    if (this.#learnt) this.#sample(this.frame.peek()?.steps ?? 0, this.#learnt, true, seed);
  }

  // Of a large net, much is kept at once.
  get #isLarge(): boolean {
    return (this.net.peek()?.parameters ?? 0) > LARGE;
  }

  #keptAt = 0;
  #keep(remembered: Remembered): void {
    this.#keptAt = performance.now();
    const learnt = this.#learnt;
    const of = this.#of;
    // Asked for by the run before, it would take that one's place.
    if (!learnt || !of || this.#untrained) return;
    this.#memory.keep({
      ...of,
      learnt,
      settings: this.wishes.peek(),
      samples: this.samples.kept.peek(),
      ...(isKeepable(this.net.peek()?.parameters ?? 0) ? { remembered: lean(remembered) } : {}),
    });
    this.#onKept();
  }
  #of: Pick<KeptGpt, 'notation' | 'seed' | 'data'> | undefined; // what the run on show was made from

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
    const source = this.#source();
    const tokens = this.lesson.peek()?.tokens;
    const desk = this.#desk;
    if (!source || !tokens || !desk || this.running.peek()) return undefined;
    const { batch = 32 } = this.setup.peek().settings;
    return { desk, tokens, source: { ...source, settings: { ...source.settings, batch } } };
  }

  // Seconds until the plan is done. Undefined: not known yet.
  get left(): number | undefined {
    const ms = this.stepTime.ms.value;
    const left = this.planned - (this.frame.value?.steps ?? 0);
    return ms === undefined ? undefined : (Math.max(0, left) * ms) / 1000;
  }

  // ---------------------------------------------------------------- to take away

  async file(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#learnt) this.#desk?.learnt(this.#learnt);
    return this.#desk?.ask('save', {});
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
export function learntPlaces(
  session: Session,
): { length: number; width: number; values: Float32Array } | undefined {
  return labs.get(session)?.places;
}
