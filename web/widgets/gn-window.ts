// A window that slides over its input, by itself until it is pointed at: the input with the window on it, patch,
// kernel and product, and the output cell they make. Convolution and pooling alike: it reads the terms.
import { css, html, nothing } from 'lit';
import type { Ref, Terms } from '../engine/look';
import type { Plan } from '../engine/plan';
import { number, t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import './gn-product';
import { icons } from './icons';
import { planesOf, shortName } from './names';
import { productGrid } from './product-grid';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const STEP_MS = 420;
const NARROW_PX = 440; // with less than this, what is multiplied stands beneath the pictures
const still = matchMedia('(prefers-reduced-motion: reduce)');

export class GnWindow extends GnElement {
  static override properties = {
    ...GnElement.properties,
    row: { type: Number }, // of the operation
    shown: { type: Number }, // of the values drawn as output
    index: { type: Number },
    room: { type: Number },
    sliding: { type: Boolean },
    held: { state: true },
  };
  declare row: number;
  declare shown: number;
  declare index: number;
  declare room: number;
  declare sliding: boolean;
  declare held: boolean; // pointer or focus rests here

  #in = new Raster();
  #out = new Raster();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.row = -1;
    this.shown = -1;
    this.index = 0;
    this.room = 190;
    this.sliding = false;
    this.held = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      /* in above out, and beside them what is multiplied, with its sum beneath */
      .line {
        display: grid;
        grid-template: 'in sides' auto 'out sides' auto / auto minmax(0, 1fr);
        align-items: start;
        gap: 6px var(--space-4);
      }
      .from {
        grid-area: in;
      }
      .to {
        grid-area: out;
      }
      figure {
        margin: 0;
      }
      figcaption {
        font-size: var(--text-xs);
        color: var(--ink-faint);
        line-height: 16px;
      }
      .out {
        width: max-content;
        outline-offset: 0;
        cursor: zoom-in;
        touch-action: pan-y;
      }
      .sides {
        grid-area: sides;
        display: grid;
        gap: 6px;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px var(--space-3);
      }
      .sum {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .sum b {
        color: var(--ink);
      }
      .button {
        min-height: 26px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      @container (max-width: 439px) {
        .line {
          grid-template: 'in foot out' auto 'product product product' auto / auto minmax(0, 1fr) auto;
        }
        .sides {
          display: contents;
        }
        gn-product {
          grid-area: product;
        }
        .foot {
          grid-area: foot;
          align-self: center;
          flex-direction: column;
          text-align: center;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.sliding &&= !still.matches;
    this.#timer = setInterval(() => {
      if (this.sliding && !this.held && !document.hidden) this.#move(1);
    }, STEP_MS);
    this.follow(() => {
      void ramps.value;
      void this.session.frame.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render() {
    void this.session.frame.value;
    const plan = this.session.running.value?.plan;
    const terms = this.#terms();
    const row = plan?.rows[this.shown];
    if (!plan || !terms || !row || !productGrid(plan, terms)) return nothing;
    return html`<div
      class="line"
      role="group"
      aria-label=${t('slide.name')}
      @pointerenter=${() => this.#hold(true)}
      @pointerleave=${() => this.#hold(false)}
      @focusin=${() => this.#hold(true)}
      @focusout=${() => this.#hold(false)}
    >
      <figure class="from">
        <figcaption>${t('slide.input')}</figcaption>
        <canvas class="in" aria-hidden="true"></canvas>
      </figure>
      <div class="sides">
        <gn-product .session=${this.session} .terms=${terms} .room=${this.#narrow ? Math.max(124, this.room - 112) : this.room}></gn-product>
      <div class="foot">
        <button
          class="button"
          type="button"
          @click=${() => {
            this.sliding = !this.sliding;
            this.held = false;
          }}
        >
          ${this.sliding ? icons.pause : icons.play}${t(this.sliding ? 'slide.pause' : 'slide.play')}
        </button>
        ${this.#sum(plan.rows[this.row]?.op ?? '', terms)} ${this.#edge(plan, terms)}
      </div>
      </div>
      <figure class="to">
        <figcaption>${t('slide.output')}</figcaption>
        <div
          class="out"
          role="slider"
          tabindex="0"
          aria-label=${t('slide.cell')}
          aria-valuemin="0"
          aria-valuemax=${row.size - 1}
          aria-valuenow=${this.index}
          aria-valuetext=${shortName(plan, { kind: 'value', id: this.shown, index: this.index })}
          @pointermove=${this.#point}
          @pointerdown=${this.#point}
          @click=${this.#open}
          @keydown=${this.#keydown}
        >
          <canvas class="made" aria-hidden="true"></canvas>
        </div>
      </figure>
    </div>`;
  }

  override updated(): void {
    this.#draw();
  }

  #terms(): Terms | undefined {
    if (this.row < 0 || this.session.inspect.pending(this.row)) return undefined;
    return this.session.probe?.look.terms({ kind: 'value', id: this.row, index: this.index });
  }

  // Over the edge there is padding, which adds nothing: what is shown of the window is less than the window.
  #edge(plan: Plan, terms: Terms) {
    const side = plan.rows[this.row]?.window?.kernel ?? 0;
    const grid = productGrid(plan, terms);
    if (!grid || (grid.height >= side && grid.width >= side)) return nothing;
    const seen = `${grid.height}×${grid.width}`;
    return html`<p class="sum">${t('slide.edge', { seen, all: `${side}×${side}` })}</p>`;
  }

  // What the products on show add up to, and with the bias.
  #sum(op: string, { rows, params, weights, products, rest }: Terms) {
    const bias = rows.findIndex((id, i) => id < 0 && (params[i] ?? -1) >= 0);
    const whole = rest[0] ?? 0;
    const sum = this.session.probe?.look.sum(products.filter((_, i) => i !== bias)) ?? 0;
    return html`<p class="sum">
      ${t(op === 'maxpool' ? 'slide.largest' : products.length === 1 && weights[0] === 1 ? 'slide.copy' : 'slide.sum')}
      ${bias < 0 ? nothing : html`${number(sum)} + ${t('number.bias')} ${number(products[bias] ?? 0)}`} =
      <b data-sum=${whole}>${number(whole)}</b>
    </p>`;
  }

  get #narrow(): boolean {
    return this.clientWidth < NARROW_PX;
  }

  #hold(held: boolean): void {
    this.held = held;
  }

  // Within the same output map, round and round.
  #move(step: number): void {
    const [, height, width] = this.#planes();
    const area = height * width;
    const plane = Math.floor(this.index / area);
    this.#go(plane * area + (((((this.index % area) + step) % area) + area) % area));
  }

  #go(index: number): void {
    if (index === this.index) return;
    this.index = index;
    this.dispatchEvent(new CustomEvent('cell', { detail: index }));
  }

  #planes(): [number, number, number] {
    const row = this.session.running.peek()?.plan.rows[this.shown];
    return row ? planesOf(row) : [1, 1, 1];
  }

  #point = (event: PointerEvent) => {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.made');
    if (!canvas) return;
    const box = canvas.getBoundingClientRect();
    const [, height, width] = this.#planes();
    const x = Math.floor(((event.clientX - box.left) / box.width) * width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * height);
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    this.#go(Math.floor(this.index / (height * width)) * height * width + y * width + x);
  };

  #open = () => {
    const what: Ref = { kind: 'value', id: this.shown, index: this.index };
    const now = this.session.inspect.number.peek();
    if (now?.id === what.id) this.session.inspect.replace(what);
    else this.session.inspect.open(what);
  };

  #keydown = (event: KeyboardEvent) => {
    const [, height, width] = this.#planes();
    const area = height * width;
    const row = this.session.running.peek()?.plan.rows[this.shown];
    if (event.key === 'Enter') this.#open();
    const step = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -width,
      ArrowDown: width,
      PageUp: -area,
      PageDown: area,
    }[event.key];
    if (step === undefined || !row) return;
    event.preventDefault();
    this.#go(Math.min(row.size - 1, Math.max(0, this.index + step)));
  };

  // ---------------------------------------------------------------- drawing

  #draw(): void {
    const colours = ramps.peek();
    const plan = this.session.running.peek()?.plan;
    const terms = this.#terms();
    const grid = plan && terms && productGrid(plan, terms);
    if (!colours || !plan || !terms || !grid || !this.renderRoot) return;
    // The input map that counts most here is the one shown.
    const strongest = terms.order.find((i) => (terms.rows[i] ?? -1) >= 0) ?? 0;
    const [, height, width] = planesOf(grid.source);
    const plane = Math.floor((terms.indices[strongest] ?? 0) / (height * width));
    const draw = (
      name: string,
      raster: Raster,
      id: number,
      at: number,
      box: readonly [number, number, number, number],
    ) => {
      const row = plan.rows[id];
      const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(name);
      if (!row || !canvas) return;
      const [, h, w] = planesOf(row);
      const side = this.#narrow ? 88 : Math.max(72, Math.min(124, 0.12 * this.clientWidth));
      const cell = side / Math.max(h, w);
      const context = fitted(canvas, w * cell, h * cell);
      if (!context) return;
      canvas.style.width = `${w * cell}px`;
      canvas.style.height = `${h * cell}px`;
      const values = this.session.values(id);
      const full = row.op === 'in' && row.size === 784 ? 'pixels' : fullScale(values);
      raster.draw(values.subarray(at * h * w, (at + 1) * h * w), w, h, colours, full);
      context.imageSmoothingEnabled = false;
      context.drawImage(raster.canvas, 0, 0, w * cell, h * cell);
      context.strokeStyle = colours.line;
      context.strokeRect(0.5, 0.5, w * cell - 1, h * cell - 1);
      const [x, y, bw, bh] = box;
      context.strokeStyle = colours.paper;
      context.lineWidth = 4;
      context.strokeRect(x * cell, y * cell, bw * cell, bh * cell);
      context.strokeStyle = colours.ink;
      context.lineWidth = 2;
      context.strokeRect(x * cell, y * cell, bw * cell, bh * cell);
    };
    draw('.in', this.#in, grid.source.index, plane, [grid.left, grid.top, grid.width, grid.height]);
    const [, oh, ow] = this.#planes();
    const inPlane = this.index % (oh * ow);
    const cell = [inPlane % ow, Math.floor(inPlane / ow), 1, 1] as const;
    draw('.made', this.#out, this.shown, Math.floor(this.index / (oh * ow)), cell);
  }
}

// Does this number look at its input through a window smaller than the whole?
export function isWindowed(plan: Plan, terms: Terms): boolean {
  const grid = productGrid(plan, terms);
  return grid !== undefined && !grid.whole;
}

customElements.define('gn-window', GnWindow);
