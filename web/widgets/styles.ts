// Styles that every widget shares.
import { css } from 'lit';

export const shared = css`
  :host {
    box-sizing: border-box;
    font-variant-numeric: tabular-nums;
  }
  /* a formula in pieces, broken between them where the page is narrow */
  .pieces {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 0.28em;
    max-width: 100%;
  }
  /* what could not be fetched, in its place: no last word alone in a line */
  .absent {
    display: grid;
    justify-items: center;
    gap: var(--space-4);
    padding: 20vh var(--edge, 0px) 0;
    text-align: center;
    text-wrap: balance;
    color: var(--ink-soft);
  }
  /* what is wider than its place: a shade at the side where more of it lies */
  .scrolls {
    background:
      linear-gradient(to right, var(--paper) 40%, transparent) left / 28px 100% no-repeat local,
      linear-gradient(to left, var(--paper) 40%, transparent) right / 28px 100% no-repeat local,
      linear-gradient(to right, var(--line-strong), transparent) left / 10px 100% no-repeat scroll,
      linear-gradient(to left, var(--line-strong), transparent) right / 10px 100% no-repeat scroll;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2 {
    margin: 0;
    font-size: var(--text-s);
    font-weight: 600;
    letter-spacing: 0.005em;
    color: var(--ink);
  }
  .titled {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  p {
    margin: 0;
  }
  canvas {
    display: block;
  }
  math {
    font-family: var(--math);
  }
  /* the parts of letters.ts */
  .is-value.is-value {
    color: var(--is-value);
  }
  .is-weight.is-weight {
    color: var(--is-weight);
  }
  .is-bias.is-bias {
    color: var(--is-bias);
  }
  .is-gradient.is-gradient {
    color: var(--is-gradient);
  }
  .is-loss.is-loss {
    color: var(--is-loss);
  }
  .is-rate.is-rate {
    color: var(--is-rate);
  }
  button {
    touch-action: manipulation; /* two quick taps are two, and no zoom */
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  /* as high as a finger wants it, in no more room than it needs to be seen */
  input[type='range'] {
    height: 24px;
    margin-block: -4px;
    accent-color: var(--ink-soft);
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: var(--tap);
    padding: 0 var(--space-3);
    border-radius: var(--radius-m);
    border: 1px solid var(--line);
    background: var(--raised);
    font-size: var(--text-s);
    font-weight: 500;
    white-space: nowrap;
    transition:
      border-color var(--fast),
      background var(--fast);
  }
  .button:hover {
    border-color: var(--line-strong);
  }
  .button:active {
    background: var(--sunken);
  }
  .button.primary {
    background: var(--ink);
    border-color: var(--ink);
    color: var(--paper);
  }
  .button.bare {
    background: none;
    border-color: transparent;
    color: var(--ink-soft);
  }
  .button.bare:hover {
    color: var(--ink);
    border-color: var(--line);
  }
  .button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  @media (pointer: coarse) {
    .from,
    .param {
      min-height: 30px;
    }
  }
  .quiet {
    color: var(--ink-faint);
    font-size: var(--text-xs);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
    flex: none;
  }
`;
