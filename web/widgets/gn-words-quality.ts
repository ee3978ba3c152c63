// How good the vectors are, measured when asked: by people's ratings of related words, and by a list of analogies.
import { css, html, nothing } from 'lit';
import { count, isKey, t } from '../locales';
import type { WordsLab } from '../state/words';
import { GnElement } from './element';
import './gn-about';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';
import { wordsStyles } from './words-styles';

export class GnWordsQuality extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: WordsLab;

  static override styles = [
    shared,
    fetchStyles,
    wordsStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: var(--space-1);
      }
      .head .button {
        margin-left: var(--space-2);
      }
      table {
        width: 100%;
        max-width: 620px;
        border-collapse: collapse;
        font-size: var(--text-s);
      }
      th,
      td {
        padding: 4px 0 4px var(--space-3);
        text-align: right;
        border-top: 1px solid var(--line);
        font-weight: 400;
      }
      thead th {
        border: 0;
        color: var(--ink-soft);
      }
      th:first-child {
        padding-left: 0;
        text-align: left;
      }
      td b {
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const quality = lab.quality.value;
    if (!lab.lexicon.value) return nothing;
    const busy = lab.measuring.value.kind === 'fetching';
    return html`<section aria-label=${t('words.quality')}>
      <div class="head">
        <h2>${t('words.quality')}</h2>
        <gn-about topic="words.quality"></gn-about>
        <button class="button" type="button" ?disabled=${busy} @click=${() => void lab.measure()}>
          ${t(busy ? 'words.measuring' : quality ? 'words.measureAgain' : 'words.measure')}
        </button>
      </div>
      ${busy ? nothing : fetchState(lab.measuring.value, '', () => void lab.measure())}
      ${quality ? this.#table(quality) : html`<p class="hint">${t('words.qualityHint')}</p>`}
    </section>`;
  }

  #table(quality: NonNullable<WordsLab['quality']['value']>) {
    const { related, sections } = quality;
    return html`<table aria-label=${t('words.quality')}>
        <thead>
          <tr>
            <th scope="col">${t('words.list')}</th>
            <th scope="col">${t('words.figure')}</th>
            <th scope="col">${t('words.covered')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">${t('words.list.related')}</th>
            <td>${Number.isNaN(related.correlation) ? '–' : html`ρ = <b>${related.correlation.toFixed(2).replace('-', '−')}</b>`}</td>
            <td>${t('words.of', { n: count(related.known), all: count(related.all) })}</td>
          </tr>
          ${sections.map(({ name, right, asked, all }) => {
            const key = `words.list.${name}`;
            return html`<tr>
              <th scope="row">${isKey(key) ? t(key) : name}</th>
              <td>${asked === 0 ? '–' : html`<b>${Math.round((100 * right) / asked)} %</b>`}</td>
              <td>${t('words.of', { n: count(asked), all: count(all) })}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="hint">
        ${t('words.qualityNote')} ${this.lab.isGiven.value ? nothing : t('words.qualityWhen', { n: count(quality.read) })}
      </p>`;
  }
}

customElements.define('gn-words-quality', GnWordsQuality);
