// The terms of a sum: the five largest, or all of them in pages, each with the way to where its value came from.
import { css, html, nothing } from 'lit';
import { type Ref, type Sources, sourceRef, type Terms } from '../engine/look';
import type { Plan } from '../engine/plan';
import { count, number, t } from '../locales';
import { fullScale, pixelIndex, ramps, signedIndex } from './colour';
import './gn-knob';
import { icons } from './icons';
import { GnLensed } from './lens';
import { classOf, partOfNumber } from './letters';
import { isPicture, layerOf, layerTitle, paramName, sourceOf } from './names';
import { shared } from './styles';

const FEW = 5;
const PAGE = 20;

export class GnTerms extends GnLensed {
  static override properties = {
    ...GnLensed.properties,
    terms: { attribute: false },
    page: { state: true }, // −1: only the largest
    sorted: { state: true },
  };
  declare terms: Terms;
  declare page: number;
  declare sorted: boolean;

  #places: readonly number[] = [];
  #held: readonly number[] | undefined;

  constructor() {
    super();
    this.page = -1;
    this.sorted = true;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
        container-type: inline-size;
      }
      table {
        border-collapse: collapse;
        width: 100%;
      }
      th {
        font-weight: 400;
        text-align: right;
        font-size: var(--text-xs);
        color: var(--ink-faint);
        padding: 0 0 2px;
      }
      td {
        padding: 3px 0;
        text-align: right;
        white-space: nowrap;
      }
      td.name {
        text-align: left;
      }
      td.sign {
        padding: 0 5px;
        color: var(--ink-faint);
      }
      .from {
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
        border-radius: 4px;
      }
      td.pair {
        white-space: normal;
        line-height: 1.5;
      }
      .pair .from {
        white-space: nowrap;
      }
      .pair ~ td .bar {
        width: clamp(32px, 9cqw, 150px);
      }
      .pair ~ td.sign {
        padding: 0 3px;
      }
      .name .sign {
        color: var(--ink-faint);
        padding: 0 4px;
      }
      .from:hover {
        text-decoration-color: var(--ink);
      }
      .swatch {
        display: inline-block;
        width: 10px;
        height: 10px;
        border-radius: 3px;
        margin-right: 6px;
        box-shadow: inset 0 0 0 1px var(--line);
        vertical-align: -1px;
      }
      .bar {
        position: relative;
        display: block;
        width: clamp(48px, 20cqw, 150px);
        height: 10px;
        margin-left: 10px;
      }
      .bar::before {
        content: '';
        position: absolute;
        left: 50%;
        top: -3px;
        bottom: -3px;
        border-left: 1px solid var(--line-strong);
      }
      .bar i {
        position: absolute;
        left: 50%;
        width: 50%;
        top: 0;
        bottom: 0;
        transform-origin: left;
        background: var(--positive);
        border-radius: 0 3px 3px 0;
      }
      .bar i.minus {
        left: 0;
        transform-origin: right;
        background: var(--negative);
        border-radius: 3px 0 0 3px;
      }
      .quietly td {
        color: var(--ink-soft);
      }
      .total td {
        border-top: 1px solid var(--line-strong);
        font-weight: 600;
        padding-top: 5px;
      }
      .tick {
        display: inline-flex;
        align-items: baseline;
        gap: 4px;
        font-weight: 400;
        color: var(--ink-soft);
        white-space: normal;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        padding-top: 6px;
      }
      .tools .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .tools .button[aria-pressed='true'] {
        border-color: var(--ink);
      }
      @container (max-width: 400px) {
        td.sign {
          padding: 0 3px;
        }
        .bar {
          width: 36px;
          margin-left: 6px;
        }
      }
    `,
  ];

  override render() {
    const { terms } = this;
    const plan = this.via.plan;
    if (!plan) return nothing;
    const n = terms.products.length;
    const zeros = terms.products.reduce((sum, product) => sum + (product === 0 ? 1 : 0), 0);
    const few = this.page < 0;
    const most = n <= FEW ? n : Math.min(FEW, Math.max(1, n - zeros)); // where all have room a zero is followed too
    const last = Math.ceil(n / PAGE) - 1;
    const page = Math.min(this.page, last);
    const held = few ? (this.#held ?? this.#withBias(most)) : undefined;
    const shown = held ? held.length : few ? most : Math.min(PAGE, n - page * PAGE);
    const first = few ? 0 : page * PAGE;
    const places =
      held ??
      Array.from({ length: shown }, (_, i) =>
        few || this.sorted ? (terms.order[first + i] ?? 0) : first + i,
      );
    this.#places = places;
    const zerosShown = places.filter((place) => terms.products[place] === 0).length;
    const others = few ? n - shown - zeros + zerosShown : 0;
    const rest = held
      ? (this.via.look?.sum(terms.products.filter((_, i) => !held.includes(i))) ?? 0)
      : (terms.rest[shown] ?? 0);
    const total = terms.rest[0] ?? 0;
    // Floats round each product: by a share of its size, whatever the sum comes to.
    const sizes = terms.products.reduce((sum, product) => sum + Math.abs(product), 0);
    const close = Object.is(total, terms.number) || Math.abs(total - terms.number) <= 1e-5 * sizes + 1e-30;
    return html`<table
        aria-label=${t('number.terms')}
        @focusin=${this.#hold}
        @focusout=${this.#release}
      >
        <tr>
          <td></td>
          <th scope="col" class=${column(terms.from)}>${t('number.value')}</th>
          <td></td>
          <th scope="col" class=${column(terms.by)}>${t('number.weight')}</th>
          <td></td>
          <th scope="col">${t('number.product')}</th>
          <td></td>
        </tr>
        ${places.map((place) => this.#row(place))}
        ${
          others > 0
            ? html`<tr class="quietly" data-others>
                <td class="name" colspan="5">
                  ${others === 1 ? t('number.oneOther') : t('number.others', { count: count(others) })}
                </td>
                <td>${number(rest)}</td>
                <td></td>
              </tr>`
            : nothing
        }
        <tr class="total" data-explains=${terms.number}>
          <td class="name" colspan="5">
            ${t('number.total')}
            <span class="tick">${
              close
                ? html`${icons.tick}${t('number.matches')}`
                : t('number.differs', { value: number(terms.number) })
            }</span>
          </td>
          <td>${number(total)}</td>
          <td></td>
        </tr>
      </table>
      ${few && zeros > zerosShown ? html`<p class="quiet">${t('number.zeros', { count: count(zeros - zerosShown) })}</p>` : nothing}
      ${n > FEW ? this.#tools(few, first, shown, last) : nothing}`;
  }

  // The bias has a control of its own above: it is a row too, or a reader would add it to a sum that it is in already.
  #withBias(most: number): readonly number[] | undefined {
    const { order, rows, params } = this.terms;
    const bias = rows.findIndex((id, i) => id < 0 && (params[i] ?? -1) >= 0);
    const first = Array.from(order.subarray(0, most));
    return bias < 0 || !this.via.edits || first.includes(bias) ? undefined : [...first.slice(0, -1), bias];
  }

  // What passes its input on unchanged is not where a value was made.
  #origin(plan: Plan, what: Ref | undefined): Ref | undefined {
    const source = what?.kind === 'value' ? sourceOf(plan, what.id) : undefined;
    return what && source ? { ...what, id: source.index } : what;
  }

  #name(plan: Plan, what: Ref): string {
    const { terms } = this;
    const several = new Set(terms.rows.filter((row) => row >= 0)).size > 1;
    const layer = several && this.via.edits ? layerOf(plan, what.id) : undefined;
    const row = plan.rows[what.id];
    const name = this.via.name(plan, what);
    return layer && row ? `${layerTitle(plan, layer)} ${row.name} · ${name}` : name;
  }

  #link(plan: Plan, what: Ref, value: number) {
    const name = this.#name(plan, what);
    return html`<button
      class="from"
      type="button"
      data-follow
      aria-label=${t('number.from', { name, value: number(value) })}
      @click=${() => this.via.follow(what)}
    >
      ${name}
    </button>`;
  }

  #swatch(plan: Plan, what: Ref, value: number) {
    const row = plan.rows[what.id];
    if (!row || (what.kind !== 'value' && what.kind !== 'gradient')) return nothing;
    const full =
      what.kind === 'gradient'
        ? fullScale(this.terms.values)
        : row.op === 'in' && isPicture(row)
          ? 'pixels'
          : fullScale(this.via.values(row.index));
    return html`<span class="swatch" data-value=${value} data-full=${full}></span>`;
  }

  #row(place: number) {
    const { terms } = this;
    const plan = this.via.plan;
    if (!plan) return nothing;
    const value = terms.values[place] ?? 0;
    const weight = terms.weights[place] ?? 0;
    const product = terms.products[place] ?? 0;
    const from = this.#origin(plan, sourceRef(terms.from, place));
    const by = this.#origin(plan, sourceRef(terms.by, place));
    const param = this.via.edits && by?.kind === 'param' ? by : undefined;
    const other = by && !param && !(from === undefined && by.kind === 'param') ? by : undefined;
    return html`<tr data-product=${product}>
      <td class="name ${from && other ? 'pair' : ''}">
        ${from ? html`${this.#swatch(plan, from, value)}${this.#link(plan, from, value)}` : nothing}
        ${from && other ? html`<span class="sign">×</span>` : nothing}
        ${other ? this.#link(plan, other, weight) : nothing}
        ${
          from === undefined && by?.kind === 'param'
            ? this.via.edits
              ? t('number.bias')
              : this.#link(plan, by, weight)
            : from === undefined && by === undefined
              ? t('number.constant')
              : nothing
        }
      </td>
      <td>${number(value)}</td>
      <td class="sign">×</td>
      <td>
        ${
          param
            ? html`<gn-knob .session=${this.session} .what=${param} label=${paramName(plan, param)}></gn-knob>`
            : number(weight)
        }
      </td>
      <td class="sign">=</td>
      <td>${number(product)}</td>
      <td>${this.#bar(product)}</td>
    </tr>`;
  }

  #bar(product: number) {
    return html`<span class="bar" aria-hidden="true"
      ><i class=${product < 0 ? 'minus' : ''} data-bar=${product}></i
    ></span>`;
  }

  #tools(few: boolean, first: number, shown: number, last: number) {
    const n = this.terms.products.length;
    if (few) {
      return html`<div class="tools">
        <button class="button" type="button" @click=${() => this.#turn(0)}>
          ${t('number.all', { count: count(n) })}
        </button>
      </div>`;
    }
    const sort = (sorted: boolean) => html`<button
      class="button"
      type="button"
      aria-pressed=${this.sorted === sorted}
      @click=${() => {
        this.sorted = sorted;
        this.page = 0;
      }}
    >
      ${t(sorted ? 'number.sorted' : 'number.inPlace')}
    </button>`;
    return html`<div class="tools">
      <button class="button" type="button" @click=${() => this.#turn(-1)}>${t('number.fewer')}</button>
      ${sort(true)}${sort(false)}
      <button
        class="button bare"
        type="button"
        aria-label=${t('number.earlier')}
        ?disabled=${this.page <= 0}
        @click=${() => this.#turn(this.page - 1)}
      >
        ${icons.left}
      </button>
      <span class="quiet"
        >${t('number.page', { first: count(first + 1), last: count(first + shown), count: count(n) })}</span
      >
      <button
        class="button bare"
        type="button"
        aria-label=${t('number.later')}
        ?disabled=${this.page >= last}
        @click=${() => this.#turn(this.page + 1)}
      >
        ${icons.right}
      </button>
    </div>`;
  }

  // While a weight is being changed the list stands still: the largest may be others by now.
  #hold = (event: Event) => {
    if (event.composedPath().some((part) => part instanceof HTMLElement && part.localName === 'gn-knob'))
      this.#held = this.#places;
  };

  #release = () => {
    this.#held = undefined;
    this.requestUpdate();
  };

  #turn(page: number): void {
    this.page = page;
  }

  // Sizes and colours go through the style object: a style attribute would break the content security policy.
  override updated(): void {
    const colours = ramps.peek();
    const bars = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-bar]')];
    const most = Math.max(1e-30, ...bars.map((bar) => Math.abs(Number(bar.dataset.bar)) || 0));
    for (const bar of bars) {
      bar.style.transform = `scaleX(${(Math.abs(Number(bar.dataset.bar)) || 0) / most})`;
    }
    for (const swatch of this.renderRoot.querySelectorAll<HTMLElement>('[data-full]')) {
      const value = Number(swatch.dataset.value);
      const { full } = swatch.dataset;
      swatch.style.background =
        (full === 'pixels'
          ? colours?.pixelCss[pixelIndex(value)]
          : colours?.signedCss[signedIndex(value, Number(full))]) ?? '';
    }
  }
}

// A column whose numbers are all of one part has its colour.
function column(sources: Sources): string {
  const parts = new Set(
    Array.from(sources.kinds, (_, i) => partOfNumber(sourceRef(sources, i))).filter((part) => part),
  );
  return parts.size === 1 ? classOf([...parts][0]) : '';
}

customElements.define('gn-terms', GnTerms);
