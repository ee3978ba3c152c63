// The map of words: principal components from the engine, in two or three dimensions; pan, zoom, turn, search by keys.
import { css, html, nothing, type PropertyValues } from 'lit';
import { count, t } from '../locales';
import type { WordsLab } from '../state/words';
import { Camera } from './camera';
import { choiceButtons } from './choice-buttons';
import { ramps } from './colour';
import { GnElement } from './element';
import { gestures } from './gestures';
import './gn-about';
import { icons } from './icons';
import { fitted } from './raster';
import { shared } from './styles';
import { type Dot, dotAt, dotBeside, drawWords, layDots, type Role } from './words-map-draw';
import { wordsStyles } from './words-styles';
import './gn-save';
import type { Table } from './plot-files';

const KINDS = ['2', '3', 'umap', 'umap3'] as const;
const MANY = [100, 300, 1000] as const; // words
const TURN = 0.008; // radians a pixel
const KEY_TURN = 0.12;
const ZOOM = 1.4;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class GnWordsMap extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    size: { state: true },
    turn: { state: true },
    lit: { state: true },
  };
  declare lab: WordsLab;
  declare size: readonly [number, number];
  declare turn: readonly [yaw: number, pitch: number];
  declare lit: number; // the word under the pointer or the keyboard's cursor, −1: none

  readonly #camera = new Camera();
  #dots: Dot[] = [];
  #due = 0;
  #release = () => {};
  #held: readonly [number, number] | undefined; // where a turn has come to
  #observer = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.size = [0, 0];
    this.turn = [0.5, 0.3];
    this.lit = -1;
  }

  static override styles = [
    shared,
    wordsStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
        min-width: 0;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
      }
      .head > div {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .head .kinds {
        flex-wrap: wrap;
      }
      .kinds .button,
      .looks .button {
        padding: 0 var(--space-2);
      }
      .looks {
        margin-left: auto;
      }
      .stage {
        position: relative;
        flex: 1;
        min-height: clamp(300px, 52dvh, 760px);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--raised);
        overflow: clip;
        touch-action: pan-y;
        cursor: pointer;
      }
      .stage.near,
      .stage.turns {
        touch-action: none;
      }
      canvas {
        position: absolute;
        inset: 0;
      }
      .link {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .said {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-3);
        min-height: 1.5em;
        font-size: var(--text-xs);
        line-height: 1.5;
        color: var(--ink-soft);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.lab?.frame.value;
      void this.lab?.lexicon.value;
      void this.lab?.umap.made.value;
      void this.#camera.view.value;
      void ramps.value;
      this.#later();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#release();
    cancelAnimationFrame(this.#due);
  }

  override firstUpdated(): void {
    const stage = this.#stage;
    if (!stage) return;
    this.#observer.observe(stage);
    this.#release = gestures(stage, this.#camera, () => {});
  }

  override updated(_changed: PropertyValues): void {
    this.#later();
  }

  get #stage(): HTMLElement | null {
    return this.renderRoot.querySelector('.stage');
  }

  get #turns(): boolean {
    return this.#map?.axes === 3;
  }

  get #isUmap(): boolean {
    return this.session.settings.wordsMap.value.startsWith('umap');
  }

  // What is drawn: principal components of the moment, or what UMAP has made.
  get #map(): { ids: Int32Array; places: Float32Array; axes: number; isFar: boolean } | undefined {
    const components = this.lab.frame.value?.map;
    if (!this.#isUmap) return components && { ...components, isFar: false };
    const made = this.lab.umap.made.value;
    return made && { ids: made.ids, places: made.places, axes: made.axes, isFar: true };
  }

  // A line for each word on the map: its place.
  #table = (): Table => {
    const map = this.#map;
    const words = this.lab.lexicon.peek()?.words ?? [];
    const axes = Array.from({ length: map?.axes ?? 0 }, (_, k) => k);
    return {
      columns: [t('words.word'), ...axes.map((k) => 'xyz'[k] ?? '')],
      rows: Array.from(map?.ids ?? [], (id, i) => [
        words[id] ?? '',
        ...axes.map((k) => map?.places[i * axes.length + k] ?? 0),
      ]),
    };
  };

  #measure(): void {
    const box = this.#stage?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    this.size = [box.width - 2, box.height - 2];
    this.#camera.frame(this.size, this.size);
    this.#later();
  }

  #later(): void {
    if (this.#due) return;
    this.#due = requestAnimationFrame(() => {
      this.#due = 0;
      this.#draw();
    });
  }

  // ---------------------------------------------------------------- drawing

  #role(): (id: number) => Role {
    const { lab } = this;
    const frame = lab.frame.peek();
    const near = new Set(frame?.near.map(({ id }) => id));
    const question = new Set(
      frame?.analogy.length ? [...(frame.want.analogy ?? []), frame.analogy[0]?.id] : [],
    );
    const word = frame?.want.word;
    return (id) => (id === word ? 'word' : near.has(id) ? 'near' : question.has(id) ? 'question' : 'plain');
  }

  #lines(): (readonly [number, number])[] {
    const frame = this.lab.frame.peek();
    const [b, a, c] = frame?.want.analogy ?? [];
    const answer = frame?.analogy[0]?.id;
    if (a === undefined || b === undefined || c === undefined || answer === undefined) return [];
    return [
      [a, b],
      [c, answer],
    ];
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const ink = ramps.peek();
    const map = this.#map;
    if (!canvas || !ink || !this.lab || this.size[0] < 10) return;
    const context = fitted(canvas, ...this.size);
    const words = this.lab.lexicon.peek()?.words;
    if (!context || !map || !words) return;
    this.#dots = layDots(map.ids, map.places, map.axes, this.size, this.turn, map.isFar);
    drawWords(context, {
      dots: this.#dots,
      look: this.#camera.view.peek(),
      size: this.size,
      name: (id) => words[id] ?? '',
      role: this.#role(),
      lit: this.lit,
      lines: this.#lines(),
      ink,
      font: getComputedStyle(this).fontFamily,
    });
  }

  // ---------------------------------------------------------------- by hand

  #at(event: MouseEvent): Dot | undefined {
    const box = this.#stage?.getBoundingClientRect();
    if (!box) return undefined;
    return dotAt(this.#dots, this.#camera.view.peek(), event.clientX - box.left, event.clientY - box.top);
  }

  #down = (event: PointerEvent) => {
    this.#held = this.#turns && !this.#camera.zoomed ? [event.clientX, event.clientY] : undefined;
    this.#moved = 0;
  };
  #moved = 0;

  #move = (event: PointerEvent) => {
    const held = this.#held;
    if (held && event.buttons > 0) {
      const [dx, dy] = [event.clientX - held[0], event.clientY - held[1]];
      this.#moved += Math.hypot(dx, dy);
      this.turn = [this.turn[0] + dx * TURN, this.turn[1] + dy * TURN];
      this.#held = [event.clientX, event.clientY];
      return;
    }
    if (event.pointerType === 'mouse') this.lit = this.#at(event)?.id ?? -1;
  };

  #click = (event: MouseEvent) => {
    this.#held = undefined;
    if (this.#moved > 4) return;
    const dot = this.#at(event);
    if (dot) this.#look(dot.id);
  };

  #look(id: number): void {
    const word = this.lab.lexicon.peek()?.words[id];
    if (word !== undefined) this.lab.look(word);
  }

  #key = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey && this.#turns) {
      this.turn = [this.turn[0] + arrow[0] * KEY_TURN, this.turn[1] + arrow[1] * KEY_TURN];
    } else if (arrow) {
      const at = this.lit >= 0 ? this.lit : this.lab.word.peek();
      const from = this.#dots.find(({ id }) => id === at) ?? this.#dots[0];
      const to = from && dotBeside(this.#dots, from, ...arrow);
      if (to) {
        this.lit = to.id;
        this.#camera.show(to.x - 40, to.y - 20, 80, 40);
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (this.lit >= 0) this.#look(this.lit);
    } else if (event.key === '+' || event.key === '=') this.#camera.zoom(ZOOM);
    else if (event.key === '-') this.#camera.zoom(1 / ZOOM);
    else if (event.key === '0' || event.key === 'Escape') this.#camera.fit();
    else return;
    event.preventDefault();
  };

  // ---------------------------------------------------------------- page

  override render() {
    const { lab } = this;
    const { wordsMap, wordsMost } = this.session.settings;
    const frame = lab.frame.value;
    const words = lab.lexicon.value?.words;
    const zoomed = this.#camera.zoomed;
    const lit = this.lit >= 0 ? words?.[this.lit] : undefined;
    return html`<div class="head">
        <div><h2>${t('words.map')}</h2><gn-about topic="words.map"></gn-about>
          <gn-save .heading=${t('words.map')} .table=${this.#table} .picture=${() => this.renderRoot.querySelector('canvas')}></gn-save></div>
        <div class="kinds" role="group" aria-label=${t('words.kinds')}>
          ${choiceButtons(KINDS, wordsMap, (each) => t(`words.kind.${each}`))}
          <select
            aria-label=${t('words.many')}
            @change=${(event: Event) => {
              wordsMost.value = Number((event.target as HTMLSelectElement).value);
            }}
          >
            ${[...new Set([...MANY, wordsMost.value])]
              .sort((a, b) => a - b)
              .map(
                (each) =>
                  html`<option value=${each} .selected=${each === wordsMost.value}>${t('words.manyOf', { n: count(each) })}</option>`,
              )}
          </select>
        </div>
        <div class="looks" role="group" aria-label=${t('words.looks')}>
          <button class="button" type="button" aria-label=${t('words.closer')} title=${t('words.closer')} ?disabled=${this.#camera.most} @click=${() => this.#camera.zoom(ZOOM)}>${icons.plus}</button>
          <button class="button" type="button" aria-label=${t('words.farther')} title=${t('words.farther')} ?disabled=${!zoomed} @click=${() => this.#camera.zoom(1 / ZOOM)}>${icons.minus}</button>
          <button class="button" type="button" aria-label=${t('words.whole')} title=${t('words.whole')} ?disabled=${!zoomed} @click=${() => this.#camera.fit()}>${icons.fit}</button>
        </div>
      </div>
      <div
        class="stage ${zoomed ? 'near' : ''} ${this.#turns ? 'turns' : ''}"
        role="application"
        tabindex="0"
        aria-label=${t('words.mapOf', { word: words?.[lab.word.value] ?? '' })}
        aria-describedby="keys"
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerleave=${() => {
          this.lit = -1;
        }}
        @click=${this.#click}
        @keydown=${this.#key}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <p class="said">
        ${this.#umap()}
        ${frame && !this.#isUmap ? html`<span>${t(frame.map.axes === 3 ? 'words.shares3' : 'words.shares2', { share: share(frame.map.shares) })}</span>` : nothing}
        <span id="keys">${t(this.#turns ? 'words.keys3' : 'words.keys')}</span>
        <b role="status">${lit ?? ''}</b>
      </p>`;
  }

  #umap() {
    const { lab } = this;
    if (!this.#isUmap) return nothing;
    const made = lab.umap.made.value;
    const read = lab.frame.value?.state?.read;
    if (lab.umap.failed.value)
      return html`<span role="alert">${t('words.umapFailed')}</span> ${this.#again(lab)}`;
    if (!made || made.share < 1)
      return html`<span>${t('words.umapDrawing', { share: Math.round(100 * (made?.share ?? 0)) })}</span>`;
    return html`<span>${t('words.umapNote')}</span>
      ${read !== undefined && read !== made.read ? html`<span>${t('words.umapOld', { n: count(made.read) })}</span> ${this.#again(lab)}` : nothing}`;
  }

  #again(lab: WordsLab) {
    return html`<button class="link" type="button" @click=${() => void lab.umap.draw()}>${t('words.umapAgain')}</button>`;
  }
}

const share = (shares: readonly number[]): string =>
  `${(100 * shares.reduce((sum, each) => sum + each, 0)).toFixed(0)} %`;

customElements.define('gn-words-map', GnWordsMap);
