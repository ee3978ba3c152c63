// Styles that the panels of word vectors share.
import { css } from 'lit';

export const wordsStyles = css`
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
  input[type='text'],
  input[type='search'],
  select {
    font: inherit;
    font-size: max(16px, 1rem);
    min-height: var(--tap);
    min-width: 0;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--raised);
    color: var(--ink);
  }
  select {
    font-size: var(--text-s);
  }
  .wrong {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--error-wash);
    color: var(--error);
    font-size: var(--text-s);
    line-height: 1.45;
  }
  .near {
    display: grid;
    gap: 1px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .near li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(56px, 34%) 3.2em;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--text-s);
  }
  .near button {
    min-height: 26px;
    text-align: left;
    border-radius: var(--radius-s);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .near button:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .near .value {
    text-align: right;
    color: var(--ink-soft);
  }
  .near i {
    display: block;
    height: 8px;
    border-radius: 4px;
    background: var(--zero);
    overflow: hidden;
  }
  .near i b {
    display: block;
    height: 100%;
    background: var(--positive-half);
  }
  @media (pointer: coarse) {
    .near button {
      min-height: 32px;
    }
  }
`;
