// What word vectors are learnt from: a text that is chosen, or one's own.
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { count, t } from '../locales';
import { WORD_SOURCES } from '../state/settings';
import { LEAST_WORDS, MOST_LETTERS, type WordsLab } from '../state/words';
import { GnElement } from './element';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';
import { titled } from './titled';
import { wordsStyles } from './words-styles';

const BOX_LETTERS = 100_000; // of a text that the box shows whole
const BEGINNING = 4000; // letters, of a longer one

export class GnWordsText extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: WordsLab;

  static override styles = [
    shared,
    fetchStyles,
    wordsStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      section {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      textarea {
        display: block;
        width: 100%;
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--ink);
        font: inherit;
        font-size: 1rem;
        line-height: 1.5;
        resize: vertical;
      }
      .link {
        text-decoration: underline;
        text-underline-offset: 3px;
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
        ${WORD_SOURCES.map(
          (each) => html`<button
            class="button"
            type="button"
            aria-pressed=${each === source}
            @click=${() => {
              words.value = each;
            }}
          >
            ${t(`words.text.${each}`)}
          </button>`,
        )}
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
    const long = typed.length > BOX_LETTERS;
    const learnt = typed !== '' && lab.taken.value === lab.own.value;
    return html`<textarea
        rows="4"
        spellcheck="false"
        autocomplete="off"
        aria-label=${t('words.own')}
        placeholder=${t('words.ownHint')}
        ?readonly=${long}
        .value=${live(long ? `${typed.slice(0, BEGINNING)}…` : typed)}
        @paste=${this.#paste}
        @input=${(event: InputEvent) => {
          lab.typed.value = (event.target as HTMLTextAreaElement).value;
        }}
      ></textarea>
      ${
        long
          ? html`<p class="facts">
              ${t('words.ownLong')}
              ${typed.length > MOST_LETTERS ? t('words.ownCut', { all: count(typed.length), n: count(MOST_LETTERS) }) : nothing}
              <button
                class="link"
                type="button"
                @click=${() => {
                  lab.typed.value = '';
                }}
              >
                ${t('words.ownEmpty')}
              </button>
            </p>`
          : nothing
      }
      <div class="row">
        <button class="button" type="button" ?disabled=${typed.trim() === '' || learnt} @click=${() => lab.learnOwn()}>
          ${t(learnt && lab.trouble.value !== 'short' ? 'words.ownTaken' : 'words.ownTake')}
        </button>
        ${lab.trouble.value === 'short' ? html`<p class="wrong" role="alert">${t('words.short', { n: count(LEAST_WORDS) })}</p>` : nothing}
      </div>
      <p class="quiet">${t('words.ownKept')}</p>`;
  }

  // A long text goes by the box, which would stand still for it.
  #paste = (event: ClipboardEvent) => {
    const area = event.target as HTMLTextAreaElement;
    const pasted = event.clipboardData?.getData('text/plain').replaceAll('\r\n', '\n') ?? '';
    if (area.readOnly || pasted.length < BOX_LETTERS) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = area;
    this.lab.typed.value = value.slice(0, selectionStart) + pasted + value.slice(selectionEnd);
  };
}

customElements.define('gn-words-text', GnWordsText);
