// Least squares: the points and the lines that each way has now, and the line that the formula gives in one step.
import { css, html, nothing } from 'lit';
import type { Vector } from '../engine/surface';
import { t } from '../locales';
import { ramps } from './colour';
import './gn-plot';
import { latex } from './latex';
import { parts } from './panel-styles';
import type { Table } from './plot-files';
import { SlopesElement } from './slopes-element';
import { LOOKS, paintDot, prepare } from './slopes-paint';
import { brief, pair, wayName } from './slopes-words';
import { shared } from './styles';

const T: Vector = [-0.4, 4.4]; // on the axes
const Y: Vector = [-0.5, 4];

export class GnSlopesFit extends SlopesElement {
  static override styles = [
    shared,
    parts,
    css`
      :host {
        font-size: var(--text-s);
      }
      canvas {
        width: 100%;
        height: 124px;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
      }
      .numbers .quiet {
        color: var(--ink-soft);
      }
      .numbers {
        display: grid;
        gap: 6px;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        overflow-x: auto;
        scrollbar-width: thin;
      }
      math {
        width: fit-content;
        margin: 0;
      }
      h3 {
        margin: 0;
        font-size: var(--text-xs);
        font-weight: 600;
        color: var(--ink-soft);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.lab?.walks.value;
      void this.lab?.t.value;
      void ramps.value;
      this.#draw();
    });
  }

  override updated(): void {
    this.#draw();
  }

  override render() {
    const { lab } = this;
    const core = lab?.core.value;
    const surface = lab?.surface.value;
    if (!core || !surface) return nothing;
    const { line } = core.squares();
    return html`<gn-plot
        about="slopesFit"
        .heading=${t('slopes.fit')}
        .table=${this.#table}
        .picture=${() => this.renderRoot.querySelector('canvas') ?? undefined}
      >
        <canvas role="img" aria-label=${t('slopes.fitWords', { line: pair(line, 2) })}></canvas>
      </gn-plot>
      <section class="numbers" tabindex="0" role="group" aria-label=${t('slopes.solved')}>
        <h3>${t('slopes.solved')}</h3>
        ${latex('w = \\frac{\\sum (t_i - m)(y_i - n)}{\\sum (t_i - m)^2}, \\quad b = n - w m')}
        <p>w = <b>${brief(line[0])}</b>, b = <b>${brief(line[1])}</b>, ${t('slopes.loss')} ${brief(core.at(surface, line).value)}</p>
        <p class="quiet">${t('slopes.solvedHow')}</p>
      </section>`;
  }

  #table = (): Table => {
    const { lab } = this;
    const core = lab.core.peek();
    const { points, line } = core ? core.squares() : { points: [], line: [0, 0] as const };
    const { ways } = lab.state.peek();
    const at = lab.t.peek();
    return {
      columns: [t('slopes.what'), t('slopes.wOrT'), t('slopes.bOrY')],
      rows: [
        [t('slopes.byFormula'), ...line],
        ...lab.walks.peek().map((walk, i) => [wayName(ways[i] ?? {}, ways), ...walk.at(at)]),
        ...points.map((point, i) => [t('slopes.pointNo', { n: i + 1 }), ...point]),
      ],
    };
  };

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const ink = ramps.peek();
    const core = this.lab?.core.peek();
    const context = canvas ? prepare(canvas) : undefined;
    if (!canvas || !context || !ink || !core) return;
    const px = ([x, y]: Vector): Vector => [
      (canvas.clientWidth * (x - T[0])) / (T[1] - T[0]),
      canvas.clientHeight * (1 - (y - Y[0]) / (Y[1] - Y[0])),
    ];
    const stroke = ([w, b]: Vector, colour: string, dash: readonly number[], width: number) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash([...dash]);
      context.beginPath();
      context.moveTo(...px([T[0], w * T[0] + b]));
      context.lineTo(...px([T[1], w * T[1] + b]));
      context.stroke();
    };
    const { points, line } = core.squares();
    stroke(line, ink.wire, [], 7);
    for (const [i, walk] of this.lab.walks.peek().entries()) {
      const look = LOOKS[i % LOOKS.length] ?? LOOKS[0];
      stroke(walk.at(this.lab.t.peek()), ink[look.ink], look.dash, 2);
    }
    for (const point of points) paintDot(context, px(point), 4.5, ink.ink, ink.paper);
  }
}

customElements.define('gn-slopes-fit', GnSlopesFit);
