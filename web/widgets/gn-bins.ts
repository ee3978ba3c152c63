// An axis in parts, under the picture it holds: pointer, finger and arrow keys go from part to part and read each out.
import { css, html, LitElement } from 'lit';
import { readout, stays } from './readout';

const READ_AT_PX = 44; // below the upper edge, where the keys' card stands

export class GnBins extends LitElement {
  static override properties = {
    count: {},
    name: {},
    said: {},
    heading: {},
    words: { attribute: false },
    at: {},
  };
  declare count: number;
  declare name: string; // of the axis
  declare said: string; // its value: what `words` says of the part meant, or of the whole while none is
  declare heading: string; // of the card
  declare words: (bin: number) => string;
  declare at: number; // part under the pointer or focus, −1: none

  constructor() {
    super();
    this.at = -1;
  }

  static override styles = css`
    :host {
      display: block;
      width: max-content;
    }
    div {
      touch-action: pan-y;
    }
    :focus-visible {
      outline: 2px solid var(--focus);
      outline-offset: 2px;
    }
  `;

  override render() {
    return html`<div
      role="slider"
      tabindex="0"
      aria-label=${this.name}
      aria-valuemin="0"
      aria-valuemax=${this.count - 1}
      aria-valuenow=${Math.max(0, this.at)}
      aria-valuetext=${this.said}
      @pointermove=${this.#point}
      @pointerdown=${this.#point}
      @pointerleave=${this.#leave}
      @blur=${this.#leave}
      @keydown=${this.#key}
    >
      <slot></slot>
    </div>`;
  }

  #light(bin: number, x: number, y: number): void {
    this.#move(bin);
    readout.value = { x, y, title: this.heading, value: '', note: this.words(bin) };
  }

  #move(bin: number): void {
    this.at = bin;
    this.dispatchEvent(new CustomEvent('part', { detail: bin }));
  }

  #point = (event: PointerEvent) => {
    const box = this.getBoundingClientRect();
    const bin = Math.floor(((event.clientX - box.left) / box.width) * this.count);
    if (bin >= 0 && bin < this.count) this.#light(bin, event.clientX, event.clientY);
  };

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.#move(-1);
    readout.value = undefined;
  };

  #key = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = this.at < 0 ? this.count >> 1 : this.at;
    const to = Math.min(this.count - 1, Math.max(0, from + step));
    const box = this.getBoundingClientRect();
    this.#light(to, box.left + ((to + 0.5) / this.count) * box.width, box.top + READ_AT_PX);
  };
}

customElements.define('gn-bins', GnBins);
