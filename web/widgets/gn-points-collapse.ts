// A net of points without an activation function: why its border stays straight, and the one matrix that it is.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { activationOf } from '../state/activation';
import type { PointsLab } from '../state/points';
import { GnElement } from './element';
import './gn-collapse';
import { pairsOf } from './gn-collapse';
import { shared } from './styles';

export class GnPointsCollapse extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false }, shown: { state: true } };
  declare lab: PointsLab;
  declare shown: number; // row of the second of two layers; −1: none

  constructor() {
    super();
    this.shown = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 6px;
        font-size: var(--text-s);
        line-height: 1.45;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .button[aria-expanded='true'] {
        border-color: var(--ink);
      }
      .one {
        padding: var(--space-2) 0;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  override updated(): void {
    this.toggleAttribute('open', this.renderRoot.querySelector('.one') !== null);
  }

  override render() {
    const { lab } = this;
    void lab.weights.value;
    const probe = lab.probe.value;
    if (!probe) return nothing;
    const { plan, look } = probe;
    const pairs = pairsOf(plan, look);
    if (pairs.length === 0) return nothing;
    const bends = plan.rows.some(({ index }) => ![undefined, 'none'].includes(activationOf(plan, index)));
    const pair = pairs.find(({ second }) => second.index === this.shown);
    // The present input: the first of the points, run through the net as it is now.
    const { x, size, classes } = lab.dealing.value?.points ?? { x: new Float32Array(0), size: 0, classes: 0 };
    const straight = classes === 0 ? 'collapse.pointsLine' : 'collapse.points';
    if (pair) lab.answerAt(Array.from(x.subarray(0, size)));
    return html`<p role="status">${t(bends ? 'collapse.pointsSome' : straight)}</p>
      <div class="buttons">
        ${pairs.length > 1 ? html`<span>${t('collapse.show')}:</span>` : nothing}
        ${pairs.map(({ first, second }) => {
          const open = this.shown === second.index;
          return html`<button
            class="button"
            type="button"
            aria-expanded=${open ? 'true' : 'false'}
            aria-label=${`${t(open ? 'collapse.hide' : 'collapse.show')}: ${first.name}, ${second.name}`}
            @click=${async () => {
              this.shown = open ? -1 : second.index;
              await this.updateComplete;
              this.renderRoot.querySelector('.one')?.scrollIntoView({ block: 'nearest' });
            }}
          >
            ${pairs.length > 1 ? `${first.name} · ${second.name}` : t(open ? 'collapse.hide' : 'collapse.show')}
          </button>`;
        })}
      </div>
      ${
        pair
          ? html`<div class="one">
              <gn-collapse
                .session=${this.session}
                .look=${look}
                .plan=${plan}
                .pair=${pair}
                .turn=${{}}
              ></gn-collapse>
            </div>`
          : nothing
      }`;
  }
}

customElements.define('gn-points-collapse', GnPointsCollapse);
