// Compare: up to four ways to train the same net on the same digits, side by side, over steps and over time.
import { css, html, nothing } from 'lit';
import type { Scored } from '../engine/run-messages';
import type { Setting } from '../engine/train-settings';
import { count, number, percent, percentShort, t } from '../locales';
import { AXES, type Axis } from '../state/history';
import { type Lane, LENGTHS, MOST_LANES, Race } from '../state/race';
import { GnElement } from '../widgets/element';
import { frame, framed } from '../widgets/frame';
import '../widgets/gn-about';
import '../widgets/gn-curve';
import type { Line } from '../widgets/gn-curve';
import '../widgets/gn-lane';
import '../widgets/gn-race-ground';
import '../widgets/gn-race-ideas';
import { settingName } from '../widgets/gn-setting';
import { icons } from '../widgets/icons';
import type { Table } from '../widgets/plot-files';
import { wayNames } from '../widgets/race-names';
import '../widgets/gn-save';
import { shared } from '../widgets/styles';
import { titled } from '../widgets/titled';

// A link may name one between.
const lengths = (now: number): readonly number[] => [...new Set([...LENGTHS, now])].sort((a, b) => a - b);

export class GnRaceView extends GnElement {
  static override properties = { ...GnElement.properties, axis: { state: true }, table: { state: true } };
  declare axis: Axis;
  declare table: readonly Setting[];

  #race: Race | undefined;

  constructor() {
    super();
    this.axis = 'step';
    this.table = [];
  }

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-direction: column;
      }
      .main {
        flex: 1;
        padding: var(--space-2) var(--edge) var(--space-5);
        display: grid;
        align-content: start;
        gap: var(--space-3);
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .misfit {
        font-size: var(--text-s);
        color: var(--error);
      }
      .lanes {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(230px, 1fr));
        gap: var(--space-3);
      }
      .add {
        min-height: 72px;
        height: 100%;
        border-style: dashed;
        background: none;
      }
      /* In a lesson the ways are given: what is to be seen is how they run. */
      :host([given]) :is(gn-race-ground, .more, .lanes, .before, gn-race-ideas) {
        display: none;
      }
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr));
        gap: var(--space-3) var(--space-5);
      }
      .before {
        max-width: 68ch;
        font-size: var(--text-s);
        color: var(--ink-soft);
        line-height: 1.55;
      }
      gn-curve {
        height: clamp(250px, 34vh, 480px);
      }
      .axes button {
        min-height: 28px;
        padding: 0 var(--space-2);
        border-radius: var(--radius-s);
      }
      .axes [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
      select {
        font: inherit;
        min-height: 28px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      .top {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .results {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: var(--text-s);
        min-width: min(560px, 100%);
      }
      th,
      td {
        text-align: right;
        padding: 5px 14px 5px 0;
        border-bottom: 1px solid var(--line);
        font-weight: 400;
        white-space: nowrap;
      }
      th:first-child {
        text-align: left;
      }
      thead th {
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
      @media (max-width: 640px) {
        th .quiet {
          display: block;
        }
      }
      .best {
        font-weight: 700;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const race = new Race(this.session);
    this.#race = race;
    this.follow(() => race.attend());
    void this.session.trainSettings().then((table) => {
      this.table = table;
      if (!this.#race || !this.isConnected) return;
      // A link may name none, while the view is open too.
      this.follow(() => {
        if (race.lanes.length === 0) race.lanes = USUAL;
      });
      this.#race.check([...table, ...this.#race.said.map(({ setting }) => setting)]);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#race?.stop();
  }

  override render() {
    const race = this.#race;
    if (!race) return nothing;
    void race.grown.value;
    const lanes = race.lanes;
    const table = this.#table(race);
    const { raceSteps } = this.session.settings;
    const running = race.running.value;
    return framed`<${frame(this.session)} class="main" aria-label=${t('race.main')}>
      <gn-race-ground .session=${this.session} .race=${race}></gn-race-ground>
      <div class="bar">
        <button
          class="button primary"
          type="button"
          ?disabled=${this.table.length === 0 || lanes.length === 0 || !race.ground?.plan}
          @click=${() => (running ? race.stop() : void race.run())}
        >
          ${running ? icons.pause : icons.play}${t(running ? 'race.stop' : 'race.start')}
        </button>
        <label
          >${t('race.steps')}
          <select
            @change=${(event: Event) => {
              raceSteps.value = Number((event.target as HTMLSelectElement).value);
            }}
          >
            ${lengths(raceSteps.value).map((each) => html`<option value=${each} .selected=${each === raceSteps.value}>${count(each)}</option>`)}
          </select></label
        >
        ${running ? nothing : this.#more(race, table)}
        <gn-about topic="race"></gn-about>
        <span class="axes" role="group" aria-label=${t('curves.axis')}>
          ${AXES.map(
            (each) => html`<button
              type="button"
              aria-pressed=${each === this.axis}
              @click=${() => {
                this.axis = each;
              }}
            >
              ${t(`axis.${each}`)}
            </button>`,
          )}
        </span>
      </div>
      ${race.misfit.value ? html`<p class="misfit" role="alert">${t('trouble.classes', { ...race.misfit.value })}</p>` : nothing}
      <div class="lanes">
        ${lanes.map(
          (_, i) =>
            html`<gn-lane
              .session=${this.session}
              .race=${race}
              .index=${i}
              .table=${table}
              ?removable=${lanes.length > 1 && !running}
            ></gn-lane>`,
        )}
        ${
          lanes.length < MOST_LANES && !running
            ? html`<button
                class="button add"
                type="button"
                @click=${() => {
                  race.lanes = [...lanes, lanes.at(-1) ?? { values: {}, activation: '' }];
                }}
              >
                ${icons.plus}${t('race.add')}
              </button>`
            : nothing
        }
      </div>
      ${
        race.started.value
          ? nothing
          : html`<p class="before">${t('about.race')}</p>
            <gn-race-ideas .session=${this.session} .race=${race}></gn-race-ideas>`
      }
      ${this.#curves(race)}
      ${race.started.value ? this.#results(race) : nothing}
    </${frame(this.session)}>`;
  }

  // Any other setting can set the ways apart too.
  #more(race: Race, table: readonly Setting[]) {
    const { shown } = race;
    const others = table.filter(({ name }) => !shown.includes(name));
    if (others.length === 0) return nothing;
    return html`<select
      class="more"
      aria-label=${t('race.more')}
      @change=${(event: Event) => {
        const select = event.target as HTMLSelectElement;
        race.chosen.value = [...race.chosen.value, select.value];
        select.selectedIndex = 0;
      }}
    >
      <option>${t('race.more')}</option>
      ${others.map(({ name }) => html`<option value=${name}>${settingName(name)}</option>`)}
    </select>`;
  }

  #table = (race: Race): readonly Setting[] => [...this.table, ...race.said.map(({ setting }) => setting)];

  #curves(race: Race) {
    const axis = t(`axis.${this.axis}`);
    const guess = race.started.value ? undefined : this.#guess(race);
    const classes = race.ground?.classes;
    return html`<div class="plots">
        <gn-curve about="raceLoss" .heading=${t('race.loss')} logs .axis=${axis} .lines=${guess?.loss ?? this.#lines(race, 'loss')}></gn-curve>
        ${
          classes
            ? html`<gn-curve
          about="raceAccuracy"
          .heading=${t('race.accuracy')}
          .axis=${axis}
          .low=${0}
          .high=${1}
          .form=${percentShort}
          .lines=${guess?.accuracy ?? this.#lines(race, 'accuracy')}
        ></gn-curve>`
            : nothing
        }
      </div>`;
  }

  // Before the start: where all of them begin, more or less, since a net that knows nothing guesses.
  #guess(race: Race): { readonly loss: Line[]; readonly accuracy: Line[] } {
    const { plan, classes } = race.ground ?? {};
    const end = this.axis === 'step' ? this.session.settings.raceSteps.value : 1;
    const level = (value: number): Line => ({
      name: t('race.guess'),
      look: 'past',
      x: [0, end],
      y: [value, value],
    });
    const crossed = plan?.rows.findLast(({ isLoss }) => isLoss)?.op === 'softmax_ce';
    return {
      loss: classes && crossed ? [level(Math.log(classes))] : [],
      accuracy: classes ? [level(1 / classes)] : [],
    };
  }

  #lines(race: Race, what: 'loss' | 'accuracy'): Line[] {
    const names = wayNames(race, this.#table(race));
    return race.lanes.map((_, i) => {
      const scores = race.handles[i]?.history.scores ?? [];
      return {
        name: names[i]?.short ?? '',
        look: `lane${i as 0 | 1 | 2 | 3}`,
        x: scores.map((each) => each[this.axis]),
        y: scores.map((each) => each.test?.[what]),
      };
    });
  }

  #results(race: Race) {
    const last = race.lanes.map((_, i): Scored | undefined => race.handles[i]?.history.scores.at(-1));
    const classes = race.ground?.classes;
    // Numbers are not right or wrong: the lowest loss leads.
    const ranks = last.map((each) =>
      classes ? (each?.test?.accuracy ?? 0) : -(each?.test?.loss ?? Number.POSITIVE_INFINITY),
    );
    // Nobody leads before all stand at the same step.
    const level = last.every((each) => each !== undefined && each.step === last[0]?.step);
    const best = level ? Math.max(...ranks) : Number.NaN;
    const names = wayNames(race, this.#table(race));
    const heads = [
      ...(classes ? [t('race.accuracy')] : []),
      ...[t('race.loss'), t('race.trainLoss'), t('axis.step'), t('axis.samples'), t('race.seconds')],
    ];
    const numbers = (): Table => ({
      columns: [t('race.way'), t('race.apart'), ...heads],
      rows: last.map((each, i) => [
        t('race.lane', { lane: i + 1 }),
        names[i]?.apart ?? '',
        ...(classes ? [each?.test?.accuracy ?? ''] : []),
        ...[each?.test?.loss ?? '', each?.train?.loss ?? ''],
        ...[each?.step ?? 0, each?.samples ?? 0, each?.seconds ?? 0],
      ]),
    });
    return html`<header class="top">
        ${titled('raceResults', t('race.results'))}
        <gn-save .heading=${t('race.results')} .table=${numbers}></gn-save>
      </header>
      <div class="results scrolls" tabindex="0" role="group" aria-label=${t('race.results')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('race.way')}</th>
            ${heads.map((each) => html`<th scope="col">${each}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${last.map(
            (each, i) => html`<tr>
              <th scope="row">
                ${t('race.lane', { lane: i + 1 })}
                <span class="quiet">${names[i]?.apart}</span>
              </th>
              ${
                classes
                  ? html`<td class=${each && ranks[i] === best ? 'best' : ''}>
                      ${each?.test ? percent(each.test.accuracy) : '–'}
                    </td>`
                  : nothing
              }
              <td class=${!classes && each && ranks[i] === best ? 'best' : ''}>${each?.test ? number(each.test.loss) : '–'}</td>
              <td>${each?.train ? number(each.train.loss) : '–'}</td>
              <td>${count(each?.step ?? 0)}</td>
              <td>${count(each?.samples ?? 0)}</td>
              <td>${number(each?.seconds ?? 0)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

// Plain descent against Adam, each at a rate that suits it.
const USUAL: readonly Lane[] = [
  { values: { optimizer: 'sgd', rate: 0.1 }, activation: '' },
  { values: { optimizer: 'adam', rate: 0.002 }, activation: '' },
];

customElements.define('gn-race-view', GnRaceView);
