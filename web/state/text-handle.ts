// The text worker, held from the page.
import type { FromText, ToText } from '../engine/text-messages';
import TextWorker from '../engine/text-worker?worker&inline';
import { HeldWorker } from './held-worker';

const NAME = 'glassnet text';
const SEGMENTS = 'zh'; // the language of the browser's words

export class TextHandle extends HeldWorker<Record<never, never>, ToText, FromText> {
  constructor(module: WebAssembly.Module, hear: (message: FromText) => void, lost: () => void) {
    const worker = new TextWorker({ name: NAME });
    super(worker, NAME, (lock) => ({ kind: 'start', module, language: SEGMENTS, lock }), lost, hear);
  }
}
