// The dial: a direction u to be turned, how fast the function grows along it, and that all around.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { ramps } from './colour';
import './gn-curve';
import { SlopesElement } from './slopes-element';
import { paintArrow, paintName, prepare } from './slopes-paint';
import { brief, pair } from './slopes-words';
import { shared } from './styles';

const DEGREES = Array.from({ length: 361 }, (_, i) => i);
const STEP = 5;
const LEAP = 15;

const turned = (angle: number): number => ((Math.round(angle) % 360) + 360) % 360;
const degrees = (angle: number): number => turned((angle * 180) / Math.PI);

export class GnSlopesDirection extends SlopesElement {
  #held = false;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-3);
        font-size: var(--text-s);
      }
      .top {
        display: flex;
        gap: var(--space-3);
        align-items: center;
      }
      .dial {
        position: relative;
        flex: none;
        width: 132px;
        height: 132px;
        border-radius: 50%;
        background: var(--raised);
        border: 1px solid var(--line-strong);
        cursor: grab;
        touch-action: none;
      }
      canvas {
        width: 100%;
        height: 100%;
        pointer-events: none;
      }
      .row {
        display: grid;
        gap: var(--space-1);
        flex: 1;
      }
      .row .button {
        min-height: 30px;
        white-space: normal;
      }
      .numbers .quiet {
        color: var(--ink-soft);
      }
      .numbers {
        display: grid;
        gap: 4px;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
      }
      gn-curve {
        height: 190px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.lab?.direction.value;
      void ramps.value;
      this.#draw();
    });
  }

  override updated(): void {
    this.#draw();
  }

  override render() {
    const { lab } = this;
    const [direction, here, dial] = [lab?.direction.value, lab?.here.value, lab?.dial.value];
    if (!direction || !here || !dial) return nothing;
    const angle = turned(lab.state.value.angle);
    const steepest = degrees(direction.steepest);
    const turn = (to: number) => lab.change({ angle: turned(to) });
    return html`<div class="top">
        <div
          class="dial"
          role="slider"
          tabindex="0"
          aria-label=${t('slopes.dial')}
          aria-valuemin="0"
          aria-valuemax="359"
          aria-valuenow=${angle}
          aria-valuetext=${t('slopes.dialAt', { angle, value: brief(direction.derivative) })}
          @pointerdown=${this.#down}
          @pointermove=${this.#move}
          @pointerup=${this.#up}
          @pointercancel=${this.#up}
          @keydown=${this.#key}
        >
          <canvas></canvas>
        </div>
        <div class="row">
          <button class="button" type="button" ?disabled=${here.length === 0} @click=${() => turn(steepest)}>
            ${t('slopes.uphill')}
          </button>
          <button class="button" type="button" ?disabled=${here.length === 0} @click=${() => turn(steepest + 180)}>
            ${t('slopes.downhill')}
          </button>
          <button class="button" type="button" @click=${() => turn(angle + 180)}>${t('slopes.turnAround')}</button>
        </div>
      </div>
      <section class="numbers" aria-label=${t('slopes.inNumbers')}>
        <p>∇f = ${pair(here.gradient, 2)}, u = ${pair(direction.u, 2)}</p>
        <p>D<sub>u</sub>f = ∇f · u = <b>${brief(direction.derivative)}</b></p>
        <p>‖∇f‖ · cos θ = ${brief(here.length)} · ${direction.cosine < 0 ? `(${brief(direction.cosine)})` : brief(direction.cosine)} = ${brief(direction.derivative)}</p>
        <p class="quiet">${t('slopes.measured', { value: brief(direction.measured) })}</p>
      </section>
      <gn-curve
        bare
        about="slopesDial"
        .heading=${t('slopes.dialCurve')}
        .axis=${t('slopes.degrees')}
        .form=${brief}
        .mark=${angle}
        .lines=${[{ name: 'D_u f', look: 'bold', x: DEGREES, y: dial }]}
      ></gn-curve>
      <p class="quiet">${here.length === 0 ? t('slopes.dialFlat') : t('slopes.dialHow', { angle: steepest })}</p>`;
  }

  #turn(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const angle = Math.atan2(
      box.top + box.height / 2 - event.clientY,
      event.clientX - box.left - box.width / 2,
    );
    this.lab.change({ angle: degrees(angle) });
  }

  #down = (event: PointerEvent) => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#held = true;
    this.#turn(event);
  };

  #move = (event: PointerEvent) => {
    if (this.#held) this.#turn(event);
  };

  #up = () => {
    this.#held = false;
  };

  #key = (event: KeyboardEvent) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const by = event.shiftKey ? LEAP : STEP;
    this.lab.change({ angle: turned(this.lab.state.peek().angle + way * by) });
  };

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const ink = ramps.peek();
    const direction = this.lab?.direction.peek();
    const here = this.lab?.here.peek();
    const context = canvas ? prepare(canvas) : undefined;
    if (!context || !ink || !direction || !here) return;
    const middle = (canvas?.clientWidth ?? 0) / 2;
    const radius = middle - 22;
    const at = (angle: number) => [radius * Math.cos(angle), -radius * Math.sin(angle)] as const;
    context.strokeStyle = ink.line;
    context.beginPath();
    context.arc(middle, middle, radius, 0, 2 * Math.PI);
    context.stroke();
    const paper = ink.paper;
    if (here.length > 0)
      paintArrow(context, [middle, middle], at(direction.steepest), { ink: ink.ink, paper, name: '∇f' });
    else paintName(context, [middle, middle + 18], '∇f = 0', ink.ink, paper);
    const angle = (this.lab.state.peek().angle * Math.PI) / 180;
    paintArrow(context, [middle, middle], at(angle), { ink: ink.negative, paper, name: 'u' });
  }
}

customElements.define('gn-slopes-direction', GnSlopesDirection);
