// "?": what am I seeing? Two or three sentences on the panel it stands in.

import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement } from 'lit';
import { isKey, type Key, need, t } from '../locales';
import { shared } from './styles';

const GAP_PX = 6;
const WIDTH_PX = 300;

export class GnAbout extends SignalWatcher(LitElement) {
  static override properties = { topic: {}, open: { state: true } };
  declare topic: string; // about.TOPIC and about.TOPIC.name are its texts
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  static override styles = [
    shared,
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
        font-weight: 400;
        line-height: 1.5;
        white-space: normal;
        text-align: left;
      }
      p {
        margin: 0;
      }
    `,
  ];

  override render() {
    const name = t('about.name', { panel: t(`about.${this.topic}.name` as Key) });
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

  // The popover lies above everything; it is put below the button, or above it where there is no room.
  #toggle = (event: Event) => {
    const text = event.target as HTMLElement;
    this.open = (event as ToggleEvent).newState === 'open';
    if (!this.open) return;
    void need('deep').catch(() => undefined);
    if (this.topic === 'costs' || this.topic === 'onehot') void need('layers').catch(() => undefined);
    const box = this.getBoundingClientRect();
    const { offsetHeight: height, offsetWidth: width } = text;
    const below = box.bottom + GAP_PX;
    const top = below + height > innerHeight - GAP_PX ? Math.max(GAP_PX, box.top - GAP_PX - height) : below;
    const left = Math.min(
      Math.max(12, box.left - 12),
      innerWidth - Math.max(width, Math.min(WIDTH_PX, innerWidth - 24)) - 12,
    );
    text.style.top = `${top}px`;
    text.style.left = `${left}px`;
  };
}

customElements.define('gn-about', GnAbout);
