// The step: from the gradient to the new weight of one parameter, by the optimiser's rule; and what it did to the loss.
import { css, html, nothing } from 'lit';
import type { Outcome } from '../engine/descent';
import type { Stepper } from '../engine/stepper';
import { count, number, t } from '../locales';
import { type Step, stepOf } from '../state/step';
import { GnElement } from './element';
import './gn-dots';
import { settingName, settingValue } from './gn-setting';
import './gn-save';
import { icons } from './icons';
import { latex } from './latex';
import { paramName } from './names';
import { pictureOf } from './picture-of';
import { shared } from './styles';
import { titled } from './titled';

const STEPS = 40; // of the rate's slider, over its powers of ten
const LOW = -5;
const HIGH = 1;
// They have a place of their own in this view, or do nothing here.
const SHOWN = new Set(['optimizer', 'rate', 'batch', 'shuffle', 'zero_gradients', 'augmented']);

export class GnUpdate extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        font-size: var(--text-s);
        min-width: 0;
      }
      h2 {
        font-size: var(--text-l);
      }
      h3 {
        margin: 0 0 4px;
        font-size: var(--text-s);
        font-weight: 600;
      }
      .top {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--space-2);
      }
      .say {
        color: var(--ink-soft);
        line-height: 1.5;
        max-width: 74ch;
      }
      .settings {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      input {
        accent-color: var(--ink);
        width: 150px;
      }
      select {
        font: inherit;
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        padding: 4px 6px;
      }
      .small {
        min-height: 26px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin: 6px 0;
        padding: 0;
        list-style: none;
      }
      .chips li {
        padding: 2px 8px;
        border: 1px solid var(--line-strong);
        border-radius: 999px;
        font-size: var(--text-xs);
      }
      .formula {
        padding: 6px 0 2px;
        overflow-x: auto;
        scrollbar-width: none;
      }
      math {
        margin: 0;
        width: max-content;
        font-size: 1rem;
      }
      table {
        border-collapse: collapse;
      }
      th {
        font-weight: 400;
        text-align: left;
        color: var(--ink-soft);
        padding: 3px var(--space-4) 3px 0;
      }
      td {
        text-align: right;
        padding: 3px 0 3px var(--space-4);
        white-space: nowrap;
      }
      .sum td,
      .sum th {
        border-top: 1px solid var(--line-strong);
        font-weight: 600;
        color: var(--ink);
      }
      .from {
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
        min-height: 22px;
      }
      .losses {
        display: grid;
        grid-template-columns: max-content minmax(40px, 1fr) max-content;
        gap: 4px var(--space-3);
        align-items: center;
      }
      .track {
        height: 14px;
        border-radius: 3px;
        background: var(--zero);
        overflow: hidden;
      }
      .track i {
        display: block;
        height: 100%;
        background: var(--ink-soft);
        transform-origin: left;
        transition: transform var(--calm);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
        margin-bottom: 4px;
      }
      .actions .titled {
        margin-right: var(--space-3);
      }
      .actions .button {
        min-height: 34px;
      }
      .two {
        display: grid;
        gap: var(--space-4) var(--space-5);
      }
      @container (min-width: 620px) {
        .two {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
      }
    `,
  ];

  override render() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    if (!stepper || !step.directed.value) return nothing;
    const made = step.outcome.value;
    const outcome = made ?? step.forecast(); // the twin stands as the step left it
    return html`<section aria-label=${t('update.title')}>
        <div class="actions">
          ${titled('update', t('update.title'))}
        ${
          made
            ? html`<button class="button primary" type="button" @click=${() => step.onward()}>
                ${icons.right}${t(step.mode.value === 'batch' ? 'update.onwardBatch' : 'update.onward')}
              </button>`
            : html`<button class="button primary" type="button" @click=${() => step.descend()}>
                ${t('step.descend')}
              </button>`
        }
        ${
          step.undoable.value > 0
            ? html`<button class="button" type="button" @click=${() => step.undo()}>
                ${icons.undo}${t('update.undo')}
              </button>`
            : nothing
        }
        </div>
        <p class="say" role="status">${made ? this.#whose(step) : t('update.say')}</p>
      </section>
      ${this.#settings(step, stepper, outcome)}
      ${
        outcome
          ? html`<div class="two">${this.#losses(outcome, made)} ${this.#parameter(step, stepper, outcome)}</div>`
          : html`<p class="say" role="status">${t('step.working')}</p>`
      }`;
  }

  #whose(step: Step): string {
    const base = step.run.bound.value && step.base.value;
    if (!base) return t('update.yours');
    if (step.mode.value === 'batch') return t('update.runs', { step: count(base.steps + 1) });
    return t('update.byHand', { step: count(base.steps) });
  }

  #settings(step: Step, stepper: Stepper, outcome: Outcome | undefined) {
    const made = step.outcome.value !== undefined;
    const { optimizer: at = 0, rate = 0 } = step.settings.value;
    const optimizer = stepper.optimizers[at];
    const setting = stepper.table.find(({ name }) => name === 'optimizer');
    return html`<div>
      <div class="settings">
        <label
          ><span>${t('update.optimizer')}</span>
          <select
            ?disabled=${made}
            @change=${(event: Event) => {
              const chosen = Number((event.target as HTMLSelectElement).value);
              step.set({ optimizer: chosen, rate: stepper.optimizers[chosen]?.rate ?? rate });
            }}
          >
            ${stepper.optimizers.map(
              ({ index, name }) =>
                html`<option value=${index} .selected=${index === at}>${setting ? settingValue(setting, index) : name}</option>`,
            )}
          </select></label
        >
        <label
          ><span>${t('update.rate', { rate: number(rate) })}</span>
          <input
            type="range"
            min=${LOW * STEPS}
            max=${HIGH * STEPS}
            step="1"
            ?disabled=${made}
            aria-label=${t('update.rateName')}
            aria-valuetext=${number(rate)}
            .value=${String(Math.round(Math.log10(Math.max(rate, 10 ** LOW)) * STEPS))}
            @input=${(event: Event) => {
              step.set({ rate: 10 ** (Number((event.target as HTMLInputElement).value) / STEPS) });
            }}
        /></label>
        ${this.#run(step, stepper, outcome, made)}
      </div>
      ${this.#others(step)}
      <div class="formula" tabindex="0" role="group" aria-label=${t('number.formula')}>
        ${optimizer ? latex(optimizer.formula) : nothing}
      </div>
    </div>`;
  }

  // Whose settings these are, what is set besides, and the rate that the schedule makes of it at this step.
  #run(step: Step, stepper: Stepper, outcome: Outcome | undefined, made: boolean) {
    const schedule = stepper.table.find(({ name }) => name === 'schedule');
    const { rate = 0, schedule: kind = 0 } = step.settings.value;
    const own = Object.keys(step.own.value).length > 0;
    return html`<p class="say">
        ${t(!own ? 'update.asInTrain' : step.mode.value === 'batch' && step.base.value ? 'update.ownRun' : 'update.own')}
        ${
          own
            ? html`<button
                class="button small"
                type="button"
                ?disabled=${made}
                @click=${() => {
                  step.own.value = {};
                }}
              >
                ${t('update.backToTrain')}
              </button>`
            : nothing
        }
        ${
          !outcome || outcome.rate === rate
            ? nothing
            : html`<span data-scheduled=${outcome.rate}
                >${t('update.scheduled', {
                  step: count(step.choice.value.step + 1),
                  schedule: !schedule
                    ? ''
                    : step.choice.value.step < (step.settings.value.warmup_steps ?? 0)
                      ? settingName('warmup_steps')
                      : settingValue(schedule, kind),
                  rate: number(outcome.rate),
                })}</span
              >`
        }
      </p>`;
  }

  // What else is set, otherwise than usual.
  #others(step: Step) {
    const others = step.changed.value.filter(({ setting }) => !SHOWN.has(setting.name));
    if (others.length === 0) return nothing;
    return html`<ul class="chips" aria-label=${t('settings.changed')}>
      ${others.map(
        ({ setting, value }) => html`<li>${settingName(setting.name)} ${settingValue(setting, value)}</li>`,
      )}
    </ul>`;
  }

  #losses(outcome: Outcome, made: Outcome | undefined) {
    const { before, change, after, gradient, step } = outcome;
    const bar = (name: string, value: number, shown = true) => html`<span>${name}</span
      ><span class="track" aria-hidden="true"><i data-loss=${shown ? value : 0}></i></span
      ><span data-name=${name}>${shown ? number(value) : '?'}</span>`;
    return html`<div>
      <div class="top">
        <h3>${t('update.losses')}</h3>
        <gn-save
          .heading=${t('update.losses')}
          .table=${() => ({
            columns: ['', 'L'],
            rows: [
              [t('update.before'), before],
              [t('update.predicted'), before + change],
              [t('update.after'), made === undefined ? '' : after],
            ],
          })}
          .picture=${() => pictureOf(this.renderRoot.querySelector('.losses') ?? this)}
        ></gn-save>
      </div>
      <div class="losses">
        ${bar(t('update.before'), before)} ${bar(t('update.predicted'), before + change)}
        ${bar(t('update.after'), after, made !== undefined)}
      </div>
      <p class="quiet">
        ${t('update.firstOrder', { change: number(change), gradient: number(gradient), step: number(step) })}
        ${before + change < 0 ? t('update.far') : nothing}
      </p>
    </div>`;
  }

  #parameter(step: Step, stepper: Stepper, outcome: Outcome) {
    const what = step.chosen.value ?? stepper.steepest(1)[0];
    if (!what) return html`<p class="say">${t('update.flat')}</p>`;
    const change = stepper.change(what);
    const heading = t('update.one', { name: paramName(stepper.plan, what) });
    const optimizer = stepper.optimizers[step.settings.value.optimizer ?? 0];
    const line = (name: string, value: number, data: string) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td data-line=${data} data-value=${value}>${number(value)}</td>
      </tr>`;
    return html`<div>
      <div class="top">
        <h3>${heading}</h3>
        <gn-save
          .heading=${heading}
          .table=${() => ({
            columns: ['', heading],
            rows: [...this.renderRoot.querySelectorAll<HTMLElement>('td[data-line]')].map((cell) => [
              cell.previousElementSibling?.textContent?.trim() ?? '',
              Number(cell.dataset.value),
            ]),
          })}
        ></gn-save>
      </div>
      ${step.mode.value === 'batch' ? html`<gn-dots .session=${this.session} .what=${what}></gn-dots>` : nothing}
      <table>
        <tr>
          <th scope="row">${t('update.gradient')}</th>
          <td data-line="g" data-value=${change.gradient}>
            <button
              class="from"
              type="button"
              aria-label=${t('number.from', { name: t('update.gradient'), value: number(change.gradient) })}
              @click=${() => step.open({ ...what, kind: 'paramGradient' })}
            >
              ${number(change.gradient)}
            </button>
          </td>
        </tr>
        ${change.carried === 0 ? nothing : line(t('update.carried'), change.carried, 'carried')}
        ${
          change.used === change.gradient
            ? nothing
            : line(
                t(outcome.clip < 1 ? 'update.usedClipped' : 'update.used', { factor: number(outcome.clip) }),
                change.used,
                'used',
              )
        }
        ${optimizer?.slots.map((name, k) => {
          return html`<tr>
            <th scope="row">${t('update.state', { name })}</th>
            <td data-line=${name} data-value=${change.newState[k] ?? 0}>
              ${number(change.state[k] ?? 0)} → ${number(change.newState[k] ?? 0)}
            </td>
          </tr>`;
        })}
        ${line('η', outcome.rate, 'rate')} ${line('Δw', change.by, 'by')} ${line('w', change.weight, 'w')}
        <tr class="sum">
          <th scope="row">w + Δw</th>
          <td data-line="new" data-value=${change.newWeight}>${number(change.newWeight)}</td>
        </tr>
      </table>
    </div>`;
  }

  override updated(): void {
    const bars = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-loss]')];
    const most = Math.max(1e-30, ...bars.map((bar) => Number(bar.dataset.loss) || 0));
    for (const bar of bars) {
      bar.style.transform = `scaleX(${Math.max(0, Number(bar.dataset.loss) || 0) / most})`;
    }
  }
}

customElements.define('gn-update', GnUpdate);
