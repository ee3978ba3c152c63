// The net as pictures: what each unit says all over the plane, and the weights between. Layers and units come and go at
// a press; a unit looked at shows itself on the plane.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import type { PointsLab } from '../state/points';
import { MOST_UNITS } from '../state/points-line';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-points-parts';
import { icons } from './icons';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { CELLS, drawUnits, drawWires } from './points-net-draw';
import { netPicture, netTable } from './points-net-files';
import { type Column, layoutOf, type NetLayout, SHOWN, spotOf } from './points-net-layout';
import { shared } from './styles';
import { partsOf, partsSaid, unitName } from './unit-words';

const BETWEEN_MS = 48;

export class GnPointsNet extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    width: { state: true },
    height: { state: true },
    table: { state: true },
  };
  declare lab: PointsLab;
  declare table: boolean; // in place of the picture
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
    this.table = false;
  }

  static override styles = [
    shared,
    toolStyles,
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
      .foot {
        position: absolute;
        inset: auto 0 0;
        display: flex;
        align-items: end;
        gap: var(--space-2);
      }
      .foot .tools {
        margin-left: auto;
      }
      .foot gn-points-parts {
        flex: 1;
        min-width: 0;
      }
      .numbers {
        position: absolute;
        inset: 0 0 34px;
        overflow: auto;
        font-size: var(--text-xs);
      }
      .numbers table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      .numbers th,
      .numbers td {
        padding: 2px var(--space-3) 2px 0;
        text-align: right;
        font-weight: 400;
      }
      .numbers th:first-child {
        text-align: left;
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

  get #layout(): NetLayout {
    return layoutOf(this.lab.plan, this.width, this.height);
  }

  override render() {
    const layout = this.#layout;
    const { columns, tile } = layout;
    if (columns.length === 0 || this.width === 0) return nothing;
    const hidden = this.lab.hidden;
    const heading = t('points.net');
    const table = () => netTable(this.lab, columns);
    if (this.table) void this.lab.weights.value;
    const tools = plotTools(
      { heading, table, picture: this.table ? undefined : this.#picture },
      this.table,
      () => {
        this.table = !this.table;
      },
    );
    if (this.table)
      return html`<div class="numbers">${tableRows(heading, table())}</div>
        <div class="foot">${tools}</div>`;
    return html`<canvas class="wires"></canvas>
      ${columns.map((column, i) => {
        const head = spotOf(layout, i, 0).x;
        const shown = Math.min(column.units, SHOWN);
        const below = spotOf(layout, i, shown - 1).y + tile / 2;
        return html`<div class="head" .style=${`left:${head}px`}>
            ${column.kind === 'hidden' ? this.#size(i - 1, column.units, hidden?.widths) : html`<b>${t(`points.${column.kind}`)}</b>`}
          </div>
          ${Array.from({ length: shown }, (_, unit) => this.#unit(layout, i, unit))}
          ${
            column.units > shown
              ? html`<span class="more" .style=${`left:${head}px;top:${below + 2}px`}>${t('points.more', { n: count(column.units - shown) })}</span>`
              : nothing
          }`;
      })}
      <div class="foot">
        <gn-points-parts class="parts" .session=${this.session} .lab=${this.lab} .columns=${columns}></gn-points-parts>${tools}
      </div>`;
  }

  #picture = () => {
    const wires = this.renderRoot.querySelector<HTMLCanvasElement>('.wires');
    return wires && netPicture(wires, this.#layout, this.#canvas);
  };

  #canvas = (column: number, unit: number) =>
    this.renderRoot.querySelector<HTMLCanvasElement>(`[data-unit="${column} ${unit}"] canvas`);

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

  #unit(layout: NetLayout, column: number, unit: number) {
    const { columns, tile } = layout;
    const { x, y } = spotOf(layout, column, unit);
    const at = columns[column] as Column;
    const { row } = at;
    const name = unitName(this.lab, at, column, unit);
    const id = `${column} ${unit}`;
    const shown = this.lab.unit.value;
    // While it learns they change at every frame: told of the one on show only.
    const now = shown?.row === row && shown.unit === unit;
    const said =
      now || !this.lab.running.value
        ? `${name}: ${partsSaid(partsOf(this.lab, columns, column, unit))}`
        : name;
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

  // ---------------------------------------------------------------- drawing

  #later(): void {
    const draw = () => {
      this.#drawn = 0;
      this.#draw();
    };
    // Small pictures need not change with every frame of a run, whose time the plane takes.
    this.#drawn ||= this.lab.running.peek()
      ? (setTimeout(draw, BETWEEN_MS) as unknown as number)
      : requestAnimationFrame(draw);
  }

  #draw(): void {
    const layout = this.#layout;
    const wires = this.renderRoot.querySelector<HTMLCanvasElement>('.wires');
    if (layout.columns.length === 0 || this.width === 0 || !wires) return;
    drawUnits(this.lab, layout.columns, this.#canvas);
    drawWires(this.lab, layout, wires);
  }
}

customElements.define('gn-points-net', GnPointsNet);
