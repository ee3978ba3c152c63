// One tensor of the step as a picture: every cell can be read and opened. What is not computed yet is not drawn.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, t } from '../locales';
import { stepOf } from '../state/step';
import { fullScale, pixelIndex, type Ramps, ramps, signedIndex } from './colour';
import { GnElement } from './element';
import { classOf, partOfNumber } from './letters';
import { fitted, Raster } from './raster';
import { gridAround, readout, stays } from './readout';
import { stepLens } from './step-lens';
import { shared } from './styles';
import {
  type Cells,
  cellAt,
  cornerOf,
  type Form,
  formOfParam,
  formOfRow,
  layCells,
  seenFrom,
  WRITTEN_W,
} from './tensor-layout';

const NUMBERS_FROM_PX = 40;

export class GnTensor extends GnElement {
  static override properties = {
    ...GnElement.properties,
    kind: {},
    of: { type: Number }, // row or parameter
    wide: { type: Number }, // what it may take, pixels
    high: { type: Number },
    caption: { attribute: false },
    lit: { state: true },
  };
  declare kind: Ref['kind'];
  declare of: number;
  declare wide: number;
  declare high: number;
  declare caption: string;
  declare lit: number; // under the pointer or the keys; −1: none

  #cells: Cells | undefined;
  #raster = new Raster();

  constructor() {
    super();
    this.kind = 'value';
    this.of = -1;
    this.wide = 200;
    this.high = 200;
    this.caption = '';
    this.lit = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      figure {
        margin: 0;
        display: grid;
        gap: 2px;
        justify-items: start;
      }
      figcaption {
        display: flex;
        gap: 6px;
        font-size: var(--text-xs);
        line-height: 16px;
        color: var(--ink-soft);
        white-space: nowrap;
      }
      figcaption span {
        color: var(--ink-faint);
      }
      .hit {
        cursor: zoom-in;
        touch-action: pan-y;
        border-radius: 3px;
      }
      .absent {
        border: 1px dashed var(--line-strong);
        border-radius: 3px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void ramps.value;
      const step = stepOf(this.session);
      void step.frame.value;
      void step.sample.value;
      void step.trail.value;
      void step.sources.value;
      this.#draw();
    });
  }

  override render() {
    const step = stepOf(this.session);
    void step.frame.value;
    const form = this.#form();
    if (!form) return nothing;
    const cells = layCells(form, this.wide, this.high, seenFrom());
    this.#cells = cells;
    const pending = step.pending(this.#ref(0));
    if (pending) {
      return html`<figure>
        <figcaption class=${this.#part()}>${this.caption}<span class="sr">${t('step.absent')}</span></figcaption>
        <div class="absent" data-absent data-w=${cells.width} data-h=${cells.height}></div>
      </figure>`;
    }
    const full = this.#full();
    const at = Math.max(0, Math.min(this.lit, form.size - 1));
    return html`<figure>
      <figcaption class=${this.#part()}>
        ${this.caption} <span>${full === 'pixels' ? '0 … 1' : `± ${Number(full.toPrecision(2))}`}</span>
      </figcaption>
      <div
        class="hit"
        role="slider"
        tabindex="0"
        aria-label=${t('step.tensor', { name: this.#name() })}
        aria-valuemin="0"
        aria-valuemax=${form.size - 1}
        aria-valuenow=${at}
        aria-valuetext=${this.#words(at)}
        @pointermove=${this.#point}
        @pointerdown=${this.#point}
        @pointerleave=${this.#leave}
        @blur=${this.#leave}
        @click=${this.#click}
        @keydown=${this.#keydown}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
    </figure>`;
  }

  override updated(): void {
    const absent = this.renderRoot.querySelector<HTMLElement>('.absent');
    if (absent) {
      absent.style.width = `${absent.dataset.w}px`;
      absent.style.height = `${absent.dataset.h}px`;
    }
    this.#draw();
  }

  // The answer p is no part of its own: in formulas it is ink.
  #part(): string {
    const row = stepOf(this.session).stepper.peek()?.plan.rows[this.of];
    if (this.kind === 'value' && row?.isLoss) return '';
    const isBias = this.kind === 'param' && this.#form()?.column === true;
    return classOf(partOfNumber(this.#ref(0), isBias));
  }

  #form(): Form | undefined {
    const stepper = stepOf(this.session).stepper.value;
    if (!stepper) return undefined;
    if (this.kind === 'value' || this.kind === 'gradient') return formOfRow(stepper.plan, this.of);
    const param = stepper.params[this.of];
    return param && formOfParam(stepper.plan, param);
  }

  #ref(index: number): Ref {
    const whole = this.kind === 'param' || this.kind === 'paramGradient';
    const sample = whole ? 0 : stepOf(this.session).sample.peek();
    return { kind: this.kind, id: this.of, index, sample };
  }

  #values(): Float32Array {
    return stepOf(this.session).tensor({ kind: this.kind, id: this.of });
  }

  #full(): number | 'pixels' {
    const row = stepOf(this.session).stepper.peek()?.plan.rows[this.of];
    return this.kind === 'value' && row?.op === 'in' && row.size === 784
      ? 'pixels'
      : fullScale(this.#values());
  }

  #name(): string {
    const stepper = stepOf(this.session).stepper.peek();
    const whole = this.kind === 'param' || this.kind === 'paramGradient';
    const name = whole ? stepper?.params[this.of]?.name : stepper?.plan.rows[this.of]?.name;
    const mark = { gradient: 'δ ', paramGradient: '∂L/∂' }[this.kind as string] ?? '';
    return `${mark}${name ?? ''}`;
  }

  #words(index: number): string {
    const plan = stepOf(this.session).stepper.peek()?.plan;
    if (!plan) return '';
    return `${stepLens(this.session).name(plan, this.#ref(index))}: ${number(this.#values()[index] ?? 0)}`;
  }

  #light(index: number, x: number, y: number): void {
    this.lit = index;
    const stepper = stepOf(this.session).stepper.peek();
    const [form, values, full] = [this.#cells?.form, this.#values(), this.#full()];
    if (!stepper || !form) return;
    const plane = form.height * form.width;
    const offset = Math.floor(index / plane) * plane;
    readout.value = {
      x,
      y,
      title: stepLens(this.session).name(stepper.plan, this.#ref(index)),
      value: values[index] ?? 0,
      ...(form.column || plane > values.length
        ? {}
        : { grid: gridAround(values, offset, form.width, form.height, index - offset, full) }),
    };
    this.#draw();
  }

  #under(event: MouseEvent): number {
    const box = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    if (!box || !this.#cells) return -1;
    return cellAt(this.#cells, event.clientX - box.left, event.clientY - box.top);
  }

  #point = (event: PointerEvent) => {
    const index = this.#under(event);
    if (index >= 0) this.#light(index, event.clientX, event.clientY);
  };

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.lit = -1;
    readout.value = undefined;
    this.#draw();
  };

  #click = (event: MouseEvent) => {
    const index = this.#under(event);
    if (index >= 0) this.#open(index);
  };

  #open(index: number): void {
    readout.value = undefined;
    stepOf(this.session).open(this.#ref(index));
  }

  #keydown = (event: KeyboardEvent) => {
    const form = this.#cells?.form;
    if (!form) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      this.#open(Math.max(0, this.lit));
      return;
    }
    const area = form.width * form.height;
    const by = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -form.width,
      ArrowDown: form.width,
      PageUp: -area,
      PageDown: area,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const box = this.getBoundingClientRect();
    this.#light(Math.min(form.size - 1, Math.max(0, Math.max(0, this.lit) + by)), box.right, box.top + 40);
  };

  // ---------------------------------------------------------------- drawing

  #draw(): void {
    const colours = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const cells = this.#cells;
    if (!colours || !canvas || !cells || !this.session) return;
    const values = this.#values();
    const context = fitted(canvas, cells.width, cells.height);
    if (!context || values.length === 0) return;
    canvas.style.width = `${cells.width}px`;
    canvas.style.height = `${cells.height}px`;
    const { form, w, h } = cells;
    const full = this.#full();
    const rest = form.planes * form.height * form.width - form.size;
    const padded =
      rest > 0 ? Float32Array.from({ length: form.size + rest }, (_, i) => values[i] ?? 0) : values;
    this.#raster.draw(padded, form.width, form.planes * form.height, colours, full);
    context.imageSmoothingEnabled = false;
    const area = form.height * form.width;
    for (let plane = 0; plane < form.planes; plane++) {
      const { x, y } = cornerOf(cells, plane * area);
      const [pw, ph] = [form.width * w, form.height * h];
      context.drawImage(this.#raster.canvas, 0, plane * form.height, form.width, form.height, x, y, pw, ph);
    }
    if (rest > 0) {
      const { x, y } = cornerOf(cells, form.size);
      context.clearRect(x, y, rest * w, h);
    }
    if (w >= NUMBERS_FROM_PX && h >= 12) this.#write(context, cells, values, full, colours);
    this.#rings(context, cells, colours);
  }

  #write(
    context: CanvasRenderingContext2D,
    cells: Cells,
    values: Float32Array,
    full: number | 'pixels',
    colours: Ramps,
  ): void {
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    const size = cells.h < 14 ? 10 : Math.round(12 * Math.max(1, cells.w / WRITTEN_W));
    context.font = `${size}px ${getComputedStyle(this).fontFamily}`;
    for (const [i, value] of values.entries()) {
      const { x, y } = cornerOf(cells, i);
      const word =
        (full === 'pixels' ? colours.pixel[pixelIndex(value)] : colours.signed[signedIndex(value, full)]) ??
        0;
      const light = 0.299 * (word & 255) + 0.587 * ((word >> 8) & 255) + 0.114 * ((word >> 16) & 255);
      context.fillStyle = light > 140 ? '#17191c' : '#ffffff';
      context.fillText(number(value), x + cells.w - 4, y + cells.h / 2 + 0.5, cells.w - 6);
    }
  }

  // The numbers on the trail, and the one under the pointer.
  #rings(context: CanvasRenderingContext2D, cells: Cells, colours: Ramps): void {
    const step = stepOf(this.session);
    const here = (refs: readonly Ref[]) => refs.filter((ref) => this.#holds(ref)).map(({ index }) => index);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1;
    for (const index of here(step.sources.peek())) {
      const { x, y } = cornerOf(cells, index);
      const [side, tall] = [Math.max(4, cells.w - 1), Math.max(4, cells.h - 1)];
      context.strokeRect(x + (cells.w - side) / 2, y + (cells.h - tall) / 2, side, tall);
    }
    const open = here(step.trail.peek());
    for (const index of this.lit >= 0 ? [...open, this.lit] : open) {
      const { x, y } = cornerOf(cells, index);
      const [side, tall] = [Math.max(5, cells.w), Math.max(5, cells.h)];
      const [left, top] = [x - (side - cells.w) / 2, y - (tall - cells.h) / 2];
      context.lineWidth = 3;
      context.strokeStyle = colours.paper;
      context.strokeRect(left, top, side, tall);
      context.lineWidth = 1.5;
      context.strokeStyle = colours.ink;
      context.strokeRect(left, top, side, tall);
    }
  }

  // Is that a number of this tensor, as it is drawn? What is only passed on is the same where it was made.
  #holds({ kind, id, sample = 0 }: Ref): boolean {
    if (kind !== this.kind) return false;
    if (kind === 'param' || kind === 'paramGradient') return id === this.of;
    const step = stepOf(this.session);
    const row = step.stepper.peek()?.plan.rows[id];
    const made = kind === 'value' && row?.op === 'flatten' ? row.inputs[0] : id;
    return sample === step.sample.peek() && (id === this.of || made === this.of);
  }
}

customElements.define('gn-tensor', GnTensor);
