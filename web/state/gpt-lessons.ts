// The text that a small GPT learns, fetched by its name or the learner's own, and cut into characters or tokens.
import { batch, computed, signal } from '@preact/signals-core';
import type { GptDesk } from './gpt-desk';
import { gptShelf } from './gpt-kept';
import { type Cutting, type Given, type GptText, isList, type Lesson, lessonOf } from './gpt-text';
import { beginning } from './long-text';
import { type Fetching, fetchText, NONE } from './text-files';

export const MOST_LETTERS = 2_000_000; // of a text of one's own

export class GptLessons {
  readonly lesson = signal<Lesson | undefined>(undefined);
  readonly coming = signal<Fetching>(NONE);
  readonly own = signal(''); // the text of one's own that is learnt
  readonly typed = signal(''); // and as it stands in its box
  readonly taken = computed(() => beginning(this.typed.value, MOST_LETTERS)); // what would be learnt of that
  #fetching: AbortController | undefined;
  #asked = 0; // an earlier text no longer counts

  constructor(
    readonly desk: () => GptDesk | undefined,
    readonly keeps: boolean,
  ) {}

  async read(name: GptText, how: Cutting): Promise<void> {
    this.#fetching?.abort();
    const asked = ++this.#asked;
    this.coming.value = NONE;
    const text = name === 'own' ? this.own.peek() : await this.#fetch(name);
    if (text === undefined) return;
    const lesson = await this.#cut(name, text, how);
    if (lesson && asked === this.#asked) this.lesson.value = lesson;
  }

  async #cut(name: GptText, text: string, how: Cutting): Promise<Lesson | undefined> {
    const { merges, given } = how;
    const units = given ? { units: given.file } : {};
    const cut = await this.desk()?.ask('cut', { text, mixed: isList(name), merges, ...units });
    return cut && lessonOf(name, `${hash(text)} ${text.length}`, how, cut);
  }

  // A text as it was when it had this version, cut by these units; what is on show stays. Undefined: it is not here.
  async again(name: GptText, version: string, given: Given): Promise<Lesson | undefined> {
    const bytes =
      name === 'own' ? undefined : await fetchText(`${name}.txt`, () => {}, new AbortController().signal);
    const text = name === 'own' ? this.own.peek() : bytes && new TextDecoder().decode(bytes);
    if (!text || `${hash(text)} ${text.length}` !== version) return undefined;
    return this.#cut(name, text, { merges: 0, given });
  }

  async #fetch(name: GptText): Promise<string | undefined> {
    const fetching = new AbortController();
    this.#fetching = fetching;
    const tell = (how: Fetching) => {
      if (!fetching.signal.aborted) this.coming.value = how;
    };
    const file = await fetchText(`${name}.txt`, tell, fetching.signal);
    if (fetching.signal.aborted || !file) return undefined;
    this.coming.value = { kind: 'there' };
    return new TextDecoder().decode(file);
  }

  // The text in the box is to be learnt.
  take(): void {
    const text = this.taken.peek();
    if (this.keeps) void gptShelf.save('own', text);
    this.own.value = text;
  }

  // What was kept; what has been typed or taken meanwhile stays.
  put(own: string): void {
    batch(() => {
      this.own.value ||= own;
      this.typed.value ||= own;
    });
  }
}

// FNV-1a, to tell texts apart.
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}

// And files of units.
export function givenOf(file: Uint8Array<ArrayBuffer>): Given {
  let h = 0x811c9dc5;
  for (const byte of file) h = Math.imul(h ^ byte, 0x01000193);
  return { version: `${(h >>> 0).toString(36)}_${file.length}`, file };
}
