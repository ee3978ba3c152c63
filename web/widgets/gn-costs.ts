// What each layer costs: its parameters and its multiplications with the arithmetic, and both as shares of the whole.
import { css, html, nothing } from 'lit';
import type { Plan } from '../engine/plan';
import { count, percent, t } from '../locales';
import { type Cost, type Costs, costsOf } from '../state/costs';
import { GnElement } from './element';
import { layerTitle } from './names';
import { shared } from './styles';

const MUCH = 1.5; // times its share of the parameters: worth a sentence

export class GnCosts extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
        container-type: inline-size;
      }
      .say {
        padding: 2px 0 var(--space-3);
        line-height: 1.5;
      }
      .shares {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px var(--space-2);
        align-items: center;
        padding-bottom: var(--space-3);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .bar {
        display: flex;
        gap: 1px;
        height: 18px;
        border-radius: 4px;
        overflow: hidden;
        background: var(--sunken);
      }
      .bar i {
        min-width: 0;
        background: color-mix(in oklab, var(--ink) var(--tone), var(--sunken));
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th {
        font-weight: 400;
        font-size: var(--text-xs);
        color: var(--ink-faint);
        text-align: right;
        padding: 0 0 2px 6px;
      }
      th:first-child {
        padding-left: 0;
      }
      td {
        padding: 5px 0 4px 8px;
        border-top: 1px solid var(--line);
        text-align: right;
        vertical-align: top;
      }
      th:first-child,
      td:first-child {
        text-align: left;
        padding-left: 0;
      }
      td b {
        font-weight: 600;
        white-space: nowrap;
      }
      .sum {
        display: block;
        font-size: var(--text-xs);
        color: var(--ink-faint);
        line-height: 1.35;
      }
      .layer {
        display: flex;
        align-items: baseline;
      }
      .swatch {
        flex: none;
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-right: 6px;
        border-radius: 3px;
        background: color-mix(in oklab, var(--ink) var(--tone), var(--sunken));
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      .open {
        text-align: left;
        text-decoration: underline dotted var(--line-strong);
        text-underline-offset: 3px;
      }
      .open:hover {
        text-decoration: underline solid var(--ink);
      }
      .total td {
        border-top-color: var(--line-strong);
        font-weight: 600;
      }
      .note {
        padding-top: var(--space-2);
        line-height: 1.45;
      }
    `,
  ];

  override render() {
    const plan = this.session.running.value?.plan;
    const look = this.session.probe?.look;
    if (!plan || !look) return nothing;
    const costs = costsOf(plan, look);
    if (costs.products === 0) return html`<p class="say">${t('costs.none')}</p>`;
    return html`<p class="say">${this.#say(plan, costs)}</p>
      ${this.#shares(plan, costs)}
      <table>
        <tr>
          <th scope="col">${t('costs.layer')}</th>
          <th scope="col">${t('costs.parameters')}</th>
          <th scope="col">${t('costs.products')}</th>
        </tr>
        ${costs.each.map((cost, i) => this.#row(plan, cost, i, costs.each.length))}
        <tr class="total">
          <td>${t('costs.total')}</td>
          <td>${count(costs.parameters)}</td>
          <td>${count(costs.products)}</td>
        </tr>
      </table>
      <p class="quiet note">${t('costs.counted')}</p>`;
  }

  // Convolutions together, or the layer that works hardest for what it stores.
  #say(plan: Plan, costs: Costs): string {
    const { each } = costs;
    const convs = each.filter(({ layer }) => plan.rows[layer.head]?.op === 'conv');
    const busiest = [...each].sort((a, b) => ratio(b) - ratio(a))[0];
    const which = convs.length > 0 ? convs : busiest ? [busiest] : [];
    const [parameters, products] = [sum(which, 'parameters'), sum(which, 'products')];
    const [stored, work] = [parameters / Math.max(1, costs.parameters), products / costs.products];
    const weights = each.flatMap(({ layer }) => layer.params.filter(({ shape }) => shape.length > 1));
    if (weights.reduce((all, { size }) => all + size, 0) === costs.products)
      return t('costs.even', { products: count(costs.products) });
    if (work < MUCH * stored) return '';
    const name = busiest ? layerTitle(plan, busiest.layer) : '';
    return t('costs.said', {
      kinds:
        convs.length > 0
          ? t('costs.conv')
          : parameters === 0
            ? t('costs.attention')
            : t('costs.one', { name }),
      parameters: count(parameters),
      allParameters: count(costs.parameters),
      shareOf: percent(stored),
      products: count(products),
      allProducts: count(costs.products),
      share: percent(work),
    });
  }

  #shares(plan: Plan, { each, parameters, products }: Costs) {
    const said = each
      .map((cost) =>
        t('costs.row', {
          layer: layerTitle(plan, cost.layer),
          share: percent(cost.parameters / Math.max(1, parameters)),
          work: percent(cost.products / products),
        }),
      )
      .join('; ');
    const bar = (key: 'parameters' | 'products') =>
      html`<span class="bar"
        >${each.map((cost, i) => html`<i data-share=${cost[key]} data-tone=${tone(i, each.length)}></i>`)}</span
      >`;
    return html`<div class="shares" role="img" aria-label="${t('costs.shares')}: ${said}">
      <span>${t('costs.parameters')}</span>${bar('parameters')}<span>${t('costs.products')}</span>${bar('products')}
    </div>`;
  }

  #row(plan: Plan, { layer, parameters, stored, products, work }: Cost, i: number, of: number) {
    return html`<tr data-layer=${layer.index} data-parameters=${parameters} data-products=${products}>
      <td>
        <span class="layer"><span class="swatch" data-tone=${tone(i, of)} aria-hidden="true"></span
        ><button class="open" type="button" @click=${() => this.session.inspect.openLayer(layer.index)}>
          ${layerTitle(plan, layer)}
        </button></span>
      </td>
      <td><b>${count(parameters)}</b>${parameters > 0 ? html`<span class="sum">${stored}</span>` : nothing}</td>
      <td><b>${count(products)}</b>${work ? html`<span class="sum">${work}</span>` : nothing}</td>
    </tr>`;
  }

  // Through the style object: a style attribute would break the content security policy.
  override updated(): void {
    for (const part of this.renderRoot.querySelectorAll<HTMLElement>('[data-tone]'))
      part.style.setProperty('--tone', `${part.dataset.tone}%`);
    for (const part of this.renderRoot.querySelectorAll<HTMLElement>('[data-share]'))
      part.style.flex = `${part.dataset.share} 0 0`;
  }
}

const ratio = ({ parameters, products }: Cost): number => products / Math.max(1, parameters);
const sum = (costs: readonly Cost[], key: 'parameters' | 'products'): number =>
  costs.reduce((all, cost) => all + cost[key], 0);
// From dark to light, so that neighbours differ.
const tone = (i: number, of: number): number => Math.round(88 - (70 * i) / Math.max(1, of - 1));

customElements.define('gn-costs', GnCosts);
