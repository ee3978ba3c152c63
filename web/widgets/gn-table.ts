// A file that may be learnt from: its first rows, which column is to be learnt and as what; or what is wrong with it.
import { css, html, nothing } from 'lit';
import { KINDS, type Kind } from '../engine/csv';
import { count, t } from '../locales';
import { sentence } from '../locales/errors';
import type { OwnTable } from '../state/points-table';
import { GnElement } from './element';
import { shared } from './styles';

const COLUMNS = 8; // shown
const CLASSES = 6; // named

export class GnTable extends GnElement {
  static override properties = { ...GnElement.properties, file: { attribute: false } };
  declare file: OwnTable; // fires `learn`: it is to be learnt

  static override styles = [
    shared,
    css`
      dialog {
        width: min(640px, 100vw - 32px);
        max-height: calc(100dvh - 32px);
        padding: var(--space-4) var(--space-5) var(--space-5);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--raised);
        color: var(--ink);
        box-shadow: var(--shadow);
        font-size: var(--text-s);
        line-height: 1.45;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 35%);
      }
      .body {
        display: grid;
        gap: var(--space-3);
      }
      h2 {
        font-size: var(--text-m);
        overflow-wrap: anywhere;
      }
      .scroll {
        overflow-x: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
      }
      table {
        border-collapse: collapse;
        width: 100%;
      }
      th,
      td {
        padding: 4px 10px;
        text-align: left;
        white-space: nowrap;
        max-width: 160px;
        overflow: hidden;
        text-overflow: ellipsis;
        font-weight: 400;
      }
      th {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        border-bottom: 1px solid var(--line);
      }
      .target {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
      .fields {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-2) var(--space-3);
        align-items: center;
        color: var(--ink-soft);
      }
      select {
        font: inherit;
        min-height: var(--tap);
        max-width: 260px;
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      .wrong {
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--error-wash);
        color: var(--error);
      }
      .row {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-2);
      }
    `,
  ];

  override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  override render() {
    const opened = this.file.opened.value;
    if (!opened) return nothing;
    const { look, name, kind } = opened;
    const close = () => {
      this.file.opened.value = undefined;
    };
    return html`<dialog aria-labelledby="name" @close=${close}>
      <div class="body">
        <h2 id="name">${name}</h2>
        ${look.rows.length > 0 ? this.#rows() : nothing}
        ${look.columns > 1 ? this.#choices(kind) : nothing}
        ${
          look.error
            ? html`<p class="wrong" role="alert">${sentence(look.error)} ${t('points.fileKept')}</p>`
            : html`<p role="status">${this.#said()}</p>`
        }
        <p class="quiet">${t('points.limits')}</p>
        <div class="row">
          <button class="button" type="button" @click=${close}>${t('points.cancel')}</button>
          <button class="button primary" type="button" ?disabled=${look.error !== undefined} @click=${() => this.dispatchEvent(new Event('learn'))}>
            ${t('points.learn')}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  #column(i: number): string {
    return this.file.opened.peek()?.look.names[i] || t('points.column', { n: i + 1 });
  }

  #rows() {
    const look = this.file.opened.value?.look;
    if (!look) return nothing;
    const shown = Array.from({ length: Math.min(look.columns, COLUMNS) }, (_, i) => i);
    // The column to be learnt is always in sight.
    if (look.target >= COLUMNS && look.target < (look.rows[0]?.length ?? 0)) shown[COLUMNS - 1] = look.target;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('points.firstRows')}>
      <table>
        <thead>
          <tr>
            ${shown.map((i) => html`<th scope="col" class=${i === look.target ? 'target' : ''}>${this.#column(i)}</th>`)}
            ${look.columns > COLUMNS ? html`<th scope="col">${t('points.moreColumns', { n: count(look.columns - COLUMNS) })}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${look.rows.map(
            (row) => html`<tr>
              ${shown.map((i) => html`<td class=${i === look.target ? 'target' : ''}>${row[i] ?? ''}</td>`)}
              ${look.columns > COLUMNS ? html`<td>…</td>` : nothing}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #choices(kind: Kind) {
    const look = this.file.opened.value?.look;
    if (!look) return nothing;
    return html`<div class="fields">
      <label for="target">${t('points.target')}</label>
      <select
        id="target"
        autofocus
        @change=${(event: Event) => this.file.lookAgain((event.target as HTMLSelectElement).selectedIndex, kind)}
      >
        ${Array.from({ length: look.columns }, (_, i) => html`<option .selected=${i === look.target}>${this.#column(i)}</option>`)}
      </select>
      <label for="kind">${t('points.kind')}</label>
      <select
        id="kind"
        @change=${(event: Event) =>
          this.file.lookAgain(
            look.target,
            KINDS[(event.target as HTMLSelectElement).selectedIndex] ?? 'either',
          )}
      >
        ${KINDS.map((each) => html`<option .selected=${each === kind}>${t(`points.kind.${each}`)}</option>`)}
      </select>
    </div>`;
  }

  #said(): string {
    const look = this.file.opened.value?.look;
    if (!look) return '';
    const { classes } = look;
    const rows = t('points.rows', { rows: count(look.count), features: count(look.size) });
    if (classes.length === 0) return `${rows} ${t('points.asNumbers')}`;
    const names = classes.slice(0, CLASSES).join(', ') + (classes.length > CLASSES ? ', …' : '');
    return `${rows} ${t('points.asClasses', { n: classes.length, names })}`;
  }
}

customElements.define('gn-table', GnTable);
