// One matrix of a sentence's net: a line a token, each cell to be read and opened. What is not computed yet is not drawn,
// and neither is what the mask leaves out.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, t } from '../locales';
import type { Sentence } from '../state/sentence';
import { fullScale, ramps, signedIndex } from './colour';
import { GnElement } from './element';
import { classOf, partOfNumber } from './letters';
import { fitted, Raster } from './raster';
import { readout, stays } from './readout';
import { formOf, placeWords, sentenceLens, signOf, type TokenForm } from './sentence-lens';
import { shared } from './styles';

const MOST_SIDE_PX = 84; // of the tokens along a side
const MOST_CELL_PX = 22;
const MOST_HIGH_PX = 340; // of a table of many lines
const SIGNS_FROM_PX = 9; // height of a cell
const GAP_FROM_PX = 8;
const FONT_PX = 12;

interface Laid {
  readonly form: TokenForm;
  readonly left: number; // of the cells
  readonly top: number;
  readonly w: number;
  readonly h: number;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

export class GnTokenTensor extends GnElement {
  static override properties = {
    ...GnElement.properties,
    sentence: { attribute: false },
    kind: {},
    of: { type: Number }, // row or parameter
    plane: { type: Number }, // head
    wide: { type: Number }, // what it may take, pixels
    caption: { attribute: false },
    lit: { state: true },
  };
  declare sentence: Sentence;
  declare kind: Ref['kind'];
  declare of: number;
  declare plane: number;
  declare wide: number;
  declare caption: string;
  declare lit: number; // of the tensor, under the pointer or the keys; −1: none

  #laid: Laid | undefined;
  readonly #raster = new Raster();

  constructor() {
    super();
    this.kind = 'value';
    this.of = -1;
    this.plane = 0;
    this.wide = 200;
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
        flex-wrap: wrap;
        gap: 0 6px;
        font-size: var(--text-xs);
        line-height: 16px;
        color: var(--ink-soft);
      }
      figcaption span {
        color: var(--ink-faint);
      }
      .hit {
        cursor: zoom-in;
        touch-action: pan-y;
        border-radius: 3px;
      }
      .missing {
        border: 1px dashed var(--line-strong);
        border-radius: 3px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      const { sentence } = this;
      if (!sentence) return;
      void [ramps.value, sentence.frame.value, sentence.trail.value, sentence.made.value];
      void sentence.pointed.value;
      this.#draw();
    });
  }

  override render() {
    const { sentence } = this;
    void sentence.frame.value;
    const laid = this.#lay();
    this.#laid = laid;
    if (!laid) return nothing;
    const { form, w, h, left, top } = laid;
    const part = classOf(partOfNumber(this.#ref(0), this.kind === 'param' && form.height === 1));
    if (sentence.pending(this.#ref(0))) {
      return html`<figure>
        <figcaption class=${part}>${this.caption}<span class="sr">${t('step.absent')}</span></figcaption>
        <div class="missing" data-w=${left + form.width * w} data-h=${top + form.height * h}></div>
      </figure>`;
    }
    const first = this.plane * form.height * form.width;
    const at = this.lit >= 0 ? this.lit : first;
    return html`<figure>
      <figcaption class=${part}>${this.caption} <span>± ${Number(this.#full().toPrecision(2))}</span></figcaption>
      <div
        class="hit"
        role="slider"
        tabindex="0"
        aria-label=${t('step.tensor', { name: this.#name() })}
        aria-valuemin="0"
        aria-valuemax=${form.height * form.width - 1}
        aria-valuenow=${at - first}
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
    const missing = this.renderRoot.querySelector<HTMLElement>('.missing');
    if (missing) {
      missing.style.width = `${missing.dataset.w}px`;
      missing.style.height = `${missing.dataset.h}px`;
    }
    this.#draw();
  }

  // The largest cells that fit, with what stands before the lines and above the columns.
  #lay(): Laid | undefined {
    const { sentence } = this;
    const read = sentence.read.value;
    const form = formOf(sentence, { kind: this.kind, id: this.of });
    if (!read || !form) return undefined;
    const signs = (axis: TokenForm['row'], n: number, named: boolean): string[] =>
      named && axis !== 'number' ? Array.from({ length: n }, (_, i) => signOf(read, axis, i)) : [];
    const many = form.height > 64;
    const rows = signs(form.row, form.height, !many);
    const columns = signs(form.column, form.width, form.width <= 64);
    const left = rows.length > 0 ? this.#side(rows) : 0;
    const top = columns.length > 0 ? this.#side(columns) : 0;
    const w = Math.max(0.4, Math.min(MOST_CELL_PX, (this.wide - left - 2) / form.width));
    const tall = rows.length > 0 ? Math.max(14, Math.min(MOST_CELL_PX, w)) : Math.max(2, Math.min(14, w));
    const h = form.height === 1 ? 16 : many ? Math.min(tall, MOST_HIGH_PX / form.height) : tall;
    return { form, left, top, w: w > 3 ? Math.floor(2 * w) / 2 : w, h, rows, columns };
  }

  #side(signs: readonly string[]): number {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return 40;
    context.font = this.#font(true);
    const widest = Math.max(...signs.map((sign) => context.measureText(sign).width));
    return Math.min(MOST_SIDE_PX, Math.ceil(widest) + 8);
  }

  #font(strong: boolean, px = FONT_PX): string {
    return `${strong ? 700 : 400} ${px}px "Geist Variable", system-ui, sans-serif`;
  }

  #ref(index: number): Ref {
    return { kind: this.kind, id: this.of, index, sample: 0 };
  }

  // Only from the mask on some of its numbers are none.
  get #masks(): boolean {
    const { op } = this.sentence.stepper.peek()?.plan.rows[this.of] ?? {};
    return (this.kind === 'value' || this.kind === 'gradient') && (op === 'mask' || op === 'softmax');
  }

  #gone(index: number): boolean {
    return this.#masks && this.sentence.absent(this.#ref(index));
  }

  #values(): Float32Array {
    return this.sentence.tensor({ kind: this.kind, id: this.of });
  }

  // One scale for all heads, without what is masked.
  #full(): number {
    const values = this.#values();
    return fullScale(this.#masks ? values.map((value, index) => (this.#gone(index) ? 0 : value)) : values);
  }

  #name(): string {
    const { sentence } = this;
    const stepper = sentence.stepper.peek();
    const row = stepper?.plan.rows[this.of];
    const form = this.#laid?.form;
    const whole = this.kind === 'param' || this.kind === 'paramGradient';
    const name = whole
      ? stepper?.params[this.of]?.name
      : row && (row.isLoss ? 'p' : sentenceLens(sentence).rowName?.(row));
    const mark = { gradient: 'δ ', paramGradient: '∂L/∂' }[this.kind as string] ?? '';
    const head = (form?.planes ?? 1) > 1 ? `, ${t('sentence.head', { head: this.plane + 1 })}` : '';
    return `${mark}${name ?? ''}${head}`;
  }

  #words(index: number): string {
    const place = placeWords(this.sentence, this.#ref(index));
    if (this.#gone(index)) return `${place}: ${t('sentence.masked')}`;
    return `${place}: ${number(this.#values()[index] ?? 0)}`;
  }

  #light(index: number, x: number, y: number): void {
    const { sentence } = this;
    const plan = sentence.stepper.peek()?.plan;
    if (!plan) return;
    this.lit = index;
    sentence.point(this.#ref(index));
    const name = sentenceLens(sentence).name(plan, this.#ref(index));
    const value = this.#values()[index] ?? 0;
    readout.value = { x, y, title: name, value, note: exact(value) };
    this.#draw();
  }

  #under(event: MouseEvent): number {
    const box = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    const laid = this.#laid;
    if (!box || !laid) return -1;
    const { form, left, top, w, h } = laid;
    const column = Math.floor((event.clientX - box.left - left) / w);
    const row = Math.floor((event.clientY - box.top - top) / h);
    if (row < 0 || column < 0 || row >= form.height || column >= form.width) return -1;
    const index = (this.plane * form.height + row) * form.width + column;
    return this.#gone(index) ? -1 : index;
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
    this.sentence.open(this.#ref(index));
  }

  #keydown = (event: KeyboardEvent) => {
    const form = this.#laid?.form;
    if (!form) return;
    const first = this.plane * form.height * form.width;
    const now = (this.lit >= 0 ? this.lit : first) - first;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      this.#open(first + now);
      return;
    }
    const end = form.height * form.width - 1;
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -form.width, ArrowDown: form.width }[event.key];
    const ends = { Home: 0, End: end }[event.key];
    if (by === undefined && ends === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // Past what is masked to the next that is there; an arrow that finds none stays.
    const step = by ?? (ends === 0 ? 1 : -1);
    let to = ends ?? now + step;
    while (to >= 0 && to <= end && this.#gone(first + to)) to += step;
    if (to < 0 || to > end) return;
    const box = this.getBoundingClientRect();
    this.#light(first + to, box.right, box.top + 40);
  };

  // ---------------------------------------------------------------- drawing

  #draw(): void {
    const ink = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const laid = this.#laid;
    const { sentence } = this;
    if (!ink || !canvas || !laid || !sentence) return;
    const { form, left, top, w, h, rows, columns } = laid;
    const values = this.#values();
    const first = this.plane * form.height * form.width;
    if (values.length < first + form.height * form.width) return;
    const [width, height] = [left + form.width * w, top + form.height * h];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = fitted(canvas, width, height);
    if (!context) return;
    const full = this.#full();
    const gap = Math.min(w, h) >= GAP_FROM_PX ? 1 : 0;
    const cells = form.height * form.width;
    if (this.#masks) {
      for (let i = 0; i < cells; i++) {
        if (this.#gone(first + i)) continue;
        const [x, y] = [left + (i % form.width) * w, top + Math.floor(i / form.width) * h];
        context.fillStyle = ink.signedCss[signedIndex(values[first + i] ?? 0, full)] ?? '';
        context.fillRect(x, y, w - gap, h - gap);
      }
    } else {
      this.#raster.draw(values.subarray(first, first + cells), form.width, form.height, ink, full);
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#raster.canvas, left, top, form.width * w, form.height * h);
      for (let j = 1; gap > 0 && j <= form.width; j++)
        context.clearRect(left + j * w - gap, top, gap, form.height * h);
      for (let i = 1; gap > 0 && i <= form.height; i++)
        context.clearRect(left, top + i * h - gap, form.width * w, gap);
    }
    const lit = this.lit >= first && this.lit < first + form.height * form.width ? this.lit - first : -1;
    const [litRow, litColumn] = lit < 0 ? [-1, -1] : [Math.floor(lit / form.width), lit % form.width];
    context.textBaseline = 'middle';
    if (h >= SIGNS_FROM_PX) this.#signs(context, rows, left, (i) => top + (i + 0.5) * h, litRow, ink);
    if (top > 0 && w >= SIGNS_FROM_PX) {
      context.textAlign = 'left';
      for (const [j, sign] of columns.entries()) {
        context.save();
        context.translate(left + (j + 0.5) * w, top - 4);
        context.rotate(-Math.PI / 2);
        context.font = this.#font(j === litColumn, Math.min(FONT_PX, w));
        context.fillStyle = j === litColumn ? ink.ink : ink.faint;
        context.fillText(sign, 0, 0, top - 6);
        context.restore();
      }
    }
    this.#rings(context, laid, first, lit, ink.ink, ink.paper);
  }

  #signs(
    context: CanvasRenderingContext2D,
    signs: readonly string[],
    side: number,
    middle: (i: number) => number,
    lit: number,
    ink: { readonly ink: string; readonly faint: string },
  ): void {
    context.textAlign = 'right';
    for (const [i, sign] of signs.entries()) {
      context.font = this.#font(i === lit);
      context.fillStyle = i === lit ? ink.ink : ink.faint;
      context.fillText(sign, side - 5, middle(i), side - 6);
    }
  }

  // What the number that is pointed at was made of, the numbers on the trail, and the one that is pointed at.
  #rings(
    context: CanvasRenderingContext2D,
    { form, left, top, w, h }: Laid,
    first: number,
    lit: number,
    ink: string,
    paper: string,
  ): void {
    const { sentence } = this;
    const end = first + form.height * form.width;
    const mine = (refs: readonly Ref[]) =>
      refs
        .filter(
          ({ kind, id, index }) => kind === this.kind && id === this.of && index >= first && index < end,
        )
        .map(({ index }) => index - first);
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    // Cells beside each other as one frame: a query, a key.
    const lines = new Map<number, [from: number, to: number]>();
    const made = mine(sentence.made.peek());
    for (const each of made) {
      const [row, column] = [Math.floor(each / form.width), each % form.width];
      const [from, to] = lines.get(row) ?? [column, column];
      lines.set(row, [Math.min(from, column), Math.max(to, column)]);
    }
    if (made.length < form.height * form.width)
      for (const [row, [from, to]] of lines)
        context.strokeRect(left + from * w + 0.5, top + row * h + 0.5, (to - from + 1) * w - 1, h - 1);
    const open = mine(sentence.trail.peek());
    for (const each of lit >= 0 ? [...open, lit] : open) {
      const [x, y] = [left + (each % form.width) * w, top + Math.floor(each / form.width) * h];
      const [side, tall] = [Math.max(5, w), Math.max(5, h)];
      const box = [x - (side - w) / 2, y - (tall - h) / 2, side, tall] as const;
      context.lineWidth = 3;
      context.strokeStyle = paper;
      context.strokeRect(...box);
      context.lineWidth = 1.5;
      context.strokeStyle = ink;
      context.strokeRect(...box);
    }
  }
}

// All digits that a 32-bit float has.
const exact = (value: number): string => String(Number(value.toPrecision(9))).replaceAll('-', '−');

customElements.define('gn-token-tensor', GnTokenTensor);
