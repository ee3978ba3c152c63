// Train: the digit and the settings | the network | curves and the answer of the moment; the transport beneath.
import { css, html, nothing } from 'lit';
import { need, t } from '../locales';
import { draftOf } from '../state/picture-draft';
import { runIn } from '../state/run-import';
import type { Session } from '../state/session';
import { tableIn, tableOf } from '../state/train-table';
import { type Training, trainingOf } from '../state/training';
import { GnElement } from '../widgets/element';
import { FilesDrop } from '../widgets/file-drop';
import '../widgets/gn-activations';
import '../widgets/gn-bars';
import '../widgets/gn-curves';
import '../widgets/gn-diagnosis';
import '../widgets/gn-draw-pad';
import '../widgets/gn-drawer';
import '../widgets/gn-inspector';
import '../widgets/gn-layers';
import '../widgets/gn-mistakes';
import '../widgets/gn-model-picker';
import '../widgets/gn-moments';
import '../widgets/gn-pictures';
import '../widgets/gn-plot';
import type { GnRuns } from '../widgets/gn-runs';
import '../widgets/gn-runs';
import '../widgets/gn-train-settings';
import '../widgets/gn-transport';
import '../widgets/gn-trouble';
import '../widgets/gn-weights';
import { icons } from '../widgets/icons';
import type { Table } from '../widgets/plot-files';
import { shared } from '../widgets/styles';
import { titled } from '../widgets/titled';

const PANELS = ['curves', 'layers', 'activations', 'weights', 'mistakes', 'moments', 'runs'] as const;
type PanelName = (typeof PANELS)[number];

export class GnTrainView extends GnElement {
  static override properties = {
    ...GnElement.properties,
    panel: { state: true },
    phone: { state: true },
  };
  declare panel: PanelName;
  declare phone: boolean; // all in one column

  #training: Training | undefined;
  // What lies within takes its own: the pad one digit, the list of runs a file.
  readonly #drop = new FilesDrop(this, (items) => {
    const [run, table] = [runIn(items), tableIn(items)];
    if (run) void this.#openRun(run);
    else if (table) void openTable(this.session, table);
    else draftOf(this.session).addDropped(items);
  });
  readonly #narrow = matchMedia('(max-width: 640px)');

  constructor() {
    super();
    this.panel = 'curves';
    this.phone = this.#narrow.matches;
  }

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      main {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template:
          'trouble trouble trouble' auto
          'left net right' minmax(300px, 1fr)
          'transport transport transport' auto / clamp(216px, 13vw, 320px) minmax(0, 1fr) clamp(260px, 27vw, 460px);
        gap: 0 clamp(20px, 2vw, 40px);
        padding: var(--space-2) var(--edge) 0;
      }
      main.over {
        outline: 2px dashed var(--focus);
        outline-offset: -4px;
      }
      .trouble {
        grid-area: trouble;
      }
      gn-model-picker {
        padding-bottom: var(--space-2);
      }
      .left {
        grid-area: left;
        display: flex;
        flex-direction: column;
        gap: var(--space-3);
        min-height: 0;
        overflow-y: auto;
        scrollbar-width: thin;
        margin: 0 -8px;
        padding: 2px 8px; /* shadows and rings are not cut */
      }
      .digit {
        display: grid;
        gap: var(--space-1);
      }
      .digit .row {
        display: flex;
        align-items: center;
      }
      .digit .button {
        min-height: 24px;
        padding: 0 6px;
        margin-left: auto;
      }
      gn-draw-pad {
        max-width: clamp(148px, 11vw, 260px);
      }
      .net {
        grid-area: net;
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      @media (min-width: 1024px) {
        .net:has(gn-drawer) {
          flex-direction: row;
          gap: var(--space-3);
        }
        gn-drawer {
          flex: none;
          width: 300px;
        }
        .net:has(gn-drawer) section {
          position: absolute;
        }
      }
      .right {
        grid-area: right;
        display: flex;
        flex-direction: column;
        min-height: 0;
        gap: var(--space-2);
        overflow-y: auto;
        overflow-x: hidden;
        scrollbar-width: thin;
      }
      gn-curves,
      gn-moments,
      gn-mistakes,
      gn-runs,
      gn-activations,
      gn-weights,
      gn-layers {
        flex: 3;
        min-height: 240px;
      }
      /* All in one row, each as wide as its name; on the narrowest phone the row scrolls. */
      .panels {
        display: flex;
        flex: none;
        overflow-x: auto;
        scrollbar-width: none;
        border-bottom: 1px solid var(--line);
      }
      .panels button {
        flex: auto;
        display: grid;
        justify-items: center;
        gap: 1px;
        padding: 3px 2px 4px;
        border-bottom: 2px solid transparent;
        font-size: 0.71875rem; /* seven names beside one another, with air between */
        color: var(--ink-soft);
        white-space: nowrap;
      }
      .panels button:hover {
        color: var(--ink);
      }
      .panels [aria-pressed='true'] {
        border-bottom-color: var(--ink);
        color: var(--ink);
        font-weight: 600;
      }
      @media (max-height: 700px) and (min-width: 1024px) {
        .right > :not(.panels, .bars) {
          min-height: 190px;
        }
      }
      .bars {
        flex: 1;
        min-height: 150px;
        display: flex;
      }
      .bars gn-plot {
        flex: 1;
      }
      gn-bars {
        height: 100%;
      }
      gn-transport {
        grid-area: transport;
        margin-top: var(--space-2);
      }
      @media (min-width: 1024px) {
        main {
          flex: none;
          height: calc(100dvh - var(--above, var(--bar)));
        }
      }
      @media (max-width: 1023px) {
        main {
          grid-template:
            'trouble trouble' auto
            'left right' auto
            'net net' auto / 216px minmax(0, 1fr);
          padding-bottom: 72px;
        }
        .net {
          min-height: 420px;
        }
        gn-curves {
          min-height: 320px;
        }
        gn-transport {
          position: sticky;
          bottom: 0;
          z-index: 10;
          background: var(--paper);
          grid-column: 1 / -1;
          grid-area: auto / 1 / auto / -1;
        }
      }
      @media (max-width: 640px) {
        main {
          padding-bottom: 0;
        }
        .left,
        .right {
          display: contents;
        }
        /* the digit and its answer side by side, then what is seen of the run, what steers it, and the net */
        main {
          display: grid;
          grid-template:
            'trouble trouble' auto
            'digit bars' auto
            'panels panels' auto
            'panel panel' auto
            'settings settings' auto
            'net net' auto
            'transport transport' auto / 148px minmax(0, 1fr);
          gap: var(--space-3);
        }
        .digit {
          grid-area: digit;
          align-content: start;
          gap: 2px;
        }
        .digit .row {
          min-height: 26px;
        }
        .digit h2 {
          white-space: nowrap;
        }
        .bars {
          grid-area: bars;
          min-height: 178px;
        }
        .panels {
          grid-area: panels;
        }
        gn-curves,
        gn-moments,
        gn-mistakes,
        gn-runs,
        gn-activations,
        gn-weights,
        gn-layers {
          grid-area: panel;
        }
        gn-train-settings {
          grid-area: settings;
        }
        .net {
          min-height: 0;
          display: block;
        }
        gn-transport {
          grid-area: transport;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#training = trainingOf(this.session);
    this.follow(() => this.#training?.attend());
    this.#training.look(true, true);
    this.#narrow.addEventListener('change', this.#fit);
    this.#fit();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#training?.look(true, false);
    this.#narrow.removeEventListener('change', this.#fit);
  }

  #fit = () => {
    this.phone = this.#narrow.matches;
  };

  override render() {
    const { session } = this;
    const training = this.#training;
    if (!training) return nothing;
    return html`<main
      aria-label=${t('train.main')}
      class=${this.#drop.isOver ? 'over' : ''}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      <div class="trouble">
        <gn-model-picker .session=${session}></gn-model-picker>
        <gn-trouble .session=${session} .training=${training}></gn-trouble>
        <gn-diagnosis .session=${session} .training=${training}></gn-diagnosis>
      </div>
      ${this.phone ? this.#inOneColumn(training) : this.#inThree(training)}
      <gn-transport .session=${session} .training=${training}></gn-transport>
      <gn-pictures .session=${session} .training=${training}></gn-pictures>
      ${this.#table()}
    </main>`;
  }

  // What comes of it is said in the list of runs.
  async #openRun(file: File): Promise<void> {
    this.panel = 'runs';
    await this.updateComplete;
    await this.renderRoot.querySelector<GnRuns>('gn-runs')?.open(file);
  }

  #inThree(training: Training) {
    return html`<div class="left">${this.#digit()}${this.#settings(training)}</div>
      ${this.#net()}
      <div class="right">${this.#panels()} ${this.#open(training)} ${this.#bars()}</div>`;
  }

  // As they stand one beneath the other, so that the keys go from one to the next.
  #inOneColumn(training: Training) {
    return html`${this.#digit()} ${this.#bars()} ${this.#panels()} ${this.#open(training)}
      ${this.#settings(training)} ${this.#net()}`;
  }

  #digit() {
    const { session } = this;
    const name = t(session.classes.value.length > 0 ? 'train.drawing' : 'train.digit');
    return html`<section class="digit" aria-label=${name}>
          <div class="row">
            ${titled('trainDigit', name)}
            <button class="button bare" type="button" @click=${() => session.clear()}>${t('pad.clear')}</button>
          </div>
          <gn-draw-pad .session=${session}></gn-draw-pad>
        </section>`;
  }

  #settings(training: Training) {
    return html`<gn-train-settings .session=${this.session} .training=${training}></gn-train-settings>`;
  }

  #net() {
    const { session } = this;
    return html`<section class="net" aria-label=${t('network.name')}>
        <gn-inspector bare tools .session=${session}></gn-inspector>
        ${
          ['builder', 'costs'].includes(session.settings.panel.value)
            ? html`<gn-drawer .session=${session}></gn-drawer>`
            : nothing
        }
      </section>`;
  }

  #panels() {
    return html`<div class="panels" role="group" aria-label=${t('train.panels')}>
          ${PANELS.map(
            (each) => html`<button
              type="button"
              aria-pressed=${each === this.panel}
              @click=${() => {
                this.panel = each;
              }}
            >
              ${icons[each]}<span>${t(`panels.${each}`)}</span>
            </button>`,
          )}
        </div>`;
  }

  // A table that was dropped: looked at here, learnt in Points.
  #table() {
    const dropped = tableOf(this.session);
    const { file, trouble } = dropped.now.value ?? {};
    return html`${trouble ? html`<p class="wrong" role="alert">${t(`points.${trouble}`)}</p>` : nothing}
      ${file ? html`<gn-table .session=${this.session} .file=${file} @learn=${() => dropped.learn()}></gn-table>` : nothing}`;
  }

  #bars() {
    const { session } = this;
    const name = t(session.classes.value.length > 0 ? 'bars.classes' : 'bars.title');
    return html`<section class="bars" aria-label=${name}>
          <gn-plot about="trainBars" .heading=${name} .table=${this.#answer}><gn-bars pair .session=${session}></gn-bars></gn-plot>
        </section>`;
  }

  #open(training: Training) {
    const { session } = this;
    switch (this.panel) {
      case 'layers':
        return html`<gn-layers .session=${session} .training=${training}></gn-layers>`;
      case 'activations':
        return html`<gn-activations .session=${session} .training=${training}></gn-activations>`;
      case 'weights':
        return html`<gn-weights .session=${session} .training=${training}></gn-weights>`;
      case 'mistakes':
        return html`<gn-mistakes .session=${session} .training=${training}></gn-mistakes>`;
      case 'moments':
        return html`<gn-moments .session=${session} .training=${training}></gn-moments>`;
      case 'runs':
        return html`<gn-runs .session=${session} .keeper=${training}></gn-runs>`;
      default:
        return html`<gn-curves .session=${session} .training=${training}></gn-curves>`;
    }
  }

  #answer = (): Table => ({
    columns: [t('bars.class'), t('bars.share')],
    rows: Array.from(this.session.answer(), (p, i) => [this.session.classes.peek()[i] ?? String(i), p]),
  });
}

async function openTable(session: Session, table: File): Promise<void> {
  await Promise.all([import('../widgets/gn-table'), need('points')]);
  await tableOf(session).open(table);
}

customElements.define('gn-train-view', GnTrainView);
