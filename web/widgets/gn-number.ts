// One number: its formula, with the real values in it, and the terms it is made of.
import { css, html, nothing } from 'lit';
import type { Ref, Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { number, percent, t } from '../locales';
import { GnElement } from './element';
import { numericLine } from './formula';
import './gn-knob';
import './gn-operands';
import './gn-product';
import './gn-softmax';
import './gn-terms';
import { isWindowed } from './gn-window';
import { latex } from './latex';
import { isPicture, layerOf, layerTitle, paramName, shortName, sourceOf } from './names';
import { productGrid } from './product-grid';
import { shared } from './styles';

interface Link {
  readonly what: Ref;
  readonly row: Row;
  readonly terms: Terms;
}

export class GnNumber extends GnElement {
  static override properties = { ...GnElement.properties, room: { type: Number } };
  declare room: number;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
        container-type: inline-size;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px var(--space-3);
        padding-bottom: var(--space-2);
      }
      h2 {
        font-size: var(--text-m);
      }
      .value {
        font-size: 1.5rem;
        font-weight: 600;
        letter-spacing: -0.02em;
        line-height: 1.2;
      }
      .row {
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3) var(--space-5);
      }
      .lines {
        display: grid;
        gap: 3px;
        overflow-x: auto;
        scrollbar-width: thin;
      }
      .pair {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-4);
      }
      .pair .symbolic {
        color: var(--ink-soft);
      }
      math {
        font-size: 1rem;
        text-align: left;
        width: max-content;
        margin: 0;
      }
      .given {
        font-size: var(--text-s);
        color: var(--ink-soft);
        max-width: 46ch;
        line-height: 1.5;
      }
      .given gn-knob {
        font-size: 1.25rem;
        color: var(--ink);
        font-weight: 600;
      }
      .bias {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .bias gn-knob {
        color: var(--ink);
      }
      gn-terms {
        max-width: 620px;
      }
      .parts {
        display: grid;
        gap: var(--space-3) var(--space-5);
        align-items: start;
      }
      .parts > * {
        min-width: 0;
      }
      @container (min-width: 680px) {
        .parts.two {
          grid-template-columns: minmax(0, 1fr) minmax(0, 390px);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.room = 200;
  }

  override render() {
    void this.session.frame.value;
    void this.session.inspect.weights.value;
    const plan = this.session.running.value?.plan;
    const what = this.session.inspect.number.value;
    if (!plan || !what) return nothing;
    if (what.kind === 'param') {
      return html`<section aria-label=${t('number.name')}>
        <header><h2>${paramName(plan, what)}</h2></header>
        ${this.#given(what, paramName(plan, what))}
      </section>`;
    }
    const row = plan.rows[what.id];
    const layer = layerOf(plan, what.id);
    const value = this.session.values(what.id)[what.index];
    if (!row || !layer || value === undefined) return nothing;
    const answer = row.isLoss || row.index === plan.answer;
    const title = `${answer ? 'softmax' : layerTitle(plan, layer)} · ${shortName(plan, what)}`;
    const pending = this.session.inspect.pending(row.index);
    return html`<section aria-label=${t('number.name')}>
      <header>
        <h2>${title}</h2>
        ${pending ? nothing : html`<span class="value">${answer ? percent(value) : number(value)}</span>`}
        <span class="row">${row.name}</span>
      </header>
      ${pending ? html`<p class="given">${t('number.waiting')}</p>` : this.#body(plan, what, layer.rows)}
    </section>`;
  }

  #body(plan: Plan, what: Ref, within: readonly number[]) {
    const chain = this.#chain(plan, what, within);
    const last = chain.at(-1);
    if (!last) return nothing;
    const { terms, row } = last;
    const functions = chain.filter(({ terms: { form } }) => form === 'function');
    return html`<div class="body">
      <div class="lines" tabindex="0" role="group" aria-label=${t('number.formula')}>
        ${functions.map((link) => this.#pair(link))} ${terms.form === 'sum' ? this.#pair(last) : nothing}
      </div>
      ${terms.form === 'sum' ? this.#bias(plan, terms) : nothing}
      ${
        terms.form === 'given'
          ? this.#given(last.what, shortName(plan, last.what))
          : terms.form === 'function'
            ? row.op === 'softmax' || row.op === 'softmax_ce'
              ? html`<gn-softmax
                  .session=${this.session}
                  .row=${row.index}
                  .index=${last.what.index}
                  few
                ></gn-softmax>`
              : html`<gn-operands .session=${this.session} .terms=${terms}></gn-operands>`
            : this.#sum(plan, what, last)
      }
    </div>`;
  }

  // From the number through the functions of one number within its layer, down to the sum or the given.
  #chain(plan: Plan, what: Ref, within: readonly number[]): Link[] {
    const links: Link[] = [];
    for (let at: Ref | undefined = what; at; ) {
      const row: Row | undefined = plan.rows[at.id];
      const terms: Terms | undefined = this.session.probe?.look.terms(at);
      if (!row || !terms) break;
      links.push({ what: at, row, terms });
      const id: number = terms.rows[0] ?? -1;
      const single: boolean = terms.form === 'function' && terms.count === 1 && id >= 0;
      const inside = within.includes(id) || row.op === 'flatten';
      if (single && !inside) break;
      at = single ? { kind: 'value', id, index: terms.indices[0] ?? 0 } : undefined;
    }
    return links.filter(({ row }, i) => row.op !== 'flatten' || i === links.length - 1);
  }

  #pair({ row, terms }: Link) {
    const formula = this.session.probe?.look.formula(row.index) ?? '';
    // A loss row's formula tells the loss first, then what its numbers are.
    const own = row.isLoss ? (formula.split('\\quad').at(-1) ?? formula) : formula;
    return html`<div class="pair"><span class="symbolic">${latex(own)}</span>${numericLine(row, terms)}</div>`;
  }

  #bias(plan: Plan, { rows, params, places }: Terms) {
    const bias = rows.findIndex((id, i) => id < 0 && (params[i] ?? -1) >= 0);
    if (bias < 0) return nothing;
    const what = { kind: 'param', id: params[bias] ?? -1, index: places[bias] ?? 0 } as const;
    return html`<p class="bias">
      ${t('number.bias')}
      <gn-knob .session=${this.session} .what=${what} label=${paramName(plan, what)}></gn-knob>
    </p>`;
  }

  #given(what: Ref, name: string) {
    const plan = this.session.running.peek()?.plan;
    const mine = what.kind === 'param' || what.id === plan?.input;
    return html`<p class="given">
      ${
        mine
          ? html`<gn-knob .session=${this.session} .what=${what} label=${name}></gn-knob><br />${t('number.givenHint')}`
          : number(this.session.values(what.id)[what.index] ?? 0)
      }
    </p>`;
  }

  #sum(plan: Plan, what: Ref, { row, terms }: Link) {
    const windowed = isWindowed(plan, terms);
    const source = sourceOf(plan, terms.rows.find((id) => id >= 0) ?? -1);
    const picture = source && isPicture(source) && productGrid(plan, terms) !== undefined;
    const about =
      row.op === 'maxpool'
        ? t('number.winner')
        : row.op === 'avgpool'
          ? t('number.mean', { share: number(terms.weights[0] ?? 0) })
          : '';
    return html`<div class="parts ${windowed || picture ? 'two' : ''}"><div>${
      windowed
        ? html`<gn-window
            .session=${this.session}
            .row=${row.index}
            .shown=${what.id}
            .index=${what.index}
            .room=${this.room}
            @cell=${(event: CustomEvent<number>) =>
              this.session.inspect.replace({ kind: 'value', id: what.id, index: event.detail })}
          ></gn-window>`
        : picture
          ? html`<gn-product .session=${this.session} .terms=${terms} .room=${this.room}></gn-product>`
          : nothing
    }
    ${about ? html`<p class="quiet">${about}</p>` : nothing}
    </div><gn-terms .session=${this.session} .terms=${terms}></gn-terms></div>`;
  }
}

customElements.define('gn-number', GnNumber);
