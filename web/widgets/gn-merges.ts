// Byte-pair encoding, learnt merge by merge: the pairs there are to choose from, the one that is chosen, the text cut anew,
// and all merges so far.
import { css, html, nothing } from 'lit';
import type { ShownPair } from '../engine/text-messages';
import { wordsOf } from '../engine/text-parts';
import { count, type Key, locale, t } from '../locales';
import { SPEEDS, type TextLab } from '../state/text';
import { GnElement } from './element';
import './gn-chips';
import './gn-curve';
import type { Line } from './gn-curve';
import { icons } from './icons';
import { shared } from './styles';
import { fetchState, fetchStyles } from './text-fetch';
import { titled } from './titled';
import { chip, chipStyles } from './token-chips';
import './gn-about';

const LISTED = 200; // merges, the latest
const BYTES = 256;

export class GnMerges extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: TextLab;

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
      .steer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        padding-top: var(--space-3);
        border-top: 1px solid var(--line);
      }
      .group {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
      }
      .slide {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .slide.time {
        flex: 1;
        min-width: 220px;
      }
      .time input {
        flex: 1;
        min-width: 80px;
      }
      .slide b {
        font-size: var(--text-s);
        color: var(--ink);
      }
      input[type='range'] {
        width: 84px;
        accent-color: var(--ink-soft);
      }
      .now {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 6px;
        font-size: var(--text-m);
        line-height: 1.6;
        min-height: 2.4em;
      }
      .now .count {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .panels {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 270px), 1fr));
        gap: var(--space-4) var(--space-5);
        border-top: 1px solid var(--line);
        padding-top: var(--space-3);
      }
      .panels > * {
        min-width: 0;
      }
      ol {
        list-style: none;
        margin: var(--space-2) 0 0;
        padding: 0;
        display: grid;
        gap: 3px;
      }
      .pairs {
        grid-template-columns: max-content minmax(40px, 1fr) max-content;
        column-gap: var(--space-2);
      }
      .pairs li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        font-size: var(--text-s);
      }
      .pairs .pair {
        display: flex;
        gap: 2px;
        min-width: 0;
      }
      .bar {
        height: 12px;
        border-radius: 3px;
        background: var(--line-strong);
        min-width: 2px;
      }
      .pairs li:first-child .bar {
        background: var(--ink);
      }
      .pairs li:first-child .n {
        font-weight: 600;
      }
      .n {
        text-align: right;
        color: var(--ink-soft);
      }
      li:first-child .n {
        color: var(--ink);
      }
      .so-far {
        max-height: 300px;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      .so-far button {
        display: grid;
        grid-template-columns: 3.2em minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-2);
        width: 100%;
        min-height: 30px;
        padding: 1px 4px;
        text-align: left;
        font-size: var(--text-s);
        border-radius: var(--radius-s);
      }
      .so-far button:hover {
        background: var(--sunken);
      }
      .so-far .made {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 3px;
        min-width: 0;
        color: var(--ink-faint);
      }
      .no {
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
      gn-curve {
        height: 240px;
      }
      .hint {
        font-size: var(--text-s);
        line-height: 1.55;
        color: var(--ink-soft);
        max-width: 76ch;
      }
      @media (max-width: 640px) {
        .group .button {
          flex: auto;
        }
        .slide.time {
          flex-basis: 100%;
        }
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const learnt = lab.learnt.value;
    const at = learnt?.at ?? 0;
    return html`<p class="hint">${t('text.learnHint')} <gn-about topic="textLearn" .panel=${t('text.stage.learn')}></gn-about></p>
      ${fetchState(lab.corpus.value, '', () => lab.retryCorpus())}
      ${this.#steer(at)}
      ${this.#now(at)}
      <section aria-label=${t('text.cutWith', { n: count(at) })}>
        <gn-chips .session=${this.session} .lab=${lab} method="bpe" .fresh=${at > 0 ? BYTES + at - 1 : -1}></gn-chips>
      </section>
      <div class="panels">${this.#pairs(learnt?.pairs ?? [])} ${this.#soFar(at)} ${this.#curve(at)}</div>`;
  }

  #steer(at: number) {
    const { lab } = this;
    const most = lab.most.value;
    const playing = lab.playing.value;
    const speed = SPEEDS[lab.speed.value] ?? 1;
    const end = at >= most;
    return html`<div class="steer">
      <div class="group">
        <button class="button primary" type="button" ?disabled=${end} @click=${() => {
          lab.pause();
          lab.to(at + 1);
        }}>${icons.plus}${t('text.merge1')}</button>
        <button class="button" type="button" @click=${() => (playing ? lab.pause() : lab.play())}>
          ${playing ? icons.pause : icons.play}${t(playing ? 'text.pause' : 'text.play')}
        </button>
        <button class="button" type="button" ?disabled=${at === 0} @click=${() => {
          lab.pause();
          lab.to(0);
        }}>${t('text.reset')}</button>
      </div>
      <label class="slide">
        <span>${t('text.speed')}</span>
        <input
          type="range"
          min="0"
          max=${SPEEDS.length - 1}
          .value=${String(lab.speed.value)}
          aria-valuetext=${t('text.perSecond', { n: speed })}
          @input=${(event: Event) => {
            lab.speed.value = Number((event.target as HTMLInputElement).value);
          }}
        />
        <span>${t('text.perSecond', { n: speed })}</span>
      </label>
      <label class="slide time">
        <span>${t('text.merges')}</span>
        <input
          type="range"
          min="0"
          max=${most}
          .value=${String(lab.at)}
          aria-valuetext=${t('text.mergesOf', { n: count(lab.at), most: count(most) })}
          @input=${(event: Event) => {
            lab.pause();
            lab.to(Number((event.target as HTMLInputElement).value));
          }}
        />
        <span><b>${count(at)}</b> / ${count(most)}</span>
      </label>
    </div>`;
  }

  // The merge made last.
  #now(at: number) {
    const merge = this.lab.merges.value[at - 1];
    if (!merge) return html`<p class="now" role="status">${t('text.noMerge')}</p>`;
    const token = BYTES + at - 1;
    // At every merge of a film it would be too much to hear.
    return html`<p class="now" role=${this.lab.playing.value ? nothing : 'status'}>
      <span>${t('text.mergeNo', { n: count(at) })}</span>
      ${this.#made(merge, token)}
      <span class="count">${t('text.pairTimes', { n: count(merge.count) })}</span>
    </p>`;
  }

  #made({ left, right, tokens: [l, r] }: ShownPair, token: number) {
    return html`${chip(left, l)} <span aria-hidden="true">+</span> ${chip(right, r)}
      <span aria-hidden="true">→</span> ${chip(joined(left, right), token)}`;
  }

  #pairs(pairs: readonly ShownPair[]) {
    const most = pairs[0]?.count ?? 1;
    return html`<section aria-label=${t('text.pairs')}>
      ${titled('textPairs', t('text.pairs'))}
      ${
        pairs.length === 0
          ? html`<p class="hint">${t('text.noPairs')}</p>`
          : html`<ol class="pairs">
              ${pairs.map(
                (
                  { left, right, tokens: [l, r], count: n },
                  i,
                ) => html`<li aria-label=${t(i === 0 ? 'text.pairNext' : 'text.pair', { left: wordsOf(left), right: wordsOf(right), n: count(n) })}>
                  <span class="pair">${chip(left, l)}${chip(right, r)}</span>
                  <span><div class="bar" .style=${`width:${((100 * n) / most).toFixed(1)}%`}></div></span>
                  <span class="n">${count(n)}</span>
                </li>`,
              )}
            </ol>`
      }
    </section>`;
  }

  #soFar(at: number) {
    const merges = this.lab.merges.value.slice(0, at);
    const first = Math.max(0, at - LISTED);
    return html`<section aria-label=${t('text.soFar')}>
      ${titled('textSoFar', t('text.soFar'))}
      ${
        at === 0
          ? html`<p class="hint">${t('text.none')}</p>`
          : html`<ol class="so-far">
              ${merges
                .slice(first)
                .map(
                  (merge, i) => html`<li>
                    <button type="button" @click=${() => this.lab.look({ method: 'bpe', token: BYTES + first + i })}>
                      <span class="no">${count(first + i + 1)}</span>
                      <span class="made">${this.#made(merge, BYTES + first + i)}</span>
                      <span class="n">${count(merge.count)}</span>
                    </button>
                  </li>`,
                )
                .reverse()}
              ${first > 0 ? html`<li class="no">${t('bars.more', { count: count(first) })}</li>` : nothing}
            </ol>`
      }
    </section>`;
  }

  #curve(at: number) {
    const learnt = this.lab.learnt.value;
    const tokens = learnt?.tokens ?? new Int32Array(0);
    const line: Line = {
      name: t('text.tokensNeeded'),
      x: Array.from(tokens, (_, i) => i),
      y: tokens,
      look: 'bold',
    };
    const of = this.lab.taught.value;
    return html`<gn-curve
      about="textCurve"
      heading=${t('text.curve', { of: t(`text.corpus.${of}` as Key) })}
      .axis=${t('text.merges')}
      .lines=${[line]}
      .form=${short}
      .mark=${at}
      bare
    ></gn-curve>`;
  }
}

// Of millions the first digits.
const short = (value: number): string =>
  value < 100_000
    ? count(Math.round(value))
    : new Intl.NumberFormat(locale.value, { notation: 'compact', maximumSignificantDigits: 4 }).format(value);

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const all = new Uint8Array(left.length + right.length);
  all.set(left);
  all.set(right, left.length);
  return all;
}

customElements.define('gn-merges', GnMerges);
