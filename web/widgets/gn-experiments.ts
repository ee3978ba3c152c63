// What if the digit were shifted, turned, thicker, partly gone? What does the network say of noise? Who holds longest?
import { css, html } from 'lit';
import type { Change } from '../engine/digit';
import { number, t } from '../locales';
import { PARTS, RANGE } from '../state/experiments';
import { GnElement } from './element';
import './gn-compare';
import './gn-rubber';
import { shared } from './styles';

const MAX_SEED = 2 ** 32;

export class GnExperiments extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .top {
        display: grid;
        grid-template-columns: 132px minmax(0, 1fr);
        gap: var(--space-3);
        align-items: start;
      }
      .rub {
        margin-top: 4px;
        text-align: center;
      }
      .sources {
        display: grid;
        gap: var(--space-2);
      }
      .sources .button {
        min-height: 30px;
      }
      h3 {
        margin: 2px 0 0;
        font-size: var(--text-xs);
        font-weight: 400;
        color: var(--ink-faint);
      }
      .digits {
        display: grid;
        grid-template-columns: repeat(5, 1fr);
        gap: 2px;
      }
      .digits button {
        min-height: 25px;
        border-radius: var(--radius-s);
        font-size: var(--text-s);
        color: var(--ink-soft);
        background: var(--sunken);
      }
      .digits button:hover,
      .digits button[aria-pressed='true'] {
        color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      .sliders {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) 3.9em;
        gap: 1px var(--space-2);
        align-items: center;
        margin-top: var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .sliders label {
        display: contents;
      }
      .sliders output {
        text-align: right;
        color: var(--ink);
        font-size: var(--text-xs);
      }
      input[type='range'] {
        width: 100%;
        height: 24px;
        margin: 0; /* no slider lies over its neighbour */
      }
      .reset {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin: 2px 0 var(--space-2);
      }
      .reset .button {
        min-height: 28px;
        margin-left: auto;
      }
      gn-compare {
        border-top: 1px solid var(--line);
        padding-top: var(--space-2);
      }
      @media (pointer: coarse) {
        input[type='range'] {
          height: 32px;
        }
        .digits button {
          min-height: 32px;
        }
      }
    `,
  ];

  override render() {
    const { experiments } = this.session;
    const input = this.session.input.value;
    return html`
      <div class="top">
        <div>
          <gn-rubber .session=${this.session}></gn-rubber>
          <p class="quiet rub">${t('experiments.rub')}</p>
        </div>
        <div class="sources">
          <button class="button" type="button" @click=${this.#noise}>${t('experiments.noise')}</button>
          <h3 id="average">${t('experiments.average')}</h3>
          <div class="digits" role="group" aria-labelledby="average">
            ${Array.from(
              { length: 10 },
              (_, digit) => html`<button
                type="button"
                aria-label=${t('experiments.averageOf', { digit })}
                aria-pressed=${input.kind === 'average' && input.label === digit ? 'true' : 'false'}
                ?disabled=${typeof this.session.samples.value !== 'object'}
                @click=${() => this.session.take({ kind: 'average', label: digit })}
              >
                ${digit}
              </button>`,
            )}
          </div>
        </div>
      </div>
      <div class="sliders">${PARTS.map((part) => this.#slider(part))}</div>
      <div class="reset">
        <button
          class="button"
          type="button"
          ?disabled=${!experiments.active.value}
          @click=${() => experiments.reset()}
        >
          ${t('experiments.reset')}
        </button>
      </div>
      <gn-compare .session=${this.session}></gn-compare>
    `;
  }

  #slider(part: keyof Change) {
    const { experiments } = this.session;
    const [least, most, step] = RANGE[part];
    const value = experiments.change.value[part];
    const words = wording(part, value);
    return html`<label>
      <span>${t(`experiments.${part}`)}</span>
      <input
        type="range"
        min=${least}
        max=${most}
        step=${step}
        .value=${String(value)}
        aria-valuetext=${words}
        @input=${(event: Event) => experiments.set(part, Number((event.target as HTMLInputElement).value))}
      />
      <output>${words}</output>
    </label>`;
  }

  #noise = () => {
    const input = this.session.input.peek();
    const seed = input.kind === 'noise' ? (input.seed + 1) % MAX_SEED : this.session.settings.seed.peek();
    this.session.take({ kind: 'noise', seed });
  };
}

function wording(part: keyof Change, value: number): string {
  const signed = (value > 0 ? '+' : '') + number(value).replace(/\.?0+$/, '');
  if (part === 'scale') return `× ${value.toFixed(2)}`;
  return part === 'rotate' ? `${value === 0 ? '0' : signed}°` : `${value === 0 ? '0' : signed} px`;
}

customElements.define('gn-experiments', GnExperiments);
