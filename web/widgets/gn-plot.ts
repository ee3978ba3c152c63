// The frame of a plot: its heading, the same numbers as a table, and both as files. The plot itself is what stands in it.
import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement, nothing } from 'lit';
import './gn-save';
import { numbers } from './panel-styles';
import type { Table } from './plot-files';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { shared } from './styles';
import { titled } from './titled';

export class GnPlot extends SignalWatcher(LitElement) {
  static override properties = {
    heading: {},
    about: {},
    table: { attribute: false },
    picture: { attribute: false },
    plain: { type: Boolean },
    shown: { state: true },
  };
  declare heading: string;
  declare about: string; // topic of its explanation, if it has one
  declare table: () => Table; // asked for when it is wanted
  declare picture: (() => HTMLCanvasElement | undefined) | undefined; // without it the table is drawn
  declare plain: boolean; // what stands in it is a table already
  declare shown: boolean;

  constructor() {
    super();
    this.heading = '';
    this.about = '';
    this.table = () => ({ columns: [], rows: [] });
    this.plain = false;
    this.shown = false;
  }

  static override styles = [
    shared,
    numbers,
    toolStyles,
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
      header > h2,
      .titled {
        flex: 1 1 auto;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      .tools,
      header > gn-save {
        margin-left: -4px; /* where they stand in a row of their own, their text begins where the heading does */
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
    const { heading, table, picture } = this;
    return html`<header>
        ${this.about ? titled(this.about, heading) : html`<h2>${heading}</h2>`}
        ${
          this.plain
            ? html`<gn-save .heading=${heading} .table=${table} .picture=${picture}></gn-save>`
            : plotTools({ heading, table, picture }, this.shown, () => {
                this.shown = !this.shown;
              })
        }
      </header>
      <div class="plot" ?hidden=${this.shown}><slot></slot></div>
      ${this.shown ? tableRows(this.heading, this.table()) : nothing}`;
  }
}

customElements.define('gn-plot', GnPlot);
