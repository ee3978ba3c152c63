// What a run learns from: the set, how much of it, what is held out to judge by, and how many labels are spoiled.
import { batch } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import type { Partition } from '../engine/train-data';
import { count, type Key, t } from '../locales';
import type { Learner } from '../state/learner';
import { partsOf, picturesOf } from '../state/own-pictures';
import { draftOf } from '../state/picture-draft';
import type { Session } from '../state/session';
import { DATA_NAMES, type DataName, TRAIN_COUNT } from '../state/set-names';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-about';
import { groups } from './panel-styles';
import { Raster } from './raster';
import { shared } from './styles';

const SIDE = 28;

interface Choice {
  readonly text: string;
  readonly chosen: boolean;
  choose(): boolean; // false: nothing is chosen yet
}

export interface DataChoice {
  readonly name: Key;
  readonly topic: string;
  choices(session: Session): readonly Choice[];
  said(session: Session): string;
  usual(session: Session): boolean;
  reset(session: Session): void;
}

// A row for a setting of the session: what may be chosen, and how it is said. A link may name a value between.
function row<K extends 'validation' | 'labelNoise'>(
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
          return true;
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

const ownOf = (session: Session) => picturesOf(session).kept.value;

const SET: DataChoice = {
  name: 'settings.set',
  topic: 'set.data',
  choices: (session) =>
    DATA_NAMES.map((name) => ({
      text: t(name === 'own' && !ownOf(session) ? 'set.ownNone' : `set.${name}`),
      chosen: name === session.settings.data.value,
      choose: () => chooseSet(session, name),
    })),
  said: (session) => t(`set.${session.settings.data.value}`),
  usual: (session) => session.settings.data.value === 'mnist',
  reset: (session) => {
    session.settings.data.value = 'mnist';
  },
};

function chooseSet(session: Session, name: DataName): boolean {
  const { settings } = session;
  const own = ownOf(session);
  if (name === 'own' && !own) {
    draftOf(session).begin();
    return false;
  }
  batch(() => {
    settings.pictures.value = name === 'own' ? (own?.version ?? '') : '';
    settings.data.value = name;
  });
  return true;
}

// Of pictures of one's own there may be fewer than a choice for digits names.
const COUNTS = [100, 1000, 5000, 10_000, 30_000, TRAIN_COUNT];
const OWN_COUNTS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

const COUNT: DataChoice = {
  name: 'settings.count',
  topic: 'set.count',
  choices: (session) => {
    const { data, digits } = session.settings;
    const own = data.value === 'own' ? ownOf(session) : undefined;
    const all = own ? partsOf(own).count.train : TRAIN_COUNT;
    const values = own ? [...OWN_COUNTS.filter((each) => each < all), TRAIN_COUNT] : COUNTS;
    const now = digits.value >= all ? TRAIN_COUNT : digits.value;
    const shown = values.includes(now) ? values : [...values, now].sort((a, b) => a - b);
    return shown.map((value) => ({
      text: count(Math.min(value, all)),
      chosen: value === now,
      choose: () => {
        digits.value = value;
        return true;
      },
    }));
  },
  said: (session) => count(session.settings.digits.value),
  usual: (session) => session.settings.digits.value === TRAIN_COUNT,
  reset: (session) => {
    session.settings.digits.value = TRAIN_COUNT;
  },
};

export const DATA_CHOICES: readonly DataChoice[] = [
  SET,
  COUNT,
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
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      select {
        flex: none;
        max-width: 100%;
      }
      p {
        margin: 0;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .row .button,
      p .button {
        min-height: 26px;
        padding: 0 8px;
        font-size: var(--text-xs);
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
        font-size: var(--text-xs);
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
      ${DATA_CHOICES.map((choice) => html`${this.#choice(choice)} ${choice === SET ? this.#own() : nothing}`)}
      ${partition ? this.#said(partition) : nothing}
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
          const select = event.target as HTMLSelectElement;
          if (choices[select.selectedIndex]?.choose() === false)
            select.selectedIndex = choices.findIndex(({ chosen }) => chosen);
          else this.training.beginAgain();
        }}
      >
        ${choices.map(({ text, chosen }) => html`<option .selected=${chosen}>${text}</option>`)}
      </select>
    </div>`;
  }

  // Which pictures are learnt, where they are one's own.
  #own() {
    const pictures = picturesOf(this.session);
    const own = this.session.settings.data.value === 'own' ? pictures.kept.value : undefined;
    const unkept = own && pictures.unkept.value;
    if (!own)
      return pictures.removed.value
        ? html`<p role="status">
            ${t('own.removed')}
            <button class="button bare" type="button" @click=${this.#undo}>${t('own.undo')}</button>
          </p>`
        : nothing;
    return html`<p>
        ${t('own.said', {
          count: count(own.labels.length),
          classes: count(own.names.length),
          test: count(partsOf(own).count.test),
        })}
      </p>
      ${unkept ? html`<p role="status">${t(`own.unkept.${unkept}`)}</p>` : nothing}
      <div class="row">
        <button class="button" type="button" @click=${() => draftOf(this.session).begin()}>${t('own.other')}</button>
        <button class="button" type="button" @click=${this.#remove}>${t('own.remove')}</button>
      </div>`;
  }

  #remove = () => {
    picturesOf(this.session).remove();
    this.training.beginAgain();
  };

  #undo = async () => {
    await picturesOf(this.session).undo();
    this.training.beginAgain();
  };

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
