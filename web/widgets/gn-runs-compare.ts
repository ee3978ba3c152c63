// Up to four runs over each other, and a table of the settings in which they differ.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import type { RunKeeper } from '../state/run-keeper';
import type { Listed } from '../state/run-list';
import { GnElement } from './element';
import './gn-curve';
import type { Line } from './gn-curve';
import { settingName } from './gn-setting';
import { type Row, type RunScale, type RunTeller, runName, wishText } from './run-teller';
import { shared } from './styles';

const LOOKS = ['lane0', 'lane1', 'lane2', 'lane3'] as const;

// A run may be too short to have one.
const scoreText = (scale: RunScale, score: number | undefined): string =>
  score === undefined ? '–' : scale.form(score);

export class GnRunsCompare extends GnElement {
  static override properties = {
    ...GnElement.properties,
    keeper: { attribute: false },
    teller: { attribute: false },
    runs: { attribute: false },
  };
  declare keeper: RunKeeper<Listed>;
  declare teller: RunTeller;
  declare runs: readonly Listed[];

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding-bottom: var(--space-2);
      }
      gn-curve {
        height: 190px;
      }
      .scroll {
        overflow-x: auto;
        scrollbar-width: thin;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      th {
        font-weight: 500;
        text-align: left;
      }
      th,
      td {
        padding: 3px 6px;
        border-top: 1px solid var(--line);
        vertical-align: top;
      }
      td {
        max-width: 140px;
        overflow-wrap: anywhere;
      }
      .differs td {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const { teller } = this;
    const scale = teller.scale(this.runs[0]);
    const length = teller.length();
    const lines = this.runs.map(
      (run, i): Line => ({ name: runName(run), look: LOOKS[i] ?? 'lane3', ...teller.curve(run) }),
    );
    const high =
      scale.high ?? 1.05 * Math.max(1, ...lines.flatMap(({ y }) => Array.from(y, (value) => value ?? 0)));
    return html`<gn-curve
        about=${scale.about}
        .heading=${scale.heading}
        .axis=${scale.axis}
        .low=${0}
        .high=${high}
        .form=${(value: number) => scale.form(value).replace('.0 %', ' %')}
        .lines=${lines}
      ></gn-curve>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('runs.differ')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('runs.differ')}</th>
              ${this.runs.map((run) => html`<th scope="col">${runName(run)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.#settings()} ${this.#row(length, false)}
            ${this.#row({ name: scale.name, of: (run) => scoreText(scale, teller.score(run)) }, false)}
          </tbody>
        </table>
      </div>`;
  }

  #settings() {
    const rows = [
      ...this.teller.rows(),
      ...this.keeper.table.value.map((setting) => ({
        name: settingName(setting.name),
        of: (run: Listed) => wishText(setting, this.teller.settings(run)),
      })),
    ].filter(({ of }) => new Set(this.runs.map(of)).size > 1);
    if (rows.length === 0) return html`<tr><td colspan=${this.runs.length + 1}>${t('runs.alike')}</td></tr>`;
    return rows.map((row) => this.#row(row, true));
  }

  #row({ name, of }: Row<Listed>, differs: boolean) {
    return html`<tr class=${differs ? 'differs' : nothing}>
      <th scope="row">${name}</th>
      ${this.runs.map((run) => html`<td>${of(run)}</td>`)}
    </tr>`;
  }
}

customElements.define('gn-runs-compare', GnRunsCompare);
