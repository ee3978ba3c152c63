// A plot's numbers as a table on the page: as many as can be read there; the file has all.
import { html, nothing } from 'lit';
import { count, number, t } from '../locales';
import type { Table } from './plot-files';

export const ROWS = 60; // that are shown
const COLUMNS = 12;

export const written = (cell: string | number, form: (value: number) => string = number): string =>
  typeof cell === 'string' ? cell : Number.isInteger(cell) ? count(cell) : form(cell);

// `all`: rows there are, where the table holds the first of them only.
export function tableRows(heading: string, { columns, rows }: Table, all = rows.length) {
  const cut = columns.length > COLUMNS;
  const shown = Math.min(rows.length, all > rows.length ? rows.length : ROWS);
  return html`<div class="rows" tabindex="0" role="group" aria-label=${heading}>
    <table>
      <thead>
        <tr>
          ${columns.slice(0, COLUMNS).map((name) => html`<th scope="col">${name}</th>`)}${cut ? html`<th>…</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, shown).map(
          (row) => html`<tr>
            ${row.slice(0, COLUMNS).map((cell, i) => (i === 0 ? html`<th scope="row">${written(cell)}</th>` : html`<td>${written(cell)}</td>`))}${cut ? html`<td>…</td>` : nothing}
          </tr>`,
        )}
      </tbody>
    </table>
    ${all > shown ? html`<p class="quiet">${t('curve.more', { count: count(all - shown) })}</p>` : nothing}
  </div>`;
}
