// Styles that panels of a view share; not of the first view, which does without them.
import { css } from 'lit';

// Groups of settings, each with a name and a choice.
export const groups = css`
  fieldset {
    border: 0;
    border-top: 1px solid var(--line);
    margin: 0;
    padding: var(--space-2) 0 0;
    display: grid;
    gap: var(--space-1);
  }
  legend {
    padding: 0 6px 0 0;
    font-size: var(--text-xs);
    color: var(--ink-faint);
  }
  select {
    font: inherit;
    font-size: var(--text-s);
    min-height: 26px;
    padding: 0 6px;
    margin-left: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    background: var(--raised);
    color: var(--ink);
  }
`;

// The numbers of a plot.
export const numbers = css`
  .rows {
    flex: 1;
    overflow: auto;
    scrollbar-width: thin;
  }
  table {
    border-collapse: collapse;
    font-size: var(--text-xs);
    width: 100%;
  }
  th,
  td {
    text-align: right;
    padding: 2px 6px;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--paper);
    color: var(--ink-soft);
  }
`;

// The parts of a panel, one under the other.
export const parts = css`
  :host {
    display: grid;
    gap: var(--space-2);
  }
`;

// Plots one under the other, which scroll where the panel is lower.
export const stacked = css`
  :host {
    position: relative; /* what only a screen reader reads scrolls along, and does not make the page longer */
    display: grid;
    grid-auto-rows: max-content; /* none is pressed together */
    align-content: start;
    min-width: 0;
    overflow-y: auto;
    overflow-x: hidden;
    scrollbar-width: thin;
  }
`;

// What went wrong, said in place.
export const wrong = css`
  .wrong {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--error-wash);
    color: var(--error);
    font-size: var(--text-s);
    line-height: 1.45;
  }
`;

// How far a run is, and beneath it how it stands now.
export const progress = css`
  progress {
    display: block;
    width: 100%;
    height: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--zero);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--zero);
  }
  progress::-webkit-progress-value {
    background: var(--ink-soft);
  }
  progress::-moz-progress-bar {
    background: var(--ink-soft);
  }
  .now {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
    min-height: 1.5em;
    font-size: var(--text-s);
    line-height: 1.5;
    color: var(--ink-soft);
  }
`;
