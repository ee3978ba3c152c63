// The box of a text of one's own, to be learnt: typed, pasted or dropped; of a long one it shows where it begins.
import type { Signal } from '@preact/signals-core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { count, t } from '../locales';
import { BOX_LETTERS, inBox, isLong, withUnixLines } from '../state/long-text';

// `part`: of the page, whose words it takes. `most`: characters that can be learnt.
export function ownText(
  part: 'gpt' | 'words',
  typed: Signal<string>,
  most: number,
  rows: number,
): TemplateResult {
  const type = (text: string) => {
    typed.value = text;
  };
  const long = isLong(typed.value);
  return html`<textarea
      rows=${rows}
      spellcheck="false"
      autocomplete="off"
      aria-label=${t(`${part}.own`)}
      placeholder=${t(`${part}.ownHint`)}
      ?readonly=${long}
      .value=${live(inBox(typed.value))}
      @paste=${(event: ClipboardEvent) => pasteLong(event, type)}
      @input=${(event: InputEvent) => type((event.target as HTMLTextAreaElement).value)}
    ></textarea>
    ${
      long
        ? html`<p class="facts">
            ${t(`${part}.ownLong`)}
            ${typed.value.length > most ? t(`${part}.ownCut`, { all: count(typed.value.length), n: count(most) }) : nothing}
            <button class="link" type="button" @click=${() => type('')}>${t(`${part}.ownEmpty`)}</button>
          </p>`
        : nothing
    }`;
}

// A long text goes by its box, which would stand still for it: what the box would hold.
export function pasteLong(event: ClipboardEvent, take: (text: string) => void): void {
  const area = event.target as HTMLTextAreaElement;
  const pasted = withUnixLines(event.clipboardData?.getData('text/plain') ?? '');
  if (area.readOnly || pasted.length < BOX_LETTERS) return;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = area;
  take(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
}

export const textareas = css`
  textarea {
    display: block;
    width: 100%;
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--raised);
    color: var(--ink);
    font: inherit;
    font-size: 1rem;
    line-height: 1.5;
    resize: vertical;
  }
  .link {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`;
