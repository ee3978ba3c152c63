// One-hot vectors times a table, beside the rows of the table that are looked up: the same numbers, at another cost; and
// which rows a step of training changes.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import { MOST_TOKENS, type VectorsLab } from '../state/vectors';
import { GnElement } from './element';
import { Refillable } from './refillable';
import './gn-about';
import './gn-matrix';
import './gn-plot';
import { shared } from './styles';
import { titled } from './titled';

const GPT2 = { kinds: 50_257, width: 768 } as const;

export class GnLookup extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false }, said: { state: true } };
  declare lab: VectorsLab;
  declare said: string;

  readonly #box = new Refillable(this, (text) => {
    this.session.settings.vectorsText.value = text.trim();
  });

  constructor() {
    super();
    this.said = '';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        min-width: 0;
      }
      h2 {
        font-size: var(--text-m);
      }
      input {
        width: min(100%, 26rem);
        min-height: 40px;
        padding: 0 12px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: inherit;
        font-size: 1rem;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .chips button {
        display: grid;
        justify-items: center;
        min-width: 34px;
        min-height: 44px;
        padding: 4px 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        line-height: 1.2;
      }
      .chips [aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
      }
      .sum {
        display: grid;
        grid-template-columns: minmax(0, 1.3fr) auto minmax(0, 1fr) auto minmax(0, 1fr);
        gap: var(--space-3);
        align-items: start;
      }
      .sign {
        align-self: center;
        font-size: 1.3rem;
        color: var(--ink-soft);
      }
      gn-plot {
        min-width: 0;
      }
      .facts {
        display: grid;
        gap: 4px;
        max-width: 74ch;
        line-height: 1.5;
      }
      .facts b {
        font-weight: 600;
      }
      .said {
        min-height: 1.5em;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      @media (max-width: 760px) {
        .sum {
          grid-template-columns: minmax(0, 1fr);
        }
        .sign {
          justify-self: center;
        }
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const found = lab.lookup.value;
    const tokens = lab.tokens.value;
    return html`${titled('lookup', t('vectors.lookup'))}
      <input
        aria-label=${t('vectors.text')}
        maxlength="200"
        .value=${this.#box.shown(lab.text.value)}
        @input=${this.#box.typed}
        @blur=${this.#box.left}
      />
      <div class="chips" role="group" aria-label=${t('vectors.tokens')}>
        ${tokens.map(
          (token, i) => html`<button
            type="button"
            aria-pressed=${lab.token.value === i ? 'true' : 'false'}
            @click=${() => {
              lab.token.value = lab.token.value === i ? -1 : i;
            }}
          >
            <span>${token === ' ' ? '␣' : token}</span><span class="quiet">${lab.kinds.value.indexOf(token)}</span>
          </button>`,
        )}
      </div>
      ${tokens.length === MOST_TOKENS ? html`<p class="quiet">${t('vectors.most', { n: MOST_TOKENS })}</p>` : nothing}
      ${found ? this.#pictures(found) : nothing}`;
  }

  #pictures(found: NonNullable<VectorsLab['lookup']['value']>) {
    const { tokens, kinds, width, different } = found;
    const n = tokens.length;
    const token = this.lab.token.value;
    const row = token < 0 ? -1 : (tokens[token] ?? -1);
    const used = new Set(tokens).size;
    return html`<div class="sum">
        ${this.#matrix('vectors.oneHot', found.oneHot, n, kinds, token)}
        <span class="sign" aria-hidden="true">×</span>
        ${this.#matrix('vectors.table', found.table, kinds, width, row)}
        <span class="sign" aria-hidden="true">=</span>
        ${this.#matrix('vectors.rows', found.product, n, width, token)}
      </div>
      <p class="said" role="status">${this.said || t('vectors.hint')}</p>
      <div class="facts">
        <p>${t(different === 0 ? 'vectors.same' : 'vectors.other', { n: count(n * width), different })}</p>
        <p>
          ${t('vectors.cost', {
            n,
            kinds,
            width,
            products: count(n * kinds * width),
            reads: count(n * width),
            gpt2: count(GPT2.kinds * GPT2.width),
            row: count(GPT2.width),
            words: count(GPT2.kinds),
          })}
        </p>
      </div>
      ${titled('lookupGradient', t('vectors.gradient'))}
      <p class="facts">${t('vectors.touched', { used, kinds, next: this.lab.tokens.value[0] ?? '' })}</p>
      ${this.#matrix('vectors.gradientOf', found.gradient, kinds, width, row)}`;
  }

  #matrix(
    name: 'vectors.oneHot' | 'vectors.table' | 'vectors.rows' | 'vectors.gradientOf',
    values: Float32Array,
    down: number,
    across: number,
    row: number,
  ) {
    const byToken = name === 'vectors.oneHot' || name === 'vectors.rows';
    const called = (i: number) =>
      byToken ? (this.lab.tokens.value[i] ?? '') : (this.lab.kinds.value[i] ?? '');
    const heading = `${t(name)} ${down}×${across}`;
    return html`<gn-plot
      .heading=${heading}
      .table=${() => ({
        columns: [
          '',
          ...Array.from({ length: across }, (_, k) =>
            name === 'vectors.oneHot' ? called2(this.lab, k) : String(k),
          ),
        ],
        rows: Array.from({ length: down }, (_, i) => [
          called(i),
          ...values.subarray(i * across, (i + 1) * across),
        ]),
      })}
      ><gn-matrix
        .session=${this.session}
        .values=${values}
        .down=${down}
        .across=${across}
        .label=${heading}
        .row=${row}
        .most=${down > 20 ? 240 : 0}
        @cell=${({ detail: [i, k] }: CustomEvent<readonly [number, number]>) => {
          if (byToken) this.lab.token.value = i;
          this.said = t('vectors.cell', {
            name: t(name),
            row: called(i),
            column: k,
            value: number(values[i * across + k] ?? 0),
          });
        }}
      ></gn-matrix
    ></gn-plot>`;
  }
}

const called2 = (lab: VectorsLab, k: number): string => lab.kinds.value[k] ?? '';

customElements.define('gn-lookup', GnLookup);
