// The trail of opened numbers: breadcrumbs, the card of the last one, and what else can be asked about it.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, t } from '../locales';
import { Step } from '../state/step';
import './gn-check';
import './gn-dots';
import './gn-number';
import { icons } from './icons';
import { answerName } from './names';
import { GnPlaced } from './placed';
import { shared } from './styles';

const LONGEST = 5; // of the breadcrumbs

export class GnCards extends GnPlaced {
  #length = 0;
  #from: HTMLElement | undefined; // had the focus when the first card opened

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        min-width: 0;
        scroll-margin-top: 12px;
      }
      :host(:focus) {
        outline: none;
      }
      nav {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        font-size: var(--text-s);
        border-bottom: 1px solid var(--line);
        padding-bottom: 4px;
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        margin: 0;
        padding: 0;
        list-style: none;
        min-width: 0;
        flex: 1;
      }
      li {
        display: flex;
        align-items: center;
        white-space: nowrap;
      }
      li + li::before {
        content: '‹';
        color: var(--ink-faint);
        padding: 0 6px;
      }
      li button {
        color: var(--ink-soft);
        min-height: 24px;
        border-radius: 4px;
      }
      li button:hover {
        color: var(--ink);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      [aria-current] {
        font-weight: 600;
      }
      nav .button {
        min-height: 28px;
        padding: 0 6px;
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .more .button {
        min-height: 28px;
        font-size: var(--text-xs);
        padding: 0 8px;
      }
      .say {
        font-size: var(--text-s);
        color: var(--ink-soft);
        line-height: 1.5;
        max-width: 54ch;
      }
      .part {
        border-top: 1px solid var(--line);
        padding-top: var(--space-3);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = -1;
  }

  override render() {
    const step = this.step;
    const plan = step.stepper.value?.plan;
    const trail = step.trail.value;
    const what = trail.at(-1);
    void step.frame.value;
    if (!plan || !what) return nothing;
    const lens = this.via;
    const hidden = Math.max(0, trail.length - LONGEST);
    const there = !step.pending(what);
    return html`<nav aria-label=${t('step.trail')}>
        <ol>
          ${hidden > 0 ? html`<li>…</li>` : nothing}
          ${trail.slice(hidden).map((each, i) => {
            const length = hidden + i + 1;
            const name = lens.name(plan, each);
            return html`<li>
              ${
                length === trail.length
                  ? html`<span aria-current="page">${name}</span>`
                  : html`<button type="button" @click=${() => step.backTo(length)}>${name}</button>`
              }
            </li>`;
          })}
        </ol>
        <button
          class="button bare"
          type="button"
          aria-label=${t('step.close')}
          title=${t('step.close')}
          @click=${() => step.backTo(0)}
        >
          ${icons.clear}
        </button>
      </nav>
      <gn-number .session=${this.session} .lens=${lens} .room=${210}></gn-number>
      ${there ? this.#about(what) : nothing} ${there ? this.#more(what) : nothing}
      ${
        there && what.kind === 'paramGradient' && step instanceof Step
          ? html`${step.mode.value === 'batch' ? html`<gn-dots class="part" .session=${this.session} .what=${what}></gn-dots>` : nothing}
              <gn-check class="part" .session=${this.session} .what=${what}></gn-check>`
          : nothing
      }`;
  }

  // What the core gives no terms for.
  #about(what: Ref) {
    const step = this.step;
    if (step.stepper.value?.reached(what) === 'part') return html`<p class="say">${t('step.part')}</p>`;
    const key = { param: 'step.aboutParam', target: 'step.aboutTarget', cost: 'step.aboutCost' } as const;
    const text = key[what.kind as keyof typeof key];
    if (text) return html`<p class="say">${t(text)}</p>`;
    const stuck = what.kind === 'gradient' && step.stepper.value?.look.number(what) === 0;
    return stuck ? html`<p class="say">${t('step.aboutZero')}</p>` : nothing;
  }

  // From a number to its derivative and back.
  #more(what: Ref) {
    const step = this.step;
    const plan = step.stepper.value?.plan;
    const row = plan?.rows[what.id];
    const to = (kind: Ref['kind'], text: Parameters<typeof t>[0]) => {
      const other = { ...what, kind };
      if (step.pending(other)) return html`<span class="quiet">${t('step.deltaAhead')}</span>`;
      const value = step.stepper.value?.look.number(other) ?? 0;
      return html`<button class="button" type="button" @click=${() => step.follow(other)}>
        ${t(text, { name: row?.isLoss ? answerName(row) : '', value: number(value) })}
      </button>`;
    };
    const button = {
      param: () => to('paramGradient', 'step.toGradient'),
      paramGradient: () => to('param', 'step.toParam'),
      value: () => (row?.isLoss || !this.#slopes(what) ? nothing : to('gradient', 'step.toDelta')),
      gradient: () => to('value', 'step.toValue'),
      cost: () => to('value', 'step.toP'),
      loss: () => nothing,
      target: () => nothing,
    }[what.kind];
    return html`<div class="more">${button()}</div>`;
  }

  // Tokens have no derivative.
  #slopes({ id }: Ref): boolean {
    const { stepper } = this.step;
    return (
      stepper.peek()?.plan.rows[id]?.op !== 'in' || this.step.tensor({ kind: 'gradient', id }).length > 0
    );
  }

  // A card that opens has the focus and stands in sight; when the last closes, the focus is where it came from.
  override updated(): void {
    const length = this.step.trail.peek().length;
    const before = this.#length;
    this.#length = length;
    if (length === before) return;
    if (length === 0) {
      if (this.#from?.isConnected) this.#from.focus();
      this.#from = undefined;
      return;
    }
    if (before === 0) this.#from = deepest();
    this.focus({ preventScroll: true });
    const { top } = this.getBoundingClientRect();
    if (top < 0 || top > innerHeight * 0.6) this.scrollIntoView({ block: 'start' });
  }
}

function deepest(): HTMLElement | undefined {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement && at !== document.body ? at : undefined;
}

customElements.define('gn-cards', GnCards);
