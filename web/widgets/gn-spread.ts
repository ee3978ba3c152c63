// What goes into one activation function over many samples, counted along the axis of its own curve.
import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement } from 'lit';
import type { Spread } from '../engine/run-look';
import { count, number, t } from '../locales';
import { ramps } from './colour';
import './gn-bins';
import './gn-plot';
import { drawAxis, drawCounts, drawCurve } from './histogram-draw';
import type { Table } from './plot-files';
import { fitted } from './raster';
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
    return html`<gn-plot about="spread" .heading=${this.name} .table=${this.#table} .picture=${() => this.renderRoot.querySelector('canvas') ?? undefined}>
      <gn-bins
        .count=${this.spread.counts.length}
        .name=${t('spread.plot', { name: this.name })}
        .said=${this.at < 0 ? t('spread.keys') : this.#words(this.at)}
        .heading=${this.name}
        .words=${this.#words}
        @part=${(event: CustomEvent<number>) => {
          this.at = event.detail;
        }}
        ><canvas aria-hidden="true"></canvas
      ></gn-bins>
    </gn-plot>`;
  }

  // The middle of a part of the axis, and the curve there: four points to a part.
  #place(bin: number): { x: number; y: number; slope: number } {
    const { reach, counts, y, slope } = this.spread;
    const x = reach * ((2 * bin + 1) / counts.length - 1);
    return { x: Math.abs(x) < 1e-9 ? 0 : x, y: y[4 * bin + 2] ?? 0, slope: slope[4 * bin + 2] ?? 0 };
  }

  #words = (bin: number): string => {
    const { x, y, slope } = this.#place(bin);
    const here = count(this.spread.counts[bin] ?? 0);
    return t('spread.at', { x: number(x), y: number(y), slope: number(slope), count: here });
  };

  #table = (): Table => ({
    columns: ['x', t('spread.count'), 'f(x)', "f'(x)"],
    rows: Array.from(this.spread.counts, (n, bin) => {
      const { x, y, slope } = this.#place(bin);
      return [x, n, y, slope];
    }),
  });

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
    drawCounts(context, colours, counts, wide, HIGH_PX, this.at);
    drawAxis(context, colours, wide, HIGH_PX, HIGH_PX, reach, getComputedStyle(this).fontFamily);
    const room = { wide, top: 0, room: HIGH_PX, over: 8 };
    drawCurve(context, colours, y, room, []);
    drawCurve(context, colours, slope, room, [4, 3]);
  }
}

customElements.define('gn-spread', GnSpread);
