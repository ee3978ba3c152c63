// The plane, or the line, with what the net says all over it and the points it learns; a cross reads exact values.
import { css, html } from 'lit';
import { t } from '../locales';
import type { PointsLab } from '../state/points';
import { type Dealing, OWN } from '../state/points-deal';
import { dotAt } from '../state/points-own';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-about';
import './gn-plane-table';
import { icons } from './icons';
import { PlanePainter } from './plane-draw';
import { howToRead, nearest, type Place, saidAt } from './plane-words';
import { shared } from './styles';

const APART_PX = 9; // of points along a stroke
const RUB_PX = 13;
const NEAR_PX = 8;
const TOUR_MS = 1100;
const TOUR_STRIDE = 37; // points further on, so that it goes all about
const STEP = 0.025; // of a key, as a share of the side
const LEAP = 5;

export class GnPlane extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    at: { state: true },
    touring: { state: true },
  };
  declare lab: PointsLab;
  declare at: Place | undefined; // the cross, in what the net takes

  declare touring: boolean; // the cross goes from point to point by itself, until somebody does something

  #painter: PlanePainter | undefined;
  #tour = 0;
  #last: Place | undefined; // of the stroke, px
  #drawn = 0;

  constructor() {
    super();
    this.touring = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-1);
      }
      .frame {
        position: relative;
        aspect-ratio: 1;
        border-radius: var(--radius-m);
        border: 1px solid var(--line-strong);
        overflow: hidden;
        background: var(--raised);
      }
      .frame:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      canvas {
        width: 100%;
        height: 100%;
        touch-action: none;
        cursor: crosshair;
        outline: none;
      }
      canvas.reads {
        touch-action: pan-y;
      }
      .hard {
        position: absolute;
        top: 6px;
        right: 6px;
        display: grid;
        place-content: center;
        width: 28px;
        height: 28px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .hard[aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
      }
      .hint {
        position: absolute;
        inset: auto 0 42%;
        padding: 0 12%;
        text-align: center;
        font-size: var(--text-s);
        font-weight: 600;
        pointer-events: none;
      }
      .beneath {
        display: flex;
        align-items: start;
        gap: var(--space-1);
      }
      .said {
        flex: 1;
        min-height: 2.7em;
        font-size: var(--text-xs);
        line-height: 1.35;
        color: var(--ink-soft);
      }
      .said b {
        color: var(--ink);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.lab?.weights.value;
      void this.lab?.dealing.value;
      void this.lab?.unit.value;
      void this.lab?.running.value; // at rest it is drawn as fine as can be
      void this.lab?.session.settings.pointsAxes.value;
      void this.lab?.session.settings.pointsHard.value;
      void ramps.value;
      this.#later();
    });
    this.#sizes.observe(this);
    // Untrained, it shows by itself what can be read here.
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.#tour = setInterval(() => this.#lead(), TOUR_MS) as unknown as number;
    this.follow(() => {
      if (this.lab?.running.value) this.#endTour();
    });
  }

  #lead(): void {
    if (this.#brushes || this.lab.unit.peek() || (this.lab.frame.peek()?.steps ?? 1) > 0) return;
    this.touring = true;
    this.#leap(TOUR_STRIDE);
  }

  #endTour(): void {
    clearInterval(this.#tour);
    if (this.touring) this.at = undefined;
    this.touring = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#endTour();
  }

  #sizes = new ResizeObserver(() => this.#later());

  override updated(): void {
    this.#later();
  }

  get #brushes(): boolean {
    return this.lab.dealing.value?.set === OWN;
  }

  override render() {
    const dealing = this.lab.dealing.value;
    const empty = dealing?.set === OWN && dealing.points.count === 0;
    return html`<div class="frame">
        <canvas
          class=${this.#brushes ? '' : 'reads'}
          tabindex="0"
          role="application"
          aria-label=${t('points.plane')}
          aria-description=${t(this.#brushes ? 'points.planeOwnKeys' : 'points.planeKeys')}
          @pointerdown=${this.#down}
          @pointermove=${this.#move}
          @pointerup=${this.#up}
          @pointercancel=${this.#up}
          @pointerleave=${this.#leave}
          @keydown=${this.#key}
          @focus=${this.#focus}
        ></canvas>
        ${this.#hard(dealing)}
        <gn-plane-table .session=${this.session} .lab=${this.lab} .picture=${() => this.#canvas}></gn-plane-table>
        ${empty ? html`<p class="hint">${t('points.brushHere')}</p>` : ''}
      </div>
      <div class="beneath">
        <p class="said" role="status" aria-live=${this.touring ? 'off' : 'polite'}>${this.#said()}</p>
        <gn-about topic="pointsPlane" .panel=${t('points.plane')}></gn-about>
      </div>`;
  }

  // Regions with or without how sure it is.
  #hard(dealing: Dealing | undefined) {
    if ((dealing?.points.classes ?? 0) === 0 || this.lab.axes[1] < 0) return '';
    const { pointsHard } = this.session.settings;
    return html`<button
      class="hard"
      type="button"
      aria-label=${t('points.hard')}
      title=${t('points.hard')}
      aria-pressed=${pointsHard.value}
      @click=${() => {
        pointsHard.value = !pointsHard.value;
      }}
    >
      ${icons.auto}
    </button>`;
  }

  #said() {
    void this.lab.weights.value;
    if (!this.lab.dealing.value) return '';
    return this.at ? saidAt(this.lab, this.at, this.#nearest(this.at)) : howToRead(this.lab);
  }

  // ---------------------------------------------------------------- places

  get #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }

  #placeOf(event: PointerEvent): Place {
    const box = this.#canvas?.getBoundingClientRect();
    const reach = this.lab.dealing.peek()?.reach ?? 1;
    if (!box) return [0, 0];
    return [
      reach * ((2 * (event.clientX - box.left)) / box.width - 1),
      -reach * ((2 * (event.clientY - box.top)) / box.height - 1),
    ];
  }

  #nearest(at: Place): number {
    const side = this.#canvas?.clientWidth || 300;
    return nearest(this.lab, at, (2 * (this.lab.dealing.peek()?.reach ?? 1) * NEAR_PX) / side);
  }

  // ---------------------------------------------------------------- pointer and keys

  #down = (event: PointerEvent) => {
    this.#endTour();
    this.at = this.#placeOf(event);
    if (!this.#brushes || event.button !== 0) return;
    this.#canvas?.setPointerCapture(event.pointerId);
    this.lab.own.begin();
    this.#last = undefined;
    this.#brush(event);
  };

  #move = (event: PointerEvent) => {
    this.#endTour();
    if (!this.lab.own.stroke && event.pointerType === 'mouse') this.at = this.#placeOf(event);
    if (this.lab.own.stroke) for (const each of event.getCoalescedEvents?.() ?? [event]) this.#brush(each);
  };

  #brush(event: PointerEvent): void {
    const { lab } = this;
    const [x, y] = this.#placeOf(event);
    const reach = lab.dealing.peek()?.reach ?? 1;
    const side = this.#canvas?.clientWidth || 300;
    if (lab.own.label.peek() < 0) {
      lab.own.rub(x, y, (2 * reach * RUB_PX) / side);
    } else {
      const here = [event.clientX, event.clientY] as const;
      if (this.#last && Math.hypot(here[0] - this.#last[0], here[1] - this.#last[1]) < APART_PX) return;
      this.#last = here;
      if (Math.max(Math.abs(x), Math.abs(y)) <= reach) lab.own.add(dotAt(x, y, lab.own.label.peek()));
    }
    this.#later();
  }

  #up = () => {
    if (this.lab.own.stroke) this.lab.own.end();
  };

  #leave = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && !this.lab.own.stroke && document.activeElement !== this)
      this.at = undefined;
  };

  #focus = () => {
    this.#endTour();
    if (this.#canvas?.matches(':focus-visible')) this.at ??= [0, 0];
  };

  #key = (event: KeyboardEvent) => {
    const { lab } = this;
    const dealing = lab.dealing.peek();
    if (!dealing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 2 * dealing.reach * STEP * (event.shiftKey ? LEAP : 1);
    const [x, y] = this.at ?? [0, 0];
    const keep = (value: number) => Math.min(dealing.reach, Math.max(-dealing.reach, value));
    const moves: Readonly<Record<string, Place>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const move = moves[event.key];
    if (move) this.at = [keep(x + move[0]), keep(y + move[1])];
    else if (event.key === 'PageDown' || event.key === 'PageUp')
      this.#leap(event.key === 'PageDown' ? 1 : -1);
    else if (this.#brushes && (event.key === 'Enter' || event.key === ' '))
      this.#dot(x, y, lab.own.label.peek());
    else if (this.#brushes && (event.key === 'Delete' || event.key === 'Backspace')) this.#dot(x, y, -1);
    else return;
    event.preventDefault();
  };

  #dot(x: number, y: number, label: number): void {
    const { lab } = this;
    const reach = lab.dealing.peek()?.reach ?? 1;
    lab.own.begin();
    if (label >= 0) lab.own.add(dotAt(x, y, label));
    else lab.own.rub(x, y, (2 * reach * RUB_PX) / (this.#canvas?.clientWidth || 300));
    lab.own.end();
  }

  // To the next point, in their order.
  #leap(by: number): void {
    const dealing = this.lab.dealing.peek();
    if (!dealing || dealing.points.count === 0) return;
    const { points } = dealing;
    const now = this.at ? this.#nearest(this.at) : -1;
    const next = (((now + by) % points.count) + points.count) % points.count;
    const [across, up] = this.lab.axes;
    this.at = [
      points.x[next * points.size + across] ?? 0,
      up < 0 ? 0 : (points.x[next * points.size + up] ?? 0),
    ];
  }

  // ---------------------------------------------------------------- drawing

  #later(): void {
    this.#drawn ||= requestAnimationFrame(() => {
      this.#drawn = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const canvas = this.#canvas;
    this.#painter ??= new PlanePainter(this.lab);
    if (canvas) this.#painter.draw(canvas, this.at);
  }
}

customElements.define('gn-plane', GnPlane);
