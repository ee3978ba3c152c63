// The network as cards: a palette from the registry, a row for each operation, always in step with the line of text.
import { css, html, nothing } from 'lit';
import type { Row } from '../engine/plan';
import type { Operation } from '../engine/registry';
import { isKey, type Key, t } from '../locales';
import { BEGINNINGS, PRESET_NAMES, PRESETS, type Preset } from '../state/presets';
import { lineOf, moved, type Piece, partsOf, pieceAt, piecesOf, spanOf, textOf } from '../state/rows';
import { type WindowSize, windowSizes } from '../state/window-sizes';
import { CardDrag, type Taken } from './card-drag';
import { GnElement } from './element';
import './gn-builder-row';
import type { Act, GnBuilderRow } from './gn-builder-row';
import { icons } from './icons';
import { shared } from './styles';

const PAUSE_MS = 120; // of typing into a field

export class GnBuilder extends GnElement {
  static override properties = {
    ...GnElement.properties,
    selected: { state: true },
    said: { state: true },
  };
  declare selected: number; // card that is open; −1: none
  declare said: string; // for screen readers, after a move

  #drag = new CardDrag(this);
  #bad = -1; // place in the line of what was wrong when it was last drawn
  #registry: readonly Operation[] = [];

  constructor() {
    super();
    this.selected = -1;
    this.said = '';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
      }
      .top {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding-bottom: var(--space-2);
      }
      select {
        flex: 1;
        min-width: 0;
        height: 30px;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-s);
      }
      .top .button {
        min-height: 30px;
      }
      ol {
        flex: 1;
        min-height: 120px;
        margin: 0;
        padding: 1px;
        list-style: none;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      li {
        display: flex;
        align-items: flex-start;
        border: 1px solid transparent;
        border-radius: var(--radius-s);
      }
      li:hover {
        background: var(--sunken);
      }
      li.open {
        background: var(--raised);
        border-color: var(--line-strong);
      }
      li.bad {
        border-color: var(--error);
      }
      li.over {
        box-shadow: 0 -2px 0 var(--ink);
      }
      li.behind {
        box-shadow: 0 2px 0 var(--ink);
      }
      .ghost {
        position: fixed;
        z-index: 30;
        margin: -30px 0 0 8px;
        padding: 5px 8px;
        border: 1px solid var(--ink);
        border-radius: var(--radius-s);
        background: var(--raised);
        font: 400 var(--text-xs) / 1 var(--mono);
        pointer-events: none;
      }
      .ghost.nowhere {
        opacity: 0.5;
      }
      .grip {
        flex: none;
        width: 12px;
        align-self: stretch;
        cursor: grab;
        touch-action: none;
        background: radial-gradient(circle, var(--line-strong) 1px, transparent 1.4px) center / 4px 5px;
        margin: 7px 0 7px 4px;
        opacity: 0.7;
      }
      li.taken {
        opacity: 0.45;
      }
      @media (pointer: coarse) {
        .grip {
          width: 28px;
        }
      }
      li.d1 {
        margin-left: 14px;
      }
      li.d2 {
        margin-left: 28px;
      }
      gn-builder-row {
        flex: 1;
        min-width: 0;
      }
      h3 {
        margin: var(--space-2) 0 4px;
        font-size: var(--text-xs);
        font-weight: 400;
        color: var(--ink-faint);
      }
      .palette {
        border-top: 1px solid var(--line);
        margin-top: 4px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      summary {
        margin: 6px 0;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        cursor: pointer;
      }
      .chips button {
        min-height: 25px;
        padding: 0 7px;
        border-radius: var(--radius-s);
        background: var(--sunken);
        font: 400 var(--text-xs) / 1 var(--mono);
        color: var(--ink-soft);
      }
      @media (hover: hover) {
        .chips button {
          cursor: grab;
        }
      }
      .chips button:hover {
        color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      @media (max-width: 1239px) {
        :host {
          height: auto;
        }
        ol {
          overflow: visible;
        }
      }
      @media (pointer: coarse) {
        .chips button {
          min-height: 32px;
          padding: 0 10px;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#undoKey);
    this.follow(() => {
      if (this.session.draft.error.value) void this.session.draft.measure();
    });
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const ghost = this.renderRoot.querySelector<HTMLElement>('.ghost');
    if (ghost) [ghost.style.left, ghost.style.top] = this.#drag.at.map((px) => `${px}px`) as [string, string];
    const bad = this.session.draft.error.value?.at ?? -1;
    const writing = this.shadowRoot?.activeElement; // in a row of its own, which stays
    const broken = bad !== this.#bad && bad >= 0 && !writing;
    this.#bad = bad;
    if (!changed.has('selected') && !broken) return;
    // its card has grown by then
    requestAnimationFrame(() =>
      this.renderRoot.querySelector(broken ? 'li.bad' : 'li.open')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  override render() {
    const { draft, probe } = this.session;
    void this.session.running.value;
    if (this.#registry.length === 0 && probe) this.#registry = probe.registry;
    const pieces = piecesOf(draft.line.value);
    const error = draft.error.value;
    const bad = error && error.at >= 0 ? pieceAt(pieces, error.at) : -1;
    const unsettled = draft.text.value !== undefined || error !== undefined;
    return html`
      <div class="top">
        <select aria-label=${t('builder.preset')} @change=${this.#preset}>
          <option value="">${t('builder.preset')}</option>
          ${PRESET_NAMES.map((name) => html`<option value=${name}>${t(`preset.${name}`)}</option>`)}
        </select>
        <button
          class="button"
          type="button"
          ?disabled=${draft.before.value.length === 0 && !unsettled}
          @click=${() => draft.undo()}
        >
          ${icons.undo}${t('pad.undo')}
        </button>
      </div>
      <ol
        aria-label=${t('builder.rows')}
        @pointermove=${this.#drag.move}
        @pointerup=${this.#drag.drop}
        @pointercancel=${this.#drag.let}
      >
        ${pieces.map((piece, i) => this.#card(pieces, piece, i, i === bad))}
      </ol>
      ${this.#ghost()}
      <div
        class="palette"
        @pointermove=${this.#drag.move}
        @pointerup=${this.#drag.drop}
        @pointercancel=${this.#drag.let}
        @keydown=${this.#escape}
      >
        <h3 id="add">${t(this.selected >= 0 ? 'builder.after' : 'builder.add', { row: this.selected + 1 })}</h3>
        <div class="chips" role="group" aria-labelledby="add">
          ${[...this.#names(false), 'from', 'repeat', 'loop'].map(this.#chip)}
        </div>
        <details>
          <summary>${t('builder.sequences')}</summary>
          <div class="chips" role="group" aria-label=${t('builder.sequences')}>${this.#names(true).map(this.#chip)}</div>
        </details>
      </div>
      <span class="sr" role="status">${this.said}</span>
    `;
  }

  #names(sequence: boolean): readonly string[] {
    return this.#registry.filter(({ isSequence }) => isSequence === sequence).map(({ name }) => name);
  }

  readonly #chip = (name: string) =>
    html`<button
      type="button"
      title=${isKey(`ops.${name}`) ? t(`ops.${name}` as Key) : ''}
      @pointerdown=${(event: PointerEvent) => this.#drag.takeWord(event, name)}
      @click=${() => this.#insert(name, this.#next())}
    >
      ${name}
    </button>`;

  // The word on its way, beside the pointer.
  #ghost() {
    const { moving, over } = this.#drag;
    return typeof moving === 'string'
      ? html`<code class="ghost ${over < 0 ? 'nowhere' : ''}" aria-hidden="true">${moving}</code>`
      : nothing;
  }

  #card(pieces: readonly Piece[], piece: Piece, i: number, bad: boolean) {
    const open = i === this.selected;
    const { moving, over } = this.#drag;
    const behind = over === pieces.length && i === over - 1;
    return html`<li
      class="d${Math.min(2, piece.depth)} ${open ? 'open' : ''} ${bad ? 'bad' : ''} ${i === over ? 'over' : ''} ${behind ? 'behind' : ''} ${i === moving ? 'taken' : ''}"
      @pointerdown=${(event: PointerEvent) => this.#drag.takeCard(event, i)}
      @keydown=${(event: KeyboardEvent) => this.#keydown(event, i)}
    >
      <span class="grip" aria-hidden="true"></span>
      <gn-builder-row
        .session=${this.session}
        .piece=${piece}
        .operation=${this.#operation(piece)}
        .shape=${this.#shape(pieces, i)}
        .sizes=${this.#sizes(pieces, i)}
        .error=${bad ? this.session.draft.error.value : undefined}
        .open=${open}
        @row-change=${(event: CustomEvent<string>) => {
          const texts = pieces.map(({ text }) => text);
          texts[i] = event.detail;
          this.session.draft.set(lineOf(texts.filter(Boolean)), PAUSE_MS);
        }}
        @row-act=${(event: CustomEvent<Act>) => this.#act(event.detail, i)}
      ></gn-builder-row>
    </li>`;
  }

  #operation(piece: Piece): Operation | undefined {
    const { op } = partsOf(piece.text, undefined);
    return this.#registry.find(({ name }) => name === op);
  }

  // The first row of the tape that this piece made; of a loop, the last one.
  #made(pieces: readonly Piece[], i: number): Row | undefined {
    const piece = pieces[i] as Piece;
    const rows = this.session.draft.plan.value?.rows ?? [];
    const made = rows.filter((row) => row.at >= piece.at && row.at < piece.at + piece.text.length);
    return piece.opens ? made.at(-1) : made[0];
  }

  // What comes out; of a loop, the states of all steps.
  #shape(pieces: readonly Piece[], i: number): string {
    return this.#made(pieces, i)?.shape.join('×') ?? '';
  }

  #sizes(pieces: readonly Piece[], i: number): readonly WindowSize[] {
    const row = this.#made(pieces, i);
    const plan = this.session.draft.plan.value;
    return plan && row && !pieces[i]?.opens ? windowSizes(plan, row) : [];
  }

  // ---------------------------------------------------------------- changes

  #pieces(): readonly Piece[] {
    return piecesOf(this.session.draft.line.peek());
  }

  #put(texts: readonly string[], selected: number): void {
    this.selected = selected;
    this.session.draft.set(lineOf(texts), 0);
  }

  #preset = (event: Event) => {
    const field = event.target as HTMLSelectElement;
    const name = field.value as Preset | '';
    field.value = '';
    if (name === '') return;
    this.selected = -1;
    this.session.draft.set(PRESETS[name], 0);
  };

  // Where a word that is pressed goes: after the open card, else before the loss, else to the end.
  #next(): number {
    const pieces = this.#pieces();
    const last = pieces.at(-1);
    const loss = last && this.#operation(last)?.isLoss ? pieces.length - 1 : pieces.length;
    return this.selected >= 0 && this.selected < pieces.length ? this.selected + 1 : loss;
  }

  #insert(op: string, at: number): void {
    const texts = this.#pieces().map(({ text }) => text);
    const joins = op === 'from' || this.#registry.find(({ name }) => name === op)?.joins;
    const rows = joins ? [`${op} ${this.#partner(texts, at)}`] : (BEGINNINGS[op] ?? [op]);
    texts.splice(at, 0, ...rows);
    this.#put(texts, at);
    this.#focus(at);
  }

  // A row to join or to go on from: the nearest before with this shape that bears a name, or is given one.
  #partner(texts: string[], at: number): string {
    const pieces = this.#pieces();
    const here = this.#shape(pieces, at - 1);
    const depth = pieces[at - 1]?.depth ?? 0;
    const fits = (i: number) =>
      pieces[i]?.depth === depth && !pieces[i]?.opens && this.#shape(pieces, i) === here;
    const before = Array.from({ length: Math.max(0, at - 1) }, (_, i) => at - 2 - i);
    const i = before.find(fits) ?? before[0] ?? 0;
    const text = texts[i] ?? '';
    const piece = pieces[i];
    const operation = piece && this.#operation(piece);
    const parts = partsOf(text, operation);
    if (parts.name) return parts.name;
    let ordinal = 1;
    while (texts.some((each) => each.startsWith(`r${ordinal}:`))) ordinal++;
    texts[i] = textOf({ ...parts, name: `r${ordinal}` }, operation);
    return `r${ordinal}`;
  }

  #act(act: Act, i: number): void {
    if (act === 'open') this.selected = this.selected === i ? -1 : i;
    else if (act === 'delete') this.#delete(i);
    else this.#move(i, act === 'up' ? -1 : 1);
  }

  // A block goes with its braces and all that is in it.
  #delete(i: number): void {
    const pieces = this.#pieces();
    const [first, last] = spanOf(pieces, i);
    const texts = pieces.map(({ text }) => text);
    texts.splice(first, last - first + 1);
    this.#put(texts, -1);
    this.said = t('builder.deleted', { row: pieces[i]?.text ?? '' });
    this.#focus(Math.min(first, texts.length - 1));
  }

  #move(i: number, by: -1 | 1): void {
    const pieces = this.#pieces();
    const [first, last] = spanOf(pieces, i);
    const to = by < 0 ? first - 1 : last + 2;
    if (to < 0 || to > pieces.length) return;
    this.#moveTo(i, to);
  }

  #moveTo(i: number, to: number): void {
    const pieces = this.#pieces();
    const [texts, at] = moved(pieces, i, to);
    this.#put(texts, this.selected < 0 ? -1 : at);
    this.said = t('builder.moved', { row: pieces[i]?.text ?? '', place: at + 1, count: texts.length });
    this.#focus(at);
  }

  #focus(i: number): void {
    void this.updateComplete.then(async () => {
      const row = this.renderRoot.querySelectorAll<GnBuilderRow>('gn-builder-row')[i];
      await row?.updateComplete;
      row?.renderRoot.querySelector<HTMLElement>('.head')?.focus();
    });
  }

  #keydown(event: KeyboardEvent, i: number): void {
    const typing = event.composedPath()[0] instanceof HTMLInputElement;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      this.#move(i, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Delete' && !typing) {
      event.preventDefault();
      this.#delete(i);
    } else if (event.key === 'Escape' && this.#drag.moving !== undefined) {
      this.#escape(event);
    } else if (event.key === 'Escape' && this.selected === i) {
      event.preventDefault();
      this.selected = -1;
      this.#focus(i);
    }
  }

  #escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || this.#drag.moving === undefined) return;
    event.preventDefault();
    this.#drag.let();
  };

  // Here it takes back what was built, not what was drawn.
  #undoKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    event.stopPropagation();
    this.session.draft.undo();
  };

  dropped(taken: Taken, before: number): void {
    if (typeof taken === 'number') {
      this.#moveTo(taken, before);
      return;
    }
    this.#insert(taken, before);
    this.said = t('builder.put', { row: taken, place: before + 1 });
  }
}

customElements.define('gn-builder', GnBuilder);
