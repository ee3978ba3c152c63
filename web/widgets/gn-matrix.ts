// A matrix as a picture: each cell can be pointed at, touched or reached by arrow keys. Long ones are painted, a number a
// cell; what the cell is called is said by whoever shows it.
import { css, html } from 'lit';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const MOST_CELL = 26;
const GAP_FROM_PX = 7;

export class GnMatrix extends GnElement {
  static override properties = {
    ...GnElement.properties,
    values: { attribute: false },
    across: { type: Number },
    down: { type: Number },
    label: {},
    most: { type: Number },
    square: { type: Boolean },
    row: { type: Number },
    at: { attribute: false },
  };
  declare values: Float32Array; // (down, across)
  declare across: number;
  declare down: number;
  declare label: string;
  declare most: number; // pixels of its height; 0: as it comes
  declare square: boolean; // cells as high as wide
  declare row: number; // that is marked; −1: none
  declare at: readonly [row: number, column: number] | undefined; // cell that is marked

  #raster = new Raster();
  #sizes = new ResizeObserver(() => this.#draw());
  #cell: readonly [w: number, h: number] = [1, 1];

  constructor() {
    super();
    this.values = new Float32Array(0);
    this.across = 0;
    this.down = 0;
    this.label = '';
    this.most = 0;
    this.square = false;
    this.row = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      canvas {
        cursor: crosshair;
        border-radius: 3px;
        touch-action: pan-y;
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

  get picture(): HTMLCanvasElement | undefined {
    return this.renderRoot.querySelector('canvas') ?? undefined;
  }

  override render() {
    void ramps.value;
    return html`<canvas
      role="img"
      tabindex="0"
      aria-label=${this.label}
      @pointermove=${this.#point}
      @pointerdown=${this.#point}
      @keydown=${this.#key}
    ></canvas>`;
  }

  override updated(): void {
    this.#draw();
  }

  #draw(): void {
    const canvas = this.picture;
    const ink = ramps.peek();
    const { across, down, values } = this;
    const room = this.clientWidth;
    if (!canvas || !ink || across === 0 || down === 0 || room === 0 || values.length < across * down) return;
    const w = Math.min(MOST_CELL, room / across);
    const h = this.square ? w : Math.min(MOST_CELL, this.most > 0 ? this.most / down : w);
    this.#cell = [w, h];
    canvas.style.width = `${w * across}px`;
    canvas.style.height = `${h * down}px`;
    const context = fitted(canvas, w * across, h * down);
    if (!context) return;
    this.#raster.draw(values, across, down, ink, fullScale(values));
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#raster.canvas, 0, 0, w * across, h * down);
    if (Math.min(w, h) >= GAP_FROM_PX) {
      context.strokeStyle = ink.paper;
      context.lineWidth = 1;
      context.beginPath();
      for (let x = 1; x < across; x++) line(context, x * w, 0, x * w, h * down);
      for (let y = 1; y < down; y++) line(context, 0, y * h, w * across, y * h);
      context.stroke();
    }
    context.strokeStyle = ink.ink;
    context.lineWidth = 2;
    if (this.row >= 0) context.strokeRect(1, this.row * h + 1, w * across - 2, Math.max(2, h - 2));
    if (this.at) context.strokeRect(this.at[1] * w, this.at[0] * h, w, h);
  }

  #tell(row: number, column: number): void {
    const inside = row >= 0 && column >= 0 && row < this.down && column < this.across;
    if (inside) this.dispatchEvent(new CustomEvent('cell', { detail: [row, column] }));
  }

  #point = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [w, h] = this.#cell;
    this.#tell(Math.floor((event.clientY - box.top) / h), Math.floor((event.clientX - box.left) / w));
  };

  #key = (event: KeyboardEvent) => {
    const [row, column] = this.at ?? [Math.max(0, this.row), 0];
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    this.#tell(row + step[0], column + step[1]);
  };
}

function line(
  context: CanvasRenderingContext2D,
  ...[x0, y0, x1, y1]: [number, number, number, number]
): void {
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
}

customElements.define('gn-matrix', GnMatrix);
