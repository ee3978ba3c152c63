// Word vectors: what they are learnt from and how | the map of the words | neighbours and analogies.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { withUnixLines } from '../state/long-text';
import { type WordsLab, wordsOf } from '../state/words';
import { GnElement } from '../widgets/element';
import { FileDrop } from '../widgets/file-drop';
import { frame, framed } from '../widgets/frame';
import '../widgets/gn-text-parts';
import '../widgets/gn-words-files';
import type { GnWordsFiles } from '../widgets/gn-words-files';
import '../widgets/gn-words-learn';
import '../widgets/gn-words-map';
import '../widgets/gn-words-near';
import '../widgets/gn-words-quality';
import { shared } from '../widgets/styles';
import { wordsStyles } from '../widgets/words-styles';

export class GnWordsView extends GnElement {
  #lab: WordsLab | undefined;
  // A text is the learner's own, to be looked at before it is learnt; what the page has made is opened.
  readonly #drop = new FileDrop(this, (file) => {
    if (/\.json$/i.test(file.name)) this.renderRoot.querySelector<GnWordsFiles>('gn-words-files')?.open(file);
    else
      file.text().then(
        (text) => this.#take(withUnixLines(text)),
        () => {},
      );
  });

  #take(text: string): void {
    if (!this.#lab) return;
    this.#lab.typed.value = text;
    this.session.settings.words.value = 'own';
  }

  static override styles = [
    shared,
    wordsStyles,
    css`
      :host {
        flex: 1;
        display: block;
        min-width: 0;
      }
      .main {
        display: grid;
        grid-template-columns: 292px minmax(0, 1fr) clamp(240px, 19vw, 320px);
        grid-auto-flow: dense;
        gap: var(--space-3) clamp(20px, 2.2vw, 44px);
        align-items: start;
        padding: var(--space-2) var(--edge) var(--space-6);
      }
      .main.over {
        outline: 3px dashed var(--line-strong);
        outline-offset: -8px;
      }
      gn-words-near {
        grid-column: 3;
      }
      .middle {
        grid-column: 2;
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      .trouble {
        grid-column: 1 / -1;
      }
      .trouble .wrong {
        flex: 1;
        min-width: 240px;
      }
      .credits {
        grid-column: 1 / -1;
        font-size: var(--text-xs);
        line-height: 1.5;
        color: var(--ink-faint);
        max-width: 110ch;
      }
      @media (max-width: 1099px) {
        .main {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        gn-words-near {
          grid-column: 2;
        }
        .middle {
          grid-column: 1 / -1;
        }
      }
      @media (max-width: 700px) {
        .main {
          grid-template-columns: minmax(0, 1fr);
        }
        gn-words-near {
          grid-column: 1;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lab = wordsOf(this.session);
  }

  override render() {
    const lab = this.#lab;
    if (!lab) return nothing;
    const { session } = this;
    const trouble = lab.trouble.value;
    return framed`<${frame(session)}
      class="main ${this.#drop.isOver ? 'over' : ''}"
      aria-label=${t('words.main')}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      ${session.embedded ? nothing : html`<gn-text-parts .session=${session}></gn-text-parts>`}
      ${
        trouble && trouble !== 'short'
          ? html`<div class="trouble row">
              <p class="wrong" role="alert">${t(`words.trouble.${trouble}`)}</p>
              <button class="button" type="button" @click=${() => void lab.again()}>${t('panel.again')}</button>
            </div>`
          : nothing
      }
      <gn-words-learn .session=${session} .lab=${lab}></gn-words-learn>
      <gn-words-near .session=${session} .lab=${lab}></gn-words-near>
      <div class="middle">
        <gn-words-map .session=${session} .lab=${lab}></gn-words-map>
        <gn-words-quality .session=${session} .lab=${lab}></gn-words-quality>
        <gn-words-files .session=${session} .lab=${lab}></gn-words-files>
      </div>
      <p class="credits">${t('words.credits')}</p>
    </${frame(session)}>`;
  }
}

customElements.define('gn-words-view', GnWordsView);
