// What a small GPT learns from and how large it is: its line, its parameters, and the settings of its training.
import { batch } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import { holdOf } from '../state/class-link';
import type { GptLab } from '../state/gpt';
import { MOST_LETTERS } from '../state/gpt-lessons';
import { SIZE_NAMES } from '../state/gpt-sizes';
import { leastTokens } from '../state/gpt-text';
import { GPT_TEXTS, GPT_MERGES as MERGES } from '../state/settings';
import { choiceButtons } from './choice-buttons';
import { GnElement } from './element';
import './gn-schedule';
import './gn-setting';
import type { WrittenLine } from './gn-notation';
import { settingName, settingValue } from './gn-setting';
import { said } from './gpt-words';
import { icons } from './icons';
import { moreSettings, moreStyles } from './more-settings';
import './gn-notation';
import { netLineStyles } from './net-line';
import { ownText, textareas } from './own-text';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';
import { sections, textStyles } from './text-styles';
import { titled } from './titled';

const FIRST = ['rate', 'batch'];
const MORE = [
  'optimizer',
  'schedule',
  'warmup_steps',
  'schedule_steps',
  'final_rate',
  'weight_decay',
  'clip_norm',
];

export class GnGptSetup extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false }, all: { state: true } };
  declare lab: GptLab;
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  static override styles = [
    shared,
    textStyles,
    fetchStyles,
    textareas,
    sections,
    netLineStyles,
    moreStyles,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-4);
        min-width: 0;
      }
      .sizes {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 4px;
      }
      .sizes .button {
        padding: 0 2px;
        font-size: var(--text-xs);
      }
      details > p {
        margin-top: var(--space-1);
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        padding: 1px 2px 1px 8px;
        border: 1px solid var(--line-strong);
        border-radius: 999px;
        font-size: var(--text-xs);
      }
      .chip button {
        display: grid;
        place-content: center;
        width: 24px;
        height: 24px;
      }
      .chip svg {
        width: 10px;
        height: 10px;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    return html`${this.#text(lab)} ${this.#cut(lab)} ${this.#size(lab)} ${this.#settings(lab)}`;
  }

  #text(lab: GptLab) {
    const { gpt } = this.session.settings;
    const lesson = lab.lesson.value;
    const text = lab.text.value;
    const coming = lab.lessons.coming.value;
    return html`<section aria-label=${t('gpt.text')}>
      ${titled('gptText', t('gpt.text'))}
      <div class="choices" role="group" aria-label=${t('gpt.text')}>
        ${choiceButtons(GPT_TEXTS, gpt, (each) => t(`gpt.text.${each}`), text)}
      </div>
      ${text === 'own' ? this.#own(lab) : nothing}
      ${
        coming.kind === 'absent'
          ? html`<p class="wrong" role="alert">${t('gpt.absent')}</p>`
          : fetchState(coming, '', () => lab.readAgain())
      }
      ${
        lesson && lesson.name !== text && (coming.kind !== 'there' || text === 'own')
          ? html`<p class="facts">${t('gpt.still', { text: t(`gpt.text.${lesson.name}`) })}</p>`
          : nothing
      }
    </section>`;
  }

  #cut(lab: GptLab) {
    const { gptMerges, gptUnits } = this.session.settings;
    const { given } = lab.cutting.now.value;
    const lesson = lab.lesson.value;
    const known = lesson && lesson.tokens.length > 0 && lesson.name === lab.text.value;
    return html`<section aria-label=${t('gpt.cut')}>
      ${titled('gptCut', t('gpt.cut'))}
      <div class="sizes" role="group" aria-label=${t('gpt.cut')}>
        ${MERGES.map(
          (each) => html`<button
            class="button"
            type="button"
            aria-pressed=${each === gptMerges.value && !given}
            @click=${() =>
              batch(() => {
                gptMerges.value = each;
                gptUnits.value = '';
              })}
          >
            ${each === '0' ? t('gpt.cut.characters') : t('gpt.cut.bpe', { n: count(Number(each)) })}
          </button>`,
        )}
      </div>
      ${given ? html`<p class="facts" role="status">${t('gpt.cutGiven')}</p>` : nothing}
      ${lab.cutting.lacks.value ? html`<p class="facts" role="status">${t('gpt.cutLacks')}</p>` : nothing}
      ${
        known
          ? html`<p class="facts">
              ${t(lesson.given ? 'gpt.givenFacts' : lesson.merges > 0 ? 'gpt.cutFacts' : 'gpt.textFacts', {
                n: count(lesson.given || lesson.merges > 0 ? lesson.tokens.length : lesson.characters),
                kinds: count(lesson.kinds),
                more: count(lesson.letters.longer.length),
                each: (lesson.characters / lesson.tokens.length).toFixed(2),
              })}
              ${lesson.unknown > 0 ? t('gpt.leftOut', { n: count(lesson.unknown) }) : nothing}
            </p>`
          : nothing
      }
      ${
        lab.gptTrouble.value === 'short' && lab.cutting.now.value.merges > 0
          ? html`<p class="facts" role="status">
              ${t('gpt.shortTokens', { n: count(leastTokens(lab.size.value.window)) })}
            </p>`
          : nothing
      }
    </section>`;
  }

  #own(lab: GptLab) {
    const typed = lab.lessons.typed.value;
    const least = leastTokens(lab.size.value.window);
    const learnt = lab.lessons.taken.value === lab.lessons.own.value;
    // White space around it teaches nothing.
    const short = [...typed.trim().slice(0, 2 * least)].length < least;
    return html`${ownText('gpt', lab.lessons.typed, MOST_LETTERS, 5)}
      ${short ? html`<p class="facts" role="status">${t('gpt.short', { n: count(least) })}</p>` : nothing}
      <div class="row">
        <button
          class="button"
          type="button"
          ?disabled=${short || learnt}
          @click=${() => lab.learnOwn()}
        >
          ${t(learnt && !short ? 'gpt.ownLearnt' : 'gpt.ownLearn')}
        </button>
      </div>
      <p class="quiet">${t('gpt.ownKept')}</p>`;
  }

  #size(lab: GptLab) {
    const { gptSize, gptNet } = this.session.settings;
    const size = lab.size.value;
    const isOwn = gptNet.value !== '';
    const plan = lab.net.value;
    return html`<section aria-label=${t('gpt.size')}>
      ${titled('gptSize', t('gpt.size'))}
      <div class="sizes" role="group" aria-label=${t('gpt.size')}>
        ${SIZE_NAMES.map(
          (each) => html`<button
            class="button"
            type="button"
            aria-pressed=${each === gptSize.value && !isOwn}
            @click=${() => lab.line.choose(each)}
          >
            ${t(`gpt.size.${each}`)}
          </button>`,
        )}
      </div>
      <p class="facts">
        ${plan ? html`<b>${t('gpt.parameters', { n: count(plan.parameters) })}</b> ` : nothing}${said(
          lab,
          isOwn ? 'gpt.lineFacts' : size.layers === 1 ? 'gpt.sizeFacts1' : 'gpt.sizeFacts',
          { window: size.window, width: size.width, layers: size.layers, heads: size.heads },
        )}
      </p>
      ${this.#line(lab)}
    </section>`;
  }

  #line(lab: GptLab) {
    const { line } = lab;
    const why = line.refused.value;
    const written: WrittenLine = {
      text: line.text,
      error: typeof why === 'string' ? undefined : why,
      set: (text) => line.type(text),
      try: () => void line.try(),
      drop: () => line.drop(),
    };
    const kinds = lab.lesson.value?.kinds ?? 0;
    return html`<details .open=${this.#unfolded || why !== undefined} @toggle=${this.#unfold}>
        <summary>${t('gpt.line')}</summary>
        <gn-notation .session=${this.session} .written=${written}></gn-notation>
        ${
          typeof why === 'string'
            ? html`<p class="wrong" role="alert">
                ${why === 'ends' ? t('gpt.lineUnfit', { kinds }) : t('gpt.lineAhead')}
              </p>`
            : html`<p class="quiet">${t('gpt.lineHint')}</p>`
        }
      </details>
      ${
        line.before.value.length > 0
          ? html`<div class="row">
              <button class="button" type="button" @click=${() => line.undo()}>${t('gpt.lineUndo')}</button>
            </div>`
          : nothing
      }`;
  }

  #unfolded = false;
  #unfold = (event: Event) => {
    this.#unfolded = (event.target as HTMLDetailsElement).open;
  };

  #settings(lab: GptLab) {
    const table = lab.table.value;
    const { used, settings } = lab.setup.value;
    if (table.length === 0) return nothing;
    const changed = table.filter(
      (each) => settings[each.name] !== undefined && settings[each.name] !== lab.usual(each),
    );
    return html`<section aria-label=${t('gpt.settings')}>
      ${titled('gptSettings', t('gpt.settings'))}
      ${FIRST.map((name) => this.#setting(lab, name))}
      ${
        changed.length > 0
          ? html`<div class="chips" role="group" aria-label=${t('settings.changed')}>
              ${changed.map((each) => {
                const name = settingName(each.name);
                return html`<span class="chip"
                  >${name} ${settingValue(each, settings[each.name] ?? each.initial)}
                  <button
                    type="button"
                    aria-label=${t('settings.usual', { name })}
                    title=${t('settings.usual', { name })}
                    @click=${() => lab.set(each.name, lab.usual(each))}
                  >
                    ${icons.clear}
                  </button></span
                >`;
              })}
            </div>`
          : nothing
      }
      ${moreSettings(this, t('gpt.moreSettings'))}
      ${
        this.all
          ? html`${MORE.filter((name) => used.includes(name)).map((name) => this.#setting(lab, name))}
              <gn-schedule .training=${lab}></gn-schedule>`
          : nothing
      }
    </section>`;
  }

  #setting(lab: GptLab, name: string) {
    const setting = lab.table.value.find((each) => each.name === name);
    if (!setting) return nothing;
    return html`<gn-setting
      .hold=${holdOf(this.session.settings, setting.name)}
      .setting=${setting}
      .value=${lab.setup.value.settings[name] ?? lab.usual(setting)}
      @set=${(event: CustomEvent<number>) => lab.choose(name, event.detail)}
    ></gn-setting>`;
  }
}

customElements.define('gn-gpt-setup', GnGptSetup);
