// Word vectors as files: the run on show, its vectors for other programs, and a run that comes in.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { MOST_FILE, Unread } from '../state/run-file';
import type { WordsLab } from '../state/words';
import { readWordsFile } from '../state/words-file';
import { download } from './download';
import { GnElement } from './element';
import { chooseFile, chosenFile } from './file-choice';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';

type Said = (() => string) | undefined;

export class GnWordsFiles extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    opened: { state: true },
    refused: { state: true },
  };
  declare lab: WordsLab;
  declare opened: Said; // what came of the last file
  declare refused: Said; // why it did not come in

  static override styles = [
    shared,
    textStyles,
    css`
      section {
        display: grid;
        gap: var(--space-3);
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
      <div class="row">
        <button class="button" type="button" ?disabled=${!there || lab.isGiven.value} @click=${this.#saveRun}>
          ${t('words.save')}
        </button>
        <button class="button" type="button" ?disabled=${!there} @click=${this.#saveVectors}>
          ${t('words.saveVectors')}
        </button>
        <button class="button" type="button" @click=${this.#choose}>${t('words.open')}</button>
        <input type="file" hidden accept=".json" aria-label=${t('words.open')} @change=${this.#chosen} />
      </div>
      <div role="status">${this.opened ? html`<p class="facts">${this.opened()}</p>` : nothing}</div>
      ${this.refused ? html`<p class="wrong" role="alert">${this.refused()}</p>` : nothing}
    </section>`;
  }

  #saveRun = async () => {
    const name = this.lab.lexicon.peek()?.name;
    const file = await this.lab.file();
    if (file) download(`word-vectors-${name}.json`, new Blob([file], { type: 'application/json' }));
  };

  #saveVectors = async () => {
    const name = this.lab.lexicon.peek()?.name;
    const file = await this.lab.vectors();
    if (file) download(`word-vectors-${name}.txt`, new Blob([file], { type: 'text/plain' }));
  };

  #choose = () => chooseFile(this);

  #chosen = (event: Event) => {
    const file = chosenFile(event);
    if (file) void this.open(file);
  };

  async open(file: File): Promise<void> {
    const { name } = file;
    this.opened = undefined;
    this.refused = undefined;
    try {
      if (file.size > MOST_FILE) throw new Unread('size');
      const text = await file.text().catch(() => {
        throw new Unread('gone');
      });
      const loaded = await this.lab.open(readWordsFile(text));
      this.opened = () => t(loaded ? 'words.opened' : 'words.openedAnew', { name });
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      const { kind, where } = error;
      this.refused = () =>
        kind === 'malformed'
          ? t('words.malformed', { name, where })
          : t(kind === 'newer' ? 'words.newer' : 'words.unread', { name });
    }
  }
}

customElements.define('gn-words-files', GnWordsFiles);
