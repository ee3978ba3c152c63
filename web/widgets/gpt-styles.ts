// Styles that the panels of the small GPT share.
import { css } from 'lit';

export const gptStyles = css`
  h2 {
    font-size: var(--text-m);
  }
  .hint {
    font-size: var(--text-s);
    line-height: 1.5;
    color: var(--ink-soft);
    max-width: 66ch;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .choices .button {
    padding: 0 var(--space-2);
  }
  [aria-pressed='true'].button {
    border-color: var(--ink);
    box-shadow: 0 0 0 1px var(--ink);
    font-weight: 600;
  }
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
  .wrong {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--error-wash);
    color: var(--error);
    font-size: var(--text-s);
    line-height: 1.45;
  }
`;
