// A row that scrolls fades at the side where more of it lies.
import { css } from 'lit';

const FADE_PX = 36;

export const more = css`
  .more,
  :host([more]) {
    mask-image: linear-gradient(
      to right,
      transparent,
      #000 var(--more-left, 0px),
      #000 calc(100% - var(--more-right, 0px)),
      transparent
    );
  }
`;

// To be called when it scrolls, and when its size or what it holds has changed.
export function fade(row: HTMLElement | null | undefined): void {
  if (!row) return;
  const rest = row.scrollWidth - row.clientWidth;
  row.style.setProperty('--more-left', `${Math.min(FADE_PX, row.scrollLeft)}px`);
  row.style.setProperty('--more-right', `${Math.max(0, Math.min(FADE_PX, rest - row.scrollLeft))}px`);
}

export const faded = (event: Event): void => fade(event.currentTarget as HTMLElement);
