// One matrix of a sentence's net: a line a token, each cell to be read and opened. What is not computed yet is not drawn,
// and neither is what the mask leaves out.
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Ref } from '../engine/look';
import { count, number, t } from '../locales';
import type { Sentence } from '../state/sentence';
import { fullScale, ramps, signedIndex } from './colour';
import { classOf, partOfNumber } from './letters';
import { fitted, Raster } from './raster';
import { readout } from './readout';
import { formOf, placeWords, sentenceLens } from './sentence-lens';
import { TensorFigure } from './tensor-figure';
import {
  drawSigns,
  frameLines,
  inSight,
  type Laid,
  layTokens,
  ringCells,
  type Stretch,
} from './token-layout';

const GAP_FROM_PX = 8;

export class GnTokenTensor extends TensorFigure {
  static override properties = {
    ...TensorFigure.properties,
    sentence: { attribute: false },
    plane: { type: Number }, // head
    near: { state: true },
  };
  declare sentence: Sentence;
  declare plane: number;
  declare near: number; // cell of the plane around which thin ones are magnified; −1: all are in sight

  #laid: Laid | undefined;
  readonly #raster = new Raster();

  constructor() {
    super();
    this.plane = 0;
    this.near = -1;
  }

  static override styles = [
    ...TensorFigure.styles,
    css`
      .stretch {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-2);
        max-width: 60ch;
        font-size: var(--text-xs);
        line-height: 1.5;
        color: var(--ink-soft);
      }
      .stretch .button {
        min-height: 28px;
        padding: 0 var(--space-2);
        font-size: var(--text-xs);
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('of') || changed.has('kind')) this.near = -1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      const { sentence } = this;
      if (!sentence) return;
      void [ramps.value, sentence.frame.value, sentence.trail.value, sentence.made.value];
      void sentence.pointed.value;
      this.draw();
    });
  }

  override render() {
    const { sentence } = this;
    void sentence.frame.value;
    const laid = this.#lay();
    this.#laid = laid;
    if (!laid) return nothing;
    const { form, lines, across, w, h, left, top } = laid;
    const part = classOf(partOfNumber(this.#ref(0), this.kind === 'param' && form.height === 1));
    if (sentence.pending(this.#ref(0))) return this.missing(part, left + across.n * w, top + lines.n * h);
    const first = this.plane * form.height * form.width;
    const at = this.lit >= 0 ? this.lit : first;
    return this.figure({
      part,
      scale: `± ${Number(this.#full().toPrecision(2))}`,
      name: this.#name(),
      most: form.height * form.width - 1,
      at: at - first,
      words: this.#words(at),
      below: this.#stretches(laid),
    });
  }

  // Of cells too thin to be hit: how to see them larger, and which are.
  #stretches({ form, lines, across }: Laid) {
    if (!lines.thin && !across.thin) return nothing;
    if (this.near < 0)
      return html`<p class="stretch">${t('sentence.thin', { n: count(form.height * form.width) })}</p>`;
    return html`<div class="stretch" role="group" aria-label=${this.#name()}>
      ${lines.thin ? this.#stretch('lines', lines, form.height, form.width) : nothing}
      ${across.thin ? this.#stretch('columns', across, form.width, 1) : nothing}
      <button
        class="button"
        type="button"
        @click=${() => {
          this.near = -1;
        }}
      >
        ${t('sentence.whole')}
      </button>
    </div>`;
  }

  // `by`: from one of them to the next.
  #stretch(of: 'lines' | 'columns', { from, n }: Stretch, all: number, by: number) {
    const middle = from + Math.floor(n / 2);
    const now = by === 1 ? this.near % all : Math.floor(this.near / by);
    const turn = (to: number) => {
      this.near += (to - now) * by;
    };
    return html`<span role="status">${t(`sentence.seen.${of}`, { from: count(from + 1), to: count(from + n), n: count(all) })}</span>
      <button
        class="button"
        type="button"
        aria-label=${t(`sentence.before.${of}`)}
        title=${t(`sentence.before.${of}`)}
        ?disabled=${from === 0}
        @click=${() => turn(Math.max(0, middle - n))}
      >
        ‹
      </button>
      <button
        class="button"
        type="button"
        aria-label=${t(`sentence.after.${of}`)}
        title=${t(`sentence.after.${of}`)}
        ?disabled=${from + n === all}
        @click=${() => turn(Math.min(all - 1, middle + n))}
      >
        ›
      </button>`;
  }

  #lay(): Laid | undefined {
    const read = this.sentence.read.value;
    const form = formOf(this.sentence, { kind: this.kind, id: this.of });
    return read && form && layTokens(read, form, this.wide, this.near);
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
    const name = this.isWhole
      ? stepper?.params[this.of]?.name
      : row && (row.isLoss ? 'p' : sentenceLens(sentence).rowName?.(row));
    const head = (form?.planes ?? 1) > 1 ? `, ${t('sentence.head', { head: this.plane + 1 })}` : '';
    return `${this.marked(name)}${head}`;
  }

  #words(index: number): string {
    const place = placeWords(this.sentence, this.#ref(index));
    if (this.#gone(index)) return `${place}: ${t('sentence.masked')}`;
    return `${place}: ${number(this.#values()[index] ?? 0)}`;
  }

  protected light(index: number, x: number, y: number): void {
    const { sentence } = this;
    const plan = sentence.stepper.peek()?.plan;
    if (!plan) return;
    this.lit = index;
    sentence.point(this.#ref(index));
    const name = sentenceLens(sentence).name(plan, this.#ref(index));
    const value = this.#values()[index] ?? 0;
    readout.value = { x, y, title: name, value, note: exact(value) };
    this.draw();
  }

  protected under(event: MouseEvent): number {
    const box = this.renderRoot.querySelector('canvas')?.getBoundingClientRect();
    const laid = this.#laid;
    if (!box || !laid) return -1;
    const { form, lines, across, left, top, w, h } = laid;
    const column = Math.floor((event.clientX - box.left - left) / w);
    const row = Math.floor((event.clientY - box.top - top) / h);
    if (row < 0 || column < 0 || row >= lines.n || column >= across.n) return -1;
    const index = (this.plane * form.height + lines.from + row) * form.width + across.from + column;
    return this.#gone(index) ? -1 : index;
  }

  protected show(index: number): void {
    this.sentence.open(this.#ref(index));
  }

  protected override pressed(index: number): void {
    const laid = this.#laid;
    const thin = laid && (laid.lines.thin || laid.across.thin);
    if (laid && thin && this.near < 0) this.near = index % (laid.form.height * laid.form.width);
    else super.pressed(index);
  }

  protected walk(event: KeyboardEvent): void {
    const form = this.#laid?.form;
    if (!form) return;
    const first = this.plane * form.height * form.width;
    const now = (this.lit >= 0 ? this.lit : first) - first;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      this.open(first + now);
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
    if (this.#laid && this.near >= 0 && !inSight(this.#laid, to)) this.near = to;
    this.light(first + to, ...this.beside());
  }

  // ---------------------------------------------------------------- drawing

  protected draw(): void {
    const ink = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const laid = this.#laid;
    const { sentence } = this;
    if (!ink || !canvas || !laid || !sentence) return;
    const { form, lines, across, left, top, w, h } = laid;
    const values = this.#values();
    const first = this.plane * form.height * form.width;
    if (values.length < first + form.height * form.width) return;
    const [width, height] = [left + across.n * w, top + lines.n * h];
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
      const [wide, tall] = [across.n * w, lines.n * h];
      const from = [across.from, lines.from, across.n, lines.n] as const;
      context.drawImage(this.#raster.canvas, ...from, left, top, wide, tall);
      for (let j = 1; gap > 0 && j <= across.n; j++) context.clearRect(left + j * w - gap, top, gap, tall);
      for (let i = 1; gap > 0 && i <= lines.n; i++) context.clearRect(left, top + i * h - gap, wide, gap);
    }
    const lit = this.lit >= first && this.lit < first + cells ? this.lit - first : -1;
    drawSigns(context, laid, lit, ink);
    const mine = (refs: readonly Ref[]) =>
      refs
        .filter(({ kind, id }) => kind === this.kind && id === this.of)
        .map(({ index }) => index - first)
        .filter((index) => index >= 0 && index < cells);
    frameLines(context, laid, mine(sentence.made.peek()), ink.ink);
    const open = mine(sentence.trail.peek());
    ringCells(context, laid, lit >= 0 ? [...open, lit] : open, ink);
  }
}

// All digits that a 32-bit float has.
const exact = (value: number): string => String(Number(value.toPrecision(9))).replaceAll('-', '−');

customElements.define('gn-token-tensor', GnTokenTensor);
