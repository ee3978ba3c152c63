// How many tokens each method makes of the text, at a glance: bars on one scale.
import { css, html, nothing } from 'lit';
import { METHODS } from '../engine/text-methods';
import { count, type Key, t } from '../locales';
import type { TextLab } from '../state/text';
import { GnElement } from './element';
import { shared } from './styles';

export class GnTextSizes extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: TextLab;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr) max-content;
        align-items: center;
        gap: 5px var(--space-3);
        font-size: var(--text-xs);
      }
      li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        color: var(--ink-soft);
      }
      .bar {
        height: 8px;
        min-width: 2px;
        border-radius: 3px;
        background: var(--ink-soft);
        transition: width var(--calm);
      }
      b {
        color: var(--ink);
        font-weight: 600;
        text-align: right;
      }
    `,
  ];

  override render() {
    const rows = METHODS.flatMap((method) => this.lab.rows[method].value ?? []);
    const most = Math.max(1, ...rows.map((row) => row.count));
    if (rows.length === 0) return nothing;
    return html`<ol aria-label=${t('text.sizes')}>
      ${rows.map(
        (row) => html`<li>
          <span>${t(`text.method.${row.method}` as Key)}</span>
          <span><div class="bar" .style=${`width:${((100 * row.count) / most).toFixed(1)}%`}></div></span>
          <b>${count(row.count)}</b>
        </li>`,
      )}
    </ol>`;
  }
}

customElements.define('gn-text-sizes', GnTextSizes);
