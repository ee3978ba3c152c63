// What a run learns from: the set, how much of it, what is held out to judge by, and how many labels are spoiled.
import { css, html, nothing } from 'lit';
import type { Partition } from '../engine/train-data';
import { count, type Key, t } from '../locales';
import type { Learner } from '../state/learner';
import type { Session } from '../state/session';
import { SET_NAMES, TRAIN_COUNT } from '../state/set-names';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-about';
import { groups } from './panel-styles';
import { Raster } from './raster';
import { shared } from './styles';

const SIDE = 28;

export interface DataChoice {
  readonly name: Key;
  readonly topic: string;
  choices(session: Session): readonly { readonly text: string; readonly chosen: boolean; choose(): void }[];
  said(session: Session): string;
  usual(session: Session): boolean;
  reset(session: Session): void;
}

// A row for a setting of the session: what may be chosen, and how it is said. A link may name a value between.
function row<K extends 'data' | 'digits' | 'validation' | 'labelNoise'>(
  key: K,
  name: Key,
  topic: string,
  usual: ReturnType<Session['settings'][K]['peek']>,
  values: readonly ReturnType<Session['settings'][K]['peek']>[],
  say: (value: ReturnType<Session['settings'][K]['peek']>) => string,
): DataChoice {
  type Value = typeof usual;
  const of = (session: Session) => session.settings[key] as { value: Value };
  return {
    name,
    topic,
    choices: (session) => {
      const now = of(session).value;
      const all = values.includes(now) ? values : [...values, now].sort((a, b) => Number(a) - Number(b));
      return all.map((value) => ({
        text: say(value),
        chosen: value === now,
        choose: () => {
          of(session).value = value;
        },
      }));
    },
    said: (session) => say(of(session).value),
    usual: (session) => of(session).value === usual,
    reset: (session) => {
      of(session).value = usual;
    },
  };
}

const share = (value: number) => `${Math.round(100 * value)} %`;

export const DATA_CHOICES: readonly DataChoice[] = [
  row('data', 'settings.set', 'set.data', 'mnist', SET_NAMES, (name) => t(`set.${name}`)),
  row(
    'digits',
    'settings.count',
    'set.count',
    TRAIN_COUNT,
    [100, 1000, 5000, 10_000, 30_000, TRAIN_COUNT],
    count,
  ),
  row('validation', 'settings.validation', 'set.validation', 0, [0, 0.1, 0.2, 0.3, 0.5], share),
  row('labelNoise', 'settings.noise', 'set.noise', 0, [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1], share),
];

export class GnTrainData extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Learner;

  #raster = new Raster();

  static override styles = [
    shared,
    groups,
    css`
      .choice {
        display: flex;
        align-items: center;
        gap: 4px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      select {
        max-width: 116px;
      }
      p {
        margin: 0;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(6, 1fr);
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        font-size: 0.6875rem;
        text-align: center;
        color: var(--ink-soft);
        overflow-wrap: anywhere;
      }
      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border: 1px solid var(--line);
        border-radius: 4px;
        image-rendering: pixelated;
      }
      s {
        color: var(--ink-faint);
      }
    `,
  ];

  // Another set, or more or less of it, begins another run with the weights on show.
  override render() {
    const { partition } = this.training.setup.value;
    return html`<fieldset>
      <legend>${t('settings.data')}</legend>
      ${DATA_CHOICES.map((choice) => this.#choice(choice))} ${partition ? this.#said(partition) : nothing}
    </fieldset>`;
  }

  #choice(choice: DataChoice) {
    const choices = choice.choices(this.session);
    return html`<div class="choice">
      <label for=${choice.topic}>${t(choice.name)}</label>
      <gn-about topic=${choice.topic}></gn-about>
      <select
        id=${choice.topic}
        @change=${(event: Event) => {
          choices[(event.target as HTMLSelectElement).selectedIndex]?.choose();
          this.training.beginAgain();
        }}
      >
        ${choices.map(({ text, chosen }) => html`<option ?selected=${chosen}>${text}</option>`)}
      </select>
    </div>`;
  }

  #said({ held, redrawn, wrong, examples }: Partition) {
    const name = (label: number) => this.session.classes.value[label] ?? String(label);
    return html`${held > 0 ? html`<p>${t('data.held', { held: count(held) })}</p>` : nothing}
      ${
        redrawn > 0
          ? html`<p>${t('data.wrong', { wrong: count(wrong), redrawn: count(redrawn) })}</p>
              <ul aria-label=${t('data.examples')}>
                ${examples.map(
                  ({ given, truth }) => html`<li>
                    <canvas></canvas>
                    <span class="sr">${t('data.example', { truth: name(truth), given: name(given) })}</span>
                    <span aria-hidden="true"><s>${name(truth)}</s> ${name(given)}</span>
                  </li>`,
                )}
              </ul>`
          : nothing
      }`;
  }

  override updated(): void {
    const { partition } = this.training.setup.peek();
    const ink = ramps.peek();
    if (!partition || !ink) return;
    for (const [i, canvas] of [...this.renderRoot.querySelectorAll('canvas')].entries()) {
      const pixels = partition.examples[i]?.pixels ?? [];
      this.#raster.draw(
        Float32Array.from(pixels, (each) => each / 255),
        SIDE,
        SIDE,
        ink,
        'pixels',
      );
      canvas.width = SIDE;
      canvas.height = SIDE;
      canvas.getContext('2d')?.drawImage(this.#raster.canvas, 0, 0);
    }
  }
}

customElements.define('gn-train-data', GnTrainData);
