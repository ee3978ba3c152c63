// The network of a run: its line of notation, the way to its cards, and what becomes of the weights when it changes.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { GnElement } from './element';
import './gn-about';
import './gn-notation';
import { icons } from './icons';
import { shared } from './styles';

export class GnTrainNet extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-1);
        min-width: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .head .button {
        min-height: 26px;
        padding: 0 8px;
        margin-left: auto;
        font-size: var(--text-xs);
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
      }
    `,
  ];

  override render() {
    const { session } = this;
    const { panel } = session.settings;
    const open = panel.value === 'builder';
    const kept = session.kept.value;
    return html`<div class="head">
        <span>${t('settings.line')}</span>
        <gn-about topic="set.line"></gn-about>
        <button
          class="button"
          type="button"
          aria-expanded=${open}
          @click=${() => {
            panel.value = open ? '' : 'builder';
          }}
        >
          ${icons.blocks}${t('settings.cards')}
        </button>
      </div>
      <gn-notation .session=${session}></gn-notation>
      <p role="status">${kept === undefined ? nothing : t(kept ? 'settings.kept' : 'settings.notKept')}</p>`;
  }
}

customElements.define('gn-train-net', GnTrainNet);
