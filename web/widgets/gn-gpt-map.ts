// Attention of one head: rows ask, columns are looked at, the characters along both sides. What lies above the diagonal
// does not exist, since nobody looks ahead, and is left empty.
import { css, html } from 'lit';
import type { Attention } from '../engine/writer';
import { percent, t } from '../locales';
import type { GptWriting } from '../state/gpt-writing';
import { type Ramps, ramps, signedIndex } from './colour';
import { GnElement } from './element';
import { letterSign } from './gpt-words';
import type { Table } from './plot-files';
import { fitted } from './raster';
import { shared } from './styles';

// A head's weights as a picture of n × n pixels; above the diagonal it stays clear.
export function paintAttention(
  canvas: HTMLCanvasElement,
  { weights, length }: Attention,
  head: number,
  n: number,
  ink: Ramps,
): void {
  const image = new ImageData(n, n);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < n; i++) {
    const row = (head * length + i) * length;
    for (let j = 0; j <= i; j++)
      pixels[i * n + j] = ink.signed[signedIndex(attentionShade(weights[row + j] as number), 1)] ?? 0;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

// Of a weight: among many characters each has little, and what it has should be seen.
const attentionShade = (weight: number): number => Math.sqrt(weight);

const SIDE_PX = 22; // for the characters
const MOST_SIDE_PX = 92; // for tokens of several
const MOST_CELL = 30;

const fontOf = (px: number, strong: boolean): string =>
  `${strong ? 700 : 400} ${px}px "Geist Variable", system-ui, sans-serif`;

export class GnGptMap extends GnElement {
  static override properties = {
    ...GnElement.properties,
    writing: { attribute: false },
    words: { attribute: false },
  };
  declare writing: GptWriting;
  declare words: readonly string[]; // of the characters it has been shown

  #cell = 0;
  #side = SIDE_PX;
  readonly #picture = document.createElement('canvas');
  #sizes = new ResizeObserver(() => this.#draw());

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .field {
        position: relative;
        touch-action: pan-y;
      }
      canvas {
        cursor: crosshair;
        border-radius: var(--radius-s);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  // Of the head on show: of the query, over the keys.
  #weight(query: number, key: number): number {
    const { looked, map } = this.writing;
    const { layer, head } = map.value;
    const of = looked.value?.attention[layer];
    return of?.weights[(head * of.length + query) * of.length + key] ?? 0;
  }

  get #n(): number {
    return this.writing.looked.value?.tokens.length ?? 0;
  }

  get #query(): number {
    return Math.min(this.writing.query.value ?? this.#n - 1, this.#n - 1);
  }

  override render() {
    const { layer, head } = this.writing.map.value;
    void ramps.value;
    void this.writing.looked.value;
    void this.writing.key.value;
    return html`<div class="field">
      <canvas
        role="img"
        tabindex="0"
        aria-label=${t('gpt.mapName', { layer: layer + 1, head: head + 1, said: this.said() })}
        @pointermove=${this.#move}
        @pointerleave=${() => {
          this.writing.key.value = undefined;
        }}
        @pointerdown=${this.#press}
        @keydown=${this.#keydown}
      ></canvas>
    </div>`;
  }

  // A line for each query, over its keys; nobody looks ahead.
  table = (): Table => {
    const signs = this.words.map(letterSign);
    return {
      columns: ['', ...signs],
      rows: signs.map((sign, i) => [sign, ...signs.map((_, j) => (j > i ? '' : this.#weight(i, j)))]),
    };
  };

  picture = (): HTMLCanvasElement | null => this.renderRoot.querySelector('canvas');

  // The cell that is pointed at, in words.
  said(): string {
    const key = this.writing.key.value;
    const query = this.#query;
    if (key === undefined || query < 0) return t('gpt.mapHint');
    const words = { query: this.words[query] ?? '', key: this.words[key] ?? '', i: query + 1, j: key + 1 };
    return t('gpt.cell', { ...words, weight: percent(this.#weight(query, key)) });
  }

  override updated(): void {
    this.#draw();
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const ink = ramps.peek();
    const n = this.writing.looked.peek()?.tokens.length ?? 0;
    const width = this.clientWidth;
    if (!canvas || !ink || n === 0 || width === 0) return;
    const signs = Array.from({ length: n }, (_, i) => letterSign(this.words[i] ?? ''));
    const side = this.#widest(canvas, signs);
    const cell = Math.min(MOST_CELL, (width - side - 2) / n);
    this.#side = side;
    this.#cell = cell;
    const whole = side + n * cell + 2;
    canvas.style.width = `${whole}px`;
    canvas.style.height = `${whole}px`;
    const context = fitted(canvas, whole, whole);
    if (!context) return;
    const gap = cell > 8 ? 1 : 0;
    this.#paint(n, ink);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#picture, side, side, n * cell, n * cell);
    for (let i = 1; gap > 0 && i <= n; i++) {
      context.clearRect(side + i * cell - gap, side, gap, n * cell);
      context.clearRect(side, side + i * cell - gap, n * cell, gap);
    }
    const query = this.#query;
    const key = this.writing.key.peek();
    context.textBaseline = 'middle';
    for (const [i, sign] of signs.entries()) {
      const middle = side + (i + 0.5) * cell;
      this.#write(context, sign, cell, i === query ? ink.ink : ink.faint, i === query, side / 2, middle);
      context.save();
      // Tokens of several characters stand upright above their column.
      context.translate(middle, side / 2);
      if (side > SIDE_PX) context.rotate(-Math.PI / 2);
      this.#write(context, sign, cell, i === key ? ink.ink : ink.faint, i === key, 0, 0);
      context.restore();
    }
    context.strokeStyle = ink.ink;
    context.lineWidth = 1;
    context.strokeRect(side - 1, side + query * cell - 1, (query + 1) * cell + 1, cell + 1);
    if (key === undefined) return;
    context.lineWidth = 2;
    context.strokeRect(side + key * cell, side + query * cell, cell - gap, cell - gap);
  }

  #write(
    context: CanvasRenderingContext2D,
    sign: string,
    cell: number,
    colour: string,
    strong: boolean,
    x: number,
    y: number,
  ): void {
    const size = Math.max(7, Math.min(14, cell * 1.15));
    context.font = fontOf(strong ? Math.max(size, 12) : size, strong);
    context.fillStyle = colour;
    context.textAlign = 'center';
    context.fillText(sign, x, y, this.#side - 6);
  }

  // Room for what the tokens say, along both sides.
  #widest(canvas: HTMLCanvasElement, signs: readonly string[]): number {
    if (signs.every((sign) => [...sign].length === 1)) return SIDE_PX;
    const context = canvas.getContext('2d');
    if (!context) return SIDE_PX;
    context.font = fontOf(14, true);
    const widest = Math.max(...signs.map((sign) => context.measureText(sign).width));
    return Math.min(MOST_SIDE_PX, Math.max(SIDE_PX, Math.ceil(widest) + 8));
  }

  // One pixel a weight.
  #paint(n: number, ink: Ramps): void {
    const { looked, map } = this.writing;
    const { layer, head } = map.peek();
    const of = looked.peek()?.attention[layer];
    if (this.#picture.width !== n) this.#picture.width = this.#picture.height = n;
    if (of) paintAttention(this.#picture, of, head, n, ink);
  }

  #at(event: PointerEvent): readonly [query: number, key: number] | undefined {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const place = (px: number) => Math.floor((px - this.#side) / this.#cell);
    const [query, key] = [place(event.clientY - box.top), place(event.clientX - box.left)];
    return query >= 0 && query < this.#n && key >= 0 && key <= query ? [query, key] : undefined;
  }

  #move = (event: PointerEvent) => {
    const at = this.#at(event);
    if (at) this.#point(...at);
    else this.writing.key.value = undefined;
  };

  #press = (event: PointerEvent) => {
    const at = this.#at(event);
    if (at) this.#point(...at);
  };

  #point(query: number, key: number): void {
    this.writing.query.value = query;
    this.writing.key.value = key;
  }

  #keydown = (event: KeyboardEvent) => {
    const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const ends = { Home: 0, End: this.#n }[event.key];
    if (!way && ends === undefined) return;
    event.preventDefault();
    const before = this.writing.key.peek();
    const query = Math.min(this.#n - 1, Math.max(0, this.#query + (way?.[0] ?? 0)));
    const key = ends ?? (before === undefined ? query : before + (way?.[1] ?? 0));
    this.#point(query, Math.min(query, Math.max(0, key)));
  };
}

customElements.define('gn-gpt-map', GnGptMap);
