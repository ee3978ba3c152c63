// Points: the data and the settings | the net as pictures | the plane with what it says, and the curves; the transport.
import { css, html, nothing } from 'lit';
import type { Setting } from '../engine/train-settings';
import { t } from '../locales';
import { PointsLab } from '../state/points';
import { OWN, TABLE_SET } from '../state/points-deal';
import { MOST_LAYERS } from '../state/points-line';
import { TABLE } from '../state/settings';
import { GnElement } from '../widgets/element';
import '../widgets/gn-curves';
import '../widgets/gn-diagnosis';
import '../widgets/gn-notation';
import '../widgets/gn-plane';
import '../widgets/gn-points-data';
import '../widgets/gn-points-net';
import '../widgets/gn-setting';
import { settingName, settingValue } from '../widgets/gn-setting';
import '../widgets/gn-table';
import '../widgets/gn-train-settings';
import type { Chip } from '../widgets/gn-train-settings';
import '../widgets/gn-transport';
import '../widgets/gn-trouble';
import { icons } from '../widgets/icons';
import { shared } from '../widgets/styles';

type DataName = 'pointsClasses' | 'pointsNoise' | 'pointsCount' | 'pointsHeld' | 'pointsFlip';

// Settings of the data, as a training setting is: what is kept is a whole number, of hundredths where `per` is 100.
const DATA: readonly {
  readonly name: DataName;
  readonly least: number;
  readonly most: number;
  readonly per: number;
}[] = [
  { name: 'pointsClasses', least: 2, most: 12, per: 1 },
  { name: 'pointsNoise', least: 0, most: 0.5, per: 100 },
  { name: 'pointsCount', least: 20, most: 5000, per: 1 },
  { name: 'pointsHeld', least: 0, most: 0.9, per: 100 },
  { name: 'pointsFlip', least: 0, most: 1, per: 100 },
];

const settingOf = ({ name, least, most, per }: (typeof DATA)[number]): Setting => ({
  name,
  kind: per === 1 ? 'whole' : 'real',
  initial: TABLE[name].initial / per,
  least,
  most,
  choices: [],
});

let lab: PointsLab | undefined; // goes on while other views are open

export class GnPointsView extends GnElement {
  static override properties = {
    ...GnElement.properties,
    panel: { state: true },
    tall: { state: true },
    over: { state: true },
  };
  declare panel: 'loss' | 'accuracy';
  declare tall: boolean;
  declare over: boolean; // a file is held above the view

  #lab: PointsLab | undefined;
  #height = matchMedia('(min-height: 860px), (max-width: 640px)');

  constructor() {
    super();
    this.panel = 'loss';
    this.tall = this.#height.matches;
    this.over = false;
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
      .bar {
        display: flex;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        flex-wrap: wrap;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .layers {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .layers b {
        min-width: 1.2em;
        text-align: center;
        color: var(--ink);
      }
      .layers button {
        display: grid;
        place-content: center;
        width: 26px;
        height: 26px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .layers button:disabled {
        opacity: 0.4;
        cursor: default;
      }
      gn-points-net {
        flex: 1;
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
        gap: 2px;
      }
      .panels button {
        min-height: 24px;
        padding: 0 var(--space-2);
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .panels [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
      .axes {
        display: flex;
        flex-wrap: wrap;
        gap: 4px var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .axes select {
        font: inherit;
        max-width: 120px;
        min-height: 24px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      gn-transport {
        grid-area: transport;
        margin-top: var(--space-1);
      }
      @media (min-width: 1024px) {
        main {
          flex: none;
          height: calc(100dvh - var(--bar));
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
        .axes {
          order: 2;
        }
        .net {
          order: 3;
        }
        .panels {
          display: none;
        }
        gn-curves {
          order: 4;
          flex: none;
          min-height: 360px;
        }
        .set,
        gn-train-settings {
          order: 5;
        }
        gn-transport {
          order: 9;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    lab ??= new PointsLab(this.session);
    this.#lab = lab;
    lab.look(true, true);
    this.#height.addEventListener('change', this.#fit);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lab?.look(true, false);
    this.#height.removeEventListener('change', this.#fit);
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
      class=${this.over ? 'over' : ''}
      aria-label=${t('points.main')}
      @dragover=${this.#over}
      @dragleave=${() => {
        this.over = false;
      }}
      @drop=${this.#drop}
    >
      <div class="trouble">
        <gn-trouble .session=${session} .training=${lab}></gn-trouble>
        <gn-diagnosis .session=${session} .training=${lab}></gn-diagnosis>
      </div>
      <div class="left">
        <gn-points-data .session=${session} .lab=${lab}></gn-points-data>
        ${this.#first(lab).map((each) => html`<div class="set">${this.#control(each)}</div>`)}
        <gn-train-settings
          .session=${session}
          .training=${lab}
          .first=${['rate']}
          .data=${() => this.#data(lab)}
          .extra=${this.#chips(lab)}
        ></gn-train-settings>
      </div>
      <section class="net" aria-label=${t('points.net')}>
        ${this.#layers(lab)}
        <gn-points-net .session=${session} .lab=${lab}></gn-points-net>
        <gn-notation .session=${session} .written=${this.#line(lab)}></gn-notation>
      </section>
      <div class="right">
        <gn-plane .session=${session} .lab=${lab}></gn-plane>
        ${this.#axes(lab)}
        ${
          this.tall || squares
            ? nothing
            : html`<div class="panels" role="group" aria-label=${t('train.panels')}>
                ${(['loss', 'accuracy'] as const).map(
                  (each) => html`<button
                    type="button"
                    aria-pressed=${each === this.panel}
                    @click=${() => {
                      this.panel = each;
                    }}
                  >
                    ${t(`curves.${each}`)}
                  </button>`,
                )}
              </div>`
        }
        <gn-curves
          .session=${session}
          .training=${lab}
          .only=${this.tall ? '' : this.panel}
          .squares=${squares}
        ></gn-curves>
      </div>
      <gn-transport .session=${session} .training=${lab}></gn-transport>
      <gn-table .session=${session} .lab=${lab}></gn-table>
    </main>`;
  }

  // ---------------------------------------------------------------- the net

  #layers(lab: PointsLab) {
    const { hidden } = lab;
    if (!hidden) return html`<p class="bar">${t('points.notPlain')}</p>`;
    const { widths } = hidden;
    return html`<div class="bar">
      <span class="layers" role="group" aria-label=${t('points.layers')}>
        ${t('points.layers')}
        <button type="button" aria-label=${t('points.fewerLayers')} ?disabled=${widths.length === 0} @click=${() => lab.widen(widths.slice(0, -1))}>
          ${icons.minus}
        </button>
        <b>${widths.length}</b>
        <button
          type="button"
          aria-label=${t('points.moreLayers')}
          ?disabled=${widths.length >= MOST_LAYERS}
          @click=${() => lab.widen([...widths, widths.at(-1) ?? 8])}
        >
          ${icons.plus}
        </button>
      </span>
      <span>${t('points.parameters', { n: lab.plan?.parameters ?? 0 })}</span>
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

  // ---------------------------------------------------------------- the data

  #usable(name: DataName): boolean {
    const dealing = this.#lab?.dealing.value;
    const set = dealing?.set ?? '';
    const made = set !== OWN && set !== TABLE_SET;
    const known = this.#lab?.maker.value?.sets.find((each) => each.name === set);
    if (name === 'pointsClasses') return set !== OWN && (known?.most ?? 0) > 2;
    if (name === 'pointsNoise' || name === 'pointsCount') return made;
    return name === 'pointsHeld' || (dealing?.points.classes ?? 0) > 0;
  }

  // Those that stand in front, with the learning rate and the activation function at most four.
  #first(lab: PointsLab) {
    void lab.dealing.value;
    return DATA.slice(0, 2).filter(({ name }) => this.#usable(name));
  }

  #control(each: (typeof DATA)[number]) {
    const signal = this.session.settings[each.name];
    return html`<gn-setting
      .setting=${settingOf(each)}
      .value=${signal.value / each.per}
      @set=${(event: CustomEvent<number>) => {
        signal.value = Math.round(event.detail * each.per);
      }}
    ></gn-setting>`;
  }

  #data(lab: PointsLab) {
    const { pointsDeal } = this.session.settings;
    const set = lab.dealing.value?.set;
    return html`<fieldset>
      <legend>${t('points.data')}</legend>
      ${DATA.slice(2)
        .filter(({ name }) => this.#usable(name))
        .map((each) => this.#control(each))}
      <button
        class="button"
        type="button"
        title=${t('points.dealHint')}
        @click=${() => {
          pointsDeal.value = (pointsDeal.value + 1) % 2 ** 32;
        }}
      >
        ${icons.dice}${t(set === OWN || set === TABLE_SET ? 'points.split' : 'points.deal')}
      </button>
    </fieldset>`;
  }

  #chips(lab: PointsLab): Chip[] {
    void lab.dealing.value;
    const { settings } = this.session;
    return DATA.filter(({ name }) => this.#usable(name) && settings[name].value !== TABLE[name].initial).map(
      (each) => ({
        name: settingName(each.name),
        value: settingValue(settingOf(each), settings[each.name].value / each.per),
        reset: () => {
          settings[each.name].value = TABLE[each.name].initial;
        },
      }),
    );
  }

  // Of a table with more than two features: which are on the axes.
  #axes(lab: PointsLab) {
    const dealing = lab.dealing.value;
    const size = dealing?.points.size ?? 0;
    if (!dealing || size < 3) return nothing;
    const axes = lab.axes;
    const { pointsAxes } = this.session.settings;
    const choose = (place: 0 | 1, feature: number) => {
      const other = axes[1 - place] === feature ? axes[place] : axes[1 - place];
      pointsAxes.value = place === 0 ? `${feature}_${other}` : `${other}_${feature}`;
    };
    return html`<div class="axes">
      ${([0, 1] as const).map(
        (place) => html`<label
          >${t(place === 0 ? 'points.across' : 'points.up')}
          <select @change=${(event: Event) => choose(place, (event.target as HTMLSelectElement).selectedIndex)}>
            ${dealing.features.map(
              (name, i) =>
                html`<option .selected=${i === axes[place]}>${name || t('points.column', { n: i + 1 })}</option>`,
            )}
          </select></label
        >`,
      )}
      <span>${t('points.others')}</span>
    </div>`;
  }

  // ---------------------------------------------------------------- a file dropped on the view

  #over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  };

  #drop = (event: DragEvent) => {
    event.preventDefault();
    this.over = false;
    const file = event.dataTransfer?.files[0];
    if (file) void this.#lab?.file.open(file);
  };
}

customElements.define('gn-points-view', GnPointsView);
