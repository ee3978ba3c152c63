// Every activation function of the run with what goes into it: counted while this is on the page, and only then.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import type { Learner } from '../state/learner';
import { GnElement } from './element';
import './gn-spread';
import { layerOf, layerTitle } from './names';
import { stacked } from './panel-styles';
import { shared } from './styles';

const SHOWN = new Set(['relu', 'leaky_relu', 'sigmoid', 'tanh', 'gelu']);

export class GnActivations extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Learner;

  #asked = '';

  static override styles = [
    shared,
    stacked,
    css`
      :host {
        gap: var(--space-3);
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    // With each score while it runs; with each step and change while it stands.
    this.follow(() => {
      const { training } = this;
      const { state } = training;
      if (state === this.#asked || (training.frame.peek()?.loaded ?? 0) === 0) return;
      this.#asked = state;
      training.countInputs();
    });
  }

  override render() {
    const plan = this.session.running.value?.plan;
    const found = this.training.spread.value;
    const spreads = found?.spreads.filter(({ row }) => SHOWN.has(plan?.rows[row]?.op ?? '')) ?? [];
    if (!plan || !found || spreads.length === 0)
      return html`<p>${t(found ? 'spread.none' : 'spread.empty')}</p>`;
    return html`<p>${t('spread.caption', { step: count(found.step), count: count(found.samples) })}</p>
      ${spreads.map((spread) => {
        const layer = layerOf(plan, spread.row);
        return layer
          ? html`<gn-spread .spread=${spread} .name=${`${layer.index} · ${layerTitle(plan, layer)}`}></gn-spread>`
          : nothing;
      })}`;
  }
}

customElements.define('gn-activations', GnActivations);
