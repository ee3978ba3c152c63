// What the text worker does, piece by piece, so that it can hear what is newer between two pieces: the latest text, the
// latest corpus and the latest wish for merges are all it keeps.
import { Bpe, type Pair } from './bpe';
import { Refused } from './errors';
import { constants } from './generated/layout';
import type { TextCore } from './text';
import {
  aroundOf,
  bytesAt,
  type Cut,
  countsOf,
  cutBytes,
  cutCharacters,
  cutTokens,
  cutWords,
  Segments,
  type Source,
  sourceOf,
  timesOf,
  type Words,
  wantsSegments,
  windowOf,
  wordsOfText,
} from './text-cut';
import type { Asked, FromText, Looked, ShownPair } from './text-messages';
import { METHODS, type Method, MOST_MERGES } from './text-methods';
import { Vocab } from './vocab';

const AHEAD_BYTES = 20_000; // a corpus up to this is learnt to its end at once
const WATCHED_BYTES = 50_000;
const SLICE_MS = 14; // of learning
const TELL_MS = 80;
const SEGMENTS = 8000; // at a time
const SHOWN = 80; // tokens of a row
const TREE_LEVELS = 12;
const QUICK = ['bytes', 'characters', 'words', 'gpt2'] as const;
const SLOW = ['bpe', 'segments'] as const; // what must be learnt first, what the browser takes long for

export class Course {
  readonly #core: TextCore;
  readonly #tell: (message: FromText) => void;
  readonly #language: string;
  #id = 0;
  #source: Source = sourceOf('');
  readonly #cuts = new Map<Method, Cut>();
  readonly #kinds = new Map<Method, number>();
  readonly #stale = new Set<Method>();
  readonly #windows = new Map<Method, { from: number; size: number }>();
  #words: Words | undefined; // of the text
  #segments: Segments | undefined; // as far as they are
  #gpt2: Vocab | undefined;
  #counted: Method | undefined;
  #countStale = false;
  #cutTold = true;

  #corpusId = 0;
  #own: Source | undefined; // the corpus; undefined: the text itself
  #ranks: Map<string, number> | undefined;
  #mostWords = 0;
  #bpe: Bpe | undefined;
  #vocab: Vocab | undefined; // of the merges so far
  #wanted = 0; // merges
  #toldMerges = 0;
  #toldAt = 0; // time
  #watchedAt = 0;
  #learntStale = true;

  constructor(core: TextCore, language: string, tell: (message: FromText) => void) {
    this.#core = core;
    this.#language = language;
    this.#tell = tell;
  }

  // ---------------------------------------------------------------- what is wanted

  text(id: number, text: string): void {
    this.#id = id;
    this.#source = sourceOf(text);
    this.#cuts.clear();
    this.#kinds.clear();
    this.#words = undefined;
    this.#segments = undefined;
    for (const method of METHODS) this.#stale.add(method);
    this.#cutTold = false;
    this.#countStale = true;
    if (!this.#own) this.#forget(); // it is the corpus too
  }

  show(method: Method, from: number, size: number): void {
    this.#windows.set(method, { from, size });
    const cut = this.#cuts.get(method);
    if (cut && !this.#stale.has(method)) this.#tellRow(cut);
  }

  gpt2(file: Uint8Array): void {
    this.#gpt2?.free();
    this.#gpt2 = undefined;
    try {
      this.#gpt2 = new Vocab(this.#core, file);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#tell({ kind: 'refused', what: 'gpt2', error: error.error });
    }
    this.#stale.add('gpt2');
  }

  corpus(id: number, text: string | undefined): void {
    this.#corpusId = id;
    this.#own = text === undefined ? undefined : sourceOf(text);
    this.#forget();
  }

  merges(at: number): void {
    this.#wanted = Math.min(at, MOST_MERGES);
    this.#stale.add('bpe');
    this.#learntStale = true;
  }

  words(most: number): void {
    this.#mostWords = most;
    this.#stale.add('words');
  }

  count(method: Method | undefined): void {
    this.#counted = method;
    this.#countStale = true;
  }

  #forget(): void {
    this.#bpe?.free();
    this.#vocab?.free();
    this.#bpe = undefined;
    this.#vocab = undefined;
    this.#ranks = undefined;
    this.#toldMerges = 0;
    this.#learntStale = true;
    this.#countStale = true;
    this.#stale.add('bpe').add('words');
  }

  // ---------------------------------------------------------------- one piece of it

  // False: all is done.
  work(): boolean {
    const quick = QUICK.find((each) => this.#stale.has(each));
    if (quick) return this.#cut(quick);
    if (this.#learn()) return this.#watch();
    const slow = SLOW.find((each) => this.#stale.has(each));
    if (slow) return this.#cut(slow);
    if (!this.#cutTold) {
      this.#cutTold = true;
      const characters = this.#cuts.get('characters')?.count ?? 0;
      this.#tell({ kind: 'cut', id: this.#id, characters, bytes: this.#source.bytes.length });
      return true;
    }
    return this.#count();
  }

  // A text that is not long is cut anew while it is learnt.
  #watch(): boolean {
    const now = performance.now();
    const short = this.#source.bytes.length <= WATCHED_BYTES;
    if (!short || !this.#stale.has('bpe') || now - this.#watchedAt < TELL_MS) return true;
    this.#watchedAt = now;
    return this.#cut('bpe');
  }

  #cut(method: Method): boolean {
    const cut = this.#make(method);
    if (cut === 'later') return true;
    this.#stale.delete(method);
    if (!cut) {
      this.#cuts.delete(method);
      this.#tell({ kind: 'none', method });
      return true;
    }
    this.#cuts.set(method, cut);
    this.#kinds.delete(method);
    if (method === this.#counted || method === 'bpe') this.#countStale = true;
    this.#tellRow(cut);
    return true;
  }

  #make(method: Method): Cut | 'later' | undefined {
    const source = this.#source;
    switch (method) {
      case 'bytes':
        return cutBytes(source);
      case 'characters':
        return cutCharacters(this.#core, source);
      case 'words':
        this.#words ??= wordsOfText(this.#core, source);
        this.#ranks ??= (this.#own ? wordsOfText(this.#core, this.#own) : this.#words).ranks();
        return cutWords(source, this.#words, this.#ranks, this.#mostWords);
      case 'bpe':
        this.#vocab ??= this.#bpe && new Vocab(this.#core, this.#bpe.save());
        this.#vocab?.use(this.#at);
        return this.#vocab && cutTokens(method, source, this.#vocab.encode(source.bytes));
      case 'gpt2':
        return this.#gpt2 && cutTokens(method, source, this.#gpt2.encode(source.bytes));
      case 'segments': {
        if (!('Segmenter' in Intl) || !wantsSegments(source.text)) return undefined;
        this.#segments ??= new Segments(source, this.#language);
        return this.#segments.read(SEGMENTS) ? this.#segments.cut() : 'later';
      }
    }
  }

  #tellRow(cut: Cut): void {
    const { from, size } = this.#windows.get(cut.method) ?? { from: 0, size: SHOWN };
    const kinds = this.#kinds.get(cut.method) ?? differentOf(cut);
    this.#kinds.set(cut.method, kinds);
    let unknown = 0;
    if (cut.method === 'words') for (let i = 0; i < cut.count; i++) if (cut.id(i) === 0) unknown++;
    this.#tell({
      kind: 'row',
      row: {
        method: cut.method,
        id: this.#id,
        count: cut.count,
        kinds,
        unknown,
        vocabulary: this.#known(cut.method),
        window: windowOf(cut, from, size),
      },
    });
  }

  #known(method: Method): number {
    if (method === 'words') return this.#ranks?.size ?? 0;
    return method === 'gpt2' ? (this.#gpt2?.size ?? 0) : 0;
  }

  // Of the corpus: the text itself, or another.
  #count(): boolean {
    const method = this.#counted;
    if (!this.#countStale || !method) return false;
    this.#countStale = false;
    const cut = this.#own ? this.#cutCorpus(method, this.#own) : this.#cuts.get(method);
    if (cut) this.#tell({ kind: 'counts', corpus: this.#corpusId, counts: countsOf(cut) });
    return true;
  }

  #cutCorpus(method: Method, corpus: Source): Cut | undefined {
    switch (method) {
      case 'bytes':
        return cutBytes(corpus);
      case 'characters':
        return cutCharacters(this.#core, corpus);
      case 'words': {
        const words = wordsOfText(this.#core, corpus);
        return cutWords(corpus, words, words.ranks(), this.#mostWords);
      }
      case 'bpe':
        return this.#vocab && cutTokens(method, corpus, this.#vocab.encode(corpus.bytes));
      case 'gpt2':
        return this.#gpt2 && cutTokens(method, corpus, this.#gpt2.encode(corpus.bytes));
      case 'segments': {
        if (!('Segmenter' in Intl) || !wantsSegments(corpus.text)) return undefined;
        const segments = new Segments(corpus, this.#language);
        while (!segments.read(SEGMENTS));
        return segments.cut();
      }
    }
  }

  // ---------------------------------------------------------------- learning

  get #at(): number {
    return Math.min(this.#wanted, this.#bpe?.merges.length ?? 0);
  }

  // A slice of it. False: as much is learnt as is wanted, and told.
  #learn(): boolean {
    const corpus = this.#own ?? this.#source;
    if (!this.#bpe) {
      try {
        this.#bpe = new Bpe(this.#core, corpus.bytes, constants.GN_SPLIT_GPT2, MOST_MERGES);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.#tell({ kind: 'refused', what: 'corpus', error: error.error });
        this.#bpe = new Bpe(this.#core, new Uint8Array(0), constants.GN_SPLIT_GPT2, 0);
      }
    }
    const bpe = this.#bpe;
    const wanted = corpus.bytes.length <= AHEAD_BYTES ? MOST_MERGES + 1 : this.#wanted;
    const began = performance.now();
    const before = bpe.merges.length;
    while (bpe.merges.length < wanted && performance.now() - began < SLICE_MS) if (!bpe.step()) break;
    if (bpe.merges.length > before) {
      this.#vocab?.free();
      this.#vocab = undefined;
      this.#stale.add('bpe');
      this.#learntStale = true;
    }
    const going = !bpe.ended && bpe.merges.length < wanted;
    if (!this.#learntStale || (going && began - this.#toldAt < TELL_MS)) return going;
    this.#tellLearnt(bpe, corpus);
    this.#toldAt = began;
    return going;
  }

  #tellLearnt(bpe: Bpe, corpus: Source): void {
    const at = this.#at;
    const shown = ({ left, right, count }: Pair): ShownPair => ({
      tokens: [left, right],
      left: bpe.bytesOf(left),
      right: bpe.bytesOf(right),
      count,
    });
    const since = this.#toldMerges;
    this.#toldMerges = bpe.merges.length;
    this.#learntStale = false;
    this.#tell({
      kind: 'learnt',
      learnt: {
        corpus: this.#corpusId,
        bytes: corpus.bytes.length,
        at,
        ended: bpe.ended,
        pairs: (bpe.best[at] ?? []).map(shown),
        merges: bpe.merges.slice(since).map(shown),
        since,
        tokens: Int32Array.from(bpe.tokens),
      },
    });
  }

  // ---------------------------------------------------------------- one token

  look(asked: Asked): Looked | undefined {
    const { method } = asked;
    const vocab = method === 'bpe' ? this.#vocab : method === 'gpt2' ? this.#gpt2 : undefined;
    const cut = this.#cuts.get(method);
    if ('token' in asked) {
      const { token } = asked;
      if (!vocab || token >= vocab.size) return undefined;
      const times = cut ? timesOf(cut, token) : 0;
      const tree = vocab.tree(token, TREE_LEVELS);
      const { bytes } = tree;
      return { method, at: -1, id: token, kind: token, bytes, around: bytes, times, known: true, tree };
    }
    const { at } = asked;
    if (!cut || this.#stale.has(method) || at < 0 || at >= cut.count) return undefined;
    const [id, kind] = [cut.id(at), cut.kind(at)];
    return {
      method,
      at,
      id,
      kind,
      bytes: bytesAt(cut, at).slice(),
      around: aroundOf(cut, at),
      times: timesOf(cut, kind),
      known: method !== 'words' || id > 0,
      tree: vocab?.tree(id, TREE_LEVELS),
    };
  }
}

function differentOf(cut: Cut): number {
  const seen = new Uint8Array(cut.kinds);
  let n = 0;
  for (let i = 0; i < cut.count; i++) {
    const kind = cut.kind(i);
    if (seen[kind] === 0) n++;
    seen[kind] = 1;
  }
  return n;
}
