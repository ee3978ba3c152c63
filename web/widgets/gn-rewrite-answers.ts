// What a small encoder–decoder makes of sequences that it has never met: each letter that it wrote, right or wrong, and
// one's own sequence.
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { count, percent, t } from '../locales';
import { type RewriteLab, SHOWN } from '../state/rewrite';
import { LETTERS } from '../state/rewrite-line';
import { GnElement } from './element';
import { icons } from './icons';
import { letterOf, wordOf } from './rewrite-words';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';

export class GnRewriteAnswers extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: RewriteLab;

  static override styles = [
    shared,
    textStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      input {
        width: 12em;
        min-height: var(--tap);
        padding: 0 var(--space-2);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--ink);
        font-family: var(--mono);
        font-size: 1rem;
        letter-spacing: 0.18em;
      }
      .score b {
        font-size: var(--text-l);
      }
      ol {
        display: grid;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .line {
        position: relative;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-3);
        width: 100%;
        min-height: 34px;
        padding: 2px var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        font-family: var(--mono);
        font-size: 1rem;
        text-align: left;
      }
      .line[aria-pressed='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
      }
      .read {
        letter-spacing: 0.18em;
        color: var(--ink-soft);
      }
      .written {
        display: flex;
        gap: 1px;
      }
      .written i {
        display: grid;
        place-content: center;
        width: 1.25em;
        height: 1.5em;
        border-radius: 3px;
        font-style: normal;
        background: color-mix(in srgb, var(--positive-half) calc(100% * var(--p)), var(--zero));
      }
      .written .wrong {
        padding: 0;
        font-size: inherit;
        background: var(--error-wash);
        color: var(--error);
        text-decoration: line-through;
      }
      .whole {
        margin-left: auto;
        display: flex;
      }
      .whole svg {
        width: 16px;
        height: 16px;
      }
      .said {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      .mine {
        font-family: var(--sans);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const { letters, whole, of } = lab.right;
    const all = of * lab.length.value;
    const answers = lab.answers.value;
    const own = lab.own.value;
    return html`${titled('rewriteAnswers', t('rewrite.answers'))}
      <p class="hint">${t('rewrite.answersHint')}</p>
      <label>
        ${t('rewrite.own')}
        <input
          type="text"
          maxlength="12"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          aria-describedby="own-said"
          aria-invalid=${own !== '' && !lab.typed.value}
          .value=${live(own)}
          @input=${(event: InputEvent) => {
            lab.own.value = (event.target as HTMLInputElement).value.toLowerCase();
            lab.picked.value = 0;
          }}
        />
      </label>
      <p id="own-said" class=${own !== '' && !lab.typed.value ? 'wrong' : 'hint'}>
        ${this.#ownSaid(own)}
      </p>
      ${
        answers
          ? html`<p class="score" role="status">
                ${t('rewrite.score', { whole: count(whole), of: count(of), share: percent(letters / Math.max(1, all)) })}
              </p>
              <ol aria-label=${t('rewrite.answers')}>
                ${Array.from({ length: Math.min(answers.count, SHOWN + (answers.count > of ? 1 : 0)) }, (_, i) => this.#line(i, answers.count > of))}
              </ol>`
          : html`<p class="hint">${t('transport.starting')}</p>`
      }`;
  }

  // What is asked for, or what is wrong with what was typed.
  #ownSaid(own: string): string {
    const { lab } = this;
    const last = letterOf(LETTERS - 1);
    const other = [...own].find((each) => each < 'a' || each > last);
    if (other !== undefined) return t('rewrite.ownLetter', { letter: other, last });
    const n = [...own].length;
    if (n > 0 && n !== lab.length.value) return t('rewrite.ownCount', { n, all: lab.length.value });
    return t('rewrite.ownHint', { n: lab.length.value, last });
  }

  // `hasOwn`: the first is the learner's.
  #line(i: number, hasOwn: boolean) {
    const { lab } = this;
    const answers = lab.answers.value;
    if (!answers) return nothing;
    const { length } = answers;
    const part = (of: Int32Array) => of.subarray(i * length, (i + 1) * length);
    const [read, written, right] = [part(lab.sequences.value), part(answers.letters), part(answers.right)];
    const wrong = written.reduce((sum, letter, k) => sum + (letter === right[k] ? 0 : 1), 0);
    const mine = i === 0 && hasOwn;
    return html`<li>
      <button
        type="button"
        class="line"
        aria-pressed=${lab.picked.value === i}
        @click=${() => {
          lab.picked.value = i;
        }}
      >
        <span class="said">${t(
          wrong === 0 ? 'rewrite.lineRight' : wrong === 1 ? 'rewrite.lineWrong1' : 'rewrite.lineWrong',
          {
            read: wordOf(read),
            written: wordOf(written),
            right: wordOf(right),
            n: wrong,
          },
        )}</span>
        ${mine ? html`<span class="mine" aria-hidden="true">${t('rewrite.mine')}</span>` : nothing}
        <span class="read" aria-hidden="true">${wordOf(read)}</span><span aria-hidden="true">→</span>
        <span class="written" aria-hidden="true">
          ${Array.from(
            written,
            (letter, k) =>
              html`<i
                class=${letter === right[k] ? '' : 'wrong'}
                .style=${`--p: ${(answers.p[i * length + k] ?? 0).toFixed(3)}`}
                >${letterOf(letter)}</i
              >`,
          )}
        </span>
        <span class="whole" aria-hidden="true">${wrong === 0 ? icons.tick : nothing}</span>
      </button>
    </li>`;
  }
}

customElements.define('gn-rewrite-answers', GnRewriteAnswers);
