// A sentence of the learner's own, stepped through a small GPT: text and net, the tape, the operation of the moment, and
// beside it the opened numbers, or who looks at whom.
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { count, t } from '../locales';
import { LETTERS } from '../state/rewrite-line';
import { MOST_LETTERS, type Sentence, sentenceOf } from '../state/sentence';
import { MOST_PLACES, type Read } from '../state/sentence-net';
import { SENTENCE_NETS } from '../state/settings';
import { GnElement } from '../widgets/element';
import { Refillable } from '../widgets/refillable';
import '../widgets/gn-cards';
import '../widgets/gn-sentence-bars';
import '../widgets/gn-sentence-meeting';
import '../widgets/gn-sentence-operation';
import '../widgets/gn-tape';
import '../widgets/gn-text-parts';
import { letterSign } from '../widgets/gpt-words';
import { textareas } from '../widgets/own-text';
import { letterOf } from '../widgets/rewrite-words';
import { sentenceLens } from '../widgets/sentence-lens';
import { signNote } from '../widgets/sign-note';
import { shared } from '../widgets/styles';
import { textStyles } from '../widgets/text-styles';
import { titled } from '../widgets/titled';

const MOST_NAMED = 8; // of unknown characters

export class GnSentenceView extends GnElement {
  #sentence: Sentence | undefined;
  #detach = () => {};
  readonly #box = new Refillable(this, (text) => {
    sentenceOf(this.session).typed.value = text;
  });

  static override styles = [
    shared,
    textStyles,
    textareas,
    css`
      :host {
        flex: 1;
        display: block;
        min-width: 0;
      }
      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        padding: var(--space-2) var(--edge) var(--space-6);
      }
      .top {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        gap: var(--space-2) var(--space-5);
        align-items: start;
      }
      .box,
      .net {
        display: grid;
        gap: var(--space-1);
        min-width: 0;
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4) var(--space-5);
        border-top: 1px solid var(--line);
        padding-top: var(--space-3);
      }
      .side {
        display: grid;
        gap: var(--space-5);
        align-content: start;
        min-width: 0;
      }
      gn-cards:focus-visible {
        outline: none;
      }
      .said {
        min-height: 1.5em;
        font-size: var(--text-s);
        line-height: 1.5;
        color: var(--ink-soft);
      }
      @media (min-width: 1024px) {
        .body {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        }
      }
      @media (max-width: 760px) {
        .top {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sentence = sentenceOf(this.session);
    this.#detach = this.#sentence.attach();
    addEventListener('keydown', this.#keydown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#detach();
    removeEventListener('keydown', this.#keydown);
  }

  override render() {
    const { session } = this;
    const sentence = this.#sentence;
    if (!sentence) return nothing;
    const read = sentence.read.value;
    const lens = sentenceLens(sentence);
    const open = sentence.trail.value.length > 0;
    return html`<main aria-label=${t('sentence.main')}>
      <gn-text-parts .session=${session}></gn-text-parts>
      <div class="top">
        <section class="box">
          ${titled('sentenceBox', t('sentence.box'), html`<label for="sentence">${t('sentence.box')}</label>`)}
          <textarea
            id="sentence"
            rows="2"
            maxlength=${MOST_LETTERS}
            spellcheck="false"
            autocomplete="off"
            placeholder=${
              session.settings.sentenceNet.value === 'rewriter'
                ? t('rewrite.ownHint', { n: sentence.taught.value?.most ?? 0, last: letterOf(LETTERS - 1) })
                : t('sentence.placeholder')
            }
            .value=${live(this.#box.shown(sentence.text.value))}
            @input=${this.#box.typed}
            @blur=${this.#box.left}
          ></textarea>
          ${read ? this.#facts(read) : nothing}
        </section>
        ${this.#net(read)}
      </div>
      ${this.#trouble(sentence)}
      ${
        read
          ? html`<gn-tape .session=${session} .place=${sentence} .lens=${lens}></gn-tape>
              <div class="body">
                <gn-sentence-operation .session=${session}></gn-sentence-operation>
                <div class="side">
                  <gn-cards .session=${session} .place=${sentence} .lens=${lens} ?hidden=${!open}></gn-cards>
                  ${open ? nothing : html`<gn-sentence-bars .session=${session}></gn-sentence-bars>`}
                  <gn-sentence-meeting .session=${session}></gn-sentence-meeting>
                  ${open ? nothing : html`<p class="quiet">${t('sentence.press')}</p>`}
                </div>
              </div>`
          : nothing
      }
    </main>`;
  }

  #facts({ pieces, left, unknown }: Read) {
    const signs = signNote(pieces.join(''));
    const gpt = this.session.settings.sentenceNet.value === 'taught';
    const most = this.#sentence?.taught.value?.most ?? MOST_PLACES;
    const named = unknown.slice(0, MOST_NAMED).map(letterSign).join(' ');
    return html`<p class="said" role="status">
        ${t('sentence.count', { n: count(pieces.length) })}
        ${left > 0 ? t(gpt ? 'sentence.leftFront' : 'sentence.leftEnd', { n: count(left), most }) : nothing}
        ${signs}
      </p>
      ${
        unknown.length > 0
          ? html`<p class="wrong" role="status">
              ${t('sentence.unknown', { letters: named + (unknown.length > MOST_NAMED ? ' …' : '') })}
            </p>`
          : nothing
      }`;
  }

  #net(read: Read | undefined) {
    const { sentenceNet, view } = this.session.settings;
    const net = sentenceNet.value;
    const taught = this.#sentence?.taught.value;
    const ofIt = net === 'rewriter' ? 'rewriter' : 'taught';
    return html`<section class="net">
      ${titled('sentenceNet', t('sentence.net'))}
      <div class="choices" role="group" aria-label=${t('sentence.net')}>
        ${SENTENCE_NETS.map(
          (each) => html`<button
            class="button"
            type="button"
            aria-pressed=${each === net}
            @click=${() => {
              sentenceNet.value = each;
            }}
          >
            ${t(`sentence.net.${each}`)}
          </button>`,
        )}
      </div>
      <p class="said">
        ${
          !taught
            ? t('sentence.fresh')
            : read?.learnt
              ? read.steps > 0
                ? t(`sentence.${ofIt}`, { n: count(read.steps) })
                : t(`sentence.${ofIt}.untaught`)
              : nothing
        }
        ${
          taught
            ? html`<button
                class="link"
                type="button"
                @click=${() => {
                  view.value = net === 'rewriter' ? 'rewrite' : 'gpt';
                }}
              >
                ${t('sentence.toGpt')}
              </button>`
            : nothing
        }
      </p>
    </section>`;
  }

  #trouble(sentence: Sentence) {
    const trouble = sentence.trouble.value;
    if (!trouble) return nothing;
    const taught = sentence.taught.value;
    const stopped = taught?.stopped;
    if (taught && stopped)
      return html`<div class="row">
        <p class="wrong" role="alert">${t(stopped)}</p>
        ${
          stopped === 'sentence.short'
            ? nothing
            : html`<button class="button" type="button" @click=${() => taught.again()}>${t('panel.again')}</button>`
        }
      </div>`;
    if (trouble === 'waiting') return html`<p class="said" role="status">${t('transport.starting')}</p>`;
    if (trouble === 'unread' && this.session.settings.sentenceNet.value === 'rewriter')
      return html`<p class="wrong" role="alert">${t('sentence.trouble.few', { n: taught?.most ?? 0 })}</p>`;
    return html`<p class="wrong" role="alert">${t(`sentence.trouble.${trouble}`)}</p>`;
  }

  // Wherever the focus is: what had it may be gone with the card it stood in.
  #keydown = (event: KeyboardEvent) => {
    const sentence = this.#sentence;
    const length = sentence?.trail.peek().length ?? 0;
    if (!sentence || event.key !== 'Escape' || event.defaultPrevented || length === 0) return;
    event.preventDefault();
    sentence.backTo(length - 1);
  };
}

customElements.define('gn-sentence-view', GnSentenceView);
