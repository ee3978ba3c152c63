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
import { type KeptGpt, loadGpt, saveGpt } from './gpt-kept';
import { GptSamples } from './gpt-samples';
import { GPT_SIZES, gptLine, usualWishes } from './gpt-sizes';
import { type GptText, isList, type Lesson, lessonOf, PROMPTS, split } from './gpt-text';
import { GptWriting } from './gpt-writing';
import { History } from './history';
import { isKeepable, MOST_PAST } from './kept-run';
import { Learner } from './learner';
import type { Lined } from './line-settings';
import type { Remembered } from './run-handle';
import { lean, RunMemory } from './run-memory';
import type { Session } from './session';
import { type Fetching, fetchText, NONE } from './text-files';
import { formatWishes, parseWishes } from './train-text';

const MOST_LETTERS = 2_000_000; // of a text of one's own
const LOOK_MS = 250; // from one look to the next while it learns
const SMOOTHED = 20; // steps, at most
const MEASURED_WINDOWS = 64;
const OVERHEAD = 1.12; // of scores and of what is kept
const REST_MS = 500;
const SETTLE_MS = 1500;
const MOST_PROMPT = 16; // characters of a text of one's own to begin with
const BY_HEART = 1.04; // test loss over its least
const HARMLESS = 0.05; // nats that are no more than chance
const LARGE = 100_000; // parameters, beyond which a run that goes on is kept
const RARELY_MS = 20_000;
const BY_PACE = 20; // steps, from which on the run itself says how long one takes

export type GptTrouble = 'no-module' | 'lost' | 'short';
type RunKey = `${GptText}.${keyof typeof GPT_SIZES}`;

export class GptLab extends Learner {
  readonly lesson = signal<Lesson | undefined>(undefined);
  readonly coming = signal<Fetching>(NONE); // of the text
  readonly gptTrouble = signal<GptTrouble | undefined>(undefined);
  readonly own = signal(''); // the text of one's own that is learnt
  readonly typed = signal(''); // and as it stands in its box
  readonly net = signal<Plan | undefined>(undefined);
  readonly measured = signal<number | undefined>(undefined); // ms that a step takes
  readonly lost = signal<KeptGpt | undefined>(undefined); // what it knew before it was told to forget
  readonly samples = new GptSamples();
  readonly writing: GptWriting;
  readonly text = computed<GptText>(() => this.session.settings.gpt.value || this.#usual.value);
  readonly size = computed(() => GPT_SIZES[this.session.settings.gptSize.value]);

  readonly #usual = signal<GptText>('first-names');
  readonly #memory = new RunMemory<KeptGpt>((kept) => void saveGpt('run', kept, this.#place));
  #prompts: Record<string, string> = {};
  #desk: GptDesk | undefined;
  #learnt: Float32Array | undefined; // of the moment that is on show; none: as the seed made it
  #untrained = true;
  #lookedAt = 0;
  #fetching: AbortController | undefined;
  #asked = 0; // for a text or a net: an earlier answer no longer counts
  #place: RunKey | '' = ''; // of the run on show, where it is kept
  #paceFrom: { readonly steps: number; readonly at: number } | undefined;
  #measureTimer = 0;

  constructor(readonly session: Session) {
    super();
    const { gptHeat, gptTop } = session.settings;
    this.writing = new GptWriting(() => gptHeat.value / 100, gptTop);
    this.onFrame = (frame) => this.#adopt(frame);
    this.onPast = (remembered) => this.#keep(remembered);
    void this.#open();
  }

  async #open(): Promise<void> {
    this.#usual.value = locale.peek() === 'zh' ? 'tang-poems' : 'first-names';
    const [own, prompts] = await Promise.all([loadGpt('own'), loadGpt('prompts')]);
    await this.session.ready();
    batch(() => {
      this.own.value = own ?? '';
      this.typed.value = own ?? '';
      this.#prompts = { ...prompts };
    });
    await this.usualSetup(this.session.trainSettings());
    if (!(await this.#sit())) return;
    effect(() => {
      const text = this.text.value;
      const own = text === 'own' ? this.own.value : '';
      untracked(() => void this.#read(text, own));
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
      untracked(() => this.#measureLater());
    });
    effect(() => {
      const prompt = this.writing.text.value;
      const text = this.lesson.peek()?.name;
      if (text === undefined || prompt === this.#prompts[text]) return;
      this.#prompts[text] = prompt;
      clearTimeout(this.#promptTimer);
      this.#promptTimer = setTimeout(
        () => void saveGpt('prompts', this.#prompts),
        REST_MS,
      ) as unknown as number;
    });
  }
  #promptTimer = 0;

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
    else if (!lesson.peek()) await this.#read(this.text.peek(), this.own.peek());
  }

  // ---------------------------------------------------------------- the text

  async #read(name: GptText, own: string): Promise<void> {
    this.#fetching?.abort();
    const asked = ++this.#asked;
    this.coming.value = NONE;
    let text = own.slice(0, MOST_LETTERS);
    if (name !== 'own') {
      const fetching = new AbortController();
      this.#fetching = fetching;
      const tell = (how: Fetching) => {
        if (!fetching.signal.aborted) this.coming.value = how;
      };
      const file = await fetchText(`${name}.txt`, tell, fetching.signal);
      if (fetching.signal.aborted || !file) return;
      this.coming.value = { kind: 'there' };
      text = new TextDecoder().decode(file);
    }
    const cut = await this.#desk?.ask('cut', { text, mixed: isList(name) });
    if (!cut || asked !== this.#asked) return;
    this.lesson.value = lessonOf(name, name === 'own' ? `own ${hash(text)} ${text.length}` : name, cut);
  }

  readAgain(): void {
    void this.#read(this.text.peek(), this.own.peek());
  }

  // The text in the box is learnt instead.
  learnOwn(): void {
    const text = this.typed.peek().slice(0, MOST_LETTERS);
    void saveGpt('own', text);
    batch(() => {
      this.own.value = text;
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
    if (!split(lesson.tokens, this.size.peek().window)) {
      this.end();
      batch(() => {
        this.gptTrouble.value = 'short';
        this.net.value = undefined;
        this.frame.value = undefined;
        this.samples.clear();
      });
      return;
    }
    if (this.gptTrouble.peek() === 'short') this.gptTrouble.value = undefined;
    const asked = ++this.#builds;
    await this.#settle();
    const place: RunKey = `${lesson.name}.${this.session.settings.gptSize.peek()}`;
    const kept = await loadGpt('run', place);
    if (asked !== this.#builds) return;
    const before = this.#memory.last;
    this.#place = place;
    this.#learnt = undefined;
    this.#untrained = true;
    this.lost.value = undefined;
    if (!(await this.#install(gptLine(this.size.peek(), lesson.kinds))) || asked !== this.#builds) return;
    this.writing.text.value = this.#prompts[lesson.name] ?? this.#usualPrompt(lesson);
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
  #usualPrompt({ name, letters, tokens }: Lesson): string {
    if (name !== 'own') return PROMPTS[name];
    const text = letters.spell(tokens.subarray(0, MOST_PROMPT)).trimStart();
    return /^\S+\s/.exec(text)?.[0] ?? text.slice(0, 2);
  }

  // The net in the worker that writes.
  async #install(notation: string): Promise<boolean> {
    const desk = this.#desk;
    const letters = this.lesson.peek()?.letters;
    const seed = this.session.settings.gptSeed.peek();
    const built = await desk?.ask('build', { notation, seed });
    if (!desk || !letters || !built || desk !== this.#desk) return false;
    if (!built.plan) {
      if (built.error) this.trouble.value = { kind: 'refused', error: built.error };
      return false;
    }
    if (this.#learnt) desk.learnt(this.#learnt);
    this.net.value = built.plan;
    this.writing.sit(desk, letters, seed);
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
    if (!parts || notation === undefined) return undefined;
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
    this.#paceFrom = undefined;
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
    this.#paceFrom = { steps, at: performance.now() };
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
    if (running && this.#paceFrom) this.#measurePace(steps);
    else this.#paceFrom = undefined;
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

  #sample(steps: number, learnt: Float32Array, resting: boolean): void {
    const desk = this.#desk;
    const letters = this.lesson.peek()?.letters;
    if (!desk || !letters || this.samples.now.peek()?.steps === steps) return;
    const { gptSeed } = this.session.settings;
    const style = {
      temperature: this.writing.temperature(),
      top: this.writing.top.peek(),
      seed: gptSeed.peek(),
      from: letters.start,
      spell: (tokens: Int32Array) => letters.spell(tokens),
    };
    this.samples.want(desk, { steps, loss: this.smoothed(steps), learnt }, style, resting);
  }

  // Another sample of the weights on show.
  sampleAgain(): void {
    const desk = this.#desk;
    const letters = this.lesson.peek()?.letters;
    const learnt = this.#learnt;
    if (!desk || !letters || !learnt) return;
    const steps = this.frame.peek()?.steps ?? 0;
    this.samples.want(
      desk,
      { steps, loss: this.smoothed(steps), learnt },
      {
        temperature: this.writing.temperature(),
        top: this.writing.top.peek(),
        seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
        from: letters.start,
        spell: (tokens) => letters.spell(tokens),
      },
      true,
    );
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
    if (!learnt || !of) return;
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

  // Loss of guessing: all characters alike.
  get guessing(): number {
    return Math.log(this.lesson.value?.kinds ?? 1);
  }

  // The step since which the test loss has only been higher, if by much: what is learnt since is the text itself.
  get byHeartSince(): number | undefined {
    const tested = this.history.scores.flatMap(({ step, test }) => (test ? [{ step, loss: test.loss }] : []));
    const last = tested.at(-1);
    if (!last) return undefined;
    const best = tested.reduce((a, b) => (b.loss < a.loss ? b : a));
    return last.loss > BY_HEART * best.loss && last.loss - best.loss > HARMLESS ? best.step : undefined;
  }

  // Of each batch, and smoothed: the mean of the last ones.
  losses(): {
    readonly steps: readonly number[];
    readonly values: readonly number[];
    readonly smooth: readonly number[];
  } {
    const { steps, values, stride } = this.history.curve();
    let sum = 0;
    let first = 0; // of those that are summed
    const smooth = values.map((value, i) => {
      sum += value;
      const wide = Math.max(1, Math.round(smoothedOver((i + 1) * stride) / stride));
      while (i - first + 1 > wide) sum -= values[first++] ?? 0;
      return sum / (i - first + 1);
    });
    return { steps, values, smooth };
  }

  // Mean of the last losses until a step; before the first one, what the score says.
  smoothed(step: number): number {
    if (step === 0) return this.history.scores[0]?.train?.loss ?? this.guessing;
    let sum = 0;
    const from = step - smoothedOver(step) + 1;
    for (let i = from; i <= step; i++) sum += this.history.lossAt(i);
    return sum / (step - from + 1);
  }

  // ---------------------------------------------------------------- how long it takes

  #measurePace(steps: number): void {
    const from = this.#paceFrom;
    if (!from || steps - from.steps < BY_PACE) return;
    this.measured.value = (performance.now() - from.at) / (steps - from.steps);
  }

  // A few steps that nobody sees, when all is quiet.
  #measureLater(): void {
    clearTimeout(this.#measureTimer);
    this.#measureTimer = setTimeout(() => void this.#measure(), REST_MS) as unknown as number;
  }

  #measuredFor = '';
  async #measure(): Promise<void> {
    const source = this.#source();
    const lesson = this.lesson.peek();
    const { batch: size = 32 } = this.setup.peek().settings;
    const what = `${source?.notation} ${size}`;
    if (!source || !lesson || this.running.peek() || what === this.#measuredFor) return;
    this.#measuredFor = what;
    this.measured.value = undefined;
    const windows = Math.min(MEASURED_WINDOWS, source.samples);
    const tokens = lesson.tokens.slice(0, windows + source.size);
    const small = {
      ...source,
      samples: windows,
      tests: 1,
      scored: 1,
      settings: { ...source.settings, batch: size },
    };
    const ms = await this.#desk?.ask('measure', { source: small, tokens });
    if (ms !== undefined && what === this.#measuredFor && !this.running.peek())
      this.measured.value = ms * OVERHEAD;
  }

  // Seconds until the plan is done. Undefined: not known yet.
  get left(): number | undefined {
    const ms = this.measured.value;
    const left = this.planned - (this.frame.value?.steps ?? 0);
    return ms === undefined ? undefined : (Math.max(0, left) * ms) / 1000;
  }

  // ---------------------------------------------------------------- to take away

  async file(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#learnt) this.#desk?.learnt(this.#learnt);
    return this.#desk?.ask('save', {});
  }
}

// Steps whose mean is the loss of training at one: fewer at first, when it falls fast.
const smoothedOver = (step: number): number => Math.max(1, Math.min(SMOOTHED, step >> 2));

// FNV-1a, to tell texts apart.
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}
