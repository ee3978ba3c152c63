// The frame of a plot: its heading, the same numbers as a table, and both as files. The plot itself is what stands in it.
import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement, nothing } from 'lit';
import { count, number, t } from '../locales';
import { ramps } from './colour';
import { numbers } from './panel-styles';
import { saveCsv, savePng, type Table, tablePicture } from './plot-files';
import { shared } from './styles';

const ROWS = 60; // of the table on the page; the file has all
const COLUMNS = 12;

export class GnPlot extends SignalWatcher(LitElement) {
  static override properties = {
    heading: {},
    table: { attribute: false },
    picture: { attribute: false },
    plain: { type: Boolean },
    shown: { state: true },
  };
  declare heading: string;
  declare table: () => Table; // asked for when it is wanted
  declare picture: (() => HTMLCanvasElement | undefined) | undefined; // without it the table is drawn
  declare plain: boolean; // what stands in it is a table already
  declare shown: boolean;

  constructor() {
    super();
    this.heading = '';
    this.table = () => ({ columns: [], rows: [] });
    this.plain = false;
    this.shown = false;
  }

  static override styles = [
    shared,
    numbers,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 2px;
        min-height: 26px;
      }
      h2 {
        flex: 1 1 auto;
        overflow-wrap: anywhere;
      }
      .buttons {
        display: flex;
        gap: 2px;
        margin-left: -4px; /* where they stand in a row of their own, their text begins where the heading does */
      }
      .bare {
        min-height: 24px;
        padding: 0 4px;
        font-size: var(--text-xs);
      }
      .bare[aria-pressed='true'] {
        color: var(--ink);
        background: var(--sunken);
      }
      .plot {
        flex: 1;
        min-height: 0;
        min-width: 0;
      }
      .rows {
        min-height: 72px;
        max-height: 280px;
      }
    `,
  ];

  override render() {
    const bare = (name: string, press: () => void) =>
      html`<button class="button bare" type="button" aria-label=${`${this.heading}: ${name}`} @click=${press}>
        ${name}
      </button>`;
    return html`<header>
        <h2>${this.heading}</h2>
        <span class="buttons">
        ${bare('CSV', () => saveCsv(this.heading, this.table()))} ${bare('PNG', this.#png)}
        ${
          this.plain
            ? nothing
            : html`<button
                class="button bare"
                type="button"
                aria-pressed=${this.shown}
                aria-label=${`${this.heading}: ${t('curve.table')}`}
                @click=${() => {
                  this.shown = !this.shown;
                }}
              >
                ${t('curve.table')}
              </button>`
        }
        </span>
      </header>
      <div class="plot" ?hidden=${this.shown}><slot></slot></div>
      ${this.shown ? this.#rows() : nothing}`;
  }

  #rows() {
    const { columns, rows } = this.table();
    const cut = columns.length > COLUMNS;
    return html`<div class="rows" tabindex="0" role="group" aria-label=${this.heading}>
      <table>
        <thead>
          <tr>
            ${columns.slice(0, COLUMNS).map((name) => html`<th scope="col">${name}</th>`)}${cut ? html`<th>…</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, ROWS).map(
            (row) => html`<tr>
              ${row.slice(0, COLUMNS).map((cell, i) => (i === 0 ? html`<th scope="row">${written(cell)}</th>` : html`<td>${written(cell)}</td>`))}${cut ? html`<td>…</td>` : nothing}
            </tr>`,
          )}
        </tbody>
      </table>
      ${rows.length > ROWS ? html`<p class="quiet">${t('bars.more', { count: count(rows.length - ROWS) })}</p>` : nothing}
    </div>`;
  }

  #png = () => {
    const ink = ramps.peek();
    if (!ink) return;
    savePng(this.heading, this.picture?.() ?? tablePicture(this.table(), ink, written), ink);
  };
}

const written = (cell: string | number): string =>
  typeof cell === 'string' ? cell : Number.isInteger(cell) ? count(cell) : number(cell);

customElements.define('gn-plot', GnPlot);
