// Three zooms in one place: the network, one of its layers, one of its numbers; and the transport beneath.
import { css, html, nothing } from 'lit';
import type { Plan } from '../engine/plan';
import { count, need, t } from '../locales';
import { whenIdle } from '../state/idle';
import { MOST_EDGES } from '../state/inspect';
import { Camera } from './camera';
import { GnElement } from './element';
import './gn-about';
import { ZOOM_STEP } from './gn-network';
import './gn-steps';
import './gn-strip';
import { icons } from './icons';
import { layerOf, layerTitle, shortName } from './names';
import { shared } from './styles';

export class GnInspector extends GnElement {
  static override properties = {
    ...GnElement.properties,
    tools: { type: Boolean },
    room: { state: true },
    near: { state: true },
    table: { state: true },
  };
  declare tools: boolean; // the picture's table and files, where there is no legend
  declare room: number; // height of the picture in a card
  declare near: boolean; // the code of layers and numbers has come
  declare table: boolean; // in the picture's place

  #camera = new Camera();
  #zoom = '';
  #observer = new ResizeObserver(() => {
    this.room = Math.max(120, Math.min(340, this.clientHeight - 250));
  });

  constructor() {
    super();
    this.room = 190;
    this.near = false;
    this.tools = false;
    this.table = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        min-width: 0;
        flex: 1;
        scroll-margin-top: 124px;
      }
      gn-network {
        flex: 1;
      }
      .where {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-1);
        min-height: 34px;
        font-size: var(--text-s);
      }
      .where ol {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        margin: 0;
        padding: 0;
        list-style: none;
        min-width: 0;
      }
      .where li {
        display: flex;
        align-items: center;
        white-space: nowrap;
      }
      .where li + li::before {
        content: '›';
        color: var(--ink-faint);
        padding: 0 6px;
      }
      .where li button {
        color: var(--ink-soft);
        border-radius: 4px;
        min-height: 24px;
      }
      .where li button:hover {
        color: var(--ink);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .where [aria-current] {
        font-weight: 600;
      }
      .where .back {
        min-height: 28px;
        padding: 0 6px;
      }
      .edits {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        margin-left: auto;
      }
      .edits .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .view {
        position: relative;
        flex: 1;
        min-height: 0;
        border-top: 1px solid var(--line);
        margin-top: 4px;
      }
      .scroll {
        position: absolute;
        inset: 0;
        overflow: auto;
        scrollbar-width: thin;
        padding: var(--space-3) 2px var(--space-3);
      }
      .scroll:focus {
        outline: none;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-faint);
        padding-top: 6px;
      }
      .ramp {
        width: 64px;
        height: 8px;
        border-radius: 4px;
        background: linear-gradient(
          to right in oklab,
          var(--negative),
          var(--negative-half),
          var(--zero),
          var(--positive-half),
          var(--positive)
        );
      }
      .zooms {
        display: flex;
        align-items: center;
        gap: 2px;
      }
      .zooms button {
        display: grid;
        place-content: center;
        width: 26px;
        height: 26px;
        border-radius: var(--radius-s);
        color: var(--ink-soft);
      }
      .zooms button:hover {
        background: var(--sunken);
        color: var(--ink);
      }
      .zooms [aria-disabled='true'] {
        opacity: 0.45;
      }
      @media (pointer: coarse) {
        .zooms button {
          width: var(--tap);
          height: var(--tap);
        }
      }
      :host([bare]) gn-network-tools {
        align-self: flex-end;
      }
      .threads {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-left: auto;
      }
      .threads input {
        width: 92px;
        accent-color: var(--ink-soft);
      }
      /* in a small frame of somebody's page: the network alone, which still opens */
      :host([bare]) :is(.legend, gn-steps) {
        display: none;
      }
      @media (max-width: 1023px) {
        .scroll {
          position: static;
        }
      }
      @media (max-width: 640px) {
        :host {
          display: block;
        }
        .where {
          position: sticky; /* beneath the pad's strip: the way out and the undo are never under it */
          top: var(--strip, 0px);
          z-index: 5;
          background: var(--paper);
        }
        .threads {
          margin-left: 0;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.addEventListener('keydown', this.#keydown);
    void this.session?.ready().then(() => whenIdle(() => void this.#approach()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.removeEventListener('keydown', this.#keydown);
  }

  override render() {
    const plan = this.session.running.value?.plan;
    const { inspect } = this.session;
    if (!plan) return html`<gn-network .session=${this.session} .camera=${this.#camera}></gn-network>`;
    if (!inspect.zoomed.value || !this.near) {
      if (inspect.zoomed.value) void this.#approach();
      return html`${this.#overview()}
        ${this.tools ? this.#tools() : nothing}${this.#legend()}<gn-steps .session=${this.session}></gn-steps>`;
    }
    const number = inspect.number.value;
    return html`<gn-strip .session=${this.session}></gn-strip>
      ${this.#where(plan)}
      <div class="view">
        <div class="scroll" tabindex="-1">
          ${
            number
              ? html`<gn-number .session=${this.session} .room=${this.room}></gn-number>`
              : html`<gn-layer .session=${this.session} .index=${inspect.layer.value}></gn-layer>`
          }
        </div>
      </div>
      <gn-steps .session=${this.session}></gn-steps>`;
  }

  #overview() {
    return this.table && this.near
      ? html`<gn-network-rows .session=${this.session}></gn-network-rows>`
      : html`<gn-network .session=${this.session} .camera=${this.#camera}></gn-network>`;
  }

  #tools() {
    if (!this.near) return nothing;
    return html`<gn-network-tools
      .session=${this.session}
      .network=${() => this.renderRoot.querySelector('gn-network')}
      ?shown=${this.table}
      @press=${() => {
        this.table = !this.table;
      }}
    ></gn-network-tools>`;
  }

  // Layers and numbers are fetched after the first answer, or when the first is opened.
  #approach = async () => {
    const widgets = [import('./gn-layer'), import('./gn-number'), import('./network-files')];
    const code = [...widgets, need('deep'), need('layers')];
    const loaded = await Promise.all(code).catch(() => undefined);
    if (loaded) this.near = true;
    else if (this.session.inspect.zoomed.peek()) {
      this.session.inspect.overview();
      this.session.notice.value = { kind: 'no-panel' };
    }
  };

  // After a zoom the focus is where the view is, and the view begins at its top.
  override updated(): void {
    const { inspect } = this.session;
    const zoom = `${inspect.layer.value} ${inspect.trail.value.length}`;
    if (zoom === this.#zoom) return;
    const first = this.#zoom === '';
    this.#zoom = zoom;
    const scroll = this.renderRoot.querySelector<HTMLElement>('.scroll');
    scroll?.scrollTo(0, 0);
    if (first) return;
    scroll?.focus({ preventScroll: true });
    // On a phone the pad's strip lies over the top of the page. Before what is opened has its height, there may be too
    // little page to scroll.
    if (scroll)
      requestAnimationFrame(() => {
        const { top } = this.getBoundingClientRect();
        if (top < 0 || top > innerHeight / 2) this.scrollIntoView({ block: 'start' });
      });
  }

  #where(plan: Plan) {
    const { inspect } = this.session;
    const trail = inspect.trail.value;
    const root = trail[0]?.kind === 'value' ? layerOf(plan, trail[0].id) : undefined;
    const layer = plan.layers[inspect.layer.value] ?? root;
    const edits = inspect.edits.value.length;
    const hidden = Math.max(0, trail.length - 4); // of a long trail the last few
    return html`<nav class="where" aria-label=${t('inspect.name')}>
      <button
        class="button bare back"
        type="button"
        aria-label=${t('inspect.back')}
        title=${t('inspect.back')}
        @click=${() => inspect.back()}
      >
        ${icons.left}
      </button>
      <ol>
        <li><button type="button" @click=${() => inspect.overview()}>${t('inspect.overview')}</button></li>
        ${
          layer
            ? html`<li>
                ${
                  trail.length === 0
                    ? html`<span aria-current="page">${layerTitle(plan, layer)}</span>`
                    : html`<button type="button" @click=${() => inspect.openLayer(layer.index)}>
                        ${layerTitle(plan, layer)}
                      </button>`
                }
              </li>`
            : nothing
        }
        ${hidden > 0 ? html`<li>…</li>` : nothing}
        ${trail.slice(hidden).map((what, i) => {
          const name = shortName(plan, what);
          const length = hidden + i + 1;
          return html`<li>
            ${
              length === trail.length
                ? html`<span aria-current="page">${name}</span>`
                : html`<button type="button" @click=${() => inspect.backTo(length)}>${name}</button>`
            }
          </li>`;
        })}
      </ol>
      <gn-about topic=${trail.length > 0 ? 'number' : 'layer'}></gn-about>
      ${
        edits > 0
          ? html`<span class="edits">
              <button class="button" type="button" @click=${() => this.#takeBack(() => inspect.undo())}>
                ${icons.undo}${t('edit.undo')}
              </button>
              <button class="button" type="button" @click=${() => this.#takeBack(() => inspect.reset())}>
                ${t('edit.reset')}
              </button>
            </span>`
          : nothing
      }
    </nav>`;
  }

  // With the last change its buttons go: the focus stays in the view.
  #takeBack(act: () => void): void {
    act();
    void this.updateComplete.then(() => {
      if (this.session.inspect.edits.peek().length === 0)
        this.renderRoot.querySelector<HTMLElement>('.where .back')?.focus();
    });
  }

  #zooms() {
    const camera = this.#camera;
    const deep = camera.least.value < 0.8;
    const buttons = [
      { name: t('zoom.in'), icon: icons.plus, off: camera.most, act: () => camera.zoom(ZOOM_STEP) },
      { name: t('zoom.out'), icon: icons.minus, off: !camera.zoomed, act: () => camera.zoom(1 / ZOOM_STEP) },
      { name: t('zoom.fit'), icon: icons.fit, off: !camera.zoomed, act: () => camera.fit() },
    ];
    return html`<span class="zooms" role="group" aria-label=${t('zoom.name')}>
      ${buttons.map(
        ({ name, icon, off, act }) => html`<button
          type="button"
          aria-label=${name}
          title=${name}
          aria-disabled=${off ? 'true' : 'false'}
          @click=${act}
        >
          ${icon}
        </button>`,
      )}
      ${deep && !camera.zoomed ? html`<span>${t('zoom.deep')}</span>` : nothing}
    </span>`;
  }

  #legend() {
    const { edges } = this.session.inspect;
    return html`<div class="legend">
      <span>${t('network.legend')}</span><span class="ramp"></span><span>${t('network.legendPositive')}</span>
      <gn-about topic="network"></gn-about>
      ${this.#zooms()} ${this.#tools()}
      <label class="threads"
        ><span>${t('inspect.edges', { count: count(edges.value) })}</span>
        <input
          type="range"
          min="0"
          max=${MOST_EDGES}
          step="20"
          aria-label=${t('inspect.edgesName')}
          .value=${String(edges.value)}
          @input=${(event: Event) => {
            edges.value = Number((event.target as HTMLInputElement).value);
          }}
      /></label>
    </div>`;
  }

  #keydown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.session.inspect.zoomed.peek()) return;
    event.preventDefault();
    this.session.inspect.back();
  };
}

customElements.define('gn-inspector', GnInspector);
