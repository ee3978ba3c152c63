// What vectors of words answer: the neighbours of a word, and analogies.
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Near } from '../engine/words-space';
import { count, t } from '../locales';
import type { WordsLab } from '../state/words';
import { SOURCES } from '../state/words-texts';
import { GnElement } from './element';
import './gn-about';
import { shared } from './styles';
import { sections } from './text-styles';
import { wordsStyles } from './words-styles';

const SUGGESTED = 12;
const ANSWERS = 5; // of an analogy
const SEARCH = -1;

interface Typed {
  readonly box: number; // SEARCH, or the place in an analogy
  readonly text: string;
}

export class GnWordsNear extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    asked: { state: true },
    typed: { state: true },
  };
  declare lab: WordsLab;
  declare asked: string; // that is in no vocabulary
  declare typed: Typed | undefined; // what stands in a box before it is taken

  constructor() {
    super();
    this.asked = '';
    this.typed = undefined;
  }

  static override styles = [
    shared,
    wordsStyles,
    sections,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-4);
        min-width: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: var(--space-1);
      }
      form {
        display: flex;
        gap: var(--space-1);
      }
      form input {
        flex: 1;
        width: 100%;
      }
      .asks {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
        align-items: center;
        gap: 4px var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .asks input {
        width: 100%;
      }
      .asks output {
        min-height: var(--tap);
        padding: 4px 8px;
        border-radius: var(--radius-s);
        background: var(--sunken);
        color: var(--ink);
        font-size: 1rem;
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const lexicon = lab.lexicon.value;
    if (!lexicon) return nothing;
    return html`${this.#near(lab)} ${this.#analogy(lab)}
      <datalist id="words">
        ${this.#suggested(lexicon.words).map((each) => html`<option value=${each}></option>`)}
      </datalist>`;
  }

  // The commonest words that begin so.
  #suggested(words: readonly string[]): string[] {
    const start = (this.typed?.text ?? '').trim().toLowerCase();
    const found: string[] = [];
    for (const each of start ? words : []) {
      if (each.startsWith(start) && found.push(each) === SUGGESTED) break;
    }
    return found;
  }

  #list(near: readonly Near[], name: string) {
    const { lab } = this;
    const words = lab.lexicon.value?.words ?? [];
    return html`<ul class="near" aria-label=${name}>
      ${near.map(({ id, cosine }) => {
        const word = words[id] ?? '';
        return html`<li>
          <button type="button" @click=${() => this.#look(word)}>${word}</button>
          <i aria-hidden="true"><b .style=${`width:${Math.max(0, 100 * cosine)}%`}></b></i>
          <span class="value">${cosine.toFixed(2).replace('-', '−')}</span>
        </li>`;
      })}
    </ul>`;
  }

  // What a box shows: what is being typed, else what was taken.
  #shown(box: number, word: string): string {
    return this.typed?.box === box ? this.typed.text : word;
  }

  #type(box: number, event: Event): void {
    this.typed = { box, text: (event.target as HTMLInputElement).value };
  }

  #look(word: string): void {
    this.asked = '';
    this.lab.look(word);
  }

  // ---------------------------------------------------------------- neighbours

  #near(lab: WordsLab) {
    const lexicon = lab.lexicon.value;
    const frame = lab.frame.value;
    const word = lexicon?.words[lab.word.value] ?? '';
    const times = lexicon?.counts?.[lab.word.value];
    return html`<section aria-label=${t('words.near')}>
      <div class="head"><h2>${t('words.near')}</h2><gn-about topic="words.near"></gn-about></div>
      <form
        role="search"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#search((event.target as HTMLFormElement).querySelector('input')?.value ?? '');
        }}
      >
        <input
          type="search"
          list="words"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-label=${t('words.search')}
          placeholder=${t('words.search')}
          .value=${live(this.#shown(SEARCH, word))}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
          @input=${(event: Event) => this.#type(SEARCH, event)}
          @change=${(event: Event) => this.#search((event.target as HTMLInputElement).value)}
        />
        <button class="button" type="submit">${t('words.show')}</button>
      </form>
      ${this.asked ? html`<p class="wrong" role="alert">${t(lab.isGiven.value ? 'words.notGiven' : 'words.notThere', { word: this.asked, n: count(lab.least.value) })}</p>` : nothing}
      <p class="facts">
        ${times === undefined ? t('words.rank', { word, n: count(lab.word.value + 1) }) : t('words.times', { word, n: count(times) })}
      </p>
      ${frame ? this.#list(frame.near, t('words.nearOf', { word })) : nothing}
      ${lab.isDone ? html`<p class="hint">${t('words.seedHint')}</p>` : nothing}
      ${frame?.state?.read === 0 && lexicon?.name === lab.source.value ? html`<p class="hint">${t('words.untrained')}</p>` : nothing}
    </section>`;
  }

  #search(typed: string): void {
    const word = typed.trim().toLowerCase();
    if (word && this.lab.find(word) === undefined) {
      this.asked = word; // and it stays in its box
      return;
    }
    this.typed = undefined;
    if (word) this.#look(word);
  }

  // ---------------------------------------------------------------- analogies

  #analogy(lab: WordsLab) {
    const source = lab.source.value;
    const frame = lab.frame.value;
    const [a, b, c] = lab.question.value;
    const missing = [a, b, c].filter((each) => each && lab.find(each) === undefined);
    const { questions } = SOURCES[source];
    const best = frame?.analogy[0];
    const words = lab.lexicon.value?.words ?? [];
    return html`<section aria-label=${t('words.analogy')}>
      <div class="head"><h2>${t('words.analogy')}</h2><gn-about topic="words.analogy"></gn-about></div>
      <div class="asks">
        ${this.#field(lab, 0, a)}<span aria-hidden="true">→</span>${this.#field(lab, 1, b)}
        ${this.#field(lab, 2, c)}<span aria-hidden="true">→</span
        ><output aria-label=${t('words.answer')}>${best && missing.length === 0 ? words[best.id] : '?'}</output>
      </div>
      ${missing.length > 0 ? html`<p class="wrong" role="alert">${t('words.missing', { words: missing.join(', ') })}</p>` : nothing}
      ${
        missing.length === 0 && frame && frame.analogy.length > 0
          ? html`<p class="facts">${t('words.sum', { a, b, c })}</p>
              ${this.#list(frame.analogy.slice(0, ANSWERS), t('words.answersOf', { a, b, c }))}`
          : nothing
      }
      ${
        questions.length > 0
          ? html`<div class="choices" role="group" aria-label=${t('words.try')}>
              ${questions.map((each) => {
                const [x, y, z] = each.split(',');
                return html`<button
                  class="button"
                  type="button"
                  aria-pressed=${each === [a, b, c].join()}
                  @click=${() => {
                    this.session.settings.wordsAnalogy.value = each;
                  }}
                >
                  ${x} → ${y}, ${z} → ?
                </button>`;
              })}
            </div>`
          : nothing
      }
      ${source === 'pretrained' ? nothing : html`<p class="hint">${t('words.analogyHonest')}</p>`}
    </section>`;
  }

  #field(lab: WordsLab, place: number, word: string) {
    return html`<input
      type="text"
      list="words"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      aria-label=${t(`words.field.${place as 0 | 1 | 2}`)}
      .value=${live(this.#shown(place, word))}
      @input=${(event: Event) => this.#type(place, event)}
      @change=${(event: Event) => {
        const three: string[] = [...lab.question.value];
        three[place] = (event.target as HTMLInputElement).value.replaceAll(',', '').trim().toLowerCase();
        this.typed = undefined;
        this.session.settings.wordsAnalogy.value = three.join();
      }}
    />`;
  }
}

customElements.define('gn-words-near', GnWordsNear);
