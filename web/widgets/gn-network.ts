// The network, live: neurons as discs or cells, feature maps as pictures, the strongest terms w·x as threads.
// Reads the plan and the values in the core's memory; one canvas, drawn at most once a frame.
import { html, nothing } from 'lit';
import { countOf, type Layer, type Plan } from '../engine/plan';
import { count, number, t } from '../locales';
import { Camera } from './camera';
import { ramps } from './colour';
import { GnElement } from './element';
import { gestures } from './gestures';
import { elementName, layerTitle, sizeOf } from './names';
import { labelAt, placeInFrame } from './network-labels';
import {
  type Box,
  cellCentre,
  elementAt,
  LABEL_W,
  type Layout,
  layAcross,
  layDown,
  plane,
  UPRIGHT_H,
  UPRIGHT_LEAST,
  UPRIGHT_W,
} from './network-layout';
import { NetworkPainter } from './network-paint';
import { networkStyles } from './network-styles';
import { gridAround, readout, stays } from './readout';
import { shared } from './styles';

export class GnNetwork extends GnElement {
  static override properties = {
    ...GnElement.properties,
    camera: { attribute: false },
    size: { state: true },
    element: { state: true },
    pointed: { state: true },
  };
  declare camera: Camera;
  declare size: readonly [number, number];
  declare element: readonly number[]; // the keyboard's place in each layer
  declare pointed: number; // layer under the pointer or focus, −1: none

  #layout: Layout | undefined;
  #laid: Plan | undefined;
  #laidSize: readonly [number, number] = [0, 0];
  #laidNames = '';
  #pen = document.createElement('canvas').getContext('2d'); // measures names
  #painter = new NetworkPainter();
  #due = 0;
  #release = () => {};
  #observer = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.camera = new Camera();
    this.size = [0, 0];
    this.element = [];
    this.pointed = -1;
  }

  static override styles = [shared, networkStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.#release = gestures(this, this.camera, () => {
      this.pointed = -1;
      readout.value = undefined;
    });
    this.addEventListener('keydown', this.#zoomKey);
    this.follow(() => {
      void this.session.frame.value;
      void this.session.inspect.edges.value;
      void ramps.value;
      this.#painter.stale = true;
      this.#draw();
    });
    this.follow(() => {
      void this.camera.view.value;
      this.#redraw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#release();
    this.removeEventListener('keydown', this.#zoomKey);
  }

  #measure(): void {
    const [w, h] = [this.clientWidth, this.clientHeight];
    const down = isNarrow(w);
    if (w !== this.size[0] || (!down && h !== this.size[1])) this.size = [w, h];
  }

  #lay(plan: Plan): Layout {
    const [width, height] = this.size;
    const kept = this.#layout;
    const names = plan.layers.map((layer) => layerTitle(plan, layer)).join();
    const [wasWide, wasHigh] = this.#laidSize;
    const same = this.#laid === plan && wasWide === width && this.#laidNames === names;
    if (kept && same && (kept.down || wasHigh === height)) return kept;
    this.#laidSize = this.size;
    this.#laidNames = names;
    if (this.#laid !== plan) {
      this.#painter.begin(plan);
      this.element = plan.layers.map(() => 0);
    }
    this.#laid = plan;
    this.#layout = isNarrow(width)
      ? layDown(plan, width)
      : layAcross(plan, width, height, (layer, folded) =>
          Math.max(...this.#linesOf(plan, layer, folded).map((line) => this.#widthOf(line))),
        );
    return this.#layout;
  }

  // A name as it is written: on one line, or where it is long and lines are short, on two.
  #linesOf(plan: Plan, layer: Layer, folded: boolean): readonly string[] {
    const title = layerTitle(plan, layer);
    const [first = '', last] = title.split(' · ');
    return folded && last && this.#widthOf(title) > LABEL_W ? [first, `· ${last}`] : [title];
  }

  #widthOf(name: string): number {
    if (!this.#pen) return 0;
    this.#pen.font = `600 12px ${getComputedStyle(this).fontFamily}`;
    return this.#pen.measureText(name).width;
  }

  override render() {
    const plan = this.session.running.value?.plan;
    if (!plan) return html`<p class="empty">${t('network.loading')}</p>`;
    if (this.size[0] === 0) return nothing;
    const layout = this.#lay(plan);
    this.style.height = layout.down ? `${layout.height}px` : '';
    this.camera.frame(this.#framed(layout), [layout.width, layout.height]);
    this.toggleAttribute('near', this.camera.zoomed);
    return html`<div class="stage" role="group" aria-label=${t('network.name')}>
      <canvas aria-hidden="true"></canvas>
      ${layout.boxes.map((box) => {
        const layer = plan.layers[box.layer];
        return layer ? this.#layer(plan, layer, box, layout) : nothing;
      })}
    </div>`;
  }

  #framed({ down, height }: Layout): readonly [number, number] {
    return [this.size[0], down ? height : this.size[1]];
  }

  // Where a part of the drawing is seen.
  #seen(x: number, y: number): readonly [number, number] {
    const view = this.camera.view.peek();
    return [view.x + view.k * x, view.y + view.k * y];
  }

  #layer(plan: Plan, layer: Layer, box: Box, layout: Layout) {
    const { k } = this.camera.view.value;
    const title = layerTitle(plan, layer);
    const shape = layer.shape.join('×');
    const [x, y] = this.#seen(box.x, box.y);
    const at = this.element[layer.index] ?? 0;
    return html`${this.#label(plan, layer, box, layout)}
      <div
        class="hit"
        role="slider"
        tabindex="0"
        data-x=${x - 3}
        data-y=${y - 3}
        data-w=${k * box.w + 6}
        data-h=${k * box.h + 6}
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

  // Its name, shape and parameters, as much as there is room for. However near one looks, names stay in the frame.
  #label(plan: Plan, layer: Layer, box: Box, layout: Layout) {
    const { k } = this.camera.view.value;
    const much = labelAt(box, layout, k);
    if (much === 'none') return nothing;
    const [frameW, frameH] = this.#framed(layout);
    const title = layerTitle(plan, layer);
    const shape = layer.shape.join('×');
    const sum = layer.params.reduce((total, param) => total + param.size, 0);
    const arithmetic = layer.params.length > 0 ? countOf(layer.params) : t('layer.noParameters');
    const total = sum > 0 ? html` <span class="total">= <b>${count(sum)}</b></span>` : nothing;
    const w = k * box.labelW;
    const [left, top] = this.#seen(box.labelX - box.labelW / 2, box.labelY);
    const [, low] = this.#seen(0, box.y);
    if (left + w < 0 || left > frameW) return nothing;
    const [start] = this.#seen(0, 0);
    const [end] = this.#seen(layout.width, 0);
    const place = placeInFrame(left, w, frameW, { before: start < -1, after: end > frameW + 1 });
    const wide = layout.down && w > 240;
    const button = html`<button
      type="button"
      title=${much === 'full' ? nothing : title}
      aria-label=${t('layer.open', { layer: title })}
      @click=${() => this.session.inspect.openLayer(layer.index)}
    ><b>${this.#linesOf(plan, layer, layout.folded && !box.stacked).map((line, i) => (i > 0 ? html`<br />${line}` : line))}</b></button>`;
    const stays = (high: number) => (layout.down ? top : Math.max(top, Math.min(0, low + k * box.h - high)));
    if (much === 'line') {
      return html`<div class="label stacked line" data-x=${left} data-y=${stays(18)} data-w=${w}>
        <span>${button} ${w > 110 ? shape : nothing}</span>
      </div>`;
    }
    if (much === 'two') {
      // A little wider than its place, as its neighbours' names may be; the shape only where it is not cut.
      return html`<div class="label stacked two" data-x=${left - 10} data-y=${stays(33)} data-w=${w + 20}>
        <span>${button} ${w > 110 ? shape : nothing}<br />${sum > 0 ? html`${arithmetic}${total}` : t('layer.noParameters')}</span>
      </div>`;
    }
    if (much === 'upright') {
      if (box.stacked && low < UPRIGHT_LEAST) return nothing;
      const over = box.stacked ? Math.max(0, low - UPRIGHT_H) : stays(UPRIGHT_H);
      const high = box.stacked ? Math.min(UPRIGHT_H, low) : UPRIGHT_H;
      const room = Math.max(w, UPRIGHT_W);
      // of the first and the last layer within the frame, with their first and last letters
      const most = end > frameW + 1 ? left : Math.min(left, frameW - (w + UPRIGHT_W) / 2);
      const at = (start < -1 ? most : Math.max(most, (UPRIGHT_W - w) / 2)) - (room - w) / 2;
      return html`<div
        class="label upright ${box.stacked ? 'short' : ''}"
        data-x=${at}
        data-y=${over}
        data-w=${room}
        data-h=${high}
      >
        <span>${button}</span>
      </div>`;
    }
    if (wide) {
      return html`<div class="label wide" data-x=${left} data-y=${top} data-w=${w}>
        <span>${button} ${shape}</span><span>${arithmetic}${total}</span>
      </div>`;
    }
    if (layout.down) {
      return html`<div class="label stacked" data-x=${left} data-y=${top} data-w=${w}>
        <span>${button}<br />${shape}<br />${arithmetic}${total}</span>
      </div>`;
    }
    if (place.w < 0) return nothing;
    const { x, edge } = place;
    if (box.footY < 0) {
      return html`<div class="label stacked" data-x=${x} data-y=${stays(64)} data-w=${place.w}>
        <span>${button}<br />${shape}<br />${arithmetic}${total}</span>
      </div>`;
    }
    const [, foot] = this.#seen(0, box.footY);
    return html`<div class="label ${edge}" data-x=${x} data-y=${stays(layout.folded ? 53 : 38)} data-w=${place.w}>
        <span>${button}<br />${shape}</span>
      </div>
      <div class="label foot ${edge}" data-x=${x} data-y=${Math.min(foot, frameH - 44)} data-w=${place.w}>
        <span>${arithmetic}${total}</span>
      </div>`;
  }

  // Measured before the first paint, so that nothing below it moves.
  override firstUpdated(): void {
    this.#measure();
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
    this.#redraw();
  }

  // ---------------------------------------------------------------- reading values

  #words(plan: Plan, layer: Layer, index: number): string {
    const value = this.session.values(layer.show)[index] ?? 0;
    return `${elementName(plan, layer, index)}: ${number(value)} (${plan.rows[layer.show]?.name ?? ''})`;
  }

  #tell(plan: Plan, layer: Layer, index: number, x: number, y: number): void {
    const values = this.session.values(layer.show);
    const value = values[index];
    if (value === undefined || this.session.inspect.pending(layer.show)) return;
    const full = layer.form === 'image' ? 'pixels' : (this.#painter.scales[layer.index] ?? 1);
    const [rows, columns] = plane(layer);
    const map = Math.floor(index / (rows * columns));
    readout.value = {
      x,
      y,
      title: `${layerTitle(plan, layer)} · ${elementName(plan, layer, index)}`,
      value,
      ...(layer.form === 'vector' || rows * columns < 4
        ? {
            note: t('layer.scale', {
              scale: Number((this.#painter.scales[layer.index] ?? 1).toPrecision(2)),
            }),
          }
        : { grid: gridAround(values, map * rows * columns, columns, rows, index % (rows * columns), full) }),
    };
  }

  #point(event: PointerEvent, plan: Plan, layer: Layer, box: Box): void {
    const index = elementAt(box, layer, ...this.#under(event));
    if (index < 0) return;
    this.#look(layer, index);
    this.#tell(plan, layer, index, event.clientX, event.clientY);
  }

  // The place of the drawing under the pointer.
  #under(event: MouseEvent): [number, number] {
    const frame = this.#frame();
    const { k, x, y } = this.camera.view.peek();
    return [(event.clientX - frame.left - x) / k, (event.clientY - frame.top - y) / k];
  }

  #frame(): DOMRect {
    return (this.renderRoot.querySelector('.stage') ?? this).getBoundingClientRect();
  }

  #look(layer: Layer, index: number): void {
    this.pointed = layer.index;
    this.element = this.element.map((at, i) => (i === layer.index ? index : at));
  }

  #tellAt(plan: Plan, layer: Layer, box: Box, index: number): void {
    const at = cellCentre(box, layer, index);
    const [round, { k }] = [24, this.camera.view.peek()];
    this.camera.show(at.x - round / k, at.y - round / k, (2 * round) / k, (2 * round) / k);
    const frame = this.#frame();
    const [x, y] = this.#seen(at.x, at.y);
    this.#tell(plan, layer, index, frame.left + x, frame.top + y);
  }

  #focus(event: FocusEvent, plan: Plan, layer: Layer, box: Box): void {
    if (!(event.currentTarget as HTMLElement).matches(':focus-visible')) return;
    this.pointed = layer.index;
    this.#tellAt(plan, layer, box, this.element[layer.index] ?? 0);
  }

  // A neuron or cell that was clicked opens its sum.
  #open(event: MouseEvent, layer: Layer, box: Box): void {
    const index = elementAt(box, layer, ...this.#under(event));
    if (index < 0 || this.session.inspect.pending(layer.show)) return;
    readout.value = undefined;
    this.session.inspect.open({ kind: 'value', id: layer.show, index });
  }

  #zoomKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') this.camera.zoom(ZOOM_STEP);
    else if (event.key === '-') this.camera.zoom(1 / ZOOM_STEP);
    else if (event.key === '0') this.camera.fit();
    else return;
    event.preventDefault();
  };

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

  // However much changes, once a frame.
  #redraw(): void {
    if (this.#due !== 0) return;
    this.#due = requestAnimationFrame(() => {
      this.#due = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const colours = ramps.peek();
    const plan = this.session.running.peek()?.plan;
    const canvas = this.renderRoot?.querySelector('canvas');
    const layout = this.#layout;
    if (!colours || !plan || !canvas || !layout || plan !== this.#laid) return;
    this.#painter.paint(
      this.session,
      plan,
      { canvas, size: this.#framed(layout) },
      layout,
      this.camera,
      colours,
    );
  }
}

export const ZOOM_STEP = 1.4;

// Beside an open panel there is little width too, but no height to run down.
const phone = matchMedia('(max-width: 640px)');
const isNarrow = (width: number): boolean => width < (phone.matches ? 560 : 320);

customElements.define('gn-network', GnNetwork);
