// How a curve's header, legend, field and table look.
import { css } from 'lit';

export const curveStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-2);
    min-height: 24px;
    flex: none;
  }
  header > gn-about {
    margin-left: calc(2px - var(--space-2));
  }
  .buttons {
    display: flex;
    margin-left: auto;
  }
  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
    font-size: var(--text-xs);
    color: var(--ink-soft);
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    white-space: nowrap;
  }
  button.key {
    min-height: 24px;
    padding: 0 3px;
    border-radius: var(--radius-s);
  }
  button.key[aria-pressed='true'] {
    background: var(--sunken);
    color: var(--ink);
  }
  .key::before {
    content: '';
    width: 16px;
    border-top: 2px solid var(--ink);
  }
  .key.dashed::before {
    border-top-style: dashed;
  }
  .key.thin::before {
    border-top: 1px solid var(--line-strong);
  }
  .key.past::before {
    border-top: 1px dotted var(--ink-faint);
  }
  .key.held::before {
    border-top: 2px dotted var(--positive);
  }
  .key.gap::before {
    border-top: 9px solid color-mix(in srgb, var(--ink-faint) 25%, transparent);
  }
  .key.deep::before {
    display: none;
  }
  .key.lane1::before {
    border-top: 2px dashed var(--positive);
  }
  .key.lane2::before {
    border-top: 2px dotted var(--negative);
  }
  .key.lane3::before {
    border-top: 2px dashed var(--ink-faint);
  }
  .field {
    position: relative;
    flex: 1;
    min-height: var(--field, 64px);
  }
  .plot {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }
  .u-wrap {
    font-family: var(--sans);
  }
  .bare {
    min-height: 24px;
    padding: 0 4px;
    font-size: var(--text-xs);
  }
  .bare[aria-pressed='true'] {
    color: var(--ink);
    background: var(--sunken);
  }
  .said {
    font-size: var(--text-xs);
    color: var(--ink-soft);
  }
  /* What is pointed at is said where the buttons were: a finger, which cannot leave, keeps them. */
  @media (hover: hover) {
    .saying {
      flex-wrap: nowrap;
      white-space: nowrap;
    }
    .saying .said {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .saying .buttons {
      position: absolute;
      opacity: 0;
      pointer-events: none;
    }
  }
  .rows {
    min-height: 96px;
  }
  .u-cursor-x,
  .u-cursor-y {
    border-color: var(--line-strong) !important;
  }
`;
