// A number typed in place of one that is dragged: Enter takes it, Escape leaves it, what is no number is said.
import { css, html, LitElement, nothing } from 'lit';
import { number, t } from '../locales';
import { shared } from './styles';

const MOST = 3.4028234e38; // a 32-bit float holds no more

export class GnEntry extends LitElement {
  static override properties = {
    label: {}, // of the number
    text: {}, // to begin from
    least: { type: Number },
    most: { type: Number },
    wrong: { state: true },
  };
  declare label: string;
  declare text: string;
  declare least: number;
  declare most: number;
  declare wrong: '' | 'not' | 'range' | 'large';

  #over = false;

  constructor() {
    super();
    this.label = '';
    this.text = '';
    this.least = -MOST;
    this.most = MOST;
    this.wrong = '';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
        position: relative;
      }
      input {
        font: inherit;
        color: var(--ink);
        width: 8.5ch;
        padding: 2px 4px;
        margin: -3px -4px;
        border: 1px solid var(--line-strong);
        border-radius: 5px;
        background: var(--raised);
        text-align: inherit;
      }
      input:focus {
        outline: 2px solid var(--focus);
        outline-offset: 0;
      }
      input[aria-invalid='true'] {
        border-color: var(--error);
        outline-color: var(--error);
      }
      .why {
        position: absolute;
        z-index: 5;
        top: calc(100% + 6px);
        right: 0;
        width: max-content;
        max-width: 200px;
        padding: 4px 8px;
        border-radius: var(--radius-s);
        background: var(--error-wash);
        color: var(--error);
        font-size: var(--text-xs);
        font-weight: 400;
        line-height: 1.35;
        text-align: left;
        white-space: normal;
        letter-spacing: normal;
      }
    `,
  ];

  override render() {
    const wrong = this.wrong !== '';
    return html`<input
        type="text"
        inputmode="text"
        autocomplete="off"
        spellcheck="false"
        maxlength="40"
        aria-label=${t('entry.name', { name: this.label })}
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby=${wrong ? 'why' : nothing}
        .value=${this.text}
        @input=${() => {
          this.wrong = '';
        }}
        @keydown=${this.#key}
        @blur=${this.#blur}
      /><span id="why" class=${wrong ? 'why' : ''} role="alert">${wrong ? this.#why() : nothing}</span>`;
  }

  override firstUpdated(): void {
    const field = this.#field();
    field?.focus();
    // What was there is overwritten; what was just typed goes on.
    if (this.text.length > 1) field?.select();
    else field?.setSelectionRange(this.text.length, this.text.length);
  }

  #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  #why(): string {
    const { least, most } = this;
    if (this.wrong === 'range') return t('entry.range', { least: number(least), most: number(most) });
    return t(this.wrong === 'large' ? 'entry.large' : 'entry.not');
  }

  #take(): boolean {
    const value = numberOf(this.#field()?.value ?? '');
    if (value === undefined) this.wrong = 'not';
    else if (Math.abs(value) > MOST) this.wrong = 'large';
    else if (value < this.least || value > this.most) this.wrong = 'range';
    else {
      this.#end('take', value);
      return true;
    }
    return false;
  }

  #end(how: 'take' | 'leave', value?: number): void {
    if (this.#over) return;
    this.#over = true;
    this.dispatchEvent(new CustomEvent(how, { detail: value }));
  }

  // Keys are for what is typed here, not for the view around it.
  #key = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') this.#take();
    else if (event.key === 'Escape') this.#end('leave');
    else return;
    event.preventDefault();
  };

  // Whoever goes on elsewhere keeps what is a number.
  #blur = () => {
    if (!this.#over && this.#field()?.value === this.text) this.#end('leave');
    else if (!this.#over && !this.#take()) this.#end('leave');
  };
}

// "−0,5" as well as "-0.5" and "5e-1". Undefined: no number.
export function numberOf(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[−－–]/g, '-')
    .replace(/[,，]/g, '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? Number(plain) : undefined;
}

// What begins an entry where the focus is on a number, and what stands in the field then; undefined: another key.
export function begins(event: KeyboardEvent, value: number): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === 'Enter' || event.key === 'F2') return written(value);
  return /^[\d.,\-−]$/.test(event.key) ? event.key : undefined;
}

// As exact as a 32-bit float needs.
export const written = (value: number): string =>
  Number.isFinite(value) ? String(Number(Math.fround(value).toPrecision(7))) : '';

customElements.define('gn-entry', GnEntry);
