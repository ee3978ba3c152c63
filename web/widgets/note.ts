// A note that opens beside what it is about, above everything: how it looks, and where it goes.
import { css } from 'lit';

const GAP_PX = 6;
const EDGE_PX = 12;

export const noteStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    width: min(300px, 100vw - 24px);
    margin: 0;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--raised);
    color: var(--ink-soft);
    box-shadow: var(--shadow);
    font-size: var(--text-s);
    font-weight: 400;
    line-height: 1.5;
    white-space: normal;
    text-align: left;
  }
`;

// Below it, or above it where there is no room; never beyond the window's side.
export function placeNote(note: HTMLElement, about: HTMLElement, indent = 0): void {
  const box = about.getBoundingClientRect();
  const { offsetHeight: height, offsetWidth: width } = note;
  const below = box.bottom + GAP_PX;
  const top = below + height > innerHeight - GAP_PX ? Math.max(GAP_PX, box.top - GAP_PX - height) : below;
  note.style.top = `${top}px`;
  note.style.left = `${Math.max(EDGE_PX, Math.min(box.left - indent, innerWidth - width - EDGE_PX))}px`;
}
