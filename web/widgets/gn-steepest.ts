// The parameters that the last step pulled hardest, or least, by the size of their gradient: drag one, type arrows on it,
// freeze it, and see what the loss makes of it.
import { css, html, nothing } from 'lit';
import { number, t } from '../locales';
import type { Learner } from '../state/learner';
import { GnElement } from './element';
import './gn-knob';
import './gn-plot';
import { paramName } from './names';
import type { Table } from './plot-files';
import { shared } from './styles';

export class GnSteepest extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    least: { state: true },
  };
  declare training: Learner;
  declare least: boolean; // those that matter least, to compare

  #held = false; // a hand is on the list: its rows stay where they are
  #first = { key: '', loss: Number.NaN }; // measured at this step, before anything was changed here

  constructor() {
    super();
    this.least = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-xs);
      }
      .list {
        max-height: clamp(128px, 24dvh, 300px);
        overflow: auto;
        scrollbar-width: thin;
      }
      th,
      td {
        text-align: right;
        padding: 3px 6px 3px 0;
        border-bottom: 1px solid var(--line);
        font-weight: 400;
      }
      th:first-child {
        text-align: left;
      }
      .how {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 2px var(--space-3);
        font-size: var(--text-xs);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .choices button {
        min-height: 24px;
        padding: 0 6px;
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .choices [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--paper);
        color: var(--ink-faint);
        z-index: 1;
      }
      tbody th {
        color: var(--ink);
        overflow-wrap: anywhere;
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
        padding-bottom: var(--space-1);
      }
      input {
        accent-color: var(--ink);
        width: 16px;
        height: 16px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.training.grown.value;
      void this.training.setup.value;
      if (!this.#held) this.training.rankGradients(this.least);
      if (!this.training.running.value) this.training.measure();
    });
  }

  override render() {
    const plan = this.session.running.value?.plan;
    const list = this.training.steepest.value;
    if (!plan || list.length === 0) return html`<p>${t('layers.empty')}</p>`;
    const params = this.training.params();
    const hold = (held: boolean) => () => {
      this.#held = held;
      if (!held) this.training.rankGradients(this.least);
    };
    const rank = (least: boolean) => () => {
      this.least = least;
      this.training.rankGradients(least);
    };
    return html`<gn-plot plain about="steepest" .heading=${t(this.least ? 'steepest.least' : 'steepest.title')} .table=${this.#table}>
      <p>${t(this.least ? 'steepest.captionLeast' : 'steepest.caption')}</p>
      <div class="how">
        <span class="choices" role="group" aria-label=${t('steepest.order')}>
          <button type="button" aria-pressed=${!this.least} @click=${rank(false)}>${t('steepest.largest')}</button>
          <button type="button" aria-pressed=${this.least} @click=${rank(true)}>${t('steepest.smallest')}</button>
        </span>
        <span role="status">${this.#loss()}</span>
        ${
          this.session.inspect.edits.value.at(-1)?.what.kind === 'param'
            ? html`<button class="button bare undo" type="button" @click=${this.#undo}>${t('edit.undo')}</button>`
            : nothing
        }
      </div>
      <div class="list" @focusin=${hold(true)} @focusout=${hold(false)}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('steepest.param')}</th>
              <th scope="col">${t('steepest.gradient')}</th>
              <th scope="col">${t('steepest.value')}</th>
              <th scope="col">${t('layers.freeze')}</th>
            </tr>
          </thead>
          <tbody>
            ${list.map(({ param, index, gradient }) => {
              const what = { kind: 'param', id: param, index } as const;
              const name = paramName(plan, what);
              return html`<tr>
                <th scope="row">${name}</th>
                <td>${number(gradient)}</td>
                <td><gn-knob .session=${this.session} .what=${what} .label=${name}></gn-knob></td>
                <td>
                  <input
                    type="checkbox"
                    aria-label=${t('layers.freezeOne', { name: params[param]?.name ?? name })}
                    .checked=${this.training.frozen(param)}
                    @change=${(event: Event) =>
                      this.training.freeze(param, (event.target as HTMLInputElement).checked)}
                  />
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
    </gn-plot>`;
  }

  // With the last change its button goes: the focus stays in the list.
  #undo = () => {
    const { inspect } = this.session;
    inspect.undo();
    void this.updateComplete.then(() => {
      if (inspect.edits.peek().at(-1)?.what.kind !== 'param')
        this.renderRoot.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
    });
  };

  // Measured again after every change by hand, while the run rests.
  #loss(): string {
    const { training } = this;
    const now = training.measured.value;
    const loss = now?.train?.loss;
    if (!now || loss === undefined || training.running.value || now.step !== training.frame.value?.steps)
      return '';
    const key = `${training.run} ${now.step}`;
    if (key !== this.#first.key) this.#first = { key, loss };
    const said = (value: number) => (value < 1000 ? value.toFixed(5) : number(value));
    const [before, after] = [said(this.#first.loss), said(loss)];
    return before === after
      ? t('steepest.loss', { loss: after })
      : t('steepest.lossChanged', { before, after });
  }

  #table = (): Table => {
    const plan = this.session.running.peek()?.plan;
    return {
      columns: [t('steepest.param'), t('steepest.gradient'), t('steepest.value')],
      rows: this.training.steepest
        .peek()
        .map(({ param, index, gradient, value }) => [
          plan ? paramName(plan, { kind: 'param', id: param, index }) : '',
          gradient,
          value,
        ]),
    };
  };
}

customElements.define('gn-steepest', GnSteepest);
