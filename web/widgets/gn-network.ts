// The network, live: neurons as discs or cells, feature maps as pictures, the strongest terms w·x as threads.
// Reads the plan and the values in the core's memory; one canvas, drawn at most once a frame.
import { css, html, nothing } from 'lit';
import { countOf, type Layer, type Plan } from '../engine/plan';
import { newThreads, type Threads } from '../engine/threads';
import { count, number, t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { elementName, layerTitle, sizeOf } from './names';
import { drawLayer, drawThreads, drawWires, hasThreads } from './network-draw';
import { type Box, cellCentre, elementAt, type Layout, layAcross, layDown, plane } from './network-layout';
import { fitted, Raster } from './raster';
import { gridAround, readout, stays } from './readout';
import { shared } from './styles';

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
      .label button {
        pointer-events: auto;
        border-radius: 4px;
        text-decoration: underline dotted var(--line-strong);
        text-underline-offset: 4px;
      }
      .label:not(.wide, .first, .last) button {
        margin-inline: -0.75rem; /* a name a little wider than its place stays on its line */
        white-space: nowrap;
      }
      .label button:hover {
        text-decoration: underline solid var(--ink);
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
        cursor: zoom-in;
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
      void this.session.inspect.edges.value;
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
    const down = isNarrow(w);
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
    }
    this.#laid = plan;
    this.#layout = isNarrow(width) ? layDown(plan, width) : layAcross(plan, width, height);
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
    const open = t('layer.open', { layer: title });
    const enter = () => this.session.inspect.openLayer(layer.index);
    const head =
      box.footY < 0
        ? html`<div
            class="label ${wide ? 'wide' : ''}"
            data-x=${layout.down ? left : x}
            data-y=${box.labelY}
            data-w=${box.labelW}
          >
            <span><button type="button" aria-label=${open} @click=${enter}><b>${title}</b></button> ${shape}</span>
            <span>${arithmetic}${total}</span>
          </div>`
        : html`<div class="label ${edge}" data-x=${x} data-y=${box.labelY} data-w=${box.labelW}>
              <button type="button" aria-label=${open} @click=${enter}><b>${title}</b></button><br />${shape}
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
        @click=${(event: MouseEvent) => this.#open(event, layer, box)}
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
    if (value === undefined || this.session.inspect.pending(layer.show)) return;
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

  // A neuron or cell that was clicked opens its sum.
  #open(event: MouseEvent, layer: Layer, box: Box): void {
    const frame = this.#frame();
    const index = elementAt(box, layer, event.clientX - frame.left, event.clientY - frame.top);
    if (index < 0 || this.session.inspect.pending(layer.show)) return;
    readout.value = undefined;
    this.session.inspect.open({ kind: 'value', id: layer.show, index });
  }

  #keydown(event: KeyboardEvent, plan: Plan, layer: Layer, box: Box): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      readout.value = undefined;
      this.session.inspect.open({ kind: 'value', id: layer.show, index: this.element[layer.index] ?? 0 });
      return;
    }
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
      this.#scales[layer.index] =
        layer.form === 'image' ? 1 : fullScale(this.session.values(this.session.inspect.reached(layer)));
    }
    const pending = (row: number) => this.session.inspect.pending(row);
    const layers = (neurons: boolean) => {
      for (const layer of plan.layers) {
        const box = boxOf.get(layer.index);
        const row = this.session.inspect.reached(layer);
        if (!box || (layer.form === 'vector') !== neurons || row < 0) continue;
        const full = this.#scales[layer.index] ?? 1;
        const values = this.session.values(row);
        drawLayer(context, layer, box, values, full, this.#rasters[layer.index], colours);
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
          if (pending(layer.head)) continue;
          if (has)
            drawThreads(context, layout, layer, box, source, from, this.#strongest(plan, layer), colours);
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

  #strongest(plan: Plan, layer: Layer): Threads {
    const dense = plan.layers.filter((each) => hasThreads(plan, each)).length;
    const room = Math.round(this.session.inspect.edges.peek() / Math.max(1, dense));
    let threads = this.#threads[layer.index];
    if (threads?.term.length !== room) {
      threads = newThreads(room);
      this.#threads[layer.index] = threads;
    }
    this.session.probe?.threads(threads, layer.head);
    return threads;
  }
}

// Beside an open panel there is little width too, but no height to run down.
const phone = matchMedia('(max-width: 640px)');
const isNarrow = (width: number): boolean => width < (phone.matches ? 560 : 320);

customElements.define('gn-network', GnNetwork);
