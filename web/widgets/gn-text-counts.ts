// How often each different token of a text is there: a table, the commonest first, and the same on logarithmic scales.
import { css, html, nothing } from 'lit';
import type { Counts } from '../engine/text-cut';
import { METHODS } from '../engine/text-methods';
import { wordsOf } from '../engine/text-parts';
import { count, type Key, t } from '../locales';
import type { TextLab } from '../state/text';
import { GnElement } from './element';
import './gn-plot';
import './gn-zipf';
import type { GnZipf } from './gn-zipf';
import type { Table } from './plot-files';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';
import { chip, chipStyles } from './token-chips';

const ROWS = 40; // to begin with
const MORE = 200;

export class GnTextCounts extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    rows: { state: true },
  };
  declare lab: TextLab;
  declare rows: number;

  constructor() {
    super();
    this.rows = ROWS;
  }

  static override styles = [
    shared,
    chipStyles,
    fetchStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      .methods {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .methods [aria-checked='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
        font-weight: 600;
      }
      .hint {
        font-size: var(--text-s);
        line-height: 1.55;
        color: var(--ink-soft);
        max-width: 76ch;
      }
      .panels {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
        gap: var(--space-4) var(--space-5);
        border-top: 1px solid var(--line);
        padding-top: var(--space-3);
      }
      .panels > * {
        min-width: 0;
      }
      .plot {
        height: 400px;
      }
      gn-plot {
        height: 100%;
      }
      .rows {
        max-height: 400px;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        font-size: var(--text-s);
      }
      th,
      td {
        padding: 2px 8px 2px 0;
        text-align: right;
        font-weight: 400;
        border-bottom: 1px solid var(--line);
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--paper);
        color: var(--ink-soft);
        font-size: var(--text-xs);
        z-index: 1;
      }
      .token {
        text-align: left;
        padding-left: 8px;
      }
      .share {
        color: var(--ink-soft);
      }
      .rows .button {
        margin-top: var(--space-2);
        min-height: 28px;
        font-size: var(--text-xs);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const { textMethod } = this.session.settings;
    const corpus = lab.taught.value;
    const unspaced = corpus === 'text' ? lab.rows.segments.value !== undefined : corpus === 'tang-poems';
    const methods = METHODS.filter((each) => each !== 'segments' || unspaced);
    const counts = lab.counts.value;
    const missing = textMethod.value === 'gpt2' && lab.gpt2.value.kind !== 'there';
    return html`<p class="hint">${t('text.countHint')} <gn-about topic="textCount" .panel=${t('text.stage.count')}></gn-about></p>
      <div class="methods" role="radiogroup" aria-label=${t('text.counted')} @keydown=${this.#key}>
        ${methods.map(
          (each) => html`<button
            class="button"
            type="button"
            role="radio"
            tabindex=${each === textMethod.value || (each === 'bytes' && !methods.includes(textMethod.value)) ? 0 : -1}
            aria-checked=${each === textMethod.value}
            @click=${() => {
              this.rows = ROWS;
              textMethod.value = each;
            }}
          >
            ${t(`text.method.${each}` as Key)}
          </button>`,
        )}
      </div>
      ${fetchState(lab.corpus.value, '', () => lab.retryCorpus())}
      ${missing ? fetchState(lab.gpt2.value, t('text.fetchGpt2'), () => void lab.fetchGpt2()) : nothing}
      ${
        counts && counts.total > 0
          ? html`<p class="hint" role="status">
                ${t('text.countsOf', { kinds: count(counts.counts.length), total: count(counts.total), once: count(once(counts)) })}
              </p>
              ${counts.method === 'words' || counts.method === 'segments' ? html`<p class="hint">${t('text.onlyWords')}</p>` : nothing}
              <div class="panels">${this.#table(counts)} ${this.#zipf(counts)}</div>`
          : missing
            ? nothing
            : html`<p class="hint">${t(counts ? 'text.nothing' : 'text.counting')}</p>`
      }`;
  }

  #key = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const all = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role=radio]')];
    const next = all[(all.indexOf(event.target as HTMLElement) + by + all.length) % all.length];
    event.preventDefault();
    next?.focus();
    next?.click();
  };

  #table(counts: Counts) {
    const shown = Math.min(this.rows, counts.counts.length);
    const left = counts.counts.length - shown;
    return html`<div class="rows" tabindex="0" role="group" aria-label=${t('text.frequencies')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('text.rank')}</th>
            <th scope="col" class="token">${t('text.tokenName')}</th>
            <th scope="col">${t('text.id')}</th>
            <th scope="col">${t('text.number')}</th>
            <th scope="col">${t('text.share')}</th>
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: shown }, (_, i) => {
            const n = counts.counts[i] ?? 0;
            const id = counts.ids[i] ?? 0;
            return html`<tr>
              <th scope="row">${count(i + 1)}</th>
              <td class="token">${chip(bytesOf(counts, i), id)}</td>
              <td class="share">${id}</td>
              <td>${count(n)}</td>
              <td class="share">${((100 * n) / counts.total).toFixed(2)} %</td>
            </tr>`;
          })}
        </tbody>
      </table>
      ${
        left > 0
          ? html`<button class="button" type="button" @click=${() => {
              this.rows += MORE;
            }}>${t('text.more', { n: count(left) })}</button>`
          : nothing
      }
    </div>`;
  }

  #zipf(counts: Counts) {
    return html`<div class="plot">
      <gn-plot
        about="textZipf"
        heading=${t('text.zipf')}
        .table=${() => tableOf(counts)}
        .picture=${() => this.renderRoot.querySelector<GnZipf>('gn-zipf')?.picture}
      >
        <gn-zipf .session=${this.session} .counts=${counts}></gn-zipf>
      </gn-plot>
    </div>`;
  }
}

const bytesOf = ({ ends, bytes }: Counts, i: number): Uint8Array =>
  bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]);

const once = ({ counts }: Counts): number => counts.length - counts.findLastIndex((n) => n > 1) - 1;

function tableOf(counts: Counts): Table {
  return {
    columns: [t('text.rank'), t('text.tokenName'), t('text.id'), t('text.number'), t('text.sharePart')],
    rows: Array.from(counts.counts, (n, i) => [
      i + 1,
      wordsOf(bytesOf(counts, i)),
      counts.ids[i] ?? 0,
      n,
      n / counts.total,
    ]),
  };
}

customElements.define('gn-text-counts', GnTextCounts);
