// The settings of a run: four that matter most, the rest behind one button, and what differs from the usual as chips.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Setting } from '../engine/train-settings';
import { t } from '../locales';
import { ACTIVATION_NAMES, type ActivationName, activationOf } from '../state/activation';
import type { Learner } from '../state/learner';
import { type LineSetting, lineSettings } from '../state/line-settings';
import { raceSetting } from '../state/race';
import { GnElement } from './element';
import './gn-schedule';
import './gn-setting';
import { settingName, settingValue } from './gn-setting';
import './gn-train-data';
import { DATA_CHOICES } from './gn-train-data';
import './gn-train-net';
import { holdOf } from '../state/class-link';
import { icons } from './icons';
import { moreSettings, moreStyles } from './more-settings';
import { groups } from './panel-styles';
import { shared } from './styles';
import './gn-workers';

// Where those that the table does not hold stand.
const LINES: Readonly<Record<string, string>> = { loss: 'loss', init: 'start', seed: 'start' };

const FIRST: readonly string[] = ['rate', 'batch', 'optimizer'];

export interface Chip {
  readonly name: string;
  readonly value: string;
  reset(): void;
}

// Where each of the others stands; one that is new to the core stands last.
const GROUPS: readonly (readonly [name: string, test: RegExp])[] = [
  ['loss', /^reduction/],
  ['start', /^$/],
  ['schedule', /^(schedule|warmup|final_rate|gamma|step_)/],
  ['regularisation', /^(l1|l2|weight_decay|max_norm|clip)/],
  ['optimiser', /^(momentum|beta|eps|alpha)/],
  ['order', /^(shuffle|zero)/],
  ['augment', /^augment/],
];

export class GnTrainSettings extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    first: { attribute: false },
    data: { attribute: false },
    extra: { attribute: false },
    all: { state: true },
  };
  declare training: Learner;
  declare first: readonly string[]; // settings that stand in front
  declare data: (() => TemplateResult) | undefined; // controls of other data than digits
  declare extra: readonly Chip[]; // what else differs from the usual
  declare all: boolean;

  constructor() {
    super();
    this.first = FIRST;
    this.extra = [];
    this.all = false;
  }

  static override styles = [
    shared,
    groups,
    moreStyles,
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
        height: 24px;
        margin-block: -2px;
      }
      .chip svg {
        width: 10px;
        height: 10px;
      }
    `,
  ];

  override render() {
    const { training } = this;
    const table = training.table.value;
    const { used } = training.setup.value;
    if (table.length === 0) return nothing;
    const find = (name: string) => table.find((each) => each.name === name);
    const rest = table.filter(
      ({ name }) =>
        !this.first.includes(name) && used.includes(name) && !(this.data && name.startsWith('augment')),
    );
    const groups = [...GROUPS.map(([name]) => name), 'others'].map(
      (name) => [name, rest.filter((each) => groupOf(each) === name)] as const,
    );
    const lines = lineSettings(training.lined);
    const hold = (name: string) => holdOf(this.session.settings, name);
    return html`${this.first.map((name) => this.#control(find(name)))} ${this.#activation()} ${this.#chips(table, lines)}
      ${moreSettings(this, t('settings.all'))}
      ${
        this.all && !this.data
          ? html`<fieldset>
              <legend>${t('settings.network')}</legend>
              <gn-train-net .session=${this.session}></gn-train-net>
            </fieldset>`
          : nothing
      }
      ${this.all ? (this.data?.() ?? html`<gn-train-data .session=${this.session} .training=${training}></gn-train-data>`) : nothing}
      ${
        this.all
          ? groups.map(([name, members]) =>
              members.length > 0 || lines.some(({ setting }) => LINES[setting.name] === name)
                ? html`<fieldset>
                    <legend>${t(`settings.${name}` as 'settings.others')}</legend>
                    ${lines.map((each) => (LINES[each.setting.name] === name ? line(each) : nothing))}
                    ${members.map((each) => this.#control(each))}
                    ${name === 'schedule' ? html`<gn-schedule .training=${training}></gn-schedule>` : nothing}
                  </fieldset>`
                : nothing,
            )
          : nothing
      }
      ${this.all && !this.data ? html`<gn-workers .session=${this.session} .training=${training}></gn-workers>` : nothing}`;

    function line({ setting, value, choose }: LineSetting) {
      return html`<gn-setting
        .hold=${hold(setting.name)}
        .setting=${setting}
        .value=${value}
        @set=${(event: CustomEvent<number>) => choose(event.detail)}
      ></gn-setting>`;
    }

    function groupOf({ name }: Setting): string {
      return GROUPS.find(([, test]) => test.test(name))?.[0] ?? 'others';
    }
  }

  #control(setting: Setting | undefined) {
    if (!setting) return nothing;
    const value = this.training.setup.value.settings[setting.name] ?? setting.initial;
    return html`<gn-setting
      .hold=${holdOf(this.session.settings, setting.name)}
      .setting=${setting}
      .value=${value}
      .all=${this.#allOf(setting)}
      .race=${() => raceSetting(this.session, setting, value, this.data ? 'points' : 'digits')}
      @set=${(event: CustomEvent<number>) => this.training.choose(setting.name, event.detail)}
    ></gn-setting>`;
  }

  // A batch can be all that is trained on.
  #allOf({ name }: Setting): number {
    return name === 'batch' ? (this.training.source?.samples ?? 0) : 0;
  }

  // The rows of activation functions, and their name where all have the same.
  #activations(): { readonly rows: readonly number[]; readonly now: ActivationName | undefined } {
    const { plan } = this.training;
    const rows = plan?.rows.filter(({ index }) => activationOf(plan, index)).map(({ index }) => index) ?? [];
    const names = new Set(rows.map((row) => plan && activationOf(plan, row)));
    return { rows, now: names.size === 1 ? [...names][0] : undefined };
  }

  #activationChip(): Chip[] {
    const { training } = this;
    const { rows, now } = this.#activations();
    const usual = training.usualActivation;
    const free = holdOf(this.session.settings, 'activation') === 'free';
    if (!usual || now === usual || rows.length === 0 || !free) return [];
    const said = now === 'none' ? t('layerview.noActivation') : (now ?? t('settings.several'));
    return [{ name: t('settings.activation'), value: said, reset: () => training.activate(rows, usual) }];
  }

  // Of all activation rows at once; single ones are switched in their layer.
  #activation() {
    const { rows, now } = this.#activations();
    const hold = holdOf(this.session.settings, 'activation');
    if (rows.length === 0 || hold === 'hidden') return nothing;
    return html`<div class="activation">
      <label for="activation">${t('settings.activation')}</label>
      <gn-about topic="set.activation"></gn-about>
      <select
        id="activation"
        ?disabled=${hold === 'fixed'}
        @change=${(event: Event) => {
          const name = (event.target as HTMLSelectElement).value as ActivationName;
          this.training.activate(rows, name);
        }}
      >
        ${now ? nothing : html`<option .selected=${true} disabled>${t('settings.several')}</option>`}
        ${ACTIVATION_NAMES.map(
          (name) => html`<option value=${name} .selected=${name === now}>
            ${name === 'none' ? t('layerview.noActivation') : name}
          </option>`,
        )}
      </select>
    </div>`;
  }

  #chips(table: readonly Setting[], lines: readonly LineSetting[]) {
    const { settings } = this.training.setup.value;
    const { training } = this;
    const changed: Chip[] = [
      ...table.map((setting) => ({
        setting,
        value: settings[setting.name] ?? setting.initial,
        usual: training.usual(setting),
        choose: (value: number) => training.set(setting.name, value),
      })),
      ...lines.map((each) => ({ ...each, usual: each.setting.initial })),
    ]
      .filter(({ value, usual }) => value >= 0 && value !== usual)
      .filter(({ setting }) => holdOf(this.session.settings, setting.name) === 'free')
      .map(({ setting, value, usual, choose }) => ({
        name: settingName(setting.name),
        value: settingValue(setting, value, this.#allOf(setting)),
        reset: () => choose(usual),
      }));
    const data: Chip[] = this.data
      ? []
      : DATA_CHOICES.filter((each) => !each.usual(this.session)).map((each) => ({
          name: t(each.name),
          value: each.said(this.session),
          reset: () => {
            each.reset(this.session);
            training.beginAgain();
          },
        }));
    const chips = [...this.extra, ...data, ...this.#activationChip(), ...changed];
    if (chips.length === 0) return nothing;
    return html`<div class="chips" role="group" aria-label=${t('settings.changed')}>
      ${chips.map(
        ({ name, value, reset }) => html`<span class="chip"
          >${name} ${value}
          <button
            type="button"
            aria-label=${t('settings.usual', { name })}
            title=${t('settings.usual', { name })}
            @click=${reset}
          >
            ${icons.clear}
          </button></span
        >`,
      )}
    </div>`;
  }
}

customElements.define('gn-train-settings', GnTrainSettings);
