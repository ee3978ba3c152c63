// Styles of the dialog of one's own pictures.
import { css } from 'lit';

export const picturesStyles = css`
  dialog {
    width: min(600px, 100vw - 24px);
    max-height: calc(100dvh - 24px);
    padding: var(--space-4) var(--space-5) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow);
    font-size: var(--text-s);
    line-height: 1.45;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 35%);
  }
  dialog.over {
    outline: 2px dashed var(--focus);
    outline-offset: -6px;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
  h2 {
    font-size: var(--text-m);
  }
  .zone {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-5) var(--space-4);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius-m);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .end {
    justify-content: flex-end;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .classes li {
    display: grid;
    grid-template: 'name count out shots' auto / 128px 92px 24px minmax(0, 1fr);
    align-items: center;
    gap: 2px var(--space-2);
    padding: 5px 0;
    border-top: 1px solid var(--line);
  }
  .classes input {
    grid-area: name;
    min-width: 0;
    height: 28px;
    padding: 0 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    background: var(--paper);
    color: var(--ink);
    font: inherit;
    font-weight: 600;
  }
  .count {
    grid-area: count;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  .out {
    grid-area: out;
    display: grid;
    place-content: center;
    width: 24px;
    height: 28px;
    color: var(--ink-soft);
  }
  .out svg {
    width: 10px;
    height: 10px;
  }
  .shots {
    grid-area: shots;
    display: flex;
    gap: 4px;
    overflow: hidden;
  }
  canvas {
    flex: none;
    width: 38px;
    height: 38px;
    border: 1px solid var(--line);
    border-radius: 4px;
    image-rendering: pixelated;
  }
  .scale {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    white-space: nowrap;
    color: var(--ink-soft);
  }
  .scale i {
    width: 64px;
    height: 12px;
    border: 1px solid var(--line);
    border-radius: 3px;
    background: linear-gradient(to right, var(--pixel-0), var(--pixel-1));
  }
  .invert {
    display: flex;
    align-items: flex-start;
    gap: var(--space-2);
  }
  progress {
    width: 100%;
    height: 6px;
  }
  summary {
    cursor: pointer;
    color: var(--ink-soft);
  }
  .skipped {
    max-height: 132px;
    margin-top: var(--space-1);
    overflow-y: auto;
    scrollbar-width: thin;
    font-size: var(--text-xs);
  }
  .skipped li {
    padding: 2px 0;
    overflow-wrap: anywhere;
  }
  .skipped span {
    color: var(--ink-soft);
  }
  .wrong {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--error-wash);
    color: var(--error);
    overflow-wrap: anywhere;
  }
  @media (max-width: 640px) {
    dialog {
      padding: var(--space-4);
    }
    .classes li {
      grid-template: 'name count out' auto 'shots shots shots' auto / minmax(0, 1fr) auto 28px;
    }
  }
`;
