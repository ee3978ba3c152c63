// What goes into an activation function, counted on the axis of the function itself; beneath it the derivative.
import { css, html, nothing } from 'lit';
import type { Layer } from '../engine/plan';
import { count, number, t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import './gn-bins';
import { drawAxis, drawCounts, drawCurve, scale } from './histogram-draw';
import type { Table } from './plot-files';
import { fitted } from './raster';
import { shared } from './styles';

const BINS = 41; // odd, so that one is around zero
const POINTS = 241;
const FUNCTION_PX = 128;
const SLOPE_PX = 52;
const AXIS_PX = 16;
const BETWEEN_PX = 14;

export class GnActivation extends GnElement {
  static override properties = {
    ...GnElement.properties,
    layer: { attribute: false },
    wide: { state: true },
    at: { state: true },
  };
  declare layer: Layer;
  declare wide: number;
  declare at: number; // bin under the pointer or focus, −1: none

  #observer = new ResizeObserver(() => {
    this.wide = Math.min(520, this.clientWidth);
  });

  constructor() {
    super();
    this.wide = 0;
    this.at = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
        overflow: hidden;
      }
      .quiet {
        line-height: 1.4;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.follow(() => {
      void this.session.frame.value;
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  // The rows before and at the activation; without one both are the layer's own values.
  #rows(): { before: number; act: number; size: number } | undefined {
    const plan = this.session.running.peek()?.plan;
    if (!plan?.layers.includes(this.layer)) return undefined;
    const act = this.layer.rows.find((i) => plan.rows[i]?.op === this.layer.activation) ?? -1;
    const before = act < 0 ? this.layer.show : (plan.rows[act]?.inputs[0] ?? this.layer.show);
    return { before, act, size: plan.rows[before]?.size ?? 0 };
  }

  override render() {
    const plan = this.session.running.value?.plan;
    const rows = this.#rows();
    if (!plan || !rows) return nothing;
    void this.session.frame.value;
    if (this.session.inspect.pending(rows.before)) return html`<p class="quiet">${t('number.waiting')}</p>`;
    const size = count(rows.size);
    const name = plan.rows[rows.act]?.op ?? '';
    const words =
      rows.act < 0 ? t('layerview.plotNone', { count: size }) : t('layerview.plot', { name, count: size });
    return html`<gn-bins
        .count=${BINS}
        .name=${words}
        .said=${this.at < 0 ? words : this.#words(this.at)}
        .heading=${t('layerview.histogram')}
        .words=${this.#words}
        @part=${(event: CustomEvent<number>) => {
          this.at = event.detail;
        }}
        ><canvas aria-hidden="true"></canvas
      ></gn-bins>
      <p class="quiet">${words}</p>`;
  }

  override updated(): void {
    this.#draw();
  }

  #full(before: number): number {
    return fullScale(this.session.values(before));
  }

  #words = (bin: number): string => {
    const rows = this.#rows();
    const look = this.session.probe?.look;
    if (!rows || !look) return '';
    const full = this.#full(rows.before);
    const counts = look.histogram(rows.before, rows.size, BINS, -full, full);
    const width = (2 * full) / BINS;
    const middle = -full + (bin + 0.5) * width;
    const here = count(counts[bin] ?? 0);
    const curve = rows.act < 0 ? undefined : look.curve(rows.act, Float32Array.of(middle));
    if (!curve)
      return t('layerview.bin', {
        low: number(middle - width / 2),
        high: number(middle + width / 2),
        count: here,
      });
    return t('layerview.at', {
      x: number(Math.abs(middle) < 1e-9 ? 0 : middle),
      y: number(curve.y[0] ?? 0),
      slope: number(curve.slope[0] ?? 0),
      count: here,
    });
  };

  // The middles of the bins, what is counted there, and the function and its derivative, as under the pointer.
  table = (): Table => {
    const rows = this.#rows();
    const look = this.session.probe?.look;
    if (!rows || !look) return { columns: [], rows: [] };
    const full = this.#full(rows.before);
    const counts = look.histogram(rows.before, rows.size, BINS, -full, full);
    const middles = Float32Array.from({ length: BINS }, (_, i) => -full + ((i + 0.5) * 2 * full) / BINS);
    const curve = rows.act < 0 ? undefined : look.curve(rows.act, middles);
    return {
      columns: ['x', t('layerview.counted'), ...(curve ? ['f(x)', "f'(x)"] : [])],
      rows: Array.from(middles, (x, i) => [
        x,
        counts[i] ?? 0,
        ...(curve ? [curve.y[i] ?? 0, curve.slope[i] ?? 0] : []),
      ]),
    };
  };

  picture = (): HTMLCanvasElement | null => this.renderRoot.querySelector('canvas');

  #draw(): void {
    const colours = ramps.peek();
    const canvas = this.renderRoot?.querySelector('canvas');
    const rows = this.#rows();
    const look = this.session.probe?.look;
    if (!colours || !canvas || !rows || !look || this.wide < 40) return;
    const { wide } = this;
    const height = FUNCTION_PX + AXIS_PX + (rows.act < 0 ? 0 : BETWEEN_PX + SLOPE_PX);
    const context = fitted(canvas, wide, height);
    if (!context) return;
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${height}px`;
    const full = this.#full(rows.before);
    const counts = look.histogram(rows.before, rows.size, BINS, -full, full);
    const font = getComputedStyle(this).fontFamily;
    drawCounts(context, colours, counts, wide, FUNCTION_PX, this.at);
    drawAxis(context, colours, wide, FUNCTION_PX, height - AXIS_PX, full, font);
    if (rows.act < 0) return;
    const x = Float32Array.from({ length: POINTS }, (_, i) => -full + (2 * full * i) / (POINTS - 1));
    const curve = look.curve(rows.act, x);
    if (!curve) return;
    const draw = (y: Float32Array, top: number, room: number, name: string, dash: number[]) => {
      const [low, high] = drawCurve(context, colours, y, { wide, top, room, over: 16 }, dash);
      context.textAlign = 'left';
      context.fillStyle = colours.faint;
      context.fillText(`${name}  ${scale(low)} … ${scale(high)}`, 2, top + 10);
    };
    draw(curve.y, 0, FUNCTION_PX, t('layerview.function'), []);
    draw(curve.slope, FUNCTION_PX + BETWEEN_PX, SLOPE_PX, t('layerview.derivative'), [4, 3]);
  }
}

customElements.define('gn-activation', GnActivation);
