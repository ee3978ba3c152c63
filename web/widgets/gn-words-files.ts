// Word vectors that are kept and taken away: the list of runs, and the vectors on show for other programs.
import { css, html } from 'lit';
import { t } from '../locales';
import type { WordsLab } from '../state/words';
import { download } from './download';
import { GnElement } from './element';
import './gn-runs';
import type { GnRuns } from './gn-runs';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';
import { wordsTeller } from './words-run-words';

export class GnWordsFiles extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: WordsLab;

  static override styles = [
    shared,
    textStyles,
    css`
      section {
        display: grid;
        gap: var(--space-3);
        max-width: 760px;
        min-width: 0;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const lexicon = lab.lexicon.value;
    const there = lexicon !== undefined && lexicon.name === lab.source.value && lab.frame.value !== undefined;
    return html`<section aria-label=${t('words.files')}>
      ${titled('wordsFiles', t('words.files'))}
      <gn-runs headed .session=${this.session} .keeper=${lab.kept} .teller=${wordsTeller}></gn-runs>
      <div class="row">
        <button class="button" type="button" ?disabled=${!there} @click=${this.#saveVectors}>
          ${t('words.saveVectors')}
        </button>
      </div>
    </section>`;
  }

  // A run that comes in.
  open(file: File): void {
    void this.renderRoot.querySelector<GnRuns>('gn-runs')?.open(file);
  }

  #saveVectors = async () => {
    const name = this.lab.lexicon.peek()?.name;
    const file = await this.lab.vectors();
    if (file) download(`word-vectors-${name}.txt`, new Blob([file], { type: 'text/plain' }));
  };
}

customElements.define('gn-words-files', GnWordsFiles);
