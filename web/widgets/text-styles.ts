// Styles that the panels of what learns from text share: the small GPT, the encoder–decoder, word vectors.
import { css } from 'lit';
import { wrong } from './panel-styles';

export const textStyles = [
  wrong,
  css`
    h2 {
      font-size: var(--text-m);
    }
    .hint,
    .facts {
      font-size: var(--text-s);
      line-height: 1.5;
      color: var(--ink-soft);
      max-width: 66ch;
    }
    .facts b {
      color: var(--ink);
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
  `,
];

// A panel of sections.
export const sections = css`
  section {
    display: grid;
    align-content: start;
    gap: var(--space-2);
    min-width: 0;
  }
`;
