// The words worker, held from the page.
import type { Asks, Frame, FromWords, ToWords, Want } from '../engine/words-messages';
import WordsWorker from '../engine/words-worker?worker&inline';
import { HeldWorker } from './held-worker';

const NAME = 'glassnet words';

export class WordsHandle extends HeldWorker<Asks, ToWords, FromWords> {
  constructor(module: WebAssembly.Module, hear: (frame: Frame) => void, lost: () => void) {
    const worker = new WordsWorker({ name: NAME });
    super(
      worker,
      NAME,
      (lock) => ({ kind: 'start', module, lock }),
      lost,
      ({ frame }) => hear(frame),
    );
  }

  run(pace: number, to?: number): void {
    this.say({ kind: 'run', pace, ...(to === undefined ? {} : { to }) });
  }

  want(want: Want): void {
    this.say({ kind: 'want', want });
  }
}
