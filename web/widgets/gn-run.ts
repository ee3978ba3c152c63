// One run of the list: what it was, how far it came, and what can be done with it.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { NotWritten } from '../state/run-export';
import type { RunKeeper, Taken } from '../state/run-keeper';
import type { Listed } from '../state/run-list';
import { download } from './download';
import { GnElement } from './element';
import { settingName } from './gn-setting';
import { type RunTeller, runName, runWhen, wishText } from './run-teller';
import { shared } from './styles';

export class GnRun extends GnElement {
  static override properties = {
    ...GnElement.properties,
    keeper: { attribute: false },
    teller: { attribute: false },
    run: { attribute: false },
    ticked: { type: Boolean },
    full: { type: Boolean },
    naming: { state: true },
    taking: { state: true },
    said: { state: true },
  };
  declare keeper: RunKeeper<Listed>;
  declare teller: RunTeller;
  declare run: Listed;
  declare ticked: boolean;
  declare full: boolean; // no further run can be ticked
  declare naming: boolean;
  declare taking: boolean; // the ways to take it away are shown
  declare said: (() => string) | undefined; // of what was done last, in the language of the moment

  constructor() {
    super();
    this.naming = false;
    this.taking = false;
    this.said = undefined;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .head input[type='checkbox'] {
        flex: none;
        width: 18px;
        height: 18px;
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
      .end {
        font-size: var(--text-s);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .facts {
        padding: 2px 0 0 24px;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.5;
        overflow-wrap: anywhere;
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
      .acts [aria-pressed='true'],
      .acts [aria-expanded='true'] {
        background: var(--sunken);
        color: var(--ink);
      }
      p {
        padding: 2px 0 0 24px;
        font-size: var(--text-xs);
        color: var(--ink);
        line-height: 1.45;
      }
    `,
  ];

  override render() {
    const { run, teller } = this;
    const { runs } = this.keeper;
    const name = runName(run);
    const scale = teller.scale(run);
    const score = teller.score(run);
    const facts = [...(run.name ? [runWhen(run)] : []), ...teller.facts(run)];
    return html`<div class="head">
        <input
          type="checkbox"
          aria-label=${t('runs.compare', { name })}
          .checked=${this.ticked}
          ?disabled=${!this.ticked && this.full}
          @change=${() => this.dispatchEvent(new CustomEvent('tick'))}
        />
        ${this.naming ? this.#field(name) : html`<span class="name" title=${name}>${name}</span>`}
        ${score === undefined ? nothing : html`<span class="end" title=${scale.name}>${scale.form(score)}</span>`}
      </div>
      <div class="facts">
        ${facts.join(' · ')}
        ${this.#chips(run)}
      </div>
      <div class="acts" role="group" aria-label=${t('runs.actions', { name })}>
        ${this.#act('again', this.#again)} ${this.#act('load', this.#load)} ${this.#act('rename', this.#rename)}
        <button
          class="button bare"
          type="button"
          aria-expanded=${this.taking}
          @click=${() => {
            this.taking = !this.taking;
          }}
        >
          ${t('runs.export')}
        </button>
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
      ${this.taking ? this.#exports(name) : nothing} ${this.#told(run)}`;
  }

  #field(name: string) {
    return html`<input
      class="name"
      maxlength="200"
      aria-label=${t('runs.name')}
      .value=${this.run.name}
      placeholder=${name}
      @keydown=${this.#nameKey}
      @blur=${this.#named}
    />`;
  }

  #act(what: 'again' | 'load' | 'rename' | 'delete', act: () => void) {
    const hint = what === 'again' || what === 'load' ? t(`runs.${what}Hint`) : nothing;
    return html`<button class="button bare" type="button" title=${hint} @click=${act}>${t(`runs.${what}`)}</button>`;
  }

  #exports(name: string) {
    return html`<div class="acts" role="group" aria-label=${t('runs.exports', { name })}>
      ${this.keeper.exports.map(
        (what) => html`<button
          class="button bare"
          type="button"
          title=${t(`runs.export.${what}Hint`)}
          @click=${() => void this.#take(what)}
        >
          ${t(`runs.export.${what}`)}
        </button>`,
      )}
    </div>`;
  }

  #chips(run: Listed) {
    const now = this.keeper.chosen(run);
    const changed = this.keeper.table.value.filter(({ name }) => now[name] !== undefined);
    if (changed.length === 0) return nothing;
    return html`<div class="chips">
      ${changed.map((setting) => html`<span class="chip">${settingName(setting.name)} ${wishText(setting, now)}</span>`)}
    </div>`;
  }

  #told(run: Listed) {
    const how = this.keeper.runs.reruns.value[run.id];
    const again = how ? this.teller.again(run, how) : '';
    return html`<div role="status">
      ${again ? html`<p>${again}</p>` : nothing} ${this.said ? html`<p>${this.said()}</p>` : nothing}
    </div>`;
  }

  #again = () => this.keeper.rerun(this.run);

  #load = async () => {
    const how = await this.keeper.load(this.run);
    this.said = () => t(`runs.${how}` as const);
  };

  #take = async (what: Taken) => {
    const { run, teller } = this;
    try {
      const made = await this.keeper.take(run, what);
      if (!made) {
        this.said = () => teller.untaken(run);
        return;
      }
      download(made.name, made.blob);
      const noted = teller.notes(run, made, what).length > 0;
      this.said = noted ? () => teller.notes(run, made, what).join(' ') : undefined;
    } catch (error) {
      if (!(error instanceof NotWritten)) throw error;
      const missing = error.missing.join(', ');
      this.said = () => (missing ? t('runs.notWritten', { what: missing }) : t('runs.unloaded'));
    }
  };

  #rename = async () => {
    this.naming = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('input.name')?.select();
  };

  #nameKey = (event: KeyboardEvent) => {
    const field = event.target as HTMLInputElement;
    if (event.key === 'Escape') field.value = this.run.name;
    if (event.key === 'Escape' || event.key === 'Enter') field.blur();
  };

  #named = (event: FocusEvent) => {
    this.naming = false;
    this.keeper.runs.rename(this.run.id, (event.target as HTMLInputElement).value);
  };
}

customElements.define('gn-run', GnRun);
