// Writing with a small GPT: a beginning, what may come next as bars, temperature and top-k upon them, and one draw.
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { count, percent, t } from '../locales';
import type { GptLab } from '../state/gpt';
import { GnElement } from './element';
import './gn-about';
import { letterSign, said } from './gpt-words';
import { icons } from './icons';
import { textareas } from './own-text';
import { signNote } from './sign-note';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';

const BARS = 10;
const MOST_NAMED = 8; // of unknown characters

export class GnGptWrite extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: GptLab;

  static override styles = [
    shared,
    textStyles,
    textareas,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      .sliders {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-1) var(--space-4);
      }
      .slider {
        display: grid;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .slider .name {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 24px;
      }
      .slider b {
        margin-left: auto;
        color: var(--ink);
      }
      .slider input {
        width: 100%;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 1px;
      }
      li {
        display: grid;
        grid-template-columns: 2.2em minmax(0, 1fr) 4.4em;
        align-items: center;
        gap: var(--space-2);
        min-height: 22px;
        padding: 0 4px;
        border-radius: var(--radius-s);
        font-size: var(--text-s);
      }
      .long li {
        grid-template-columns: 5em minmax(0, 1fr) 4.4em;
      }
      .long .letter {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .letter {
        text-align: center;
        font-size: var(--text-m);
        white-space: nowrap;
      }
      .track {
        position: relative;
        height: 14px;
        border-radius: 4px;
        background: var(--zero);
      }
      .bar {
        position: absolute;
        inset: 0;
        border-radius: 4px;
        background: var(--positive-half);
        transform-origin: left;
      }
      .raw {
        position: absolute;
        top: -2px;
        bottom: -2px;
        width: 2px;
        margin-left: -1px;
        background: var(--ink);
      }
      .share {
        text-align: right;
        white-space: nowrap;
      }
      .cut :is(.letter, .share) {
        color: var(--ink-faint);
      }
      .picked {
        background: var(--sunken);
        box-shadow: inset 0 0 0 2px var(--ink);
        font-weight: 700;
      }
      .picked .bar {
        background: var(--positive);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--space-4);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .legend i {
        display: inline-block;
        width: 2px;
        height: 12px;
        margin-right: 5px;
        background: var(--ink);
        vertical-align: -2px;
      }
      .told {
        min-height: 1.5em;
        font-size: var(--text-s);
        line-height: 1.5;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const { writing } = lab;
    const going = writing.going.value;
    const ready = writing.letters.value !== undefined && lab.gptTrouble.value === undefined;
    return html`${titled('gptWrite', t('gpt.write'), html`<label for="prompt">${t('gpt.write')}</label>`)}
      <textarea
        id="prompt"
        rows="3"
        spellcheck="false"
        autocomplete="off"
        placeholder=${t('gpt.prompt')}
        aria-describedby="unknown"
        .value=${live(writing.text.value)}
        @input=${(event: InputEvent) => writing.type((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      <div id="unknown">${this.#unknown(lab)}</div>
      <div class="row">
        <button
          class="button"
          type="button"
          ?disabled=${!ready || going || writing.picked.value !== undefined}
          @click=${() => void writing.one()}
        >
          ${said(lab, 'gpt.one')}
        </button>
        <button
          class="button"
          type="button"
          ?disabled=${!ready}
          @click=${() => (going ? writing.stop() : void writing.goOn())}
        >
          ${going ? icons.pause : icons.play}${t(going ? 'gpt.stop' : 'gpt.goOn')}
        </button>
        <button
          class="button bare"
          type="button"
          ?disabled=${writing.undone.value === 0}
          @click=${() => writing.undo()}
        >
          ${icons.undo}${t('gpt.undo')}
        </button>
      </div>
      ${this.#sliders(lab)} ${this.#bars(lab)}`;
  }

  // What is being written stays in sight.
  override updated(): void {
    const area = this.renderRoot.querySelector('textarea');
    if (area && this.lab.writing.going.peek()) area.scrollTop = area.scrollHeight;
  }

  #unknown(lab: GptLab) {
    const unknown = lab.writing.unknown.value;
    if (unknown.length === 0) return nothing;
    const named = unknown.slice(0, MOST_NAMED).map((each) => letterSign(each));
    const letters = named.join(' ') + (unknown.length > MOST_NAMED ? ' …' : '');
    return html`<p class="wrong" role="status">${t(unknown.length === 1 ? 'gpt.unknown1' : 'gpt.unknown', { letters })}</p>`;
  }

  #sliders(lab: GptLab) {
    const { gptHeat, gptTop } = this.session.settings;
    const kinds = lab.lesson.value?.kinds ?? 1;
    const top = gptTop.value === 0 || gptTop.value > kinds ? kinds : gptTop.value;
    // Powers: among few characters one more matters, among many it does not.
    const place = Math.round((100 * Math.log(top)) / Math.log(Math.max(2, kinds)));
    return html`<div class="sliders">
      <label class="slider">
        <span class="name">${t('gpt.temperature')} <b>${(gptHeat.value / 100).toFixed(2)}</b></span>
        <input
          type="range"
          min="0"
          max="200"
          step="5"
          aria-valuetext=${(gptHeat.value / 100).toFixed(2)}
          .value=${live(String(gptHeat.value))}
          @input=${(event: Event) => {
            gptHeat.value = Number((event.target as HTMLInputElement).value);
          }}
        />
      </label>
      <label class="slider">
        <span class="name"
          >${t('gpt.top')} <b>${top === kinds ? t('gpt.topAll', { n: count(kinds) }) : count(top)}</b></span
        >
        <input
          type="range"
          min="0"
          max="100"
          step="1"
          aria-valuetext=${count(top)}
          .value=${live(String(place))}
          @input=${(event: Event) => {
            const share = Number((event.target as HTMLInputElement).value) / 100;
            const wanted = Math.round(kinds ** share);
            gptTop.value = wanted >= kinds ? 0 : wanted;
          }}
        />
      </label>
    </div>`;
  }

  #bars(lab: GptLab) {
    const { seen, letters, picked, drawn } = lab.writing;
    const now = seen.value;
    const alphabet = letters.value;
    if (!now || !alphabet)
      return lab.gptTrouble.value === 'short'
        ? nothing
        : html`<p class="told">${t('transport.starting')}</p>`;
    const order = Array.from(now.p, (_, i) => i)
      .sort((a, b) => (now.p[b] ?? 0) - (now.p[a] ?? 0))
      .slice(0, BARS);
    const chosen = picked.value?.token;
    if (chosen !== undefined && !order.includes(chosen)) order[order.length - 1] = chosen;
    const others = now.p.length - order.length;
    const rest = Math.max(0, 1 - order.reduce((sum, i) => sum + (now.shares[i] ?? 0), 0));
    const last = drawn.value;
    const signs = signNote(alphabet.spell(order));
    return html`<p class="told" role="status">
        ${
          last
            ? t('gpt.drawn', {
                letter: letterSign(alphabet.letter(last.token)),
                share: percent(last.share),
              })
            : t('gpt.next')
        }
      </p>
      <ol class=${(lab.lesson.value?.merges ?? 0) > 0 ? 'long' : ''} aria-label=${t('gpt.nextBars')}>
        ${order.map((i) => {
          const [p, share] = [now.p[i] ?? 0, now.shares[i] ?? 0];
          const letter = letterSign(alphabet.letter(i));
          return html`<li
            class="${share === 0 ? 'cut' : ''} ${i === chosen ? 'picked' : ''}"
            aria-label=${t('gpt.bar', { letter, share: percent(share), p: percent(p) })}
          >
            <span class="letter">${letter}</span>
            <span class="track"
              ><span class="bar" .style=${`transform: scaleX(${share})`}></span
              ><span class="raw" .style=${`left: ${100 * p}%`}></span
            ></span>
            <span class="share">${percent(share)}</span>
          </li>`;
        })}
      </ol>
      <p class="legend">
        <span><i></i>${t('gpt.raw')}</span>
        ${signs ? html`<span>${signs}</span>` : nothing}
        ${others > 0 ? html`<span>${t('gpt.others', { n: count(others), share: percent(rest) })}</span>` : nothing}
      </p>`;
  }
}

customElements.define('gn-gpt-write', GnGptWrite);
