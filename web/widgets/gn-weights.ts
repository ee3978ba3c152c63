// The weights of the run as they change: those pulled hardest, then every layer's as pictures.
import { css, html } from 'lit';
import type { Layer, Plan } from '../engine/plan';
import type { Learner } from '../state/learner';
import { GnElement } from './element';
import './gn-plot';
import './gn-steepest';
import './gn-units';
import { layerTitle } from './names';
import { stacked } from './panel-styles';
import { sheetOf, type Table } from './plot-files';
import { shared } from './styles';

const PICTURED = new Set(['dense', 'conv']);

export class GnWeights extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Learner;

  static override styles = [
    shared,
    stacked,
    css`
      :host {
        gap: var(--space-4);
      }
    `,
  ];

  override render() {
    const plan = this.session.running.value?.plan;
    const layers = plan?.layers.filter(({ head }) => PICTURED.has(plan.rows[head]?.op ?? '')) ?? [];
    return html`<gn-steepest .session=${this.session} .training=${this.training}></gn-steepest>
      ${layers.map((layer) => {
        const heading = `${layer.index} · ${plan ? layerTitle(plan, layer) : ''}`;
        return html`<gn-plot
          about="weights"
          .heading=${heading}
          .table=${() => this.#table(plan, layer)}
          .picture=${() => this.#picture(layer)}
        >
          <gn-units data-layer=${layer.index} .session=${this.session} .layer=${layer}></gn-units>
        </gn-plot>`;
      })}`;
  }

  // A line for each unit: its weights, in the order of the parameter.
  #table(plan: Plan | undefined, layer: Layer): Table {
    const look = this.session.probe?.look;
    const weight = plan?.rows[layer.head]?.params[0];
    if (!look || !weight) return { columns: [], rows: [] };
    const values = look.param(look.paramOf(layer.head, 0));
    const units = weight.shape[0] ?? 1;
    const each = weight.size / units;
    return {
      columns: [weight.name, ...Array.from({ length: each }, (_, i) => String(i))],
      rows: Array.from({ length: units }, (_, unit) => [
        String(unit),
        ...values.subarray(unit * each, (unit + 1) * each),
      ]),
    };
  }

  #picture(layer: Layer): HTMLCanvasElement {
    const units = this.renderRoot.querySelector(`gn-units[data-layer="${layer.index}"]`);
    return sheetOf([...(units?.shadowRoot?.querySelectorAll('canvas') ?? [])]);
  }
}

customElements.define('gn-weights', GnWeights);
