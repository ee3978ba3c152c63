// Layer by layer: the length of each weight's gradient, how far a step moved it, and how alive the activations are.
import { css, html, nothing } from 'lit';
import { count, number, percent, t } from '../locales';
import type { Training } from '../state/training';
import { GnElement } from './element';
import './gn-batches';
import './gn-curve';
import type { Line } from './gn-curve';
import './gn-plot';
import type { Table } from './plot-files';
import { shared } from './styles';

const WHATS = ['gradient', 'weight', 'ratio'] as const;
const LOOKS = ['lane0', 'lane1', 'lane2', 'lane3'] as const; // more lines than these are told by depth and name

export class GnLayers extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    what: { state: true },
  };
  declare training: Training;
  declare what: (typeof WHATS)[number];

  constructor() {
    super();
    this.what = 'ratio';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
        overflow: auto;
        scrollbar-width: thin;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-xs);
      }
      .caption {
        font-size: var(--text-xs);
        padding-bottom: var(--space-2);
        color: var(--ink-soft);
        line-height: 1.45;
      }
      gn-plot,
      gn-batches {
        flex: none;
      }
      .wide {
        overflow-x: auto;
        scrollbar-width: thin;
      }
      td {
        white-space: nowrap;
      }
      th,
      td {
        padding: 4px 3px 4px 0;
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
        min-width: 2.2em; /* two characters of Chinese abreast */
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
      gn-curve {
        flex: none;
        min-height: 190px;
        --field: 132px; /* whatever room the names of many layers take */
      }
      input {
        width: 18px;
        height: 18px;
        margin: 2px;
        accent-color: var(--ink);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
      }
      .choices button {
        min-height: 24px;
        padding: 0 6px;
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .choices [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
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
    const scored = this.training.scores.findLast(({ health }) => (health?.measures.length ?? 0) > 0);
    const health = scored?.health;
    if (!plan || !health) return html`<p class="empty">${t('layers.empty')}</p>`;
    const params = this.training.params();
    const weights = params.flatMap((param, i) => {
      const measure = health.measures[i];
      return measure && param.rank > 1 ? [{ param, measure, id: i }] : [];
    });
    const most = Math.max(...weights.map(({ measure }) => measure.gradient || 0));
    const known = (value: number) => (Number.isFinite(value) ? number(value) : '–');
    const table = (): Table => ({
      columns: [
        t('layers.weight'),
        ...WHATS.map((what) => t(`layers.of.${what}`)),
        t('layers.silent'),
        t('layers.flat'),
      ],
      rows: weights.map(({ param, measure }) => {
        const after = health.activity.find(({ row }) => row > param.row && row <= param.next);
        return [
          param.name,
          ...WHATS.map((what) => measure[what]),
          ...(after ? [percent(after.silent / after.units), percent(after.flat)] : ['', '']),
        ];
      }),
    });
    const before = scored?.step === 0;
    return html`${
      before
        ? html`<p class="empty">${t('layers.empty')}</p>`
        : html`${this.#choices()}
            <gn-curve
              about="layersCurve"
              .heading=${t(`layers.of.${this.what}`)}
              logs
              .axis=${t(`axis.${this.training.axis.value}`)}
              .lines=${this.#lines(weights)}
            ></gn-curve>`
    }
      <gn-plot plain about="layers" .heading=${t('layers.title')} .table=${table}>
      <p class="caption">
        ${before ? t('layers.captionBefore') : t('layers.caption', { step: count(scored?.step ?? 0) })}
      </p>
      <div class="wide scrolls" tabindex="0" role="group" aria-label=${t('layers.title')}><table>
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
          const frozen = this.training.frozen(id);
          const after = health.activity.find(({ row }) => row > param.row && row <= param.next);
          return html`<tr>
            <th scope="row">${param.name}</th>
            <td>
              ${known(measure.gradient)}${
                measure.gradient > 0
                  ? html`<svg class="bar" width=${Math.max(1, (56 * measure.gradient) / most)} height="4" aria-hidden="true"></svg>`
                  : nothing
              }
            </td>
            <td>${number(measure.weight)}</td>
            <td>${known(measure.ratio)}</td>
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
    </table></div></gn-plot>
    <gn-batches .session=${this.session} .training=${this.training}></gn-batches>`;
  }

  // A line for each weight, over what the curves are drawn over.
  #lines(weights: readonly { readonly param: { readonly name: string }; readonly id: number }[]): Line[] {
    const measured = this.training.history.scores.filter(({ health }) => (health?.measures.length ?? 0) > 0);
    return weights.map(({ param, id }, i) => ({
      name: param.name,
      ...(weights.length <= LOOKS.length
        ? { look: LOOKS[i] ?? 'lane0' }
        : { look: 'deep', depth: i / (weights.length - 1), end: param.name.replace(/\.weight$/, '') }),
      x: measured.map((each) => each[this.training.axis.value]),
      y: measured.map(({ health }) => {
        const value = health?.measures[id]?.[this.what] ?? Number.NaN;
        return Number.isFinite(value) ? value : undefined;
      }),
    }));
  }

  #choices() {
    return html`<div class="choices" role="group" aria-label=${t('layers.what')}>
      ${WHATS.map(
        (each) => html`<button
          type="button"
          aria-pressed=${each === this.what}
          @click=${() => {
            this.what = each;
          }}
        >
          ${t(`layers.of.${each}`)}
        </button>`,
      )}
    </div>`;
  }
}

customElements.define('gn-layers', GnLayers);
