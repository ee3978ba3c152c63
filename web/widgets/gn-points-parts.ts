// The numbers of the unit on show: each is dragged sideways, changed with the arrow keys or typed; the plane follows.
import { css, html } from 'lit';
import { number, t } from '../locales';
import type { PointsLab } from '../state/points';
import { GnElement } from './element';
import { begins, written } from './gn-entry';
import { classOf } from './letters';
import type { Column } from './points-net-layout';
import { shared } from './styles';
import { type Part, partsOf, unitName } from './unit-words';

const PX = 40; // of a drag are a change by 1
const KEY = 0.05;

export class GnPointsParts extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    columns: { attribute: false },
    typed: { state: true },
  };
  declare lab: PointsLab;
  declare columns: readonly Column[];
  declare typed: { readonly part: Part; readonly text: string } | undefined;

  #held: { readonly part: Part; readonly x: number } | undefined;
  #order: readonly Part[] = []; // stays while one is changed, though another grows stronger

  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0 var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.5;
        text-align: center;
      }
      b {
        color: var(--ink);
      }
      [role='slider'] {
        cursor: ew-resize;
        touch-action: none;
        user-select: none;
        border-radius: 5px;
        display: inline-block;
        padding: 4px 3px;
        margin-block: -4px;
        color: var(--ink);
        text-decoration: underline dotted var(--ink-faint);
        text-underline-offset: 3px;
      }
      [role='slider']:hover {
        background: var(--sunken);
      }
    `,
  ];

  override render() {
    const { lab, columns } = this;
    void lab.weights.value;
    const shown = lab.unit.value;
    const column = columns.findIndex(({ row }) => row === shown?.row);
    const at = columns[column];
    if (!shown || !at) return html`<p>${t('points.netHow')}</p>`;
    const parts = this.#held || this.#focused ? this.#order : partsOf(lab, columns, column, shown.unit);
    this.#order = parts;
    return html`<p>
      <b>${unitName(lab, at, column, shown.unit)}</b>
      ${parts.length === 0 ? t('points.given') : parts.map((part) => this.#part(part))}
    </p>`;
  }

  get #focused(): boolean {
    return this.shadowRoot?.activeElement !== null;
  }

  #part(part: Part) {
    const value = this.lab.number(part.row, part.which, part.index) ?? part.value;
    const name = t(part.which === 1 ? 'points.itsBias' : 'points.weightFrom', { name: part.name });
    if (this.typed && samePart(this.typed.part, part)) {
      return html`<span
        >${part.name}
        <gn-entry
          label=${name}
          text=${this.typed.text}
          @take=${(event: CustomEvent<number>) => this.#end(part, name, event.detail)}
          @leave=${() => this.#end(part, name)}
        ></gn-entry
      ></span>`;
    }
    return html`<span
      >${part.name}
      <span
        role="slider"
        class=${classOf(part.which === 1 ? 'bias' : 'weight')}
        tabindex="0"
        title=${t('number.drag')}
        aria-label=${name}
        aria-valuenow=${Number.isFinite(value) ? value : 0}
        aria-valuetext=${number(value)}
        @pointerdown=${(event: PointerEvent) => {
          (event.target as Element).setPointerCapture(event.pointerId);
          this.#held = { part: { ...part, value }, x: event.clientX };
        }}
        @pointermove=${this.#drag}
        @pointerup=${this.#drop}
        @pointercancel=${this.#drop}
        @dblclick=${() => {
          this.typed = { part, text: written(value) };
        }}
        @keydown=${(event: KeyboardEvent) => this.#key(event, part, value)}
        >${number(value)}</span
      ></span
    >`;
  }

  #drag = (event: PointerEvent) => {
    if (this.#held) this.#set(this.#held.part, this.#held.part.value + (event.clientX - this.#held.x) / PX);
  };

  #drop = () => {
    this.#held = undefined;
    this.requestUpdate();
  };

  #key(event: KeyboardEvent, part: Part, value: number): void {
    const by = { ArrowRight: KEY, ArrowUp: KEY, ArrowLeft: -KEY, ArrowDown: -KEY }[event.key];
    const text = by === undefined ? begins(event, value) : undefined;
    if (by === undefined && text === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (text !== undefined) this.typed = { part, text };
    if (by !== undefined) this.#set(part, value + by * (event.shiftKey ? 10 : 1));
  }

  // Back to where the entry began, unless the focus is elsewhere by now.
  #end(part: Part, name: string, value?: number): void {
    const here = this.#focused;
    this.typed = undefined;
    if (value !== undefined) this.#set(part, value);
    if (!here) return;
    void this.updateComplete.then(() => {
      const sliders = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=slider]')];
      sliders.find((each) => each.getAttribute('aria-label') === name)?.focus();
    });
  }

  #set({ row, which, index }: Part, value: number): void {
    this.lab.setNumber(row, which, index, Number(value.toFixed(3)));
  }
}

const samePart = (a: Part, b: Part): boolean => a.row === b.row && a.which === b.which && a.index === b.index;

customElements.define('gn-points-parts', GnPointsParts);
