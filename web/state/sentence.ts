// A sentence of the learner's own, stepped through a net: fresh GPTs, made for it, or one of those that the page teaches.
import { batch, computed, effect, type Signal, signal, untracked } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import { type Kind, type Ref, sourceRef } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { Stepper } from '../engine/stepper';
import { locale } from '../locales';
import { freshRead, type Read } from './sentence-net';
import { isAttention, placesOf, SCORED, stackOf } from './sentence-places';
import { type Taught, taughtGpt, taughtRewriter } from './sentence-taught';
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

export type SentenceTrouble = 'waiting' | 'unread' | 'unusable';

export class Sentence extends Place {
  // The box: a net that knows a few letters only has a text of its own.
  get typed(): Signal<string> {
    const { sentence, sentenceLetters, sentenceNet } = this.session.settings;
    return sentenceNet.value === 'rewriter' ? sentenceLetters : sentence;
  }
  readonly text = computed(() => this.typed.value || this.taught.value?.example || SENTENCES[locale.value]);
  readonly read = signal<Read | undefined>(undefined); // what is under the glass
  readonly trouble = signal<SentenceTrouble | undefined>('waiting');
  readonly query = signal<number | undefined>(undefined); // a place; none: the last one
  readonly taught = computed<Taught | undefined>(() => {
    const net = this.session.settings.sentenceNet.value;
    if (net === 'taught') return untracked(() => taughtGpt(this.session));
    return net === 'rewriter' ? untracked(() => taughtRewriter(this.session)) : undefined;
  });
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
          const taught = this.taught.value;
          untracked(() => taught?.learner.look(true, false));
        }),
        effect(() => {
          void [this.text.value, sentenceNet.value, gptSize.value, gptSeed.value];
          const { learner } = this.taught.value ?? {};
          this.taught.value?.follow();
          void learner?.frame.value;
          const wait = learner?.running.value ? FOLLOW_MS - (performance.now() - this.#readAt) : REST_MS;
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
      this.trouble.value = this.taught.peek()?.ready ? 'unread' : 'waiting';
      return;
    }
    await this.#make(read, making);
  }

  // ---------------------------------------------------------------- what is read

  async #reading(): Promise<Read | undefined> {
    const { sentenceNet, gptSize, gptSeed } = this.session.settings;
    const [net, text] = [sentenceNet.peek(), this.text.peek()];
    if (net === 'words' || net === 'characters') return freshRead(text, net, gptSize.peek(), gptSeed.peek());
    const engine = this.session.making?.engine;
    return engine && this.taught.peek()?.read(text, engine);
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

  // Where it stands: what was chosen, or the first attention; of a net that reads and writes, the one between the two.
  #wanted({ plan, phases }: Stepper, done: string): number {
    const looks = plan.rows.filter(({ op }) => op === 'softmax');
    const first = ((looks.find((row) => stackOf(plan, row) === 'cross') ?? looks[0])?.index ?? -1) + 1;
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

  // Of a row of attention, the line that the token on show asks in; of a token that asks nothing there, the last one.
  lineOf(row: Row): number {
    const plan = this.#plan;
    const [, n = 1] = row.shape;
    const line = (this.query.value ?? Number.POSITIVE_INFINITY) - (plan ? placesOf(plan, row).lines : 0);
    return line >= 0 && line < n ? line : n - 1;
  }

  // Of attention what the token on show asks for: the first line has but one share, and that is 1.
  override exampleIn(id: number): readonly [number, number] | undefined {
    const row = this.#plan?.rows[id];
    const [, , keys = 1] = row?.shape ?? [];
    if (!row || !isAttention(row)) return undefined;
    const query = this.lineOf(row);
    return [query * keys, (query + 1) * keys];
  }

  // From the score on, all that one query and one key have made in one layer, as far as it is there.
  line(what: Ref): readonly Row[] {
    const rows = this.#plan?.rows ?? [];
    let row = rows[what.id];
    if (what.kind !== 'value' || !isAttention(row)) return [];
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
    const plan = this.#plan;
    if (!what || !plan || !row || !isAttention(row)) return;
    const [, n = 1, keys = 1] = row.shape;
    this.query.value = placesOf(plan, row).lines + (Math.floor(what.index / keys) % n);
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
