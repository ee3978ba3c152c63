// The pad: draw with mouse, finger, pen or arrow keys; or drop a picture of a digit.
import { css, html, nothing } from 'lit';
import type { Point } from '../engine/digit';
import { t } from '../locales';
import { pictureFrom } from '../state/picture';
import { ramps } from './colour';
import { GnElement } from './element';
import { FilesDrop } from './file-drop';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const PEN = 1 / 15; // width of the line on the pad, of its side; the core has a pen of its own
const STEP = 1 / 48; // of the keyboard's pen
const LEAP = 4;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const clamp = (value: number) => Math.min(1, Math.max(0, value));

export class GnDrawPad extends GnElement {
  static override properties = {
    ...GnElement.properties,
    keyboard: { state: true },
    penDown: { state: true },
  };
  declare keyboard: boolean;
  declare penDown: boolean;

  #pointer: number | undefined;
  #pen: [number, number] = [0.5, 0.3];
  #held = new Set<string>();
  #raster = new Raster();
  #size = 0;
  readonly #drop = new FilesDrop(this, (items) => {
    const file = pictureFrom(items) ?? items.files[0]; // what is none is said
    if (file) void this.session.pickPicture(file);
  });
  // Its size is asked for when it changes, not in every frame: that would make the browser lay out the page each time.
  #observer = new ResizeObserver(() => {
    this.#size = 0;
    this.#draw();
  });

  constructor() {
    super();
    this.keyboard = false;
    this.penDown = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .pad {
        position: relative;
        width: 100%;
        aspect-ratio: 1;
        border-radius: var(--radius-l);
        background: var(--pixel-0);
        box-shadow: var(--shadow);
        border: 1px solid var(--line);
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
        cursor: crosshair;
        overflow: hidden;
        container-type: inline-size;
      }
      .pad:focus-visible {
        outline-offset: 3px;
      }
      .pad.dropping {
        border: 2px dashed var(--ink);
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      .hint {
        position: absolute;
        inset: auto 0 3% 0;
        text-align: center;
        color: var(--ink-faint);
        font-size: var(--text-s);
        pointer-events: none;
        padding: 0 var(--space-3);
      }
      @container (max-width: 200px) {
        .hint {
          bottom: 2px;
          font-size: var(--text-xs);
          line-height: 1.2;
        }
      }
      @container (max-width: 150px) {
        .hint {
          display: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.session.ink.value;
      void this.session.samples.value;
      if (['noise', 'average', 'pixels'].includes(this.session.input.value.kind))
        void this.session.frame.value;
      void ramps.value;
      this.#draw();
    });
  }

  override firstUpdated(): void {
    const pad = this.#pad();
    if (pad) this.#observer.observe(pad);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override updated(): void {
    this.#draw();
  }

  // Puts the keyboard's pen at its start and the focus on the pad.
  takeUpPen(): void {
    this.#pad()?.focus({ preventScroll: true });
  }

  #pad(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.pad');
  }

  override render() {
    const inviting = this.session.input.value.kind === 'blank' || this.session.demo.value;
    const hint = this.keyboard
      ? t('pad.hintKeys')
      : inviting
        ? t(this.session.classes.value.length > 0 ? 'pad.hintNamed' : 'pad.hint')
        : '';
    return html`
      <div
        class="pad ${this.#drop.isOver ? 'dropping' : ''}"
        tabindex="0"
        role="application"
        aria-label=${t('pad.name')}
        aria-describedby="keys"
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
        @keydown=${this.#keydown}
        @keyup=${(event: KeyboardEvent) => this.#held.delete(event.key)}
        @blur=${this.#blur}
        @dragover=${this.#drop.over}
        @dragleave=${this.#drop.leave}
        @drop=${this.#drop.drop}
      >
        <canvas></canvas>
        ${hint ? html`<div class="hint" aria-hidden="true">${hint}</div>` : nothing}
      </div>
      <span id="keys" class="sr">${t('pad.keys')}</span>
      <span class="sr" role="status">${this.keyboard ? t(this.penDown ? 'pad.penDown' : 'pad.penUp') : ''}</span>
    `;
  }

  // ---------------------------------------------------------------- pointer

  #at(event: PointerEvent): Point {
    const box = this.#pad()?.getBoundingClientRect();
    if (!box || box.width === 0) return [0, 0];
    return [clamp((event.clientX - box.left) / box.width), clamp((event.clientY - box.top) / box.height)];
  }

  #down = (event: PointerEvent) => {
    if (this.#pointer !== undefined || event.button !== 0) return;
    this.#pointer = event.pointerId;
    this.keyboard = false;
    this.#pad()?.setPointerCapture(event.pointerId);
    this.session.beginStroke(this.#at(event));
  };

  #move = (event: PointerEvent) => {
    if (event.pointerId !== this.#pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    this.session.extendStroke((between.length > 0 ? between : [event]).map((each) => this.#at(each)));
  };

  #up = (event: PointerEvent) => {
    if (event.pointerId === this.#pointer) this.#pointer = undefined;
  };

  // ---------------------------------------------------------------- keyboard

  #keydown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ARROWS) {
      event.preventDefault();
      this.#held.add(event.key);
      this.#movePen(event.shiftKey ? LEAP : 1);
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (event.repeat) return;
      this.keyboard = true;
      this.penDown = !this.penDown;
      if (this.penDown) this.session.beginStroke([...this.#pen]);
    } else if (event.key === 'Backspace' || event.key === 'z') {
      event.preventDefault();
      this.penDown = false;
      this.session.undo();
    } else if (event.key === 'Delete') {
      this.penDown = false;
      this.session.clear();
    }
  };

  #movePen(leap: number): void {
    this.keyboard = true;
    let [dx, dy] = [0, 0];
    for (const key of this.#held) {
      const [x, y] = ARROWS[key] ?? [0, 0];
      dx += x;
      dy += y;
    }
    this.#pen = [clamp(this.#pen[0] + dx * STEP * leap), clamp(this.#pen[1] + dy * STEP * leap)];
    if (this.penDown) this.session.extendStroke([[...this.#pen]]);
    else this.#draw();
  }

  #blur = () => {
    this.#held.clear();
    this.penDown = false;
    this.keyboard = false;
  };

  // ---------------------------------------------------------------- drawing

  #draw(): void {
    const canvas = this.renderRoot?.querySelector('canvas');
    const colours = ramps.peek();
    if (!canvas || !colours) return;
    this.#size ||= canvas.clientWidth;
    const context = fitted(canvas, this.#size, this.#size);
    if (!context) return;
    const input = this.session.input.peek();
    if (input.kind === 'strokes') this.#drawStrokes(context, input.strokes, colours.ink);
    if (input.kind === 'sample') {
      const samples = this.session.samples.peek();
      if (typeof samples === 'object') {
        const pixels = Float32Array.from(
          samples.pixels.subarray(784 * input.index, 784 * (input.index + 1)),
          (v) => v / 255,
        );
        this.#raster.draw(pixels, 28, 28, colours, 'pixels');
        context.imageSmoothingEnabled = false;
        context.drawImage(this.#raster.canvas, 0, 0, this.#size, this.#size);
      }
    }
    if (input.kind === 'noise' || input.kind === 'average' || input.kind === 'pixels') {
      const { digit } = this.session;
      if (digit) {
        this.#raster.draw(digit.pixels, 28, 28, colours, 'pixels');
        context.imageSmoothingEnabled = false;
        context.drawImage(this.#raster.canvas, 0, 0, this.#size, this.#size);
      }
    }
    if (input.kind === 'picture') {
      const { rgba, width, height } = input.picture;
      const source = this.#raster.canvas;
      source.width = width;
      source.height = height;
      source.getContext('2d')?.putImageData(new ImageData(Uint8ClampedArray.from(rgba), width, height), 0, 0);
      const scale = this.#size / Math.max(width, height);
      const [w, h] = [width * scale, height * scale];
      context.drawImage(source, (this.#size - w) / 2, (this.#size - h) / 2, w, h);
      this.#raster = new Raster();
    }
    if (this.keyboard) this.#drawPen(context, colours.ink);
  }

  #drawStrokes(context: CanvasRenderingContext2D, strokes: readonly (readonly Point[])[], ink: string): void {
    const side = this.#size;
    context.strokeStyle = ink;
    context.lineWidth = side * PEN;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    for (const stroke of strokes) {
      for (const [i, [x, y]] of stroke.entries()) {
        if (i === 0) context.moveTo(x * side, y * side);
        if (i > 0 || stroke.length === 1) context.lineTo(x * side, y * side);
      }
    }
    context.stroke();
  }

  #drawPen(context: CanvasRenderingContext2D, ink: string): void {
    const [x, y] = [this.#pen[0] * this.#size, this.#pen[1] * this.#size];
    const radius = (this.#size * PEN) / 2 + 3;
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    for (const [dx, dy] of Object.values(ARROWS)) {
      context.moveTo(x + dx * (radius + 3), y + dy * (radius + 3));
      context.lineTo(x + dx * (radius + 8), y + dy * (radius + 8));
    }
    context.stroke();
    if (this.penDown) {
      context.fillStyle = ink;
      context.fill();
    }
  }
}

customElements.define('gn-draw-pad', GnDrawPad);
