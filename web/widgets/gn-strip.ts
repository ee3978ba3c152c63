// The layers as chips, live: those not looked at, shrunk to the left and right of the one that is.
import { css, html, nothing } from 'lit';
import type { Layer, Plan } from '../engine/plan';
import { t } from '../locales';
import { fullScale, ramps } from './colour';
import { GnElement } from './element';
import { fade, faded, more } from './more';
import { layerOf, layerTitle, planesOf } from './names';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const THUMB_PX = 26;
const MOST_WIDE_PX = 54;

export class GnStrip extends GnElement {
  #rasters: Raster[] = [];
  #sizes = new ResizeObserver(() => fade(this));

  static override styles = [
    shared,
    more,
    css`
      :host {
        display: block;
        overflow-x: auto;
        scrollbar-width: none;
      }
      ol {
        display: flex;
        gap: 4px;
        margin: 0;
        padding: 2px;
        list-style: none;
      }
      button {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 36px;
        padding: 0 8px 0 5px;
        border-radius: var(--radius-m);
        border: 1px solid transparent;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        white-space: nowrap;
      }
      button:hover {
        border-color: var(--line-strong);
      }
      button[aria-current='true'] {
        background: var(--raised);
        border-color: var(--line-strong);
        color: var(--ink);
        font-weight: 600;
      }
      canvas {
        border-radius: 4px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.toggleAttribute('more', true);
    this.addEventListener('scroll', faded);
    this.#sizes.observe(this);
    this.follow(() => {
      void this.session.frame.value;
      void ramps.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('scroll', faded);
    this.#sizes.disconnect();
  }

  override render() {
    const plan = this.session.running.value?.plan;
    if (!plan) return nothing;
    const { inspect } = this.session;
    const number = inspect.number.value;
    const at = number?.kind === 'value' ? (layerOf(plan, number.id)?.index ?? -1) : inspect.layer.value;
    return html`<nav aria-label=${t('inspect.layers')}>
      <ol>
        ${plan.layers.map(
          (layer) => html`<li>
            <button
              type="button"
              aria-label=${t('layer.open', { layer: layerTitle(plan, layer) })}
              aria-current=${layer.index === at ? 'true' : 'false'}
              @click=${() => inspect.openLayer(layer.index)}
            >
              <canvas aria-hidden="true" data-layer=${layer.index}></canvas>${layerTitle(plan, layer)}
            </button>
          </li>`,
        )}
      </ol>
    </nav>`;
  }

  override updated(): void {
    this.#draw();
    const now = this.renderRoot.querySelector<HTMLElement>('[aria-current=true]');
    if (now) {
      const [frame, box] = [this.getBoundingClientRect(), now.getBoundingClientRect()];
      this.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
    }
    fade(this);
  }

  #draw(): void {
    const plan = this.session.running.peek()?.plan;
    const colours = ramps.peek();
    if (!plan || !colours || !this.renderRoot) return;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const layer = plan.layers[Number(canvas.dataset.layer)];
      if (layer) this.#thumb(plan, layer, canvas);
    }
  }

  #thumb(plan: Plan, layer: Layer, canvas: HTMLCanvasElement): void {
    const colours = ramps.peek();
    const row = plan.rows[layer.show];
    if (!row || !colours) return;
    this.#rasters[layer.index] ??= new Raster();
    const raster = this.#rasters[layer.index];
    const [planes, h, w] = planesOf(row);
    const columns = h > 1 ? Math.ceil(Math.sqrt(planes)) : 1;
    const across = h > 1 ? columns * w : Math.ceil(w / Math.max(1, Math.min(w, 8)));
    const down = h > 1 ? Math.ceil(planes / columns) * h : Math.min(w, 8);
    const cell = Math.min(THUMB_PX / down, MOST_WIDE_PX / across);
    const context = fitted(canvas, across * cell, down * cell);
    if (!context || !raster) return;
    canvas.style.width = `${across * cell}px`;
    canvas.style.height = `${down * cell}px`;
    if (this.session.inspect.pending(layer.show)) return;
    const values = this.session.values(layer.show);
    const full = layer.form === 'image' ? 'pixels' : fullScale(values);
    context.imageSmoothingEnabled = false;
    if (h === 1) {
      raster.draw(values, 1, w, colours, full);
      for (let k = 0; k < across; k++) {
        const part = Math.min(down, w - k * down);
        context.drawImage(raster.canvas, 0, k * down, 1, part, k * cell, 0, cell, part * cell);
      }
      return;
    }
    raster.draw(values, w, planes * h, colours, full);
    for (let plane = 0; plane < planes; plane++) {
      const [x, y] = [(plane % columns) * w * cell, Math.floor(plane / columns) * h * cell];
      context.drawImage(raster.canvas, 0, plane * h, w, h, x, y, w * cell, h * cell);
    }
  }
}

customElements.define('gn-strip', GnStrip);
