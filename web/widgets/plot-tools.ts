// What every plot offers: its files, and its numbers as a table in its place.
import { css, html } from 'lit';
import { t } from '../locales';
import './gn-save';
import type { Table } from './plot-files';

export const toolStyles = css`
  .tools {
    display: flex;
    gap: 2px;
    flex: none;
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
`;

interface Plot {
  readonly heading: string;
  readonly table: () => Table;
  readonly picture?: (() => HTMLCanvasElement | null | undefined) | undefined;
}

export function plotTools({ heading, table, picture }: Plot, shown: boolean, press: () => void) {
  return html`<span class="tools">
    <gn-save .heading=${heading} .table=${table} .picture=${picture}></gn-save>
    <button
      class="button bare"
      type="button"
      aria-pressed=${shown}
      aria-label=${`${heading}: ${t('curve.table')}`}
      @click=${press}
    >
      ${t('curve.table')}
    </button>
  </span>`;
}
