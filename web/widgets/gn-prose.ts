// A lesson's text: paragraphs, formulas as MathML, words of the glossary, and numbers of the moment from the desk.
import { css, html, type nothing, type TemplateResult } from 'lit';
import type { Desk } from '../lessons/desk';
import { isShare, measure } from '../lessons/measures';
import type { Block, Inline, Prose } from '../lessons/types';
import { count, number, percent } from '../locales';
import { GnElement } from './element';
import './gn-word';
import { latex } from './latex';
import type { About } from './letters';
import { brief } from './slopes-words';
import { shared } from './styles';

const STOPS = /^[,.;:!?)，。；：！？、）”’]+/;

export class GnProse extends GnElement {
  static override properties = {
    ...GnElement.properties,
    prose: { attribute: false },
    desk: { attribute: false },
    slopes: { type: Boolean },
  };
  declare prose: Prose;
  declare desk: Desk | undefined;
  declare slopes: boolean; // it tells of them, where no desk does

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        line-height: 1.6;
      }
      p,
      ul,
      ol {
        margin: 0 0 0.75em;
      }
      :host > :last-child,
      li > :last-child {
        margin-bottom: 0;
      }
      ul,
      ol {
        padding-left: 1.4em;
      }
      math {
        font-size: 1.06em;
      }
      .formula {
        margin: 0.9em 0;
        overflow-x: auto;
        overflow-y: hidden;
      }
      code {
        font-family: var(--mono);
        font-size: 0.9em;
        background: var(--sunken);
        padding: 1px 4px;
        border-radius: 4px;
        overflow-wrap: anywhere;
      }
      em:lang(zh) {
        font-style: normal;
        text-emphasis: dot;
        text-emphasis-position: under right;
      }
      .held {
        white-space: nowrap;
      }
      .live {
        font-weight: 600;
        white-space: nowrap;
        border-bottom: 2px solid var(--line-strong);
      }
    `,
  ];

  // A formula that is wider than its column is scrolled by keyboard too.
  readonly #sizes = new ResizeObserver(() => {
    for (const each of this.renderRoot.querySelectorAll<HTMLElement>('.formula'))
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
      else each.removeAttribute('tabindex');
  });

  override updated(): void {
    this.#sizes.disconnect();
    for (const each of this.renderRoot.querySelectorAll('.formula')) this.#sizes.observe(each);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override render() {
    return this.prose.map((block) => this.#block(block));
  }

  get #about(): About {
    return this.desk?.start.includes('slopes=') || this.slopes ? 'slopes' : 'net';
  }

  #block(block: Block): TemplateResult {
    if (block.kind === 'p') return html`<p>${this.#inlines(block.parts)}</p>`;
    if (block.kind === 'math')
      return html`<div class="formula">${latex(block.latex, 'block', this.#about, this.#moment)}</div>`;
    if (block.kind === 'code') return html`<p><code>${block.text}</code></p>`;
    const items = block.items.map((item) => html`<li>${item.map((each) => this.#item(each))}</li>`);
    return block.kind === 'ul' ? html`<ul>${items}</ul>` : html`<ol>${items}</ol>`;
  }

  // A list's line is no paragraph of its own.
  #item(block: Block) {
    return block.kind === 'p' ? this.#inlines(block.parts) : this.#block(block);
  }

  // A stop or comma behind a formula is not parted from it by the end of a line.
  #inlines(parts: readonly Inline[]) {
    return parts.map((part, i) => {
      const [before, after] = [parts[i - 1], parts[i + 1]];
      const isMath = typeof part !== 'string' && part.kind === 'math';
      const tail = isMath && typeof after === 'string' ? (STOPS.exec(after)?.[0] ?? '') : '';
      if (tail) return html`<span class="held">${this.#inline(part)}${tail}</span>`;
      const follows = typeof before !== 'string' && before?.kind === 'math';
      return this.#inline(typeof part === 'string' && follows ? part.replace(STOPS, '') : part);
    });
  }

  #inline(part: Inline): TemplateResult | string | typeof nothing {
    if (typeof part === 'string') return part;
    switch (part.kind) {
      case 'em':
        return html`<em>${part.parts.map((each) => this.#inline(each))}</em>`;
      case 'strong':
        return html`<strong>${part.parts.map((each) => this.#inline(each))}</strong>`;
      case 'math':
        return latex(part.latex, 'inline', this.#about, this.#moment);
      case 'code':
        return html`<code>${part.text}</code>`;
      case 'word':
        return html`<gn-word .word=${part.word}>${part.text}</gn-word>`;
      case 'live':
        return html`<span class="live">${this.#live(part.measure)}</span>`;
    }
  }

  // In a formula as exact as needed to follow it.
  #moment = (name: string): string => {
    const value = this.desk && measure(this.desk, name);
    if (value === undefined) return '…';
    if (typeof value === 'string' || isShare(name) || Number.isInteger(value)) return this.#live(name);
    return brief(value);
  };

  #live(name: string): string {
    if (!this.desk) return '\u2007'.repeat(6); // on paper: room to write it
    const value = measure(this.desk, name);
    if (value === undefined) return '…';
    if (typeof value === 'string') return value;
    if (isShare(name)) return percent(value);
    return Number.isInteger(value) ? count(value) : number(value);
  }
}

customElements.define('gn-prose', GnProse);
