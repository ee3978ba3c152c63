// The plane as numbers: every point with what the net says of it, then the plane itself on a grid; both as files.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import type { PointsLab } from '../state/points';
import { ramps } from './colour';
import { GnElement } from './element';
import { icons } from './icons';
import { numbers } from './panel-styles';
import { planeRows, planeTable } from './plane-words';
import { saveCsv, savePng } from './plot-files';
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
      .switch {
        position: absolute;
        top: 6px;
        left: 6px;
        z-index: 1;
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
        background: var(--paper);
      }
      .files {
        display: flex;
        justify-content: flex-end;
        padding: 6px;
        min-height: 40px;
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
    const name = t('curve.table');
    return html`<button
        class="switch"
        type="button"
        aria-label=${`${t('points.plane')}: ${name}`}
        title=${name}
        aria-pressed=${this.shown}
        @click=${() => {
          this.shown = !this.shown;
        }}
      >
        ${icons.runs}
      </button>
      ${this.shown ? this.#sheet() : nothing}`;
  }

  #sheet() {
    const { lab } = this;
    void lab.weights.value;
    void lab.dealing.value;
    const heading = t('points.plane');
    const { columns, rows } = planeTable(lab, ROWS);
    const more = planeRows(lab) - rows.length;
    const file = (kind: string, press: () => void) =>
      html`<button class="button bare" type="button" aria-label=${`${heading}: ${kind}`} @click=${press}>${kind}</button>`;
    return html`<div class="sheet">
      <div class="files">
        ${file('CSV', () => saveCsv(heading, planeTable(lab)))} ${file('PNG', this.#png)}
      </div>
      <div class="rows" tabindex="0" role="group" aria-label=${heading}>
        <table>
          <thead>
            <tr>
              ${columns.map((each) => html`<th scope="col">${each}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) => html`<tr>
                ${row.map((cell) => html`<td>${typeof cell === 'number' ? number(cell) : cell}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
        ${more > 0 ? html`<p class="quiet">${t('bars.more', { count: count(more) })}</p>` : nothing}
      </div>
    </div>`;
  }

  #png = () => {
    const ink = ramps.peek();
    const picture = this.picture();
    if (ink && picture) savePng(t('points.plane'), picture, ink);
  };
}

customElements.define('gn-plane-table', GnPlaneTable);
