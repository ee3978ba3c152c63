// The network as cards: a palette from the registry, a row for each operation, always in step with the line of text.
import { css, html } from 'lit';
import type { Row } from '../engine/plan';
import type { Operation } from '../engine/registry';
import { isKey, type Key, t } from '../locales';
import { BEGINNINGS, PRESET_NAMES, PRESETS, type Preset } from '../state/presets';
import { lineOf, moved, type Piece, partsOf, pieceAt, piecesOf, spanOf, textOf } from '../state/rows';
import { type WindowSize, windowSizes } from '../state/window-sizes';
import { GnElement } from './element';
import './gn-builder-row';
import type { Act, GnBuilderRow } from './gn-builder-row';
import { icons } from './icons';
import { shared } from './styles';

const PAUSE_MS = 120; // of typing into a field
const DRAG_PX = 5; // less is a click

export class GnBuilder extends GnElement {
  static override properties = {
    ...GnElement.properties,
    selected: { state: true },
    over: { state: true },
    said: { state: true },
  };
  declare selected: number; // card that is open; −1: none
  declare over: number; // card that a dragged one would come before; −1: none
  declare said: string; // for screen readers, after a move

  #dragged = -1;
  #bad = -1; // place in the line of what was wrong when it was last drawn
  #from = 0; // where it was taken
  #registry: readonly Operation[] = [];

  constructor() {
    super();
    this.selected = -1;
    this.over = -1;
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
        @pointermove=${this.#drag}
        @pointerup=${this.#drop}
        @pointercancel=${this.#let}
      >
        ${pieces.map((piece, i) => this.#card(pieces, piece, i, i === bad))}
      </ol>
      <div class="palette">
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
    html`<button type="button" title=${isKey(`ops.${name}`) ? t(`ops.${name}` as Key) : ''} @click=${() => this.#insert(name)}>
      ${name}
    </button>`;

  #card(pieces: readonly Piece[], piece: Piece, i: number, bad: boolean) {
    const open = i === this.selected;
    return html`<li
      class="d${Math.min(2, piece.depth)} ${open ? 'open' : ''} ${bad ? 'bad' : ''} ${i === this.over ? 'over' : ''} ${i === this.#dragged && this.over >= 0 ? 'taken' : ''}"
      @pointerdown=${(event: PointerEvent) => this.#take(event, i)}
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

  // After the open card, else before the loss, else at the end.
  #insert(op: string): void {
    const pieces = this.#pieces();
    const texts = pieces.map(({ text }) => text);
    const last = pieces.at(-1);
    const loss = last && this.#operation(last)?.isLoss ? pieces.length - 1 : pieces.length;
    const at = this.selected >= 0 && this.selected < pieces.length ? this.selected + 1 : loss;
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
    } else if (event.key === 'Escape' && this.over >= 0) {
      event.preventDefault();
      this.#let();
    } else if (event.key === 'Escape' && this.selected === i) {
      event.preventDefault();
      this.selected = -1;
      this.#focus(i);
    }
  }

  // Here it takes back what was built, not what was drawn.
  #undoKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    event.stopPropagation();
    this.session.draft.undo();
  };

  // ---------------------------------------------------------------- dragging

  // By the mouse a card is taken anywhere but in its fields, by a finger at its grip: elsewhere a finger scrolls.
  #take(event: PointerEvent, i: number): void {
    const [first] = event.composedPath();
    const grip = first instanceof Element && first.classList.contains('grip');
    if (event.button !== 0 || first instanceof HTMLInputElement) return;
    if (event.pointerType !== 'mouse' && !grip) return;
    if (grip) event.preventDefault();
    this.#dragged = i;
    this.#from = event.clientY;
  }

  #drag = (event: PointerEvent) => {
    if (this.#dragged < 0) return;
    if (event.buttons === 0) {
      this.#let();
      return;
    }
    const list = event.currentTarget as HTMLElement;
    if (this.over < 0) {
      if (Math.abs(event.clientY - this.#from) < DRAG_PX) return;
      list.setPointerCapture(event.pointerId);
    }
    const cards = [...list.querySelectorAll('li')];
    const middle = ({ top, height }: DOMRect) => top + height / 2;
    const below = cards.findIndex((card) => event.clientY < middle(card.getBoundingClientRect()));
    this.over = below < 0 ? cards.length : below;
    (cards[this.over] ?? cards.at(-1))?.scrollIntoView({ block: 'nearest' });
  };

  #drop = () => {
    const [from, to] = [this.#dragged, this.over];
    if (from >= 0 && to >= 0) this.#moveTo(from, to);
    this.#let();
  };

  #let = () => {
    this.#dragged = -1;
    this.over = -1;
  };
}

customElements.define('gn-builder', GnBuilder);
