// One query meets one key, in one head: both vectors, their products, the score, and what becomes of it.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, percent, t } from '../locales';
import { type Sentence, sentenceOf } from '../state/sentence';
import { isAttention, placesOf } from '../state/sentence-places';
import { GnElement } from './element';
import './gn-matrix';
import { rowName, sentenceLens, tokenName } from './sentence-lens';
import { shared } from './styles';
import { titled } from './titled';

export class GnSentenceMeeting extends GnElement {
  static override properties = { ...GnElement.properties, spot: { state: true } };
  declare spot: readonly [row: number, column: number] | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
        font-size: var(--text-s);
      }
      .said {
        line-height: 1.5;
        color: var(--ink-soft);
      }
      .strip {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0 8px;
        align-items: start;
      }
      .names {
        display: grid;
        grid-auto-rows: 22px;
        align-items: center;
        justify-items: end;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        white-space: nowrap;
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
      }
      li + li::before {
        content: '→';
        padding: 0 6px;
        color: var(--ink-faint);
      }
      .from {
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
      }
      .ahead {
        color: var(--ink-faint);
      }
    `,
  ];

  override render() {
    const sentence = sentenceOf(this.session);
    void sentence.frame.value;
    const what = this.#what(sentence);
    const stepper = sentence.stepper.value;
    const read = sentence.read.value;
    if (!what || !stepper || !read) return nothing;
    const line = sentence.line(what);
    const [score] = line;
    const [, n = 1, keys = 1] = score?.shape ?? [];
    const [head, i, j] = [
      Math.floor(what.index / (n * keys)),
      Math.floor(what.index / keys) % n,
      what.index % keys,
    ];
    if (!score) return nothing;
    const first = placesOf(stepper.plan, score);
    const scored: Ref = { kind: 'value', id: score.index, index: what.index, sample: 0 };
    const terms = sentence.pending(scored) ? undefined : stepper.look.terms(scored);
    const names = {
      query: tokenName(read, first.lines + i),
      key: tokenName(read, first.columns + j),
      head: head + 1,
    };
    const lens = sentenceLens(sentence);
    return html`${titled('sentenceMeeting', t('sentence.meeting'))}
      <p class="said" role="status">${t('sentence.meets', names)}</p>
      ${
        terms
          ? html`<div class="strip">
                <div class="names" aria-hidden="true">
                  <span>q ${names.query}</span><span>k ${names.key}</span><span>q · k</span>
                </div>
                <gn-matrix
                  .values=${Float32Array.of(...terms.values, ...terms.weights, ...terms.products)}
                  .across=${terms.values.length}
                  .down=${3}
                  .most=${66}
                  .at=${this.spot}
                  .label=${t('sentence.strip', { ...names, value: number(terms.number) })}
                  @cell=${(event: CustomEvent<readonly [number, number]>) => {
                    this.spot = event.detail;
                  }}
                ></gn-matrix>
              </div>
              <p class="quiet">${this.#product(terms)}</p>`
          : html`<p class="quiet">${t('number.waiting')}</p>`
      }
      <ol aria-label=${t('sentence.line')}>
        ${line.map((row) => {
          const ref: Ref = { kind: 'value', id: row.index, index: what.index, sample: 0 };
          const name = rowName(stepper.plan, row);
          if (sentence.pending(ref)) return html`<li class="ahead">${name} …</li>`;
          if (sentence.absent(ref)) return html`<li class="ahead">${name}: ${t('sentence.masked')}</li>`;
          const value = stepper.look.number(ref);
          const text = row.op === 'softmax' ? percent(value) : number(value);
          return html`<li>
            <span>${name}&nbsp;</span
            ><button
              class="from"
              type="button"
              data-value=${value}
              aria-label=${t('number.from', { name: lens.name(stepper.plan, ref), value: text })}
              @click=${() => sentence.open(ref)}
            >
              ${text}
            </button>
          </li>`;
        })}
      </ol>`;
  }

  #product(terms: { values: Float32Array; weights: Float32Array; products: Float32Array }): string {
    const k = this.spot?.[1] ?? 0;
    return t('sentence.product', {
      k: k + 1,
      q: number(terms.values[k] ?? 0),
      key: number(terms.weights[k] ?? 0),
      value: number(terms.products[k] ?? 0),
    });
  }

  // The cell that is pointed at, or of the attention of the moment the one that its query looks at most.
  #what(sentence: Sentence): Ref | undefined {
    const pointed = sentence.pointed.value;
    const plan = sentence.stepper.value?.plan;
    if (pointed && sentence.line(pointed).length > 0) return pointed;
    const last = plan?.rows.slice(0, sentence.at.value).findLast((row) => isAttention(row));
    if (!last) return undefined;
    const [, , keys = 1] = last.shape;
    const query = sentence.lineOf(last);
    const values = sentence.tensor({ kind: 'value', id: last.index });
    const ref = (j: number): Ref => ({ kind: 'value', id: last.index, index: query * keys + j, sample: 0 });
    let best = 0;
    for (let j = 1; j < keys; j++)
      if (!sentence.absent(ref(j)) && (values[query * keys + j] ?? 0) > (values[query * keys + best] ?? 0))
        best = j;
    return ref(best);
  }
}

customElements.define('gn-sentence-meeting', GnSentenceMeeting);
