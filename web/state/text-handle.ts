// The text worker, held from the page, and what tells that it is gone.
import type { FromText, ToText } from '../engine/text-messages';
import TextWorker from '../engine/text-worker?worker&inline';

const SEGMENTS = 'zh'; // the language of the browser's words

export class TextHandle {
  readonly #worker = new TextWorker({ name: 'glassnet text' });
  readonly #lock = `glassnet text ${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  readonly #lost: () => void;
  #ended = false;

  constructor(module: WebAssembly.Module, hear: (message: FromText) => void, lost: () => void) {
    this.#lost = lost;
    this.#worker.onmessage = ({ data }: MessageEvent<FromText>) => {
      if (this.#ended) return;
      // Nothing tells a page that a worker is gone; a lock that it held is free then.
      if (data.kind === 'held') navigator.locks?.request(this.#lock, () => this.#lose()).catch(() => {});
      else if (data.kind === 'trap') this.#lose();
      else hear(data);
    };
    this.#worker.onerror = () => this.#lose();
    this.say({ kind: 'start', module, language: SEGMENTS, lock: this.#lock });
  }

  say(message: ToText): void {
    this.#worker.postMessage(message);
  }

  end(): void {
    this.#ended = true;
    this.#worker.terminate();
  }

  #lose(): void {
    if (this.#ended) return;
    this.end();
    this.#lost();
  }
}
