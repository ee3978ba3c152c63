// The runs kept on this device: each with what was unusual about it and how far it came; up to four side by side; one
// rerun, loaded, named, deleted.
import { css, html, nothing } from 'lit';
import { count, percent, t } from '../locales';
import type { RunRecord } from '../state/run-record';
import type { Training } from '../state/training';
import { GnElement } from './element';
import { settingName } from './gn-setting';
import './gn-runs-compare';
import { runAccuracy, runName, wishText } from './run-words';
import { shared } from './styles';

const MOST_COMPARED = 4;

export class GnRuns extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    ticked: { state: true },
    naming: { state: true },
    unloaded: { state: true },
  };
  declare training: Training;
  declare ticked: readonly string[];
  declare naming: string; // id of the run whose name is being written
  declare unloaded: string;

  constructor() {
    super();
    this.ticked = [];
    this.naming = '';
    this.unloaded = '';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        scrollbar-width: thin;
        padding: 2px;
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
        padding-bottom: var(--space-2);
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        padding: var(--space-2) 0;
        border-top: 1px solid var(--line);
      }
      .head {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .head input[type='checkbox'] {
        flex: none;
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ink-soft);
      }
      .name {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--text-s);
        font-weight: 600;
      }
      input.name {
        height: 26px;
        padding: 0 6px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--paper);
        color: var(--ink);
      }
      .facts {
        padding: 2px 0 0 24px;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.5;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        padding: 2px 0;
      }
      .chip {
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        padding-left: 18px;
      }
      .acts .button {
        min-height: 26px;
        padding: 0 6px;
        font-size: var(--text-xs);
      }
      .acts [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
      }
      .again {
        padding: 2px 0 0 24px;
        color: var(--ink);
      }
      .undo {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
    `,
  ];

  override render() {
    const { runs } = this.training;
    const list = runs.list.value;
    const ticked = list.filter(({ id }) => this.ticked.includes(id));
    return html`${this.#notes()}
      ${ticked.length >= 2 ? html`<gn-runs-compare .training=${this.training} .runs=${ticked}></gn-runs-compare>` : nothing}
      ${
        list.length === 0
          ? html`<p>${t('runs.empty')}</p>`
          : html`${list.length > 1 && ticked.length < 2 ? html`<p>${t('runs.hint')}</p>` : nothing}
              <ul aria-label=${t('runs.list')}>
                ${list.map((run) => this.#run(run))}
              </ul>`
      }`;
  }

  #notes() {
    const { unkept, gone, deleted } = this.training.runs;
    const lost = deleted.value;
    return html`<div role="status">
      ${unkept.value ? html`<p>${t('runs.unkept')}</p>` : nothing}
      ${gone.value > 0 ? html`<p>${t('runs.gone', { count: count(gone.value) })}</p>` : nothing}
      ${
        lost
          ? html`<p class="undo">
              ${t('runs.deleted', { name: runName(lost) })}
              <button class="button bare" type="button" @click=${() => this.training.runs.undelete()}>${t('runs.undo')}</button>
            </p>`
          : nothing
      }
    </div>`;
  }

  #run(run: RunRecord) {
    const { runs } = this.training;
    const name = runName(run);
    const on = this.ticked.includes(run.id);
    const accuracy = runAccuracy(run);
    return html`<li aria-label=${name}>
      <div class="head">
        <input
          type="checkbox"
          aria-label=${t('runs.compare', { name })}
          .checked=${on}
          ?disabled=${!on && this.ticked.length >= MOST_COMPARED}
          @change=${() => this.#tick(run.id, !on)}
        />
        ${
          this.naming === run.id
            ? html`<input
                class="name"
                maxlength="200"
                aria-label=${t('runs.name')}
                .value=${run.name}
                placeholder=${name}
                @keydown=${this.#nameKey}
                @blur=${(event: FocusEvent) => this.#named(run, (event.target as HTMLInputElement).value)}
              />`
            : html`<span class="name">${name}</span>`
        }
      </div>
      <div class="facts">
        ${
          accuracy === undefined
            ? t('runs.metaShort', { steps: count(run.steps) })
            : t('runs.meta', { steps: count(run.steps), accuracy: percent(accuracy) })
        }
        · ${run.start ? t('runs.trained') : t('runs.fresh', { seed: run.seed })}
        ${run.changes.length > 0 ? html`· ${t('runs.changes', { count: count(run.changes.length) })}` : nothing}
        ${this.#chips(run)}
      </div>
      <div class="acts" role="group" aria-label=${t('runs.actions', { name })}>
        ${this.#act('again', () => this.#again(run))} ${this.#act('load', () => void this.#load(run))}
        ${this.#act('rename', () => void this.#rename(run))}
        <button
          class="button bare"
          type="button"
          aria-pressed=${run.pinned}
          title=${t('runs.pinHint')}
          @click=${() => runs.pin(run.id, !run.pinned)}
        >
          ${t('runs.pin')}
        </button>
        ${this.#act('delete', () => runs.delete(run.id))}
      </div>
      ${this.#said(run)}
    </li>`;
  }

  #act(what: 'again' | 'load' | 'rename' | 'delete', act: () => void) {
    const hint = what === 'again' || what === 'load' ? t(`runs.${what}Hint`) : nothing;
    return html`<button class="button bare" type="button" title=${hint} @click=${act}>${t(`runs.${what}`)}</button>`;
  }

  #chips({ now }: RunRecord) {
    const table = this.training.table.value;
    const changed = table.filter(({ name }) => now[name] !== undefined);
    if (changed.length === 0) return nothing;
    return html`<div class="chips">
      ${changed.map((setting) => html`<span class="chip">${settingName(setting.name)} ${wishText(setting, now)}</span>`)}
    </div>`;
  }

  #said(run: RunRecord) {
    if (this.unloaded === run.id) return html`<p class="again" role="alert">${t('runs.unloaded')}</p>`;
    const how = this.training.runs.reruns.value[run.id];
    if (!how) return nothing;
    const steps = count(run.steps);
    return html`<p class="again" role="status">
      ${
        how.kind === 'going'
          ? t('runs.going', { step: count(how.steps), steps })
          : t(`runs.${how.kind}`, { steps, weights: count(run.learnt.length) })
      }
    </p>`;
  }

  #tick(id: string, on: boolean): void {
    const there = this.training.runs.list.peek();
    const others = this.ticked.filter((each) => each !== id && there.some((run) => run.id === each));
    this.ticked = on ? [...others, id] : others;
  }

  #again(run: RunRecord): void {
    const { module } = this.session;
    if (module) void this.training.runs.rerun(module, run);
  }

  async #load(run: RunRecord): Promise<void> {
    this.unloaded = (await this.training.load(run)) ? '' : run.id;
  }

  async #rename(run: RunRecord): Promise<void> {
    this.naming = run.id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('input.name')?.select();
  }

  #nameKey = (event: KeyboardEvent) => {
    const field = event.target as HTMLInputElement;
    if (event.key === 'Escape') field.value = field.defaultValue || field.value;
    if (event.key === 'Escape' || event.key === 'Enter') field.blur();
  };

  #named(run: RunRecord, name: string): void {
    this.naming = '';
    this.training.runs.rename(run.id, name);
  }
}

customElements.define('gn-runs', GnRuns);
