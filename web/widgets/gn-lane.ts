// One way to train in a race: what it sets, and how far it has come.
import { css, html, nothing } from 'lit';
import { type Setting, wished, wishOf } from '../engine/train-settings';
import { count, percent, t } from '../locales';
import { ACTIVATION_NAMES, type ActivationName } from '../state/activation';
import type { Lane, Race } from '../state/race';
import { GnElement } from './element';
import './gn-about';
import './gn-setting';
import { icons } from './icons';
import { shared } from './styles';
import { titled } from './titled';

export class GnLane extends GnElement {
  static override properties = {
    ...GnElement.properties,
    race: { attribute: false },
    index: { type: Number },
    table: { attribute: false },
    removable: { type: Boolean },
  };
  declare race: Race;
  declare index: number;
  declare table: readonly Setting[];
  declare removable: boolean;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        padding: var(--space-2) var(--space-3) var(--space-3);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 28px;
      }
      .mark {
        width: 22px;
        height: 8px;
        overflow: visible;
      }
      .share {
        margin-left: auto;
        font-weight: 600;
      }
      .close {
        min-height: 24px;
        padding: 0 4px;
      }
      .activation {
        display: flex;
        align-items: center;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      select {
        font: inherit;
        font-size: var(--text-s);
        min-height: 26px;
        margin-left: auto;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      progress {
        width: 100%;
        height: 4px;
        accent-color: var(--ink-soft);
      }
      .trouble {
        font-size: var(--text-xs);
        color: var(--error);
      }
    `,
  ];

  override render() {
    const lane = this.race.lanes[this.index];
    const handle = this.race.handles[this.index];
    if (!lane || !handle) return nothing;
    void handle.grown.value;
    const best = this.race.ground?.classes ? handle.history.scores.at(-1)?.test?.accuracy : undefined;
    const steps = this.session.settings.raceSteps.value;
    return html`<section aria-label=${t('race.lane', { lane: this.index + 1 })}>
      <header>
        ${titled('raceLane', t('race.lane', { lane: this.index + 1 }))}
        <span class="share">${best === undefined ? nothing : percent(best)}</span>
        ${
          this.removable
            ? html`<button
                class="button bare close"
                type="button"
                aria-label=${t('race.remove', { lane: this.index + 1 })}
                @click=${() => {
                  this.race.remove(this.index);
                }}
              >
                ${icons.clear}
              </button>`
            : nothing
        }
      </header>
      ${this.race.shown.map((name) => this.#control(lane, name))}
      <div class="activation">
        <label for="activation">${t('settings.activation')}</label>
        <gn-about topic="set.activation"></gn-about>
        <select
          id="activation"
          @change=${(event: Event) =>
            this.race.change(this.index, {
              activation: (event.target as HTMLSelectElement).value as ActivationName | '',
            })}
        >
          <option value="" .selected=${lane.activation === ''}>${t('race.asTheNet')}</option>
          ${ACTIVATION_NAMES.map(
            (name) => html`<option value=${name} .selected=${name === lane.activation}>
              ${name === 'none' ? t('layerview.noActivation') : name}
            </option>`,
          )}
        </select>
      </div>
      ${
        handle.status.value === 'idle' && handle.history.steps === 0
          ? nothing
          : html`<progress
              max=${steps}
              .value=${handle.history.steps}
              aria-label=${t('race.progress', { steps: count(handle.history.steps) })}
            ></progress>`
      }
      ${handle.trouble.value ? html`<p class="trouble" role="alert">${t('race.broke')}</p>` : nothing}
    </section>`;
  }

  #control(lane: Lane, name: string) {
    const setting = this.table.find((each) => each.name === name);
    if (!setting) return nothing;
    const wish = lane.values[name] ?? this.race.base[name];
    return html`<gn-setting
      .setting=${setting}
      .value=${wish === undefined && this.race.saysOf(name) ? -1 : wished(setting, wish)}
      @set=${(event: CustomEvent<number>) => this.#set(lane, setting, event.detail)}
    ></gn-setting>`;
  }

  #set(lane: Lane, setting: Setting, value: number): void {
    const { name } = setting;
    const values: Record<string, number | string> = { ...lane.values, [name]: wishOf(setting, value) };
    const usual = this.race.base[name];
    if (value === wished(setting, usual) && (usual !== undefined || !this.race.saysOf(name)))
      delete values[name];
    this.race.change(this.index, { values });
  }
}

customElements.define('gn-lane', GnLane);
