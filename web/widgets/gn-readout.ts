// The card beside the pointer: name, exact value, and for a picture its neighbours as numbers.

import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement, nothing } from 'lit';
import { number } from '../locales';
import { pixelIndex, ramps, signedIndex } from './colour';
import { fitted } from './raster';
import { type Grid, readout } from './readout';
import { shared } from './styles';

const CELL = 34;
const SIDE = 5 * CELL;

export class GnReadout extends SignalWatcher(LitElement) {
  static override styles = [
    shared,
    css`
      :host {
        position: fixed;
        inset: 0 auto auto 0;
        z-index: 40;
        pointer-events: none;
      }
      .card {
        position: absolute;
        min-width: 104px;
        width: max-content;
        max-width: 260px;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--raised);
        border: 1px solid var(--line);
        box-shadow: var(--shadow);
      }
      .title {
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .value {
        font-size: var(--text-l);
        font-weight: 600;
        letter-spacing: -0.01em;
      }
      canvas {
        margin-top: var(--space-1);
        width: ${SIDE}px;
        height: ${SIDE}px;
        border-radius: var(--radius-s);
      }
    `,
  ];

  #pointer: PointerEvent | undefined; // the last one; none: keys have spoken since
  #anchor: { readonly on: Element; x: number; y: number } | undefined; // what it speaks of, and where that stood

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pointerdown', this.#press, { capture: true });
    addEventListener('pointermove', this.#move, { capture: true, passive: true });
    addEventListener('keydown', this.#key, { capture: true, passive: true });
    addEventListener('scroll', this.#scroll, { capture: true, passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pointerdown', this.#press, { capture: true });
    removeEventListener('pointermove', this.#move, { capture: true });
    removeEventListener('keydown', this.#key, { capture: true });
    removeEventListener('scroll', this.#scroll, { capture: true });
  }

  #press = (event: PointerEvent) => {
    this.#pointer = event;
    readout.value = undefined;
  };

  #move = (event: PointerEvent) => {
    this.#pointer = event;
  };

  #key = () => {
    this.#pointer = undefined;
  };

  // What is scrolled takes its card along; under a mouse that rests there is another cell by now.
  #scroll = () => {
    const now = readout.peek();
    const anchor = this.#anchor;
    if (!now || !anchor) return;
    const { left, top, bottom } = anchor.on.getBoundingClientRect();
    const [dx, dy] = [left - anchor.x, top - anchor.y];
    if (dx === 0 && dy === 0) return;
    const pointer = this.#pointer;
    if (pointer?.pointerType === 'mouse') {
      const { clientX, clientY } = pointer;
      if (deepest(clientX, clientY) !== anchor.on) readout.value = undefined;
      else
        anchor.on.dispatchEvent(
          new PointerEvent('pointermove', {
            clientX,
            clientY,
            pointerType: 'mouse',
            bubbles: true,
            composed: true,
          }),
        );
    } else if (bottom < 0 || top > innerHeight) readout.value = undefined;
    else readout.value = { ...now, x: now.x + dx, y: now.y + dy };
    [anchor.x, anchor.y] = [left, top];
  };

  #hold(): void {
    const pointer = this.#pointer;
    const on = pointer ? deepest(pointer.clientX, pointer.clientY) : focused();
    const box = on?.getBoundingClientRect();
    this.#anchor = on && box && { on, x: box.left, y: box.top };
  }

  override render() {
    const now = readout.value;
    if (!now) return nothing;
    return html`<div class="card" aria-hidden="true">
      <div class="title">${now.title}</div>
      <div class="value">${typeof now.value === 'number' ? number(now.value) : now.value}</div>
      ${now.note ? html`<div class="quiet">${now.note}</div>` : nothing}
      ${now.grid ? html`<canvas></canvas>` : nothing}
    </div>`;
  }

  override updated(): void {
    const now = readout.peek();
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    if (!now || !card) return;
    this.#hold();
    if (now.grid) this.#drawGrid(now.grid);
    const { width, height } = card.getBoundingClientRect();
    const right = now.x + 18 + width < innerWidth;
    const x = right ? now.x + 18 : Math.max(8, now.x - 18 - width);
    const y = Math.min(Math.max(8, now.y - height / 2), innerHeight - height - 8);
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  #drawGrid({ values, full }: Grid): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const colours = ramps.peek();
    const context = canvas && fitted(canvas, SIDE, SIDE);
    if (!context || !colours) return;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const [i, value] of values.entries()) {
      const [x, y] = [(i % 5) * CELL, Math.floor(i / 5) * CELL];
      if (value === undefined) continue;
      const index = full === 'pixels' ? pixelIndex(value) : signedIndex(value, full);
      const word = (full === 'pixels' ? colours.pixel : colours.signed)[index] as number;
      const [r, g, b] = [word & 255, (word >> 8) & 255, (word >> 16) & 255];
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect(x, y, CELL, CELL);
      context.fillStyle = 0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#17191c' : '#ffffff';
      context.font = `${i === 12 ? 600 : 400} 12px ${getComputedStyle(this).fontFamily}`;
      context.fillText(short(value), x + CELL / 2, y + CELL / 2 + 0.5);
    }
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    context.strokeRect(2 * CELL + 1, 2 * CELL + 1, CELL - 2, CELL - 2);
  }
}

// Through all shadow roots.
function deepest(x: number, y: number): Element | undefined {
  let found = document.elementFromPoint(x, y);
  for (;;) {
    const inner = found?.shadowRoot?.elementFromPoint(x, y);
    if (!inner || inner === found) return found ?? undefined;
    found = inner;
  }
}

function focused(): Element | undefined {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found ?? undefined;
}

function short(value: number): string {
  const text =
    Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
  return value === 0 ? '0' : text.replace('-', '−');
}

customElements.define('gn-readout', GnReadout);
