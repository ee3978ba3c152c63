// The runs kept on this device: a list, up to four of them side by side, and a way for a run or weights to come in
// from a file.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Refused } from '../engine/errors';
import { count, type Key, t } from '../locales';
import { sentence } from '../locales/errors';
import { MOST_FILE, Unread } from '../state/run-file';
import type { RunKeeper } from '../state/run-keeper';
import { type Listed, MOST_BYTES } from '../state/run-list';
import { GnElement } from './element';
import { chooseFile, chosenFile } from './file-choice';
import { FileDrop } from './file-drop';
import './gn-about';
import './gn-run';
import './gn-runs-compare';
import { type RunTeller, runName } from './run-teller';
import { networkTeller } from './run-words';
import { shared } from './styles';

const MOST_COMPARED = 4;

type Said = (() => string) | undefined; // in the language of the moment

export class GnRuns extends GnElement {
  static override properties = {
    ...GnElement.properties,
    keeper: { attribute: false },
    teller: { attribute: false },
    headed: { type: Boolean },
    ticked: { state: true },
    opened: { state: true },
    refused: { state: true },
  };
  declare keeper: RunKeeper<Listed>;
  declare teller: RunTeller;
  declare headed: boolean; // it stands under a heading, which says what it is
  declare ticked: readonly string[];
  declare opened: Said; // what came of the last file
  declare refused: Said; // why it did not come in

  readonly #drop = new FileDrop(this, (file) => void this.open(file));

  constructor() {
    super();
    this.teller = networkTeller;
    this.headed = false;
    this.ticked = [];
    this.opened = undefined;
    this.refused = undefined;
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
      .all {
        min-height: 100%;
        border-radius: var(--radius-m);
      }
      .over {
        background: var(--sunken);
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
        padding-bottom: var(--space-2);
      }
      .error {
        color: var(--error);
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
      .undo,
      .top {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .top {
        padding-bottom: var(--space-2);
      }
      .top p {
        flex: 1;
        padding: 0;
      }
      .top .button {
        flex: none;
        min-height: 28px;
        padding: 0 var(--space-2);
        font-size: var(--text-xs);
      }
    `,
  ];

  override render() {
    const list = this.keeper.runs.list.value;
    const ticked = list.filter(({ id }) => this.ticked.includes(id));
    const hint = list.length === 0 ? 'runs.empty' : 'runs.hint';
    return html`<div
      class="all ${this.#drop.isOver ? 'over' : ''}"
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      <div class="top">
        <p>${list.length === 1 || ticked.length >= 2 ? nothing : t(hint)}</p>
        ${this.headed ? nothing : html`<gn-about topic="runs"></gn-about>`}
        <button class="button" type="button" title=${t(this.#openHint)} @click=${this.#choose}>${t('runs.open')}</button>
        <input type="file" hidden accept=${this.keeper.opens} aria-label=${t('runs.open')} @change=${this.#chosen} />
      </div>
      ${this.#notes()}
      ${ticked.length >= 2 ? html`<gn-runs-compare .keeper=${this.keeper} .teller=${this.teller} .runs=${ticked}></gn-runs-compare>` : nothing}
      ${
        list.length === 0
          ? nothing
          : html`<ul aria-label=${t('runs.list')}>
              ${repeat(
                list,
                ({ id }) => id,
                (run) => html`<li aria-label=${runName(run)}>
                  <gn-run
                    .session=${this.session}
                    .keeper=${this.keeper}
                    .teller=${this.teller}
                    .run=${run}
                    .ticked=${this.ticked.includes(run.id)}
                    .full=${ticked.length >= MOST_COMPARED}
                    @tick=${() => this.#tick(run.id)}
                  ></gn-run>
                </li>`,
              )}
            </ul>`
      }
    </div>`;
  }

  get #openHint(): Key {
    const { opens } = this.keeper;
    if (opens.includes('.tokens')) return 'runs.openTokensHint';
    return opens.includes('.safetensors') ? 'runs.openHint' : 'runs.openRunHint';
  }

  #notes() {
    const { unkept, full, tooLarge, gone, deleted } = this.keeper.runs;
    const lost = deleted.value;
    return html`<div role="status">
        ${unkept.value ? html`<p>${t('runs.unkept')}</p>` : nothing}
        ${full.value ? html`<p>${t('runs.full')}</p>` : nothing}
        ${tooLarge.value ? html`<p>${t('runs.tooLarge', { most: count(MOST_BYTES / 2 ** 20) })}</p>` : nothing}
        ${gone.value > 0 ? html`<p>${t(gone.value === 1 ? 'runs.goneOne' : 'runs.gone', { count: count(gone.value) })}</p>` : nothing}
        ${
          lost
            ? html`<p class="undo">
                ${t('runs.deleted', { name: runName(lost) })}
                <button class="button bare" type="button" @click=${() => this.keeper.runs.undelete()}>
                  ${t('runs.undo')}
                </button>
              </p>`
            : nothing
        }
        ${this.opened ? html`<p>${this.opened()}</p>` : nothing}
      </div>
      ${this.refused ? html`<p class="error" role="alert">${this.refused()}</p>` : nothing}`;
  }

  #tick(id: string): void {
    const there = this.keeper.runs.list.peek();
    const others = this.ticked.filter((each) => each !== id && there.some((run) => run.id === each));
    this.ticked = this.ticked.includes(id) ? others : [...others, id];
  }

  // ---------------------------------------------------------------- files

  #choose = () => chooseFile(this);

  #chosen = (event: Event) => {
    const file = chosenFile(event);
    if (file) void this.open(file);
  };

  async open(file: File): Promise<void> {
    const { name } = file;
    this.opened = undefined;
    this.refused = undefined;
    try {
      const kind = await this.keeper.open(file);
      this.opened = () => t(`runs.opened.${kind}`, { name });
    } catch (error) {
      if (error instanceof Unread) {
        const { kind, where } = error;
        this.refused = () => t(`runs.unread.${kind}`, { name, where, most: count(MOST_FILE / 2 ** 20) });
      } else if (error instanceof Refused) {
        this.refused = () => t('runs.unread.refused', { name, why: sentence(error.error) });
      } else throw error;
    }
  }
}

customElements.define('gn-runs', GnRuns);
