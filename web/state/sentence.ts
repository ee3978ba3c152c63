// A sentence of the learner's own, stepped through a small GPT: fresh ones, made for it, or the one that the page teaches.
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import { type Kind, type Ref, sourceRef } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { Stepper } from '../engine/stepper';
import { locale } from '../locales';
import { type GptLab, gptOf } from './gpt';
import { following, forPlaces, freshRead, learntFor, type Read } from './sentence-net';
import { trailOf, trailText } from './sentence-trail';
import type { Session } from './session';
import { Place } from './step-place';

export const SENTENCES = {
  en: 'The cat sat on the mat because it was tired.',
  zh: '小猫坐在垫子上，因为它累了。',
} as const;
export const MOST_LETTERS = 400;
const REST_MS = 120; // after typing
const FOLLOW_MS = 500; // from one moment of the run to the next, while it learns
const MASKED = -1e9; // what the operation `mask` makes of a score that must not count
// Between a query's score of a key and the weight that it becomes, each number is made of the one in its place.
const SCORED = new Set(['scores', 'scale', 'mask', 'softmax']);

export type SentenceTrouble = 'waiting' | 'unread' | 'unusable';

export class Sentence extends Place {
  readonly text = computed(() => this.session.settings.sentence.value || SENTENCES[locale.value]);
  readonly read = signal<Read | undefined>(undefined); // what is under the glass
  readonly trouble = signal<SentenceTrouble | undefined>('waiting');
  readonly query = signal<number | undefined>(undefined); // a place; none: the last one
  readonly lab = computed<GptLab | undefined>(() =>
    this.session.settings.sentenceNet.value === 'taught' ? gptOf(this.session) : undefined,
  );
  #made: { readonly notation: string; readonly seed: number } | undefined;
  #making = 0;
  #timer = 0;
  #readAt = 0;
  #goal = 0; // where it was sent last
  #entered = false; // the place that a link or the last visit says has been gone to

  constructor(readonly session: Session) {
    super();
  }

  // Follows text, net and what is learnt while the view is open.
  attach(): () => void {
    const { sentenceNet, sentenceDone, sentenceAt, gptSize, gptSeed } = this.session.settings;
    let alive = true;
    const stops: (() => void)[] = [];
    void this.session.ready().then(() => {
      if (!alive) return;
      stops.push(
        effect(() => {
          const lab = this.lab.value;
          untracked(() => lab?.look(true, false));
        }),
        effect(() => {
          void [this.text.value, sentenceNet.value, gptSize.value, gptSeed.value];
          const lab = this.lab.value;
          void [lab?.lesson.value, lab?.net.value, lab?.frame.value];
          const wait = lab?.running.value ? FOLLOW_MS - (performance.now() - this.#readAt) : REST_MS;
          this.#soon(this.read.peek() ? Math.max(0, wait) : 0);
        }),
        effect(() => {
          const done = sentenceDone.value;
          untracked(() => {
            const stepper = this.stepper.peek();
            if (stepper && this.#wanted(stepper, done) !== this.#goal)
              this.#head(this.#wanted(stepper, done));
          });
        }),
        effect(() => {
          const text = trailText(this.trail.value);
          untracked(() => {
            if (this.#entered) sentenceAt.value = text;
          });
        }),
        effect(() => {
          const text = sentenceAt.value; // of a link that is followed while the view is open
          untracked(() => {
            const stepper = this.stepper.peek();
            if (!stepper || !this.#entered || text === trailText(this.trail.peek())) return;
            this.trail.value = trailOf(text, (kind, id) => sizeOf(stepper, kind, id));
          });
        }),
      );
    });
    return () => {
      alive = false;
      clearTimeout(this.#timer);
      this.#timer = 0;
      for (const stop of stops) stop();
    };
  }

  // The last of several changes counts; while one is waited for, the next ones come with it.
  #soon(wait: number): void {
    if (this.#timer !== 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      void this.#follow();
    }, wait) as unknown as number;
  }

  async #follow(): Promise<void> {
    const making = ++this.#making;
    this.#readAt = performance.now();
    const read = await this.#reading();
    if (making !== this.#making) return;
    if (!read) {
      const taught = this.session.settings.sentenceNet.peek() === 'taught';
      this.trouble.value = taught && this.#labReady ? 'unread' : 'waiting';
      return;
    }
    await this.#make(read, making);
  }

  get #labReady(): boolean {
    const lab = this.lab.peek();
    return lab?.lesson.peek() !== undefined && lab.net.peek() !== undefined;
  }

  // ---------------------------------------------------------------- what is read

  async #reading(): Promise<Read | undefined> {
    const { sentenceNet, gptSize, gptSeed } = this.session.settings;
    const [net, text] = [sentenceNet.peek(), this.text.peek()];
    if (net !== 'taught') return freshRead(text, net, gptSize.peek(), gptSeed.peek());
    const lab = this.lab.peek();
    const lesson = lab?.lesson.peek();
    const plan = lab?.net.peek();
    const engine = this.session.making?.engine;
    if (!lab || !lesson || !plan || !engine) return undefined;
    const seed = gptSeed.peek();
    const { letters } = lesson;
    const unknown = [...new Set(text)].filter((each) => letters.place(each) < 0);
    if (unknown.length === new Set(text).size) return undefined; // it knows nothing of it
    const how = { temperature: 1, top: 0, seed, draw: 0, start: letters.start };
    const seen = await lab.lessons.desk()?.ask('look', { text, ...how });
    if (!seen || plan !== lab.net.peek()) return undefined;
    const { tokens } = seen;
    const learnt = lab.known ?? (await engine.probe({ notation: plan.notation, seed })).learnt();
    const spelt = Array.from(tokens, (token) => letters.letter(token)).join('').length;
    const known = [...text].filter((each) => letters.place(each) >= 0).join('').length;
    return {
      notation: forPlaces(plan.notation, tokens.length),
      seed,
      tokens,
      targets: following(tokens, letters.start),
      pieces: Array.from(tokens, (token) => letters.letter(token)),
      spell: (token) => letters.letter(token),
      left: Math.max(0, known - spelt),
      unknown,
      learnt: learntFor(tokens.length, learnt, plan, lab.params()),
      steps: lab.frame.peek()?.steps ?? 0,
    };
  }

  // ---------------------------------------------------------------- the net

  async #make(read: Read, making: number): Promise<void> {
    const engine = this.session.making?.engine;
    if (!engine) return;
    const { notation, seed, learnt, tokens, targets } = read;
    let stepper = this.stepper.peek();
    const same = stepper !== undefined && this.#made?.notation === notation && this.#made.seed === seed;
    try {
      if (!same || !stepper) stepper = await Stepper.start(engine, { notation, seed }, 1);
    } catch (error) {
      if (!(error instanceof CoreTrap) && !(error instanceof Error && error.name === 'Refused')) throw error;
      if (making === this.#making) this.trouble.value = 'unusable';
      return;
    }
    if (making !== this.#making) return;
    this.#made = { notation, seed };
    if (learnt) stepper.restore({ ...stepper.keep(), values: learnt });
    const sample = { inputs: [Float32Array.from(tokens)], label: -1, targets };
    const before = this.read.peek();
    const { sentenceDone, sentenceAt } = this.session.settings;
    stepper.load([sample], false);
    const moved = before?.pieces.join('\n') !== read.pieces.join('\n');
    batch(() => {
      if (this.#entered && !same) this.trail.value = [];
      if (moved) {
        this.pointed.value = undefined;
        this.query.value = undefined;
      }
      this.read.value = read;
      this.trouble.value = undefined;
      this.stepper.value = stepper;
      this.#head(this.#wanted(stepper, sentenceDone.peek()));
      if (this.#entered) return;
      this.trail.value = trailOf(sentenceAt.peek(), (kind, id) => sizeOf(stepper, kind, id));
      this.#entered = true;
    });
  }

  // Where it stands: what was chosen, or the first attention.
  #wanted({ plan, phases }: Stepper, done: string): number {
    const first = plan.rows.findIndex(({ op }) => op === 'softmax') + 1;
    return /^\d{1,5}$/.test(done) ? Math.min(Number(done), phases.length - 1) : first;
  }

  #head(to: number): void {
    this.#goal = to;
    super.go(to);
  }

  // Of the phases all but the step, which is no business of a sentence.
  override get total(): number {
    return Math.max(0, (this.stepper.value?.phases.length ?? 0) - 1);
  }

  override go(to: number): void {
    const stepper = this.stepper.peek();
    if (!stepper) return;
    const goal = Math.max(0, Math.min(to, stepper.phases.length - 1));
    this.#head(goal);
    this.session.settings.sentenceDone.value = String(goal);
  }

  // ---------------------------------------------------------------- attention

  get #plan(): Plan | undefined {
    return this.stepper.peek()?.plan;
  }

  override absent({ kind, id, index }: Ref): boolean {
    const rows = this.#plan?.rows ?? [];
    const row = kind === 'value' || kind === 'gradient' ? rows[id] : undefined;
    const mask = row?.op === 'softmax' ? rows[row.inputs[0] ?? -1] : row;
    if (mask?.op !== 'mask' || (this.stepper.peek()?.at ?? 0) <= mask.index) return false;
    return this.tensor({ kind: 'value', id: mask.index })[index] === MASKED;
  }

  // A row of attention: a number for each head, query and key.
  isAttention(row: Row | undefined): boolean {
    return row !== undefined && SCORED.has(row.op) && row.shape.length === 3;
  }

  // Of attention what the token on show asks for: the first line has but one share, and that is 1.
  override exampleIn(id: number): readonly [number, number] | undefined {
    const row = this.#plan?.rows[id];
    const [, n = 1, keys = 1] = row?.shape ?? [];
    if (!this.isAttention(row)) return undefined;
    const query = Math.min(this.query.value ?? n - 1, n - 1);
    return [query * keys, (query + 1) * keys];
  }

  // From the score on, all that one query and one key have made in one layer, as far as it is there.
  line(what: Ref): readonly Row[] {
    const rows = this.#plan?.rows ?? [];
    let row = rows[what.id];
    if (what.kind !== 'value' || !this.isAttention(row)) return [];
    while (row && row.op !== 'scores') row = rows[row.inputs[0] ?? -1];
    const line: Row[] = [];
    for (let at: Row | undefined = row; at; ) {
      line.push(at);
      const { index }: Row = at;
      at = rows.find((each) => SCORED.has(each.op) && each.inputs[0] === index);
    }
    return line;
  }

  // What the number that is pointed at was made of: of a weight, its query and its key.
  readonly made = computed((): readonly Ref[] => {
    void this.frame.value;
    const what = this.pointed.value;
    const look = this.stepper.value?.look;
    if (!look || !what || this.pending(what)) return [];
    const score = this.line(what)[0];
    const terms = look.terms(score ? { ...what, id: score.index } : what);
    if (!terms) return [];
    return Array.from(terms.values.keys())
      .flatMap((i) => [sourceRef(terms.from, i), sourceRef(terms.by, i)])
      .filter((ref) => ref !== undefined);
  });

  point(what: Ref | undefined): void {
    this.pointed.value = what;
    const row = what && this.#plan?.rows[what.id];
    if (!what || !this.isAttention(row)) return;
    const [, n = 1, keys = 1] = row?.shape ?? [];
    this.query.value = Math.floor(what.index / keys) % n;
  }
}

function sizeOf({ plan, params }: Stepper, kind: Kind, id: number): number {
  if (kind === 'param' || kind === 'paramGradient') return params[id]?.size ?? 0;
  return kind === 'loss' ? 1 : (plan.rows[id]?.size ?? 0);
}

const sentences = new WeakMap<Session, Sentence>();

export function sentenceOf(session: Session): Sentence {
  const found = sentences.get(session) ?? new Sentence(session);
  sentences.set(session, found);
  return found;
}
