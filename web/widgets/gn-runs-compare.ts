// Up to four runs over each other, and a table of the settings in which they differ.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import type { RunKeeper } from '../state/run-keeper';
import type { RunRecord } from '../state/run-record';
import { GnElement } from './element';
import './gn-curve';
import type { Line } from './gn-curve';
import { settingName } from './gn-setting';
import { type RunScale, runCut, runData, runModel, runName, runScale, runScore, wishText } from './run-words';
import { shared } from './styles';

const LOOKS = ['lane0', 'lane1', 'lane2', 'lane3'] as const;

export class GnRunsCompare extends GnElement {
  static override properties = {
    ...GnElement.properties,
    keeper: { attribute: false },
    runs: { attribute: false },
  };
  declare keeper: RunKeeper;
  declare runs: readonly RunRecord[];

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
    const scale = runScale(this.runs[0]);
    const lines = this.runs.map((run, i) => line(scale, run, i));
    const high =
      scale.high ?? 1.05 * Math.max(1, ...lines.flatMap(({ y }) => Array.from(y, (value) => value ?? 0)));
    return html`<gn-curve
        about="runsCompare"
        .heading=${scale.heading}
        .axis=${t('axis.step')}
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
            ${this.#settings()} ${this.#row(t('runs.steps'), (run) => count(run.steps), false)}
            ${this.#row(scale.name, (run) => scale.form(runScore(run) ?? Number.NaN), false)}
          </tbody>
        </table>
      </div>`;
  }

  #settings() {
    const rows = [
      { name: t('runs.network'), of: (run: RunRecord) => (run.text ? runModel(run) : run.ended) },
      { name: t('runs.cut'), of: runCut },
      { name: t('runs.seed'), of: (run: RunRecord) => String(run.seed) },
      { name: t('runs.began'), of: (run: RunRecord) => t(run.start ? 'runs.trained' : 'runs.untrained') },
      { name: t('runs.byHand'), of: (run: RunRecord) => count(run.changes.length) },
      { name: t('about.set.count.name'), of: (run: RunRecord) => count(run.samples) },
      { name: t('settings.validation'), of: (run: RunRecord) => `${Math.round(100 * run.validation)} %` },
      { name: t('settings.noise'), of: (run: RunRecord) => `${Math.round(100 * run.labelNoise)} %` },
      { name: t('about.set.data.name'), of: (run: RunRecord) => runData(run) || t('set.mnist') },
      ...this.keeper.table.value.map((setting) => ({
        name: settingName(setting.name),
        of: (run: RunRecord) => wishText(setting, run.now),
      })),
    ].filter(({ of }) => new Set(this.runs.map(of)).size > 1);
    if (rows.length === 0) return html`<tr><td colspan=${this.runs.length + 1}>${t('runs.alike')}</td></tr>`;
    return rows.map(({ name, of }) => this.#row(name, of, true));
  }

  #row(name: string, of: (run: RunRecord) => string, differs: boolean) {
    return html`<tr class=${differs ? 'differs' : nothing}>
      <th scope="row">${name}</th>
      ${this.runs.map((run) => html`<td>${of(run)}</td>`)}
    </tr>`;
  }
}

const line = (scale: RunScale, run: RunRecord, i: number): Line => ({
  name: runName(run),
  look: LOOKS[i] ?? 'lane3',
  x: run.scores.map(({ step }) => step),
  y: run.scores.map((scored) => scale.of(run, scored)),
});

customElements.define('gn-runs-compare', GnRunsCompare);
