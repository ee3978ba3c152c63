// One matrix of a sentence's net: a line a token, each cell to be read and opened. What is not computed yet is not drawn,
// and neither is what the mask leaves out.
import { nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, t } from '../locales';
import type { Sentence } from '../state/sentence';
import { fullScale, ramps, signedIndex } from './colour';
import { classOf, partOfNumber } from './letters';
import { fitted, Raster } from './raster';
import { readout } from './readout';
import { formOf, placeWords, sentenceLens } from './sentence-lens';
import { TensorFigure } from './tensor-figure';
import { drawSigns, frameLines, type Laid, layTokens, ringCells } from './token-layout';

const GAP_FROM_PX = 8;

export class GnTokenTensor extends TensorFigure {
  static override properties = {
    ...TensorFigure.properties,
    sentence: { attribute: false },
    plane: { type: Number }, // head
  };
  declare sentence: Sentence;
  declare plane: number;

  #laid: Laid | undefined;
  readonly #raster = new Raster();

  constructor() {
    super();
    this.plane = 0;
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
    const { form, w, h, left, top } = laid;
    const part = classOf(partOfNumber(this.#ref(0), this.kind === 'param' && form.height === 1));
    if (sentence.pending(this.#ref(0)))
      return this.missing(part, left + form.width * w, top + form.height * h);
    const first = this.plane * form.height * form.width;
    const at = this.lit >= 0 ? this.lit : first;
    return this.figure({
      part,
      scale: `± ${Number(this.#full().toPrecision(2))}`,
      name: this.#name(),
      most: form.height * form.width - 1,
      at: at - first,
      words: this.#words(at),
    });
  }

  #lay(): Laid | undefined {
    const read = this.sentence.read.value;
    const form = formOf(this.sentence, { kind: this.kind, id: this.of });
    return read && form && layTokens(read, form, this.wide);
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
    const { form, left, top, w, h } = laid;
    const column = Math.floor((event.clientX - box.left - left) / w);
    const row = Math.floor((event.clientY - box.top - top) / h);
    if (row < 0 || column < 0 || row >= form.height || column >= form.width) return -1;
    const index = (this.plane * form.height + row) * form.width + column;
    return this.#gone(index) ? -1 : index;
  }

  protected show(index: number): void {
    this.sentence.open(this.#ref(index));
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
    this.light(first + to, ...this.beside());
  }

  // ---------------------------------------------------------------- drawing

  protected draw(): void {
    const ink = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const laid = this.#laid;
    const { sentence } = this;
    if (!ink || !canvas || !laid || !sentence) return;
    const { form, left, top, w, h } = laid;
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
