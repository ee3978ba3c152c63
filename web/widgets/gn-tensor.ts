// One tensor of the step as a picture: every cell can be read and opened. What is not computed yet is not drawn.
import { css, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number } from '../locales';
import { stepOf } from '../state/step';
import { fullScale, pixelIndex, type Ramps, ramps, signedIndex } from './colour';
import { classOf, partOfNumber } from './letters';
import { isBias } from './names';
import { fitted, Raster } from './raster';
import { gridAround, readout } from './readout';
import { stepLens } from './step-lens';
import { TensorFigure } from './tensor-figure';
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

export class GnTensor extends TensorFigure {
  static override properties = { ...TensorFigure.properties, high: { type: Number } };
  declare high: number; // what it may take, pixels

  #cells: Cells | undefined;
  #raster = new Raster();

  constructor() {
    super();
    this.high = 200;
  }

  static override styles = [
    ...TensorFigure.styles,
    css`
      figcaption {
        flex-wrap: nowrap;
        white-space: nowrap;
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
      this.draw();
    });
  }

  override render() {
    const step = stepOf(this.session);
    void step.frame.value;
    const form = this.#form();
    if (!form) return nothing;
    const cells = layCells(form, this.wide, this.high, seenFrom());
    this.#cells = cells;
    if (step.pending(this.#ref(0))) return this.missing(this.#part(), cells.width, cells.height);
    const full = this.#full();
    const at = Math.max(0, Math.min(this.lit, form.size - 1));
    return this.figure({
      part: this.#part(),
      scale: full === 'pixels' ? '0 … 1' : `± ${Number(full.toPrecision(2))}`,
      name: this.#name(),
      most: form.size - 1,
      at,
      words: this.#words(at),
    });
  }

  // The answer p is no part of its own: in formulas it is ink.
  #part(): string {
    const stepper = stepOf(this.session).stepper.peek();
    if (this.kind === 'value' && stepper?.plan.rows[this.of]?.isLoss) return '';
    return classOf(partOfNumber(this.#ref(0), isBias(stepper?.params[this.of]?.name ?? '')));
  }

  #form(): Form | undefined {
    const stepper = stepOf(this.session).stepper.value;
    if (!stepper) return undefined;
    if (this.kind === 'value' || this.kind === 'gradient') return formOfRow(stepper.plan, this.of);
    const param = stepper.params[this.of];
    return param && formOfParam(stepper.plan, param);
  }

  #ref(index: number): Ref {
    const sample = this.isWhole ? 0 : stepOf(this.session).sample.peek();
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
    return this.marked((this.isWhole ? stepper?.params : stepper?.plan.rows)?.[this.of]?.name);
  }

  #words(index: number): string {
    const plan = stepOf(this.session).stepper.peek()?.plan;
    if (!plan) return '';
    return `${stepLens(this.session).name(plan, this.#ref(index))}: ${number(this.#values()[index] ?? 0)}`;
  }

  protected light(index: number, x: number, y: number): void {
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
    this.draw();
  }

  protected under(event: MouseEvent): number {
    const box = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    if (!box || !this.#cells) return -1;
    return cellAt(this.#cells, event.clientX - box.left, event.clientY - box.top);
  }

  protected show(index: number): void {
    stepOf(this.session).open(this.#ref(index));
  }

  protected walk(event: KeyboardEvent): void {
    const form = this.#cells?.form;
    if (!form) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      this.open(Math.max(0, this.lit));
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
    this.light(Math.min(form.size - 1, Math.max(0, Math.max(0, this.lit) + by)), ...this.beside());
  }

  // ---------------------------------------------------------------- drawing

  protected draw(): void {
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
