// Attention between tokens: of one that asks, a bar over each token for each head. Press another, and it asks.
import { css, html, nothing } from 'lit';
import type { Row } from '../engine/plan';
import { listed, percent, t } from '../locales';
import { type Sentence, sentenceOf } from '../state/sentence';
import { isAttention, placesOf, stackOf } from '../state/sentence-places';
import { GnElement } from './element';
import { tokenName } from './sentence-lens';
import { layerOfRow } from './sentence-roles';
import { shared } from './styles';
import { titled } from './titled';

const BAR_PX = 44; // of the largest share

export class GnSentenceBars extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      .strip {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 3px;
      }
      .strip button {
        display: grid;
        grid-template-rows: ${BAR_PX}px auto;
        justify-items: center;
        min-width: 26px;
        padding: 2px 3px 3px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
        line-height: 1.4;
        white-space: pre;
      }
      .strip [aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
        font-weight: 700;
      }
      .bars {
        display: flex;
        align-items: flex-end;
        gap: 1px;
        height: ${BAR_PX}px;
      }
      .bars i {
        width: 7px;
        min-height: 1px;
        border-radius: 2px 2px 0 0;
        background: var(--positive);
      }
      .bars i:nth-child(even) {
        background: var(--positive-half);
      }
      .ahead {
        color: var(--ink-faint);
      }
      .quiet {
        line-height: 1.5;
      }
    `,
  ];

  override render() {
    const sentence = sentenceOf(this.session);
    void sentence.frame.value;
    const read = sentence.read.value;
    const plan = sentence.stepper.value?.plan;
    if (!read || !plan) return nothing;
    const attention = plan.rows
      .slice(0, sentence.at.value)
      .findLast((row) => row.op === 'softmax' && isAttention(row));
    const n = read.pieces.length;
    const first = attention ? placesOf(plan, attention) : { lines: 0, columns: 0 };
    const line = attention ? sentence.lineOf(attention) : Math.min(sentence.query.value ?? n - 1, n - 1);
    const query = first.lines + line;
    const stack = attention && stackOf(plan, attention);
    const isKey = (j: number) => j >= first.columns && j < first.columns + (attention?.shape[2] ?? 0);
    const all = read.pieces.map((_, j) =>
      attention ? this.#shares(sentence, attention, line, j - first.columns) : [],
    );
    const most = Math.max(...all.flat(), 1e-9);
    return html`${titled('sentenceBars', t('sentence.bars'))}
      <div class="strip" role="group" aria-label=${t('sentence.tokens')} @keydown=${this.#keydown}>
        ${read.pieces.map((_, j) => {
          const shares = all[j] ?? [];
          const name = tokenName(read, j);
          const label = !attention
            ? t('sentence.token', { token: name })
            : shares.length === 0
              ? t(isKey(j) ? 'sentence.ahead' : 'sentence.apart', { token: name })
              : t('sentence.shares', {
                  token: name,
                  shares: listed(
                    shares.map((share, h) => `${t('sentence.head', { head: h + 1 })} ${percent(share)}`),
                  ),
                });
          return html`<button
            type="button"
            class=${attention && shares.length === 0 ? 'ahead' : ''}
            tabindex=${j === query ? 0 : -1}
            aria-pressed=${j === query}
            aria-label=${label}
            title=${label}
            @click=${() => this.#ask(sentence, j)}
          >
            <span class="bars">${shares.map((share) => html`<i data-share=${share} data-most=${most}></i>`)}</span
            ><span>${name}</span>
          </button>`;
        })}
      </div>
      <p class="quiet" role="status">
        ${
          attention
            ? t(stack ? 'sentence.barsStack' : 'sentence.barsSaid', {
                query: tokenName(read, query),
                share: percent(most),
                ...(stack
                  ? { stack: t(`sentence.stackNamed.${stack}`) }
                  : { layer: Math.max(1, layerOfRow(attention)) }),
              })
            : t('sentence.barsAhead')
        }
      </p>`;
  }

  // Of each head; none: the mask leaves it out.
  #shares(sentence: Sentence, row: Row, query: number, key: number): number[] {
    const [heads = 1, n = 1, keys = 1] = row.shape;
    if (key < 0 || key >= keys) return []; // no key there
    const values = sentence.tensor({ kind: 'value', id: row.index });
    const index = (h: number) => (h * n + query) * keys + key;
    if (sentence.absent({ kind: 'value', id: row.index, index: index(0) })) return [];
    return Array.from({ length: heads }, (_, h) => values[index(h)] ?? 0);
  }

  #ask(sentence: Sentence, place: number): void {
    sentence.pointed.value = undefined;
    sentence.query.value = place;
  }

  #keydown = (event: KeyboardEvent) => {
    const sentence = sentenceOf(this.session);
    const n = sentence.read.peek()?.pieces.length ?? 0;
    const now = Math.min(sentence.query.peek() ?? n - 1, n - 1);
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: n - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(n - 1, Math.max(0, to));
    this.#ask(sentence, next);
    this.renderRoot.querySelectorAll<HTMLElement>('.strip button')[next]?.focus();
  };

  override updated(): void {
    for (const bar of this.renderRoot.querySelectorAll<HTMLElement>('[data-share]'))
      bar.style.height = `${Math.round((BAR_PX * Number(bar.dataset.share)) / Number(bar.dataset.most))}px`;
  }
}

customElements.define('gn-sentence-bars', GnSentenceBars);
