// The network as one line of text, to read or to change; an error is marked at its place and said in a sentence.
import { css, html, nothing } from 'lit';
import type { CoreError } from '../engine/errors';
import { readsTokens } from '../engine/plan';
import { isKey, t } from '../locales';
import { sentence } from '../locales/errors';
import { GnElement } from './element';
import { shared } from './styles';

// A line of another net than the session's.
export interface WrittenLine {
  readonly text: string; // right or wrong
  readonly error: CoreError | undefined;
  set(text: string): void;
  try(): void;
  drop(): void;
}

export class GnNotation extends GnElement {
  static override properties = { ...GnElement.properties, written: { attribute: false } };
  declare written: WrittenLine | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .line {
        max-height: max(11em, 26dvh); /* a very long one scrolls, and pushes nothing out of sight */
        overflow-y: auto;
        scrollbar-width: thin;
        border-radius: var(--radius-m);
        border: 1px solid transparent;
        background: var(--sunken);
        font: 400 var(--text-s) / 1.5 var(--mono);
        transition: border-color var(--fast);
      }
      .line:hover {
        border-color: var(--line-strong);
      }
      .line:focus-within {
        border-color: var(--ink);
        background: var(--raised);
      }
      .bad.line {
        border-color: var(--error);
      }
      .sheet {
        position: relative;
      }
      .behind,
      textarea {
        display: block;
        width: 100%;
        margin: 0;
        padding: 6px var(--space-3);
        font: inherit;
        letter-spacing: 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        border: 0;
      }
      .behind {
        color: transparent;
        min-height: 1.5em;
        pointer-events: none;
      }
      textarea {
        position: absolute;
        inset: 0;
        height: 100%;
        resize: none;
        overflow: hidden;
        background: none;
        color: var(--ink);
        outline: none;
      }
      textarea:focus-visible {
        outline: none; /* the frame around the line shows it */
      }
      .line:has(:focus-visible) {
        box-shadow: 0 0 0 1px var(--ink);
      }
      mark {
        background: var(--error-wash);
        color: transparent;
        border-radius: 2px;
        text-decoration: underline wavy var(--error);
        text-underline-offset: 4px;
        padding: 1px 0;
      }
      .error,
      .say {
        margin-top: 6px;
        overflow-wrap: anywhere;
        font-size: var(--text-s);
        line-height: 1.45;
        color: var(--ink-soft);
      }
      .error {
        color: var(--error);
      }
      @media (max-width: 640px) {
        .line {
          max-height: 60dvh;
          font-size: 16px; /* smaller text makes iOS zoom into the field */
        }
      }
    `,
  ];

  override render() {
    const running = this.session.running.value;
    const { draft } = this.session;
    const { written } = this;
    const text = written ? written.text : draft.line.value;
    const error = written ? written.error : draft.error.value;
    const at = error && error.at >= 0 ? error.at : -1;
    const end = error && at >= 0 ? Math.max(at + error.length, at + 1) : 0;
    const unfit = !written && !error && running?.model === 'own' && running.plan.notation === text;
    const key = error ? `error.${error.code}` : '';
    return html`
      <div class="line ${error ? 'bad' : ''}">
        <div class="sheet">
        <div class="behind" aria-hidden="true">${
          at >= 0
            ? html`${text.slice(0, at)}<mark>${text.slice(at, end) || ' '}</mark>${text.slice(end)}`
            : text
        }${'\u200b'}</div>
        <textarea
          rows="1"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          aria-label=${t('notation.name')}
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby="say"
          .value=${text}
          @input=${this.#input}
          @keydown=${this.#keydown}
          @blur=${this.#blur}
        ></textarea>
        </div>
      </div>
      <div id="say" role="status">
        ${
          error
            ? html`<p class="error">${isKey(key) ? sentence(error) : error.code}</p>`
            : unfit && (running?.plan.input ?? 0) < 0
              ? running && readsTokens(running.plan)
                ? html`<p class="say">${t('notation.tokens')}</p>`
                : html`<p class="error">${t('notation.input')}</p>`
              : nothing
        }
      </div>
    `;
  }

  #input = (event: Event) => {
    (this.written ?? this.session.draft).set((event.target as HTMLTextAreaElement).value);
  };

  #keydown = (event: KeyboardEvent) => {
    const line = this.written ?? this.session.draft;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void line.try();
    } else if (event.key === 'Escape') {
      line.drop();
    }
  };

  // A line that was left unfinished is tried at once.
  #blur = () => {
    const { draft, refused } = this.session;
    if (this.written) {
      if (!this.written.error) this.written.try();
    } else if (!refused.peek() && draft.text.peek() !== undefined) void draft.try();
  };
}

customElements.define('gn-notation', GnNotation);
