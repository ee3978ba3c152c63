// The worker in which a small GPT writes, held from the page: questions and their answers, and what tells that it is gone.
import type { Ask, Asks, FromGpt, Question, ToGpt } from '../engine/gpt-messages';
import GptWorker from '../engine/gpt-worker?worker&inline';

export class GptDesk {
  readonly #worker = new GptWorker({ name: 'glassnet gpt' });
  readonly #lock = `glassnet gpt ${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  readonly #lost: () => void;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #last = 0;
  ended = false;

  constructor(core: WebAssembly.Module, text: WebAssembly.Module | undefined, lost: () => void) {
    this.#lost = lost;
    this.#worker.onmessage = ({ data }: MessageEvent<FromGpt>) => {
      if (this.ended) return;
      // Nothing tells a page that a worker is gone; a lock that it held is free then.
      if (data.kind === 'held') navigator.locks?.request(this.#lock, () => this.#lose()).catch(() => {});
      else if (data.kind === 'trap') this.#lose();
      else this.#answer(data.id, data.answer);
    };
    this.#worker.onerror = () => this.#lose();
    this.#say({ kind: 'start', core, ...(text ? { text } : {}), lock: this.#lock });
  }

  // Undefined: there was no net for it, or the worker is gone.
  ask<K extends Ask>(kind: K, ask: Asks[K]['ask']): Promise<Asks[K]['answer'] | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (answer: unknown) => void);
      this.#say({ kind: 'asked', id, ask: { kind, ...ask } as Question });
    });
  }

  // The weights of all looks from now on.
  learnt(learnt: Float32Array): void {
    if (!this.ended) this.#say({ kind: 'learnt', learnt });
  }

  #answer(id: number, answer: unknown): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #say(message: ToGpt): void {
    this.#worker.postMessage(message);
  }

  end(): void {
    this.ended = true;
    this.#worker.terminate();
    for (const id of [...this.#waiting.keys()]) this.#answer(id, undefined);
  }

  #lose(): void {
    if (this.ended) return;
    this.end();
    this.#lost();
  }
}
