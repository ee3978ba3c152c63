// Which network, and which weights: trained, trained without augmentation, or drawn by lot.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import { MODEL_NAMES } from '../state/models';
import { type Model, WEIGHTS, type Weights } from '../state/settings';
import { GnElement } from './element';
import './gn-about';
import { icons } from './icons';
import { shared } from './styles';

export class GnModelPicker extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-5);
      }
      fieldset {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        float: left;
        padding: 0;
        margin-right: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        padding: 2px;
        border-radius: var(--radius-m);
        background: var(--sunken);
      }
      label {
        position: relative;
        display: flex;
        align-items: center;
        min-height: calc(var(--tap) - 4px);
        padding: 0 var(--space-3);
        border-radius: calc(var(--radius-m) - 2px);
        font-size: var(--text-s);
        color: var(--ink-soft);
        cursor: pointer;
        white-space: nowrap;
        transition: background var(--fast);
      }
      label:hover {
        color: var(--ink);
      }
      label:has(:checked) {
        background: var(--raised);
        color: var(--ink);
        font-weight: 500;
        box-shadow: 0 0 0 1px var(--line);
      }
      label:has(:disabled) {
        opacity: 0.45;
        cursor: default;
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }
      input {
        position: absolute;
        opacity: 0;
        inset: 0;
        margin: 0;
        cursor: inherit;
        appearance: none;
        outline: none;
      }
      /* what the row is about, never alone on a line */
      .end {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        margin-left: auto;
      }
      .sum {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      /* until there is a net: nothing moves when its number comes */
      .room {
        visibility: hidden;
      }
      .sum button {
        min-height: 24px;
        text-decoration: underline dotted var(--line-strong);
        text-underline-offset: 4px;
      }
      .sum button:hover,
      .sum [aria-expanded='true'] {
        text-decoration: underline solid var(--ink);
      }
      .sum b {
        font-weight: 600;
        color: var(--ink);
      }
      .dice {
        min-height: calc(var(--tap) - 2px);
      }
      @media (max-width: 640px) {
        :host {
          gap: var(--space-2);
        }
        legend {
          display: none;
        }
        label {
          padding: 0 10px;
        }
        .end {
          margin-left: 0;
        }
        fieldset {
          flex-wrap: wrap;
        }
        .choices {
          flex-wrap: nowrap;
        }
      }
      @media (max-width: 400px) {
        label {
          padding: 0 8px;
        }
      }
      @media (max-width: 359px) {
        .choices {
          flex-wrap: wrap;
        }
      }
    `,
  ];

  override render() {
    const { settings } = this.session;
    const running = this.session.running.value;
    const chosen = { model: settings.model.value, weights: settings.weights.value };
    // A link's line that cannot be built: what is on show instead is what is named.
    const { model, weights: named } =
      this.session.refused.value && running && running.model !== chosen.model ? running : chosen;
    const own = model === 'own';
    const weights: Weights = own && named !== 'mine' ? 'untrained' : named;
    return html`
      <fieldset>
        <legend>${t('picker.network')}</legend>
        <div class="choices">
          ${[...MODEL_NAMES, 'own' as const].map((name) => this.#choice('model', name, name === model, t(`model.${name}`)))}
        </div>
      </fieldset>
      <fieldset>
        <legend>${t('picker.weights')}</legend>
        <div class="choices">
          ${WEIGHTS.filter((name) => name !== 'mine' || this.session.ownWeights.value).map((name) =>
            this.#choice(
              'weights',
              name,
              name === weights,
              t(`weights.${name}`),
              own && name !== 'untrained' && name !== 'mine',
            ),
          )}
        </div>
        ${
          weights === 'untrained'
            ? html`<button class="button dice" type="button" @click=${() => this.session.reroll()}>
                ${icons.dice}${t('picker.reroll')}
              </button>`
            : nothing
        }
      </fieldset>
      ${
        own
          ? html`<button
              class="button dice"
              type="button"
              aria-expanded=${settings.panel.value === 'builder' ? 'true' : 'false'}
              @click=${() => {
                settings.panel.value = settings.panel.peek() === 'builder' ? '' : 'builder';
              }}
            >
              ${icons.blocks}${t('builder.open')}
            </button>`
          : nothing
      }
      <div class="end"><div class="sum" aria-live="off">
        ${
          this.session.waiting.value
            ? t('picker.waiting')
            : running
              ? settings.view.value === 'race'
                ? html`<b>${count(running.plan.parameters)}</b> ${t('picker.parameters')}`
                : html`<button
                  type="button"
                  aria-label=${t('picker.costs', { count: count(running.plan.parameters) })}
                  title=${t('panel.costs')}
                  aria-expanded=${settings.panel.value === 'costs' ? 'true' : 'false'}
                  @click=${() => {
                    settings.panel.value = settings.panel.peek() === 'costs' ? '' : 'costs';
                  }}
                ><b>${count(running.plan.parameters)}</b> ${t('picker.parameters')}</button>`
              : html`<span class="room" aria-hidden="true">00,000 ${t('picker.parameters')}</span>`
        }
      </div><gn-about topic="models"></gn-about></div>
    `;
  }

  #choice(group: 'model' | 'weights', value: Model | Weights, on: boolean, name: string, off = false) {
    return html`<label title=${t(`hint.${value}`)}>
      <input
        type="radio"
        name=${group}
        value=${value}
        .checked=${on}
        ?disabled=${off}
        @change=${() => {
          if (group === 'model') {
            this.session.choose(value as Model);
            if (value === 'own') this.session.settings.panel.value = 'builder';
          } else this.session.settings.weights.value = value as Weights;
        }}
      />${name}
    </label>`;
  }
}

customElements.define('gn-model-picker', GnModelPicker);
