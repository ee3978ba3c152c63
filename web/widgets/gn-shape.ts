// A parameter from all of it down to one number: each step fixes one more index, and what is left is a stack of
// matrices, a matrix, a vector, a number. The slider of the next index moves the frame around what it would choose.
import { css, html, nothing } from 'lit';
import type { Row } from '../engine/plan';
import { count, number, t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import './gn-knob';
import { axesOf } from './names';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const HIGH_PX = 180;
const MOST_CELL_PX = 26;
const LEAST_CELL_PX = 4;
const LONG_CELL_PX = 9;
const GAP_PX = 2;
const WORDS = ['shape.0', 'shape.1', 'shape.2', 'shape.3', 'shape.4'] as const;

export class GnShape extends GnElement {
  static override properties = {
    ...GnElement.properties,
    row: { attribute: false },
    which: { type: Number },
    fixed: { state: true },
    at: { state: true },
    wide: { state: true },
  };
  declare row: Row;
  declare which: number; // of the row's parameters
  declare fixed: number; // leading axes with one index each
  declare at: readonly number[]; // index on each axis
  declare wide: number;

  #raster = new Raster();
  #sizes = new ResizeObserver(() => {
    this.wide = Math.min(420, this.clientWidth);
  });

  constructor() {
    super();
    this.which = 0;
    this.fixed = 0;
    this.at = [];
    this.wide = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 6px;
        min-width: 0;
        padding: 6px 0 var(--space-2);
      }
      .steps {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px;
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      .steps .button {
        min-height: 26px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .steps [aria-pressed='true'] {
        background: var(--ink);
        border-color: var(--ink);
        color: var(--paper);
      }
      .axes {
        display: grid;
        grid-template-columns: max-content minmax(60px, 160px) 3.5em;
        gap: 2px var(--space-2);
        align-items: center;
        font-size: var(--text-xs);
      }
      .axes label {
        display: contents;
      }
      .axes .all {
        color: var(--ink-faint);
      }
      input {
        accent-color: var(--ink);
        width: 100%;
        min-width: 0;
      }
      .says {
        font-size: var(--text-s);
      }
      code {
        font-family: var(--mono);
        font-size: 0.75rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.follow(() => {
      void this.session.inspect.weights.value;
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override updated(): void {
    this.#draw();
  }

  get #shape(): readonly number[] {
    return this.row.params[this.which]?.shape ?? [];
  }

  #index(axis: number): number {
    return Math.min(this.at[axis] ?? 0, (this.#shape[axis] ?? 1) - 1);
  }

  // First number of what is left once so many axes are fixed.
  #offset(fixed: number): number {
    return this.#shape
      .slice(0, fixed)
      .reduce((sum, _, axis) => sum + this.#index(axis) * this.#stride(axis), 0);
  }

  #stride(axis: number): number {
    return this.#shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  }

  override render() {
    const shape = this.#shape;
    const look = this.session.probe?.look;
    if (!look || shape.length === 0) return nothing;
    void this.session.inspect.weights.value;
    const id = look.paramOf(this.row.index, this.which);
    const name = this.row.params[this.which]?.name ?? '';
    const left = shape.slice(this.fixed);
    const place = shape.map((_, axis) => (axis < this.fixed ? this.#index(axis) : ':')).join(', ');
    const one = this.#offset(shape.length);
    return html`<div class="steps" role="group" aria-label=${t('shape.walk')}>
        ${shape.concat(1).map(
          (_, fixed) => html`${fixed > 0 ? '›' : nothing}<button
              class="button"
              type="button"
              aria-pressed=${fixed === this.fixed ? 'true' : 'false'}
              @click=${() => {
                this.fixed = fixed;
              }}
            >
              ${t(WORDS[shape.length - fixed] ?? 'shape.4')}
            </button>`,
        )}
      </div>
      <p class="says">
        <code>${name}[${place}]</code>
        ${
          left.length === 0
            ? html`= <gn-knob .session=${this.session} .what=${{ kind: 'param', id, index: one }} label=${`${name}[${place}]`}></gn-knob>`
            : html`<span class="quiet">${left.join('×')} = ${t('shape.count', { count: count(left.reduce((a, b) => a * b, 1)) })}</span>`
        }
      </p>
      <canvas aria-hidden="true"></canvas>
      <div class="axes">
        ${axesOf(this.row, this.which).map((axis, i) => {
          const title = axis.replace(/ ?\d+$/, '') || t('shape.index', { axis: i });
          return html`<label
            ><span class=${i < this.fixed ? '' : 'all'}>${title}</span>
            <input
              type="range"
              min="0"
              max=${(shape[i] ?? 1) - 1}
              .value=${String(this.#index(i))}
              @input=${(event: Event) => this.#choose(i, Number((event.target as HTMLInputElement).value))}
            /><span class=${i < this.fixed ? '' : 'all'}>${this.#index(i)} / ${shape[i]}</span></label
          >`;
        })}
      </div>`;
  }

  #choose(axis: number, index: number): void {
    this.at = this.#shape.map((_, i) => (i === axis ? index : this.#index(i)));
  }

  #draw(): void {
    const colours = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const look = this.session.probe?.look;
    if (!colours || !canvas || !look || this.wide < 40) return;
    const left = this.#shape.slice(this.fixed);
    const all = look.param(look.paramOf(this.row.index, this.which));
    const size = left.reduce((a, b) => a * b, 1);
    const values = all.subarray(this.#offset(this.fixed), this.#offset(this.fixed) + size);
    // The last two axes make a picture; those before them place it: the first downwards, the next across.
    const [width, height] = [left.at(-1) ?? 1, left.at(-2) ?? 1];
    const across = left.at(-3) ?? 1;
    const down = left.at(-4) ?? 1;
    const gap = across * down > 1 ? GAP_PX : 0;
    const most = [
      (this.wide - 2 - gap * (across - 1)) / (across * width),
      (HIGH_PX - 2 - gap * (down - 1)) / (down * height),
    ] as const;
    const square = Math.min(MOST_CELL_PX, ...most);
    // A long matrix has no square cells: what it is high or wide shows none the less.
    const long = square < LEAST_CELL_PX && across * down === 1;
    const [cellX, cellY] = long ? most.map((each) => Math.min(LONG_CELL_PX, each)) : [square, square];
    if (!cellX || !cellY) return;
    const [stepX, stepY] = [width * cellX + gap, height * cellY + gap];
    const [w, h] = [across * stepX - gap + 2, down * stepY - gap + 2];
    const context = fitted(canvas, w, h);
    if (!context) return;
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
    this.#raster.draw(values, width, height * across * down, colours, fullScale(all));
    context.imageSmoothingEnabled = cellX < 1;
    for (let plane = 0; plane < across * down; plane++) {
      const [x, y] = [1 + (plane % across) * stepX, 1 + Math.floor(plane / across) * stepY];
      const [pw, ph] = [width * cellX, height * cellY];
      context.drawImage(this.#raster.canvas, 0, plane * height, width, height, x, y, pw, ph);
    }
    const next = this.#index(this.fixed);
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    if (left.length >= 4) context.strokeRect(1, 1 + next * stepY, w - 2, height * cellY);
    else if (left.length === 3) context.strokeRect(1 + next * stepX, 1, width * cellX, h - 2);
    else if (left.length === 2) context.strokeRect(1, 1 + next * cellY, w - 2, Math.max(2, cellY));
    else if (left.length === 1) context.strokeRect(1 + next * cellX, 1, Math.max(2, cellX), h - 2);
    canvas.title = left.length === 0 ? number(values[0] ?? 0) : '';
  }
}

customElements.define('gn-shape', GnShape);
