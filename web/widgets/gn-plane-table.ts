// The plane as numbers: every point with what the net says of it, then the plane itself on a grid; both as files.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import type { PointsLab } from '../state/points';
import { GnElement } from './element';
import './gn-save';
import { icons } from './icons';
import { numbers } from './panel-styles';
import { planeRows, planeTable } from './plane-words';
import { tableRows } from './plot-table';
import { shared } from './styles';

const ROWS = 60; // on the page; the file has all

export class GnPlaneTable extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    picture: { attribute: false },
    shown: { state: true },
  };
  declare lab: PointsLab;
  declare picture: () => HTMLCanvasElement | null;
  declare shown: boolean;

  constructor() {
    super();
    this.shown = false;
  }

  static override styles = [
    shared,
    numbers,
    css`
      .tools {
        position: absolute;
        top: 6px;
        left: 6px;
        z-index: 1;
        display: flex;
        gap: 4px;
      }
      .switch {
        display: grid;
        place-content: center;
        width: 28px;
        height: 28px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .switch[aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
      }
      .sheet {
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        padding-top: 40px;
        background: var(--paper);
      }
      .rows {
        min-height: 0;
      }
      .quiet {
        padding: var(--space-2);
      }
    `,
  ];

  override render() {
    const heading = t('points.plane');
    const name = t('curve.table');
    return html`<div class="tools">
        <button
          class="switch"
          type="button"
          aria-label=${`${heading}: ${name}`}
          title=${name}
          aria-pressed=${this.shown}
          @click=${() => {
            this.shown = !this.shown;
          }}
        >
          ${icons.runs}
        </button>
        <gn-save icon .heading=${heading} .table=${() => planeTable(this.lab)} .picture=${this.picture}></gn-save>
      </div>
      ${this.shown ? this.#sheet() : nothing}`;
  }

  #sheet() {
    const { lab } = this;
    void lab.weights.value;
    void lab.dealing.value;
    return html`<div class="sheet">${tableRows(t('points.plane'), planeTable(lab, ROWS), planeRows(lab))}</div>`;
  }
}

customElements.define('gn-plane-table', GnPlaneTable);
