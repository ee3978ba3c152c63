// The answer: one bar a class, its probability beside it; the largest stands out.
import { css, html, nothing } from 'lit';
import { answers, argmax } from '../engine/engine';
import { readsTokens } from '../engine/plan';
import { count, number, probability, t } from '../locales';
import { GnElement } from './element';
import { readout, stays } from './readout';
import { shared } from './styles';

const MOST = 20; // bars; a net may end in a thousand classes
const NARROW_PX = 190;
const PAIR_NARROW_PX = 260;
const FLAT_PX = 120;

export class GnBars extends GnElement {
  #focus = 0;

  // Not by container queries: they cost a second layout of the page whenever a number changes, that is, every frame.
  #sizes = new ResizeObserver(() => {
    const pair = this.hasAttribute('pair');
    this.toggleAttribute('narrow', this.clientWidth <= (pair ? PAIR_NARROW_PX : NARROW_PX));
    const low = this.clientHeight > 0 && this.clientHeight <= FLAT_PX;
    this.toggleAttribute('flat', low && !pair);
    this.requestUpdate();
  });

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        height: 100%;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        height: 100%;
        display: grid;
        grid-auto-rows: minmax(0, 1fr);
        overflow-y: auto;
      }
      li {
        display: grid;
      }
      button {
        display: grid;
        grid-template-columns: 1.1em 1fr 4.4em;
        align-items: center;
        gap: var(--space-2);
        text-align: left;
        border-radius: var(--radius-s);
        font-size: var(--text-s);
        line-height: 1;
        color: var(--ink-soft);
        min-height: 0;
        cursor: zoom-in;
      }
      button:focus-visible {
        outline-offset: -1px;
      }
      .digit {
        font-size: var(--text-m);
        text-align: center;
        color: var(--ink);
      }
      .best .digit,
      .best .share {
        font-weight: 700;
        color: var(--ink);
      }
      .track {
        height: min(62%, 18px);
        border-radius: 4px;
        background: var(--zero);
        overflow: hidden;
      }
      .bar {
        height: 100%;
        width: 100%;
        border-radius: 4px;
        background: var(--positive-half);
        transform-origin: left;
        transform: scaleX(0);
      }
      .best .bar {
        background: var(--positive);
      }
      .share {
        text-align: right;
        white-space: nowrap;
        font-size: var(--text-s);
      }
      .label .digit::after {
        content: '';
        display: block;
        height: 2px;
        border-radius: 1px;
        background: currentColor;
        margin-top: -1px;
      }
      .empty {
        color: var(--ink-soft);
        font-size: var(--text-s);
        padding: var(--space-3) 0;
        line-height: 1.5;
      }
      .empty .button {
        margin-top: var(--space-2);
      }
      /* on a phone that has scrolled on, the words lie under the same head as the bars */
      :host([flat]) .empty {
        padding: 0;
        font-size: var(--text-xs);
        line-height: 1.3;
      }
      :host([flat]) .empty .button {
        display: none;
      }
      :host([named]:not([flat])) button {
        grid-template-columns: 6.5em 1fr 4.3em;
      }
      :host([named][pair]:not([flat])) button {
        grid-template-columns: 4.7em 1fr 4.1em;
        gap: 5px;
      }
      :host([named]) .digit {
        font-size: var(--text-xs);
        text-align: left;
        line-height: 1.3;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      :host([narrow]) button {
        grid-template-columns: 0.9em 1fr 4.1em;
        gap: 5px;
      }
      :host([narrow]) :is(.share, .digit) {
        font-size: var(--text-xs);
      }
      :host([pair]) ol {
        grid-auto-flow: column;
        grid-template-rows: repeat(var(--rows, 5), minmax(15px, 1fr));
        grid-auto-columns: minmax(0, 1fr);
        column-gap: var(--space-4);
      }
      :host([pair][narrow]) ol {
        column-gap: var(--space-2);
      }
      /* no room for two beside each other */
      @media (max-width: 359px) {
        :host([pair][narrow]:not([named])) ol {
          grid-auto-flow: row;
          grid-template-rows: none;
          grid-auto-rows: minmax(20px, 1fr);
        }
      }
      :host([pair][narrow][named]) ol {
        grid-template-rows: repeat(var(--rows, 5), minmax(24px, 1fr));
        height: max-content;
      }
      :host([pair][narrow]:not([named])) button {
        grid-template-columns: 0.8em 1fr 3.9em;
      }
      :host([flat]) ol {
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        grid-auto-rows: 1fr;
      }
      :host([flat]) button {
        grid-template-columns: 1fr;
        grid-template-rows: 1fr auto;
        gap: 2px;
      }
      :host([flat]) .track {
        grid-row: 1;
        height: 100%;
        width: min(70%, 14px);
        justify-self: center;
      }
      :host([flat]) .bar {
        transform-origin: bottom;
      }
      :host([flat]) .share {
        display: none;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override render() {
    void this.session.frame.value;
    const running = this.session.running.value;
    if (!running) return html`<p class="empty">${t('bars.loading')}</p>`;
    if (running.plan.input < 0) return this.#unfit(readsTokens(running.plan));
    const p = this.session.answer();
    if (p.length === 0) {
      const pending = this.session.inspect.pending(running.plan.answer) && running.plan.answer >= 0;
      return html`<p class="empty">${t(pending ? 'bars.pending' : 'bars.none')}</p>`;
    }
    const best = answers(p) ? argmax(p) : -1;
    const label = this.session.label();
    const shown = Math.min(p.length, MOST);
    this.#focus = Math.min(this.#focus, shown - 1);
    this.toggleAttribute('named', this.session.classes.value.length > 0);
    const name = (i: number) => this.session.classes.value[i] ?? i;
    return html`<ol aria-label=${t(this.session.classes.value.length > 0 ? 'bars.classes' : 'bars.name')} @keydown=${this.#keydown} @pointerleave=${this.#leave}>
      ${Array.from({ length: shown }, (_, i) => {
        const share = p[i] as number;
        const names = `${i === best ? 'best' : ''} ${i === label ? 'label' : ''}`;
        return html`<li>
          <button
            type="button"
            class=${names}
            tabindex=${i === this.#focus ? 0 : -1}
            data-class=${i}
            aria-label=${t(i === label ? 'bars.rowLabel' : 'bars.row', { digit: name(i), share: probability(share) })}
            @pointerenter=${(event: Event) => this.#tell(event, i)}
            @click=${() => this.#open(i)}
            @focus=${(event: Event) => this.#tell(event, i)}
            @blur=${this.#leave}
          >
            <span class="digit" title=${name(i)}>${name(i)}</span>
            <span class="track"><div class="bar"></div></span>
            <span class="share">${probability(share)}</span>
          </button>
        </li>`;
      })}
      ${p.length > shown ? html`<li class="quiet">${t('bars.more', { count: count(p.length - shown) })}</li>` : nothing}
    </ol>`;
  }

  // A net that takes no drawing has no answer to it.
  #unfit(tokens: boolean) {
    if (!tokens) return html`<p class="empty unfit">${t('bars.unfit')}</p>`;
    return html`<div class="empty unfit">
      <p>${t('bars.tokens')}</p>
      <button class="button" type="button" @click=${() => this.session.goTo('gpt')}>${t('bars.toGpt')}</button>
    </div>`;
  }

  override updated(): void {
    const p = this.session.answer();
    const flat = this.hasAttribute('flat');
    // Not as an attribute: the page's policy lets no style come with the markup.
    const shown = Math.min(p.length, MOST);
    const alone = this.hasAttribute('named') && this.hasAttribute('narrow'); // no room for a name beside a name
    const rows = Math.max(5, alone ? shown : Math.ceil(shown / 2));
    this.renderRoot.querySelector('ol')?.style.setProperty('--rows', String(rows));
    for (const [i, bar] of [...this.renderRoot.querySelectorAll<HTMLElement>('.bar')].entries()) {
      const share = Math.max(0, Math.min(1, p[i] || 0)).toFixed(4);
      bar.style.transform = flat ? `scaleY(${share})` : `scaleX(${share})`;
    }
    this.session.shown();
  }

  #tell(event: Event, i: number): void {
    const row = event.currentTarget as HTMLElement;
    const box = row.getBoundingClientRect();
    const plan = this.session.running.peek()?.plan;
    const scores = plan?.rows[plan.answer]?.inputs[0];
    const score = scores === undefined ? undefined : this.session.values(scores)[i];
    readout.value = {
      x: box.left - 12,
      y: box.top + box.height / 2,
      title: t('bars.probability', { digit: this.session.classes.peek()[i] ?? i }),
      value: this.session.answer()[i] ?? 0,
      ...(score === undefined ? {} : { note: t('bars.score', { score: number(score) }) }),
    };
  }

  #open(index: number): void {
    readout.value = undefined;
    const id = this.session.running.peek()?.plan.answer ?? -1;
    this.session.inspect.open({ kind: 'value', id, index });
  }

  #leave = (event: Event) => {
    if (!stays(event)) readout.value = undefined;
  };

  #keydown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('button')];
    this.#focus = Math.min(rows.length - 1, Math.max(0, this.#focus + step));
    this.requestUpdate();
    rows[this.#focus]?.focus();
  };
}

customElements.define('gn-bars', GnBars);
