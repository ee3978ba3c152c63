// A normalised number taken apart: less the mean, over the deviation, times w, plus b. All of them the core's own.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, t } from '../locales';
import { apartStyles } from './apart-styles';
import { icons } from './icons';
import { GnLensed } from './lens';
import { shared } from './styles';

export class GnNormed extends GnLensed {
  static override properties = { ...GnLensed.properties, what: { attribute: false } };
  declare what: Ref;

  static override styles = [
    shared,
    apartStyles,
    css`
      :host {
        padding-bottom: var(--space-3);
      }
      .total :is(th, td) {
        border-top: 1px solid var(--line-strong);
        font-weight: 600;
        color: inherit;
      }
      .said {
        max-width: 62ch;
        margin: var(--space-2) 0 0;
        color: var(--ink-soft);
        line-height: 1.45;
      }
      .tick {
        display: inline-flex;
        align-items: baseline;
        gap: 4px;
        font-weight: 400;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { via, what } = this;
    via.watch();
    const { look, plan } = via;
    const normed = look?.normed(what);
    const terms = look?.terms(what);
    if (!look || !plan || !normed || !terms) return nothing;
    const [w, b] = terms.operands.filter(({ kind }) => kind === 'param');
    const row = plan.rows[what.id];
    if (!w || !b || !row) return nothing;
    const x = { ...what, kind: 'value', id: row.inputs[0] ?? -1 } as const;
    const { product } = normed;
    const total = look.sum([product, b.value]);
    const close = Math.abs(total - terms.number) <= 1e-5 * (Math.abs(product) + Math.abs(b.value)) + 1e-30;
    const link = (ref: Ref, value: number) => {
      const name = via.name(plan, ref);
      return html`<button
        class="from"
        type="button"
        aria-label=${t('number.from', { name, value: number(value) })}
        @click=${() => via.follow(ref)}
      >
        ${number(value)}
      </button>`;
    };
    const of = (which: typeof w): Ref => ({ kind: 'param', id: which.id, index: which.index });
    return html`<table aria-label=${t('number.normed')}>
      <tr>
        <th scope="row">x</th>
        <td>${link(x, normed.x)}</td>
      </tr>
      <tr>
        <th scope="row">${t('number.mu')}</th>
        <td data-mean=${normed.mean}>${number(normed.mean)}</td>
      </tr>
      <tr>
        <th scope="row">${t('number.deviation')}</th>
        <td data-deviation=${normed.deviation}>${number(normed.deviation)}</td>
      </tr>
      <tr>
        <th scope="row">x̂ = (x − μ) / √(σ² + ε)</th>
        <td data-hat=${normed.hat}>${number(normed.hat)}</td>
      </tr>
      <tr data-product=${product}>
        <th scope="row">w · x̂ = ${link(of(w), w.value)} · ${number(normed.hat)}</th>
        <td>${number(product)}</td>
      </tr>
      <tr data-product=${b.value}>
        <th scope="row">b</th>
        <td>${link(of(b), b.value)}</td>
      </tr>
      <tr class="total" data-explains=${terms.number}>
        <th scope="row">
          y = w · x̂ + b
          <span class="tick"
            >${close ? html`${icons.tick}${t('number.matches')}` : t('number.differs', { value: number(terms.number) })}</span
          >
        </th>
        <td>${number(total)}</td>
      </tr>
    </table>
    <p class="said">${row.op === 'batchnorm' ? t('number.normedBatch') : t('number.normedLayer', { n: row.params[0]?.size ?? 0 })}</p>`;
  }
}

customElements.define('gn-normed', GnNormed);
