// What went wrong with a run: what was measured, why it happens, and a button that mends it.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import { sentence } from '../locales/errors';
import type { Learner } from '../state/learner';
import type { Trouble } from '../state/run-handle';
import { GnElement } from './element';
import { shared } from './styles';

const OF_THE_LINE: ReadonlySet<string> = new Set(['DATA_ENDS', 'DATA_FIT']); // begun again, it would be the same

export class GnTrouble extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    onward: { type: Boolean },
    read: { state: true },
  };
  declare training: Learner;
  declare onward: boolean; // nobody goes back in time here: no note on its moments
  declare read: number; // the run whose note on its moments has been put away

  constructor() {
    super();
    this.onward = false;
    this.read = 0;
  }

  static override styles = [
    shared,
    css`
      .trouble {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        margin-bottom: var(--space-2);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--error-wash);
        color: var(--error);
        font-size: var(--text-s);
        line-height: 1.45;
      }
      .note {
        background: var(--sunken);
        color: var(--ink);
      }
      p {
        flex: 1;
        min-width: 240px;
      }
    `,
  ];

  override render() {
    const trouble = this.training.trouble.value;
    return html`${
      trouble
        ? html`<div class="trouble" role="alert"><p>${this.#words(trouble)}</p>${this.#remedy(trouble)}</div>`
        : nothing
    }${this.#thinned()}${this.#lost()}`;
  }

  // Said once of a run, when its moments first take more memory than they may.
  #thinned() {
    const frame = this.training.frame.value;
    if (this.onward || !frame || frame.thinned === 0 || frame.id === this.read) return nothing;
    return html`<div class="trouble note" role="status">
      <p>${t('moments.thinned', { room: Math.round(frame.room / 2 ** 20) })}</p>
      <button
        class="button"
        type="button"
        @click=${() => {
          this.read = frame.id;
        }}
      >
        ${t('moments.read')}
      </button>
    </div>`;
  }

  // A helper is gone, whoever ended it.
  #lost() {
    const frame = this.training.frame.value;
    if (!frame || frame.lost === 0) return nothing;
    return html`<div class="trouble note" role="status"><p>${t('workers.lost')}</p></div>`;
  }

  #words(trouble: Trouble): string {
    if (trouble.kind === 'refused') return sentence(trouble.error);
    if (trouble.kind === 'classes') return t('trouble.classes', { has: trouble.has, wants: trouble.wants });
    if (trouble.kind !== 'fault') return t(`trouble.${trouble.kind}`);
    const { fault } = trouble;
    return t('trouble.fault', {
      step: count(fault.step),
      value: number(fault.value),
      where: this.#where(trouble),
    });
  }

  #where({ fault: { kind, id } }: Extract<Trouble, { kind: 'fault' }>): string {
    const plan = this.training.plan;
    const param = kind === 'param' || kind === 'paramGradient';
    const names = new Set(plan?.rows.flatMap(({ params }) => params.map(({ name }) => name)) ?? []);
    const name = (param ? [...names][id] : plan?.rows[id]?.name) ?? '';
    return t(`trouble.${kind}`, { name });
  }

  #remedy(trouble: Trouble) {
    const { training } = this;
    if (trouble.kind === 'fault') {
      return html`<button class="button" type="button" @click=${() => training.mend()}>${t('trouble.mend')}</button>`;
    }
    if (trouble.kind === 'classes') {
      const { wants } = trouble;
      return html`<button class="button" type="button" @click=${() => void training.fit(wants)}>
        ${t('trouble.fit', { wants })}
      </button>`;
    }
    if (trouble.kind === 'refused' && OF_THE_LINE.has(trouble.error.code)) return nothing;
    return html`<button class="button" type="button" @click=${() => training.begin('shown')}>${t('trouble.again')}</button>`;
  }
}

customElements.define('gn-trouble', GnTrouble);
