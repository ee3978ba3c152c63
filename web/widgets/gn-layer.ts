// One layer, all of it: its units with their weights, its activation function with this layer's own values, its
// parameters; of the last layer, the way from scores to probabilities and the loss.
import { css, html, nothing } from 'lit';
import { countOf, type Layer, type Plan } from '../engine/plan';
import { count, number, t } from '../locales';
import { ACTIVATION_NAMES, type ActivationName, activationOf, withActivation } from '../state/activation';
import { GnElement } from './element';
import './gn-activation';
import type { GnActivation } from './gn-activation';
import { type Pair, pairsOf } from './gn-collapse';
import './gn-shape';
import './gn-softmax';
import './gn-target';
import './gn-units';
import type { GnUnits } from './gn-units';
import './gn-window';
import { sizeFormula, windowSizes } from '../state/window-sizes';
import { latex } from './latex';
import { axesOf, layerTitle, planesOf, unitsOf } from './names';
import { shared } from './styles';
import './gn-save';

export class GnLayer extends GnElement {
  static override properties = {
    ...GnElement.properties,
    index: { type: Number },
    klass: { state: true },
    everywhere: { state: true },
    walked: { state: true },
    collapsed: { state: true },
  };
  declare index: number;
  declare klass: number; // whose loss is shown; −1: the label, or the answer
  declare everywhere: boolean;
  declare walked: string; // the parameter whose shape is looked at
  declare collapsed: number; // row of the second of two layers that are shown as one; −1: none

  #started: { readonly layer: Layer | undefined; readonly index: number } = { layer: undefined, index: 0 };

  constructor() {
    super();
    this.index = -1;
    this.klass = -1;
    this.everywhere = true;
    this.walked = '';
    this.collapsed = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px var(--space-3);
        padding-bottom: var(--space-3);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      header h2 {
        font-size: var(--text-m);
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4) var(--space-5);
        align-items: start;
      }
      .wide {
        grid-column: 1 / -1;
      }
      .saved {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--space-2);
      }
      h3 {
        margin: 0 0 6px;
        font-size: var(--text-xs);
        font-weight: 500;
        color: var(--ink-soft);
      }
      .side {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      .side > * {
        min-width: 0;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: var(--text-s);
        display: grid;
        gap: 4px;
      }
      code {
        font-family: var(--mono);
        font-size: 0.75rem;
      }
      .param {
        text-decoration: underline dotted var(--line-strong);
        text-underline-offset: 3px;
      }
      .param:hover,
      .param[aria-expanded='true'] {
        text-decoration: underline solid var(--ink);
      }
      .choice {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        align-items: center;
      }
      .choice .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .choice .button[aria-pressed='true'] {
        background: var(--ink);
        border-color: var(--ink);
        color: var(--paper);
      }
      label {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      input {
        accent-color: var(--ink);
      }
      select {
        font: inherit;
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        padding: 2px 6px;
      }
      dl {
        display: grid;
        grid-template-columns: auto auto;
        justify-content: start;
        gap: 2px var(--space-4);
        margin: 6px 0;
        font-size: var(--text-s);
      }
      dd {
        margin: 0;
        font-weight: 600;
      }
      .pair {
        display: grid;
        gap: 6px;
        justify-items: start;
        font-size: var(--text-s);
        line-height: 1.45;
      }
      .pair .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      @container (min-width: 660px) {
        .body {
          grid-template-columns: minmax(0, 1fr) 290px;
        }
        .body.end {
          grid-template-columns: minmax(0, 1fr) 384px;
        }
      }
    `,
  ];

  override render() {
    void this.session.frame.value;
    const plan = this.session.running.value?.plan;
    const layer = plan?.layers[this.index];
    if (!plan || !layer) return nothing;
    const head = plan.rows[layer.head];
    const total = layer.params.reduce((sum, { size }) => sum + size, 0);
    const softmax = layer.rows.find((i) => ['softmax', 'softmax_ce'].includes(plan.rows[i]?.op ?? '')) ?? -1;
    const look = this.session.probe?.look;
    const pairs = look && !this.session.inspect.pending(layer.head) ? pairsOf(plan, look, layer.rows) : [];
    const pair = pairs.find(({ second }) => second.index === this.collapsed);
    const windowed = head?.window !== undefined;
    return html`<section aria-label=${layerTitle(plan, layer)}>
      <header>
        <h2>${layerTitle(plan, layer)}</h2>
        <span>${layer.shape.join('×')}</span>
        ${head ? windowSizes(plan, head).map((size) => html`<span class="size">${latex(sizeFormula(size), 'inline')}</span>`) : nothing}
        ${total > 0 ? html`<span>${countOf(layer.params)} = ${t('layerview.count', { count: count(total) })}</span>` : nothing}
      </header>
      <div class="body ${softmax >= 0 ? 'end' : ''}">
        ${
          windowed
            ? html`<gn-window
                class="wide"
                .session=${this.session}
                .row=${layer.head}
                .shown=${layer.show}
                .index=${this.#start(plan, layer)}
                .room=${150}
                sliding
              ></gn-window>`
            : nothing
        }
        <div>
          ${this.#saved<GnUnits>(this.#unitsTitle(plan, layer), 'gn-units')}
          <gn-units .session=${this.session} .layer=${layer}></gn-units>
        </div>
        <div class="side">
          ${softmax >= 0 ? this.#losses(plan, softmax) : nothing}
          ${layer.form === 'image' ? nothing : this.#activation(plan, layer)}
          ${pairs.map((each) => this.#pair(each))} ${this.#parameters(plan, layer)}
        </div>
        ${
          pair && look && !this.session.inspect.pending(pair.second.index)
            ? html`<gn-collapse
                class="wide"
                .session=${this.session}
                .look=${look}
                .plan=${plan}
                .pair=${pair}
                .turn=${{}}
              ></gn-collapse>`
            : nothing
        }
      </div>
    </section>`;
  }

  #unitsTitle(plan: Plan, layer: Layer): string {
    const op = plan.rows[layer.head]?.op;
    const row = plan.rows[layer.show];
    if (op === 'conv') return t('layerview.kernels');
    if (layer.form === 'image') return t('layerview.pixels');
    const units = row ? unitsOf(plan, row) : 'units';
    if (op === 'dense') return t(units === 'places' ? 'layerview.sharedWeights' : 'layerview.weights');
    return t(`layerview.${units}`);
  }

  // A heading, with the files of the plot beneath it.
  #saved<T extends GnUnits | GnActivation>(heading: string, plot: string) {
    const shown = () => this.renderRoot.querySelector<T>(plot);
    return html`<div class="saved">
      <h3>${heading}</h3>
      <gn-save
        .heading=${heading}
        .table=${() => shown()?.table() ?? { columns: [], rows: [] }}
        .picture=${() => shown()?.picture()}
      ></gn-save>
    </div>`;
  }

  // The window begins in the first map, where the layer answered most strongly when it was opened.
  #start(plan: Plan, layer: Layer): number {
    if (this.#started.layer === layer) return this.#started.index;
    const row = plan.rows[layer.show];
    const [, height, width] = row ? planesOf(row) : [1, 1, 1];
    const map = this.session.values(layer.head).subarray(0, height * width);
    let index = 0;
    for (let i = 0; i < map.length; i++) if (Math.abs(map[i] ?? 0) > Math.abs(map[index] ?? 0)) index = i;
    this.#started = { layer, index };
    return index;
  }

  #activation(plan: Plan, layer: Layer) {
    const row = layer.rows.find((i) => plan.rows[i]?.op === layer.activation) ?? -1;
    const now = row < 0 ? undefined : activationOf(plan, row);
    return html`<div>
      ${this.#saved<GnActivation>(t(row < 0 ? 'layerview.values' : 'layerview.histogram'), 'gn-activation')}
      <gn-activation .session=${this.session} .layer=${layer}></gn-activation>
      ${
        now
          ? html`<div class="choice" role="group" aria-label=${t('layerview.activation')}>
              ${ACTIVATION_NAMES.map(
                (name) => html`<button
                  class="button"
                  type="button"
                  aria-pressed=${name === now}
                  @click=${() => this.#switch(plan, row, name)}
                >
                  ${name === 'none' ? t('layerview.noActivation') : name}
                </button>`,
              )}
              <label
                ><input
                  type="checkbox"
                  .checked=${this.everywhere}
                  @change=${(event: Event) => {
                    this.everywhere = (event.target as HTMLInputElement).checked;
                  }}
                />${t('layerview.everywhere')}</label
              >
            </div>`
          : nothing
      }
    </div>`;
  }

  // Without a function between them two layers are one: said where it was switched off.
  #pair({ first, second }: Pair) {
    const open = this.collapsed === second.index;
    return html`<div class="pair">
      <p>${t('collapse.say', { first: first.name, second: second.name })}</p>
      <button
        class="button"
        type="button"
        aria-expanded=${open ? 'true' : 'false'}
        @click=${async () => {
          this.collapsed = open ? -1 : second.index;
          await this.updateComplete;
          this.renderRoot.querySelector('gn-collapse')?.scrollIntoView({ block: 'nearest' });
        }}
      >
        ${t(open ? 'collapse.hide' : 'collapse.show')}
      </button>
    </div>`;
  }

  #switch(plan: Plan, row: number, name: ActivationName): void {
    const rows = this.everywhere ? plan.rows.map(({ index }) => index) : [row];
    const chosen = rows.filter((index) => activationOf(plan, index) !== undefined);
    void this.session.rewrite(withActivation(plan, chosen, name));
  }

  #parameters(plan: Plan, layer: Layer) {
    const rows = layer.rows.map((i) => plan.rows[i]).filter((row) => row !== undefined);
    if (layer.params.length === 0) return html`<p class="quiet">${t('layerview.none')}</p>`;
    return html`<div>
      <h3>${t('layerview.parameters')}</h3>
      <ul>
        ${rows.flatMap((row) =>
          row.params.map(
            (param, which) => html`<li>
              <button
                class="param"
                type="button"
                aria-expanded=${this.walked === param.name ? 'true' : 'false'}
                aria-label=${t('shape.open', { name: param.name })}
                @click=${() => {
                  this.walked = this.walked === param.name ? '' : param.name;
                  void this.#showWalk();
                }}
              >
                <code>${param.name}</code>
              </button>
              <span class="quiet">[${axesOf(row, which).join(', ')}]</span><br />
              ${param.shape.join('·')} = <b>${count(param.size)}</b>
              ${
                this.walked === param.name
                  ? html`<gn-shape .session=${this.session} .row=${row} .which=${which}></gn-shape>`
                  : nothing
              }
            </li>`,
          ),
        )}
      </ul>
    </div>`;
  }

  // What has come is beneath the button that was pressed, and often beneath the fold.
  async #showWalk(): Promise<void> {
    await this.updateComplete;
    const walk = this.renderRoot.querySelector('gn-shape');
    const show = () => walk?.scrollIntoView({ block: 'nearest' });
    requestAnimationFrame(() => requestAnimationFrame(show)); // it is measured, then drawn
  }

  #losses(plan: Plan, softmax: number) {
    const row = plan.rows[softmax];
    const look = this.session.probe?.look;
    if (!row || !look || row.shape.length !== 1) return nothing;
    if (this.session.inspect.pending(softmax)) return html`<p class="quiet">${t('number.waiting')}</p>`;
    const klass = this.klass >= 0 ? Math.min(this.klass, row.size - 1) : (this.session.label() ?? 0);
    const [crossEntropy, squared] = look.losses(softmax, row.size, klass);
    return html`<div>
      <h3>${t('layerview.softmax')}</h3>
      <gn-softmax .session=${this.session} .row=${softmax}></gn-softmax>
    </div>
    <div>
      <label
        ><span>${t('layerview.loss')}</span>
        <select
          @change=${(event: Event) => {
            this.klass = Number((event.target as HTMLSelectElement).value);
          }}
        >
          ${Array.from({ length: Math.min(row.size, 64) }, (_, i) => html`<option value=${i} .selected=${i === klass}>${i}</option>`)}
        </select></label
      >
      <dl>
        <dt>${t('layerview.ce')}</dt>
        <dd>${number(crossEntropy)}</dd>
        <dt>${t('layerview.mse')}</dt>
        <dd>${number(squared)}</dd>
      </dl>
      <gn-target .session=${this.session} .classes=${row.size} .klass=${klass}></gn-target>
      <p class="quiet">${t('layerview.lossNote', { count: row.size })}</p>
    </div>`;
  }
}

customElements.define('gn-layer', GnLayer);
