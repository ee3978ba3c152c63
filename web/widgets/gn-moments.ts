// Moments of the run that are kept: two beside each other, what changed between them, and a way on from the first.
import { css, html, nothing } from 'lit';
import type { Difference, Instant } from '../engine/run-messages';
import { count, number, percent, t } from '../locales';
import type { Training } from '../state/training';
import { GnElement } from './element';
import './gn-save';
import { pictureOf } from './picture-of';
import type { Table } from './plot-files';
import { shared } from './styles';
import './gn-about';

const MB = 2 ** 20;

export class GnMoments extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    from: { state: true },
    to: { state: true },
  };
  declare training: Training;
  declare from: number; // steps; −1: the first, the last
  declare to: number;

  #asked = '';

  constructor() {
    super();
    this.from = -1;
    this.to = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        font-size: var(--text-s);
      }
      .pick {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        padding: 2px;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      select {
        font: inherit;
        min-height: 26px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      gn-save {
        margin-left: auto;
      }
      table {
        border-collapse: collapse;
        margin: var(--space-2) 0;
        width: 100%;
      }
      th {
        font-weight: 400;
        text-align: left;
        color: var(--ink-soft);
      }
      td {
        text-align: right;
      }
      th,
      td {
        padding: 2px 0 2px 8px;
        border-bottom: 1px solid var(--line);
      }
      th:first-child {
        padding-left: 0;
      }
      .small {
        min-height: 26px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
    `,
  ];

  override render() {
    const { training } = this;
    const frame = training.frame.value;
    const steps = frame?.checkpoints ?? [];
    if (!frame || steps.length === 0) return html`<p class="quiet">${t('moments.empty')}</p>`;
    const from = steps.includes(this.from) ? this.from : (steps[0] ?? 0);
    const to = steps.includes(this.to) ? this.to : (steps.at(-1) ?? 0);
    this.#ask(from, to);
    const difference = training.difference.value;
    const pick = (name: string, value: number, take: (step: number) => void) => html`<label
      >${name}
      <select @change=${(event: Event) => take(Number((event.target as HTMLSelectElement).value))}>
        ${steps.map((step) => html`<option value=${step} .selected=${step === value}>${count(step)}</option>`)}
      </select></label
    >`;
    return html`<div class="pick">
        ${pick(t('moments.from'), from, (step) => {
          this.from = step;
        })}
        ${pick(t('moments.to'), to, (step) => {
          this.to = step;
        })}
        <gn-about topic="moments" .panel=${t('panels.moments')}></gn-about>
        <button class="button small" type="button" @click=${() => training.branch(from)}>
          ${t('moments.branch', { step: count(from) })}
        </button>
        ${
          difference
            ? html`<gn-save
                .heading=${t('moments.what')}
                .table=${() => this.#numbers(difference)}
                .picture=${this.#picture}
              ></gn-save>`
            : nothing
        }
      </div>
      ${difference ? this.#table(difference) : training.running.value ? html`<p class="quiet">${t('moments.atRest')}</p>` : nothing}
      <p class="quiet">
        ${t('moments.kept', {
          count: steps.length,
          used: (frame.kept / MB).toFixed(1),
          room: Math.round(frame.room / MB),
        })}
      </p>`;
  }

  // While it runs the last moment is soon another: asked again only at rest.
  #ask(from: number, to: number): void {
    const key = `${from} ${to} ${this.training.frame.peek()?.id}`;
    if (key === this.#asked || this.training.running.value) return;
    this.#asked = key;
    this.training.compare(from, to);
  }

  #weighty(changes: Difference['changes']) {
    const params = this.training.params();
    return changes.flatMap((each, i) =>
      (params[i]?.rank ?? 0) > 1 ? [{ ...each, name: params[i]?.name ?? '' }] : [],
    );
  }

  #numbers = ({ from, to, changes }: Difference): Table => ({
    columns: [t('moments.what'), `${t('axis.step')} ${from.step}`, `${t('axis.step')} ${to.step}`],
    rows: [
      [t('moments.trainLoss'), from.train?.loss ?? '', to.train?.loss ?? ''],
      [t('moments.testLoss'), from.test?.loss ?? '', to.test?.loss ?? ''],
      [t('moments.trainAccuracy'), from.train?.accuracy ?? '', to.train?.accuracy ?? ''],
      [t('moments.testAccuracy'), from.test?.accuracy ?? '', to.test?.accuracy ?? ''],
      ...this.#weighty(changes).map(({ name, by, weight }) => [
        t('moments.weights', { name }),
        by,
        weight > 0 ? by / weight : '',
      ]),
    ],
  });

  #picture = () => pictureOf(this.renderRoot.querySelector('table') ?? this);

  #table({ from, to, changes }: Difference) {
    const row = (name: string, say: (at: Instant) => string) => html`<tr>
      <th scope="row">${name}</th>
      <td>${say(from)}</td>
      <td>${say(to)}</td>
    </tr>`;
    const or = (value: number | undefined, say: (value: number) => string) =>
      value === undefined ? '–' : say(value);
    const weighty = this.#weighty(changes);
    return html`<table aria-label=${t('moments.what')}>
      <tr>
        <th scope="col">${t('moments.what')}</th>
        <td>${count(from.step)}</td>
        <td>${count(to.step)}</td>
      </tr>
      ${row(t('moments.trainLoss'), ({ train }) => or(train?.loss, number))}
      ${row(t('moments.testLoss'), ({ test }) => or(test?.loss, number))}
      ${row(t('moments.trainAccuracy'), ({ train }) => or(train?.accuracy, percent))}
      ${row(t('moments.testAccuracy'), ({ test }) => or(test?.accuracy, percent))}
      ${weighty.map(
        ({ name, weight, by }) => html`<tr>
          <th scope="row">${t('moments.weights', { name })}</th>
          <td>${number(by)}</td>
          <td>${grown(by, weight)}</td>
        </tr>`,
      )}
    </table>`;
  }
}

// A change beside the length of what it changed: a share of it, or how many times it.
function grown(by: number, weight: number): string {
  const times = by / weight;
  if (weight === 0) return by > 0 ? t('moments.fromZero') : '';
  if (!(times >= 2)) return Number.isFinite(times) ? t('moments.share', { share: percent(times) }) : '–';
  const round = times >= 1e6 ? number(times) : times >= 20 ? count(Math.round(times)) : times.toFixed(1);
  return t('moments.times', { times: round });
}

customElements.define('gn-moments', GnMoments);
