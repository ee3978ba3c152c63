// A word of the glossary in running text: pressed, it says what it means, in both languages.

import { glossary as fetchGlossary } from 'virtual:lessons';
import { signal } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import type { Glossary } from '../lessons/types';
import { locale, tag } from '../locales';
import { GnElement } from './element';
import { noteStyles, placeNote } from './note';
import { shared } from './styles';

const glossary = signal<Glossary | undefined>(undefined);

export class GnWord extends GnElement {
  static override properties = { ...GnElement.properties, word: { attribute: false }, open: { state: true } };
  declare word: string;
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  static override styles = [
    shared,
    noteStyles,
    css`
      :host {
        display: inline;
      }
      button {
        display: inline;
        border-bottom: 1px dashed var(--line-strong);
      }
      button:hover {
        border-bottom-color: var(--ink);
      }
      b {
        color: var(--ink);
      }
      .other {
        color: var(--ink-faint);
        margin-left: 6px;
      }
    `,
  ];

  override render() {
    const said = glossary.value?.[this.word];
    const [mine, other] = locale.value === 'zh' ? (['zh', 'en'] as const) : (['en', 'zh'] as const);
    return html`<button type="button" popovertarget="note" aria-expanded=${this.open ? 'true' : 'false'}><slot></slot></button
      ><span id="note" popover role="note" @toggle=${this.#toggle}
        >${
          said
            ? html`<b>${said[mine].word}</b><span class="other" lang=${tag(other)}>${said[other].word}</span><br />${
                said[mine].text
              }`
            : nothing
        }</span
      >`;
  }

  #toggle = (event: Event) => {
    this.open = (event as ToggleEvent).newState === 'open';
    if (!this.open) return;
    void fetchGlossary().then(
      (file) => {
        glossary.value = file.default;
        void this.updateComplete.then(this.#place);
      },
      () => {},
    );
    this.#place();
  };

  #place = () => {
    const note = this.renderRoot.querySelector<HTMLElement>('#note');
    if (note) placeNote(note, this);
  };
}

customElements.define('gn-word', GnWord);
