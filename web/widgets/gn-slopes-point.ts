// What the point under one's finger is: gradient, Hessian, eigenvalues with their directions, and the verdict in words;
// ways on: to a place without slope, along the negative eigenvector, by Newton's step.
import { css, html, nothing } from 'lit';
import type { PointOf, Vector } from '../engine/surface';
import { t } from '../locales';
import './gn-about';
import { SlopesElement } from './slopes-element';
import { brief, pair, wayName } from './slopes-words';
import { shared } from './styles';

type Told = 'noFlat' | 'noEscape' | 'noNewton' | undefined;

export class GnSlopesPoint extends SlopesElement {
  static override properties = { ...SlopesElement.properties, told: { state: true } };
  declare told: Told; // of a way on that leads nowhere

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-3);
        font-size: var(--text-s);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 6px var(--space-3);
        margin: 0;
        align-items: center;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        margin: 0;
      }
      .matrix {
        display: inline-grid;
        gap: 2px;
        padding: 2px 8px;
        border: 1px solid var(--ink-soft);
        border-block-color: transparent;
        border-radius: 4px;
      }
      .line {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 14px;
        text-align: right;
      }
      .verdict {
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        line-height: 1.45;
      }
      .verdict b {
        display: block;
      }
      .positive {
        color: var(--positive);
      }
      .negative {
        color: var(--negative);
      }
      .taylor {
        display: grid;
        gap: 6px;
        padding-top: var(--space-2);
        border-top: 1px solid var(--line);
      }
      h3 {
        margin: 0;
        font-size: var(--text-xs);
        font-weight: 600;
        color: var(--ink-soft);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .row .button {
        white-space: normal;
        text-align: left;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const here = lab?.here.value;
    if (!here) return nothing;
    const { start } = lab.state.value;
    const go = (told: Told, way: () => boolean) => () => {
      this.told = way() ? undefined : told;
    };
    const dims = lab.surface.value?.dims ?? 2;
    return html`<dl>
        <dt>${t('slopes.place')}</dt>
        <dd>${pair(start, dims)}</dd>
        <dt>${t('slopes.loss')}</dt>
        <dd>${brief(here.value)}</dd>
        ${dims === 1 ? this.#bend(here) : this.#bends(here)}
      </dl>
      <p class="verdict" role="status">${dims === 1 ? this.#verdictOnLine(here) : this.#verdict(here)}</p>
      <div class="row">
        <button class="button" type="button" @click=${go('noFlat', () => lab.toFlat())}>${t('slopes.toFlat')}</button>
        ${
          dims === 1
            ? nothing
            : html`<button
          class="button"
          type="button"
          ?disabled=${here.eigenvalues[0] >= 0}
          @click=${go('noEscape', () => lab.escape())}
        >
          ${t('slopes.escape')}
        </button>`
        }
        <button class="button" type="button" @click=${go('noNewton', () => lab.newton())}>${t('slopes.newton')}</button>
      </div>
      ${this.told ? html`<p class="quiet" role="status">${t(`slopes.${this.told}`)}</p>` : nothing}
      ${dims === 1 ? nothing : html`<p class="quiet">${t('slopes.pointHow')}</p>`}
      ${this.#taylor(here.value)}`;
  }

  #taylor(value: number) {
    const { lab } = this;
    const taylor = lab.taylor.value;
    const way = lab.state.value.ways[0];
    if (!taylor || !way) return nothing;
    const [first, second, really] = taylor;
    const line = lab.surface.value?.dims === 1;
    return html`<section class="taylor" aria-labelledby="taylor">
      <h3 id="taylor">${t('slopes.taylor', { way: wayName(way, lab.state.value.ways) })}</h3>
      <dl>
        <dt>${t('slopes.now')}</dt>
        <dd>f = ${brief(value)}</dd>
        <dt>${t('slopes.firstOrder')}</dt>
        <dd>${line ? 'f + f′ · Δ' : 'f + ∇f · Δ'} = ${brief(first)}</dd>
        <dt>${t('slopes.secondOrder')}</dt>
        <dd>${line ? 'f + f′ · Δ + ½ f″ · Δ²' : 'f + ∇f · Δ + ½ Δ · HΔ'} = ${brief(second)}</dd>
        <dt>${t('slopes.really')}</dt>
        <dd><b>${brief(really)}</b></dd>
      </dl>
    </section>`;
  }

  #bends(here: PointOf) {
    return html`<dt>${t('slopes.gradient')}</dt>
      <dd>∇f = ${pair(here.gradient, 2)}, ‖∇f‖ = ${brief(here.length)}</dd>
      <dt>${t('slopes.hessian')} <gn-about topic="slopesHessian"></gn-about></dt>
      <dd>${this.#matrix(here.hessian)}</dd>
      ${([0, 1] as const).map(
        (k) => html`<dt>${t('slopes.eigen')} ${k === 0 ? 'λ₁' : 'λ₂'}</dt>
          <dd>${this.#eigen(here.eigenvalues[k], here.eigenvectors[k])}</dd>`,
      )}`;
  }

  // Of one variable: two derivatives.
  #bend({ gradient, hessian }: PointOf) {
    const bends = hessian[0] > 0 ? 'up' : hessian[0] < 0 ? 'down' : 'flat';
    return html`<dt>${t('slopes.slopeOf')}</dt>
      <dd>f′ = ${brief(gradient[0])}</dd>
      <dt>${t('slopes.bendOf')}</dt>
      <dd>f″ = ${brief(hessian[0])}, ${t(`slopes.bends.${bends}`)}</dd>`;
  }

  #verdictOnLine({ kind }: PointOf) {
    if (kind === 'saddle') return nothing; // takes two variables
    return html`<b>${t(`slopes.kind.${kind}`)}</b>${t(`slopes.line.${kind}`)}`;
  }

  #matrix([xx, xy, yy]: PointOf['hessian']) {
    const cell = (value: number) => html`<span>${brief(value)}</span>`;
    const rows = [
      [xx, xy],
      [xy, yy],
    ];
    const said = `[[${brief(xx)}, ${brief(xy)}], [${brief(xy)}, ${brief(yy)}]]`;
    return html`<span class="matrix" role="math" aria-label=${said}
      >${rows.map((row) => html`<span class="line" aria-hidden="true">${row.map(cell)}</span>`)}</span
    >`;
  }

  #eigen(value: number, vector: Vector) {
    const sign = value > 0 ? 'positive' : value < 0 ? 'negative' : '';
    const bends = value > 0 ? 'up' : value < 0 ? 'down' : 'flat';
    return html`<b class=${sign}>${brief(value)}</b> ${t('slopes.along')} ${pair(vector, 2)}, ${t(`slopes.bends.${bends}`)}`;
  }

  #verdict({ kind, eigenvalues: [low, high], length }: PointOf) {
    if (kind !== 'sloping') return html`<b>${t(`slopes.kind.${kind}`)}</b>${t(`slopes.why.${kind}`)}`;
    const shape = low > 0 ? 'minimum' : high < 0 ? 'maximum' : low < 0 && high > 0 ? 'saddle' : 'undecided';
    return html`<b>${t('slopes.kind.sloping')}</b>${t('slopes.why.sloping', { length: brief(length) })}
      ${t(`slopes.curved.${shape}`)}`;
  }
}

customElements.define('gn-slopes-point', GnSlopesPoint);
