// A tensor as a picture: its caption, its cells to be pointed at, tapped, walked by keys and opened; a dashed frame while
// it is not computed. What is drawn, and where the cells lie, is each kind's own.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { t } from '../locales';
import { GnElement } from './element';
import { readout, stays } from './readout';
import { shared } from './styles';

interface Cells {
  readonly part: string; // class of the caption
  readonly scale: string;
  readonly name: string;
  readonly most: number; // the last place that keys reach
  readonly at: number;
  readonly words: string; // of that place
  readonly below?: unknown; // the picture
}

export abstract class TensorFigure extends GnElement {
  static override properties = {
    ...GnElement.properties,
    kind: {},
    of: { type: Number }, // row or parameter
    wide: { type: Number }, // what it may take, pixels
    caption: { attribute: false },
    lit: { state: true },
  };
  declare kind: Ref['kind'];
  declare of: number;
  declare wide: number;
  declare caption: string;
  declare lit: number; // of the tensor, under the pointer or the keys; −1: none

  constructor() {
    super();
    this.kind = 'value';
    this.of = -1;
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
      .absent {
        border: 1px dashed var(--line-strong);
        border-radius: 3px;
      }
    `,
  ];

  protected abstract under(event: MouseEvent): number; // index of the number; −1: none
  protected abstract light(index: number, x: number, y: number): void;
  protected abstract show(index: number): void; // its sum
  protected abstract walk(event: KeyboardEvent): void;
  protected abstract draw(): void;

  protected get isWhole(): boolean {
    return this.kind === 'param' || this.kind === 'paramGradient';
  }

  // ∂L/∂ or δ before the name of what it is of.
  protected marked(name: string | undefined): string {
    const mark = { gradient: 'δ ', paramGradient: '∂L/∂' }[this.kind as string] ?? '';
    return `${mark}${name ?? ''}`;
  }

  protected missing(part: string, width: number, height: number) {
    return html`<figure>
      <figcaption class=${part}>${this.caption}<span class="sr">${t('step.absent')}</span></figcaption>
      <div class="absent" data-absent data-w=${width} data-h=${height}></div>
    </figure>`;
  }

  protected figure({ part, scale, name, most, at, words, below = nothing }: Cells) {
    return html`<figure>
      <figcaption class=${part}>${this.caption} <span>${scale}</span></figcaption>
      <div
        class="hit"
        role="slider"
        tabindex="0"
        aria-label=${t('step.tensor', { name })}
        aria-valuemin="0"
        aria-valuemax=${most}
        aria-valuenow=${at}
        aria-valuetext=${words}
        @pointermove=${this.#point}
        @pointerdown=${this.#point}
        @pointerleave=${this.#leave}
        @blur=${this.#leave}
        @click=${this.#click}
        @keydown=${(event: KeyboardEvent) => this.walk(event)}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      ${below}
    </figure>`;
  }

  override updated(): void {
    const absent = this.renderRoot.querySelector<HTMLElement>('.absent');
    if (absent) {
      absent.style.width = `${absent.dataset.w}px`;
      absent.style.height = `${absent.dataset.h}px`;
    }
    this.draw();
  }

  #point = (event: PointerEvent) => {
    const index = this.under(event);
    if (index >= 0) this.light(index, event.clientX, event.clientY);
  };

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.lit = -1;
    readout.value = undefined;
    this.draw();
  };

  #click = (event: MouseEvent) => {
    const index = this.under(event);
    if (index >= 0) this.pressed(index);
  };

  // By the mouse or a finger.
  protected pressed(index: number): void {
    this.open(index);
  }

  protected open(index: number): void {
    readout.value = undefined;
    this.show(index);
  }

  protected beside(): readonly [x: number, y: number] {
    const box = this.getBoundingClientRect();
    return [box.right, box.top + 40];
  }
}
