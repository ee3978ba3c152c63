// A worker held from the page: questions and their answers, what else it says, and what tells that it is gone.
import type { Answer, Asked, AsksOf, FromHeld, QuestionOf } from '../engine/asked';

export class HeldWorker<Asks extends AsksOf<Asks>, To, From extends { readonly kind: string }> {
  ended = false;
  readonly #worker: Worker;
  readonly #lost: () => void;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #last = 0;

  // `start`: what is said to it first, with the name of the lock that it holds while it lives.
  constructor(
    worker: Worker,
    name: string,
    start: (lock: string) => To,
    lost: () => void,
    hear: (told: Exclude<From, FromHeld | Answer<Asks>>) => void = () => {},
  ) {
    const lock = `${name} ${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
    this.#worker = worker;
    this.#lost = lost;
    worker.onmessage = ({ data }: MessageEvent<From>) => {
      if (this.ended) return;
      // Nothing tells a page that a worker is gone; a lock that it held is free then.
      if (data.kind === 'held') navigator.locks?.request(lock, () => this.#lose()).catch(() => {});
      else if (data.kind === 'trap') this.#lose();
      else if (isAnswer<Asks>(data)) this.#answer(data.id, data.answer);
      else hear(data as Exclude<From, FromHeld | Answer<Asks>>);
    };
    worker.onerror = () => this.#lose();
    this.say(start(lock));
  }

  // Undefined: there was nothing to ask about, or the worker is gone.
  ask<K extends keyof Asks>(kind: K, ask: Asks[K]['ask']): Promise<Asks[K]['answer'] | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (answer: unknown) => void);
      this.say({ kind: 'asked', id, ask: { kind, ...ask } as QuestionOf<Asks> });
    });
  }

  say(message: To | Asked<Asks>): void {
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
    this.#lost();
  }
}

const isAnswer = <Asks extends AsksOf<Asks>>(said: { readonly kind: string }): said is Answer<Asks> =>
  said.kind === 'answer';
