// The units of a layer, all of them: a neuron with its incoming weights as a picture, or a map with its kernels.
import { css, html, nothing } from 'lit';
import type { Layer, Plan, Row } from '../engine/plan';
import { count, number, t } from '../locales';
import { CellDrag } from './cell-drag';
import { fullScale, type Ramps, ramps } from './colour';
import { GnElement } from './element';
import {
  isPicture,
  layerTitle,
  paramName,
  placeOf,
  planeName,
  planesOf,
  shortName,
  sourceOf,
  unitsOf,
} from './names';
import { sheetOf, type Table } from './plot-files';
import { fitted, Raster } from './raster';
import { readout, stays } from './readout';
import { shared } from './styles';
import { touch } from './touch';

const PICTURED = new Set(['dense', 'conv']); // their weights make a picture for each unit
const MOST_UNITS = 160;
const GAP_PX = 3;
const USUAL_PX = 430; // room for all
const LABEL_PX = 74; // a number and a value,
const PLACE_PX = 98; // with two numbers

// A piece of a unit's picture: planes of numbers side by side.
interface Piece {
  readonly values: Float32Array;
  readonly param: number; // −1: these are the map's own values
  readonly offset: number; // of the first in the parameter, or in the row
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  readonly columns: number; // of planes
  readonly full: number | 'pixels';
}

export class GnUnits extends GnElement {
  static override properties = {
    ...GnElement.properties,
    layer: { attribute: false },
    at: { state: true },
    wide: { state: true },
  };
  declare layer: Layer;
  declare wide: number; // room for all of them
  declare at: number; // the keyboard's place

  #drag = new CellDrag();
  #raster = new Raster();
  #drawn: readonly unknown[] = [];

  constructor() {
    super();
    this.at = 0;
    this.wide = 0;
  }

  #sizes = new ResizeObserver(() => {
    this.wide = this.clientWidth;
  });

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 10px;
        margin: 0;
        padding: 2px;
        list-style: none;
      }
      .pictured {
        display: grid;
      }
      button {
        display: block;
        border-radius: 6px;
        text-align: left;
        cursor: zoom-in;
      }
      button {
        touch-action: pan-y;
      }
      button:hover canvas {
        box-shadow: 0 0 0 2px var(--ink);
      }
      canvas {
        border-radius: 3px;
      }
      .value {
        display: flex;
        justify-content: space-between;
        gap: 4px;
        font-size: var(--text-xs);
        line-height: 16px;
        color: var(--ink-faint);
      }
      .value b {
        font-weight: 600;
        color: var(--ink);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.follow(() => {
      void this.session.frame.value;
      void this.session.inspect.weights.value;
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override render() {
    void this.session.frame.value;
    const plan = this.session.running.value?.plan;
    const row = plan?.rows[this.layer.show];
    if (!plan || !row) return nothing;
    const units = this.#units(row);
    const shown = Math.min(units, MOST_UNITS);
    const [planes, height] = planesOf(row);
    const values = this.session.values(row.index);
    const pending = this.session.inspect.pending(row.index);
    const maps = height > 1;
    const pictured = maps || PICTURED.has(plan.rows[this.layer.head]?.op ?? '');
    return html`<ul class=${pictured ? 'pictured' : ''} aria-label=${t(`layerview.${unitsOf(plan, row)}`)} @keydown=${this.#keydown}>
        ${Array.from({ length: shown }, (_, i) => {
          const value = pending ? '' : number(values[i] ?? 0);
          const name = maps
            ? planes === 1
              ? layerTitle(plan, this.layer)
              : planeName(plan, row, i)
            : shortName(plan, { kind: 'value', id: row.index, index: i });
          return html`<li>
            <button
              type="button"
              tabindex=${i === Math.min(this.at, shown - 1) ? 0 : -1}
              @click=${(event: MouseEvent) => this.#open(event, i)}
              title=${t('product.drag')}
              @pointerdown=${(event: PointerEvent) => this.#down(event, i)}
              @pointerup=${() => this.#drag.up()}
              @pointercancel=${() => this.#drag.up()}
              @pointermove=${(event: PointerEvent) => this.#point(event, i)}
              @pointerleave=${this.#leave}
            >
              ${pictured ? html`<canvas aria-hidden="true" data-unit=${i}></canvas>` : nothing}
              <span class="value"
                ><span class="sr">${name}</span><span aria-hidden="true">${units === 1 ? '' : maps ? i : placeOf(row.shape, i)}</span>${
                  maps ? nothing : html` <b>${value}</b>`
                }</span
              >
            </button>
          </li>`;
        })}
      </ul>
      ${touch && pictured ? html`<p class="quiet">${t('product.touch')}</p>` : nothing}
      ${units > shown ? html`<p class="quiet">${t('bars.more', { count: count(units - shown) })}</p>` : nothing}`;
  }

  override updated(): void {
    this.#draw();
  }

  #units(row: Row): number {
    const [planes, height, width] = planesOf(row);
    return height > 1 ? planes : width;
  }

  // ---------------------------------------------------------------- what a unit's picture shows

  #pieces(plan: Plan, unit: number): Piece[] {
    const head = plan.rows[this.layer.head];
    const row = plan.rows[this.layer.show];
    const look = this.session.probe?.look;
    if (!head || !row || !look) return [];
    const pieces: Piece[] = [];
    const [, height, width] = planesOf(row);
    if (height > 1 && !this.session.inspect.pending(row.index)) {
      const values = this.session.values(row.index);
      const full = row.op === 'in' ? ('pixels' as const) : fullScale(values);
      const offset = unit * height * width;
      const own = values.subarray(offset, offset + height * width);
      pieces.push({ values: own, param: -1, offset, planes: 1, height, width, columns: 1, full });
    }
    const weight = head.params[0];
    if (!weight || !PICTURED.has(head.op)) return pieces;
    const param = look.paramOf(head.index, 0);
    const all = look.param(param);
    const each = weight.size / (weight.shape[0] ?? 1);
    const offset = (unit % (weight.shape[0] ?? 1)) * each; // every position has the same
    const own = all.subarray(offset, offset + each);
    const source = sourceOf(plan, head.inputs[0] ?? -1);
    const shared = { values: own, param, offset, full: fullScale(all) };
    if (head.op === 'conv') {
      const [, planes = 1, kh = 1, kw = 1] = weight.shape;
      pieces.push({ ...shared, planes, height: kh, width: kw, columns: Math.ceil(Math.sqrt(planes)) });
    } else if (source && isPicture(source) && source.size === each) {
      const [planes, h, w] = planesOf(source);
      pieces.push({ ...shared, planes, height: h, width: w, columns: Math.ceil(Math.sqrt(planes)) });
    } else {
      const columns = Math.ceil(Math.sqrt(each));
      pieces.push({ ...shared, planes: 1, height: Math.ceil(each / columns), width: columns, columns: 1 });
    }
    return pieces;
  }

  // A line for each unit's value, map and weights, in the order in which they lie in memory.
  table = (): Table => {
    const plan = this.session.running.peek()?.plan;
    const row = plan?.rows[this.layer.show];
    if (!plan || !row) return { columns: [], rows: [] };
    const weight = plan.rows[this.layer.head]?.params[0]?.name ?? '';
    const maps = planesOf(row)[1] > 1;
    const values = this.session.values(row.index);
    const known = !maps && !this.session.inspect.pending(row.index);
    const rows = Array.from({ length: this.#units(row) }, (_, unit) => [
      ...(known ? [[unit, row.name, values[unit] ?? 0]] : []),
      ...this.#pieces(plan, unit).map((piece) => [
        unit,
        piece.param < 0 ? row.name : weight,
        ...piece.values,
      ]),
    ]).flat();
    const most = Math.max(0, ...rows.map((each) => each.length - 2));
    return { columns: ['#', '', ...Array.from({ length: most }, (_, i) => String(i))], rows };
  };

  // Without one, numbers alone are on show.
  picture = (): HTMLCanvasElement | undefined => {
    const canvases = [...this.renderRoot.querySelectorAll('canvas')];
    return canvases.length > 0 ? sheetOf(canvases) : undefined;
  };

  // Of a picture: smaller where there are more, larger in a wide window; a map and its kernels twice in a narrow one.
  #side(plan: Plan): number {
    const row = plan.rows[this.layer.show];
    const units = row ? this.#units(row) : 1;
    if (units <= 2) return 280;
    const side = units <= 8 ? 96 : units <= 16 ? 74 : units <= 48 ? 56 : 42;
    if (plan.rows[this.layer.head]?.op === 'conv' && this.wide < USUAL_PX)
      return Math.min(side, Math.floor((this.wide - 24) / 4));
    return Math.round(side * Math.max(1, Math.sqrt(this.wide / USUAL_PX)));
  }

  #draw(): void {
    const plan = this.session.running.peek()?.plan;
    const colours = ramps.peek();
    if (!plan || !colours || !this.renderRoot || !plan.layers.includes(this.layer) || this.wide === 0) return;
    const side = this.#side(plan);
    // Weights stay the same from drawing to drawing; maps do not.
    const row = plan.rows[this.layer.show];
    const moving = row !== undefined && planesOf(row)[1] > 1;
    const now = [
      plan,
      this.layer,
      this.session.inspect.weights.peek(),
      colours,
      side,
      this.renderRoot.querySelector('canvas'),
    ];
    if (!moving && now.every((part, i) => part === this.#drawn[i])) return;
    this.#drawn = now;
    let widest = row && row.shape.length > 1 && !moving ? PLACE_PX : LABEL_PX;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const pieces = this.#pieces(plan, Number(canvas.dataset.unit));
      const boxes = layPieces(pieces, side);
      const width = boxes.reduce((sum, box) => sum + box.w + GAP_PX, -GAP_PX);
      widest = Math.max(widest, Math.ceil(width));
      const context = fitted(canvas, Math.max(20, width), side);
      if (!context) continue;
      canvas.style.width = `${Math.max(20, width)}px`;
      canvas.style.height = `${side}px`;
      for (const [k, piece] of pieces.entries()) {
        const box = boxes[k];
        if (box) this.#drawPiece(context, piece, box, colours);
      }
    }
    const list = this.renderRoot.querySelector<HTMLElement>('.pictured');
    if (list) list.style.gridTemplateColumns = `repeat(auto-fill, ${widest}px)`;
  }

  #drawPiece(context: CanvasRenderingContext2D, piece: Piece, box: PieceBox, colours: Ramps): void {
    const { height, width, planes, columns } = piece;
    this.#raster.draw(piece.values, width, height * planes, colours, piece.full);
    context.imageSmoothingEnabled = false;
    for (let plane = 0; plane < planes; plane++) {
      const x = box.x + (plane % columns) * (width * box.cell + box.gap);
      const y = Math.floor(plane / columns) * (height * box.cell + box.gap);
      const [w, h] = [width * box.cell, height * box.cell];
      context.drawImage(this.#raster.canvas, 0, plane * height, width, height, x, y, w, h);
    }
    context.strokeStyle = colours.line;
    context.strokeRect(box.x + 0.5, 0.5, box.w - 1, box.h - 1);
  }

  // ---------------------------------------------------------------- pointing

  // The number under a point of a unit's picture.
  #under(event: MouseEvent, unit: number): { piece: Piece; index: number } | undefined {
    const plan = this.session.running.peek()?.plan;
    const canvas = (event.currentTarget as HTMLElement).querySelector('canvas');
    if (!plan || !canvas || event.detail === -1) return undefined;
    const frame = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - frame.left, event.clientY - frame.top];
    const pieces = this.#pieces(plan, unit);
    for (const [k, box] of layPieces(pieces, this.#side(plan)).entries()) {
      const piece = pieces[k];
      if (!piece || px < box.x || px >= box.x + box.w || py < 0 || py >= box.h) continue;
      const [pw, ph] = [piece.width * box.cell + box.gap, piece.height * box.cell + box.gap];
      const [column, line] = [Math.floor((px - box.x) / pw), Math.floor(py / ph)];
      const x = Math.floor(((px - box.x) % pw) / box.cell);
      const y = Math.floor((py % ph) / box.cell);
      if (x >= piece.width || y >= piece.height) return undefined;
      const index = ((line * piece.columns + column) * piece.height + y) * piece.width + x;
      return index < piece.values.length ? { piece, index } : undefined;
    }
    return undefined;
  }

  // A weight in a unit's picture can be dragged to another value.
  #down(event: PointerEvent, unit: number): void {
    const found = this.#under(event, unit);
    const { piece, index } = found ?? {};
    this.#drag.down(
      event,
      piece && index !== undefined && piece.param >= 0 && typeof piece.full === 'number'
        ? {
            what: { kind: 'param', id: piece.param, index: piece.offset + index },
            value: piece.values[index] ?? 0,
            full: piece.full,
          }
        : undefined,
    );
  }

  #point(event: PointerEvent, unit: number): void {
    if (this.#drag.move(event, this.session.inspect)) return;
    const plan = this.session.running.peek()?.plan;
    const found = this.#under(event, unit);
    if (!plan || !found) return;
    const { piece, index } = found;
    const what = { id: piece.param < 0 ? this.layer.show : piece.param, index: piece.offset + index };
    readout.value = {
      x: event.clientX,
      y: event.clientY,
      title:
        piece.param < 0
          ? shortName(plan, { kind: 'value', ...what })
          : paramName(plan, { kind: 'param', ...what }),
      value: piece.values[index] ?? 0,
      ...(typeof piece.full === 'number'
        ? { note: t('layerview.scale', { scale: Number(piece.full.toPrecision(2)) }) }
        : {}),
    };
  }

  #leave = (event: Event) => {
    if (!stays(event)) readout.value = undefined;
  };

  // A neuron opens its sum; a map the cell that was pointed at, or its strongest.
  #open(event: MouseEvent, unit: number): void {
    const plan = this.session.running.peek()?.plan;
    const row = plan?.rows[this.layer.show];
    if (!row || this.session.inspect.pending(row.index) || this.#drag.ended()) return;
    readout.value = undefined;
    this.at = unit;
    const [, height, width] = planesOf(row);
    let index = unit;
    if (height > 1) {
      const found = event.detail > 0 ? this.#under(event, unit) : undefined;
      const area = height * width;
      const values = this.session.values(row.index);
      index = unit * area;
      if (found && found.piece.param < 0) index += found.index;
      else
        for (let i = unit * area; i < (unit + 1) * area; i++)
          if (Math.abs(values[i] ?? 0) > Math.abs(values[index] ?? 0)) index = i;
    }
    this.session.inspect.open({ kind: 'value', id: row.index, index });
  }

  #keydown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('button')];
    this.at = Math.min(buttons.length - 1, Math.max(0, this.at + step));
    buttons[this.at]?.focus();
  };
}

interface PieceBox {
  readonly x: number;
  readonly w: number;
  readonly h: number;
  readonly cell: number;
  readonly gap: number;
}

function layPieces(pieces: readonly Piece[], side: number): PieceBox[] {
  let x = 0;
  return pieces.map(({ planes, columns, width, height }) => {
    const gap = planes > 1 ? 1 : 0;
    const lines = Math.ceil(planes / columns);
    const cell = Math.min(
      (side - gap * (columns - 1)) / (columns * width),
      (side - gap * (lines - 1)) / (lines * height),
    );
    const box = {
      x,
      cell,
      gap,
      w: columns * (width * cell + gap) - gap,
      h: lines * (height * cell + gap) - gap,
    };
    x += box.w + GAP_PX;
    return box;
  });
}

customElements.define('gn-units', GnUnits);
