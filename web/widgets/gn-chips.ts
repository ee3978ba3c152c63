// The tokens of a text, in their order: only those on show are drawn. Tokens of one character hold together, and the
// character stands beneath them. Pointed at or reached by keys, a token is looked up, and its like are marked.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Row } from '../engine/text-messages';
import type { Method } from '../engine/text-methods';
import { beginsWithin, codeName, partsOf, wordsOf } from '../engine/text-parts';
import { count, type Key, t } from '../locales';
import { PAGE_CHIPS, type TextLab } from '../state/text';
import { GnElement } from './element';
import { icons } from './icons';
import { shared } from './styles';
import { chipBody, chipStyles, colourOf } from './token-chips';

interface Token {
  readonly i: number; // in the text
  readonly id: number;
  readonly kind: number;
  readonly bytes: Uint8Array;
}

const UNKNOWN = '<unk>'; // as programs write it
const narrow = matchMedia('(max-width: 1099px)'); // what is looked up opens over the page there

export class GnChips extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    method: {},
    fresh: { type: Number },
  };
  declare lab: TextLab;
  declare method: Method;
  declare fresh: number; // a kind that is marked: the token that is new

  #current = 0; // index in the text of the one that Tab reaches
  #marked = -1; // kind

  constructor() {
    super();
    this.fresh = -1;
  }

  static override styles = [
    shared,
    chipStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 3px 2px;
        align-items: flex-start;
      }
      .chip {
        cursor: pointer;
        touch-action: manipulation;
        scroll-margin: 60px 0;
      }
      @media (max-width: 1099px) {
        .chip {
          scroll-margin-bottom: 50dvh;
        }
      }
      button.chip:hover,
      button.chip:focus-visible,
      .chip.same {
        border-color: var(--ink);
        background: color-mix(in oklab, var(--colour) 34%, var(--raised));
        z-index: 1;
      }
      button.chip:is(:hover, :focus-visible) .code,
      .chip.same .code {
        color: var(--ink);
      }
      button.chip:focus-visible {
        outline-offset: 1px;
      }
      .chip.fresh {
        box-shadow: 0 0 0 2px var(--ink);
        z-index: 1;
        margin: 0 2px;
      }
      .ids .chip {
        font-size: var(--text-s);
        font-variant-numeric: tabular-nums;
      }
      .break {
        flex-basis: 100%;
        height: 0;
      }
      /* what belongs together: the tokens of one character; a word that is not known */
      .whole {
        display: inline-flex;
        flex-direction: column;
        align-items: center;
        min-width: 0;
        margin: 0 1px;
      }
      .whole .of {
        font-size: var(--text-xs);
        line-height: 1.35;
        color: var(--ink-soft);
        max-width: 100%;
        overflow-wrap: anywhere;
        border-top: 1.5px solid var(--line-strong);
        align-self: stretch;
        text-align: center;
        margin-top: 2px;
      }
      .joined {
        display: inline-flex;
        flex-wrap: wrap;
        justify-content: center;
        row-gap: 2px;
      }
      .joined .chip {
        position: relative;
      }
      .joined .chip:not(:first-child) {
        border-top-left-radius: 0;
        border-bottom-left-radius: 0;
        margin-left: -1px;
        border-left-style: dashed;
      }
      .joined .chip:not(:last-child) {
        border-top-right-radius: 0;
        border-bottom-right-radius: 0;
        border-right-style: dashed;
      }
      .unknown {
        border-style: dashed;
        border-color: var(--ink-faint);
        background: none;
        color: var(--ink-soft);
        font-family: var(--mono);
        font-size: var(--text-s);
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--space-2);
        margin-top: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .more .button {
        min-height: 28px;
        padding: 0 var(--space-2);
        font-size: var(--text-xs);
      }
      .empty {
        color: var(--ink-faint);
        font-size: var(--text-s);
        padding: 4px 0;
      }
    `,
  ];

  override render() {
    const row = this.lab.rows[this.method].value;
    if (!row) return nothing;
    if (row.count === 0) return html`<p class="empty">${t('text.nothing')}</p>`;
    const ids = this.session.settings.textIds.value;
    const tokens = tokensOf(row);
    if (!tokens.some(({ i }) => i === this.#current)) this.#current = tokens[0]?.i ?? 0;
    return html`<div
        class="chips ${ids ? 'ids' : ''}"
        role="group"
        aria-label=${t('text.tokensOf', { method: t(`text.method.${this.method}` as Key) })}
        @pointerover=${this.#over}
        @pointerleave=${() => this.#mark(-1)}
        @focusin=${this.#over}
        @focusout=${() => this.#mark(-1)}
        @keydown=${this.#key}
      >
        ${this.#groups(tokens, row, ids)}
      </div>
      ${this.#more(row, tokens.length)}`;
  }

  // Neighbours that share a character stand in one group, with that character beneath.
  #groups(tokens: readonly Token[], row: Row, ids: boolean): TemplateResult[] {
    const out: TemplateResult[] = [];
    for (let at = 0; at < tokens.length; ) {
      let end = at + 1;
      while (end < tokens.length && beginsWithin((tokens[end] as Token).bytes)) end++;
      const group = tokens.slice(at, end);
      const [first] = group as [Token];
      const cut = beginsWithin(first.bytes) || (end === tokens.length && row.window.goesOn);
      const chips = group.map((token) => this.#chip(token, ids));
      if (group.length > 1 || cut) {
        const of = cut ? '…' : textOf(group);
        out.push(
          html`<span class="whole"><span class="joined">${chips}</span><span class="of" aria-hidden="true">${of}</span></span>`,
        );
      } else if (this.#unknown(first)) {
        out.push(
          html`<span class="whole">${chips}<span class="of" aria-hidden="true">${wordsOf(first.bytes)}</span></span>`,
        );
      } else out.push(...chips);
      if (group.at(-1)?.bytes.includes(10)) out.push(html`<span class="break"></span>`);
      at = end;
    }
    return out;
  }

  #unknown({ id }: Token): boolean {
    return this.method === 'words' && id === 0;
  }

  #chip(token: Token, ids: boolean): TemplateResult {
    const { i, id, kind, bytes } = token;
    const unknown = this.#unknown(token);
    const looks = unknown ? 'unknown' : colourOf(kind);
    return html`<button
      type="button"
      class="chip ${looks}${kind === this.fresh ? ' fresh' : ''}${kind === this.#marked ? ' same' : ''}"
      data-i=${i}
      data-kind=${kind}
      tabindex=${i === this.#current ? 0 : -1}
      aria-label=${t(unknown ? 'text.unknownChip' : 'text.chip', { token: wordsOf(bytes.subarray(0, 64)), id })}
    >${unknown ? (ids ? '0' : UNKNOWN) : ids ? id : chipBody(bytes)}</button>`;
  }

  #more({ count: all, window: { from } }: Row, shown: number) {
    if (from === 0 && shown === all) return nothing;
    const show = (first: number, size: number) => () => this.lab.show(this.method, Math.max(0, first), size);
    const paged = from > 0 || shown >= PAGE_CHIPS;
    const left = all - from - shown;
    const page = (name: Key, icon: unknown, first: number, off: boolean) => html`<button
      class="button"
      type="button"
      aria-label=${t(name)}
      title=${t(name)}
      ?disabled=${off}
      @click=${show(first, PAGE_CHIPS)}
    >
      ${icon}
    </button>`;
    if (!paged)
      return html`<div class="more">
        <button class="button" type="button" @click=${show(0, PAGE_CHIPS)}>${t('text.more', { n: count(left) })}</button>
      </div>`;
    const last = Math.floor((all - 1) / PAGE_CHIPS) * PAGE_CHIPS;
    return html`<div class="more">
      ${page('text.firstPage', icons.first, 0, from === 0)}
      ${page('text.before', icons.left, from - PAGE_CHIPS, from === 0)}
      <span>${t('text.page', { from: count(from + 1), to: count(from + shown), all: count(all) })}</span>
      ${page('text.after', icons.right, from + PAGE_CHIPS, left === 0)}
      ${page('text.lastPage', icons.last, last, left === 0)}
      <button class="button" type="button" @click=${show(0, 0)}>${t('text.fewer')}</button>
    </div>`;
  }

  // ---------------------------------------------------------------- pointing

  #over = (event: Event) => {
    const chip = (event.target as Element).closest<HTMLElement>('.chip');
    if (!chip) return;
    this.#mark(Number(chip.dataset.kind));
    const at = Number(chip.dataset.i);
    if (event.type === 'focusin') this.#current = at;
    else if (narrow.matches) return;
    this.lab.look({ method: this.method, at });
    if (narrow.matches) requestAnimationFrame(() => chip.scrollIntoView({ block: 'nearest' }));
  };

  // Its like, by hand: hundreds of chips need not be rendered for it.
  #mark(kind: number): void {
    this.#marked = kind;
    for (const chip of this.renderRoot.querySelectorAll<HTMLElement>('.chip'))
      chip.classList.toggle('same', Number(chip.dataset.kind) === kind);
  }

  #key = (event: KeyboardEvent) => {
    const chips = [...this.renderRoot.querySelectorAll<HTMLElement>('.chip')];
    const at = chips.indexOf(event.target as HTMLElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: chips.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const chip = chips[Math.max(0, Math.min(chips.length - 1, to))];
    if (!chip) return;
    for (const each of chips) each.tabIndex = each === chip ? 0 : -1;
    chip.focus();
  };
}

function tokensOf({ window: { from, ids, kinds, ends, bytes } }: Row): Token[] {
  return Array.from(ids, (id, i) => ({
    i: from + i,
    id,
    kind: kinds[i] as number,
    bytes: bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]),
  }));
}

// The characters that they make together, spaces aside.
function textOf(group: readonly Token[]): string {
  const parts = partsOf(Uint8Array.from(group.flatMap(({ bytes }) => [...bytes])));
  return parts
    .map((part) => (part.kind === 'code' ? codeName(part.code) : part.kind === 'sign' ? '' : part.text))
    .join('');
}

customElements.define('gn-chips', GnChips);
