// A number that can be changed in place: drag it sideways, use the arrow keys, or type it; the net follows.
import { css, html, nothing } from 'lit';
import { type Ref, sameRef } from '../engine/look';
import { number, t } from '../locales';
import { fullScale } from './colour';
import { GnElement } from './element';
import { begins, written } from './gn-entry';
import { shared } from './styles';

const DRAG_PX = 160; // across the number's full scale
const KEY_STEPS = 50;
const QUICK_MS = 400;

export class GnKnob extends GnElement {
  static override properties = {
    ...GnElement.properties,
    what: { attribute: false },
    label: {},
    typed: { state: true },
  };
  declare what: Ref;
  declare label: string;
  declare typed: string | undefined; // what an entry begins from

  #from:
    | { readonly x: number; readonly value: number; readonly full: number; readonly what: Ref }
    | undefined;
  #last = 0; // set by keys
  #pressed = Number.NEGATIVE_INFINITY;
  #keyed = false; // the keys pressed since focus are one change

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      span {
        display: inline-block;
        cursor: ew-resize;
        touch-action: pan-y;
        user-select: none;
        border-radius: 5px;
        padding: 4px;
        margin: -4px;
        text-decoration: underline dotted var(--ink-faint);
        text-underline-offset: 3px;
      }
      span:hover,
      span.held {
        background: var(--sunken);
      }
      /* still there, so that the focus can come back to it */
      span.away {
        position: absolute;
        opacity: 0;
        pointer-events: none;
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('what') as Ref | undefined;
    if (before && !sameRef(before, this.what)) this.typed = undefined;
  }

  override render() {
    void this.session.frame.value;
    void this.session.inspect.weights.value;
    const value = this.#value();
    const typing = this.typed !== undefined;
    return html`<span
      role="slider"
      tabindex=${typing ? '-1' : '0'}
      class=${typing ? 'away' : this.#from ? 'held' : ''}
      title=${t('number.drag')}
      aria-label=${this.label}
      aria-valuenow=${Number.isFinite(value) ? value : 0}
      aria-valuetext=${number(value)}
      @pointerdown=${this.#down}
      @pointermove=${this.#move}
      @pointerup=${this.#up}
      @pointercancel=${this.#up}
      @dblclick=${() => {
        this.typed = written(this.#value());
      }}
      @keydown=${this.#key}
      @blur=${() => {
        this.#keyed = false;
      }}
      >${number(value)}</span
    >${typing ? this.#entry() : nothing}`;
  }

  #entry() {
    const pixel = this.what.kind === 'value';
    return html`<gn-entry
      label=${this.label}
      text=${this.typed ?? ''}
      least=${pixel ? 0 : nothing}
      most=${pixel ? 1 : nothing}
      @take=${(event: CustomEvent<number>) => {
        this.#done();
        this.session.inspect.grasp(this.what);
        this.session.inspect.set(this.what, event.detail);
      }}
      @leave=${this.#done}
    ></gn-entry>`;
  }

  // Back to where the entry began, unless the focus is elsewhere by now.
  #done = () => {
    const here = this.shadowRoot?.activeElement !== null;
    this.typed = undefined;
    if (here) this.renderRoot.querySelector<HTMLElement>('span')?.focus();
  };

  #value(): number {
    const { kind, id, index } = this.what;
    const values = kind === 'param' ? this.session.probe?.look.param(id) : this.session.values(id);
    return values?.[index] ?? 0;
  }

  #full(): number {
    if (this.what.kind === 'value') return 1;
    return fullScale(this.session.probe?.look.param(this.what.id) ?? new Float32Array(0));
  }

  #down = (event: PointerEvent) => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#from = { x: event.clientX, value: this.#value(), full: this.#full(), what: this.what };
    this.session.inspect.grasp(this.what);
    this.requestUpdate();
  };

  #move = (event: PointerEvent) => {
    const from = this.#from;
    if (!from) return;
    this.session.inspect.set(from.what, from.value + ((event.clientX - from.x) / DRAG_PX) * from.full);
  };

  #up = (event: PointerEvent) => {
    if (this.#from && event.clientX === this.#from.x) this.session.inspect.undo(); // nothing was dragged
    this.#from = undefined;
    this.requestUpdate();
  };

  #key = (event: KeyboardEvent) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[
      event.key
    ];
    if (steps === undefined) {
      this.typed = begins(event, this.#value());
      if (this.typed !== undefined) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    event.preventDefault();
    if (!this.#keyed) this.session.inspect.grasp(this.what);
    this.#keyed = true;
    // Keys in quick succession add up, though a run still tells what it was before the last one.
    const quick = event.timeStamp - this.#pressed < QUICK_MS;
    this.#pressed = event.timeStamp;
    this.#last = (quick ? this.#last : this.#value()) + (steps / KEY_STEPS) * this.#full();
    this.session.inspect.set(this.what, this.#last);
  };
}

customElements.define('gn-knob', GnKnob);
