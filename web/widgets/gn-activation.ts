// What goes into an activation function, counted on the axis of the function itself; beneath it the derivative.
import { css, html, nothing } from 'lit';
import type { Layer } from '../engine/plan';
import { count, number, t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { fitted } from './raster';
import { readout, stays } from './readout';
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
      .hit {
        position: relative;
        width: max-content;
        touch-action: pan-y;
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
    return html`<div
        class="hit"
        role="slider"
        tabindex="0"
        aria-label=${words}
        aria-valuemin="0"
        aria-valuemax=${BINS - 1}
        aria-valuenow=${Math.max(0, this.at)}
        aria-valuetext=${this.at < 0 ? words : this.#words(this.at)}
        @pointermove=${this.#point}
        @pointerdown=${this.#point}
        @pointerleave=${this.#leave}
        @blur=${this.#leave}
        @keydown=${this.#keydown}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <p class="quiet">${words}</p>`;
  }

  override updated(): void {
    this.#draw();
  }

  #full(before: number): number {
    return fullScale(this.session.values(before));
  }

  #words(bin: number): string {
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
  }

  #light(bin: number, x: number, y: number): void {
    this.at = bin;
    readout.value = { x, y, title: t('layerview.histogram'), value: '', note: this.#words(bin) };
  }

  #point = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const bin = Math.floor(((event.clientX - box.left) / box.width) * BINS);
    if (bin >= 0 && bin < BINS) this.#light(bin, event.clientX, event.clientY);
  };

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.at = -1;
    readout.value = undefined;
  };

  #keydown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = this.at < 0 ? BINS >> 1 : this.at;
    const box = this.getBoundingClientRect();
    const to = Math.min(BINS - 1, Math.max(0, from + step));
    this.#light(to, box.left + ((to + 0.5) / BINS) * this.wide, box.top + 40);
  };

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
    const most = Math.max(1, ...counts);
    const bin = wide / BINS;
    for (const [i, n] of counts.entries()) {
      const h = n === 0 ? 0 : Math.max(2, (n / most) * (FUNCTION_PX - 14));
      const lit = i === this.at;
      const middle = (i - (BINS - 1) / 2) / ((BINS - 1) / 2);
      context.fillStyle = lit ? colours.ink : (colours.signedCss[255 + Math.round(160 * middle)] ?? '');
      context.fillRect(i * bin + 0.5, FUNCTION_PX - h, bin - 1, h);
    }
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, FUNCTION_PX + 0.5);
    context.lineTo(wide, FUNCTION_PX + 0.5);
    context.moveTo(wide / 2 + 0.5, 0);
    context.lineTo(wide / 2 + 0.5, height - AXIS_PX);
    context.stroke();
    context.font = `11px ${getComputedStyle(this).fontFamily}`;
    context.fillStyle = colours.faint;
    const label = (text: string, x: number, y: number, align: CanvasTextAlign) => {
      context.textAlign = align;
      context.fillText(text, x, y);
    };
    label(scale(-full), 0, height - 3, 'left');
    label('0', wide / 2, height - 3, 'center');
    label(scale(full), wide, height - 3, 'right');
    if (rows.act < 0) return;
    const x = Float32Array.from({ length: POINTS }, (_, i) => -full + (2 * full * i) / (POINTS - 1));
    const curve = look.curve(rows.act, x);
    if (!curve) return;
    const draw = (y: Float32Array, top: number, room: number, name: string, dash: number[]) => {
      let [low, high] = [0, 0];
      for (const v of y) [low, high] = [Math.min(low, v), Math.max(high, v)];
      const at = (v: number) => top + room - 2 - ((v - low) / (high - low || 1)) * (room - 16);
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.75;
      context.setLineDash(dash);
      context.beginPath();
      for (const [i, v] of y.entries()) context.lineTo((i / (POINTS - 1)) * wide, at(v));
      context.stroke();
      context.setLineDash([]);
      context.fillStyle = colours.faint;
      label(`${name}  ${scale(low)} … ${scale(high)}`, 2, top + 10, 'left');
    };
    draw(curve.y, 0, FUNCTION_PX, t('layerview.function'), []);
    draw(curve.slope, FUNCTION_PX + BETWEEN_PX, SLOPE_PX, t('layerview.derivative'), [4, 3]);
  }
}

const scale = (value: number) => String(Number(value.toPrecision(3))).replace('-', '−');

customElements.define('gn-activation', GnActivation);
