// How the text of a small GPT is cut: into characters, into tokens that are learnt from it, or by units from a file, of
// which the last ones are kept on the device.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { gptShelf } from './gpt-kept';
import { givenOf } from './gpt-lessons';
import type { Cutting, Given } from './gpt-text';
import type { Session } from './session';

export class GptCutting {
  readonly given = signal<Given | undefined>(undefined);
  readonly now: ReadonlySignal<Cutting>;
  readonly lacks: ReadonlySignal<boolean>; // the units that are asked for are not here

  constructor(readonly session: Session) {
    const { gptMerges, gptUnits } = session.settings;
    this.now = computed(() => {
      const given = this.given.value;
      return {
        merges: Number(gptMerges.value),
        given: given?.version === gptUnits.value ? given : undefined,
      };
    });
    this.lacks = computed(() => gptUnits.value !== '' && this.now.value.given === undefined);
  }

  async load(): Promise<void> {
    const units = await gptShelf.load('units');
    this.given.value = units && givenOf(units);
  }

  // From now on.
  by(given: Given): void {
    if (!this.session.embedded) void gptShelf.save('units', given.file);
    batch(() => {
      this.given.value = given;
      this.session.settings.gptUnits.value = given.version;
    });
  }
}
