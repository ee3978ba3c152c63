// The parts of the view Text: how a text is cut, its vectors, vectors of words, and nets that learn to
// rewrite and to write.
import { css, html } from 'lit';
import { t } from '../locales';
import { TEXT_PARTS } from '../state/settings';
import { GnElement } from './element';
import { shared } from './styles';

export class GnTextParts extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        grid-column: 1 / -1;
      }
      div {
        display: inline-flex;
        flex-wrap: wrap;
        max-width: 100%;
        box-sizing: border-box;
        padding: 3px;
        border-radius: var(--radius-m);
        background: var(--sunken);
      }
      button {
        min-height: var(--tap);
        padding: 0 clamp(6px, 2vw, var(--space-3));
        border-radius: var(--radius-s);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      button[aria-pressed='true'] {
        background: var(--raised);
        color: var(--ink);
        font-weight: 600;
        box-shadow: var(--shadow);
      }
    `,
  ];

  override render() {
    const { view } = this.session.settings;
    return html`<div role="group" aria-label=${t('text.parts')}>
      ${TEXT_PARTS.map(
        (each) => html`<button
          type="button"
          aria-pressed=${view.value === each}
          @click=${() => {
            view.value = each;
          }}
        >
          ${t(`text.part.${each}`)}
        </button>`,
      )}
    </div>`;
  }
}

customElements.define('gn-text-parts', GnTextParts);
