// A text cut by one method: what the method is, how many tokens it makes, and the tokens.
import { css, html, nothing } from 'lit';
import type { Row } from '../engine/text-messages';
import type { Method } from '../engine/text-methods';
import { count, type Key, t } from '../locales';
import type { TextLab } from '../state/text';
import { GnElement } from './element';
import './gn-chips';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';

// Sizes of the vocabulary of words, on a slider whose steps are as large as what they multiply by.
const WORDS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

export class GnTextRow extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    method: {},
  };
  declare lab: TextLab;
  declare method: Method;

  static override styles = [
    shared,
    fetchStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 196px minmax(0, 1fr);
        gap: var(--space-2) var(--space-4);
        padding: var(--space-3) 0;
        border-top: 1px solid var(--line);
      }
      .about {
        display: grid;
        gap: 2px;
        align-content: start;
        min-width: 0;
      }
      .size {
        display: flex;
        align-items: baseline;
        flex-wrap: wrap;
        gap: 0 6px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .size b {
        font-size: 1.375rem;
        font-weight: 600;
        letter-spacing: -0.02em;
        color: var(--ink);
      }
      .how {
        font-size: var(--text-xs);
        line-height: 1.4;
        color: var(--ink-faint);
      }
      .cut {
        min-width: 0;
        display: grid;
        gap: var(--space-2);
        align-content: start;
      }
      .stale {
        opacity: 0.55;
      }
      .note {
        font-size: var(--text-s);
        line-height: 1.5;
        color: var(--ink-soft);
        max-width: 72ch;
      }
      .set {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      input[type='range'] {
        width: 140px;
        accent-color: var(--ink-soft);
      }
      .link {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        text-decoration: underline;
        text-underline-offset: 3px;
        justify-self: start;
        min-height: 24px;
      }
      .link:hover {
        color: var(--ink);
      }
      @media (max-width: 640px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override render() {
    const { lab, method } = this;
    const row = lab.rows[method].value;
    const name = t(`text.method.${method}` as Key);
    if (!row && method !== 'gpt2') return nothing;
    return html`<div class="about">
        <h2>${name}</h2>
        ${row ? this.#size(row) : nothing}
        <p class="how">${t(`text.how.${method}` as Key)}</p>
        ${
          method === 'bpe'
            ? html`<button class="link" type="button" @click=${() => {
                this.session.settings.textStage.value = 'learn';
              }}>${t('text.toLearn', { n: count(lab.learnt.value?.at ?? 0) })}</button>`
            : nothing
        }
      </div>
      <div class="cut ${row && row.id !== lab.id.value ? 'stale' : ''}">
        ${row ? html`<gn-chips .session=${this.session} .lab=${lab} .method=${method}></gn-chips>` : nothing}
        ${method === 'words' && row ? this.#words(row) : nothing}
        ${method === 'gpt2' ? this.#gpt2() : nothing}
      </div>`;
  }

  #size(row: Row) {
    const { characters } = this.lab.size.value;
    const each = row.count > 0 ? (characters / row.count).toFixed(2) : '–';
    return html`<p class="size"><span><b>${count(row.count)}</b> ${t('text.tokens', { n: count(row.count) })}</span><span>${t('text.kinds', { n: count(row.kinds) })}</span><span>${t('text.perToken', { n: each })}</span></p>`;
  }

  #words(row: Row) {
    const { textWords } = this.session.settings;
    const of = this.lab.taught.value;
    const place = WORDS.findIndex((each) => each >= textWords.value);
    const from = t(`text.from.${of}` as Key);
    const said = { n: count(textWords.value), from };
    return html`<label class="set">
        <span>${t('text.vocabularyOf')}</span>
        <input
          type="range"
          min="0"
          max=${WORDS.length - 1}
          .value=${String(place < 0 ? WORDS.length - 1 : place)}
          aria-valuetext=${t('text.commonest', said)}
          @input=${(event: Event) => {
            textWords.value = WORDS[Number((event.target as HTMLInputElement).value)] ?? 1000;
          }}
        />
        <span>${t('text.commonest', said)}</span>
      </label>
      <p class="note" role="status">
        ${
          row.unknown > 0
            ? t('text.unknown', { n: count(row.unknown), all: count(row.count) })
            : t('text.allKnown', { n: count(row.vocabulary) })
        }
      </p>`;
  }

  #gpt2() {
    const { lab } = this;
    const how = lab.gpt2.value;
    if (how.kind === 'there') return nothing;
    return fetchState(how, t('text.fetchGpt2'), () => void lab.fetchGpt2());
  }
}

customElements.define('gn-text-row', GnTextRow);
