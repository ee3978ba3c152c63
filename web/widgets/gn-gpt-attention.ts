// What a small GPT looks at: bars over the characters that it sees, all its heads as small maps, one of them large.
import { css, html, nothing } from 'lit';
import { percent, t } from '../locales';
import type { GptLab } from '../state/gpt';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-gpt-map';
import { type GnGptMap, paintAttention } from './gn-gpt-map';
import { letterSign, said } from './gpt-words';
import { signNote } from './sign-note';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';
import './gn-save';

const SMALL_PX = 44;
const BAR_PX = 34; // of the largest weight

export class GnGptAttention extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: GptLab;

  static override styles = [
    shared,
    textStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      .strip {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 1px;
        padding: 2px 0;
      }
      .strip button {
        display: grid;
        grid-template-rows: 34px auto;
        justify-items: center;
        min-width: 15px;
        padding: 0 1px 1px;
        border-radius: 4px;
        font-size: 1rem;
        line-height: 1.3;
      }
      .strip button:hover {
        background: var(--sunken);
      }
      .strip i {
        align-self: end;
        width: 10px;
        min-height: 1px;
        border-radius: 2px 2px 0 0;
        background: var(--positive-half);
      }
      .strip .key i {
        background: var(--positive);
      }
      .strip .ahead {
        color: var(--ink-faint);
      }
      .strip .ahead i {
        visibility: hidden;
      }
      .strip [aria-pressed='true'] {
        box-shadow: inset 0 -2px var(--ink);
        font-weight: 700;
      }
      .maps {
        display: grid;
        gap: 4px;
        justify-content: start;
      }
      .layer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
      }
      .layer > span {
        width: 4.6em;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .layer button {
        padding: 3px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .layer [aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
      }
      .layer canvas {
        width: ${SMALL_PX}px;
        height: ${SMALL_PX}px;
        image-rendering: pixelated;
      }
      .said {
        min-height: 1.5em;
        font-size: var(--text-s);
        line-height: 1.5;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { writing } = this.lab;
    const seen = writing.looked.value;
    const letters = writing.letters.value;
    if (!seen || !letters) return nothing;
    void ramps.value;
    const words = Array.from(seen.tokens, (token) => letters.letter(token));
    const n = words.length;
    const query = Math.min(writing.query.value ?? n - 1, n - 1);
    const key = writing.key.value;
    const { layer, head } = writing.map.value;
    const open = seen.attention[layer];
    const weight = (at: number) => open?.weights[(head * open.length + query) * open.length + at] ?? 0;
    const most = Math.max(...words.slice(0, query + 1).map((_, i) => weight(i)), 1e-9);
    return html`<div class="row">${titled('gptAttention', t('gpt.attention'))}
        <gn-save
          .heading=${`${t('gpt.attention')}, ${t('gpt.head', { layer: layer + 1, head: head + 1 })}`}
          .table=${() => this.#map?.table() ?? { columns: [], rows: [] }}
          .picture=${() => this.#map?.picture()}
        ></gn-save></div>
      <p class="hint">${said(this.lab, 'gpt.attentionHint', { window: this.lab.size.value.window })}</p>
      <div class="strip" role="group" aria-label=${said(this.lab, 'gpt.strip')} @keydown=${this.#keydown}>
        ${words.map(
          (word, i) => html`<button
            type="button"
            class="${i > query ? 'ahead' : ''} ${i === key ? 'key' : ''}"
            tabindex=${i === query ? 0 : -1}
            aria-pressed=${i === query}
            aria-label=${
              i > query
                ? t('gpt.ahead', { letter: letterSign(word), i: i + 1 })
                : t('gpt.looked', { letter: letterSign(word), i: i + 1, weight: percent(weight(i)) })
            }
            @click=${() => this.#ask(i)}
            @pointerenter=${() => {
              if (i <= query) writing.key.value = i;
            }}
            @pointerleave=${() => {
              writing.key.value = undefined;
            }}
          >
            <i .style=${`height: ${i > query ? 0 : Math.round((BAR_PX * weight(i)) / most)}px`}></i><span>${letterSign(word)}</span>
          </button>`,
        )}
      </div>
      <p class="quiet">${t('gpt.tallest', { share: percent(most), query: letterSign(words[query] ?? '') })}</p>
      <div class="maps" role="group" aria-label=${t('gpt.maps')}>
        ${seen.attention.map(
          ({ heads }, l) => html`<div class="layer">
            <span>${t('gpt.layer', { layer: l + 1 })}</span>
            ${Array.from(
              { length: heads },
              (_, h) => html`<button
                type="button"
                aria-pressed=${l === layer && h === head}
                aria-label=${t('gpt.head', { layer: l + 1, head: h + 1 })}
                title=${t('gpt.head', { layer: l + 1, head: h + 1 })}
                @click=${() => {
                  writing.map.value = { layer: l, head: h };
                }}
              >
                <canvas data-layer=${l} data-head=${h}></canvas>
              </button>`,
            )}
          </div>`,
        )}
      </div>
      <gn-gpt-map .session=${this.session} .writing=${writing} .words=${words}></gn-gpt-map>
      <p class="said" role="status">${this.#said(words, query, key, weight)}</p>
      <p class="quiet">${t('gpt.shade')} ${signNote(words.join(''))}</p>
      ${
        this.session.embedded
          ? nothing
          : html`<div class="row">
              <button class="button" type="button" @click=${this.#step}>${t('gpt.steps.sentence')}</button>
            </div>`
      }`;
  }

  get #map(): GnGptMap | null {
    return this.renderRoot.querySelector('gn-gpt-map');
  }

  #said(words: readonly string[], query: number, key: number | undefined, weight: (at: number) => number) {
    if (key === undefined || key > query) return t('gpt.mapHint');
    return t('gpt.cell', {
      query: letterSign(words[query] ?? ''),
      key: letterSign(words[key] ?? ''),
      i: query + 1,
      j: key + 1,
      weight: percent(weight(key)),
    });
  }

  // The same text, operation by operation.
  #step = () => {
    const { sentence, sentenceNet, view } = this.session.settings;
    sentence.value = this.lab.writing.text.peek();
    sentenceNet.value = 'taught';
    view.value = 'sentence';
  };

  #ask(i: number): void {
    this.lab.writing.query.value = i;
    this.lab.writing.key.value = undefined;
  }

  #keydown = (event: KeyboardEvent) => {
    const { writing } = this.lab;
    const n = writing.looked.peek()?.tokens.length ?? 0;
    const now = Math.min(writing.query.peek() ?? n - 1, n - 1);
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: n - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(n - 1, Math.max(0, to));
    this.#ask(next);
    this.renderRoot.querySelectorAll<HTMLElement>('.strip button')[next]?.focus();
  };

  override updated(): void {
    const seen = this.lab.writing.looked.peek();
    const ink = ramps.peek();
    if (!seen || !ink) return;
    const n = seen.tokens.length;
    for (const canvas of this.renderRoot.querySelectorAll<HTMLCanvasElement>('.layer canvas')) {
      const of = seen.attention[Number(canvas.dataset.layer)];
      if (!of) continue;
      if (canvas.width !== n) canvas.width = canvas.height = n;
      paintAttention(canvas, of, Number(canvas.dataset.head), n, ink);
    }
  }
}

customElements.define('gn-gpt-attention', GnGptAttention);
