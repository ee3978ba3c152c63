// A token as a chip: its colour says which it is (the same token, the same colour), what is no whole character stands in
// hex. Shared by all that shows tokens.
import { css, html, nothing, type TemplateResult } from 'lit';
import { type Part, partsOf } from '../engine/text-parts';

const COLOURS = 12;

// Neighbouring numbers get colours that lie apart.
export const colourOf = (kind: number): string => `c${(Math.imul(kind + 1, 0x9e3779b1) >>> 16) % COLOURS}`;

function part(each: Part): TemplateResult {
  switch (each.kind) {
    case 'text':
      return html`${each.text}`;
    case 'sign':
      return html`<i class="sign">${each.text}</i>`;
    case 'code':
      return html`<i class="code"> ${each.code.toString(16).toUpperCase().padStart(4, '0')} </i>`;
    case 'hex':
      return html`<i class="code"> ${each.text} </i>`; // spaces for those who hear it
  }
}

const LONGEST = 64; // bytes of a chip that is read

export function chipBody(bytes: Uint8Array): TemplateResult {
  return html`${partsOf(bytes.subarray(0, LONGEST)).map(part)}${bytes.length > LONGEST ? '…' : nothing}`;
}

// One that stands by itself.
export const chip = (bytes: Uint8Array, kind: number): TemplateResult =>
  html`<span class="chip ${colourOf(kind)}">${chipBody(bytes)}</span>`;

export const chipStyles = css`
  .chip {
    --colour: var(--class-0);
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 1px;
    min-width: 1.5em;
    min-height: 1.85em;
    padding: 0 0.3em;
    border: 1px solid color-mix(in oklab, var(--colour) 38%, transparent);
    border-radius: 5px;
    background: color-mix(in oklab, var(--colour) 17%, var(--raised));
    color: var(--ink);
    font-family: var(--sans);
    font-size: var(--text-m);
    line-height: 1.3;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    text-align: center;
  }
  .c1 {
    --colour: var(--class-1);
  }
  .c2 {
    --colour: var(--class-2);
  }
  .c3 {
    --colour: var(--class-3);
  }
  .c4 {
    --colour: var(--class-4);
  }
  .c5 {
    --colour: var(--class-5);
  }
  .c6 {
    --colour: var(--class-6);
  }
  .c7 {
    --colour: var(--class-7);
  }
  .c8 {
    --colour: var(--class-8);
  }
  .c9 {
    --colour: var(--class-9);
  }
  .c10 {
    --colour: var(--class-10);
  }
  .c11 {
    --colour: var(--class-11);
  }
  .chip i {
    font-style: normal;
  }
  .chip .sign {
    color: var(--ink-faint);
  }
  .chip .code {
    white-space: normal;
    font-family: var(--mono);
    font-size: 0.72em;
    letter-spacing: -0.02em;
    color: var(--ink-soft);
  }
`;
