// The net as pictures: what each unit says all over the plane, and the weights between. Layers and units come and go at
// a press; a unit looked at shows itself on the plane.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import type { PointsLab } from '../state/points';
import { MOST_UNITS } from '../state/points-line';
import { classColours } from './class-colours';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { icons } from './icons';
import { fieldOf, paintLines } from './plane-paint';
import { shared } from './styles';

const CELLS = 22;
const SHOWN = 12; // units of a layer
const HEAD_PX = 50;
const FOOT_PX = 34;
const GAP_PX = 5;
const LEAST_PX = 20;
const MOST_PX = 46;
const WIRES = 400; // the widest of them are drawn

interface Column {
  readonly row: number; // whose units are shown
  readonly head: number; // with the weights that lead there
  readonly units: number;
  readonly kind: 'in' | 'hidden' | 'out';
}

interface Place {
  readonly x: number; // middle, px
  readonly y: number;
}

export class GnPointsNet extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    width: { state: true },
    height: { state: true },
  };
  declare lab: PointsLab;
  declare width: number;
  declare height: number;

  #drawn = 0;
  #held: string | undefined; // the unit that was pressed: it stays on show
  #sizes = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry?.contentRect.width ?? 0);
    this.height = Math.round(entry?.contentRect.height ?? 0);
  });

  constructor() {
    super();
    this.width = 0;
    this.height = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 300px;
        min-width: 0;
        overflow-x: auto;
        overflow-y: hidden;
      }
      .wires {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      .head {
        position: absolute;
        top: 0;
        transform: translateX(-50%);
        display: grid;
        justify-items: center;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        white-space: nowrap;
        line-height: 1.3;
      }
      .head b {
        color: var(--ink);
        font-weight: 600;
      }
      .size {
        display: flex;
        align-items: center;
        gap: 1px;
      }
      .size b {
        min-width: 1.4em;
        text-align: center;
      }
      .size button,
      .layers button {
        display: grid;
        place-content: center;
        width: 24px;
        height: 24px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .size svg,
      .layers svg {
        width: 11px;
        height: 11px;
      }
      .size button:hover,
      .layers button:hover {
        border-color: var(--line-strong);
      }
      button:disabled {
        opacity: 0.4;
        cursor: default;
      }
      .unit {
        position: absolute;
        transform: translate(-50%, -50%);
        border-radius: 5px;
        border: 1px solid var(--line-strong);
        overflow: hidden;
        background: var(--raised);
      }
      .unit:hover,
      .unit[aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
      }
      .unit canvas {
        width: 100%;
        height: 100%;
      }
      .more {
        position: absolute;
        transform: translate(-50%, 0);
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      .parts {
        position: absolute;
        inset: auto 0 0;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        text-align: center;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.follow(() => {
      void this.lab?.weights.value;
      void this.lab?.dealing.value;
      void this.lab?.session.settings.pointsAxes.value;
      void ramps.value;
      this.#later();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    if (this.lab) this.lab.unit.value = undefined;
  }

  override updated(): void {
    this.#later();
  }

  // ---------------------------------------------------------------- where everything stands

  #columns(): Column[] {
    const plan = this.lab.plan;
    if (!plan) return [];
    const last = plan.layers.length - 1;
    return plan.layers.map(({ show, head }, i) => ({
      row: show,
      head,
      units: plan.rows[show]?.size ?? 0,
      kind: i === 0 ? 'in' : i === last ? 'out' : 'hidden',
    }));
  }

  #tile(columns: readonly Column[]): number {
    const most = Math.max(...columns.map(({ units }) => Math.min(units, SHOWN)));
    const room = (this.height - HEAD_PX - FOOT_PX) / most - GAP_PX;
    const wide = this.width / columns.length - 14;
    return Math.max(LEAST_PX, Math.min(MOST_PX, Math.floor(room), Math.floor(wide)));
  }

  #place(columns: readonly Column[], column: number, unit: number, tile: number): Place {
    const shown = Math.min(columns[column]?.units ?? 1, SHOWN);
    const middle = HEAD_PX + (this.height - HEAD_PX - FOOT_PX) / 2;
    return {
      x: (this.width * (column + 0.5)) / columns.length,
      y: middle + (unit - (shown - 1) / 2) * (tile + GAP_PX),
    };
  }

  override render() {
    const columns = this.#columns();
    if (columns.length === 0 || this.width === 0) return nothing;
    const tile = this.#tile(columns);
    const hidden = this.lab.hidden;
    return html`<canvas class="wires"></canvas>
      ${columns.map((column, i) => {
        const head = this.#place(columns, i, 0, tile).x;
        const shown = Math.min(column.units, SHOWN);
        const below = this.#place(columns, i, shown - 1, tile).y + tile / 2;
        return html`<div class="head" .style=${`left:${head}px`}>
            ${column.kind === 'hidden' ? this.#size(i - 1, column.units, hidden?.widths) : html`<b>${t(`points.${column.kind}`)}</b>`}
          </div>
          ${Array.from({ length: shown }, (_, unit) => this.#unit(columns, i, unit, tile))}
          ${
            column.units > shown
              ? html`<span class="more" .style=${`left:${head}px;top:${below + 2}px`}>${t('points.more', { n: count(column.units - shown) })}</span>`
              : nothing
          }`;
      })}
      <p class="parts">${this.#shownParts(columns)}</p>`;
  }

  #shownParts(columns: readonly Column[]) {
    const shown = this.lab.unit.value;
    const column = columns.findIndex(({ row }) => row === shown?.row);
    if (!shown || column < 0) return t('points.netHow');
    const kind = columns[column]?.kind ?? 'in';
    return html`<b>${this.#name(kind, column, shown.unit)}</b> ${this.#parts(columns, column, shown.unit)}`;
  }

  #size(layer: number, units: number, widths: readonly number[] | undefined) {
    const set = (width: number) => {
      if (widths) this.lab.widen(widths.map((each, i) => (i === layer ? width : each)));
    };
    const n = layer + 1;
    if (!widths) return html`<b>${units}</b>`;
    return html`<span>${t('points.hidden', { n })}</span>
      <span class="size" role="group" aria-label=${t('points.units', { n })}>
        <button type="button" aria-label=${t('points.fewer', { n })} ?disabled=${units <= 1} @click=${() => set(units - 1)}>
          ${icons.minus}
        </button>
        <b>${units}</b>
        <button type="button" aria-label=${t('points.another', { n })} ?disabled=${units >= MOST_UNITS} @click=${() => set(units + 1)}>
          ${icons.plus}
        </button>
      </span>`;
  }

  #unit(columns: readonly Column[], column: number, unit: number, tile: number) {
    const { x, y } = this.#place(columns, column, unit, tile);
    const { row, kind } = columns[column] as Column;
    const name = this.#name(kind, column, unit);
    const id = `${column} ${unit}`;
    const shown = this.lab.unit.value;
    // While it learns they change at every frame: told of the one on show only.
    const now = shown?.row === row && shown.unit === unit;
    const said = now || !this.lab.running.value ? `${name}: ${this.#parts(columns, column, unit)}` : name;
    const show = () => {
      this.lab.unit.value = { row, unit };
    };
    const back = () => {
      this.lab.unit.value = this.#pinned(columns);
    };
    return html`<button
      class="unit"
      type="button"
      data-unit=${id}
      .style=${`left:${x}px;top:${y}px;width:${tile}px;height:${tile}px`}
      aria-label=${said}
      aria-pressed=${now}
      @pointerenter=${(event: PointerEvent) => event.pointerType === 'mouse' && show()}
      @pointerleave=${(event: PointerEvent) => event.pointerType === 'mouse' && back()}
      @focus=${(event: FocusEvent) => (event.target as Element).matches(':focus-visible') && show()}
      @blur=${back}
      @click=${() => {
        this.#held = this.#held === id ? undefined : id;
        if (this.#held) show();
        else this.lab.unit.value = undefined;
      }}
    >
      <canvas width=${CELLS} height=${CELLS}></canvas>
    </button>`;
  }

  #pinned(columns: readonly Column[]) {
    const [column = -1, unit = 0] = (this.#held ?? '').split(' ').map(Number);
    const row = columns[column]?.row;
    return this.#held === undefined || row === undefined ? undefined : { row, unit };
  }

  #name(kind: Column['kind'], column: number, unit: number): string {
    const dealing = this.lab.dealing.peek();
    if (kind === 'in') return dealing?.features[unit] || t('points.column', { n: unit + 1 });
    if (kind === 'hidden') return t('points.unit', { layer: column, unit: unit + 1 });
    if (dealing?.points.classes === 0) return t('points.outNumber');
    return t('points.outClass', {
      name: dealing?.classes[unit] || t('points.class', { n: unit + 1 }),
    });
  }

  // Its bias and weights, exactly; of many the strongest few.
  #parts(columns: readonly Column[], column: number, unit: number): string {
    void this.lab.weights.value;
    const { head } = columns[column] as Column;
    const probe = this.lab.probe.peek();
    const row = probe?.plan.rows[head];
    if (!probe || !row || row.params.length === 0) return t('points.given');
    const from = columns[column - 1]?.units ?? 0;
    const weights = Array.from(probe.param(head, 0).subarray(unit * from, (unit + 1) * from));
    const bias = row.params.length > 1 ? probe.param(head, 1)[unit] : undefined;
    const list = weights
      .map((weight, i) => ({ weight, i }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, 4)
      .map(
        ({ weight, i }) =>
          `${this.#name(columns[column - 1]?.kind ?? 'in', column - 1, i)} ${number(weight)}`,
      )
      .join(', ');
    return t('points.parts', { bias: bias === undefined ? '–' : number(bias), weights: list });
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
    const columns = this.#columns();
    const ramp = ramps.peek();
    if (columns.length === 0 || this.width === 0 || !ramp) return;
    const layers = lab.planes(
      columns.map(({ row }) => row),
      CELLS,
      CELLS,
    );
    const colours = classColours();
    const flat = lab.axes[1] < 0;
    for (const [i, planes] of layers.entries()) {
      for (const [unit, plane] of planes.slice(0, SHOWN).entries()) {
        const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(`[data-unit="${i} ${unit}"] canvas`);
        const context = canvas?.getContext('2d');
        if (!context) continue;
        const how = { asClasses: false, colours, ramp, full: fullScale(plane) };
        if (flat) {
          context.lineWidth = 1;
          paintLines(context, CELLS, [plane], { ...how, full: 1.2 * how.full });
        } else context.putImageData(fieldOf([plane], CELLS, CELLS, how), 0, 0);
      }
    }
    this.#drawWires(columns);
  }

  #drawWires(columns: readonly Column[]): void {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.wires');
    const probe = this.lab.probe.peek();
    const ramp = ramps.peek();
    const context = canvas?.getContext('2d');
    if (!canvas || !probe || !ramp || !context) return;
    const scale = devicePixelRatio || 1;
    const [w, h] = [Math.round(this.width * scale), Math.round(this.height * scale)];
    if (canvas.width !== w || canvas.height !== h) {
      [canvas.width, canvas.height] = [w, h];
      canvas.style.width = `${this.width}px`;
      canvas.style.height = `${this.height}px`;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const tile = this.#tile(columns);
    const wires: { from: Place; to: Place; weight: number }[] = [];
    for (let column = 1; column < columns.length; column++) {
      const { head, units } = columns[column] as Column;
      const before = columns[column - 1]?.units ?? 0;
      if (probe.plan.rows[head]?.op !== 'dense') continue;
      const weights = probe.param(head, 0);
      for (let to = 0; to < Math.min(units, SHOWN); to++)
        for (let from = 0; from < Math.min(before, SHOWN); from++)
          wires.push({
            from: this.#place(columns, column - 1, from, tile),
            to: this.#place(columns, column, to, tile),
            weight: weights[to * before + from] ?? 0,
          });
    }
    // The widest wire is as wide as it gets; small nets that have just begun have thin ones.
    const full = wires.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 1.5);
    wires.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    for (const { from, to, weight } of wires.slice(0, WIRES).reverse()) {
      const size = Math.abs(weight) / full;
      context.strokeStyle = weight < 0 ? ramp.negative : ramp.positive;
      context.globalAlpha = 0.1 + 0.75 * size;
      context.lineWidth = 0.5 + 3.5 * size;
      const [a, b] = [from.x + tile / 2, to.x - tile / 2];
      const bend = (b - a) / 2;
      context.beginPath();
      context.moveTo(a, from.y);
      context.bezierCurveTo(a + bend, from.y, b - bend, to.y, b, to.y);
      context.stroke();
    }
    context.globalAlpha = 1;
  }
}

customElements.define('gn-points-net', GnPointsNet);
