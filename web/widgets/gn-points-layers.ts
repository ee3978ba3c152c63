// How many hidden layers a net of points has: one more, one fewer; and how many parameters that makes.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import type { PointsLab } from '../state/points';
import { MOST_LAYERS } from '../state/points-line';
import { GnElement } from './element';
import { icons } from './icons';
import { shared } from './styles';

export class GnPointsLayers extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: PointsLab;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        flex-wrap: wrap;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .layers {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      b {
        min-width: 1.2em;
        text-align: center;
        color: var(--ink);
      }
      .layers button {
        display: grid;
        place-content: center;
        width: 26px;
        height: 26px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .undo {
        min-height: 26px;
        padding: 0 var(--space-2);
      }
      button:disabled {
        opacity: 0.4;
        cursor: default;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const { hidden } = lab;
    if (!hidden) return html`<p>${t('points.notPlain')}</p>${this.#lost()}`;
    const { widths } = hidden;
    return html`<span class="layers" role="group" aria-label=${t('points.layers')}>
        ${t('points.layers')}
        <button
          type="button"
          aria-label=${t('points.fewerLayers')}
          ?disabled=${widths.length === 0}
          @click=${() => lab.widen(widths.slice(0, -1))}
        >
          ${icons.minus}
        </button>
        <b>${widths.length}</b>
        <button
          type="button"
          aria-label=${t('points.moreLayers')}
          ?disabled=${widths.length >= MOST_LAYERS}
          @click=${() => lab.widen([...widths, widths.at(-1) ?? 8])}
        >
          ${icons.plus}
        </button>
      </span>
      <span>${t('points.parameters', { n: count(lab.plan?.parameters ?? 0) })}</span>
      ${this.#lost()}`;
  }

  // Other units are another net: what the one before had learnt is not lost.
  #lost() {
    const { lab } = this;
    return html`<span role="status">${lab.lost.value.length > 0 ? t('points.anew') : ''}</span>${
      lab.lost.value.length > 0
        ? html`<button class="button undo" type="button" @click=${() => lab.bringBack()}>${t('points.bringBack')}</button>`
        : nothing
    }`;
  }
}

customElements.define('gn-points-layers', GnPointsLayers);
