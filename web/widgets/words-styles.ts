// Styles that the panels of word vectors share.
import { css } from 'lit';
import { textStyles } from './text-styles';

export const wordsStyles = [
  textStyles,
  css`
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
`,
];
