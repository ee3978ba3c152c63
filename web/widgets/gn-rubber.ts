// The 28×28 that the network is given right now, large enough to rub parts of it out.
import { css, html } from 'lit';
import { SIDE } from '../engine/digit';
import { number, t } from '../locales';
import { ramps } from './colour';
import { GnElement } from './element';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const KEYS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class GnRubber extends GnElement {
  static override properties = { ...GnElement.properties, at: { state: true }, keyed: { state: true } };
  declare at: readonly [x: number, y: number]; // the pixel under the keyboard's rubber
  declare keyed: boolean;

  #raster = new Raster();
  #pointer: number | undefined;

  constructor() {
    super();
    this.at = [14, 14];
    this.keyed = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .picture {
        position: relative;
        aspect-ratio: 1;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--pixel-0);
        overflow: hidden;
        cursor: cell;
        touch-action: none;
      }
      canvas {
        width: 100%;
        height: 100%;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.session.frame.value;
      void ramps.value;
      this.#draw();
    });
  }

  override updated(): void {
    this.#draw();
  }

  override render() {
    void this.session.frame.value;
    const [x, y] = this.at;
    const index = y * SIDE + x;
    return html`<div
      class="picture"
      role="slider"
      tabindex="0"
      aria-label=${t('experiments.picture')}
      aria-description=${t('experiments.rubKeys')}
      aria-valuemin="0"
      aria-valuemax=${SIDE * SIDE - 1}
      aria-valuenow=${index}
      aria-valuetext=${t('pixel.words', { row: y, column: x, value: number(this.session.digit?.pixels[index] ?? 0) })}
      @pointerdown=${this.#down}
      @pointermove=${this.#move}
      @pointerup=${this.#up}
      @pointercancel=${this.#up}
      @keydown=${this.#keydown}
      @blur=${() => {
        this.keyed = false;
      }}
    >
      <canvas></canvas>
    </div>`;
  }

  #draw(): void {
    const canvas = this.renderRoot?.querySelector('canvas');
    const colours = ramps.peek();
    if (!canvas || !colours) return;
    const side = canvas.clientWidth;
    const context = fitted(canvas, side, side);
    const pixels = this.session.digit?.pixels;
    if (!context || !pixels) return;
    this.#raster.draw(pixels, SIDE, SIDE, colours, 'pixels');
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#raster.canvas, 0, 0, side, side);
    const cell = side / SIDE;
    context.fillStyle = colours.ink;
    context.globalAlpha = 0.16;
    for (const i of this.session.experiments.erased.peek()) {
      context.fillRect(
        (i % SIDE) * cell + cell / 3,
        Math.floor(i / SIDE) * cell + cell / 3,
        cell / 3,
        cell / 3,
      );
    }
    context.globalAlpha = 1;
    if (!this.keyed) return;
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect((this.at[0] - 1) * cell, (this.at[1] - 1) * cell, 3 * cell, 3 * cell);
  }

  #down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    this.#pointer = event.pointerId;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#move(event);
  };

  #move = (event: PointerEvent) => {
    if (event.pointerId !== this.#pointer) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const each of moves.length > 0 ? moves : [event]) {
      const x = ((each.clientX - box.left) / box.width) * SIDE - 0.5;
      const y = ((each.clientY - box.top) / box.height) * SIDE - 0.5;
      this.session.experiments.rub(x, y);
    }
  };

  #up = (event: PointerEvent) => {
    if (event.pointerId === this.#pointer) this.#pointer = undefined;
  };

  #keydown = (event: KeyboardEvent) => {
    const move = KEYS[event.key];
    const rubs = event.key === ' ' || event.key === 'Enter';
    if (!move && !rubs) return;
    event.preventDefault();
    this.keyed = true;
    const keep = (value: number) => Math.min(SIDE - 1, Math.max(0, value));
    if (move) this.at = [keep(this.at[0] + move[0]), keep(this.at[1] + move[1])];
    else this.session.experiments.rub(this.at[0], this.at[1]);
  };
}

customElements.define('gn-rubber', GnRubber);
