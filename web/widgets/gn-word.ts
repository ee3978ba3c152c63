// A word of the glossary in running text: pressed, it says what it means, in both languages.

import { glossary as fetchGlossary } from 'virtual:lessons';
import { signal } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import type { Glossary } from '../lessons/types';
import { locale, tag } from '../locales';
import { GnElement } from './element';
import { shared } from './styles';

const GAP_PX = 6;
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
      [popover] {
        position: fixed;
        inset: auto;
        width: min(300px, 100vw - 24px);
        margin: 0;
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--ink-soft);
        box-shadow: var(--shadow);
        font-size: var(--text-s);
        line-height: 1.5;
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

  // Below the word, or above it where there is no room.
  #place = () => {
    const note = this.renderRoot.querySelector<HTMLElement>('#note');
    if (!note) return;
    const box = this.getBoundingClientRect();
    const { offsetHeight: height, offsetWidth: width } = note;
    const below = box.bottom + GAP_PX;
    note.style.top = `${below + height > innerHeight - GAP_PX ? Math.max(GAP_PX, box.top - GAP_PX - height) : below}px`;
    note.style.left = `${Math.max(12, Math.min(box.left, innerWidth - width - 12))}px`;
  };
}

customElements.define('gn-word', GnWord);
