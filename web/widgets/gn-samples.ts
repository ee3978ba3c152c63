// Real test samples to pick instead of drawing: by class, or those the running model gets wrong.
import { css, html, nothing } from 'lit';
import { PIXELS, SIDE } from '../engine/digit';
import { NO_ANSWER } from '../engine/engine';
import { count, percent, t } from '../locales';
import type { Samples } from '../state/samples';
import { NOT_YET } from '../state/score';
import { FILTERS, type Filter } from '../state/settings';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-about';
import { icons } from './icons';
import { shared } from './styles';

const CELL = 48; // px of a digit with its gap
const DIGITS = ['samples.digit', 'samples.right', 'samples.mistaken'] as const;
const NAMED = ['samples.picture', 'samples.pictureRight', 'samples.pictureMistaken'] as const;

export class GnSamples extends GnElement {
  static override properties = {
    ...GnElement.properties,
    room: { state: true },
    first: { state: true },
  };
  declare room: number; // digits that fit in a row
  declare first: number; // of those that pass the filter

  #shownFilter: Filter | undefined;
  #observer = new ResizeObserver(() => {
    const width = this.renderRoot.querySelector('.row')?.clientWidth ?? 0;
    this.room = Math.max(1, Math.floor((width + 6) / CELL));
  });

  constructor() {
    super();
    this.room = 8;
    this.first = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
      }
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 1px;
      }
      .filters button {
        min-width: 26px;
        min-height: 26px;
        padding: 0 7px;
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .filters select {
        font: inherit;
        font-size: var(--text-xs);
        min-height: 26px;
        max-width: 160px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      .filters button:hover {
        background: var(--sunken);
      }
      .filters button[aria-pressed='true'] {
        background: var(--ink);
        color: var(--paper);
      }
      .score {
        margin-left: auto;
      }
      .unknown {
        visibility: hidden; /* its place is kept: nothing moves when it comes */
      }
      .row {
        flex: 1;
        display: flex;
        gap: 6px;
        overflow: hidden;
        padding: 3px;
        margin: 0 -3px;
        min-height: 49px;
        align-items: center;
      }
      .strip {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        margin-top: 6px;
      }
      .digit {
        position: relative;
        flex: none;
        width: 42px;
        height: 42px;
        border-radius: var(--radius-s);
        background: var(--pixel-0);
        border: 1px solid var(--line);
        overflow: hidden;
      }
      .digit:hover {
        border-color: var(--line-strong);
      }
      .digit[aria-pressed='true'] {
        outline: 2px solid var(--ink);
        outline-offset: 1px;
      }
      .digit canvas {
        width: 100%;
        height: 100%;
        image-rendering: pixelated;
      }
      .wrong {
        position: absolute;
        inset: auto 0 0 auto;
        padding: 0 4px;
        border-radius: 5px 0 0 0;
        background: var(--ink);
        color: var(--paper);
        font-size: var(--text-xs);
        font-weight: 600;
        line-height: 14px;
      }
      .page {
        display: grid;
        place-items: center;
        width: 28px;
        height: 42px;
        border-radius: var(--radius-s);
        color: var(--ink-soft);
      }
      .page:hover {
        background: var(--sunken);
      }
      .page:disabled {
        opacity: 0.3;
      }
      @media (pointer: coarse) {
        .filters button {
          min-width: 32px;
          min-height: 36px;
        }
      }
    `,
  ];

  override firstUpdated(): void {
    this.#watchRow();
  }

  #watchRow(): void {
    const row = this.renderRoot.querySelector('.row');
    this.#observer.disconnect();
    if (row) this.#observer.observe(row);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  #passing(samples: Samples, filter: Filter): number[] {
    const said = this.session.score.value?.said;
    const passing: number[] = [];
    for (let i = 0; i < samples.count; i++) {
      const label = samples.labels[i] as number;
      const wrong = said !== undefined && said[i] !== NOT_YET && said[i] !== label;
      if (filter === 'all' || (filter === 'wrong' ? wrong : label === Number(filter))) passing.push(i);
    }
    return passing;
  }

  override render() {
    const samples = this.session.samples.value;
    const names = this.session.classes.value;
    const named = names.length > 0;
    const wish = this.session.settings.samples.value;
    const filter = Number(wish) >= (names.length || 10) ? 'all' : wish; // of other data
    if (filter !== this.#shownFilter) {
      this.#shownFilter = filter;
      this.first = 0;
    }
    const here = typeof samples === 'object';
    const passing = here ? this.#passing(samples, filter) : [];
    const first = Math.min(this.first, Math.max(0, passing.length - 1));
    const page = passing.slice(first, first + this.room);
    const score = this.session.score.value;
    return html`
      <div class="top">
        <h2>${t(named ? 'samples.titleNamed' : 'samples.title')}</h2>${named ? nothing : html`<gn-about topic="samples"></gn-about>`}
        <div class="filters" role="group" aria-label=${t('samples.filter')}>
          ${named ? this.#classes(names, filter) : FILTERS.map((each) => this.#filter(each, filter))}
        </div>
        <span class="quiet score ${score && score.done > 0 ? '' : 'unknown'}"
          >${t('samples.score', {
            right: count(score?.right ?? 0),
            done: count(score?.done || 1000),
            share: percent((score?.right ?? 0) / (score?.done || 1000)),
          })}</span
        >
      </div>
      <div class="strip">
        <button
          class="page"
          type="button"
          aria-label=${t('samples.before')}
          ?disabled=${first === 0}
          @click=${() => {
            this.first = Math.max(0, first - this.room);
          }}
        >
          ${icons.left}
        </button>
        <div class="row">
          ${page.length === 0 ? html`<p class="quiet">${t(here ? 'samples.none' : `samples.${samples}`)}</p>` : nothing}
          ${here ? page.map((index) => this.#digit(samples, index)) : nothing}
        </div>
        <button
          class="page"
          type="button"
          aria-label=${t('samples.next')}
          ?disabled=${first + this.room >= passing.length}
          @click=${() => {
            this.first = first + this.room;
          }}
        >
          ${icons.right}
        </button>
      </div>
    `;
  }

  #filter(each: Filter, chosen: Filter) {
    return html`<button
      type="button"
      aria-pressed=${each === chosen}
      @click=${() => {
        this.session.settings.samples.value = each;
      }}
    >
      ${each === 'all' ? t('samples.all') : each === 'wrong' ? t('samples.wrong') : each}
    </button>`;
  }

  // Names are too long to stand side by side.
  #classes(names: readonly string[], chosen: Filter) {
    return html`${this.#filter('all', chosen)}${this.#filter('wrong', chosen)}
      <select
        aria-label=${t('samples.class')}
        @change=${(event: Event) => {
          const at = (event.target as HTMLSelectElement).selectedIndex - 1;
          this.session.settings.samples.value = at < 0 ? 'all' : `${at}`;
        }}
      >
        <option .selected=${!(Number(chosen) >= 0)}>${t('samples.class')}</option>
        ${names.map((name, i) => html`<option .selected=${chosen === `${i}`}>${name}</option>`)}
      </select>`;
  }

  #digit(samples: Samples, index: number) {
    const label = samples.labels[index] as number;
    const said = this.session.score.value?.said[index] ?? NOT_YET;
    const input = this.session.input.value;
    const picked = input.kind === 'sample' && input.index === index;
    const names = this.session.classes.value;
    const wrong = said !== NOT_YET && said !== label;
    const what = { label: names[label] ?? label, said: names[said] ?? (said === NO_ANSWER ? 'NaN' : said) };
    const [plain, right, mistaken] = names.length > 0 ? NAMED : DIGITS;
    const verdict = t(said === NOT_YET ? plain : wrong ? mistaken : right, what);
    return html`<button
      class="digit"
      type="button"
      aria-pressed=${picked}
      aria-label=${verdict}
      title=${verdict}
      @click=${() => this.session.pickSample(index)}
    >
      <canvas width=${SIDE} height=${SIDE} data-index=${index}></canvas>
      ${wrong ? html`<span class="wrong" aria-hidden="true">✗ ${said === NO_ANSWER ? 'NaN' : names.length > 0 ? '' : said}</span>` : nothing}
    </button>`;
  }

  override updated(): void {
    const samples = this.session.samples.peek();
    const colours = ramps.value;
    this.#watchRow();
    if (typeof samples !== 'object' || !colours) return;
    for (const canvas of this.renderRoot.querySelectorAll<HTMLCanvasElement>('canvas')) {
      const from = Number(canvas.dataset.index) * PIXELS;
      const image = new ImageData(SIDE, SIDE);
      const words = new Uint32Array(image.data.buffer);
      for (let i = 0; i < PIXELS; i++) {
        words[i] = colours.pixel[samples.pixels[from + i] as number] as number;
      }
      canvas.getContext('2d')?.putImageData(image, 0, 0);
    }
  }
}

customElements.define('gn-samples', GnSamples);
