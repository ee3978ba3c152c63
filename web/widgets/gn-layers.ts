// Layer by layer: the length of each weight's gradient, how far a step moved it, and how alive the activations are.
import { css, html, nothing } from 'lit';
import { number, percent, t } from '../locales';
import type { Training } from '../state/training';
import { GnElement } from './element';
import { shared } from './styles';

export class GnLayers extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Training;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        scrollbar-width: thin;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-xs);
      }
      caption {
        text-align: left;
        padding-bottom: var(--space-2);
        color: var(--ink-soft);
        line-height: 1.45;
      }
      th,
      td {
        padding: 4px 6px 4px 0;
        border-bottom: 1px solid var(--line);
        text-align: right;
        font-weight: 400;
        vertical-align: bottom;
      }
      th:first-child {
        text-align: left;
      }
      thead th {
        color: var(--ink-faint);
      }
      tbody th {
        font-weight: 600;
        color: var(--ink);
      }
      .bar {
        display: block;
        height: 4px;
        margin: 2px 0 0 auto;
        border-radius: 2px;
        background: var(--ink-soft);
      }
      .empty {
        font-size: var(--text-s);
        color: var(--ink-soft);
        line-height: 1.5;
      }
    `,
  ];

  override render() {
    void this.training.grown.value;
    const plan = this.session.running.value?.plan;
    const scored = this.training.history.scores.findLast(({ health }) => (health?.measures.length ?? 0) > 0);
    const health = scored?.health;
    if (!plan || !health) return html`<p class="empty">${t('layers.empty')}</p>`;
    const params = this.training.params();
    const weights = params.flatMap((param, i) => {
      const measure = health.measures[i];
      return measure && param.rank > 1 ? [{ param, measure, id: i }] : [];
    });
    const most = Math.max(...weights.map(({ measure }) => measure.gradient));
    return html`<table>
      <caption>
        ${t('layers.caption', { step: scored?.step ?? 0 })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('layers.weight')}</th>
          <th scope="col">${t('layers.gradient')}</th>
          <th scope="col">${t('layers.length')}</th>
          <th scope="col">${t('layers.update')}</th>
          <th scope="col">${t('layers.silent')}</th>
          <th scope="col">${t('layers.flat')}</th>
          <th scope="col">${t('layers.freeze')}</th>
        </tr>
      </thead>
      <tbody>
        ${weights.map(({ param, measure, id }) => {
          const frozen = this.#frozen(id);
          const after = health.activity.find(({ row }) => row > param.row && row <= param.next);
          return html`<tr>
            <th scope="row">${param.name}</th>
            <td>
              ${number(measure.gradient)}<svg class="bar" width=${Math.max(1, (56 * measure.gradient) / (most || 1))} height="4" aria-hidden="true"></svg>
            </td>
            <td>${number(measure.weight)}</td>
            <td>${measure.weight > 0 ? number(measure.update / measure.weight) : '–'}</td>
            <td>${after ? percent(after.silent / after.units) : nothing}</td>
            <td>${after ? percent(after.flat) : nothing}</td>
            <td>
              <input
                type="checkbox"
                aria-label=${t('layers.freezeOne', { name: param.name })}
                .checked=${frozen}
                @change=${(event: Event) =>
                  this.training.freeze(id, (event.target as HTMLInputElement).checked)}
              />
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  #frozen(id: number): boolean {
    const last = this.training.setup.value.changes.findLast((each) => 'freeze' in each && each.freeze === id);
    return last !== undefined && 'freeze' in last && last.frozen;
  }
}

customElements.define('gn-layers', GnLayers);
