// "save": a plot's picture as PNG, and its numbers as CSV. The plot itself says how, when it is asked.
import { SignalWatcher } from '@lit-labs/preact-signals';
import { css, html, LitElement } from 'lit';
import { number, t } from '../locales';
import { ramps } from './colour';
import { icons } from './icons';
import { noteStyles, placeNote } from './note';
import { saveCsv, savePng, type Table, tablePicture } from './plot-files';
import { written } from './plot-table';
import { shared } from './styles';

export class GnSave extends SignalWatcher(LitElement) {
  static override properties = {
    heading: {},
    table: { attribute: false },
    picture: { attribute: false },
    form: { attribute: false },
    icon: { type: Boolean },
    open: { state: true },
  };
  declare heading: string; // the files' name
  declare table: () => Table;
  declare picture: (() => HTMLCanvasElement | null | undefined) | undefined; // without one the table is drawn
  declare form: (value: number) => string; // of the numbers, where the table is drawn
  declare icon: boolean; // a square in the plot's corner, where there is no line for a word
  declare open: boolean;

  constructor() {
    super();
    this.heading = '';
    this.table = () => ({ columns: [], rows: [] });
    this.form = number;
    this.icon = false;
    this.open = false;
  }

  static override styles = [
    shared,
    noteStyles,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }
      .opener {
        min-height: 24px;
        padding: 0 4px;
        font-size: var(--text-xs);
      }
      .button.opener.boxed {
        width: 28px;
        min-height: 28px;
        padding: 0;
        border-color: var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
      }
      .opener[aria-expanded='true'] {
        color: var(--ink);
        background: var(--sunken);
      }
      [popover] {
        width: max-content;
        padding: 4px;
      }
      .item {
        display: flex;
        width: 100%;
        justify-content: flex-start;
        gap: 8px;
        min-height: var(--tap);
        padding: 0 10px;
        border-color: transparent;
        color: var(--ink);
      }
      .item span {
        color: var(--ink-soft);
        font-weight: 400;
      }
    `,
  ];

  override render() {
    const item = (kind: string, what: string, press: () => void) => html`<button
      class="button item"
      type="button"
      aria-label=${`${this.heading}: ${kind}`}
      aria-description=${what}
      @click=${() => {
        this.#menu?.hidePopover();
        press();
      }}
    >
      ${kind} <span aria-hidden="true">${what}</span>
    </button>`;
    return html`<button
        class="button bare opener ${this.icon ? 'boxed' : ''}"
        type="button"
        aria-label=${`${this.heading}: ${t('curve.save')}`}
        aria-expanded=${this.open ? 'true' : 'false'}
        title=${this.icon ? t('curve.save') : ''}
        popovertarget="menu"
      >
        ${this.icon ? icons.save : t('curve.save')}
      </button>
      <div id="menu" popover role="group" aria-label=${`${this.heading}: ${t('curve.save')}`} @toggle=${this.#toggle}>
        ${item('PNG', t('curve.picture'), this.#png)} ${item('CSV', t('curve.numbers'), this.#csv)}
      </div>`;
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector('#menu');
  }

  #toggle = (event: Event) => {
    this.open = (event as ToggleEvent).newState === 'open';
    if (this.open) placeNote(event.target as HTMLElement, this);
  };

  #csv = () => saveCsv(this.heading, this.table());

  #png = () => {
    const ink = ramps.peek();
    if (!ink) return;
    const say = (cell: string | number) => written(cell, this.form);
    savePng(this.heading, this.picture?.() ?? tablePicture(this.table(), ink, say), ink);
  };
}

customElements.define('gn-save', GnSave);
