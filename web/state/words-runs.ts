// The runs of word vectors: written down as they learn, listed, made again beside the one on show, taken away; and files
// that come in.
import { signal } from '@preact/signals-core';
import { WORDS_TABLE } from '../engine/words-core';
import type { Frame } from '../engine/words-messages';
import { newId } from './recorder';
import { fileStem, type Made } from './run-export';
import { MOST_FILE, Unread } from './run-file';
import type { Loaded, Opened, RunKeeper, Taken } from './run-keeper';
import { MOST_BYTES, type Rerun, RunList } from './run-list';
import { sameBits } from './run-record';
import { fetchText } from './text-files';
import type { WordsLab } from './words';
import {
  bytesOfWords,
  changedValues,
  type ListedWords,
  readListedWords,
  readWordsFile,
  type WordsRecord,
  word2vec,
  writeWordsFile,
} from './words-file';
import { WordsHandle } from './words-handle';

export class WordsRuns implements RunKeeper<ListedWords> {
  readonly runs: RunList<ListedWords>;
  readonly table = signal(WORDS_TABLE);
  readonly opens = '.json';
  readonly exports = ['file', 'vectors'] as const;
  #end = () => {}; // of the rerun that goes on

  constructor(readonly lab: WordsLab) {
    const kind = {
      store: 'glassnet-words-runs',
      read: readListedWords,
      bytes: bytesOfWords,
      most: MOST_BYTES,
    };
    this.runs = new RunList(kind, !lab.session.embedded);
  }

  // As it is now. What is there already stays as it is.
  note(record: WordsRecord, id: string): void {
    const before = this.runs.list.peek().find((each) => each.id === id);
    if (before?.read === record.read) return;
    this.runs.keep({ ...record, id, name: '', pinned: false, when: Date.now() });
  }

  chosen({ source, values }: ListedWords) {
    return changedValues(source, values);
  }

  async load(record: ListedWords): Promise<Loaded> {
    return (await this.lab.show(record, record.id)) ? 'shown' : 'anew';
  }

  // Throws Unread; then nothing has changed.
  async open(file: Blob): Promise<Opened> {
    if (file.size > MOST_FILE) throw new Unread('size');
    const text = await file.text().catch(() => {
      throw new Unread('gone');
    });
    const record = readWordsFile(text, newId());
    this.runs.add(record);
    return (await this.lab.show(record, record.id)) ? 'shown' : 'anew';
  }

  async take(record: ListedWords, what: Taken): Promise<Made> {
    const { words, tables } = record;
    const made = (ending: string, text: string, type: string): Made => ({
      name: `${fileStem(record)}${ending}`,
      blob: new Blob([text], { type }),
      strays: [],
      byHand: false,
    });
    return what === 'vectors'
      ? made('.txt', word2vec(words, tables.subarray(0, tables.length / 2)), 'text/plain')
      : made('.words.json', writeWordsFile(record), 'application/json');
  }

  // ---------------------------------------------------------------- again

  rerun(record: ListedWords): void {
    this.#end();
    void this.#rerun(record);
  }

  async #rerun(record: ListedWords): Promise<void> {
    const { source, unit, least, values, seed, words, read, tables } = record;
    const { module } = this.lab;
    const fetching = new AbortController();
    let handle: WordsHandle | undefined;
    let ended = false;
    const end = () => {
      ended = true;
      fetching.abort();
      handle?.end();
    };
    this.#end = end;
    const done = (kind: Exclude<Rerun['kind'], 'going'>) => {
      if (!ended) this.runs.say(record, { kind });
      end();
    };
    this.runs.say(record, { kind: 'going', steps: 0 });
    const file = source === 'own' ? undefined : await fetchText(`${source}.txt`, () => {}, fetching.signal);
    if (ended) return;
    if (source !== 'own' && !file) return done('gone-text');
    if (!module) return done('failed');
    const hear = ({ state, running }: Frame) => {
      if (ended || !state || (state.read === 0 && read > 0)) return; // it has only begun
      this.runs.say(record, { kind: 'going', steps: state.read });
      if (!running) void asked.ask('keep', {}).then((kept) => done(kept ? compare(kept) : 'failed'));
    };
    const compare = (kept: Pick<WordsRecord, 'tables'>) => (sameBits(tables, kept.tables) ? 'same' : 'other');
    const asked = new WordsHandle(module, hear, () => done('failed'));
    handle = asked;
    const text = file ? new TextDecoder().decode(file) : record.own;
    const found = await asked.ask('read', { text, unit, least });
    if (ended) return;
    if (found?.words.join('\n') !== words.join('\n')) return done('other-data');
    const begun = await asked.ask('begin', { values, seed });
    if (ended) return;
    if (!begun || begun.error) return done('failed');
    asked.run(0, read);
  }
}
