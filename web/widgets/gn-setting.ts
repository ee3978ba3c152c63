// One training setting: its name, its control, and what it does and what to try.

import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement, nothing } from 'lit';
import type { Setting } from '../engine/train-settings';
import { count, isKey, number, t } from '../locales';
import './gn-about';
import type { Hold } from '../state/class-link';
import { icons } from './icons';
import { shared } from './styles';

const LOG_STEPS = 200;
const LOG_LEAST = 1e-6; // of a slider whose range begins at 0
// Settings whose useful values lie many powers of ten apart, and where a slider for them ends.
const LOG: Readonly<Record<string, readonly [number, number]>> = {
  rate: [1e-4, 10],
  final_rate: [1e-6, 1],
  eps: [1e-10, 1e-2],
  l1: [1e-6, 0.1],
  l2: [1e-6, 0.1],
  weight_decay: [1e-5, 1],
  batch: [1, 1024],
  clip_value: [1e-3, 100],
  clip_norm: [1e-2, 100],
  max_norm: [1e-1, 100],
  warmup_steps: [1, 10_000],
  schedule_steps: [10, 100_000],
  step_every: [1, 10_000],
  gamma: [1e-2, 1],
};

const FIELD_ONLY = new Set(['seed']); // where more is not more of something

export const settingName = (name: string): string => {
  const key = `about.set.${name}.name`;
  return isKey(key) ? t(key) : name;
};

export function settingValue({ kind, choices }: Setting, value: number, all = 0): string {
  if (all > 0 && value >= all) return t('setting.all');
  if (kind === 'switch') return t(value ? 'setting.on' : 'setting.off');
  if (kind !== 'choice') return kind === 'whole' ? String(value) : short(value);
  const name = choices[value] ?? '';
  const key = `choice.${name}`;
  return isKey(key) ? t(key) : name;
}

const whole = (value: number): string => (Number.isInteger(value) ? count(value) : number(value));

const short = (value: number): string => String(Number(value.toPrecision(4)));

export class GnSetting extends SignalWatcher(LitElement) {
  static override properties = {
    setting: { attribute: false },
    value: { type: Number },
    all: { type: Number },
    race: { attribute: false },
    hold: {},
    refused: { state: true },
  };
  declare setting: Setting;
  declare value: number; // of a choice −1: none of them
  declare all: number; // the value that is all there is, at the end of the slider; 0: there is none
  declare race: (() => void) | undefined; // on to a race of its values
  declare hold: Hold; // as a teacher's link has it
  declare refused: string | undefined; // what was typed last and cannot be

  constructor() {
    super();
    this.all = 0;
    this.hold = 'free';
    this.refused = undefined;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 3px;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 2px 4px;
        font-size: var(--text-s);
        color: var(--ink-soft);
        min-height: 24px;
      }
      .head:has(select) {
        flex-wrap: wrap; /* a choice that is wide goes beneath its name */
      }
      .head input {
        margin-left: auto;
        width: 76px;
        text-align: right;
      }
      .race {
        display: flex;
        width: fit-content;
        min-height: 28px;
        margin-top: var(--space-2);
        padding: 0 var(--space-2);
        gap: var(--space-1);
        align-items: center;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        color: var(--ink);
      }
      .race svg {
        width: 14px;
        height: 14px;
      }
      input[type='text'],
      select {
        font: inherit;
        font-size: var(--text-s);
        min-height: 26px;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      select {
        flex: none;
        margin-left: auto;
        max-width: 100%;
      }
      input[type='range'] {
        width: 100%;
        margin-inline: 0;
        accent-color: var(--ink-soft);
      }
      input[type='checkbox'] {
        accent-color: var(--ink);
        width: 16px;
        height: 16px;
      }
      .fixed {
        display: grid;
      }
      .fixed svg {
        width: 13px;
        height: 13px;
      }
      .all {
        min-height: 26px;
        padding: 0 6px;
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .all:hover,
      .all[aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
      }
      .head input:has(+ .all) {
        width: 64px;
      }
      .wrong {
        font-size: var(--text-xs);
        color: var(--error);
      }
    `,
  ];

  override render() {
    const { setting, value } = this;
    if (this.hold === 'hidden') return nothing;
    const fixed = this.hold === 'fixed';
    const key = fixed
      ? html`<span class="fixed" role="img" aria-label=${t('setting.fixed')} title=${t('setting.fixed')}>${icons.lock}</span>`
      : nothing;
    const name = settingName(setting.name);
    const about = isKey(`about.set.${setting.name}`)
      ? html`<gn-about topic="set.${setting.name}">${this.#race(name)}</gn-about>`
      : nothing;
    if (setting.kind === 'switch') {
      return html`<div class="head">
        <label for="it">${name}</label>${about}${key}
        <input
          id="it"
          type="checkbox"
          ?disabled=${fixed}
          .checked=${value !== 0}
          @change=${(event: Event) => this.#fire((event.target as HTMLInputElement).checked ? 1 : 0)}
        />
      </div>`;
    }
    if (setting.kind === 'choice') {
      return html`<div class="head">
        <label for="it">${name}</label>${about}${key}
        <select id="it" ?disabled=${fixed} @change=${(event: Event) => this.#fire(Number((event.target as HTMLSelectElement).value))}>
          ${value < 0 ? html`<option selected disabled>${t('settings.several')}</option>` : nothing}
          ${setting.choices.map(
            (_, i) => html`<option value=${i} .selected=${i === value}>${settingValue(setting, i)}</option>`,
          )}
        </select>
      </div>`;
    }
    return html`<div class="head">
        <label for="it">${name}</label>${about}${key}
        <input
          id="it"
          type="text"
          ?disabled=${fixed}
          inputmode="decimal"
          autocomplete="off"
          aria-describedby="wrong"
          .value=${settingValue(setting, value, this.all)}
          @change=${this.#typed}
        />
        ${
          this.all > 0
            ? html`<button
                class="all"
                type="button"
                ?disabled=${fixed}
                aria-pressed=${value >= this.all}
                title=${t('setting.allOf', { count: count(this.all) })}
                @click=${() => this.#fire(this.all)}
              >
                ${t('setting.all')}
              </button>`
            : nothing
        }
      </div>
      ${
        FIELD_ONLY.has(setting.name)
          ? nothing
          : html`<input
              type="range"
              ?disabled=${fixed}
              min="0"
              max=${LOG_STEPS}
              step="1"
              tabindex="-1"
              aria-label=${name}
              aria-valuetext=${settingValue(setting, value, this.all)}
              .value=${String(this.#place(value))}
              @input=${(event: Event) => this.#fire(this.#at(Number((event.target as HTMLInputElement).value)))}
            />`
      }
      <p id="wrong" class="wrong" role="alert" ?hidden=${this.refused === undefined}>${this.#why()}</p>`;
  }

  #why(): string {
    const { least, most, kind } = this.setting;
    const range = { least: whole(least), most: whole(most) };
    const text = this.refused?.slice(0, 20);
    if (!text) return t('setting.range', range);
    return t(kind === 'whole' ? 'setting.refusedWhole' : 'setting.refused', { text, ...range });
  }

  #race(name: string) {
    return this.race
      ? html`<button
          class="race"
          type="button"
          title=${t('race.thisHint', { name })}
          @click=${this.race}
        >
          ${icons.race}${t('race.this')}
        </button>`
      : nothing;
  }

  // Slider ↔ value: by powers of ten where the values are, evenly elsewhere; two digits are kept.
  #range(): readonly [number, number, boolean] {
    const { name, least, most } = this.setting;
    const log = LOG[name];
    const top = this.all > 0 ? this.all : log?.[1];
    return log ? [Math.max(log[0], LOG_LEAST), top ?? most, true] : [least, most, false];
  }

  #place(value: number): number {
    const [low, high, log] = this.#range();
    const share = log
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / (high - low);
    return Math.round(LOG_STEPS * Math.min(1, Math.max(0, share)));
  }

  #at(place: number): number {
    const [low, high, log] = this.#range();
    const share = place / LOG_STEPS;
    if (log && place === 0 && this.setting.least === 0) return 0;
    if (this.all > 0 && place === LOG_STEPS) return this.all;
    const value = log ? low * (high / low) ** share : low + share * (high - low);
    return this.setting.kind === 'whole' ? Math.round(value) : Number(value.toPrecision(2));
  }

  // What cannot be is said, and the field shows again what holds.
  #typed = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const typed = field.value.trim();
    const text = typed.replace('−', '-').replace(',', '.');
    const value = this.all > 0 && text === t('setting.all') ? this.all : Number(text);
    const { least, most, kind } = this.setting;
    const fits = value >= least && value <= most && (kind === 'real' || Number.isInteger(value));
    if (text !== '' && fits) this.#fire(value);
    else {
      this.refused = typed;
      field.value = settingValue(this.setting, this.value, this.all);
    }
  };

  #fire(value: number): void {
    this.refused = undefined;
    this.dispatchEvent(new CustomEvent('set', { detail: value }));
  }
}

customElements.define('gn-setting', GnSetting);
