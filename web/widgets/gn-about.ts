// "?": what am I seeing? Two or three sentences on the panel it stands in.

import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement } from 'lit';
import { isKey, type Key, need, t } from '../locales';
import { noteStyles, placeNote } from './note';
import { shared } from './styles';

const INDENT_PX = 12;

export class GnAbout extends SignalWatcher(LitElement) {
  static override properties = { topic: {}, panel: {}, open: { state: true } };
  declare topic: string; // about.TOPIC is its text
  declare panel: string; // its name; without one about.TOPIC.name
  declare open: boolean;

  constructor() {
    super();
    this.panel = '';
    this.open = false;
  }

  static override styles = [
    shared,
    noteStyles,
    css`
      :host {
        display: inline-flex;
        vertical-align: middle;
      }
      button {
        display: grid;
        place-content: center;
        width: 24px;
        height: 24px;
        margin: -3px 0;
        border-radius: 50%;
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      button span {
        display: grid;
        place-content: center;
        width: 16px;
        height: 16px;
        border-radius: 50%;
        border: 1px solid var(--line-strong);
        font-size: var(--text-xs);
        line-height: 1;
      }
      button:hover,
      button[aria-expanded='true'] {
        color: var(--ink);
      }
      button:hover span,
      button[aria-expanded='true'] span {
        border-color: var(--ink);
      }
      p {
        margin: 0;
      }
    `,
  ];

  override render() {
    const name = t('about.name', { panel: this.panel || t(`about.${this.topic}.name` as Key) });
    const text = `about.${this.topic}`;
    return html`<button
        type="button"
        aria-label=${name}
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-describedby=${this.open ? 'text' : ''}
        popovertarget="note"
      >
        <span aria-hidden="true">?</span>
      </button>
      <div id="note" popover @toggle=${this.#toggle}><p id="text">${isKey(text) ? t(text) : ''}</p><slot></slot></div>`;
  }

  #toggle = (event: Event) => {
    const text = event.target as HTMLElement;
    this.open = (event as ToggleEvent).newState === 'open';
    if (!this.open) return;
    void need('deep').catch(() => undefined);
    placeNote(text, this, INDENT_PX);
  };
}

customElements.define('gn-about', GnAbout);
