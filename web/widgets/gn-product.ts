// A sum over a picture, seen at once: input × weight = product, the same cell lit up in all three.
import { css, html, nothing } from 'lit';
import { type Ref, sourceRef, type Terms } from '../engine/look';
import { number, t } from '../locales';
import { type Cell, CellDrag } from './cell-drag';
import { fullScale, pixelIndex, type Ramps, ramps, signedIndex } from './colour';
import { GnLensed } from './lens';
import { layerOf, layerTitle } from './names';
import { type ProductGrid, productGrid } from './product-grid';
import { fitted, Raster } from './raster';
import { readout, stays } from './readout';
import { shared } from './styles';
import { touch } from './touch';

const WORTH_FOLDING = 1.4;
const OPERATOR_PX = 22;
const NAME_PX = 50; // that a strip's name takes at least
const LABEL_PX = 16;
const FOLD_PX = 6;
const MOST_CELL_PX = 34;
const NUMBERS_FROM_PX = 26; // cells as large as this hold their numbers

interface Strips {
  readonly cell: number;
  readonly columns: number; // of planes
  readonly gap: number;
  readonly wide: number; // of one strip
  readonly pitch: number; // from one to the next
  readonly high: number;
  readonly folded: boolean; // the product stands below, not beside
}

export class GnProduct extends GnLensed {
  static override properties = {
    ...GnLensed.properties,
    terms: { attribute: false },
    room: { attribute: false }, // height it may take, pixels
    lit: { state: true },
    wide: { state: true },
  };
  declare terms: Terms;
  declare room: number;
  declare lit: number; // cell under the pointer or focus, −1: none
  declare wide: number;

  #drag = new CellDrag();
  #grid: ProductGrid | undefined;
  #strips: Strips | undefined;
  #rasters = [new Raster(), new Raster(), new Raster()];
  #observer = new ResizeObserver(() => {
    this.wide = this.clientWidth;
  });

  constructor() {
    super();
    this.lit = -1;
    this.wide = 0;
    this.room = 240;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .hit {
        position: relative;
        cursor: zoom-in;
        touch-action: pan-y;
        width: max-content;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.follow(() => {
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render() {
    const plan = this.session.running.value?.plan;
    this.#grid = plan && lying(productGrid(plan, this.terms));
    const grid = this.#grid;
    if (!grid || this.wide === 0) return nothing;
    this.#strips = layStrips(grid, this.wide, this.room);
    const at = Math.max(0, this.lit);
    return html`<div
      class="hit"
      role="slider"
      tabindex="0"
      aria-label=${t('number.picture')}
      aria-valuemin="0"
      aria-valuemax=${grid.term.length - 1}
      aria-valuenow=${at}
      aria-valuetext=${this.lit < 0 ? t('layer.look') : this.#words(at)}
      @pointermove=${this.#point}
      title=${t('product.drag')}
      @pointerdown=${this.#down}
      @pointerup=${() => this.#drag.up()}
      @pointercancel=${() => this.#drag.up()}
      @pointerleave=${this.#leave}
      @blur=${(event: Event) => {
        this.#drag.leave();
        this.#leave(event);
      }}
      @click=${this.#open}
      @keydown=${this.#keydown}
    >
      <canvas aria-hidden="true"></canvas>
    </div>
    ${touch ? html`<p class="quiet">${t('product.touch')}</p>` : nothing}`;
  }

  override updated(): void {
    this.#draw();
  }

  #words(cell: number): string {
    const plan = this.session.running.peek()?.plan;
    const i = this.#grid?.term[cell] ?? -1;
    if (!plan || !this.#grid || i < 0) return '';
    const { values, weights, products } = this.terms;
    const what = this.#source(i);
    const name = what ? this.via.name(plan, what) : '';
    return `${name}: ${number(values[i] ?? 0)} × ${number(weights[i] ?? 0)} = ${number(products[i] ?? 0)}`;
  }

  #light(cell: number, x: number, y: number): void {
    this.lit = cell;
    const i = this.#grid?.term[cell] ?? -1;
    const words = this.#words(cell);
    if (i < 0 || words === '') return;
    const [title = '', sum = ''] = words.split(': ');
    const plan = this.session.running.peek()?.plan;
    const layer = plan && this.#grid && layerOf(plan, this.#grid.source.index);
    readout.value = {
      x,
      y,
      title: `${plan && layer && this.via.edits ? `${layerTitle(plan, layer)} · ` : ''}${title}`,
      value: sum,
    };
  }

  #cellAt(event: MouseEvent): number {
    const canvas = this.renderRoot.querySelector('canvas');
    const [grid, strips] = [this.#grid, this.#strips];
    if (!canvas || !grid || !strips) return -1;
    const box = canvas.getBoundingClientRect();
    const px = (event.clientX - box.left) % strips.pitch;
    const py = ((event.clientY - box.top) % (strips.high + LABEL_PX + FOLD_PX)) - LABEL_PX;
    const [pw, ph] = [grid.width * strips.cell + strips.gap, grid.height * strips.cell + strips.gap];
    const [column, line] = [Math.floor(px / pw), Math.floor(py / ph)];
    const [x, y] = [Math.floor((px % pw) / strips.cell), Math.floor((py % ph) / strips.cell)];
    const plane = line * strips.columns + column;
    if (px < 0 || py < 0 || column >= strips.columns || plane >= grid.planes) return -1;
    if (x >= grid.width || y >= grid.height) return -1;
    return (plane * grid.height + y) * grid.width + x;
  }

  // What a cell can be set as: a weight in the middle picture, a pixel in the first.
  #cell(cell: number, strip: number): Cell | undefined {
    const i = this.#grid?.term[cell] ?? -1;
    const grid = this.#grid;
    if (!grid || i < 0) return undefined;
    const { values, weights, params, places, indices } = this.terms;
    const param = params[i] ?? -1;
    if (strip === 1 && param >= 0) {
      const full = fullScale(this.session.probe?.look.param(param) ?? weights);
      return { what: { kind: 'param', id: param, index: places[i] ?? 0 }, value: weights[i] ?? 0, full };
    }
    const isPixel = strip === 0 && grid.source.op === 'in' && grid.source.size === 784;
    if (!isPixel) return undefined;
    return {
      what: { kind: 'value', id: grid.source.index, index: indices[i] ?? 0 },
      value: values[i] ?? 0,
      full: 1,
    };
  }

  #stripAt(event: MouseEvent): number {
    const [canvas, strips] = [this.renderRoot.querySelector('canvas'), this.#strips];
    if (!canvas || !strips) return -1;
    const box = canvas.getBoundingClientRect();
    if (event.clientY - box.top > strips.high + LABEL_PX + FOLD_PX) return 2;
    return Math.floor((event.clientX - box.left) / strips.pitch);
  }

  #down = (event: PointerEvent) => {
    this.#drag.down(event, this.#cell(this.#cellAt(event), this.#stripAt(event)));
    this.#point(event);
  };

  #point = (event: PointerEvent) => {
    if (this.#drag.move(event, this.session.inspect)) {
      if (this.lit >= 0) this.#light(this.lit, event.clientX, event.clientY);
      return;
    }
    const cell = this.#cellAt(event);
    if (cell >= 0) this.#light(cell, event.clientX, event.clientY);
  };

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.lit = -1;
    readout.value = undefined;
  };

  #open = (event: MouseEvent) => {
    if (!this.#drag.ended()) this.#follow(this.#cellAt(event));
  };

  #follow(cell: number): void {
    const what = this.#source(this.#grid?.term[cell] ?? -1);
    if (!what) return;
    readout.value = undefined;
    this.lit = -1;
    this.via.follow(what);
  }

  // The number that a term's value is.
  #source(i: number): Ref | undefined {
    const what = i < 0 ? undefined : sourceRef(this.terms.from, i);
    return what && this.#grid && { ...what, id: this.#grid.source.index };
  }

  #keydown = (event: KeyboardEvent) => {
    const grid = this.#grid;
    if (!grid) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#follow(Math.max(0, this.lit));
      return;
    }
    const lit = Math.max(0, this.lit);
    if (this.#drag.key(event, this.#cell(lit, 1) ?? this.#cell(lit, 0), this.session.inspect)) {
      this.lit = lit;
      return;
    }
    const area = grid.width * grid.height;
    const steps = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -grid.width,
      ArrowDown: grid.width,
      PageUp: -area,
      PageDown: area,
    }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    const box = this.getBoundingClientRect();
    const to = Math.min(grid.term.length - 1, Math.max(0, this.lit + steps));
    this.#light(to, box.right, box.top + box.height / 2);
  };

  // ---------------------------------------------------------------- drawing

  #draw(): void {
    const colours = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const [grid, strips] = [this.#grid, this.#strips];
    if (!colours || !canvas || !grid || !strips) return;
    const across = strips.folded ? 2 : 3;
    const width = across * strips.pitch - OPERATOR_PX;
    const height = (strips.high + LABEL_PX) * (strips.folded ? 2 : 1) + (strips.folded ? FOLD_PX : 0);
    const context = fitted(canvas, width, height);
    if (!context) return;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const { values, weights, products } = this.terms;
    const [from, by] = [this.#source(grid.term.find((i) => i >= 0) ?? -1), this.#factor()];
    const pixels = from?.kind === 'value' && grid.source.op === 'in' && grid.source.size === 784;
    const names = [
      from?.kind === 'gradient' ? 'δ' : t(by === 'value' ? 'number.value' : inputName(grid)),
      by === 'gradient'
        ? 'δ'
        : t(by ? (grid.whole || by === 'value' ? 'number.weight' : 'number.kernel') : 'number.share'),
      t('number.product'),
    ];
    const one = by === undefined ? onlyOne(weights) : -1;
    const winner = one < 0 ? -1 : grid.term.indexOf(one);
    for (const [k, list] of [values, weights, products].entries()) {
      const fold = strips.folded && k === 2;
      const x = fold ? 0 : k * strips.pitch;
      const top = fold ? strips.high + LABEL_PX + FOLD_PX : 0;
      context.font = `12px ${getComputedStyle(this).fontFamily}`;
      context.fillStyle = colours.faint;
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic'; // 'top' would cut the taller glyphs off
      context.fillText(`${fold ? '= ' : ''}${names[k]}`, x, top + LABEL_PX - 4, strips.pitch - OPERATOR_PX);
      if (k > 0 && !fold) {
        context.textAlign = 'center';
        context.textBaseline = 'middle';
        context.fillText(k === 1 ? '×' : '=', x - OPERATOR_PX / 2, LABEL_PX + strips.high / 2);
      }
      const cells = Float32Array.from(grid.term, (i) => (i < 0 ? 0 : (list[i] ?? 0)));
      const full = k === 0 && pixels ? 'pixels' : fullScale(cells);
      this.#rasters[k]?.draw(cells, grid.width, grid.planes * grid.height, colours, full);
      this.#drawStrip(context, k, x, top, grid, strips, colours, winner);
      if (strips.cell >= NUMBERS_FROM_PX) drawNumbers(context, x, top, grid, strips, cells, full, colours);
    }
  }

  // What the weights are: parameters, gradients, or numbers of the formula.
  #factor(): Ref['kind'] | undefined {
    const { by, weights } = this.terms;
    for (let i = 0; i < weights.length; i++) {
      const what = sourceRef(by, i);
      if (what && (this.terms.rows[i] ?? -1) >= 0) return what.kind;
    }
    return undefined;
  }

  #drawStrip(
    context: CanvasRenderingContext2D,
    k: number,
    left: number,
    top: number,
    grid: ProductGrid,
    strips: Strips,
    colours: Ramps,
    winner: number,
  ): void {
    const raster = this.#rasters[k];
    if (!raster) return;
    const { cell } = strips;
    context.imageSmoothingEnabled = false;
    for (let plane = 0; plane < grid.planes; plane++) {
      const { x, y } = planeAt(grid, strips, left, top, plane);
      const [w, h] = [grid.width * cell, grid.height * cell];
      context.drawImage(raster.canvas, 0, plane * grid.height, grid.width, grid.height, x, y, w, h);
      context.strokeStyle = colours.line;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
      for (const marked of [winner, this.lit]) {
        const at = marked - plane * grid.width * grid.height;
        if (marked < 0 || at < 0 || at >= grid.width * grid.height) continue;
        context.strokeStyle = colours.ink;
        context.lineWidth = 2;
        const [i, j] = [at % grid.width, Math.floor(at / grid.width)];
        context.strokeRect(x + i * cell + 1, y + j * cell + 1, cell - 2, cell - 2);
      }
    }
  }
}

// A column by itself lies down: it takes less height so, and its cells are in the same order.
const lying = (grid: ProductGrid | undefined): ProductGrid | undefined =>
  grid && grid.width === 1 && grid.height > 3 ? { ...grid, width: grid.height, height: 1 } : grid;

// A cell of each sample is no patch of a picture.
const inputName = ({ whole, width, height, planes }: ProductGrid) =>
  whole ? 'number.input' : width * height === 1 && planes > 1 ? 'number.samples' : 'number.patch';

// The one number that counts, of a maximum's; −1: there are several.
function onlyOne(weights: Float32Array): number {
  const first = weights.findIndex((w) => w !== 0);
  return weights.findLastIndex((w) => w !== 0) === first && weights.length > 1 ? first : -1;
}

function planeAt(
  grid: ProductGrid,
  strips: Strips,
  left: number,
  top: number,
  plane: number,
): { x: number; y: number } {
  return {
    x: left + (plane % strips.columns) * (grid.width * strips.cell + strips.gap),
    y: top + LABEL_PX + Math.floor(plane / strips.columns) * (grid.height * strips.cell + strips.gap),
  };
}

// The arrangement that makes the cells largest: of planes in a strip, and of the strips, in a row unless they are much
// larger folded.
function layStrips(grid: ProductGrid, width: number, room: number): Strips {
  const gap = grid.planes > 1 ? 3 : 0;
  let best = { cell: 0, columns: 1, folded: false };
  for (const folded of [false, true]) {
    const across = folded ? 2 : 3;
    const wide = (width - (across - 1) * OPERATOR_PX) / across;
    const high = folded ? (room - FOLD_PX) / 2 - LABEL_PX : room - LABEL_PX;
    for (let columns = 1; columns <= grid.planes; columns++) {
      const lines = Math.ceil(grid.planes / columns);
      const cell = Math.min(
        MOST_CELL_PX,
        (wide - gap * (columns - 1)) / (columns * grid.width),
        (high - gap * (lines - 1)) / (lines * grid.height),
      );
      if (cell > (folded && !best.folded ? WORTH_FOLDING : 1) * best.cell) best = { cell, columns, folded };
    }
  }
  const cell = best.cell > 8 ? Math.floor(best.cell) : Math.max(1, best.cell);
  const lines = Math.ceil(grid.planes / best.columns);
  const wide = best.columns * (grid.width * cell + gap) - gap;
  return {
    cell,
    gap,
    columns: best.columns,
    folded: best.folded,
    wide,
    pitch: Math.max(wide, NAME_PX) + OPERATOR_PX,
    high: lines * (grid.height * cell + gap) - gap,
  };
}

function drawNumbers(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  grid: ProductGrid,
  strips: Strips,
  cells: Float32Array,
  full: number | 'pixels',
  colours: Ramps,
): void {
  const area = grid.width * grid.height;
  const usual = strips.cell < 32 ? 1 : 2;
  // Where they would all read 0.0, one digit more, a little smaller; where that too is nothing, colours alone.
  const small = (digits: number) =>
    cells.some((value) => value !== 0) && cells.every((value) => Math.abs(value) < 2 * 10 ** -digits);
  if (small(usual + 1)) return;
  const digits = small(usual) ? usual + 1 : usual;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const [i, value] of cells.entries()) {
    const { x, y } = planeAt(grid, strips, left, top, Math.floor(i / area));
    const word =
      (full === 'pixels' ? colours.pixel[pixelIndex(value)] : colours.signed[signedIndex(value, full)]) ?? 0;
    const light = 0.299 * (word & 255) + 0.587 * ((word >> 8) & 255) + 0.114 * ((word >> 16) & 255);
    context.fillStyle = light > 140 ? '#17191c' : '#ffffff';
    const text =
      value === 0
        ? '0'
        : value
            .toFixed(Math.abs(value) >= 10 ? 0 : digits)
            .replace(/^-(?=0\.?0*$)/, '')
            .replace('-', '−');
    context.font = `${digits > usual ? 9 : 10.5}px ${getComputedStyle(context.canvas).fontFamily}`;
    context.fillText(
      text,
      x + ((i % grid.width) + 0.5) * strips.cell,
      y + (Math.floor((i % area) / grid.width) + 0.5) * strips.cell + 0.5,
    );
  }
}

customElements.define('gn-product', GnProduct);
