// The label as the loss has it: a one-hot vector, and the way to why.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { GnElement } from './element';
import { shared } from './styles';

const MOST = 24; // classes that are shown as cells

export class GnTarget extends GnElement {
  static override properties = {
    ...GnElement.properties,
    classes: { type: Number },
    klass: { type: Number },
  };
  declare classes: number;
  declare klass: number;

  constructor() {
    super();
    this.classes = 0;
    this.klass = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 4px;
        max-width: 384px;
      }
      h3 {
        margin: 0;
        font-size: var(--text-xs);
        font-weight: 500;
        color: var(--ink-soft);
      }
      .cells {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(22px, 1fr));
        gap: 2px;
        font-size: var(--text-xs);
      }
      .cells > * {
        display: grid;
        place-content: center;
        min-height: 22px;
        border-radius: 4px;
        background: var(--sunken);
        color: var(--ink-faint);
      }
      .cells .one {
        background: var(--ink);
        color: var(--paper);
        font-weight: 600;
      }
      .button {
        justify-self: start;
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
    `,
  ];

  override render() {
    const oneHot = this.session.probe?.oneHot;
    const { panel } = this.session.settings;
    if (!oneHot || this.classes < 1 || this.classes > MOST) return nothing;
    const name = this.session.classes.value[this.klass] ?? t('onehot.digit', { digit: this.klass });
    const y = oneHot.vector(this.classes, this.klass);
    return html`<h3>${t('onehot.target')}: ${name}</h3>
      <div class="cells" role="img" aria-label="${t('onehot.target')}, ${name}: ${y.join(' ')}">
        ${Array.from(y, (value) => html`<span class=${value === 1 ? 'one' : ''}>${value}</span>`)}
      </div>
      <button
        class="button"
        type="button"
        aria-expanded=${panel.value === 'onehot' ? 'true' : 'false'}
        @click=${() => {
          panel.value = panel.peek() === 'onehot' ? '' : 'onehot';
        }}
      >
        ${t('onehot.why')}
      </button>`;
  }
}

customElements.define('gn-target', GnTarget);
