// A curve that grows: lines over steps, epochs, samples or seconds; values on hover, focus and in a table; PNG and CSV.

import { SignalWatcher } from '@lit-labs/preact-signals';
import { html, LitElement, nothing, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import sheet from 'uplot/dist/uPlot.min.css?inline';
import { count, number, t } from '../locales';
import { ramps } from './colour';
import { drawEnds, endsRoom } from './curve-ends';
import { inkAt, joined, type Line, LOOKS, strokeOf, tableOf, ticksOf } from './curve-lines';
import { drawMarks, type Mark, markRows, marksNear, nextMark } from './curve-marks';
import { curveStyles } from './curve-styles';
import './gn-save';
import { numbers } from './panel-styles';
import { pictureOf } from './picture-of';
import { shared } from './styles';
import './gn-about';

export type { Line } from './curve-lines';

// The room between two lines: filled where `over` is the higher, and said in words.
export interface Gap {
  readonly over: number; // places among the lines
  readonly under: number;
  readonly text: string;
}

const NO_RANGE = 100; // of x, where nothing has happened
const ROWS = 40; // of the table

// Of the axis at the side: the same for curves beside each other, unless a number needs more.
const wideFor = (labels: readonly string[] | null): number =>
  Math.max(44, 10 + 7 * Math.max(0, ...(labels ?? []).map((each) => each.length)));

// Of the last label below, which hangs over the end of its axis.
const halfOf = (most = 0): number => (7 * count(Math.round(most)).length) / 2;

// Powers of ten, and not too many of them, for a logarithmic axis.
const MOST_POWERS = 6;
function powersBetween(_: uPlot, __: number, low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / MOST_POWERS));
  return Array.from(
    { length: Math.floor((last - first) / stride) + 1 },
    (_, i) => 10 ** (first + i * stride),
  );
}

// A line without a single number, such as the test's where no sample is kept for it, is not spoken of. One that broke is.
function measured({ y }: Line): boolean {
  for (let i = y.length - 1; i >= 0; i--) if (Number.isFinite(y[i])) return true;
  return false;
}

export class GnCurve extends SignalWatcher(LitElement) {
  static override properties = {
    lines: { attribute: false },
    heading: {},
    about: {},
    axis: {},
    low: { type: Number },
    high: { type: Number },
    form: { attribute: false },
    bare: { type: Boolean },
    nameless: { type: Boolean },
    logs: { type: Boolean },
    mark: { type: Number },
    marks: { attribute: false },
    gap: { attribute: false },
    most: { type: Number },
    log: { state: true },
    table: { state: true },
    said: { state: true },
    lit: { state: true },
    pinned: { state: true },
  };
  declare lines: readonly Line[];
  declare heading: string;
  declare about: string; // topic of its explanation, if it has one
  declare axis: string; // what x is
  declare low: number | undefined; // of y; else as the lines want
  declare high: number | undefined;
  declare form: (value: number) => string;
  declare bare: boolean; // its lines are named elsewhere
  declare nameless: boolean; // and so is the curve itself
  declare logs: boolean; // may be drawn on a logarithmic scale
  declare mark: number | undefined; // on x: the moment that is on show, before the end
  declare marks: readonly Mark[]; // where something was changed, by x
  declare gap: Gap | undefined; // between two of the lines, where they last stand
  declare most: number; // of x, at least
  declare log: boolean;
  declare table: boolean;
  declare said: string;
  declare lit: number; // the line that is pointed at in the legend; −1: none
  declare pinned: number; // the one that was pressed there

  #plot: uPlot | undefined;
  #shape = ''; // of the lines the plot was made for
  #known: { of: unknown; count: number; x: number[]; columns: (number | null)[][] } | undefined; // joined before
  #at = -1; // place under the keyboard's cursor
  #marked: number | undefined; // x of the mark under it
  #finger = false; // was here last: a mouse that rests elsewhere takes nothing back
  #sizes = new ResizeObserver(() => this.#fit());

  constructor() {
    super();
    this.lines = [];
    this.heading = '';
    this.about = '';
    this.axis = '';
    this.form = number;
    this.bare = false;
    this.nameless = false;
    this.logs = false;
    this.marks = [];
    this.most = 0;
    this.log = false;
    this.table = false;
    this.said = '';
    this.lit = -1;
    this.pinned = -1;
  }

  static override styles = [shared, numbers, unsafeCSS(sheet), curveStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  override firstUpdated(): void {
    this.#watch();
  }

  // The plot's own room: it also shrinks when the legend takes another line.
  #watch(): void {
    const box = this.renderRoot?.querySelector('.plot');
    if (box) this.#sizes.observe(box);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  override render() {
    void ramps.value;
    const named = this.lines.filter(measured);
    return html`<header class=${this.said ? 'saying' : ''}>
        <h2 class=${this.nameless ? 'sr' : ''}>${this.heading}</h2>
        ${this.about && !this.nameless && !this.said ? html`<gn-about topic=${this.about} .panel=${this.heading}></gn-about>` : nothing}
        ${
          this.bare || this.said
            ? nothing
            : html`<span class="keys">${named.map((line) => this.#keyOf(line))}${
                this.gap ? html`<span class="key gap">${this.gap.text}</span>` : nothing
              }</span>`
        }
        <span class="said" role="status">${this.said}</span>
        <span class="buttons">
          <slot></slot>
          ${
            this.logs && !this.table
              ? this.#toggle(this.log, t('curve.log'), () => {
                  this.log = !this.log;
                })
              : nothing
          }
          <gn-save .heading=${this.heading} .table=${this.#table} .picture=${this.#picture} .form=${this.form}></gn-save>
          ${this.#toggle(this.table, t('curve.table'), () => {
            this.table = !this.table;
          })}
        </span>
      </header>
      ${this.table ? this.#rows() : nothing}
      <div class="field" ?hidden=${this.table}>
        <div
          class="plot"
          role="img"
          tabindex="0"
          aria-label=${this.#words()}
          @keydown=${this.#key}
          @pointerenter=${(event: PointerEvent) => {
            this.#finger = event.pointerType === 'touch';
          }}
          @blur=${() => this.#point(-1)}
        ></div>
      </div>`;
  }

  // One of many lines stands out while its name is pointed at, or has been pressed.
  #keyOf(line: Line) {
    const { name, look, depth } = line;
    if (depth === undefined) return html`<span class="key ${look}">${name}</span>`;
    const i = this.lines.indexOf(line);
    const ink = ramps.peek();
    const point = (at: number) => () => {
      this.lit = at;
    };
    return html`<button
      class="key ${look}"
      type="button"
      aria-pressed=${this.pinned === i}
      @pointerenter=${point(i)}
      @pointerleave=${point(-1)}
      @focus=${point(i)}
      @blur=${point(-1)}
      @click=${() => {
        this.pinned = this.pinned === i ? -1 : i;
      }}
    >
      <svg width="16" height="2" aria-hidden="true">
        <line x2="16" y1="1" y2="1" stroke-width="2" stroke=${ink ? inkAt(depth, ink) : 'currentColor'} />
      </svg>
      ${name}
    </button>`;
  }

  get #out(): number {
    return this.lit >= 0 ? this.lit : this.pinned;
  }

  #toggle(on: boolean, name: string, press: () => void) {
    return html`<button class="button bare" type="button" aria-pressed=${on} @click=${press}>${name}</button>`;
  }

  #words(): string {
    const parts = this.lines
      .filter((line) => measured(line) && line.look !== 'past')
      .map(({ name, y }) => `${name} ${this.form(y[y.length - 1] ?? Number.NaN)}`);
    if (this.gap) parts.push(this.gap.text);
    const said = `${this.heading}: ${parts.length > 0 ? parts.join(', ') : t('curve.empty')}. ${t('curve.keys')}`;
    const { length } = this.marks;
    if (length === 0) return said;
    return `${said} ${t(length === 1 ? 'curve.mark' : 'curve.marks', { count: count(length) })}`;
  }

  #rows() {
    const { x, columns } = this.#joined();
    const stride = Math.max(1, Math.ceil(x.length / ROWS));
    const changed = markRows(x, this.marks);
    const places = x.map((_, i) => i).filter((i) => i % stride === 0 || i === x.length - 1 || changed.has(i));
    return html`<div class="rows" tabindex="0" role="group" aria-label=${this.heading}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.axis}</th>
            ${this.lines.map(({ name }) => html`<th scope="col">${name}</th>`)}
            ${changed.size > 0 ? html`<th scope="col">${t('curve.changed')}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${places.map(
            (i) => html`<tr>
              <th scope="row">${count(x[i] ?? 0)}</th>
              ${columns.map((column) => html`<td>${column[i] === undefined || column[i] === null ? '' : this.form(column[i] as number)}</td>`)}
              ${changed.size > 0 ? html`<td>${changed.get(i) ?? ''}</td>` : nothing}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  // All lines over the one x that a plot has, laid out once.
  #joined(): { x: number[]; columns: (number | null)[][] } {
    const count = this.#count();
    if (this.#known?.of !== this.lines || this.#known.count !== count)
      this.#known = { of: this.lines, count, ...joined(this.lines) };
    return this.#known;
  }

  // Lines that grow in place are the same list, but longer.
  #count = (): number => this.lines.reduce((sum, { x }) => sum + x.length, this.most);

  override updated(): void {
    const box = this.renderRoot.querySelector<HTMLElement>('.plot');
    const ink = ramps.peek();
    if (!box || this.table || !ink || box.clientWidth === 0) return;
    const shape = [
      ink.ink,
      this.lines.map(({ name, look }) => name + look),
      this.low,
      this.high,
      this.log,
      this.gap?.over,
      this.gap?.under,
      this.#out,
    ].join();
    const { x, columns } = this.#joined();
    const data = [x, ...columns] as uPlot.AlignedData;
    if (shape !== this.#shape || !this.#plot) {
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(box, ink), data, box);
      this.#shape = shape;
    } else if (x === this.#plot.data[0]) {
      this.#plot.redraw(false); // another moment of the same
    } else {
      this.#plot.setData(data);
    }
  }

  #options(box: HTMLElement, ink: NonNullable<typeof ramps.value>): uPlot.Options {
    const axis = {
      stroke: ink.faint,
      font: '12px "Geist Variable", system-ui, sans-serif',
      grid: { stroke: ink.line, width: 1 },
      ticks: { show: false },
      gap: 4,
    };
    const fixed = this.low !== undefined && this.high !== undefined;
    return {
      width: box.clientWidth,
      height: box.clientHeight,
      padding: [8, (plot) => Math.max(12, halfOf(plot.scales.x?.max), endsRoom(this.lines)), 0, 0],
      legend: { show: false },
      bands: this.gap ? [{ series: [this.gap.over + 1, this.gap.under + 1], fill: `${ink.faint}40` }] : [],
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        // Curves beside each other end at the same place.
        x: { time: false, range: (_, low, high) => [low ?? 0, Math.max(high ?? 0, this.most) || NO_RANGE] },
        y: this.log
          ? { distr: 3 }
          : fixed
            ? { range: [this.low as number, this.high as number] }
            : {
                range: (_, low, high) =>
                  Number.isFinite(high) ? [Math.min(0, low), high * 1.06 || 1] : [0, 1],
              },
      },
      axes: [
        {
          ...axis,
          size: 22,
          filter: ({ data: [x] }, ticks) => ticksOf(x, ticks),
          values: (_, ticks) =>
            ticks.map((tick) => (tick === null ? '' : Number.isInteger(tick) ? count(tick) : String(tick))),
        },
        {
          ...axis,
          size: (_, labels) => wideFor(labels),
          values: (_, ticks) => ticks.map((tick) => this.form(tick)),
          ...(this.log ? { splits: powersBetween, filter: (_, ticks) => ticks } : {}),
        },
      ],
      series: [
        {},
        ...this.lines.map(
          ({ name, look }, i): uPlot.Series => ({
            label: name,
            ...strokeOf(this.lines, i, this.#out, ink),
            dash: [...LOOKS[look].dash],
            spanGaps: true,
            // A line of one value would not be seen.
            points: { show: (_, __, first, last) => look !== 'thin' && first === last, size: 7 },
          }),
        ),
      ],
      hooks: {
        setCursor: [
          ({ cursor: { idx, left = -1 } }) => {
            if (left >= 0 || !this.#finger) this.#say(idx ?? -1);
          },
        ],
        draw: [
          (plot) => {
            drawMarks(plot, this.marks, ink.faint);
            drawEnds(plot, this.lines, this.#out, ink);
            this.#drawMark(plot, ink.ink);
          },
        ],
      },
    };
  }

  #drawMark({ ctx, bbox, valToPos }: uPlot, ink: string): void {
    if (this.mark === undefined) return;
    const x = Math.round(valToPos(this.mark, 'x', true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = ink;
    ctx.lineWidth = devicePixelRatio || 1;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  #say(i: number): void {
    const plot = this.#plot;
    const x = plot?.data[0][i];
    if (!plot || x === undefined || i < 0) {
      this.said = '';
      return;
    }
    const at = (line: number): number | undefined => {
      const column = plot.data[line + 1] as (number | null)[];
      for (let k = i; k >= 0; k--)
        if (column[k] !== null && column[k] !== undefined) return column[k] as number;
      return undefined;
    };
    const parts = this.lines.flatMap(({ name }, line) => {
      const value = at(line);
      return value === undefined ? [] : [`${name} ${this.form(value)}`];
    });
    const near = marksNear(plot, this.marks, plot.cursor.left ?? -1);
    const changed = near.map((mark) =>
      mark.x === x ? mark.text : `${this.axis} ${count(mark.x)}: ${mark.text}`,
    );
    const here = `${this.axis} ${count(x)}: `;
    const values = parts.join(' · ');
    this.said = near.every((mark) => mark.x === x)
      ? `${here}${[...changed, values].join(' · ')}`
      : [...changed, `${here}${values}`].join(' · ');
  }

  // `mark`: it is there that the cursor stands.
  #point(i: number, mark?: number): void {
    this.#finger = false;
    this.#at = i;
    this.#marked = mark;
    const plot = this.#plot;
    if (!plot) return;
    const x = mark ?? plot.data[0][i];
    plot.setCursor(
      x === undefined
        ? { left: -10, top: -10 }
        : { left: plot.valToPos(x, 'x'), top: plot.over.clientHeight / 2 },
    );
  }

  #key = (event: KeyboardEvent) => {
    const last = (this.#plot?.data[0].length ?? 0) - 1;
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (way !== undefined && this.marks.length > 0 && last >= 0) {
      event.preventDefault();
      this.#toMark(way > 0 ? 1 : -1, last);
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -1e9, End: 1e9 }[event.key];
    if (step === undefined || last < 0) return;
    event.preventDefault();
    const from = this.#at < 0 ? last : this.#at;
    this.#point(Math.min(last, Math.max(0, from + step)));
  };

  #toMark(way: 1 | -1, last: number): void {
    const x = this.#plot?.data[0] ?? [];
    const from =
      this.#marked ?? x[this.#at] ?? (way > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    const mark = nextMark(this.marks, from, way);
    if (!mark) return;
    const found = x.findIndex((each) => each >= mark.x);
    this.#point(found < 0 ? last : found, mark.x);
  }

  #fit(): void {
    const box = this.renderRoot.querySelector<HTMLElement>('.plot');
    if (!box || this.table || box.clientWidth === 0) return;
    if (this.#plot) this.#plot.setSize({ width: box.clientWidth, height: box.clientHeight });
    else this.requestUpdate();
  }

  // With the names of its lines, unless its numbers stand in its place.
  #picture = () => (this.table ? this.#plot?.ctx.canvas : pictureOf(this));

  #table = () => tableOf(this.lines, this.marks, this.axis, t('curve.changed'));
}

customElements.define('gn-curve', GnCurve);
