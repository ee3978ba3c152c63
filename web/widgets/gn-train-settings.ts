// The settings of a run: four that matter most, the rest behind one button, and what differs from the usual as chips.
import { css, html, nothing } from 'lit';
import type { Setting } from '../engine/train-settings';
import { count, t } from '../locales';
import { ACTIVATION_NAMES, type ActivationName, activationOf, withActivation } from '../state/activation';
import { raceSetting } from '../state/race';
import { SET_NAMES, TRAIN_COUNT } from '../state/set-names';
import type { Training } from '../state/training';
import { GnElement } from './element';
import './gn-setting';
import { settingName, settingValue } from './gn-setting';
import { icons } from './icons';
import { shared } from './styles';

const COUNTS = [100, 1000, 5000, 10_000, 30_000, TRAIN_COUNT] as const;
const FIRST = ['rate', 'batch', 'optimizer'];

// Where each of the others stands; one that is new to the core stands last.
const GROUPS: readonly (readonly [name: string, test: RegExp])[] = [
  ['schedule', /^(schedule|warmup|final_rate|gamma|step_)/],
  ['regularisation', /^(l1|l2|weight_decay|max_norm|clip)/],
  ['optimiser', /^(momentum|beta|eps|alpha)/],
  ['order', /^(shuffle|zero|reduction)/],
  ['augment', /^augment/],
];

export class GnTrainSettings extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    all: { state: true },
  };
  declare training: Training;
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
      }
      .activation {
        display: flex;
        align-items: center;
        gap: 4px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      select {
        font: inherit;
        font-size: var(--text-s);
        min-height: 26px;
        padding: 0 6px;
        margin-left: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 2px 4px 2px 8px;
        border: 1px solid var(--line-strong);
        border-radius: 999px;
        font-size: var(--text-xs);
      }
      .chip button {
        display: grid;
        place-content: center;
        width: 24px;
        height: 20px;
      }
      .chip svg {
        width: 10px;
        height: 10px;
      }
      .more {
        min-height: 28px;
        justify-content: flex-start;
        padding: 0 6px;
        margin-left: -7px;
        align-self: flex-start;
      }
      fieldset {
        border: 0;
        border-top: 1px solid var(--line);
        margin: 0;
        padding: var(--space-2) 0 0;
        display: grid;
        gap: var(--space-1);
      }
      legend {
        padding: 0 6px 0 0;
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
    `,
  ];

  override render() {
    const { training } = this;
    const table = training.table.value;
    const { used } = training.setup.value;
    if (table.length === 0) return nothing;
    const find = (name: string) => table.find((each) => each.name === name);
    const rest = table.filter(({ name }) => !FIRST.includes(name) && used.includes(name));
    const groups = [...GROUPS.map(([name]) => name), 'others'].map(
      (name) => [name, rest.filter((each) => groupOf(each) === name)] as const,
    );
    return html`${FIRST.map((name) => this.#control(find(name)))} ${this.#activation()} ${this.#chips(table)}
      <button
        class="button bare more"
        type="button"
        aria-expanded=${this.all}
        @click=${() => {
          this.all = !this.all;
        }}
      >
        ${icons.sliders}${t(this.all ? 'settings.fewer' : 'settings.all')}
      </button>
      ${this.all ? this.#data() : nothing}
      ${
        this.all
          ? groups.map(([name, members]) =>
              members.length > 0
                ? html`<fieldset>
                    <legend>${t(`settings.${name}` as 'settings.others')}</legend>
                    ${members.map((each) => this.#control(each))}
                  </fieldset>`
                : nothing,
            )
          : nothing
      }`;

    function groupOf({ name }: Setting): string {
      return GROUPS.find(([, test]) => test.test(name))?.[0] ?? 'others';
    }
  }

  #control(setting: Setting | undefined) {
    if (!setting) return nothing;
    const value = this.training.setup.value.settings[setting.name] ?? setting.initial;
    return html`<gn-setting
      .setting=${setting}
      .value=${value}
      .race=${() => raceSetting(this.session, setting, value)}
      @set=${(event: CustomEvent<number>) => this.training.choose(setting.name, event.detail)}
    ></gn-setting>`;
  }

  // Of all activation rows at once; single ones are switched in their layer.
  #activation() {
    const plan = this.session.running.value?.plan;
    const rows = plan?.rows.filter(({ index }) => activationOf(plan, index)).map(({ index }) => index) ?? [];
    if (!plan || rows.length === 0) return nothing;
    const names = new Set(rows.map((row) => activationOf(plan, row)));
    const now = names.size === 1 ? [...names][0] : undefined;
    return html`<div class="activation">
      <label for="activation">${t('settings.activation')}</label>
      <gn-about topic="set.activation"></gn-about>
      <select
        id="activation"
        @change=${(event: Event) => {
          const name = (event.target as HTMLSelectElement).value as ActivationName;
          void this.session.rewrite(withActivation(plan, rows, name));
        }}
      >
        ${now ? nothing : html`<option selected disabled>${t('settings.several')}</option>`}
        ${ACTIVATION_NAMES.map(
          (name) => html`<option value=${name} ?selected=${name === now}>
            ${name === 'none' ? t('layerview.noActivation') : name}
          </option>`,
        )}
      </select>
    </div>`;
  }

  // Another set, or more or less of it, begins another run with the weights on show.
  #data() {
    const { data, digits } = this.session.settings;
    const again = (change: () => void) => {
      change();
      this.training.begin('shown');
    };
    return html`<fieldset>
      <legend>${t('settings.data')}</legend>
      <div class="activation">
        <label for="set">${t('settings.set')}</label>
        <gn-about topic="set.data"></gn-about>
        <select
          id="set"
          @change=${(event: Event) =>
            again(() => {
              data.value = SET_NAMES[(event.target as HTMLSelectElement).selectedIndex] ?? 'mnist';
            })}
        >
          ${SET_NAMES.map((name) => html`<option ?selected=${name === data.value}>${t(`set.${name}`)}</option>`)}
        </select>
      </div>
      <div class="activation">
        <label for="count">${t('settings.count')}</label>
        <gn-about topic="set.count"></gn-about>
        <select
          id="count"
          @change=${(event: Event) =>
            again(() => {
              digits.value = COUNTS[(event.target as HTMLSelectElement).selectedIndex] ?? TRAIN_COUNT;
            })}
        >
          ${COUNTS.map((each) => html`<option ?selected=${each === digits.value}>${count(each)}</option>`)}
        </select>
      </div>
    </fieldset>`;
  }

  #chips(table: readonly Setting[]) {
    const { settings } = this.training.setup.value;
    const changed = table.filter(({ name, initial }) => (settings[name] ?? initial) !== initial);
    if (changed.length === 0) return nothing;
    return html`<div class="chips" role="group" aria-label=${t('settings.changed')}>
      ${changed.map((setting) => {
        const name = settingName(setting.name);
        return html`<span class="chip"
          >${name} ${settingValue(setting, settings[setting.name] ?? setting.initial)}
          <button
            type="button"
            aria-label=${t('settings.usual', { name })}
            title=${t('settings.usual', { name })}
            @click=${() => this.training.set(setting.name, setting.initial)}
          >
            ${icons.clear}
          </button></span
        >`;
      })}
    </div>`;
  }
}

customElements.define('gn-train-settings', GnTrainSettings);
