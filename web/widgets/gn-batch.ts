// The samples of the mini-batch, page by page: each digit with its label and its loss; one is on show.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import { stepOf } from '../state/step';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-about';
import { icons } from './icons';
import { fade, faded, more } from './more';
import { numbers } from './panel-styles';
import { pictureOf } from './picture-of';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { fitted, Raster } from './raster';
import { batchTable } from './step-tables';
import { shared } from './styles';

const PAGE = 128; // samples
const SIDE = 32; // all 32 of the usual batch side by side on a laptop

export class GnBatch extends GnElement {
  static override properties = { ...GnElement.properties, table: { state: true } };
  declare table: boolean;

  #raster = new Raster();
  #sizes = new ResizeObserver(() => fade(this.renderRoot.querySelector('ul')));

  constructor() {
    super();
    this.table = false;
  }

  static override styles = [
    shared,
    more,
    numbers,
    toolStyles,
    css`
      :host {
        display: block;
      }
      .pages {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding-left: 2px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .pages .button {
        display: flex;
        min-height: 28px;
        padding: 0 8px;
      }
      ul {
        display: flex;
        gap: 2px;
        margin: 0;
        padding: 2px;
        list-style: none;
        overflow-x: auto;
        scrollbar-width: thin;
      }
      ul {
        flex: 1;
        min-width: 0;
      }
      .whole {
        position: absolute;
        width: 640px;
        flex-wrap: wrap;
        overflow: visible;
      }
      .line {
        display: flex;
        align-items: flex-start;
        gap: var(--space-2);
      }
      .rows {
        max-height: 220px;
      }
      .rows table {
        width: auto;
        min-width: 280px;
      }
      .tools {
        flex-direction: column;
        align-items: end;
      }
      li button {
        display: grid;
        justify-items: center;
        gap: 1px;
        padding: 2px;
        border-radius: var(--radius-s);
        border: 1px solid transparent;
        font-size: var(--text-xs);
        line-height: 14px;
        color: var(--ink-soft);
      }
      li button[aria-pressed='true'] {
        border-color: var(--ink);
        color: var(--ink);
      }
      canvas {
        width: var(--side);
        height: var(--side);
        border-radius: 3px;
      }
      ul {
        --side: ${SIDE}px;
      }
      @media (min-width: 2000px) {
        ul {
          --side: ${2 * SIDE}px;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.follow(() => {
      void ramps.value;
      void stepOf(this.session).frame.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override render() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    void step.frame.value;
    if (!stepper) return nothing;
    const done = !step.pending({ kind: 'loss', id: stepper.lossRow, index: 0 });
    const losses = stepper.losses;
    const { length } = stepper.samples;
    const first = PAGE * Math.floor(step.sample.value / PAGE);
    return html`${length > PAGE ? this.#pages(first, length) : nothing}
    <div class="line">
    ${
      this.table
        ? tableRows(t('batch.title'), batchTable(step, stepper))
        : html`<ul class="more" aria-label=${t('batch.title')} tabindex="-1" @scroll=${faded}>
      ${stepper.samples.slice(first, first + PAGE).map(({ label }, i) => {
        const b = first + i;
        const loss = done ? number(losses[b] ?? 0) : '·';
        return html`<li>
          <button
            type="button"
            aria-label=${t('batch.one', { sample: b + 1, label: step.names.value[label] ?? label, loss })}
            aria-pressed=${b === step.sample.value}
            data-loss=${done ? (losses[b] ?? 0) : ''}
            @click=${() => {
              step.sample.value = b;
            }}
          >
            <canvas aria-hidden="true" data-sample=${b}></canvas><span>${loss}</span>
          </button>
        </li>`;
      })}
    </ul>`
    }
      <gn-about topic="stepBatch"></gn-about>
      ${plotTools(
        {
          heading: t('batch.title'),
          table: () => batchTable(step, stepper),
          picture: this.#picture,
        },
        this.table,
        () => {
          this.table = !this.table;
        },
      )}
    </div>`;
  }

  // All of the row, also what is scrolled out of sight.
  #picture = () => {
    const list = this.renderRoot.querySelector('ul');
    if (!list) return undefined;
    list.classList.add('whole');
    try {
      return pictureOf(list);
    } finally {
      list.classList.remove('whole');
    }
  };

  // The page is that of the sample on show.
  #pages(first: number, length: number) {
    const turn = (to: number, name: Parameters<typeof t>[0], off: boolean) => html`<button
      class="button"
      type="button"
      aria-label=${t(name)}
      ?disabled=${off}
      @click=${() => {
        stepOf(this.session).sample.value = to;
      }}
    >
      ${to < first ? icons.left : icons.right}
    </button>`;
    const last = Math.min(first + PAGE, length);
    return html`<div class="pages" role="group" aria-label=${t('batch.pages')}>
      ${turn(first - PAGE, 'batch.before', first === 0)} ${turn(first + PAGE, 'batch.after', last === length)}
      <span role="status">${t('batch.page', { from: count(first + 1), to: count(last), count: count(length) })}</span>
    </div>`;
  }

  override updated(): void {
    fade(this.renderRoot.querySelector('ul'));
    this.#draw();
  }

  #draw(): void {
    const colours = ramps.peek();
    const stepper = this.session && stepOf(this.session).stepper.peek();
    if (!colours || !stepper || !this.renderRoot) return;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const pixels = stepper.samples[Number(canvas.dataset.sample)]?.inputs[0];
      const side = canvas.clientWidth || SIDE;
      const context = fitted(canvas, side, side);
      if (!context || pixels?.length !== 784) continue;
      this.#raster.draw(pixels, 28, 28, colours, 'pixels');
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#raster.canvas, 0, 0, side, side);
    }
  }
}

customElements.define('gn-batch', GnBatch);
