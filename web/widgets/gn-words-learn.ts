// Learning word vectors: the buttons, how far it is, the loss, what a single step does, the settings.
import { css, html, nothing } from 'lit';
import { WORDS_TABLE } from '../engine/words-core';
import { count, number, t } from '../locales';
import { sentence } from '../locales/errors';
import type { WordsLab } from '../state/words';
import { usualValues } from '../state/words-texts';
import { GnElement } from './element';
import './gn-about';
import './gn-curve';
import type { Line } from './gn-curve';
import './gn-setting';
import { settingName, settingValue } from './gn-setting';
import { icons } from './icons';
import './gn-words-text';
import { moreSettings, moreStyles } from './more-settings';
import { progress } from './panel-styles';
import { shared } from './styles';
import { sections } from './text-styles';
import { wordsStyles } from './words-styles';

const PACES = [40, 12, 0] as const; // s that a run takes at least; 0: full speed
const SHOWN_PAIRS = 12;

export class GnWordsLearn extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false }, all: { state: true } };
  declare lab: WordsLab;
  declare all: boolean; // settings are open

  constructor() {
    super();
    this.all = false;
  }

  static override styles = [
    shared,
    wordsStyles,
    progress,
    moreStyles,
    sections,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-3);
        min-width: 0;
      }
      .row {
        gap: 4px;
      }
      .primary {
        min-width: 96px;
      }
      gn-curve {
        height: 190px;
      }
      label.field {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .field select {
        margin-left: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-xs);
      }
      th {
        font-weight: 500;
        text-align: right;
        color: var(--ink-soft);
      }
      th:first-child,
      td:first-child {
        text-align: left;
      }
      td {
        padding: 2px 0;
        text-align: right;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    return html`<gn-words-text .session=${this.session} .lab=${lab}></gn-words-text>
      ${lab.isGiven.value ? nothing : this.#learn(lab)}`;
  }

  // ---------------------------------------------------------------- learning

  #learn(lab: WordsLab) {
    const state = lab.frame.value?.state;
    const running = lab.running.value;
    const refused = lab.refused.value;
    const still =
      lab.lexicon.value && lab.lexicon.value.name !== lab.source.value ? lab.lexicon.value.name : undefined;
    const ready = state !== undefined && !refused && !still;
    const fresh = (state?.read ?? 0) === 0;
    return html`<section aria-label=${t('words.learning')}>
      ${refused ? html`<p class="wrong" role="alert">${sentence(refused)}</p>` : nothing}
      ${still ? html`<p class="facts" role="status">${t('words.still', { text: t(`words.text.${still}`) })}</p>` : nothing}
      <div class="row" role="group" aria-label=${t('transport.name')}>
        <button
          class="button primary"
          type="button"
          ?disabled=${!ready}
          @click=${() => (running ? lab.pause() : void lab.train())}
        >
          ${running ? icons.pause : icons.play}${t(running ? 'transport.pause' : lab.isDone ? 'words.anew' : fresh ? 'words.train' : 'transport.on')}
        </button>
        <button
          class="button"
          type="button"
          title=${t('words.stepHint')}
          ?disabled=${!ready || running || lab.isDone}
          @click=${() => void lab.step()}
        >
          ${t('transport.step')}
        </button>
        <button class="button" type="button" ?disabled=${!ready || fresh} @click=${() => void lab.forget()}>
          ${t('words.reset')}
        </button>
        <button
          class="button bare"
          type="button"
          ?disabled=${!ready}
          aria-label=${t('words.reroll')}
          title=${t('words.reroll')}
          @click=${() => lab.reroll()}
        >
          ${icons.dice}
        </button>
      </div>
      <progress aria-label=${t('words.progress')} max="1" value=${state?.progress ?? 0}></progress>
      <p class="now">${this.#now(lab)}</p>
      ${this.#step(lab)} ${this.#curve(lab)} ${this.#settings(lab)}
    </section>`;
  }

  #now(lab: WordsLab) {
    const frame = lab.frame.value;
    const state = frame?.state;
    if (!frame || !state) return lab.trouble.value || lab.refused.value ? nothing : t('words.waiting');
    const epochs = lab.values.value.epochs ?? 1;
    const loss = frame.losses.loss.at(-1);
    return html`<span>${t('words.epoch', { n: Math.min(epochs, state.epoch + (state.read > 0 ? 1 : 0)), all: epochs })}</span>
      ${loss === undefined ? nothing : html`<span>${t('words.loss', { loss: number(loss) })}</span>`}
      ${frame.speed > 0 ? html`<span>${t('words.speed', { n: count(Math.round(frame.speed / 1000) * 1000) })}</span>` : nothing}`;
  }

  #curve(lab: WordsLab) {
    const { losses } = lab.frame.value ?? {};
    const length = lab.lexicon.value?.length || 1;
    const passes = lab.values.value.epochs ?? 1;
    const guess = (1 + (lab.values.value.negatives ?? 0)) * Math.LN2;
    const lines: Line[] = [
      {
        name: t('words.curve.loss'),
        look: 'bold',
        x: losses?.read.map((read) => read / length) ?? [],
        y: losses?.loss ?? [],
      },
      { name: t('words.curve.guess'), look: 'past', x: [0, passes], y: [guess, guess] },
    ];
    return html`<gn-curve
      about="words.loss"
      .heading=${t('words.curve')}
      .axis=${t('words.curve.axis')}
      .lines=${lines}
      .most=${passes}
      .form=${(y: number) => y.toFixed(2)}
    ></gn-curve>`;
  }

  // What the last single step did.
  #step(lab: WordsLab) {
    const step = lab.stepped.value;
    const words = lab.lexicon.value?.words;
    if (!step || !words) return nothing;
    const name = (id: number) => words[id] ?? '';
    const rows = step.before.slice(0, SHOWN_PAIRS);
    const fell = rows.some(({ isThere, score }, i) => isThere && (step.after[i]?.score ?? 0) < score);
    return html`<div role="status" aria-label=${t('words.stepName')}>
      <p class="facts">${t('words.stepDid', { word: name(step.word), there: step.before.filter(({ isThere }) => isThere).length, drawn: step.before.filter(({ isThere }) => !isThere).length })}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('words.stepPair')}</th>
            <th scope="col">${t('words.stepWant')}</th>
            <th scope="col">${t('words.stepBefore')}</th>
            <th scope="col">${t('words.stepAfter')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ id, isThere, score }, i) => html`<tr>
              <td>${t(isThere ? 'words.there' : 'words.drawn', { word: name(id) })}</td>
              <td>${isThere ? 1 : 0}</td>
              <td>${score.toFixed(4)}</td>
              <td>${(step.after[i]?.score ?? 0).toFixed(4)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${step.before.length > rows.length ? html`<p class="quiet">${t('words.stepMore', { n: step.before.length - rows.length })}</p>` : nothing}
      ${fell ? html`<p class="quiet">${t('words.stepFell', { word: name(step.word) })}</p>` : nothing}
    </div>`;
  }

  // ---------------------------------------------------------------- settings

  #settings(lab: WordsLab) {
    const { wordsPace, wordsUnit } = this.session.settings;
    const usual = usualValues(lab.source.value);
    const values = lab.values.value;
    const changed = WORDS_TABLE.filter(({ name }) => values[name] !== usual[name]);
    return html`<label class="field"
        ><span>${t('words.pace')}</span>
        <select
          @change=${(event: Event) => {
            wordsPace.value = Number((event.target as HTMLSelectElement).value);
          }}
        >
          ${PACES.map(
            (each) =>
              html`<option value=${each} .selected=${each === wordsPace.value}>${each === 0 ? t('transport.full') : t('words.paceOf', { n: each })}</option>`,
          )}
        </select></label
      >
      ${
        lab.source.value === 'moby-dick'
          ? nothing
          : html`<label class="field"
              ><span>${t('words.unit')}</span>
              <select
                @change=${(event: Event) => {
                  wordsUnit.value =
                    (event.target as HTMLSelectElement).value === 'segments' ? 'segments' : 'words';
                }}
              >
                ${(['words', 'segments'] as const).map(
                  (each) =>
                    html`<option value=${each} .selected=${each === wordsUnit.value}>${t(`words.unit.${each}`)}</option>`,
                )}
              </select></label
            >`
      }
      ${
        changed.length > 0
          ? html`<div class="row" role="group" aria-label=${t('settings.changed')}>
              ${changed.map((each) => {
                const name = settingName(each.name);
                return html`<button
                  class="button"
                  type="button"
                  title=${t('settings.usual', { name })}
                  aria-label=${t('settings.usual', { name })}
                  @click=${() => lab.set(each.name, usual[each.name] ?? each.initial)}
                >
                  ${name} ${settingValue(each, values[each.name] ?? each.initial)} ${icons.clear}
                </button>`;
              })}
            </div>`
          : nothing
      }
      ${moreSettings(this, t('words.settings'))}
      ${
        this.all
          ? html`${WORDS_TABLE.map(
              (each) => html`<gn-setting
                  .setting=${each}
                  .value=${values[each.name] ?? each.initial}
                  @set=${(event: CustomEvent<number>) => lab.set(each.name, event.detail)}
                ></gn-setting>`,
            )}
              <p class="quiet">${t('words.settingsBegin')}</p>`
          : nothing
      }`;
  }
}

customElements.define('gn-words-learn', GnWordsLearn);
