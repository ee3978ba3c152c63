// Buttons of which one is pressed: what a setting may be, and what it is.
import type { Signal } from '@preact/signals-core';
import { html, type TemplateResult } from 'lit';

export const choiceButtons = <S, T extends S>(
  all: readonly T[],
  setting: Signal<S>,
  name: (each: T) => string,
  chosen: S = setting.value,
): TemplateResult[] =>
  all.map(
    (each) => html`<button
      class="button"
      type="button"
      aria-pressed=${each === chosen}
      @click=${() => {
        setting.value = each;
      }}
    >
      ${name(each)}
    </button>`,
  );
