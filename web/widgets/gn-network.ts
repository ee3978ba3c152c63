// The network, live: neurons as discs or cells, feature maps as pictures, the strongest terms w·x as threads.
// Reads the plan and the values in the core's memory; one canvas, drawn at most once a frame.
import { css, html, nothing } from 'lit';
import { countOf, type Layer, type Plan } from '../engine/plan';
import { newThreads, type Threads } from '../engine/threads';
import { count, isKey, number, t } from '../locales';
import { fullScale, type Ramps, ramps, signedIndex } from './colour';
import { GnElement } from './element';
import {
  type Box,
  cellCentre,
  elementAt,
  type Layout,
  layAcross,
  layDown,
  plane,
  unitAt,
} from './network-layout';
import { fitted, Raster } from './raster';
import { gridAround, readout, stays } from './readout';
import { shared } from './styles';

const THREADS = 180; // in the whole picture
const MAX_MAPS = 256; // drawn; the rest of a very wide layer is named only
const THREAD_PX = 2.6; // width of the strongest

export class GnNetwork extends GnElement {
  static override properties = {
    ...GnElement.properties,
    size: { state: true },
    element: { state: true },
    pointed: { state: true },
  };
  declare size: readonly [number, number];
  declare element: readonly number[]; // the keyboard's place in each layer
  declare pointed: number; // layer under the pointer or focus, −1: none

  #layout: Layout | undefined;
  #laid: Plan | undefined;
  #laidSize: readonly [number, number] = [0, 0];
  #rasters: Raster[] = [];
  #scales: number[] = [];
  #threads: Threads[] = [];
  #observer = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.size = [0, 0];
    this.element = [];
    this.pointed = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 0;
        overflow: auto;
        scrollbar-width: thin;
      }
      .stage {
        position: absolute;
        inset: 0 auto auto 0;
      }
      canvas {
        position: absolute;
        inset: 0;
      }
      .label {
        position: absolute;
        z-index: 1;
        text-align: center;
        font-size: var(--text-xs);
        line-height: 1.25;
        color: var(--ink-faint);
        pointer-events: none;
      }
      .label b {
        font-weight: 600;
        color: var(--ink);
      }
      .foot b {
        font-weight: 500;
        color: var(--ink-soft);
      }
      .total {
        white-space: nowrap;
      }
      .label:not(.foot) > span {
        background: var(--paper);
        border-radius: 4px;
        padding: 1px 3px;
      }
      .wide {
        display: flex;
        justify-content: space-between;
        gap: var(--space-2);
      }
      .first {
        text-align: left;
      }
      .last {
        text-align: right;
      }
      .hit {
        position: absolute;
        cursor: crosshair;
        border-radius: var(--radius-s);
        touch-action: pan-y;
      }
      .hit:focus-visible {
        outline-offset: 5px;
      }
      .empty {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.follow(() => {
      void this.session.frame.value;
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  #measure(): void {
    const [w, h] = [this.clientWidth, this.clientHeight];
    const down = w < 560;
    if (w !== this.size[0] || (!down && h !== this.size[1])) this.size = [w, h];
  }

  #lay(plan: Plan): Layout {
    const [width, height] = this.size;
    const kept = this.#layout;
    const [wasWide, wasHigh] = this.#laidSize;
    if (kept && this.#laid === plan && wasWide === width && (kept.down || wasHigh === height)) return kept;
    this.#laidSize = this.size;
    if (this.#laid !== plan) {
      this.#rasters = plan.layers.map(() => new Raster());
      this.element = plan.layers.map(() => 0);
      const dense = plan.layers.filter((layer) => plan.rows[layer.head]?.op === 'dense').length;
      this.#threads = plan.layers.map(() => newThreads(Math.round(THREADS / Math.max(1, dense))));
    }
    this.#laid = plan;
    this.#layout = width < 560 ? layDown(plan, width) : layAcross(plan, width, height);
    return this.#layout;
  }

  override render() {
    const plan = this.session.running.value?.plan;
    if (!plan) return html`<p class="empty">${t('network.loading')}</p>`;
    if (this.size[0] === 0) return nothing;
    const layout = this.#lay(plan);
    this.style.height = layout.down ? `${layout.height}px` : '';
    return html`<div class="stage" role="group" aria-label=${t('network.name')}>
      <canvas aria-hidden="true"></canvas>
      ${layout.boxes.map((box) => {
        const layer = plan.layers[box.layer];
        return layer ? this.#layer(plan, layer, box, layout) : nothing;
      })}
    </div>`;
  }

  #layer(plan: Plan, layer: Layer, box: Box, layout: Layout) {
    const title = layerTitle(plan, layer);
    const shape = layer.shape.join('×');
    const sum = layer.params.reduce((total, param) => total + param.size, 0);
    const arithmetic = layer.params.length > 0 ? countOf(layer.params) : t('layer.noParameters');
    const total = sum > 0 ? html` <span class="total">= <b>${count(sum)}</b></span>` : nothing;
    const left = box.labelX - box.labelW / 2;
    const edge = left < 0 ? 'first' : left + box.labelW > layout.width + 1 ? 'last' : '';
    const x = edge === 'first' ? 0 : edge === 'last' ? layout.width - box.labelW : left;
    const wide = layout.down && box.labelW > 240;
    const head =
      box.footY < 0
        ? html`<div
            class="label ${wide ? 'wide' : ''}"
            data-x=${layout.down ? left : x}
            data-y=${box.labelY}
            data-w=${box.labelW}
          >
            <span><b>${title}</b> ${shape}</span> <span>${arithmetic}${total}</span>
          </div>`
        : html`<div class="label ${edge}" data-x=${x} data-y=${box.labelY} data-w=${box.labelW}>
              <b>${title}</b><br />${shape}
            </div>
            <div class="label foot ${edge}" data-x=${x} data-y=${box.footY} data-w=${box.labelW}>
              ${arithmetic}${total}
            </div>`;
    const at = this.element[layer.index] ?? 0;
    return html`${head}
      <div
        class="hit"
        role="slider"
        tabindex="0"
        data-x=${box.x - 3}
        data-y=${box.y - 3}
        data-w=${box.w + 6}
        data-h=${box.h + 6}
        aria-label=${t('layer.read', { layer: title, shape, name: plan.rows[layer.head]?.name ?? '' })}
        aria-valuemin="0"
        aria-valuemax=${Math.max(0, sizeOf(layer) - 1)}
        aria-valuenow=${at}
        aria-valuetext=${this.pointed === layer.index ? this.#words(plan, layer, at) : t('layer.look')}
        @pointermove=${(event: PointerEvent) => this.#point(event, plan, layer, box)}
        @pointerdown=${(event: PointerEvent) => this.#point(event, plan, layer, box)}
        @pointerleave=${this.#leave}
        @focus=${(event: FocusEvent) => this.#focus(event, plan, layer, box)}
        @blur=${this.#leave}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event, plan, layer, box)}
      ></div>`;
  }

  override updated(): void {
    // Positions go through the style object: a style attribute would break the page's content security policy.
    for (const part of this.renderRoot.querySelectorAll<HTMLElement>('[data-x]')) {
      const { x, y, w, h } = part.dataset;
      part.style.left = `${x}px`;
      part.style.top = `${y}px`;
      part.style.width = w ? `${w}px` : '';
      part.style.height = h ? `${h}px` : '';
    }
    this.#draw();
  }

  // ---------------------------------------------------------------- reading values

  #words(plan: Plan, layer: Layer, index: number): string {
    const value = this.session.values(layer.show)[index] ?? 0;
    return `${elementName(layer, index)}: ${number(value)} (${plan.rows[layer.show]?.name ?? ''})`;
  }

  #tell(plan: Plan, layer: Layer, index: number, x: number, y: number): void {
    const values = this.session.values(layer.show);
    const value = values[index];
    if (value === undefined) return;
    const full = layer.form === 'image' ? 'pixels' : (this.#scales[layer.index] ?? 1);
    const [rows, columns] = plane(layer);
    const map = Math.floor(index / (rows * columns));
    readout.value = {
      x,
      y,
      title: `${layerTitle(plan, layer)} · ${elementName(layer, index)}`,
      value,
      ...(layer.form === 'vector' || rows * columns < 4
        ? { note: t('layer.scale', { scale: Number((this.#scales[layer.index] ?? 1).toPrecision(2)) }) }
        : { grid: gridAround(values, map * rows * columns, columns, rows, index % (rows * columns), full) }),
    };
  }

  #point(event: PointerEvent, plan: Plan, layer: Layer, box: Box): void {
    const frame = this.#frame();
    const index = elementAt(box, layer, event.clientX - frame.left, event.clientY - frame.top);
    if (index < 0) return;
    this.#look(layer, index);
    this.#tell(plan, layer, index, event.clientX, event.clientY);
  }

  #frame(): DOMRect {
    return (this.renderRoot.querySelector('.stage') ?? this).getBoundingClientRect();
  }

  #look(layer: Layer, index: number): void {
    this.pointed = layer.index;
    this.element = this.element.map((at, i) => (i === layer.index ? index : at));
  }

  #tellAt(plan: Plan, layer: Layer, box: Box, index: number): void {
    const frame = this.#frame();
    const { x, y } = cellCentre(box, layer, index);
    this.#tell(plan, layer, index, frame.left + x, frame.top + y);
  }

  #focus(event: FocusEvent, plan: Plan, layer: Layer, box: Box): void {
    if (!(event.currentTarget as HTMLElement).matches(':focus-visible')) return;
    this.pointed = layer.index;
    this.#tellAt(plan, layer, box, this.element[layer.index] ?? 0);
  }

  #keydown(event: KeyboardEvent, plan: Plan, layer: Layer, box: Box): void {
    const across = layer.form === 'vector' ? box.columns : plane(layer)[1];
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -across,
      ArrowDown: across,
      PageUp: -plane(layer)[0] * plane(layer)[1],
      PageDown: plane(layer)[0] * plane(layer)[1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = Math.min(sizeOf(layer) - 1, Math.max(0, (this.element[layer.index] ?? 0) + step));
    this.#look(layer, index);
    this.#tellAt(plan, layer, box, index);
  }

  #leave = (event: Event) => {
    if (stays(event)) return;
    this.pointed = -1;
    readout.value = undefined;
  };

  // ---------------------------------------------------------------- drawing

  #draw(): void {
    const colours = ramps.peek();
    const plan = this.session.running.peek()?.plan;
    const canvas = this.renderRoot?.querySelector('canvas');
    const layout = this.#layout;
    if (!colours || !plan || !canvas || !layout || plan !== this.#laid) return;
    const context = fitted(canvas, layout.width, layout.height);
    if (!context) return;
    canvas.style.width = `${layout.width}px`;
    canvas.style.height = `${layout.height}px`;
    const boxOf = new Map(layout.boxes.map((box) => [box.layer, box]));
    for (const layer of plan.layers) {
      this.#scales[layer.index] = layer.form === 'image' ? 1 : fullScale(this.session.values(layer.show));
    }
    const layers = (neurons: boolean) => {
      for (const layer of plan.layers) {
        const box = boxOf.get(layer.index);
        if (box && (layer.form === 'vector') === neurons) this.#drawLayer(context, layer, box, colours);
      }
    };
    const links = (threads: boolean) => {
      for (const layer of plan.layers) {
        for (const source of layer.inputs.map((input) => plan.layers[input])) {
          const box = boxOf.get(layer.index);
          const from = source && boxOf.get(source.index);
          if (!box || !from) continue;
          const has = layer.depth === source.depth + 1 && hasThreads(plan, layer);
          if (has !== threads) continue;
          if (has) this.#drawThreads(context, layout, layer, box, source, from, colours);
          else drawWires(context, layout, layer, box, source, from, colours);
        }
      }
    };
    // Wires lie beneath the pictures; threads start on the pixels they come from and end beneath the neurons.
    links(false);
    layers(false);
    links(true);
    layers(true);
  }

  #drawThreads(
    context: CanvasRenderingContext2D,
    layout: Layout,
    layer: Layer,
    box: Box,
    source: Layer,
    from: Box,
    colours: Ramps,
  ): void {
    const threads = this.#threads[layer.index];
    const probe = this.session.probe;
    if (!threads || !probe) return;
    probe.threads(threads, layer.head);
    let most = 0;
    for (let i = 0; i < threads.count; i++) most = Math.max(most, Math.abs(threads.term[i] as number));
    if (!(most > 0)) return;
    context.lineCap = 'round';
    for (let i = 0; i < threads.count; i++) {
      const term = threads.term[i] as number;
      const share = Math.abs(term) / most;
      const a = cellCentre(from, source, threads.from[i] as number);
      const b = cellCentre(box, layer, threads.to[i] as number);
      context.strokeStyle = colours.signedCss[signedIndex(Math.sign(term) * (0.35 + 0.65 * share), 1)] ?? '';
      context.globalAlpha = 0.12 + 0.64 * share ** 1.5;
      context.lineWidth = 0.5 + (THREAD_PX - 0.5) * share;
      context.beginPath();
      curve(context, a.x, a.y, b.x, b.y, layout.down);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #drawLayer(context: CanvasRenderingContext2D, layer: Layer, box: Box, colours: Ramps): void {
    const values = this.session.values(layer.show);
    const full = this.#scales[layer.index] ?? 1;
    if (layer.form !== 'vector') {
      const [rows, columns] = plane(layer);
      const maps = layer.form === 'image' ? 1 : Math.min(MAX_MAPS, layer.shape[0] ?? 1);
      const raster = this.#rasters[layer.index];
      if (!raster) return;
      raster.draw(values, columns, rows * maps, colours, layer.form === 'image' ? 'pixels' : full);
      context.imageSmoothingEnabled = false;
      context.strokeStyle = colours.line;
      context.lineWidth = 1;
      for (let map = 0; map < maps; map++) {
        const { x, y } = unitAt(box, map);
        context.drawImage(raster.canvas, 0, map * rows, columns, rows, x, y, box.unitW, box.unitH);
        context.strokeRect(x + 0.5, y + 0.5, box.unitW - 1, box.unitH - 1);
      }
      return;
    }
    for (let i = 0; i < values.length; i++) {
      const { x, y } = unitAt(box, i);
      context.fillStyle = colours.signedCss[signedIndex(values[i] as number, full)] ?? '';
      if (box.round) {
        const radius = box.unitW / 2;
        context.beginPath();
        context.arc(x + radius, y + radius, radius, 0, 2 * Math.PI);
        context.fill();
        context.strokeStyle = colours.paper;
        context.lineWidth = 1.5;
        context.stroke();
      } else {
        context.fillRect(x, y, box.unitW, box.unitH);
      }
    }
  }
}

// A dense row that takes all its input at once, not step by step along an axis.
function hasThreads(plan: Plan, layer: Layer): boolean {
  const head = plan.rows[layer.head];
  const from = head?.inputs[0];
  return head?.op === 'dense' && from !== undefined && head.params[0]?.shape[1] === plan.rows[from]?.size;
}

const sizeOf = (layer: Layer): number => layer.shape.reduce((a, b) => a * b, 1);

function layerTitle(plan: Plan, layer: Layer): string {
  const op = plan.rows[layer.head]?.op ?? '';
  const key = `op.${op}`;
  const name = isKey(key) ? t(key) : op;
  return layer.activation && layer.activation !== op ? `${name} · ${layer.activation}` : name;
}

function elementName(layer: Layer, index: number): string {
  if (layer.form === 'vector') return t('layer.neuron', { index });
  const [rows, columns] = plane(layer);
  const inMap = index % (rows * columns);
  const place = { row: Math.floor(inMap / columns) + 1, column: (inMap % columns) + 1 };
  if (layer.form === 'image') return t('pixel.title', place);
  return t('layer.cell', { map: Math.floor(index / (rows * columns)), ...place });
}

function curve(
  context: CanvasRenderingContext2D,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  down: boolean,
): void {
  context.moveTo(ax, ay);
  if (down) context.bezierCurveTo(ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by);
  else context.bezierCurveTo((ax + bx) / 2, ay, (ax + bx) / 2, by, bx, by);
}

// What feeds what, without numbers: map to map where counts agree (pooling), else every map to every map.
function drawWires(
  context: CanvasRenderingContext2D,
  layout: Layout,
  layer: Layer,
  box: Box,
  source: Layer,
  from: Box,
  colours: Ramps,
): void {
  const bundled = layout.down; // maps lie in several rows there: one line says as much
  const unitsTo = bundled ? 1 : layer.form === 'maps' ? Math.min(16, layer.shape[0] ?? 1) : 1;
  const unitsFrom = bundled ? 1 : source.form === 'maps' ? Math.min(16, source.shape[0] ?? 1) : 1;
  context.strokeStyle = colours.wire;
  context.lineWidth = 1;
  context.globalAlpha = unitsTo === unitsFrom ? 0.7 : Math.min(0.7, 14 / (unitsTo * unitsFrom));
  context.beginPath();
  const end = (of: Box, unit: number, units: number, out: boolean) => {
    const corner = units === 1 ? { x: of.x, y: of.y } : unitAt(of, unit);
    const [w, h] = units === 1 ? [of.w, of.h] : [of.unitW, of.unitH];
    if (layout.down) return { x: corner.x + w / 2, y: out ? corner.y + h : corner.y };
    return { x: out ? corner.x + w : corner.x, y: corner.y + h / 2 };
  };
  const paired = unitsTo === unitsFrom;
  for (let a = 0; a < unitsFrom; a++) {
    for (let b = 0; b < unitsTo; b++) {
      if (paired && a !== b) continue;
      const [p, q] = [end(from, a, unitsFrom, true), end(box, b, unitsTo, false)];
      curve(context, p.x, p.y, q.x, q.y, layout.down);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

customElements.define('gn-network', GnNetwork);
