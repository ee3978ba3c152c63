// The worker in which a small GPT writes, and the net that sits there.
import { text as textUrl } from 'virtual:built';
import type { Built } from '../engine/gpt-messages';
import { readFile } from './files';
import { GptDesk } from './gpt-desk';
import type { Lesson } from './gpt-text';
import type { Session } from './session';

export class GptSeat {
  desk: GptDesk | undefined;

  constructor(
    readonly session: Session,
    readonly lost: () => void,
  ) {}

  // False: what cuts text cannot be had.
  async take(): Promise<boolean> {
    const { module } = this.session;
    const bytes = textUrl ? await readFile(textUrl).catch(() => undefined) : undefined;
    const text = bytes && (await WebAssembly.compile(bytes).catch(() => undefined));
    if (!module || !text) return false;
    this.desk = new GptDesk(module, text, this.lost);
    return true;
  }

  // Undefined: nobody is there to ask, or another sits there by now.
  async install(notation: string, { cutter }: Lesson, seed: number): Promise<Built | undefined> {
    const { desk } = this;
    const built = await desk?.ask('build', { notation, seed, cutter });
    return desk === this.desk ? built : undefined;
  }

  // What a file of units holds. Undefined: there is nobody to ask.
  async unitsOf(file: Uint8Array<ArrayBuffer>) {
    return this.desk?.ask('units', { file });
  }
}
