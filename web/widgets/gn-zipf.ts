// How often, over the rank, both on logarithmic scales: of words a straight line falling as 1/rank (Zipf, 1949). Values
// on hover and by keys.
import { css, html } from 'lit';
import type { Counts } from '../engine/text-cut';
import { wordsOf } from '../engine/text-parts';
import { count, t } from '../locales';
import { ramps } from './colour';
import { GnElement } from './element';
import { shared } from './styles';

const EDGE = { left: 52, right: 14, top: 10, bottom: 26 };
const DOTS = 600; // drawn; those of like rank lie on each other
const FONT = '11px "Geist Variable", system-ui, sans-serif';

export class GnZipf extends GnElement {
  static override properties = {
    ...GnElement.properties,
    counts: { attribute: false },
    at: { state: true },
  };
  declare counts: Counts;
  declare at: number; // rank − 1 that is read; −1: none

  #sizes = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    this.at = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        height: 100%;
      }
      .field {
        flex: 1;
        min-height: 200px;
        position: relative;
        border-radius: var(--radius-s);
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      .said {
        min-height: 1.5em;
        margin-top: var(--space-1);
        font-size: var(--text-xs);
        color: var(--ink-soft);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  override firstUpdated(): void {
    const field = this.renderRoot.querySelector('.field');
    if (field) this.#sizes.observe(field);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  get picture(): HTMLCanvasElement | undefined {
    return this.renderRoot.querySelector('canvas') ?? undefined;
  }

  override render() {
    void ramps.value;
    return html`<div
        class="field"
        role="img"
        tabindex="0"
        aria-label=${`${t('text.zipf')}. ${t('curve.keys')}`}
        @pointermove=${this.#over}
        @pointerleave=${() => {
          this.at = -1;
        }}
        @blur=${() => {
          this.at = -1;
        }}
        @keydown=${this.#key}
      >
        <canvas></canvas>
      </div>
      <p class="said" role="status">${this.at < 0 ? t('text.zipfHow') : this.#said()}</p>`;
  }

  override updated(): void {
    if (this.at >= this.counts.counts.length) this.at = -1;
    this.#draw();
  }

  #said(): string {
    const { counts, ends, bytes, total } = this.counts;
    const n = counts[this.at] ?? 0;
    const token = wordsOf(
      bytes.subarray(this.at === 0 ? 0 : ends[this.at - 1], ends[this.at]).subarray(0, 64),
    );
    return t('text.zipfSaid', {
      rank: count(this.at + 1),
      token,
      n: count(n),
      share: ((100 * n) / total).toFixed(2),
    });
  }

  // Ranks that lie about evenly on the logarithmic axis.
  #ranks(): number[] {
    const last = this.counts.counts.length;
    const ranks: number[] = [];
    for (let i = 0; i < DOTS; i++) {
      const rank = Math.round(last ** (i / (DOTS - 1)));
      if (rank !== ranks.at(-1)) ranks.push(rank);
    }
    return ranks;
  }

  #scales(width: number, height: number) {
    const { counts } = this.counts;
    const decades = (most: number) => Math.max(1, Math.log10(most));
    const [across, up] = [decades(counts.length), decades(counts[0] ?? 1)];
    const [w, h] = [width - EDGE.left - EDGE.right, height - EDGE.top - EDGE.bottom];
    return {
      x: (rank: number) => EDGE.left + (w * Math.log10(rank)) / across,
      y: (n: number) => height - EDGE.bottom - (h * Math.log10(n)) / up,
      rank: (x: number) => 10 ** ((across * (x - EDGE.left)) / w),
      across,
      up,
    };
  }

  #draw(): void {
    const canvas = this.picture;
    const ink = ramps.peek();
    const box = canvas?.getBoundingClientRect();
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !ink || !box || box.width === 0) return;
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { counts } = this.counts;
    const { x, y, across, up } = this.#scales(box.width, box.height);
    context.font = FONT;
    context.lineWidth = 1;
    for (let k = 0; k <= across; k++) {
      line(context, ink.line, x(10 ** k), EDGE.top, x(10 ** k), box.height - EDGE.bottom);
      label(context, ink.faint, count(10 ** k), x(10 ** k), box.height - 8, k === 0 ? 'left' : 'center');
    }
    for (let k = 0; k <= up; k++) {
      line(context, ink.line, EDGE.left, y(10 ** k), box.width - EDGE.right, y(10 ** k));
      label(context, ink.faint, count(10 ** k), EDGE.left - 6, y(10 ** k) + 4, 'right');
    }
    // As 1/rank from the commonest on, as far as there is a token.
    const first = counts[0] ?? 1;
    const end = Math.min(counts.length, first);
    context.setLineDash([5, 4]);
    line(context, ink.faint, x(1), y(first), x(end), y(first / end));
    context.setLineDash([]);
    context.fillStyle = ink.positive;
    for (const rank of this.#ranks()) dot(context, x(rank), y(counts[rank - 1] ?? 1), 2.2);
    if (this.at < 0) return;
    context.fillStyle = ink.ink;
    dot(context, x(this.at + 1), y(counts[this.at] ?? 1), 4.5);
  }

  #over = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const rank = Math.round(this.#scales(box.width, box.height).rank(event.clientX - box.left));
    this.at = Math.max(0, Math.min(this.counts.counts.length - 1, rank - 1));
  };

  #key = (event: KeyboardEvent) => {
    const last = this.counts.counts.length - 1;
    const to = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      PageUp: Math.floor((this.at + 1) / 2) - 1,
      PageDown: 2 * (this.at + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(last, to));
  };
}

function line(
  c: CanvasRenderingContext2D,
  ink: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  c.strokeStyle = ink;
  c.beginPath();
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
  c.stroke();
}

function label(
  c: CanvasRenderingContext2D,
  ink: string,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
): void {
  c.fillStyle = ink;
  c.textAlign = align;
  c.fillText(text, x, y);
}

function dot(c: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  c.beginPath();
  c.arc(x, y, r, 0, 2 * Math.PI);
  c.fill();
}

customElements.define('gn-zipf', GnZipf);
