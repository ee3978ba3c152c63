// What is added for the place of a token: the table as a picture, its columns as curves, and how alike two places are; with
// the formula of the cell that is pointed at.
import { css, html, nothing, svg } from 'lit';
import { number, t } from '../locales';
import type { VectorsLab } from '../state/vectors';
import { GnElement } from './element';
import './gn-about';
import './gn-matrix';
import type { GnMatrix } from './gn-matrix';
import './gn-plot';
import { latex } from './latex';
import { shared } from './styles';
import { titled } from './titled';

const CURVES = [0, 1, 2, 3] as const; // of the columns' pairs, from the cell's own on
const W = 560;
const H = 150;

export class GnPlaces extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: VectorsLab;

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
      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-5);
        font-size: var(--text-s);
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
      }
      output {
        min-width: 2.2em;
      }
      .kinds {
        display: inline-flex;
        padding: 3px;
        border-radius: var(--radius-m);
        background: var(--sunken);
      }
      .kinds button {
        min-height: var(--tap);
        padding: 0 var(--space-3);
        border-radius: var(--radius-s);
        color: var(--ink-soft);
      }
      .kinds [aria-pressed='true'] {
        background: var(--raised);
        color: var(--ink);
        font-weight: 600;
        box-shadow: var(--shadow);
      }
      .kinds button:disabled {
        color: var(--ink-faint);
        cursor: default;
      }
      .pictures {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-4) var(--space-5);
        align-items: start;
      }
      .curves {
        width: 100%;
        height: auto;
        overflow: visible;
      }
      .curves path {
        fill: none;
        stroke: var(--ink);
        stroke-width: 1.6;
        vector-effect: non-scaling-stroke;
      }
      .curves path:nth-of-type(2) {
        stroke-dasharray: 5 3;
      }
      .curves path:nth-of-type(3) {
        stroke: var(--positive);
      }
      .curves path:nth-of-type(4) {
        stroke: var(--negative);
      }
      .curves line {
        stroke: var(--line-strong);
        stroke-width: 1;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-3);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      /* each with its curve's stroke */
      .key i {
        display: inline-block;
        width: 16px;
        margin-right: 5px;
        vertical-align: 0.25em;
        border-top: 2px solid var(--ink);
      }
      .key :nth-child(2) i {
        border-top-style: dashed;
      }
      .key :nth-child(3) i {
        border-top-color: var(--positive);
      }
      .key :nth-child(4) i {
        border-top-color: var(--negative);
      }
      .said {
        min-height: 3.2em;
        line-height: 1.5;
      }
      math {
        overflow-x: auto;
        max-width: 100%;
      }
      @media (max-width: 760px) {
        .pictures {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override render() {
    const { lab, session } = this;
    const { placesLength, placesWidth, placesKind } = session.settings;
    const places = lab.places.value;
    const learned = lab.learned.value;
    const slider = (name: 'vectors.length' | 'vectors.width', of: typeof placesLength) => html`<label
      >${t(name)}
      <input
        type="range"
        min="2"
        max="128"
        step="2"
        .value=${String(of.value)}
        @input=${(event: Event) => {
          of.value = Number((event.target as HTMLInputElement).value);
        }}
      /><output>${of.value}</output></label
    >`;
    return html`${titled('places', t('vectors.places'))}
      <div class="controls">
        <div class="kinds" role="group" aria-label=${t('vectors.kind')}>
          ${(['waves', 'learned'] as const).map(
            (each) => html`<button
              type="button"
              aria-pressed=${(each === 'learned') === learned ? 'true' : 'false'}
              ?disabled=${each === 'learned' && !lab.gpt}
              @click=${() => {
                placesKind.value = each;
              }}
            >
              ${t(`vectors.${each}`)}
            </button>`,
          )}
        </div>
        ${learned ? nothing : html`${slider('vectors.length', placesLength)} ${slider('vectors.width', placesWidth)}`}
        ${
          lab.gpt
            ? nothing
            : html`<span class="quiet"
                >${t('vectors.noGpt')}
                <button
                  class="button bare"
                  type="button"
                  @click=${() => {
                    session.settings.view.value = 'gpt';
                  }}
                >
                  ${t('text.part.gpt')}
                </button></span
              >`
        }
      </div>
      ${places ? this.#pictures(places, learned) : nothing}`;
  }

  #pictures(places: NonNullable<VectorsLab['places']['value']>, learned: boolean) {
    const { length, width, values, products } = places;
    const [row, column] = this.lab.cell.value;
    const at = [Math.min(row, length - 1), Math.min(column, width - 1)] as const;
    const other = Math.min(this.lab.other.value, length - 1);
    const value = values[at[0] * width + at[1]] ?? 0;
    const heading = `${t('vectors.heat')} ${length}×${width}`;
    const name = t('vectors.alike');
    return html`<div class="said" role="status">
        ${learned ? html`<p>${t('vectors.learnedCell', { row: at[0], column: at[1], value: number(value) })}</p>` : formula(at, width, value)}
      </div>
      <div class="pictures">
        <gn-plot
          .heading=${heading}
          .table=${() => ({
            columns: ['', ...Array.from({ length: width }, (_, k) => String(k))],
            rows: Array.from({ length }, (_, i) => [i, ...values.subarray(i * width, (i + 1) * width)]),
          })}
          .picture=${() => this.#canvas(0)}
          ><gn-matrix
            .session=${this.session}
            .values=${values}
            .down=${length}
            .across=${width}
            .most=${340}
            .label=${heading}
            .at=${at}
            @cell=${({ detail }: CustomEvent<readonly [number, number]>) => {
              this.lab.cell.value = detail;
            }}
          ></gn-matrix
        ></gn-plot>
        <gn-plot
          .heading=${name}
          .table=${() => ({
            columns: ['', ...Array.from({ length }, (_, k) => String(k))],
            rows: Array.from({ length }, (_, i) => [i, ...products.subarray(i * length, (i + 1) * length)]),
          })}
          .picture=${() => this.#canvas(1)}
          ><gn-matrix
            square
            .session=${this.session}
            .values=${products}
            .down=${length}
            .across=${length}
            .label=${name}
            .at=${[at[0], other]}
            @cell=${({ detail: [i, k] }: CustomEvent<readonly [number, number]>) => {
              this.lab.other.value = k;
              this.lab.cell.value = [i, at[1]];
            }}
          ></gn-matrix>
          <p class="key">${t('vectors.product', { i: at[0], j: other, value: number(products[at[0] * length + other] ?? 0) })}</p></gn-plot
        >
      </div>
      ${this.#curves(places, at[1])}`;
  }

  #canvas(which: number): HTMLCanvasElement | undefined {
    return [...this.renderRoot.querySelectorAll<GnMatrix>('gn-matrix')][which]?.picture;
  }

  // Columns over the places: the cell's own and some that follow.
  #curves({ length, width, values }: NonNullable<VectorsLab['places']['value']>, first: number) {
    const columns = CURVES.map((k) => first + 2 * k).filter((k) => k < width);
    const full = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    const path = (k: number) =>
      Array.from({ length }, (_, i) => {
        const x = (i / Math.max(1, length - 1)) * W;
        const y = H / 2 - ((values[i * width + k] ?? 0) / full) * (H / 2 - 4);
        return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      }).join('');
    const heading = t('vectors.curves');
    return html`<gn-plot
      .heading=${heading}
      .table=${() => ({
        columns: [t('vectors.place'), ...columns.map(String)],
        rows: Array.from({ length }, (_, i) => [i, ...columns.map((k) => values[i * width + k] ?? 0)]),
      })}
      ><svg class="curves" viewBox="0 0 ${W} ${H}" role="img" aria-label=${`${heading}: ${columns.join(', ')}`}>
        <line x1="0" x2=${W} y1=${H / 2} y2=${H / 2}></line>
        ${columns.map((k) => svg`<path d=${path(k)}></path>`)}
      </svg>
      <p class="key">${columns.map((k) => html`<span><i aria-hidden="true"></i>${t('vectors.column', { k })}</span>`)}</p></gn-plot
    >`;
  }
}

// The formula with the cell's numbers in it.
function formula([row, column]: readonly [number, number], width: number, value: number) {
  const wave = column % 2 === 0 ? 'sin' : 'cos';
  const even = column - (column % 2);
  return latex(
    `p_{${row},${column}} = \\${wave}(\\frac{${row}}{10000^{${even}/${width}}}) = ${number(value).replace('−', '-')}`,
  );
}

customElements.define('gn-places', GnPlaces);
