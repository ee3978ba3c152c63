// How the network's stage, names and places look.
import { css } from 'lit';

export const networkStyles = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
    overflow: clip;
    touch-action: pan-y;
  }
  :host([near]) {
    cursor: grab;
  }
  :host([near]),
  :host([near]) .hit {
    touch-action: none;
  }
  .stage {
    position: absolute;
    inset: 0 auto auto 0;
  }
  canvas {
    position: absolute;
    inset: 0;
  }
  .label {
    position: absolute;
    z-index: 1;
    text-align: center;
    font-size: var(--text-xs);
    line-height: 1.25;
    color: var(--ink-faint);
    pointer-events: none;
  }
  .label button {
    pointer-events: auto;
    border-radius: 4px;
    text-decoration: underline dotted var(--line-strong);
    text-underline-offset: 4px;
  }
  .label button {
    white-space: nowrap;
    padding-block: 5px; /* for fingers, in no more room */
    margin-block: -5px;
  }
  .label:not(.wide, .first, .last, .stacked) button {
    margin-inline: -0.75rem; /* a name a little wider than its place stays on its line */
  }
  .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .two {
    white-space: nowrap;
    line-height: 15px;
  }
  .two > span {
    display: inline-block;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .upright {
    display: grid;
    justify-content: center;
    align-items: end;
  }
  .label.upright button {
    margin-inline: 0;
    writing-mode: vertical-rl;
    max-height: 92px;
    overflow: hidden;
    text-overflow: ellipsis;
    text-decoration: none;
    line-height: 13px;
  }
  .label.short button {
    max-height: 38px;
  }
  .label.upright > span {
    padding: 1px 0;
  }
  .label button:hover {
    text-decoration: underline solid var(--ink);
  }
  .label b {
    font-weight: 600;
    color: var(--ink);
  }
  .foot {
    word-break: keep-all;
  }
  .foot b {
    font-weight: 500;
    color: var(--ink-soft);
  }
  .total {
    white-space: nowrap;
  }
  .label > span {
    background: var(--paper);
    border-radius: 4px;
    padding: 1px 3px;
  }
  .wide {
    display: flex;
    justify-content: space-between;
    gap: var(--space-2);
  }
  .first {
    text-align: left;
  }
  .last {
    display: flex;
    justify-content: flex-end; /* what is wider than its place runs inwards */
    margin-top: -1px; /* of its span, which is a block here */
    text-align: right;
  }
  .first > span {
    margin-left: -3px;
  }
  .last > span {
    margin-right: -3px;
  }
  .hit {
    position: absolute;
    cursor: zoom-in;
    border-radius: var(--radius-s);
    touch-action: pan-y;
  }
  .hit:focus-visible {
    outline-offset: 5px;
  }
  .empty {
    min-height: 420px; /* about what comes: nothing below it moves far */
    margin: 0;
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
`;
