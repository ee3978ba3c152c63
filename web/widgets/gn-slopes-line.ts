// A function of one variable: its curve, a ball on it with its tangent, and the step that follows: −η times the slope. Of
// several ways each has a picture of its own, side by side.
import { css, html } from 'lit';
import type { Vector, Walk } from '../engine/surface';
import type { Wishes } from '../engine/train-settings';
import { count, t } from '../locales';
import { classColours } from './class-colours';
import { type Ramps, ramps } from './colour';
import './gn-plot';
import { sheetOf } from './plot-files';
import { SlopesElement } from './slopes-element';
import {
  type Frame,
  fromPx,
  LOOKS,
  paintArrow,
  paintDot,
  paintMarker,
  paintName,
  paintStart,
  prepare,
  toPx,
} from './slopes-paint';
import { brief, saidAt, surfaceName, walkTable, wayName } from './slopes-words';
import { shared } from './styles';

const PLACES = 241; // of the curve
const TANGENT_PX = 90;
const KEY_STEP = 2;
const LEAP = 5;
const MARGIN = 0.12; // above and beneath the curve, as a share of its height

export class GnSlopesLine extends SlopesElement {
  #drawn = 0;
  #held = false;
  #sizes = new ResizeObserver(() => this.#later());

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      gn-plot {
        flex: 1;
      }
      .panels {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--least)), 1fr));
        grid-auto-rows: minmax(150px, 1fr);
        gap: var(--space-2);
        height: 100%;
        min-height: 260px;
      }
      figure {
        position: relative;
        display: flex;
        flex-direction: column;
        min-height: 0;
        margin: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        overflow: hidden;
      }
      figure:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      figcaption {
        padding: 6px var(--space-3) 0;
        font-size: var(--text-xs);
        line-height: 1.4;
        color: var(--ink-soft);
      }
      figcaption b {
        color: var(--ink);
      }
      .canvas {
        position: relative;
        flex: 1;
        min-height: 110px;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        touch-action: pan-y;
        cursor: ew-resize;
        outline: none;
      }
      .said {
        min-height: 2.7em;
        padding-top: 4px;
        font-size: var(--text-xs);
        line-height: 1.35;
        color: var(--ink-soft);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.lab?.walks.value;
      void this.lab?.state.value;
      void this.lab?.ends.value;
      void ramps.value;
      this.#later();
    });
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override updated(): void {
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) this.#sizes.observe(canvas);
    this.#later();
  }

  override render() {
    const { lab } = this;
    const surface = lab?.surface.value;
    const name = surface ? surfaceName(surface.name) : '';
    const ways = lab?.state.value.ways ?? [];
    return html`<gn-plot
        about="slopesLine"
        .heading=${name}
        .table=${() => walkTable(lab)}
        .picture=${() => sheetOf([...this.renderRoot.querySelectorAll('canvas')])}
      >
        <div class="panels" .style=${`--least: ${ways.length > 1 ? 'max(230px, 34%)' : '100%'}`}>
          ${ways.map((way, i) => this.#panel(name, way, i, ways))}
        </div>
      </gn-plot>
      <p class="said" role="status">${this.#said()}</p>`;
  }

  #panel(name: string, way: Wishes, i: number, ways: readonly Wishes[]) {
    const called = ways.length > 1 ? wayName(way, ways) : '';
    return html`<figure>
      <figcaption>${called ? html`<b>${called}</b> · ` : ''}${this.#numbers(i)}</figcaption>
      <div class="canvas">
        <canvas
          data-way=${i}
          tabindex=${i === 0 ? 0 : -1}
          role="application"
          aria-label=${t('slopes.line', { name: called ? `${name}, ${called}` : name })}
          aria-description=${t('slopes.lineKeys')}
          @pointerdown=${this.#down}
          @pointermove=${this.#move}
          @pointerup=${this.#up}
          @pointercancel=${this.#up}
          @pointerleave=${this.#leave}
          @keydown=${this.#key}
        ></canvas>
      </div>
    </figure>`;
  }

  // "step 3: x = −1.28, slope −2.56, loss 1.638"
  #numbers(i: number): string {
    const { lab } = this;
    const walk = lab.walks.value[i];
    if (!walk) return '';
    const at = Math.min(lab.t.value, walk.length - 1);
    const { w, value } = walk.step(at);
    if (!Number.isFinite(value) || (walk.length <= lab.t.value && !Number.isFinite(walk.step(at).step[0])))
      return t('slopes.ranAway', { step: count(at) });
    return t('slopes.lineAt', { step: count(at), x: brief(w[0]), value: brief(value) });
  }

  #said(): string {
    const { lab } = this;
    const [core, surface] = [lab?.core.value, lab?.surface.value];
    if (!core || !surface) return '';
    const looked = lab.looked.value;
    if (looked) return saidAt(core.at(surface, looked), looked, 1);
    return t('slopes.lineHow');
  }

  // ---------------------------------------------------------------- pointer and keys

  #frameOf(canvas: HTMLCanvasElement, curve: Float64Array): Frame | undefined {
    const surface = this.lab.surface.peek();
    if (surface?.dims !== 1) return undefined;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of curve) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const margin = MARGIN * (high - low);
    return {
      surface: {
        ...surface,
        low: [surface.low[0], low - 1.6 * margin],
        high: [surface.high[0], high + 0.5 * margin],
      },
      w: canvas.clientWidth,
      h: canvas.clientHeight,
    };
  }

  #placeOf(event: PointerEvent): Vector | undefined {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const surface = this.lab.surface.peek();
    if (!surface) return undefined;
    const box = canvas.getBoundingClientRect();
    return [fromPx({ surface, w: box.width, h: 1 }, [event.clientX - box.left, 0])[0], 0];
  }

  #down = (event: PointerEvent) => {
    const place = this.#placeOf(event);
    if (!place || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#held = true;
    this.#put(place);
  };

  // The ball is where it was put: at the beginning of its walk.
  #put(place: Vector): void {
    const { lab } = this;
    lab.looked.value = undefined;
    if (!lab.playing.peek()) lab.seek(0);
    lab.place(place);
  }

  #move = (event: PointerEvent) => {
    const place = this.#placeOf(event);
    if (!place) return;
    if (this.#held) this.#put(place);
    else if (event.pointerType === 'mouse') this.lab.looked.value = place;
  };

  #up = () => {
    this.#held = false;
  };

  #leave = () => {
    this.lab.looked.value = undefined;
  };

  #key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const { lab } = this;
    if (!lab.playing.peek()) lab.seek(0);
    lab.move(by * KEY_STEP * (event.shiftKey ? LEAP : 1), 0);
  };

  // ---------------------------------------------------------------- drawing

  #later(): void {
    this.#drawn ||= requestAnimationFrame(() => {
      this.#drawn = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const ink = ramps.peek();
    const surface = this.lab?.surface.peek();
    const core = this.lab?.core.peek();
    if (!ink || !core || surface?.dims !== 1) return;
    const curve = core.curve(surface, PLACES).value;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const context = prepare(canvas);
      const frame = this.#frameOf(canvas, curve);
      const way = Number(canvas.dataset.way);
      const walk = this.lab.walks.peek()[way];
      if (context && frame && walk) this.#picture(context, frame, curve, walk, way, ink);
    }
  }

  #picture(
    context: CanvasRenderingContext2D,
    frame: Frame,
    curve: Float64Array,
    walk: Walk,
    way: number,
    ink: Ramps,
  ): void {
    const { lab } = this;
    const { low, high } = frame.surface;
    const x = (i: number) => low[0] + ((high[0] - low[0]) * i) / (PLACES - 1);
    context.setLineDash([]);
    context.strokeStyle = ink.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const [from, to] of [
      [toPx(frame, [low[0], 0]), toPx(frame, [high[0], 0])],
      [toPx(frame, [0, low[1]]), toPx(frame, [0, high[1]])],
    ] as const) {
      context.moveTo(...from);
      context.lineTo(...to);
    }
    context.stroke();
    context.strokeStyle = ink.faint;
    context.lineWidth = 2;
    context.beginPath();
    for (const [i, value] of curve.entries()) context.lineTo(...toPx(frame, [x(i), value]));
    context.stroke();
    if (way === 0 && lab.state.peek().many) this.#starts(context, frame, ink);
    const at = Math.min(lab.t.peek(), walk.length - 1);
    const colour = ink[(LOOKS[way % LOOKS.length] ?? LOOKS[0]).ink];
    this.#trail(context, frame, walk, at, colour);
    const { w, value, gradient, step } = walk.step(at);
    const ball = toPx(frame, [w[0], value]);
    if (!Number.isFinite(ball[0] + ball[1])) return;
    this.#tangent(context, frame, ball, gradient[0], ink);
    // The step: along the ground, from beneath the ball to beneath where it will be.
    const ground = frame.h - 9;
    const to = toPx(frame, [w[0] + step[0], 0])[0];
    context.setLineDash([2, 3]);
    context.strokeStyle = ink.faint;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(...ball);
    context.lineTo(ball[0], ground);
    context.stroke();
    paintArrow(context, [ball[0], ground], [to - ball[0], 0], { ink: colour, paper: ink.paper });
    paintStart(context, toPx(frame, [walk.at(0)[0], walk.values[0] ?? 0]), ink);
    paintMarker(context, ball, way, ink, 8);
  }

  // Where it has been: from point to point of the curve.
  #trail(context: CanvasRenderingContext2D, frame: Frame, walk: Walk, at: number, colour: string): void {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.setLineDash([]);
    context.globalAlpha = 0.45;
    context.beginPath();
    for (let i = 0; i <= at; i++) {
      const [x, y] = toPx(frame, [walk.at(i)[0], walk.values[i] ?? 0]);
      if (Math.abs(x) < 4000 && Math.abs(y) < 4000) context.lineTo(x, y);
    }
    context.stroke();
    context.globalAlpha = 1;
    for (let i = 0; i < at; i++)
      paintDot(context, toPx(frame, [walk.at(i)[0], walk.values[i] ?? 0]), 2.6, colour);
  }

  #tangent(context: CanvasRenderingContext2D, frame: Frame, ball: Vector, slope: number, ink: Ramps): void {
    const { low, high } = frame.surface;
    // A slope on the canvas: px down for px across.
    const tilt = (-slope * frame.h * (high[0] - low[0])) / ((high[1] - low[1]) * frame.w);
    if (ball[0] < 0 || ball[0] > frame.w || ball[1] < 0) return; // it has left the picture
    const length = Math.hypot(1, tilt);
    const [dx, dy] = [TANGENT_PX / length, (TANGENT_PX * tilt) / length];
    context.setLineDash([]);
    context.strokeStyle = ink.ink;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(ball[0] - dx, ball[1] - dy);
    context.lineTo(ball[0] + dx, ball[1] + dy);
    context.stroke();
    // Above the ball, where the curve leaves room.
    const aside = slope > 0 ? -62 : 62;
    const kept = (value: number, most: number) => Math.max(52, Math.min(most - 52, value));
    const place: Vector = [kept(ball[0] + aside, frame.w), Math.max(14, ball[1] - 16)];
    paintName(context, place, t('slopes.slope', { slope: brief(slope) }), ink.ink, ink.paper);
  }

  #starts(context: CanvasRenderingContext2D, frame: Frame, ink: Ramps): void {
    const core = this.lab.core.peek();
    const ends = this.lab.ends.peek()?.starts ?? [];
    const now = this.lab.now.peek()?.starts ?? [];
    const surface = this.lab.surface.peek();
    if (!core || !surface) return;
    const { css } = classColours();
    for (const [i, { from, group }] of ends.entries()) {
      const colour = group < 0 ? ink.faint : (css[group % css.length] ?? ink.faint);
      paintDot(context, toPx(frame, [from[0], core.at(surface, from).value]), 3, `${colour}80`);
      const at = now[i];
      if (at) paintDot(context, toPx(frame, [at.at[0], at.value]), 4.5, colour, ink.paper);
    }
  }
}

customElements.define('gn-slopes-line', GnSlopesLine);
