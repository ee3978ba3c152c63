// The terms of a sum: the five largest, or all of them in pages, each with the way to where its value came from.
import { css, html, nothing } from 'lit';
import type { Terms } from '../engine/look';
import { count, number, t } from '../locales';
import { fullScale, pixelIndex, ramps, signedIndex } from './colour';
import { GnElement } from './element';
import './gn-knob';
import { icons } from './icons';
import { isPicture, layerOf, layerTitle, paramName, shortName, sourceOf } from './names';
import { shared } from './styles';

const FEW = 5;
const PAGE = 20;

export class GnTerms extends GnElement {
  static override properties = {
    ...GnElement.properties,
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
        align-items: center;
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
    const plan = this.session.running.value?.plan;
    if (!plan) return nothing;
    const n = terms.products.length;
    const zeros = terms.products.reduce((sum, product) => sum + (product === 0 ? 1 : 0), 0);
    const few = this.page < 0;
    const last = Math.ceil(n / PAGE) - 1;
    const page = Math.min(this.page, last);
    const held = few ? this.#held : undefined;
    const shown = held
      ? held.length
      : few
        ? Math.min(FEW, Math.max(1, n - zeros))
        : Math.min(PAGE, n - page * PAGE);
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
      ? (this.session.probe?.look.sum(terms.products.filter((_, i) => !held.includes(i))) ?? 0)
      : (terms.rest[shown] ?? 0);
    const total = terms.rest[0] ?? 0;
    const close = Math.abs(total - terms.number) <= 1e-4 * Math.max(1, Math.abs(terms.number));
    return html`<table
        aria-label=${t('number.terms')}
        @focusin=${this.#hold}
        @focusout=${this.#release}
      >
        <tr>
          <td></td>
          <th scope="col">${t('number.value')}</th>
          <td></td>
          <th scope="col">${t('number.weight')}</th>
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
        <tr class="total">
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

  #row(place: number) {
    const { terms } = this;
    const plan = this.session.running.peek()?.plan;
    if (!plan) return nothing;
    const value = terms.values[place] ?? 0;
    const weight = terms.weights[place] ?? 0;
    const product = terms.products[place] ?? 0;
    const param = { kind: 'param', id: terms.params[place] ?? -1, index: terms.places[place] ?? 0 } as const;
    const source = sourceOf(plan, terms.rows[place] ?? -1);
    const what = source && ({ kind: 'value', id: source.index, index: terms.indices[place] ?? 0 } as const);
    const several = new Set(terms.rows.filter((row) => row >= 0)).size > 1;
    const layer = source && layerOf(plan, source.index);
    const name = what
      ? `${several && layer ? `${layerTitle(plan, layer)} ${source.name} · ` : ''}${shortName(plan, what)}`
      : t('number.bias');
    return html`<tr data-product=${product}>
      <td class="name">
        ${
          what
            ? html`<span
                  class="swatch"
                  data-value=${value}
                  data-full=${source.op === 'in' && isPicture(source) ? 'pixels' : fullScale(this.session.values(source.index))}
                ></span
                ><button
                  class="from"
                  type="button"
                  aria-label=${t('number.from', { name, value: number(value) })}
                  @click=${() => this.session.inspect.follow(what)}
                >
                  ${name}
                </button>`
            : name
        }
      </td>
      <td>${number(value)}</td>
      <td class="sign">×</td>
      <td>
        ${
          param.id < 0
            ? number(weight)
            : html`<gn-knob .session=${this.session} .what=${param} label=${paramName(plan, param)}></gn-knob>`
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

customElements.define('gn-terms', GnTerms);
