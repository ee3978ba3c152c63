// The words worker, held from the page: what it says, questions and their answers, and what tells that it is gone.
import type { Ask, Asks, Frame, FromWords, Question, ToWords, Want } from '../engine/words-messages';
import WordsWorker from '../engine/words-worker?worker&inline';

export class WordsHandle {
  readonly #worker = new WordsWorker({ name: 'glassnet words' });
  readonly #lock = `glassnet words ${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #last = 0;
  ended = false;

  constructor(
    module: WebAssembly.Module,
    readonly onFrame: (frame: Frame) => void,
    readonly onLost: () => void,
  ) {
    this.#worker.onmessage = ({ data }: MessageEvent<FromWords>) => {
      if (this.ended) return;
      // Nothing tells a page that a worker is gone; a lock that it held is free then.
      if (data.kind === 'held') navigator.locks?.request(this.#lock, () => this.#lose()).catch(() => {});
      else if (data.kind === 'trap') this.#lose();
      else if (data.kind === 'frame') this.onFrame(data.frame);
      else this.#answer(data.id, data.answer);
    };
    this.#worker.onerror = () => this.#lose();
    this.#say({ kind: 'start', module, lock: this.#lock });
  }

  // Undefined: there was nothing to ask about, or the worker is gone.
  ask<K extends Ask>(kind: K, ask: Asks[K]['ask']): Promise<Asks[K]['answer'] | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (answer: unknown) => void);
      this.#say({ kind: 'asked', id, ask: { kind, ...ask } as Question });
    });
  }

  run(pace: number): void {
    this.#say({ kind: 'run', pace });
  }

  want(want: Want): void {
    this.#say({ kind: 'want', want });
  }

  #say(message: ToWords): void {
    if (!this.ended) this.#worker.postMessage(message);
  }

  #answer(id: number, answer: unknown): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  end(): void {
    this.ended = true;
    this.#worker.terminate();
    for (const id of [...this.#waiting.keys()]) this.#answer(id, undefined);
  }

  #lose(): void {
    if (this.ended) return;
    this.end();
    this.onLost();
  }
}
