// The worker in which a small GPT writes, held from the page.
import type { Asks, FromGpt, ToGpt } from '../engine/gpt-messages';
import GptWorker from '../engine/gpt-worker?worker&inline';
import { HeldWorker } from './held-worker';

const NAME = 'glassnet gpt';

export class GptDesk extends HeldWorker<Asks, ToGpt, FromGpt> {
  constructor(core: WebAssembly.Module, text: WebAssembly.Module | undefined, lost: () => void) {
    const worker = new GptWorker({ name: NAME });
    super(worker, NAME, (lock) => ({ kind: 'start', core, ...(text ? { text } : {}), lock }), lost);
  }

  // The weights of all looks from now on.
  learnt(learnt: Float32Array): void {
    this.say({ kind: 'learnt', learnt });
  }
}
