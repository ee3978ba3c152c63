// One operation as a card: its line, what shape comes out, its arguments as fields once it is opened.
import { css, html, nothing } from 'lit';
import type { CoreError } from '../engine/errors';
import type { Argument, Operation } from '../engine/registry';
import { isKey, t } from '../locales';
import { sentence } from '../locales/errors';
import { type Parts, type Piece, partsOf, textOf } from '../state/rows';
import { sizeFormula, type WindowSize } from '../state/window-sizes';
import { GnElement } from './element';
import { icons } from './icons';
import { latex } from './latex';
import { shared } from './styles';

export type Act = 'open' | 'up' | 'down' | 'delete';

export class GnBuilderRow extends GnElement {
  static override properties = {
    ...GnElement.properties,
    piece: { attribute: false },
    operation: { attribute: false },
    shape: {},
    sizes: { attribute: false },
    error: { attribute: false },
    open: { type: Boolean },
  };
  declare piece: Piece;
  declare operation: Operation | undefined;
  declare shape: string; // '' where it is not known
  declare sizes: readonly WindowSize[]; // of a sliding window, how its shape comes about
  declare error: CoreError | undefined;
  declare open: boolean;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        align-items: baseline;
        gap: var(--space-2);
        width: 100%;
        min-height: 28px;
        padding: 4px var(--space-2);
        text-align: left;
        border-radius: var(--radius-s);
      }
      .text {
        font: 400 var(--text-s) / 1.45 var(--mono);
        overflow-wrap: anywhere;
      }
      .shape {
        margin-left: auto;
        font-size: var(--text-xs);
        color: var(--ink-faint);
        white-space: nowrap;
      }
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 6px var(--space-2);
        padding: 2px var(--space-2) 6px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 4px;
        font: 400 var(--text-xs) / 1 var(--mono);
        color: var(--ink-soft);
      }
      input {
        width: 4.6em;
        height: 26px;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--paper);
        color: var(--ink);
        font: 400 var(--text-s) / 1 var(--mono);
      }
      input:hover {
        border-color: var(--line-strong);
      }
      input::placeholder {
        color: var(--ink-faint);
        opacity: 1;
      }
      input.wide {
        width: 7.5em;
      }
      .raw,
      .raw input {
        width: 100%;
      }
      .acts {
        display: flex;
        gap: 2px;
        margin-left: auto;
      }
      .acts button {
        display: grid;
        place-content: center;
        width: 28px;
        height: 26px;
        border-radius: var(--radius-s);
        color: var(--ink-soft);
      }
      .acts button:hover {
        background: var(--sunken);
        color: var(--ink);
      }
      .does {
        padding: 2px var(--space-2) 6px;
        font-size: var(--text-xs);
        line-height: 1.45;
        color: var(--ink-soft);
      }
      .error {
        overflow-wrap: anywhere;
        padding: 0 var(--space-2) 6px;
        font-size: var(--text-s);
        line-height: 1.4;
        color: var(--error);
      }
      @media (max-width: 640px) {
        input {
          height: 32px;
          font-size: 16px; /* smaller text makes iOS zoom into the field */
        }
        .acts button {
          width: 36px;
          height: 32px;
        }
      }
    `,
  ];

  override render() {
    const { text, closes } = this.piece;
    return html`<button
        class="head"
        type="button"
        aria-expanded=${closes ? nothing : this.open ? 'true' : 'false'}
        aria-describedby=${this.error ? 'error' : nothing}
        @click=${() => this.#act('open')}
      >
        <span class="text">${text}</span>
        ${this.shape ? html`<span class="shape">${this.shape}</span>` : nothing}
      </button>
      ${this.error ? html`<p class="error" id="error">${sentence(this.error)}</p>` : nothing}
      ${this.open && !closes ? this.#fields() : nothing}`;
  }

  #fields() {
    const { operation, piece } = this;
    const parts = partsOf(piece.text, operation);
    const known = operation || parts.op === 'from';
    const about = `ops.${parts.op}`;
    return html`${isKey(about) ? html`<p class="does">${t(about)}</p>` : nothing}
      ${this.sizes.map((size) => html`<p class="does">${latex(sizeFormula(size), 'inline')}</p>`)}
      <div class="fields">
      ${
        known
          ? html`${operation?.args.map((arg) => this.#field(arg, parts))}
            ${this.#words(parts)} ${this.#name(parts)}`
          : html`<label class="raw"
              ><input
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                aria-label=${t('builder.text')}
                .value=${piece.text}
                @input=${(event: Event) => this.#change((event.target as HTMLInputElement).value.trim())}
            /></label>`
      }
      <div class="acts">
        <button type="button" aria-label=${t('builder.up')} title=${t('builder.up')} @click=${() => this.#act('up')}>
          ${icons.up}
        </button>
        <button type="button" aria-label=${t('builder.down')} title=${t('builder.down')} @click=${() => this.#act('down')}>
          ${icons.down}
        </button>
        <button type="button" aria-label=${t('builder.delete')} title=${t('builder.delete')} @click=${() => this.#act('delete')}>
          ${icons.clear}
        </button>
      </div>
    </div>`;
  }

  #set(key: string, value: string, parts: Parts): void {
    this.#change(textOf({ ...parts, values: new Map(parts.values).set(key, value) }, this.operation));
  }

  #choice(arg: Argument, parts: Parts) {
    const now = parts.values.get(arg.key) ?? arg.words[arg.otherwise];
    return html`<label
      >${arg.key}<select
        @change=${(event: Event) => this.#set(arg.key, (event.target as HTMLSelectElement).value, parts)}
      >
        ${arg.words.map((word) => html`<option value=${word} .selected=${word === now}>${word}</option>`)}
      </select></label
    >`;
  }

  #field(arg: Argument, parts: Parts) {
    if (arg.words.length > 0) return this.#choice(arg, parts);
    const otherwise = arg.required ? '' : arg.otherwise >= arg.least ? String(arg.otherwise) : '–';
    return html`<label
      >${arg.key}<input
        inputmode=${arg.whole ? 'numeric' : 'decimal'}
        autocomplete="off"
        placeholder=${otherwise}
        .value=${parts.values.get(arg.key) ?? ''}
        @input=${(event: Event) => this.#set(arg.key, bare(event), parts)}
    /></label>`;
  }

  // Further inputs of `add`, `concat` and the like: rows by their names.
  #words(parts: Parts) {
    const takes = parts.words.length > 0 || this.operation?.joins || parts.op === 'from';
    if (!takes) return nothing;
    return html`<label
      >${t('builder.inputs')}<input
        class="wide"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        .value=${parts.words.join(' ')}
        @input=${(event: Event) => {
          const words = (event.target as HTMLInputElement).value.split(/[\s,;]+/).filter(Boolean);
          this.#change(textOf({ ...parts, words }, this.operation));
        }}
    /></label>`;
  }

  #name(parts: Parts) {
    return html`<label
      >${t('builder.name')}<input
        class="wide"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        placeholder=${t('builder.noName')}
        .value=${parts.name}
        @input=${(event: Event) => this.#change(textOf({ ...parts, name: bare(event) }, this.operation))}
    /></label>`;
  }

  #change(text: string): void {
    this.dispatchEvent(new CustomEvent('row-change', { detail: text }));
  }

  #act(act: Act): void {
    this.dispatchEvent(new CustomEvent('row-act', { detail: act }));
  }
}

// One word: what would end the row or the line is left out.
const bare = (event: Event): string => (event.target as HTMLInputElement).value.replace(/[\s;:={}]/g, '');

customElements.define('gn-builder-row', GnBuilderRow);
