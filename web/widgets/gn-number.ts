// One number: its formula, with the real values in it, and the terms it is made of.
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { type Ref, sourceRef, type Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { number, probability, t } from '../locales';
import { backward, HEATED, heatedLine, numericLine } from './formula';
import './gn-knob';
import './gn-normed';
import './gn-operands';
import './gn-product';
import './gn-save';
import type { WhatIf } from './gn-softmax';
import './gn-softmax';
import './gn-terms';
import { isWindowed } from './gn-window';
import { latex, statements } from './latex';
import { GnLensed } from './lens';
import { isAnswer, isPicture, layerOf, layerTitle, paramName, sourceOf } from './names';
import { pictureOf } from './picture-of';
import { productGrid } from './product-grid';
import { termsTable } from './step-tables';
import { shared } from './styles';
import { touch } from './touch';
import './gn-about';

const WINDOW_PX = 160; // so high that the sum beneath is still in sight on a laptop
const BESIDE_PX = 680; // from here on the terms stand beside it

const keyOf = ({ kind, id, index, sample }: Ref) => `${kind} ${id} ${index} ${sample ?? 0}`;

interface Link {
  readonly what: Ref;
  readonly row: Row;
  readonly terms: Terms;
}

export class GnNumber extends GnLensed {
  static override properties = {
    ...GnLensed.properties,
    room: { type: Number },
    whatIf: { state: true },
  };
  declare room: number;
  declare whatIf: { readonly of: string; readonly is: WhatIf } | undefined; // of a softmax

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
      gn-save {
        margin-left: auto;
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
        gap: 6px;
        padding: 3px 0;
        overflow-x: auto;
        scrollbar-width: thin;
      }
      .pair {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px var(--space-4);
      }
      .pair .symbolic {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-4);
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
    const { via } = this;
    via.watch();
    const plan = this.via.plan;
    const what = via.number();
    if (!plan || !what) return nothing;
    if (what.kind === 'param' && via.edits) {
      return html`<section aria-label=${t('number.name')}>
        <header><h2>${paramName(plan, what)}</h2></header>
        ${this.#given(what, paramName(plan, what))}
      </section>`;
    }
    const row = what.kind === 'value' ? plan.rows[what.id] : undefined;
    const layer = row && layerOf(plan, row.index);
    const answer = row && isAnswer(plan, row);
    const pending = via.pending(what);
    const chain = pending ? [] : this.#chain(plan, what, layer?.rows ?? []);
    const last = chain.at(-1);
    const given = this.whatIf?.of === keyOf(what) ? this.whatIf.is : undefined;
    const own = pending ? 0 : via.value(what);
    const value = given?.share ?? own;
    const written = answer ? probability : number;
    const title =
      via.edits && layer
        ? `${answer ? 'softmax' : layerTitle(plan, layer)} · ${via.name(plan, what)}`
        : via.name(plan, what);
    return html`<section aria-label=${t('number.name')}>
      <header>
        <h2>${title}</h2>
        ${via.edits ? nothing : html`<gn-about topic="stepNumber" .panel=${title}></gn-about>`}
        ${pending ? nothing : html`<span class="value" data-number=${value}>${written(value)}</span>`}
        ${given ? html`<span class="row">${t('number.inNetwork', { value: written(own) })}</span>` : nothing}
        ${row && via.edits ? html`<span class="row">${row.name}</span>` : nothing}
        ${last?.terms.form === 'sum' ? this.#bias(plan, last.terms) : nothing}
        ${last?.terms.form === 'sum' && !via.edits ? this.#save(plan, last.terms, title) : nothing}
      </header>
      ${pending ? html`<p class="given">${t('number.waiting')}</p>` : last ? this.#body(plan, what, chain, last, given) : nothing}
    </section>`;
  }

  // The sum that the number is, term by term.
  #save(plan: Plan, terms: Terms, title: string) {
    return html`<gn-save
      .heading=${title}
      .table=${() => termsTable(plan, this.via, terms)}
      .picture=${() => pictureOf(this.renderRoot.querySelector('.body') ?? this)}
    ></gn-save>`;
  }

  #body(plan: Plan, what: Ref, chain: readonly Link[], last: Link, given: WhatIf | undefined) {
    const { terms, row } = last;
    const lines = chain.filter(
      ({ terms: { form } }, i) =>
        form === 'function' || (form === 'sum' && i === chain.length - 1) || i < chain.length - 1,
    );
    return html`<div class="body">
      <div class="lines scrolls" tabindex="0" role="group" aria-label=${t('number.formula')}>
        ${lines.map((link) => this.#pair(plan, link, link === last ? given : undefined))}
      </div>
      ${
        terms.form === 'given'
          ? this.#given(last.what, this.via.name(plan, last.what))
          : terms.form === 'function'
            ? row.op === 'softmax' || row.op === 'softmax_ce'
              ? html`<gn-softmax
                  .session=${this.session}
                  .lens=${this.lens}
                  .sample=${last.what.sample ?? 0}
                  .row=${row.index}
                  .index=${last.what.index}
                  few
                  @what-if=${({ detail }: CustomEvent<WhatIf | undefined>) => {
                    this.whatIf = detail && { of: keyOf(what), is: detail };
                  }}
                ></gn-softmax>`
              : html`${row.op === 'layernorm' || row.op === 'batchnorm' ? html`<gn-normed .session=${this.session} .lens=${this.lens} .what=${last.what}></gn-normed>` : nothing}<gn-operands .session=${this.session} .lens=${this.lens} .terms=${terms}></gn-operands>`
            : this.#sum(plan, what, last)
      }
    </div>`;
  }

  // From the number through the functions of one number within its layer, and the gradients that come from one
  // gradient alone, down to the sum or the given.
  #chain(plan: Plan, what: Ref, within: readonly number[]): Link[] {
    const links: Link[] = [];
    for (let at: Ref | undefined = what; at; ) {
      const terms: Terms | undefined = this.via.look?.terms(at);
      const from: Ref | undefined = terms && sourceRef(terms.from, 0);
      // The row whose formula it is: its own, or for a gradient the one that it came back through.
      const row: Row | undefined = plan.rows[this.#maker(plan, at, terms)];
      if (!row || !terms) break;
      links.push({ what: at, row, terms });
      const forth: boolean = terms.form === 'function' && terms.count === 1 && from?.kind === 'value';
      const back: boolean =
        at.kind === 'gradient' &&
        terms.count === 1 &&
        from?.kind === 'gradient' &&
        sourceRef(terms.by, 0) === undefined;
      if (forth && from && !within.includes(from.id) && row.op !== 'flatten' && this.via.edits) break;
      at = forth || back ? from : undefined;
    }
    return links.filter(({ row }, i) => row.op !== 'flatten' || i === links.length - 1);
  }

  #maker(plan: Plan, what: Ref, terms: Terms | undefined): number {
    if (what.kind === 'gradient') {
      return plan.rows.find(({ inputs }) => inputs.includes(what.id))?.index ?? what.id;
    }
    if (what.kind !== 'paramGradient') return what.kind === 'param' ? -1 : what.id;
    return (terms && (sourceRef(terms.from, 0) ?? sourceRef(terms.by, 0))?.id) ?? -1;
  }

  #pair(plan: Plan, { what, row, terms }: Link, given?: WhatIf) {
    const formula =
      what.kind === 'gradient' || what.kind === 'paramGradient'
        ? backward(plan, what, terms)
        : (this.via.look?.formula(row.index) ?? '');
    // A loss row's formula tells the loss first, then what its numbers are.
    const parts = statements(formula);
    const own = !row.isLoss ? parts : what.kind === 'loss' ? parts.slice(0, 1) : parts.slice(-1);
    const seen = this.via.seen?.(terms) ?? terms;
    const symbolic = given && given.temperature !== 1 ? [HEATED] : own;
    return html`<div class="pair"><span class="symbolic">${symbolic.map((each) => latex(each))}</span>${given ? heatedLine(given.scores ?? [...seen.values], given.temperature, given.share) : numericLine(row, seen, this.via.look?.normed(what))}</div>`;
  }

  #bias(plan: Plan, { rows, params, places }: Terms) {
    const bias = rows.findIndex((id, i) => id < 0 && (params[i] ?? -1) >= 0);
    if (bias < 0 || !this.via.edits) return nothing;
    const what = { kind: 'param', id: params[bias] ?? -1, index: places[bias] ?? 0 } as const;
    return html`<p class="bias">
      ${t('number.bias')}
      <gn-knob .session=${this.session} .what=${what} label=${paramName(plan, what)}></gn-knob>
    </p>`;
  }

  #given(what: Ref, name: string) {
    const plan = this.via.plan;
    const mine = this.via.edits && (what.kind === 'param' || what.id === plan?.input);
    return html`<p class="given">
      ${
        mine
          ? html`<gn-knob .session=${this.session} .what=${what} label=${name}></gn-knob><br />${t(touch ? 'number.givenTouch' : 'number.givenHint')}`
          : number(this.via.value(what))
      }
    </p>`;
  }

  #sum(plan: Plan, what: Ref, { row, terms }: Link) {
    const windowed = this.via.edits && isWindowed(plan, terms);
    const source = sourceOf(plan, terms.rows.find((id) => id >= 0) ?? -1);
    const picture = !this.via.plain && source && isPicture(source) && productGrid(plan, terms) !== undefined;
    const about =
      what.kind !== 'value'
        ? ''
        : row.op === 'maxpool'
          ? t('number.winner')
          : row.op === 'avgpool'
            ? t('number.mean', { share: number(terms.weights[0] ?? 0) })
            : this.via.edits && (row.op === 'dropout' || row.op === 'droppath')
              ? t('number.passes')
              : '';
    return html`<div class="parts ${windowed || picture ? 'two' : ''}"><div>${
      windowed
        ? html`<gn-window
            .session=${this.session}
            .row=${row.index}
            .shown=${what.id}
            .index=${what.index}
            .room=${this.clientWidth < BESIDE_PX ? Math.min(this.room, WINDOW_PX) : this.room}
            @cell=${(event: CustomEvent<number>) =>
              this.via.replace({ kind: 'value', id: what.id, index: event.detail })}
          ></gn-window>`
        : picture
          ? html`<gn-product .session=${this.session} .lens=${this.lens} .terms=${terms} .room=${this.room}></gn-product>`
          : nothing
    }
    ${about ? html`<p class="quiet">${about}</p>` : nothing}
    </div>${keyed(
      keyOf(what),
      html`<gn-terms .session=${this.session} .lens=${this.lens} .terms=${terms}></gn-terms>`,
    )}</div>`;
  }
}

customElements.define('gn-number', GnNumber);
