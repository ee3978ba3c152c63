// The line of a net, to be unfolded.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Plan } from '../engine/plan';

export const netLine = (plan: Plan | undefined, name: string): TemplateResult | typeof nothing =>
  plan
    ? html`<details>
        <summary>${name}</summary>
        <code>${plan.notation}</code>
      </details>`
    : nothing;

export const netLineStyles = css`
  summary {
    width: fit-content;
    min-height: 24px;
    font-size: var(--text-s);
    color: var(--ink-soft);
    cursor: pointer;
  }
  code {
    display: block;
    margin-top: var(--space-1);
    padding: var(--space-2);
    border-radius: var(--radius-s);
    background: var(--sunken);
    font-family: var(--mono);
    font-size: var(--text-xs);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
`;
