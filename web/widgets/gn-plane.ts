// The plane, or the line, with what the net says all over it and the points it learns; a cross reads exact values.
import { css, html } from 'lit';
import { number, percent, t } from '../locales';
import type { PointsLab } from '../state/points';
import { OWN } from '../state/points-deal';
import { dotAt } from '../state/points-own';
import { classColours } from './class-colours';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { fieldOf, paintField, paintLines } from './plane-paint';
import { paintCross, paintPoints } from './plane-points';
import { shared } from './styles';

const CELLS = 96;
const APART_PX = 9; // of points along a stroke
const RUB_PX = 13;
const NEAR_PX = 8;
const MARGIN = 1.2; // above and below a curve
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
  declare at: readonly [number, number] | undefined; // the cross, in what the net takes

  declare touring: boolean; // the cross goes from point to point by itself, until somebody does something

  #tour = 0;
  #last: readonly [number, number] | undefined; // of the stroke, px
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
      .hint {
        position: absolute;
        inset: auto 0 42%;
        padding: 0 12%;
        text-align: center;
        font-size: var(--text-s);
        font-weight: 600;
        pointer-events: none;
      }
      .said {
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
      void this.lab?.session.settings.pointsAxes.value;
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
        ${empty ? html`<p class="hint">${t('points.brushHere')}</p>` : ''}
      </div>
      <p class="said" role="status" aria-live=${this.touring ? 'off' : 'polite'}>${this.#said()}</p>`;
  }

  // ---------------------------------------------------------------- what is there, in words

  #said() {
    const { lab } = this;
    const dealing = lab.dealing.value;
    void lab.weights.value;
    if (!dealing) return '';
    const unit = lab.unit.value;
    if (!this.at) return t(this.#how());
    const x = this.#input(this.at);
    const [across, up] = lab.axes;
    const where = [across, up]
      .filter((axis) => axis >= 0)
      .map((axis) => `${this.#axisName(axis)} ${number(this.#real(axis, x[axis] ?? 0))}`)
      .join(', ');
    const answer = lab.answerAt(x);
    const values = answer ? Array.from(answer) : [];
    const said =
      dealing.points.classes > 0
        ? values
            .map((share, label) => ({ share, label }))
            .sort((a, b) => b.share - a.share)
            .slice(0, 3)
            .map(({ share, label }) => `${this.#className(label)} ${percent(share)}`)
            .join(', ')
        : t('points.says', { value: number(this.#realTarget(values[0] ?? Number.NaN)) });
    const deep = unit ? lab.unitAt(x, unit) : undefined;
    return html`${where} → <b>${said}</b>${deep === undefined ? '' : ` · ${t('points.unitSays', { value: number(deep) })}`}
      ${this.#nearSaid()}`;
  }

  #how() {
    if (this.lab.unit.value) return this.lab.axes[1] < 0 ? 'points.saidUnitLine' : 'points.saidUnit';
    if ((this.lab.dealing.peek()?.points.classes ?? 0) > 0) return 'points.saidHow';
    return this.lab.axes[1] < 0 ? 'points.saidHowLine' : 'points.saidHowNumbers';
  }

  #nearSaid() {
    const dealing = this.lab.dealing.peek();
    const i = this.at ? this.#nearest(this.at) : -1;
    if (!dealing || i < 0) return '';
    const { points } = dealing;
    const of = t(points.held[i] === 1 ? 'points.ofTest' : 'points.ofTraining');
    const name =
      points.classes > 0
        ? this.#className(points.labels[i] ?? 0)
        : number(this.#realTarget(points.targets[i] ?? 0));
    return t('points.near', { of, name });
  }

  #className(label: number): string {
    return this.lab.dealing.peek()?.classes[label] || t('points.class', { n: label + 1 });
  }

  #axisName(axis: number): string {
    return this.lab.dealing.peek()?.features[axis] || t('points.column', { n: axis + 1 });
  }

  // As it stands in the table, not as the net takes it.
  #real(axis: number, value: number): number {
    const scale = this.lab.dealing.peek()?.scale?.x;
    return scale ? (scale.mean[axis] ?? 0) + value * (scale.deviation[axis] ?? 1) : value;
  }

  #realTarget(value: number): number {
    const scale = this.lab.dealing.peek()?.scale?.target;
    return scale ? (scale.mean[0] ?? 0) + value * (scale.deviation[0] ?? 1) : value;
  }

  // The cross as the net takes it; other features are at their mean.
  #input([x, y]: readonly [number, number]): number[] {
    const { lab } = this;
    const [across, up] = lab.axes;
    const input = new Array<number>(lab.dealing.peek()?.points.size ?? 2).fill(0);
    input[across] = x;
    if (up >= 0) input[up] = y;
    return input;
  }

  // ---------------------------------------------------------------- places

  get #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }

  #placeOf(event: PointerEvent): readonly [number, number] {
    const box = this.#canvas?.getBoundingClientRect();
    const reach = this.lab.dealing.peek()?.reach ?? 1;
    if (!box) return [0, 0];
    return [
      reach * ((2 * (event.clientX - box.left)) / box.width - 1),
      -reach * ((2 * (event.clientY - box.top)) / box.height - 1),
    ];
  }

  #nearest([x, y]: readonly [number, number], px = NEAR_PX): number {
    const dealing = this.lab.dealing.peek();
    if (!dealing) return -1;
    const { points, reach } = dealing;
    const [across, up] = this.lab.axes;
    const side = this.#canvas?.clientWidth || 300;
    let [best, least] = [-1, (2 * reach * px) / side];
    for (let i = 0; i < points.count; i++) {
      const dx = (points.x[i * points.size + across] ?? 0) - x;
      const dy = up < 0 ? 0 : (points.x[i * points.size + up] ?? 0) - y;
      const far = Math.hypot(dx, dy);
      if (far < least) [best, least] = [i, far];
    }
    return best;
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
    const moves: Readonly<Record<string, readonly [number, number]>> = {
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
    const { lab } = this;
    const canvas = this.#canvas;
    const dealing = lab.dealing.peek();
    const ramp = ramps.peek();
    const side = canvas?.clientWidth ?? 0;
    if (!canvas || !dealing || !ramp || side === 0) return;
    const scale = devicePixelRatio || 1;
    const size = Math.round(side * scale);
    if (canvas.width !== size) [canvas.width, canvas.height] = [size, size];
    const context = canvas.getContext('2d');
    const probe = lab.probe.peek();
    if (!context || !probe) return;
    const colours = classColours();
    const unit = lab.unit.peek();
    const planes = lab.planes([unit?.row ?? probe.out], CELLS, CELLS)[0] ?? [];
    const shown = unit ? planes.slice(unit.unit, unit.unit + 1) : planes;
    const asClasses = dealing.points.classes > 0 && !unit;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const flat = lab.axes[1] < 0;
    const targets = fullScale(dealing.points.targets);
    const own = fullScale(shown[0] ?? new Float32Array(0));
    const full = (dealing.points.classes > 0 || unit ? own : targets) * (flat ? MARGIN : 1);
    const how = { asClasses, colours, ramp, full };
    if (flat) paintLines(context, side, shown, how);
    else paintField(context, side, fieldOf(shown, CELLS, CELLS, how));
    // A unit's curve has another scale than the numbers to learn.
    const place = { side, axes: lab.axes, colours, ramp, full: targets * (flat ? MARGIN : 1) };
    if (!flat || !unit) paintPoints(context, dealing, lab.own.stroke, place);
    if (this.at) paintCross(context, side, this.at, dealing.reach, ramp.ink);
  }
}

customElements.define('gn-plane', GnPlane);
