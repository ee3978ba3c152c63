// A short walk over the page, for those who ask for it: one thing at a time, to be left at any moment.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { GnElement } from './element';
import { shared } from './styles';

const STEPS = [
  { text: 'tour.pad', at: 'gn-draw-pad' },
  { text: 'tour.bars', at: '.bars' },
  { text: 'tour.network', at: '.net' },
  { text: 'tour.models', at: 'gn-model-picker' },
  { text: 'tour.experiments', at: '.experiments' },
] as const;
const GAP_PX = 10;
const ROUND_PX = 6; // of the ring beyond its thing
const EDGE_PX = 12;

export class GnTour extends GnElement {
  static override properties = { ...GnElement.properties, step: { state: true } };
  declare step: number; // −1: nobody is on tour

  constructor() {
    super();
    this.step = -1;
  }

  static override styles = [
    shared,
    css`
      [popover] {
        position: fixed;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        padding: 0;
        border: 0;
        background: none;
        pointer-events: none;
        overflow: hidden;
      }
      .ring {
        position: absolute;
        border: 2px solid var(--ink);
        border-radius: var(--radius-m);
        transition:
          left var(--calm),
          top var(--calm),
          width var(--calm),
          height var(--calm);
      }
      .card {
        position: absolute;
        width: min(296px, 100vw - 24px);
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--ink);
        box-shadow: var(--shadow);
        font-size: var(--text-m);
        line-height: 1.5;
        pointer-events: auto;
      }
      .foot {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
      .foot .quiet {
        margin-right: auto;
      }
    `,
  ];

  #from: HTMLElement | undefined; // where the focus returns to

  // The walk is over the first view, whichever is open.
  async begin(from: HTMLElement): Promise<void> {
    this.#from = from;
    this.session.settings.view.value = 'draw';
    await new Promise(requestAnimationFrame);
    this.step = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // In another view there is nothing to walk over.
    this.follow(() => {
      if (this.session.settings.view.value !== 'draw') this.#leave();
    });
    addEventListener('resize', this.#place);
    addEventListener('scroll', this.#place, { passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('resize', this.#place);
    removeEventListener('scroll', this.#place);
  }

  override render() {
    const step = STEPS[this.step];
    const last = this.step === STEPS.length - 1;
    return html`<div popover="manual" id="layer" @keydown=${this.#keydown}>
        ${
          step
            ? html`<div class="ring"></div>
                <div class="card" role="dialog" aria-label=${t('tour.start')} aria-describedby="text">
                  <p id="text" aria-live="polite">${t(step.text)}</p>
                  <div class="foot">
                    <span class="quiet">${t('tour.place', { step: this.step + 1, count: STEPS.length })}</span>
                    ${last ? nothing : html`<button class="button bare" type="button" @click=${this.#leave}>${t('tour.leave')}</button>`}
                    <button class="button primary next" type="button" @click=${this.#next}>
                      ${t(last ? 'tour.done' : 'tour.next')}
                    </button>
                  </div>
                </div>`
            : nothing
        }
      </div>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('step')) return;
    const layer = this.renderRoot.querySelector<HTMLElement>('#layer');
    if (this.step < 0) {
      if (layer?.matches(':popover-open')) {
        layer.hidePopover();
        this.#from?.focus();
      }
      return;
    }
    if (!layer?.matches(':popover-open')) layer?.showPopover();
    const target = this.#target();
    const box = target?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight)) target?.scrollIntoView({ block: 'center' });
    this.#place();
    this.renderRoot.querySelector<HTMLElement>('.next')?.focus({ preventScroll: true });
  }

  #target(): Element | null {
    const page = this.getRootNode();
    const at = STEPS[this.step]?.at;
    const view = page instanceof ShadowRoot ? page.querySelector('gn-draw-view') : null;
    return (at && view?.shadowRoot?.querySelector(at)) || null;
  }

  // The ring around the thing; the card beside it where there is most room.
  #place = () => {
    const ring = this.renderRoot.querySelector<HTMLElement>('.ring');
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    const box = this.#target()?.getBoundingClientRect();
    if (!ring || !card || !box) return;
    const put = (element: HTMLElement, left: number, top: number) => {
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    put(ring, box.left - ROUND_PX, box.top - ROUND_PX);
    ring.style.width = `${box.width + 2 * ROUND_PX}px`;
    ring.style.height = `${box.height + 2 * ROUND_PX}px`;
    const { offsetWidth: w, offsetHeight: h } = card;
    const away = ROUND_PX + GAP_PX;
    const within = (value: number, most: number) => Math.max(EDGE_PX, Math.min(value, most - EDGE_PX));
    const middle = within(box.top + box.height / 2 - h / 2, innerHeight - h);
    if (box.right + away + w < innerWidth) put(card, box.right + away, middle);
    else if (box.left - away - w > 0) put(card, box.left - away - w, middle);
    else if (box.bottom + away + h < innerHeight)
      put(card, within(box.left, innerWidth - w), box.bottom + away);
    else if (box.top - away - h > 0) put(card, within(box.left, innerWidth - w), box.top - away - h);
    else put(card, within(box.left, innerWidth - w), innerHeight - h - EDGE_PX);
  };

  #next = () => {
    this.step = this.step + 1 < STEPS.length ? this.step + 1 : -1;
  };

  #leave = () => {
    this.step = -1;
  };

  #keydown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') this.#leave();
    else if (event.key === 'ArrowRight') this.#next();
    else if (event.key === 'ArrowLeft') this.step = Math.max(0, this.step - 1);
  };
}

customElements.define('gn-tour', GnTour);
