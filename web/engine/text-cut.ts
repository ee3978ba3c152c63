// A text cut by one method: where each token ends, its id, and which tokens are the same.
import { constants } from './generated/layout';
import type { TextCore } from './text';
import type { Method } from './text-methods';
import type { Encoded } from './vocab';

// A text as the page has it and as the core does.
export interface Source {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const utf8 = new TextEncoder();

// Half a surrogate pair is no character: it becomes U+FFFD, as in every file of UTF-8.
export function sourceOf(text: string): Source {
  const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  return { text: whole, bytes: utf8.encode(whole) };
}

export interface Cut {
  readonly method: Method;
  readonly bytes: Uint8Array; // of the text
  readonly count: number; // tokens
  readonly kinds: number; // there may be so many different ones
  end(i: number): number; // byte
  kind(i: number): number; // the same for tokens that are the same
  id(i: number): number;
  counts?(kind: number): boolean; // as a word: spaces and signs between them do not
}

export const startOf = (cut: Cut, i: number): number => (i === 0 ? 0 : cut.end(i - 1));
export const bytesAt = (cut: Cut, i: number): Uint8Array => cut.bytes.subarray(startOf(cut, i), cut.end(i));

export function cutBytes({ bytes }: Source): Cut {
  const kind = (i: number) => bytes[i] as number;
  return { method: 'bytes', bytes, count: bytes.length, kinds: 256, end: (i) => i + 1, kind, id: kind };
}

// A character's id is its code point.
export function cutCharacters(core: TextCore, { bytes }: Source): Cut {
  const ends = core.ends(constants.GN_SPLIT_CHARACTERS, bytes);
  const kind = (i: number) => codeAt(bytes, i === 0 ? 0 : (ends[i - 1] as number));
  return {
    method: 'characters',
    bytes,
    count: ends.length,
    kinds: 0x110000,
    end: (i) => ends[i] as number,
    kind,
    id: kind,
  };
}

// Of well-formed UTF-8.
function codeAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const next = (i: number) => (bytes[at + i] as number) & 63;
  if (first < 0x80) return first;
  if (first < 0xe0) return ((first & 31) << 6) | next(1);
  if (first < 0xf0) return ((first & 15) << 12) | (next(1) << 6) | next(2);
  return ((first & 7) << 18) | (next(1) << 12) | (next(2) << 6) | next(3);
}

export function cutTokens(method: 'bpe' | 'gpt2', { bytes }: Source, { ids, ends }: Encoded): Cut {
  const id = (i: number) => ids[i] as number;
  const end = (i: number) => ends[i] as number;
  return { method, bytes, count: ids.length, kinds: constants.GN_MAX_TOKENS, end, kind: id, id };
}

// ---------------------------------------------------------------- words

const isWord = (name: string) => /[\p{L}\p{N}]/u.test(name);

// The different words of a text, numbered as they first appear.
export class Words {
  readonly ends: number[] = [];
  readonly kinds: number[] = []; // of each word
  readonly names: string[] = []; // of each kind
  readonly counts: number[] = []; // of each kind
  readonly #numbers = new Map<string, number>();

  add(word: string, end: number): void {
    let kind = this.#numbers.get(word);
    if (kind === undefined) {
      kind = this.names.length;
      this.#numbers.set(word, kind);
      this.names.push(word);
      this.counts.push(0);
    }
    this.ends.push(end);
    this.kinds.push(kind);
    (this.counts[kind] as number)++;
  }

  // Of each kind, its place among all when the commonest stands first, from 1; of equal ones the earlier.
  ranks(): Map<string, number> {
    const order = this.names.map((_, kind) => kind);
    order.sort((a, b) => (this.counts[b] as number) - (this.counts[a] as number) || a - b);
    return new Map(order.map((kind, i) => [this.names[kind] as string, i + 1]));
  }
}

export function wordsOfText(core: TextCore, { text, bytes }: Source): Words {
  const words = new Words();
  let [at, unit] = [0, 0]; // byte, UTF-16 unit
  for (const end of core.ends(constants.GN_SPLIT_WORDS, bytes)) {
    const from = unit;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if ((byte & 0xc0) !== 0x80) unit += byte >= 0xf0 ? 2 : 1;
    }
    words.add(text.slice(from, unit), end);
  }
  return words;
}

// A word that is not among the `most` commonest of the corpus is unknown: id 0.
export function cutWords(
  { bytes }: Source,
  words: Words,
  ranks: ReadonlyMap<string, number>,
  most: number,
): Cut {
  const { ends, kinds, names } = words;
  const ranked = Int32Array.from(names, (name) => ranks.get(name) ?? 0);
  const kind = (i: number) => kinds[i] as number;
  return {
    method: 'words',
    bytes,
    count: ends.length,
    kinds: names.length,
    counts: (kind) => isWord(names[kind] as string),
    end: (i) => ends[i] as number,
    kind,
    id: (i) => {
      const rank = ranked[kind(i)] as number;
      return rank <= most ? rank : 0;
    },
  };
}

// The words that the browser finds; some at a time, for it is slow. True: that is all of them.
export class Segments {
  readonly words = new Words();
  readonly #segments: Iterator<Intl.SegmentData>;
  #end = 0; // byte

  constructor(
    readonly source: Source,
    language: string,
  ) {
    const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
    this.#segments = segmenter.segment(source.text)[Symbol.iterator]();
  }

  read(most: number): boolean {
    for (let i = 0; i < most; i++) {
      const next = this.#segments.next();
      if (next.done) return true;
      const { segment } = next.value;
      this.#end += bytesIn(segment);
      this.words.add(segment, this.#end);
    }
    return false;
  }

  cut(): Cut {
    const { ends, kinds, names } = this.words;
    const kind = (i: number) => kinds[i] as number;
    return {
      method: 'segments',
      bytes: this.source.bytes,
      count: ends.length,
      kinds: names.length,
      counts: (each) => isWord(names[each] as string),
      end: (i) => ends[i] as number,
      kind,
      id: kind,
    };
  }
}

function bytesIn(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3; // a pair takes four
  }
  return bytes;
}

// Scripts that are written without spaces between words.
export const wantsSegments = (text: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
    text,
  );

// ---------------------------------------------------------------- what pages show

// Some tokens of a cut, as plain values.
export interface Window {
  readonly from: number;
  readonly ids: Int32Array;
  readonly kinds: Int32Array;
  readonly ends: Int32Array; // within `bytes`
  readonly bytes: Uint8Array;
  readonly goesOn: boolean; // the last one's character is not whole
}

export function windowOf(cut: Cut, first: number, size: number): Window {
  const from = Math.max(0, Math.min(first, cut.count - 1));
  const n = Math.min(size, cut.count - from);
  if (n <= 0) {
    const none = new Int32Array(0);
    return { from: 0, ids: none, kinds: none, ends: none, bytes: new Uint8Array(0), goesOn: false };
  }
  const start = startOf(cut, from);
  const list = (of: (i: number) => number) => Int32Array.from({ length: n }, (_, i) => of(from + i));
  const end = cut.end(from + n - 1);
  return {
    from,
    ids: list(cut.id),
    kinds: list(cut.kind),
    ends: list((i) => cut.end(i) - start),
    bytes: cut.bytes.slice(start, end),
    goesOn: ((cut.bytes[end] ?? 0) & 0xc0) === 0x80,
  };
}

// How often each different token is there, the commonest first; of equal ones the earlier.
export interface Counts {
  readonly method: Method;
  readonly total: number;
  readonly counts: Int32Array;
  readonly ids: Int32Array;
  readonly ends: Int32Array; // within `bytes`
  readonly bytes: Uint8Array; // of the tokens, end to end
}

export function countsOf(cut: Cut): Counts {
  const seen = new Int32Array(cut.kinds);
  const places: number[] = []; // where each kind is first
  for (let i = 0; i < cut.count; i++) {
    const kind = cut.kind(i);
    if (seen[kind] === 0) places.push(i);
    (seen[kind] as number)++;
  }
  const often = (place: number) => seen[cut.kind(place)] as number;
  const counted = cut.counts ? places.filter((place) => cut.counts?.(cut.kind(place))) : places;
  counted.sort((a, b) => often(b) - often(a) || a - b);
  const pieces = counted.map((place) => bytesAt(cut, place));
  const ends = new Int32Array(pieces.length);
  let bytes = 0;
  for (const [i, piece] of pieces.entries()) {
    bytes += piece.length;
    ends[i] = bytes;
  }
  const all = new Uint8Array(bytes);
  for (const [i, piece] of pieces.entries()) all.set(piece, (ends[i] as number) - piece.length);
  return {
    method: cut.method,
    total: counted.reduce((sum, place) => sum + often(place), 0),
    counts: Int32Array.from(counted, often),
    ids: Int32Array.from(counted, cut.id),
    ends,
    bytes: all,
  };
}

// A token with the rest of the characters that it is a part of.
export function aroundOf(cut: Cut, i: number): Uint8Array {
  const within = (at: number) => ((cut.bytes[at] ?? 0) & 0xc0) === 0x80;
  let [from, to] = [startOf(cut, i), cut.end(i)];
  while (within(from)) from--;
  while (within(to)) to++;
  return cut.bytes.slice(from, to);
}

export function timesOf(cut: Cut, kind: number): number {
  let n = 0;
  for (let i = 0; i < cut.count; i++) if (cut.kind(i) === kind) n++;
  return n;
}
