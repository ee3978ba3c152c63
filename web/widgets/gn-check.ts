// Gradient check: backpropagation's number beside the central difference, at an ε of the learner's choice.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import type { Check } from '../engine/step-questions';
import { number, t } from '../locales';
import { EPSILONS, stepOf } from '../state/step';
import { GnElement } from './element';
import './gn-save';
import { pictureOf } from './picture-of';
import { shared } from './styles';
import { titled } from './titled';

const MARGIN = 0.08; // of the plot

export class GnCheck extends GnElement {
  static override properties = { ...GnElement.properties, what: { attribute: false } };
  declare what: Ref;

  #check: Check | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-2);
        padding: 4px 0;
      }
      input {
        accent-color: var(--ink);
        width: 130px;
      }
      dl {
        display: grid;
        grid-template-columns: auto auto;
        justify-content: start;
        gap: 2px var(--space-3);
        margin: 4px 0;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        margin: 0;
        font-weight: 600;
        text-align: right;
      }
      .losses {
        position: relative;
        height: 52px;
        max-width: 300px;
        margin-top: 4px;
        border-left: 1px solid var(--line-strong);
        border-bottom: 1px solid var(--line-strong);
      }
      .losses i {
        position: absolute;
        left: 0;
        bottom: 0;
        width: 9px;
        height: 9px;
        margin: 0 0 -4px -4px;
        border-radius: 50%;
        background: var(--ink);
      }
      .legend {
        display: flex;
        justify-content: space-between;
        max-width: 300px;
        gap: var(--space-2);
      }
    `,
  ];

  override render() {
    const step = stepOf(this.session);
    const power = step.epsilon.value;
    const check = this.#ask(power);
    this.#check = check;
    const shown = (value: number | undefined) => (value === undefined ? '…' : number(value));
    const close = (value: number | undefined) => (value === undefined ? '…' : precise(value));
    const epsilon = `10${superscript(power)}`;
    return html`<section aria-label=${t('check.title')}>
      <header>
        ${titled('check', t('check.title'))}
        ${
          check
            ? html`<gn-save
                .heading=${t('check.title')}
                .table=${() => ({
                  columns: ['w', 'L'],
                  rows: [
                    [`w − ${epsilon}`, check.below],
                    ['w', check.loss],
                    [`w + ${epsilon}`, check.above],
                  ],
                })}
                .picture=${() => pictureOf(this)}
              ></gn-save>`
            : nothing
        }
      </header>
      <label
        ><span>ε = ${epsilon}</span>
        <input
          type="range"
          min=${-EPSILONS.length}
          max="-1"
          step="1"
          aria-label="ε"
          aria-valuetext=${epsilon}
          .value=${String(power)}
          @input=${(event: Event) => {
            step.epsilon.value = Number((event.target as HTMLInputElement).value);
          }}
      /></label>
      <dl>
        <dt>${t('check.analytic')}</dt>
        <dd data-analytic=${check?.analytic ?? nothing}>${close(check?.analytic)}</dd>
        <dt>${t('check.numeric')}</dt>
        <dd data-numeric=${check?.numeric ?? nothing}>${close(check?.numeric)}</dd>
        <dt>${t('check.error')}</dt>
        <dd data-error=${check?.error ?? nothing}>${shown(check?.error)}</dd>
      </dl>
      <div class="losses" aria-hidden="true" ?hidden=${!check}><i></i><i></i><i></i></div>
      ${
        check
          ? html`<div class="legend quiet">
              <span>L(w−ε) ${precise(check.below)}</span><span>L(w) ${precise(check.loss)}</span
              ><span>L(w+ε) ${precise(check.above)}</span>
            </div>`
          : html`<p class="quiet" role="status">${t('step.working')}</p>`
      }
      <p class="quiet">${t('check.note')}</p>
    </section>`;
  }

  override updated(): void {
    const check = this.#check;
    if (!check) return;
    const all = [check.below, check.loss, check.above];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    for (const [i, dot] of [...this.renderRoot.querySelectorAll<HTMLElement>('.losses i')].entries()) {
      const share = high > low ? ((all[i] ?? 0) - low) / (high - low) : 0.5;
      dot.style.left = `${100 * (MARGIN + (i / 2) * (1 - 2 * MARGIN))}%`;
      dot.style.bottom = `${100 * (MARGIN + share * (1 - 2 * MARGIN))}%`;
    }
  }

  // Asked of the core again only when something changed.
  #ask(power: number): Check | undefined {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    const { id, index } = this.what;
    const key = `${id} ${index} ${power} ${step.frame.value}`;
    return stepper && step.turns.ask(this, key, () => stepper.checking(this.what, 10 ** power));
  }
}

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
export const superscript = (power: number): string =>
  `${power < 0 ? '⁻' : ''}${[...String(Math.abs(power))].map((digit) => DIGITS[Number(digit)]).join('')}`;

// So that two that are nearly the same are seen to differ.
const precise = (value: number): string =>
  value === 0 || !Number.isFinite(value) ? number(value) : value.toPrecision(6).replace(/-/g, '−');

customElements.define('gn-check', GnCheck);
