// A number taken apart, as a small table: what it is made of, one below the other, each leading on.
import { css } from 'lit';

export const apartStyles = css`
  :host {
    display: block;
    font-size: var(--text-s);
  }
  table {
    border-collapse: collapse;
  }
  th {
    font-weight: 400;
    text-align: left;
    color: var(--ink-soft);
    padding: 2px var(--space-4) 2px 0;
  }
  td {
    text-align: right;
  }
  .from {
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
`;
