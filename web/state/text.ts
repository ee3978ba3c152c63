// The text view's state: the text in the box, what the worker tells of it, and what is asked of the worker. Whatever the
// learner chose stands in the settings; a worker that is lost is begun anew from them.
import { text as moduleUrl } from 'virtual:built';
import { batch, computed, effect, type Signal, signal, untracked } from '@preact/signals-core';
import type { Counts } from '../engine/text-cut';
import type { Asked, FromText, Learnt, Looked, Row, ShownPair, ToText } from '../engine/text-messages';
import { METHODS, type Method, MOST_MERGES } from '../engine/text-methods';
import { readFile } from './files';
import { beginning } from './long-text';
import type { Session } from './session';
import type { CORPORA } from './settings';
import { MOST_LETTERS, TextBox } from './text-box';
import { type Fetching, fetchText, NONE } from './text-files';
import { TextHandle } from './text-handle';

const REST_MS = 400;
export const FIRST_CHIPS = 80;
const WATCHED_CHIPS = 320;
export const PAGE_CHIPS = 400;
export const SPEEDS = [1, 2, 5, 10, 25, 60] as const; // merges a second

type Corpus = (typeof CORPORA)[number];
export type Trouble = 'no-module' | 'lost';

type Rows = { readonly [M in Method]: Signal<Row | undefined> };

export class TextLab {
  readonly box: TextBox;
  readonly rows = Object.fromEntries(METHODS.map((m) => [m, signal<Row | undefined>(undefined)])) as Rows;
  readonly size = signal({ characters: 0, bytes: 0 });
  readonly id = signal(0); // of the text
  readonly cut = signal(0); // the last text that all rows have come of
  readonly learnt = signal<Learnt | undefined>(undefined);
  readonly merges = signal<readonly ShownPair[]>([]); // all that are learnt
  readonly counts = signal<Counts | undefined>(undefined);
  readonly looked = signal<Looked | undefined>(undefined);
  readonly gpt2 = signal<Fetching>(NONE);
  readonly corpus = signal<Fetching>(NONE);
  readonly taught = signal<Corpus>('text'); // what the vocabularies are of: where a file did not come, the text itself
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly wanted = signal(0); // merges
  readonly playing = signal(false);
  readonly speed = signal(2); // of SPEEDS
  readonly most = computed(() => {
    const learnt = this.learnt.value;
    return learnt?.ended ? learnt.tokens.length - 1 : MOST_MERGES;
  });

  #handle: TextHandle | undefined;
  #module: WebAssembly.Module | undefined;
  #asked = 0;
  #playTimer = 0;
  #restTimer = 0;
  #playedAt = 0;
  #gpt2File: Uint8Array<ArrayBuffer> | undefined;
  #corpusId = 0;
  #corpusText: string | undefined;
  #corpusAsked: AbortController | undefined;
  #ended = false;
  readonly #windows = new Map<Method, { from: number; size: number }>();

  constructor(readonly session: Session) {
    this.box = new TextBox(session.settings, !session.embedded);
    void this.#open();
  }

  async #open(): Promise<void> {
    await this.box.open();
    const bytes = moduleUrl && (await readFile(moduleUrl).catch(() => undefined));
    if (!bytes) {
      this.trouble.value = 'no-module';
      return;
    }
    this.#module = await WebAssembly.compile(bytes);
    this.#hire();
    const { settings } = this.session;
    effect(() => {
      const text = this.box.text.value;
      untracked(() => this.#tellText(text));
    });
    effect(() => {
      this.wanted.value = settings.textMerges.value;
    });
    effect(() => this.#say({ kind: 'merges', at: this.wanted.value }));
    effect(() => this.#say({ kind: 'words', most: settings.textWords.value }));
    effect(() => {
      void settings.textStage.value;
      untracked(() => this.show('bpe', 0, 0));
    });
    effect(() => {
      const wanted = settings.textStage.value === 'count' ? settings.textMethod.value : undefined;
      untracked(() => {
        this.counts.value = undefined;
        this.#say({ kind: 'count', method: wanted });
      });
    });
    effect(() => {
      const corpus = settings.textCorpus.value;
      untracked(() => {
        this.counts.value = undefined;
        void this.#learnFrom(corpus);
      });
    });
    effect(() => {
      if (settings.textGpt2.value) untracked(() => void this.fetchGpt2());
    });
  }

  // ---------------------------------------------------------------- the worker

  #tellText(text: string): void {
    this.id.value++;
    this.looked.value = undefined;
    for (const method of METHODS) this.#forgetPage(method);
    this.#say({ kind: 'text', id: this.id.peek(), text: beginning(text, MOST_LETTERS) });
  }

  #hire(): void {
    if (!this.#module || this.#ended) return;
    this.#handle?.end();
    this.#handle = new TextHandle(
      this.#module,
      (message) => this.#hear(message),
      () => {
        this.#handle = undefined;
        this.pause();
        this.trouble.value = 'lost';
      },
    );
    this.trouble.value = undefined;
  }

  // A new worker, with all that the old one knew.
  again(): void {
    if (!this.#module) {
      location.reload();
      return;
    }
    this.#hire();
    const { settings } = this.session;
    if (this.#gpt2File) this.#say({ kind: 'gpt2', file: this.#gpt2File });
    this.#say({ kind: 'corpus', id: this.#corpusId, text: this.#corpusText });
    this.#say({ kind: 'merges', at: this.wanted.peek() });
    this.#say({ kind: 'words', most: settings.textWords.peek() });
    this.#say({
      kind: 'count',
      method: settings.textStage.peek() === 'count' ? settings.textMethod.peek() : undefined,
    });
    this.#tellText(this.box.text.peek());
  }

  end(): void {
    this.#ended = true;
    this.pause();
    clearTimeout(this.#restTimer);
    this.#corpusAsked?.abort();
    this.#handle?.end();
    this.box.end();
  }

  #say(message: ToText): void {
    this.#handle?.say(message);
  }

  #hear(message: FromText): void {
    switch (message.kind) {
      case 'row':
        if (message.row.id === this.id.peek()) this.rows[message.row.method].value = message.row;
        break;
      case 'none':
        this.rows[message.method].value = undefined;
        break;
      case 'cut':
        if (message.id !== this.id.peek()) break;
        batch(() => {
          this.size.value = { characters: message.characters, bytes: message.bytes };
          this.cut.value = message.id;
        });
        break;
      case 'learnt':
        this.#take(message.learnt);
        break;
      case 'counts':
        if (
          message.corpus === this.#corpusId &&
          message.counts.method === this.session.settings.textMethod.peek()
        )
          this.counts.value = message.counts;
        break;
      case 'looked':
        if (message.asked === this.#asked) this.looked.value = message.looked;
        break;
      case 'refused':
        if (message.what === 'gpt2') this.gpt2.value = { kind: 'broken' };
        break;
    }
  }

  #take(learnt: Learnt): void {
    batch(() => {
      if (learnt.merges.length > 0 || learnt.since === 0)
        this.merges.value = [...this.merges.peek().slice(0, learnt.since), ...learnt.merges];
      this.learnt.value = learnt;
    });
  }

  // ---------------------------------------------------------------- what is on show

  // Tokens `from` … of a row; `size` 0: the first few.
  show(method: Method, from: number, size: number): void {
    const window = { from, size: size || this.#first(method) };
    this.#windows.set(method, window);
    this.#say({ kind: 'show', method, ...window });
  }

  // Of the text that is learnt from, more is seen.
  #first(method: Method): number {
    return method === 'bpe' && this.session.settings.textStage.peek() === 'learn'
      ? WATCHED_CHIPS
      : FIRST_CHIPS;
  }

  #forgetPage(method: Method): void {
    if (!this.#windows.delete(method)) return;
    this.#say({ kind: 'show', method, from: 0, size: this.#first(method) });
  }

  look(what: Asked): void {
    this.#say({ kind: 'look', asked: ++this.#asked, what });
  }

  // ---------------------------------------------------------------- files

  async fetchGpt2(): Promise<void> {
    if (this.#gpt2File || this.gpt2.peek().kind === 'fetching') return;
    const file = await fetchText(
      'gpt2.vocab',
      (how) => {
        this.gpt2.value = how;
      },
      new AbortController().signal,
    );
    if (!file) return;
    this.#gpt2File = file;
    batch(() => {
      this.gpt2.value = { kind: 'there' };
      this.session.settings.textGpt2.value = true;
    });
    this.#say({ kind: 'gpt2', file });
  }

  async #learnFrom(corpus: Corpus): Promise<void> {
    this.#corpusAsked?.abort();
    this.corpus.value = NONE;
    if (corpus === 'text') {
      this.#teach('text');
      return;
    }
    const asked = new AbortController();
    this.#corpusAsked = asked;
    const file = await fetchText(
      `${corpus}.txt`,
      (how) => {
        if (!asked.signal.aborted) this.corpus.value = how;
      },
      asked.signal,
    );
    if (asked.signal.aborted) return;
    if (file) this.corpus.value = { kind: 'there' };
    if (file) this.#teach(corpus, new TextDecoder().decode(file));
    else this.#teach('text');
  }

  // Once more, for a file that did not come.
  retryCorpus(): void {
    void this.#learnFrom(this.session.settings.textCorpus.peek());
  }

  #teach(corpus: Corpus, text?: string): void {
    this.taught.value = corpus;
    this.#corpusText = text;
    this.#say({ kind: 'corpus', id: ++this.#corpusId, text });
  }

  // ---------------------------------------------------------------- learning, merge by merge

  // Merges in use: as many as are wanted, or as there are.
  get at(): number {
    return Math.min(this.wanted.value, this.most.value);
  }

  // The settings, and with them the address, follow at rest: browsers refuse an address that is another 60 times a second.
  to(merges: number): void {
    this.wanted.value = Math.max(0, Math.min(Math.round(merges), this.most.peek()));
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.session.settings.textMerges.value = this.wanted.peek();
    }, REST_MS) as unknown as number;
  }

  play(): void {
    if (this.at >= this.most.peek()) this.to(0);
    this.playing.value = true;
    this.#playedAt = performance.now();
    this.#tick();
  }

  pause(): void {
    clearTimeout(this.#playTimer);
    this.playing.value = false;
  }

  // What is due is asked for when the last has been told of; at a high speed that may be several merges.
  #tick(): void {
    const speed = SPEEDS[this.speed.peek()] ?? 1;
    this.#playTimer = setTimeout(
      () => {
        if (!this.playing.peek()) return;
        const at = untracked(() => this.at);
        const now = performance.now();
        const due = Math.floor(((now - this.#playedAt) * speed) / 1000 + 0.1);
        if (at >= this.most.peek()) {
          this.pause();
          return;
        }
        if (due > 0 && this.learnt.peek()?.at === at) {
          this.#playedAt = Math.max(this.#playedAt + (1000 * due) / speed, now - 100);
          this.to(at + due);
        }
        this.#tick();
      },
      Math.max(16, 1000 / speed),
    ) as unknown as number;
  }
}

const labs = new WeakMap<Session, TextLab>();

// The one of a session; it goes on while other views are open.
export function textOf(session: Session): TextLab {
  const lab = labs.get(session) ?? new TextLab(session);
  labs.set(session, lab);
  return lab;
}
