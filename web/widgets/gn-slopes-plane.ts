// A function of two variables from above: its heights, the ways that race down, the start to be dragged, and what the
// open panel asks to be drawn there: gradient, direction, eigenvectors, a hundred starts.
import { css, html } from 'lit';
import type { Surface, Vector } from '../engine/surface';
import { t } from '../locales';
import { classColours } from './class-colours';
import { type Ramps, ramps } from './colour';
import './gn-plot';
import { SlopesElement } from './slopes-element';
import {
  type Frame,
  fromPx,
  mapOf,
  paintArrow,
  paintContours,
  paintDot,
  paintEnds,
  paintMarker,
  paintPath,
  paintStart,
  prepare,
  toPx,
} from './slopes-paint';
import { axesOf, saidAt, surfaceName, walkTable } from './slopes-words';
import { shared } from './styles';

const CELLS = 160;
const LEVELS = Array.from({ length: 15 }, (_, i) => (i + 1) / 16);
const ARROW_PX = 58;
const KEY_STEP = 2; // places of the lab's grid
const LEAP = 5;

export class GnSlopesPlane extends SlopesElement {
  #ground: HTMLCanvasElement | undefined; // map, lines of one height, axes
  #of: readonly unknown[] = []; // what that was made of
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
      .room {
        container-type: size;
        display: grid;
        place-items: start center;
        height: 100%;
        min-height: 240px;
      }
      /* a square, so that lines of one height stay at right angles to the gradient */
      .frame {
        position: relative;
        width: min(100cqw, max(100cqh, 240px));
        aspect-ratio: 1;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        overflow: hidden;
      }
      .frame:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        touch-action: none;
        cursor: crosshair;
        outline: none;
      }
      @media (max-width: 900px) {
        .room {
          height: min(100vw - 32px, 72dvh);
        }
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
      const { lab } = this;
      void lab?.walks.value;
      void lab?.state.value;
      void lab?.ends.value;
      void ramps.value;
      this.#later();
    });
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override firstUpdated(): void {
    const canvas = this.#canvas;
    if (canvas) this.#sizes.observe(canvas);
  }

  override updated(): void {
    this.#later();
  }

  override render() {
    const { lab } = this;
    const surface = lab?.surface.value;
    const name = surface ? surfaceName(surface.name) : '';
    return html`<gn-plot
        about="slopesPlane"
        .heading=${name}
        .table=${() => walkTable(lab)}
        .picture=${() => this.#canvas ?? undefined}
      >
        <div class="room"><div class="frame">
          <canvas
            tabindex="0"
            role="application"
            aria-label=${t('slopes.plane', { name })}
            aria-description=${t('slopes.planeKeys')}
            @pointerdown=${this.#down}
            @pointermove=${this.#move}
            @pointerup=${this.#up}
            @pointercancel=${this.#up}
            @pointerleave=${this.#leave}
            @keydown=${this.#key}
          ></canvas>
        </div></div>
      </gn-plot>
      <p class="said" role="status">${this.#said(surface)}</p>`;
  }

  #said(surface: Surface | undefined): string {
    const { lab } = this;
    const core = lab?.core.value;
    if (!core || !surface) return '';
    const looked = lab.looked.value;
    const place = looked ?? lab.state.value.start;
    const point = looked ? core.at(surface, looked) : lab.here.value;
    if (!point) return '';
    const words = saidAt(point, place, 2);
    if (looked) return words;
    const stretched = surface.high[0] - surface.low[0] !== surface.high[1] - surface.low[1];
    return `${t('slopes.startAt')} ${words} ${stretched ? t('slopes.stretched') : ''}`;
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }

  get #frame(): Frame | undefined {
    const canvas = this.#canvas;
    const surface = this.lab?.surface.peek();
    return canvas && surface?.dims === 2
      ? { surface, w: canvas.clientWidth, h: canvas.clientHeight }
      : undefined;
  }

  // ---------------------------------------------------------------- pointer and keys

  #placeOf(event: PointerEvent): Vector | undefined {
    const frame = this.#frame;
    const box = this.#canvas?.getBoundingClientRect();
    return frame && box && fromPx(frame, [event.clientX - box.left, event.clientY - box.top]);
  }

  #down = (event: PointerEvent) => {
    const place = this.#placeOf(event);
    if (!place || event.button !== 0) return;
    this.#canvas?.setPointerCapture(event.pointerId);
    this.#held = true;
    this.lab.looked.value = undefined;
    this.lab.place(place);
  };

  #move = (event: PointerEvent) => {
    const place = this.#placeOf(event);
    if (!place) return;
    if (this.#held) this.lab.place(place);
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
    const by = KEY_STEP * (event.shiftKey ? LEAP : 1);
    const moves: Readonly<Record<string, Vector>> = {
      ArrowLeft: [-by, 0],
      ArrowRight: [by, 0],
      ArrowUp: [0, by],
      ArrowDown: [0, -by],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.lab.looked.value = undefined;
    this.lab.move(...move);
  };

  // ---------------------------------------------------------------- drawing

  #later(): void {
    this.#drawn ||= requestAnimationFrame(() => {
      this.#drawn = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const frame = this.#frame;
    const ink = ramps.peek();
    const canvas = this.#canvas;
    const context = frame && canvas ? prepare(canvas) : undefined;
    if (!frame || !context || !ink) return;
    this.#background(context, frame, ink);
    const { lab } = this;
    const { start, panel } = lab.state.peek();
    const t = lab.t.peek();
    if (lab.state.peek().many) this.#starts(context, frame, ink);
    const walks = lab.walks.peek();
    for (const [i, walk] of [...walks.entries()].reverse()) paintPath(context, frame, walk, t, i, ink);
    const at = toPx(frame, start);
    paintStart(context, at, ink);
    if (panel === 'point' || panel === 'direction') this.#arrows(context, frame, at, ink);
    for (const [i, walk] of [...walks.entries()].reverse())
      paintMarker(context, toPx(frame, walk.at(t)), i, ink);
  }

  // Drawn once for each function, theme and size.
  #background(context: CanvasRenderingContext2D, frame: Frame, ink: Ramps): void {
    const { width, height } = context.canvas;
    const of = [frame.surface, ink, width, height];
    if (of.some((each, i) => each !== this.#of[i])) {
      const picture = this.lab.core.peek()?.picture(frame.surface, CELLS, CELLS, LEVELS);
      const ground = document.createElement('canvas');
      [ground.width, ground.height] = [width, height];
      const to = ground.getContext('2d');
      if (!picture || !to) return;
      to.setTransform(context.getTransform());
      to.drawImage(mapOf(picture.shades, CELLS, CELLS, ink), 0, 0, frame.w, frame.h);
      paintContours(to, picture.lines, CELLS, frame, ink.wire);
      paintEnds(to, frame, axesOf(frame.surface.name), ink);
      this.#ground = ground;
      this.#of = of;
    }
    if (this.#ground) context.drawImage(this.#ground, 0, 0, frame.w, frame.h);
  }

  // Where each began, in the colour of where it ends; and where it is now.
  #starts(context: CanvasRenderingContext2D, frame: Frame, ink: Ramps): void {
    const ends = this.lab.ends.peek()?.starts ?? [];
    const now = this.lab.now.peek()?.starts ?? [];
    const { css } = classColours();
    for (const [i, { from, group }] of ends.entries()) {
      const colour = group < 0 ? ink.faint : (css[group % css.length] ?? ink.faint);
      paintDot(context, toPx(frame, from), 3, `${colour}80`);
      const at = now[i]?.at;
      if (at) paintDot(context, toPx(frame, at), 4.5, colour, ink.paper);
    }
  }

  // A direction of the plane on the canvas, so long whatever its length is there.
  #arrows(context: CanvasRenderingContext2D, frame: Frame, at: Vector, ink: Ramps): void {
    const { lab } = this;
    const here = lab.here.peek();
    const { panel } = lab.state.peek();
    if (!here) return;
    const along = (v: Vector): Vector => {
      const [ox, oy] = toPx(frame, [0, 0]);
      const [x, y] = toPx(frame, v);
      const length = Math.hypot(x - ox, y - oy) || 1;
      return [(ARROW_PX * (x - ox)) / length, (ARROW_PX * (y - oy)) / length];
    };
    const paper = ink.paper;
    if (panel === 'point')
      for (const [k, value] of here.eigenvalues.entries()) {
        const colour = value > 0 ? ink.positive : value < 0 ? ink.negative : ink.faint;
        const vector = here.eigenvectors[k as 0 | 1];
        paintArrow(context, at, along(vector), {
          ink: colour,
          paper,
          both: true,
          dash: value < 0 ? [4, 3] : [],
          name: k === 0 ? 'λ₁' : 'λ₂',
        });
      }
    if (here.length > 0) paintArrow(context, at, along(here.gradient), { ink: ink.ink, paper, name: '∇f' });
    const direction = lab.direction.peek();
    if (panel === 'direction' && direction)
      paintArrow(context, at, along(direction.u), { ink: ink.negative, paper, name: 'u' });
  }
}

customElements.define('gn-slopes-plane', GnSlopesPlane);
