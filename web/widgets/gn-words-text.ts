// What word vectors are learnt from: a text that is chosen, or one's own.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import { WORD_SOURCES } from '../state/settings';
import { LEAST_WORDS, MOST_LETTERS, type WordsLab } from '../state/words';
import { choiceButtons } from './choice-buttons';
import { GnElement } from './element';
import { ownText, textareas } from './own-text';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';
import { sections } from './text-styles';
import { titled } from './titled';
import { wordsStyles } from './words-styles';

export class GnWordsText extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: WordsLab;

  static override styles = [
    shared,
    fetchStyles,
    textareas,
    wordsStyles,
    sections,
    css`
      :host {
        display: block;
        min-width: 0;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const { words } = this.session.settings;
    const source = lab.source.value;
    const lexicon = lab.lexicon.value;
    const coming = lab.coming.value;
    return html`<section aria-label=${t('words.text')}>
      ${titled('wordsText', t('words.text'))}
      <div class="choices" role="group" aria-label=${t('words.text')}>
        ${choiceButtons(WORD_SOURCES, words, (each) => t(`words.text.${each}`), source)}
      </div>
      ${source === 'own' ? this.#own(lab) : nothing}
      ${
        coming.kind === 'absent'
          ? html`<p class="wrong" role="alert">${t('words.absent')}</p>`
          : fetchState(coming, '', () => lab.readAgain())
      }
      ${
        lab.isGiven.value && lexicon && lexicon.name !== source
          ? html`<p class="facts" role="status">${t('words.still', { text: t(`words.text.${lexicon.name}`) })}</p>`
          : nothing
      }
      ${lexicon && lexicon.name === source ? html`<p class="facts">${this.#facts(lab)}</p>` : nothing}
    </section>`;
  }

  #facts(lab: WordsLab) {
    const lexicon = lab.lexicon.value;
    if (!lexicon) return nothing;
    const n = count(lexicon.words.length);
    if (lexicon.name === 'pretrained') return t('words.factsGiven', { n });
    const least = count(lab.least.value);
    return html`${t('words.facts', { n, all: count(lexicon.length), least })} ${t(`words.expect.${lexicon.name}`)}`;
  }

  #own(lab: WordsLab) {
    const typed = lab.typed.value;
    const learnt = typed !== '' && lab.taken.value === lab.own.value;
    return html`${ownText('words', lab.typed, MOST_LETTERS, 4)}
      <div class="row">
        <button class="button" type="button" ?disabled=${typed.trim() === '' || learnt} @click=${() => lab.learnOwn()}>
          ${t(learnt && lab.trouble.value !== 'short' ? 'words.ownTaken' : 'words.ownTake')}
        </button>
        ${lab.trouble.value === 'short' ? html`<p class="wrong" role="alert">${t('words.short', { n: count(LEAST_WORDS) })}</p>` : nothing}
      </div>
      <p class="quiet">${t('words.ownKept')}</p>`;
  }
}

customElements.define('gn-words-text', GnWordsText);
