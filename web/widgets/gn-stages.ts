// Stroke → 28×28, stage by stage. The last two can be switched off; every pixel can be read.
import { css, html, nothing } from 'lit';
import { type DigitView, SIDE } from '../engine/digit';
import { type Key, number, t } from '../locales';
import { isReady } from '../state/input';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-about';
import { fitted, Raster } from './raster';
import { gridAround, readout, stays } from './readout';
import { shared } from './styles';

type Stage = 'pad' | 'fitted' | 'pixels';
const STAGES: readonly { readonly stage: Stage; readonly name: Key; readonly setting?: 'fit' | 'centre' }[] =
  [
    { stage: 'pad', name: 'stage.pad' },
    { stage: 'fitted', name: 'stage.fitted', setting: 'fit' },
    { stage: 'pixels', name: 'stage.pixels', setting: 'centre' },
  ];
const BOX = 20; // pixels that the longer side is scaled to
const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -SIDE,
  ArrowDown: SIDE,
};

export class GnStages extends GnElement {
  static override properties = { ...GnElement.properties, at: { state: true } };
  declare at: number; // the pixel that the keyboard looks at

  #rasters = STAGES.map(() => new Raster());

  constructor() {
    super();
    this.at = 14 * SIDE + 14;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .title {
        display: flex;
        align-items: center;
        gap: var(--space-1);
      }
      ul {
        list-style: none;
        margin: var(--space-2) 0 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: var(--space-3);
      }
      .picture {
        width: 100%;
        aspect-ratio: 1;
        border-radius: var(--radius-s);
        background: var(--pixel-0);
        border: 1px solid var(--line);
        overflow: hidden;
        cursor: crosshair;
      }
      .off .picture {
        opacity: 0.55;
      }
      canvas {
        width: 100%;
        height: 100%;
      }
      .name {
        display: flex;
        align-items: flex-start;
        gap: 6px;
        margin-top: 6px;
        font-size: var(--text-xs);
        line-height: 1.3;
        color: var(--ink-soft);
      }
      label {
        cursor: pointer;
      }
      label:hover {
        color: var(--ink);
      }
      input {
        appearance: none;
        flex: none;
        margin: 1px 0 0;
        width: 24px;
        height: 14px;
        border-radius: 7px;
        background: var(--line-strong);
        position: relative;
        cursor: pointer;
        transition: background var(--fast);
      }
      input::after {
        content: '';
        position: absolute;
        inset: 2px auto auto 2px;
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: var(--raised);
        transition: transform var(--fast);
      }
      input:checked {
        background: var(--ink);
      }
      input:checked::after {
        transform: translateX(10px);
      }
      .ready {
        margin-top: var(--space-2);
        font-size: var(--text-xs);
        line-height: 1.45;
        color: var(--ink-soft);
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
    const { settings } = this.session;
    const input = this.session.input.value;
    const ready = isReady(input);
    return html`
      <div class="title"><h2>${t('stages.title')}</h2><gn-about topic="stages"></gn-about></div>
      <ul>
        ${STAGES.map(({ stage, name, setting }) => {
          const on = setting === undefined || settings[setting].value;
          return html`<li class=${on ? '' : 'off'}>
            <div
              class="picture"
              role="slider"
              tabindex="0"
              aria-label=${t('stage.read', { stage: t(name) })}
              aria-valuemin="0"
              aria-valuemax=${SIDE * SIDE - 1}
              aria-valuenow=${this.at}
              aria-valuetext=${this.#words(stage)}
              @pointermove=${(event: PointerEvent) => this.#point(event, stage)}
              @pointerdown=${(event: PointerEvent) => this.#point(event, stage)}
              @pointerleave=${this.#leave}
              @keydown=${(event: KeyboardEvent) => this.#keydown(event, stage)}
              @focus=${(event: FocusEvent) => this.#focus(event, stage)}
              @blur=${this.#leave}
            >
              <canvas></canvas>
            </div>
            ${ready ? nothing : this.#caption(name, setting)}
          </li>`;
        })}
      </ul>
      ${ready ? html`<p class="ready">${t(input.kind === 'sample' ? 'stages.ready' : 'stages.made')}</p>` : nothing}
    `;
  }

  #caption(name: Key, setting: 'fit' | 'centre' | undefined) {
    if (!setting) return html`<div class="name">${t(name)}</div>`;
    const on = this.session.settings[setting];
    return html`<label class="name">
      <input
        type="checkbox"
        role="switch"
        .checked=${on.value}
        @change=${(event: Event) => {
          on.value = (event.target as HTMLInputElement).checked;
        }}
      />${t(name)}
    </label>`;
  }

  #plane(stage: Stage, digit: DigitView | undefined): Float32Array {
    if (!digit) return new Float32Array(SIDE * SIDE);
    return isReady(this.session.input.peek()) ? digit.pixels : digit[stage];
  }

  #draw(): void {
    const colours = ramps.peek();
    const digit = this.session.digit;
    if (!colours || !this.renderRoot) return;
    const strokes = !isReady(this.session.input.peek()) && !this.session.blank.peek();
    for (const [i, canvas] of [...this.renderRoot.querySelectorAll('canvas')].entries()) {
      const stage = STAGES[i]?.stage ?? 'pad';
      const raster = this.#rasters[i] as Raster;
      const side = canvas.clientWidth;
      const context = fitted(canvas, side, side);
      if (!context) continue;
      raster.draw(this.#plane(stage, digit), SIDE, SIDE, colours, 'pixels');
      context.imageSmoothingEnabled = false;
      context.drawImage(raster.canvas, 0, 0, side, side);
      if (digit && strokes) marks(context, stage, digit, side / SIDE, colours.signedCss[0] ?? '');
    }
  }

  #words(stage: Stage): string {
    const value = this.#plane(stage, this.session.digit)[this.at] ?? 0;
    return t('pixel.words', {
      row: Math.floor(this.at / SIDE),
      column: this.at % SIDE,
      value: number(value),
    });
  }

  #point(event: PointerEvent, stage: Stage): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * SIDE);
    const row = Math.floor(((event.clientY - box.top) / box.height) * SIDE);
    if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) return;
    this.at = row * SIDE + column;
    this.#tell(stage, event.clientX, event.clientY);
  }

  #tell(stage: Stage, x: number, y: number): void {
    const plane = this.#plane(stage, this.session.digit);
    const value = plane[this.at] ?? 0;
    readout.value = {
      x,
      y,
      title: t('pixel.title', { row: Math.floor(this.at / SIDE), column: this.at % SIDE }),
      value,
      note: t('pixel.grey', { grey: Math.round(value * 255) }),
      grid: gridAround(plane, 0, SIDE, SIDE, this.at, 'pixels'),
    };
  }

  #focus(event: FocusEvent, stage: Stage): void {
    const target = event.currentTarget as HTMLElement;
    if (target.matches(':focus-visible')) this.#tellAt(target, stage);
  }

  #tellAt(target: HTMLElement, stage: Stage): void {
    const box = target.getBoundingClientRect();
    const cell = box.width / SIDE;
    this.#tell(stage, box.left + cell * (this.at % SIDE), box.top + cell * Math.floor(this.at / SIDE));
  }

  #keydown(event: KeyboardEvent, stage: Stage): void {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.at = Math.min(SIDE * SIDE - 1, Math.max(0, this.at + step));
    this.#tellAt(event.currentTarget as HTMLElement, stage);
  }

  #leave = (event: Event) => {
    if (!stays(event)) readout.value = undefined;
  };
}

// What each stage did: the 20×20 box it was scaled into, the centre of mass it was moved by.
function marks(
  context: CanvasRenderingContext2D,
  stage: Stage,
  digit: DigitView,
  cell: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  const cross = (x: number, y: number) => {
    context.beginPath();
    context.moveTo(x - 4, y);
    context.lineTo(x + 4, y);
    context.moveTo(x, y - 4);
    context.lineTo(x, y + 4);
    context.stroke();
  };
  if (stage === 'fitted') {
    context.setLineDash([2, 2]);
    const margin = ((SIDE - BOX) / 2) * cell;
    context.strokeRect(margin, margin, BOX * cell, BOX * cell);
    context.setLineDash([]);
    cross((digit.mass[0] ?? 0) * cell, (digit.mass[1] ?? 0) * cell);
  }
  if (stage === 'pixels') cross((SIDE / 2) * cell, (SIDE / 2) * cell);
}

customElements.define('gn-stages', GnStages);
