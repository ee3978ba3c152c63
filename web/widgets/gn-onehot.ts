// Categories for a network: numbered they get an order that nobody meant, one-hot they do not; and what that costs.
import { css, html, nothing } from 'lit';
import type { OneHot } from '../engine/onehot';
import { count, number, percent, t } from '../locales';
import { GnElement } from './element';
import { shared } from './styles';

const MOST = 8; // categories shown
const LONGEST = 24; // letters of a name
const UNITS = 16;
const GPT2 = 50257;
// Of the slider, so that each press is about a tenth more.
const COUNTS = [
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  12,
  15,
  20,
  26,
  35,
  50,
  75,
  100,
  150,
  200,
  350,
  500,
  750,
  1000,
  1500,
  2500,
  5000,
  7500,
  10000,
  15000,
  21128,
  30522,
  GPT2,
];

export class GnOnehot extends GnElement {
  static override properties = {
    ...GnElement.properties,
    typed: { state: true },
    many: { state: true },
  };
  declare typed: string | undefined; // undefined: the colours of the page's language
  declare many: number; // place in COUNTS

  constructor() {
    super();
    this.typed = undefined;
    this.many = COUNTS.indexOf(10);
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        padding-top: 2px;
        font-size: var(--text-s);
        line-height: 1.45;
      }
      section {
        display: grid;
        gap: 6px;
        min-width: 0;
      }
      h3 {
        margin: 0;
        font-size: var(--text-s);
        font-weight: 600;
      }
      label {
        display: grid;
        gap: 4px;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      textarea {
        width: 100%;
        min-height: 3.2em;
        padding: 6px 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--paper);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-s);
        resize: vertical;
      }
      .button {
        justify-self: start;
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
      .scroll {
        overflow-x: auto;
        scrollbar-width: thin;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-size: var(--text-xs);
      }
      th {
        max-width: 7em;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 400;
        color: var(--ink-soft);
        text-align: left;
        padding-right: 4px;
      }
      thead th {
        max-width: 3.6em;
        text-align: center;
        padding: 0;
      }
      td {
        min-width: 30px;
        height: 24px;
        padding: 0 3px;
        border-radius: 4px;
        text-align: center;
        background: var(--sunken);
      }
      td.one {
        background: var(--ink);
        color: var(--paper);
        font-weight: 600;
      }
      td.zero {
        color: var(--ink-faint);
      }
      td.same {
        background: none;
        color: var(--ink-faint);
      }
      td.far {
        background: var(--line-strong);
        color: var(--ink);
      }
      .number {
        font-size: var(--text-m);
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 2px var(--space-2);
        margin: 0;
        align-items: baseline;
      }
      dt {
        text-align: right;
        font-weight: 600;
      }
      dd {
        margin: 0;
        color: var(--ink-soft);
      }
      input {
        width: 100%;
        accent-color: var(--ink);
      }
      @media (max-width: 640px) {
        textarea {
          font-size: 16px; /* smaller text makes iOS zoom into the field */
        }
      }
    `,
  ];

  override render() {
    void this.session.running.value;
    const oneHot = this.session.probe?.oneHot;
    if (!oneHot) return nothing;
    const text = this.typed ?? t('onehot.colours');
    const all = categoriesOf(text);
    const names = all.slice(0, MOST);
    return html`<label
        ><span>${t('onehot.categories')}</span
        ><textarea
          rows="2"
          spellcheck="false"
          .value=${text}
          @input=${(event: Event) => {
            this.typed = (event.target as HTMLTextAreaElement).value.slice(0, 2000);
          }}
        ></textarea>
      </label>
      ${
        this.typed === undefined
          ? nothing
          : html`<button
              class="button"
              type="button"
              @click=${() => {
                this.typed = undefined;
              }}
            >
              ${t('onehot.usual')}
            </button>`
      }
      ${all.length > MOST ? html`<p class="quiet">${t('onehot.many', { count: MOST })}</p>` : nothing}
      ${names.length < 2 ? html`<p role="status">${t('onehot.few')}</p>` : this.#both(oneHot, names)}
      ${this.#cost(oneHot)}`;
  }

  #both(oneHot: OneHot, names: readonly string[]) {
    const n = names.length;
    const numbered = oneHot.numbered(n);
    const apart = oneHot.apart(n);
    const [first = '', second = '', last = ''] = [names[0], names[1], names[n - 1]];
    return html`<section aria-label=${t('onehot.numbered')}>
        <h3>${t('onehot.numbered')}</h3>
        ${this.#table(t('onehot.distances'), names, numbered, (i) => html`<td class="number">${i}</td>`)}
        ${
          n > 2
            ? html`<p>${t('onehot.order', { first, second, last, far: number(numbered[n - 1] ?? 0).replace('.000', '') })}</p>`
            : nothing
        }
      </section>
      <section aria-label=${t('onehot.vectors')}>
        <h3>${t('onehot.vectors')}</h3>
        <div class="scroll" tabindex="0" role="group" aria-label=${t('onehot.vectors')}>
          <table>
            ${names.map(
              (name, i) => html`<tr>
                <th scope="row">${name}</th>
                ${Array.from(oneHot.vector(n, i), (value) => html`<td class=${value === 1 ? 'one' : 'zero'}>${value}</td>`)}
              </tr>`,
            )}
          </table>
        </div>
        ${this.#table(t('onehot.equal', { distance: number(apart[1] ?? 0) }), names, apart)}
        <p>${t('onehot.fair')}</p>
      </section>`;
  }

  #table(caption: string, names: readonly string[], d: Float32Array, own?: (i: number) => unknown) {
    const n = names.length;
    const most = Math.max(...d);
    const short = (value: number) => number(value).replace(/\.000$|(?<=\.\d\d)\d$/, '');
    return html`<p class="quiet">${caption}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${caption}>
        <table>
          <thead>
            <tr>
              <td class="same"></td>
              ${own ? html`<td class="same"></td>` : nothing}
              ${names.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          ${names.map(
            (name, i) => html`<tr>
              <th scope="row">${name}</th>
              ${own?.(i) ?? nothing}
              ${names.map((other, j) => {
                const value = d[i * n + j] ?? 0;
                const kind = i === j ? 'same' : own && value === most && most > 1 ? 'far' : '';
                return html`<td class=${kind} title=${t('onehot.pair', { a: name, b: other, distance: short(value) })}>
                  ${i === j ? '·' : short(value)}
                </td>`;
              })}
            </tr>`,
          )}
        </table>
      </div>`;
  }

  #cost(oneHot: OneHot) {
    const n = COUNTS[this.many] ?? 10;
    const { zeros, parameters } = oneHot.cost(n, UNITS);
    return html`<section aria-label=${t('onehot.cost')}>
      <h3>${t('onehot.cost')}</h3>
      <label
        ><span>${t('onehot.slider')}: <b>${count(n)}</b></span
        ><input
          type="range"
          min="0"
          max=${COUNTS.length - 1}
          .value=${String(this.many)}
          aria-label=${t('onehot.slider')}
          aria-valuetext=${count(n)}
          @input=${(event: Event) => {
            this.many = Number((event.target as HTMLInputElement).value);
          }}
      /></label>
      <dl>
        <dt data-length=${n}>${count(n)}</dt>
        <dd>${t('onehot.length')}</dd>
        <dt data-zeros=${zeros}>${percent(zeros / n)}</dt>
        <dd>${t('onehot.zeros')}</dd>
        <dt data-parameters=${parameters}>${count(parameters)}</dt>
        <dd>${t('onehot.weights')}<br /><span class="quiet">${t('onehot.arithmetic', { count: count(n), parameters: count(parameters) })}</span></dd>
      </dl>
      ${n === GPT2 ? html`<p>${t('onehot.embedding')}</p>` : nothing}
    </section>`;
  }
}

// Each once, in the order they were written in.
function categoriesOf(text: string): readonly string[] {
  const names = text
    .split(/[\n,，、;；]+/)
    .map((name) => [...name.trim()].slice(0, LONGEST).join(''))
    .filter(Boolean);
  return [...new Set(names)];
}

customElements.define('gn-onehot', GnOnehot);
