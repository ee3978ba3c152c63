// Word vectors that are learnt in the page, or were learnt elsewhere: the state of the view.
import { words as moduleUrl } from 'virtual:built';
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { CoreError } from '../engine/errors';
import { WORDS_TABLE, type WordsValues } from '../engine/words-core';
import type { Frame, Step, Want } from '../engine/words-messages';
import type { Quality } from '../engine/words-quality';
import { locale } from '../locales';
import { readFile } from './files';
import { beginning } from './long-text';
import { newId } from './recorder';
import type { Session } from './session';
import { type Fetching, fetchText, NONE } from './text-files';
import { formatWishes, parseWishes } from './train-text';
import { changedValues, type WordsMade, type WordsRecord, word2vec } from './words-file';
import { WordsHandle } from './words-handle';
import { type KeptWords, wordsShelf } from './words-kept';
import { known, wordLists } from './words-lists';
import { WordsRuns } from './words-runs';
import { SOURCES, usualValues, type WordSource } from './words-texts';
import { WordsUmap } from './words-umap';

const KEEP_MS = 2000; // from one keeping to the next while it learns
const LEAST_LENGTH = 3; // letters of the word that a look at a text of one's own begins with
export const MOST_LETTERS = 4_000_000; // of a text of one's own
export const LEAST_WORDS = 200; // of a text that is worth learning
const LEAST_KINDS = 4;
export const PRETRAINED = 'vectors.words';

// The words that there are vectors of.
export interface Lexicon {
  readonly name: WordSource;
  readonly words: readonly string[]; // the commonest first
  readonly index: ReadonlyMap<string, number>;
  readonly counts: Int32Array | undefined; // none of vectors that were learnt elsewhere
  readonly length: number; // words of the text
}

interface Begun {
  readonly made: string;
  readonly place: string; // where it is kept
  readonly from: WordsMade;
  readonly id: string; // in the list of runs
}

export type WordsTrouble = 'no-module' | 'lost' | 'short' | 'broken';

export class WordsLab {
  readonly source = computed<WordSource>(
    () => this.session.settings.words.value || (locale.value === 'zh' ? 'tang-poems' : 'moby-dick'),
  );
  readonly isGiven = computed(() => this.source.value === 'pretrained');
  readonly coming = signal<Fetching>(NONE);
  readonly trouble = signal<WordsTrouble | undefined>(undefined);
  readonly refused = signal<CoreError | undefined>(undefined);
  readonly lexicon = signal<Lexicon | undefined>(undefined);
  readonly frame = signal<Frame | undefined>(undefined);
  readonly running = signal(false);
  readonly quality = signal<(Quality & { readonly read: number }) | undefined>(undefined); // and when it was measured
  readonly measuring = signal<Fetching>(NONE);
  readonly stepped = signal<Step | undefined>(undefined);
  readonly umap: WordsUmap;
  readonly own = signal(''); // the text of one's own that is learnt
  readonly typed = signal(''); // and as it stands in its box
  readonly taken = computed(() => beginning(this.typed.value, MOST_LETTERS)); // what would be learnt of that
  readonly values = computed<WordsValues>(() => {
    const wishes = parseWishes(this.session.settings.wordsTrain.value);
    const usual = usualValues(this.source.value);
    const allowed = WORDS_TABLE.filter(({ name, least, most, kind }) => {
      const wish = wishes[name];
      return (
        typeof wish === 'number' &&
        wish >= least &&
        wish <= most &&
        (kind === 'real' || Number.isInteger(wish))
      );
    });
    return { ...usual, ...Object.fromEntries(allowed.map(({ name }) => [name, wishes[name] as number])) };
  });
  readonly least = computed(() => this.session.settings.wordsLeast.value || SOURCES[this.source.value].least);
  readonly word = computed(() => this.find(this.session.settings.wordsWord.value) ?? this.#firstWord());
  readonly question = computed(() => {
    const asked = this.session.settings.wordsAnalogy.value || SOURCES[this.source.value].questions[0] || '';
    const [a = '', b = '', c = ''] = asked.split(',');
    return [a, b, c] as const;
  });

  readonly kept: WordsRuns;
  module: WebAssembly.Module | undefined;
  #handle: WordsHandle | undefined;
  #asked = 0; // an earlier text no longer counts
  #fetching: AbortController | undefined;
  #keptAt = 0;
  #begun = ''; // what the run on show was made from
  #beginning = 0; // an earlier beginning no longer counts
  #on: Begun | undefined; // the run that the worker holds
  #opened: KeptWords | undefined; // of a file

  constructor(readonly session: Session) {
    this.kept = new WordsRuns(this);
    this.umap = new WordsUmap(this, (ids) => this.#handle?.ask('rows', { ids }));
    void this.#open();
  }

  async #open(): Promise<void> {
    const own = this.session.embedded ? undefined : await wordsShelf.load('own');
    // What has been typed or taken meanwhile stays.
    batch(() => {
      this.own.value ||= own ?? '';
      this.typed.value ||= own ?? '';
    });
    await this.session.ready();
    if (!(await this.#sit())) return;
    const { settings } = this.session;
    effect(() => {
      void this.source.value;
      void settings.wordsUnit.value;
      void this.least.value;
      void this.own.value;
      untracked(() => void this.#read());
    });
    effect(() => {
      void this.values.value;
      void settings.wordsSeed.value;
      untracked(() => void this.#begin(true));
    });
    effect(() => {
      const want = this.#want();
      untracked(() => this.#handle?.want(want));
    });
    this.umap.follow();
    effect(() => {
      const pace = settings.wordsPace.value;
      untracked(() => {
        if (this.running.peek()) this.#handle?.run(pace);
      });
    });
  }

  async #sit(): Promise<boolean> {
    const bytes = moduleUrl ? await readFile(moduleUrl).catch(() => undefined) : undefined;
    const module = bytes && (await WebAssembly.compile(bytes).catch(() => undefined));
    if (!module) {
      this.trouble.value = 'no-module';
      return false;
    }
    this.module = module;
    this.#handle = new WordsHandle(
      module,
      (frame) => this.#adopt(frame),
      () =>
        batch(() => {
          this.running.value = false;
          this.trouble.value = 'lost';
        }),
    );
    return true;
  }

  // The worker once more; what was kept comes back.
  async again(): Promise<void> {
    const first = this.#handle === undefined;
    this.trouble.value = undefined;
    if (first) await this.#open();
    else if (await this.#sit()) await this.#read();
  }

  // ---------------------------------------------------------------- the text

  readAgain(): void {
    void this.#read();
  }

  learnOwn(): void {
    const text = this.taken.peek();
    if (!this.session.embedded) void wordsShelf.save('own', text);
    batch(() => {
      this.own.value = text;
      this.session.settings.words.value = 'own';
    });
  }

  // `there`: when its words are, before any are learnt.
  async #read(there = () => {}): Promise<void> {
    const handle = this.#handle;
    if (!handle) return;
    const asked = ++this.#asked;
    this.pause();
    this.#beginning++;
    const name = this.source.peek();
    if (name === 'own' && this.own.peek() === '') {
      this.coming.value = NONE;
      return; // until there is one, what was on show stays
    }
    const file =
      name === 'own' ? undefined : await this.#fetch(name === 'pretrained' ? PRETRAINED : `${name}.txt`);
    if (asked !== this.#asked || (name !== 'own' && !file)) return;
    const text = file ? (name === 'pretrained' ? '' : new TextDecoder().decode(file)) : this.own.peek();
    const unit = this.session.settings.wordsUnit.peek();
    this.#on = undefined;
    const given = name === 'pretrained' && file ? await handle.ask('given', { file }) : undefined;
    const counted =
      name === 'pretrained' ? undefined : await handle.ask('read', { text, unit, least: this.least.peek() });
    const found = given ?? counted;
    if (asked !== this.#asked || handle.ended) return;
    const short = counted && (counted.length < LEAST_WORDS || counted.words.length < LEAST_KINDS);
    batch(() => {
      this.stepped.value = undefined;
      this.frame.value = undefined;
      this.quality.value = undefined;
      this.refused.value = undefined;
      this.trouble.value = !found ? 'broken' : short ? 'short' : undefined;
      this.#key = name === 'own' ? `own ${hash(text)} ${text.length}` : name;
      this.lexicon.value = found && !short ? lexiconOf(name, found.words, counted) : undefined;
    });
    this.#begun = '';
    if (!found || short) return;
    there();
    handle.want(this.#want());
    if (name !== 'pretrained') await this.#begin(false);
  }
  #key = '';

  async #fetch(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#fetching?.abort();
    const fetching = new AbortController();
    this.#fetching = fetching;
    const tell = (how: Fetching) => {
      if (!fetching.signal.aborted) this.coming.value = how;
    };
    const found = await fetchText(file, tell, fetching.signal);
    if (fetching.signal.aborted || !found) return undefined;
    this.coming.value = { kind: 'there' };
    return found;
  }

  // ---------------------------------------------------------------- learning

  get #made(): string {
    const { wordsUnit, wordsSeed } = this.session.settings;
    const values = formatWishes(this.values.peek());
    return `${this.#key};${wordsUnit.peek()};${this.least.peek()};${values};${wordsSeed.peek()}`;
  }

  get #place(): string {
    return `${this.source.peek()}.${this.session.settings.wordsUnit.peek()}`;
  }

  // From the start, or, where the same run had been kept, from there. `changed`: only if it is another one.
  async #begin(changed: boolean, fresh = false): Promise<void> {
    const handle = this.#handle;
    const lexicon = this.lexicon.peek();
    if (
      !handle ||
      !lexicon ||
      lexicon.name === 'pretrained' ||
      lexicon.name !== this.source.peek() ||
      (changed && this.#made === this.#begun)
    )
      return;
    this.pause();
    const beginning = ++this.#beginning;
    const made = this.#made;
    this.#begun = made;
    const place = this.#place;
    const from = this.#from(lexicon, lexicon.name);
    this.#on = undefined;
    this.frame.value = undefined; // of the run before
    if (fresh) this.#opened = undefined;
    const opened = this.#opened?.made === made ? this.#opened : undefined;
    const shelved = !fresh && !opened && !this.session.embedded;
    const stored = shelved ? await wordsShelf.load('run', place) : opened;
    if (beginning !== this.#beginning) return;
    const kept = stored?.made === made ? stored : undefined;
    const answer = await handle.ask('begin', {
      values: from.values,
      seed: from.seed,
      ...(kept ? { kept } : {}),
    });
    if (beginning !== this.#beginning) return;
    this.#on = answer && !answer.error ? { made, place, from, id: kept?.id ?? newId() } : undefined;
    batch(() => {
      this.stepped.value = undefined;
      this.refused.value = answer?.error;
    });
  }

  end(): void {
    this.running.value = false;
    this.#handle?.end();
  }

  get isDone(): boolean {
    return (this.frame.value?.state?.progress ?? 0) >= 1;
  }

  async train(): Promise<void> {
    if (this.isDone) await this.forget();
    this.running.value = true;
    this.stepped.value = undefined;
    this.#handle?.run(this.session.settings.wordsPace.peek());
  }

  pause(): void {
    if (!this.running.peek()) return;
    this.running.value = false;
    this.#handle?.run(-1);
    void this.#keep();
  }

  async step(): Promise<void> {
    this.pause();
    this.stepped.value = await this.#handle?.ask('step', {});
    void this.#keep();
  }

  // The same start again: the same seed.
  async forget(): Promise<void> {
    this.pause();
    await this.#begin(false, true);
    void this.#keep();
  }

  reroll(): void {
    this.session.settings.wordsSeed.value = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  }

  set(name: string, value: number): void {
    const values = { ...this.values.peek(), [name]: value };
    this.session.settings.wordsTrain.value = formatWishes(changedValues(this.source.peek(), values));
  }

  #adopt(frame: Frame): void {
    const was = this.running.peek();
    batch(() => {
      this.frame.value = frame;
      if (was && !frame.running) this.running.value = false;
    });
    if (was && (!frame.running || performance.now() - this.#keptAt > KEEP_MS)) void this.#keep();
  }

  async #keep(): Promise<void> {
    this.#keptAt = performance.now();
    const on = this.#on;
    if (!on) return;
    const { made, place, from, id } = on;
    // Asked before another run is begun, it is answered before too.
    const tables = await this.#handle?.ask('keep', {});
    if (!tables) return;
    if (tables.read > 0) this.kept.note({ ...from, ...tables }, id);
    if (!this.session.embedded) await wordsShelf.save('run', { ...tables, made, id }, place);
  }

  #from({ words }: Lexicon, source: WordsMade['source']): WordsMade {
    const { wordsUnit, wordsSeed } = this.session.settings;
    return {
      source,
      own: source === 'own' ? this.own.peek() : '',
      unit: wordsUnit.peek(),
      least: this.least.peek(),
      values: this.values.peek(),
      seed: wordsSeed.peek(),
      words,
    };
  }

  // ---------------------------------------------------------------- to take away, and back

  // All vectors, a word a line.
  async vectors(): Promise<string | undefined> {
    const lexicon = this.lexicon.peek();
    if (!lexicon) return undefined;
    const rows = await this.#handle?.ask('rows', { ids: Int32Array.from(lexicon.words.keys()) });
    return rows && lexicon === this.lexicon.peek() ? word2vec(lexicon.words, rows) : undefined;
  }

  // A run of the list takes the place of the one on show, and goes on as itself. False: its text is another one here, and
  // it begins anew.
  async show(record: WordsRecord, id: string): Promise<boolean> {
    const { source, own, unit, least, values, seed, words, tables, read, losses } = record;
    this.pause();
    const { settings } = this.session;
    batch(() => {
      if (source === 'own') {
        this.typed.value = own;
        this.own.value = own;
      }
      settings.words.value = source;
      settings.wordsUnit.value = unit;
      settings.wordsLeast.value = least === SOURCES[source].least ? 0 : least;
      settings.wordsTrain.value = formatWishes(changedValues(source, values));
      settings.wordsSeed.value = seed;
    });
    if (source === 'own' && !this.session.embedded) void wordsShelf.save('own', own);
    const fits = () => this.lexicon.peek()?.words.join('\n') === words.join('\n');
    await this.#read(() => {
      if (fits()) this.#opened = { made: this.#made, tables, read, losses, id };
    });
    if (!fits()) return false;
    await this.#keep();
    return true;
  }

  // ---------------------------------------------------------------- looks

  find(word: string): number | undefined {
    return this.lexicon.value?.index.get(word.trim().toLowerCase());
  }

  #firstWord(): number {
    const lexicon = this.lexicon.value;
    if (!lexicon) return -1;
    const usual = lexicon.index.get(SOURCES[lexicon.name].word);
    if (usual !== undefined) return usual;
    const long = lexicon.words.findIndex(
      (each) => each.length >= LEAST_LENGTH || /\p{Script=Han}/u.test(each),
    );
    return Math.max(0, long);
  }

  look(word: string): void {
    this.session.settings.wordsWord.value = word;
  }

  #want(): Want {
    const { wordsMap, wordsMost } = this.session.settings;
    const [a, b, c] = this.question.value.map((each) => this.find(each));
    return {
      word: this.word.value,
      analogy: a === undefined || b === undefined || c === undefined ? undefined : [b, a, c],
      axes: wordsMap.value === '3' ? 3 : 2,
      most: wordsMost.value,
    };
  }

  // How good they are, by published lists.
  async measure(): Promise<void> {
    const lexicon = this.lexicon.peek();
    if (!lexicon) return;
    const lists = await wordLists((how) => {
      this.measuring.value = how;
    });
    if (!lists) return;
    this.measuring.value = { kind: 'fetching', got: 0 };
    const quality = await this.#handle?.ask('measure', known(lists, lexicon.index));
    if (lexicon !== this.lexicon.peek()) return;
    this.measuring.value = NONE;
    this.quality.value = quality && { ...quality, read: this.frame.peek()?.state?.read ?? 0 };
  }
}

function lexiconOf(
  name: WordSource,
  words: readonly string[],
  counted: { readonly counts: Int32Array; readonly length: number } | undefined,
): Lexicon {
  return {
    name,
    words,
    index: new Map(words.map((word, i) => [word, i])),
    counts: counted?.counts,
    length: counted?.length ?? 0,
  };
}

// FNV-1a, to tell texts apart.
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}

const labs = new WeakMap<Session, WordsLab>();

// The one of a session; it goes on while other views are open.
export function wordsOf(session: Session): WordsLab {
  const lab = labs.get(session) ?? new WordsLab(session);
  labs.set(session, lab);
  return lab;
}
