// A question of a lesson: a choice, a number, an order. An answer that is given is explained, each of its alternatives too.
import { css, html, nothing } from 'lit';
import { dealt, readNumber } from '../lessons/answers';
import type { Given } from '../lessons/progress';
import type { Ask, AskText } from '../lessons/types';
import type { Walk } from '../lessons/walk';
import { t } from '../locales';
import { GnElement } from './element';
import './gn-prose';
import { icons } from './icons';
import { shared } from './styles';

export class GnAsk extends GnElement {
  static override properties = {
    ...GnElement.properties,
    walk: { attribute: false },
    ask: { attribute: false },
    text: { attribute: false },
    withheld: { type: Boolean },
    more: { state: true },
    order: { state: true },
    strange: { state: true },
  };
  declare walk: Walk;
  declare ask: Ask;
  declare text: AskText;
  declare withheld: boolean; // what is right is not told
  declare more: boolean; // the other answers' explanations are open
  declare order: readonly number[];
  declare strange: boolean; // what was written is no number

  constructor() {
    super();
    this.withheld = false;
    this.more = false;
    this.order = [];
    this.strange = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        border-left: 3px solid var(--ink);
        padding: 2px 0 2px var(--space-4);
      }
      h3 {
        margin: 0 0 4px;
        font-size: var(--text-xs);
        font-weight: 600;
        color: var(--ink-soft);
      }
      ul,
      ol {
        list-style: none;
        margin: var(--space-2) 0 0;
        padding: 0;
        display: grid;
        gap: 6px;
      }
      .option {
        width: 100%;
        min-height: 40px;
        padding: 8px 12px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--raised);
        text-align: left;
        line-height: 1.45;
      }
      .option:hover:not(:disabled) {
        border-color: var(--ink);
      }
      .option:disabled {
        cursor: default;
        color: inherit;
        border-color: var(--line);
      }
      .option.given {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
      }
      .option b {
        float: right;
        margin-left: 8px;
        font-size: var(--text-xs);
      }
      .why {
        padding: 4px 12px 6px;
        color: var(--ink-soft);
        font-size: 0.95em;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-top: var(--space-2);
      }
      input {
        width: 9em;
        min-height: 36px;
        padding: 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: inherit;
        font: inherit;
      }
      ol.told {
        list-style: decimal;
        padding-left: 1.4em;
      }
      .place {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .place span {
        flex: 1;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-top: var(--space-2);
      }
      [role='alert'] {
        color: var(--error);
        font-size: var(--text-s);
        flex-basis: 100%;
      }
    `,
  ];

  override render() {
    const given = this.walk.answered(this.ask);
    return html`<h3 id="name">${t(this.ask.first ? 'ask.guess' : 'ask.question')}</h3>
      <gn-prose .session=${this.session} .desk=${this.walk.desk.value} .prose=${this.text.question}></gn-prose>
      ${this.#form(given)}
      <div role="status">${given === undefined ? nothing : this.#verdict(given)}</div>`;
  }

  #form(given: Given | undefined) {
    if (this.ask.kind === 'number') return this.#number(given);
    return this.ask.kind === 'rank' ? this.#rank(given) : this.#choice(given);
  }

  #said(place: number) {
    const parts = this.text.options[place]?.said ?? [];
    return html`<gn-prose .session=${this.session} .prose=${[{ kind: 'p', parts }]}></gn-prose>`;
  }

  #choice(given: Given | undefined) {
    const told = given !== undefined && !this.withheld;
    const right = this.ask.kind === 'choice' ? this.ask.right : -1;
    return html`<ul aria-labelledby="name">
      ${this.text.options.map(
        (option, i) => html`<li>
          <button
            type="button"
            class="option ${i === given ? 'given' : ''}"
            ?disabled=${given !== undefined}
            aria-pressed=${i === given ? 'true' : 'false'}
            @click=${() => this.walk.answer(this.ask, i)}
          >
            ${told && i === right ? html`<b>${icons.tick}</b>` : nothing}${this.#said(i)}
          </button>
          ${
            told && option.why.length > 0 && (i === given || this.more)
              ? html`<gn-prose class="why" .session=${this.session} .prose=${option.why}></gn-prose>`
              : nothing
          }
        </li>`,
      )}
    </ul>`;
  }

  #number(given: Given | undefined) {
    return html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const box = this.renderRoot.querySelector('input');
        const value = readNumber(box?.value ?? '');
        this.strange = value === undefined;
        if (value !== undefined) this.walk.answer(this.ask, value);
      }}
    >
      <input
        inputmode="decimal"
        autocomplete="off"
        aria-label=${t('ask.number')}
        .value=${given === undefined ? '' : String(given)}
        ?disabled=${given !== undefined}
      />
      <button class="button" type="submit" ?disabled=${given !== undefined}>${t('ask.answer')}</button>
      ${this.strange ? html`<span role="alert">${t('ask.noNumber')}</span>` : nothing}
    </form>`;
  }

  // As written they are in order; they are dealt in another.
  get #dealt(): readonly number[] {
    const n = this.text.options.length;
    return this.order.length === n ? this.order : dealt(n, `${this.walk.now.id}/${this.ask.id}`);
  }

  #rank(given: Given | undefined) {
    const places = Array.isArray(given) ? (given as readonly number[]) : this.#dealt;
    const move = (at: number, by: number) => {
      const next = [...places];
      const [moved = 0] = next.splice(at, 1);
      next.splice(at + by, 0, moved);
      this.order = next;
    };
    const button = (at: number, by: number, label: string, icon: unknown, end: boolean) =>
      html`<button class="button" type="button" aria-label=${label} ?disabled=${end} @click=${() => move(at, by)}>
        ${icon}
      </button>`;
    return html`<ol aria-label=${t('ask.order')}>
        ${places.map((place, at) => {
          const item = plain(this.text.options[place]?.said ?? []);
          return html`<li class="place">
            ${
              given === undefined
                ? html`${button(at, -1, t('ask.up', { item }), '↑', at === 0)}
                  ${button(at, 1, t('ask.down', { item }), '↓', at === places.length - 1)}`
                : nothing
            }
            <span>${this.#said(place)}</span>
          </li>`;
        })}
      </ol>
      ${
        given === undefined
          ? html`<div class="foot">
              <button class="button" type="button" @click=${() => this.walk.answer(this.ask, places)}>
                ${t('ask.answer')}
              </button>
            </div>`
          : nothing
      }`;
  }

  #verdict(given: Given) {
    const { ask } = this;
    const right = this.walk.isRight(ask, given);
    const said = this.withheld ? 'ask.withheld' : right ? 'ask.right' : 'ask.wrong';
    // Of a number its working, of an order all of it, each with why.
    const told = ask.kind === 'choice' || this.withheld ? [] : this.text.options;
    const items = told.map(
      ({ why }, i) => html`<li>
        ${this.#said(i)}
        ${why.length > 0 ? html`<gn-prose class="why" .session=${this.session} .prose=${why}></gn-prose>` : nothing}
      </li>`,
    );
    return html`<div class="foot">
        <strong>${t(said)}</strong>
        ${
          ask.kind === 'choice' && !this.withheld && !this.more
            ? html`<button
                class="button bare"
                type="button"
                @click=${() => {
                  this.more = true;
                }}
              >
                ${t('ask.why')}
              </button>`
            : nothing
        }
        <button
          class="button bare"
          type="button"
          @click=${() => {
            this.more = false;
            this.walk.takeBack(ask);
          }}
        >
          ${t('ask.change')}
        </button>
      </div>
      ${
        items.length === 0
          ? nothing
          : ask.kind === 'rank'
            ? html`<ol class="told">${items}</ol>`
            : html`<ul class="told">${items}</ul>`
      }`;
  }
}

function plain(parts: AskText['options'][number]['said']): string {
  return parts
    .map((part) =>
      typeof part === 'string'
        ? part
        : 'parts' in part
          ? plain(part.parts)
          : 'latex' in part
            ? part.latex
            : 'text' in part
              ? part.text
              : '',
    )
    .join('');
}

customElements.define('gn-ask', GnAsk);
