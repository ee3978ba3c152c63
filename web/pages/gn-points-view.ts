// Points: the data and the settings | the net as pictures | the plane with what it says, and the curves; the transport.
import { css, html, nothing } from 'lit';
import { number, percent, t } from '../locales';
import { type PointsLab, pointsOf } from '../state/points';
import { GnElement } from '../widgets/element';
import { FileDrop } from '../widgets/file-drop';
import '../widgets/gn-curves';
import '../widgets/gn-diagnosis';
import '../widgets/gn-notation';
import '../widgets/gn-plane';
import '../widgets/gn-points-axes';
import '../widgets/gn-points-collapse';
import '../widgets/gn-points-data';
import '../widgets/gn-points-layers';
import '../widgets/gn-points-net';
import type { GnPointsSave } from '../widgets/gn-points-save';
import '../widgets/gn-points-save';
import '../widgets/gn-table';
import '../widgets/gn-train-settings';
import '../widgets/gn-transport';
import '../widgets/gn-trouble';
import { changedChoices, choicesInFront, otherChoices } from '../widgets/points-choices';
import { shared } from '../widgets/styles';
import { titled } from '../widgets/titled';
import '../widgets/gn-about';

export class GnPointsView extends GnElement {
  static override properties = {
    ...GnElement.properties,
    panel: { state: true },
    tall: { state: true },
  };
  declare panel: 'loss' | 'accuracy';
  declare tall: boolean;

  #lab: PointsLab | undefined;
  readonly #drop = new FileDrop(this, (file) => this.#dropped(file));
  #height = matchMedia('(min-height: 860px), (max-width: 640px)');

  constructor() {
    super();
    this.panel = 'loss';
    this.tall = this.#height.matches;
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
          'transport transport transport' auto / 216px minmax(0, 1fr) clamp(290px, 26vw, 520px);
        gap: 0 clamp(20px, 2vw, 40px);
        padding: var(--space-1) var(--edge) 0;
      }
      main.over {
        outline: 3px dashed var(--line-strong);
        outline-offset: -8px;
      }
      .trouble {
        grid-area: trouble;
      }
      .left {
        grid-area: left;
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
        min-height: 0;
        overflow-y: auto;
        scrollbar-width: thin;
        padding: 2px;
      }
      .net {
        grid-area: net;
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
        min-width: 0;
        min-height: 0;
      }
      .net:has(> gn-points-collapse[open]) {
        overflow-y: auto;
        scrollbar-width: thin;
      }
      gn-points-net {
        flex: 1 0 auto;
      }
      .right {
        grid-area: right;
        display: flex;
        flex-direction: column;
        min-height: 0;
        gap: var(--space-1);
      }
      gn-plane {
        width: min(100%, 100dvh - var(--bar) - 288px);
        min-width: 240px;
        align-self: center;
      }
      gn-curves {
        flex: 1;
        min-height: 0;
      }
      .panels {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 2px;
      }
      .panels button {
        min-height: 24px;
        padding: 0 var(--space-2);
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .keys {
        margin-left: auto;
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0 var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
        white-space: nowrap;
      }
      .keys b {
        color: var(--ink);
      }
      .key {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      .key::before {
        content: '';
        width: 16px;
        border-top: 2px solid var(--ink);
      }
      .key.test::before {
        border-top-style: dashed;
      }
      .panels [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
      gn-transport {
        grid-area: transport;
        margin-top: var(--space-1);
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
        gn-plane {
          width: min(100%, 420px);
        }
        gn-curves {
          min-height: 300px;
        }
        gn-transport {
          position: sticky;
          bottom: 0;
          z-index: 10;
          background: var(--paper);
          grid-area: auto / 1 / auto / -1;
        }
      }
      @media (max-width: 640px) {
        main {
          display: flex;
          flex-direction: column;
          gap: var(--space-3);
          padding-bottom: 0;
        }
        .trouble {
          margin-bottom: calc(-1 * var(--space-3)); /* mostly empty */
        }
        .left,
        .right {
          display: contents;
        }
        gn-points-data {
          order: 1;
        }
        gn-plane,
        gn-points-axes {
          order: 2;
        }
        .set {
          order: 3; /* with what it changes */
        }
        .net {
          order: 4;
        }
        .panels {
          display: none;
        }
        gn-curves {
          order: 6;
          flex: none;
          min-height: 360px;
        }
        gn-train-settings {
          order: 5;
        }
        gn-points-save {
          order: 7;
        }
        gn-transport {
          order: 9;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const lab = pointsOf(this.session);
    this.#lab = lab;
    lab.look(true, true);
    this.#height.addEventListener('change', this.#fit);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lab?.look(true, false);
    this.#height.removeEventListener('change', this.#fit);
  }

  // Weights, or a table.
  #dropped(file: File): void {
    if (/\.safetensors$/i.test(file.name))
      void this.renderRoot.querySelector<GnPointsSave>('gn-points-save')?.open(file);
    else void this.#lab?.file.open(file);
  }

  #fit = () => {
    this.tall = this.#height.matches;
  };

  override render() {
    const { session } = this;
    const lab = this.#lab;
    if (!lab) return nothing;
    const dealing = lab.dealing.value;
    const squares = dealing?.points.classes === 0;
    return html`<main
      class=${this.#drop.isOver ? 'over' : ''}
      aria-label=${t('points.main')}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      <div class="trouble">
        <gn-trouble .session=${session} .training=${lab}></gn-trouble>
        <gn-diagnosis .session=${session} .training=${lab}></gn-diagnosis>
      </div>
      <div class="left">
        <gn-points-data .session=${session} .lab=${lab}></gn-points-data>
        ${choicesInFront(lab)}
        <gn-train-settings
          .session=${session}
          .training=${lab}
          .first=${['rate']}
          .data=${() => otherChoices(lab)}
          .extra=${changedChoices(lab)}
        ></gn-train-settings>
        <gn-points-save .session=${session} .lab=${lab}></gn-points-save>
      </div>
      <section class="net" aria-label=${t('points.net')}>
        <gn-points-layers .session=${session} .lab=${lab}></gn-points-layers>
        <gn-points-net .session=${session} .lab=${lab}></gn-points-net>
        <gn-points-collapse .session=${session} .lab=${lab}></gn-points-collapse>
        <gn-notation .session=${session} .written=${this.#line(lab)}></gn-notation>
      </section>
      <div class="right">
        <gn-plane .session=${session} .lab=${lab}></gn-plane>
        <gn-points-axes .session=${session} .lab=${lab}></gn-points-axes>
        ${this.tall ? nothing : this.#panels(lab, squares)}
        <gn-curves
          .session=${session}
          .training=${lab}
          .only=${this.tall ? '' : squares ? 'loss' : this.panel}
          .squares=${squares}
        ></gn-curves>
      </div>
      <gn-transport .session=${session} .training=${lab}></gn-transport>
      <gn-table .session=${session} .file=${lab.file} @learn=${() => lab.learnTable()}></gn-table>
    </main>`;
  }

  // Where there is room for one curve: which, and its key with the last values.
  #panels(lab: PointsLab, squares: boolean) {
    void lab.grown.value;
    const last = lab.scores.at(-1);
    const panel = squares ? 'loss' : this.panel;
    const key = (of: 'train' | 'test') => {
      const value = last?.[of]?.[panel];
      const said = value === undefined ? '' : panel === 'loss' ? number(value) : percent(value);
      return html`<span class="key ${of}">${t(`curves.${of}`)} <b>${said}</b></span>`;
    };
    return html`<div class="panels" role="group" aria-label=${t('train.panels')}>
      ${
        squares
          ? titled('curveSquares', t('curves.squares'))
          : (['loss', 'accuracy'] as const).map(
              (each) => html`<button
                type="button"
                aria-pressed=${each === panel}
                @click=${() => {
                  this.panel = each;
                }}
              >
                ${t(`curves.${each}`)}
              </button>`,
            )
      }
      ${squares ? nothing : html`<gn-about topic=${panel === 'loss' ? 'curveLoss' : 'curveAccuracy'} .panel=${t(`curves.${panel}`)}></gn-about>`}
      <span class="keys">${key('train')} ${key('test')}</span>
    </div>`;
  }

  #line(lab: PointsLab) {
    return {
      text: lab.line,
      error: lab.refused.value,
      set: (text: string) => lab.type(text),
      try: () => lab.try(),
      drop: () => lab.drop(),
    };
  }
}

customElements.define('gn-points-view', GnPointsView);
