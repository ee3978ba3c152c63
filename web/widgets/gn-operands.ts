// What goes into a number that is no sum, such as a normalised one: each operand by name, leading on to where it is from.
import { css, html, nothing } from 'lit';
import type { Operand, Terms } from '../engine/look';
import type { Plan } from '../engine/plan';
import { count, number, t } from '../locales';
import './gn-knob';
import { apartStyles } from './apart-styles';
import { GnLensed } from './lens';
import { paramName } from './names';
import { shared } from './styles';

const FEW = 7;

export class GnOperands extends GnLensed {
  static override properties = {
    ...GnLensed.properties,
    terms: { attribute: false },
    all: { state: true },
  };
  declare terms: Terms;
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  static override styles = [
    shared,
    apartStyles,
    css`
      .button {
        min-height: 28px;
        padding: 0 8px;
        margin-top: var(--space-2);
        font-size: var(--text-xs);
      }
    `,
  ];

  override render() {
    const { via } = this;
    via.watch();
    const plan = this.via.plan;
    const { operands, count: total } = this.terms;
    if (!plan) return nothing;
    // The parameters and statistics are few, and would be lost behind a layer's values.
    const values = operands.filter(({ kind }) => kind === 'value');
    const others = operands.filter(({ kind }) => kind !== 'value');
    const shown = this.all ? values : values.slice(0, Math.max(1, FEW - others.length));
    const left = total - shown.length - others.length;
    return html`<table aria-label=${t('number.operands')}>
        ${[...others, ...shown].map((each) => this.#row(plan, each))}
      </table>
      ${
        left > 0 && !this.all
          ? html`<button
              class="button"
              type="button"
              @click=${() => {
                this.all = true;
              }}
            >
              ${t('number.all', { count: count(total) })}
            </button>`
          : nothing
      }`;
  }

  #row(plan: Plan, { kind, id, index, value }: Operand) {
    const { via } = this;
    if (kind === 'state') {
      const name = `${via.look?.stateName(id)}[${index}]`;
      return html`<tr><th scope="row">${name}</th><td>${number(value)}</td></tr>`;
    }
    const what = { kind, id, index } as const;
    const name = kind === 'param' && via.edits ? paramName(plan, what) : via.name(plan, what);
    return html`<tr>
      <th scope="row">${name}</th>
      <td>
        ${
          kind === 'param' && via.edits
            ? html`<gn-knob .session=${this.session} .what=${what} label=${name}></gn-knob>`
            : html`<button
                class="from"
                type="button"
                aria-label=${t('number.from', { name, value: number(value) })}
                @click=${() => via.follow(what)}
              >
                ${number(value)}
              </button>`
        }
      </td>
    </tr>`;
  }
}

customElements.define('gn-operands', GnOperands);
