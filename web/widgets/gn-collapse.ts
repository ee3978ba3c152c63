// Two layers with nothing between them that bends, as the one matrix they are: W₂·W₁ as a picture, any number of it as
// its sum, and how far W·x + b is from what the two layers gave.
import { css, html, nothing } from 'lit';
import type { Collapsed, Look, Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { count, number, t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { isPicture, paramName, planesOf, sourceOf } from './names';
import { numbers } from './panel-styles';
import type { Table } from './plot-files';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { fitted, Raster } from './raster';
import { readout, stays } from './readout';
import { shared } from './styles';
import { titled } from './titled';

const FEW = 5; // terms
const WIDE_PX = 480; // room for the picture and the sum side by side
const HIGH_PX = 150;
const TILE_PX = 84;
const GAP_PX = 6;
const MOST_CELL_PX = 30;

interface Box {
  readonly across: number; // pictures in a line; 1: one matrix
  readonly w: number; // of a picture, or of the matrix
  readonly h: number;
  readonly tiled: boolean; // a picture for each output
}

export interface Pair {
  readonly first: Row;
  readonly second: Row;
}

// Pairs of layers that are one matrix, the second of each being one of `among`, or following one of them.
export function pairsOf(plan: Plan, look: Look, among?: readonly number[]): readonly Pair[] {
  return plan.rows.flatMap((second) => {
    const first = second.op === 'dense' ? plan.rows[look.collapseFirst(second.index)] : undefined;
    const wanted = !among || among.includes(second.index) || (first && among.includes(first.index));
    return first && wanted ? [{ first, second }] : [];
  });
}

export class GnCollapse extends GnElement {
  static override properties = {
    ...GnElement.properties,
    look: { attribute: false },
    plan: { attribute: false },
    pair: { attribute: false },
    turn: { attribute: false },
    at: { state: true },
    wide: { state: true },
    table: { state: true },
  };
  declare look: Look;
  declare plan: Plan;
  declare pair: Pair;
  declare turn: unknown; // another one: the numbers are others
  declare at: number; // of W, and behind it of b; −1: the largest
  declare wide: number;
  declare table: boolean; // in the picture's place

  #raster = new Raster();
  #one: Collapsed = { w: new Float32Array(0), b: new Float32Array(0), difference: 0 };
  #sizes = new ResizeObserver(() => {
    this.wide = this.clientWidth;
  });

  constructor() {
    super();
    this.at = -1;
    this.wide = 0;
    this.table = false;
  }

  static override styles = [
    shared,
    numbers,
    toolStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        font-size: var(--text-s);
        container-type: inline-size;
      }
      section {
        display: grid;
        gap: var(--space-2);
      }
      code {
        font-family: var(--mono);
        font-size: 0.75rem;
      }
      p {
        line-height: 1.45;
      }
      .formulas {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--space-5);
      }
      canvas {
        cursor: zoom-in;
        touch-action: pan-y;
      }
      .parts {
        display: grid;
        gap: var(--space-3) var(--space-5);
      }
      .axes {
        display: grid;
        grid-template-columns: max-content minmax(60px, 200px);
        gap: 2px var(--space-2);
        align-items: center;
        font-size: var(--text-xs);
      }
      .axes label {
        display: contents;
      }
      input {
        width: 100%;
        min-width: 0;
        accent-color: var(--ink);
      }
      .biases {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        align-items: center;
        padding: 6px 0;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .biases button {
        min-height: 24px;
        padding: 0 6px;
        border-radius: var(--radius-s);
        background: var(--sunken);
        color: var(--ink);
      }
      .biases [aria-pressed='true'] {
        box-shadow: inset 0 0 0 1.5px var(--ink);
      }
      table {
        border-collapse: collapse;
        width: 100%;
        max-width: 520px;
      }
      caption {
        text-align: left;
        padding-bottom: 4px;
      }
      td {
        padding: 3px 0 3px 6px;
        text-align: right;
        white-space: nowrap;
      }
      td:first-child {
        padding-left: 0;
        text-align: left;
        white-space: normal;
        overflow-wrap: anywhere;
        color: var(--ink-soft);
      }
      .rows {
        max-height: 280px;
      }
      .total td {
        border-top: 1px solid var(--line-strong);
        font-weight: 600;
        color: var(--ink);
      }
      .same {
        font-weight: 500;
      }
      @container (min-width: 480px) {
        .parts {
          grid-template-columns: auto minmax(0, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.follow(() => {
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    readout.value = undefined;
  }

  override updated(): void {
    this.#draw();
  }

  // Outputs of the second, numbers between, inputs of the first.
  get #sizesOf(): readonly [number, number, number] {
    const { first, second } = this.pair;
    return [second.size, first.size, first.params[0]?.shape[1] ?? 1];
  }

  override render() {
    const { first, second } = this.pair;
    const [outputs, inner, inputs] = this.#sizesOf;
    const cells = outputs * inputs;
    this.#one = this.look.collapse(second.index, outputs, inputs);
    const { w, b, difference } = this.#one;
    const at = this.#at();
    const before = [...first.params, ...second.params].reduce((all, { size }) => all + size, 0);
    const biased = first.params.length + second.params.length > 2;
    const name = t('collapse.title', { first: first.name, second: second.name });
    const scale = Math.max(1, ...Array.from(b, Math.abs));
    const said =
      difference === 0 ? 'collapse.exact' : difference <= 1e-3 * scale ? 'collapse.same' : 'collapse.apart';
    return html`<section aria-label=${name}>
      ${titled('collapse', name)}
      <p class="formulas">
        <code>${t('collapse.shapes', { o: outputs, k: inner, i: inputs })}</code>
        ${biased ? html`<code>${t('collapse.bias')}</code>` : nothing}
      </p>
      <p class="same" data-difference=${difference}>${t(said, { difference: number(difference) })}</p>
      <p class="quiet">${t('collapse.count', { before: count(before), after: count(cells + (biased ? outputs : 0)) })}</p>
      <div class="parts">
        <div>
          <p class="quiet">${t('collapse.picture')}</p>
          <canvas
            ?hidden=${this.table}
            @pointermove=${this.#point}
            @pointerleave=${(event: Event) => {
              if (!stays(event)) readout.value = undefined;
            }}
            @click=${this.#press}
          ></canvas>
          ${this.table ? tableRows(name, this.#table()) : nothing}
          ${plotTools(
            { heading: name, table: this.#table, picture: () => this.renderRoot.querySelector('canvas') },
            this.table,
            () => {
              this.table = !this.table;
            },
          )}
        </div>
        <div>
          <div class="axes">${this.#axis('row', outputs, at)}${this.#axis('column', inputs, at)}</div>
          ${
            biased
              ? html`<div class="biases" role="group" aria-label=${t('collapse.bias')}>
                  <code>b</code>
                  ${Array.from(
                    b.subarray(0, 16),
                    (value, i) => html`<button
                      type="button"
                      aria-label=${`${t('collapse.biasCell')} ${i}: ${number(value)}`}
                      aria-pressed=${at === cells + i ? 'true' : 'false'}
                      @click=${() => {
                        this.at = cells + i;
                      }}
                    >
                      ${number(value)}
                    </button>`,
                  )}
                  ${b.length > 16 ? html`<span>…</span>` : nothing}
                </div>`
              : nothing
          }
          ${this.#sum(at, at < cells ? (w[at] ?? 0) : (b[at - cells] ?? 0))}
        </div>
      </div>
    </section>`;
  }

  // The number that is opened: at first the largest of W.
  #at(): number {
    const { w, b } = this.#one;
    if (this.at >= 0 && this.at < w.length + b.length) return this.at;
    let most = 0;
    for (let i = 0; i < w.length; i++) if (Math.abs(w[i] ?? 0) > Math.abs(w[most] ?? 0)) most = i;
    return most;
  }

  #axis(which: 'row' | 'column', size: number, at: number) {
    const [outputs, , inputs] = this.#sizesOf;
    const cell = Math.min(at, outputs * inputs - 1);
    const [o, i] = [Math.floor(cell / inputs), cell % inputs];
    const index = which === 'row' ? o : i;
    return html`<label
      ><span>${t(`collapse.${which}`, { index })}</span
      ><input
        type="range"
        min="0"
        max=${size - 1}
        .value=${String(index)}
        aria-valuetext=${index}
        ?disabled=${size === 1}
        @input=${(event: Event) => {
          const to = Number((event.target as HTMLInputElement).value);
          this.at = which === 'row' ? to * inputs + i : o * inputs + to;
        }}
    /></label>`;
  }

  // "W[3, 412]", "b[3]"
  #cell(at: number): string {
    const [outputs, , inputs] = this.#sizesOf;
    const cells = outputs * inputs;
    return at < cells ? `W[${Math.floor(at / inputs)}, ${at % inputs}]` : `b[${at - cells}]`;
  }

  #sum(at: number, value: number) {
    const [, inner] = this.#sizesOf;
    const terms = this.look.collapseTerms(this.pair.second.index, at, inner, value);
    const shown = Math.min(FEW, terms.products.length);
    const rest = terms.products.length - shown;
    return html`<table data-cell=${at} data-explains=${value}>
      <caption class="quiet">${t('collapse.cell')}</caption>
      ${Array.from(terms.order.subarray(0, shown), (place) => this.#term(terms, place))}
      ${
        rest > 0
          ? html`<tr data-others>
              <td>${rest === 1 ? t('number.oneOther') : t('number.others', { count: count(rest) })}</td>
              <td></td>
              <td>${number(terms.rest[shown] ?? 0)}</td>
            </tr>`
          : nothing
      }
      <tr class="total">
        <td>${this.#cell(at)}</td>
        <td></td>
        <td>${number(value)}</td>
      </tr>
    </table>`;
  }

  #term({ by, from, values, weights, products }: Terms, place: number) {
    const of = ({ ids, indices }: typeof by) =>
      paramName(this.plan, { kind: 'param', id: ids[place] ?? -1, index: indices[place] ?? 0 });
    const [left, right] = [of(by), of(from)];
    return html`<tr data-product=${products[place] ?? 0}>
      <td>${right ? `${left} · ${right}` : left}</td>
      <td>${number(weights[place] ?? 0)}${right ? ` · ${number(values[place] ?? 0)}` : ''}</td>
      <td>${number(products[place] ?? 0)}</td>
    </tr>`;
  }

  #table = (): Table => {
    const { w, b } = this.#one;
    return {
      columns: [t('collapse.number'), t('collapse.value')],
      rows: Array.from({ length: w.length + b.length }, (_, at) => [
        this.#cell(at),
        (at < w.length ? w[at] : b[at - w.length]) ?? Number.NaN,
      ]),
    };
  };

  // ---------------------------------------------------------------- the picture

  // Of a first layer on a picture each output is a picture; else W is a matrix.
  get #box(): Box {
    const [outputs, , inputs] = this.#sizesOf;
    const source = sourceOf(this.plan, this.pair.first.inputs[0] ?? -1);
    const [planes, height, width] = source ? planesOf(source) : [1, 1, inputs];
    const room = Math.max(140, this.wide >= WIDE_PX ? this.wide * 0.48 : this.wide);
    if (source && isPicture(source) && planes === 1 && height * width === inputs) {
      const across = Math.max(1, Math.min(outputs, Math.floor((room + GAP_PX) / (TILE_PX + GAP_PX))));
      return { across, w: TILE_PX, h: (TILE_PX * height) / width, tiled: true };
    }
    const cell = Math.max(
      1,
      Math.min(MOST_CELL_PX, room / inputs, outputs > 6 ? HIGH_PX / outputs : MOST_CELL_PX),
    );
    return { across: 1, w: Math.min(room, cell * inputs), h: Math.max(4, cell * outputs), tiled: false };
  }

  #draw(): void {
    const colours = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    if (!colours || !canvas || this.wide === 0) return;
    const { w } = this.#one;
    const { across, w: width, h: height, tiled } = this.#box;
    const [outputs, , inputs] = this.#sizesOf;
    const lines = tiled ? Math.ceil(outputs / across) : 1;
    const all = [across * (width + GAP_PX) - GAP_PX + 2, lines * (height + GAP_PX) - GAP_PX + 2] as const;
    const context = fitted(canvas, ...all);
    if (!context) return;
    [canvas.style.width, canvas.style.height] = [`${all[0]}px`, `${all[1]}px`];
    const side = tiled ? Math.round(Math.sqrt((inputs * width) / height)) : inputs;
    this.#raster.draw(w, side, w.length / side, colours, fullScale(w));
    context.imageSmoothingEnabled = false;
    const each = tiled ? inputs / side : outputs; // lines of the raster
    for (let i = 0; i < (tiled ? outputs : 1); i++) {
      const [x, y] = placeOf(i, across, width, height);
      context.drawImage(this.#raster.canvas, 0, i * each, side, each, x, y, width, height);
      context.strokeStyle = colours.line;
      context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
    }
    this.#mark(context, colours.ink, side);
  }

  #mark(context: CanvasRenderingContext2D, ink: string, side: number): void {
    const [outputs, , inputs] = this.#sizesOf;
    const { across, w: width, h: height, tiled } = this.#box;
    const at = this.#at();
    if (at >= outputs * inputs) return;
    const [o, i] = [Math.floor(at / inputs), at % inputs];
    const [left, top] = tiled ? placeOf(o, across, width, height) : [1, 1];
    const [cw, ch] = tiled ? [width / side, (height * side) / inputs] : [width / inputs, height / outputs];
    const [x, y] = tiled ? [i % side, Math.floor(i / side)] : [i, o];
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.strokeRect(left + x * cw - 0.5, top + y * ch - 0.5, Math.max(4, cw) + 1, Math.max(4, ch) + 1);
  }

  #under(event: MouseEvent): number {
    const frame = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [px, py] = [event.clientX - frame.left - 1, event.clientY - frame.top - 1];
    const { across, w: width, h: height, tiled } = this.#box;
    const [outputs, , inputs] = this.#sizesOf;
    if (!tiled) {
      const [i, o] = [Math.floor((px / width) * inputs), Math.floor((py / height) * outputs)];
      return i < 0 || o < 0 || i >= inputs || o >= outputs ? -1 : o * inputs + i;
    }
    const [column, line] = [Math.floor(px / (width + GAP_PX)), Math.floor(py / (height + GAP_PX))];
    const [x, y] = [px - column * (width + GAP_PX), py - line * (height + GAP_PX)];
    const o = line * across + column;
    if (x < 0 || y < 0 || x >= width || y >= height || column >= across || o >= outputs) return -1;
    const side = Math.round(Math.sqrt((inputs * width) / height));
    return o * inputs + Math.floor((y / height) * (inputs / side)) * side + Math.floor((x / width) * side);
  }

  #point = (event: PointerEvent) => {
    const at = this.#under(event);
    readout.value =
      at < 0
        ? undefined
        : { x: event.clientX, y: event.clientY, title: this.#cell(at), value: this.#one.w[at] ?? 0 };
  };

  #press = (event: MouseEvent) => {
    const at = this.#under(event);
    if (at >= 0) this.at = at;
  };
}

const placeOf = (i: number, across: number, w: number, h: number): readonly [number, number] => [
  1 + (i % across) * (w + GAP_PX),
  1 + Math.floor(i / across) * (h + GAP_PX),
];

customElements.define('gn-collapse', GnCollapse);
