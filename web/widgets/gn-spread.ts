// What goes into one activation function over many samples, counted along the axis of its own curve.
import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement } from 'lit';
import type { Spread } from '../engine/run-look';
import { count, number, t } from '../locales';
import { ramps } from './colour';
import './gn-plot';
import type { Table } from './plot-files';
import { fitted } from './raster';
import { readout, stays } from './readout';
import { shared } from './styles';

const HIGH_PX = 108;
const AXIS_PX = 16;

export class GnSpread extends SignalWatcher(LitElement) {
  static override properties = {
    spread: { attribute: false },
    name: {},
    wide: { state: true },
    at: { state: true },
  };
  declare spread: Spread;
  declare name: string;
  declare wide: number;
  declare at: number; // part under the pointer or focus, −1: none

  #sizes = new ResizeObserver(() => {
    this.wide = Math.min(560, this.clientWidth);
  });

  constructor() {
    super();
    this.name = '';
    this.wide = 0;
    this.at = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .hit {
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

  override render() {
    void ramps.value;
    const { counts } = this.spread;
    const words = this.at < 0 ? t('spread.keys') : this.#words(this.at);
    return html`<gn-plot .heading=${this.name} .table=${this.#table} .picture=${() => this.renderRoot.querySelector('canvas') ?? undefined}>
      <div
        class="hit"
        role="slider"
        tabindex="0"
        aria-label=${t('spread.plot', { name: this.name })}
        aria-valuemin="0"
        aria-valuemax=${counts.length - 1}
        aria-valuenow=${Math.max(0, this.at)}
        aria-valuetext=${words}
        @pointermove=${this.#point}
        @pointerdown=${this.#point}
        @pointerleave=${this.#leave}
        @blur=${this.#leave}
        @keydown=${this.#key}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
    </gn-plot>`;
  }

  // The middle of a part of the axis, and the curve there: four points to a part.
  #place(bin: number): { x: number; y: number; slope: number } {
    const { reach, counts, y, slope } = this.spread;
    const x = reach * ((2 * bin + 1) / counts.length - 1);
    return { x: Math.abs(x) < 1e-9 ? 0 : x, y: y[4 * bin + 2] ?? 0, slope: slope[4 * bin + 2] ?? 0 };
  }

  #words(bin: number): string {
    const { x, y, slope } = this.#place(bin);
    const here = count(this.spread.counts[bin] ?? 0);
    return t('spread.at', { x: number(x), y: number(y), slope: number(slope), count: here });
  }

  #table = (): Table => ({
    columns: ['x', t('spread.count'), 'f(x)', "f'(x)"],
    rows: Array.from(this.spread.counts, (n, bin) => {
      const { x, y, slope } = this.#place(bin);
      return [x, n, y, slope];
    }),
  });

  #light(bin: number, x: number, y: number): void {
    this.at = bin;
    readout.value = { x, y, title: this.name, value: '', note: this.#words(bin) };
  }

  #point = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const bins = this.spread.counts.length;
    const bin = Math.floor(((event.clientX - box.left) / this.wide) * bins);
    if (bin >= 0 && bin < bins) this.#light(bin, event.clientX, event.clientY);
  };

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.at = -1;
    readout.value = undefined;
  };

  #key = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const bins = this.spread.counts.length;
    const to = Math.min(bins - 1, Math.max(0, (this.at < 0 ? bins >> 1 : this.at) + step));
    const box = this.getBoundingClientRect();
    this.#light(to, box.left + ((to + 0.5) / bins) * this.wide, box.top + 48);
  };

  override updated(): void {
    const colours = ramps.peek();
    const canvas = this.renderRoot.querySelector('canvas');
    const { wide } = this;
    if (!colours || !canvas || wide < 40) return;
    const context = fitted(canvas, wide, HIGH_PX + AXIS_PX);
    if (!context) return;
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${HIGH_PX + AXIS_PX}px`;
    const { counts, reach, y, slope } = this.spread;
    const most = Math.max(1, ...counts);
    const bin = wide / counts.length;
    for (const [i, n] of counts.entries()) {
      const h = n === 0 ? 0 : Math.max(1.5, (n / most) * (HIGH_PX - 14));
      const middle = (2 * i + 1) / counts.length - 1;
      context.fillStyle =
        i === this.at ? colours.ink : (colours.signedCss[255 + Math.round(150 * middle)] ?? '');
      context.fillRect(i * bin + 0.5, HIGH_PX - h, bin - 1, h);
    }
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, HIGH_PX + 0.5);
    context.lineTo(wide, HIGH_PX + 0.5);
    context.moveTo(wide / 2, 0);
    context.lineTo(wide / 2, HIGH_PX);
    context.stroke();
    const draw = (values: Float32Array, dash: number[], width: number) => {
      let [low, high] = [0, 0];
      for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
      context.strokeStyle = colours.ink;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      for (const [i, v] of values.entries())
        context.lineTo(
          (i / (values.length - 1)) * wide,
          HIGH_PX - 2 - ((v - low) / (high - low || 1)) * (HIGH_PX - 8),
        );
      context.stroke();
      context.setLineDash([]);
    };
    draw(y, [], 1.75);
    draw(slope, [4, 3], 1.25);
    context.font = `11px ${getComputedStyle(this).fontFamily}`;
    context.fillStyle = colours.faint;
    for (const [text, x, align] of [
      [`−${scale(reach)}`, 0, 'left'],
      ['0', wide / 2, 'center'],
      [scale(reach), wide, 'right'],
    ] as const) {
      context.textAlign = align;
      context.fillText(text, x, HIGH_PX + AXIS_PX - 3);
    }
  }
}

const scale = (value: number) => String(Number(value.toPrecision(3)));

customElements.define('gn-spread', GnSpread);
