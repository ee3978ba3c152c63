// Line icons, 16×16, drawn in the colour of the text.
import { html, svg } from 'lit';

const icon = (body: unknown) => html`<svg viewBox="0 0 16 16" aria-hidden="true">${body}</svg>`;

export const icons = {
  pen: icon(svg`<path d="M3 13l.8-3.2L10.500 3 13 5.500 6.200 12.200 3 13z" />`),
  undo: icon(svg`<path d="M3 6h6.500a3.500 3.500 0 0 1 0 7H6M3 6l3-3M3 6l3 3" />`),
  clear: icon(svg`<path d="M4 4l8 8M12 4l-8 8" />`),
  picture: icon(
    svg`<rect x="2" y="3" width="12" height="10" rx="2" /><circle cx="5.800" cy="6.500" r="1.100" /><path d="M2.500 12l4-3.500 2.500 2 2.500-2.500 2.500 2.500" />`,
  ),
  dice: icon(
    svg`<rect x="2.500" y="2.500" width="11" height="11" rx="2.500" /><path d="M5.800 5.800h0M10.200 5.800h0M8 8h0M5.800 10.200h0M10.200 10.200h0" />`,
  ),
  sun: icon(
    svg`<circle cx="8" cy="8" r="3" /><path d="M8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M12.600 3.400l-.7.7M4.100 11.900l-.7.7" />`,
  ),
  moon: icon(svg`<path d="M13 9.500A5.500 5.500 0 1 1 6.500 3a4.500 4.500 0 0 0 6.500 6.500z" />`),
  auto: icon(svg`<circle cx="8" cy="8" r="5.500" /><path d="M8 2.500v11M8 5h4.500M8 8h5.400M8 11h4.500" />`),
  tick: icon(svg`<path d="M3 8.500l3.200 3.200L13 4.800" />`),
  lock: icon(
    svg`<rect x="3.500" y="7" width="9" height="6.500" rx="1.500" /><path d="M5.500 7V5a2.500 2.500 0 0 1 5 0v2" />`,
  ),
  play: icon(svg`<path d="M5 3l8 5-8 5V3z" />`),
  pause: icon(svg`<path d="M5.500 3.500v9M10.500 3.500v9" />`),
  first: icon(svg`<path d="M12 3.500L6.500 8l5.500 4.500M4 3.500v9" />`),
  last: icon(svg`<path d="M4 3.500L9.500 8 4 12.500M12 3.500v9" />`),
  sliders: icon(
    svg`<path d="M2.500 5h6M12.500 5h1M2.500 11h1M7.500 11h6" /><circle cx="10.500" cy="5" r="2" /><circle cx="5.500" cy="11" r="2" />`,
  ),
  share: icon(svg`<path d="M8 10V2.500M5 5l3-3 3 3M4 8H3v5.500h10V8h-1" />`),
  save: icon(svg`<path d="M8 2.500v7.500M5 7l3 3 3-3M3 13.500h10" />`),
  plus: icon(svg`<path d="M8 3.500v9M3.500 8h9" />`),
  minus: icon(svg`<path d="M3.500 8h9" />`),
  fit: icon(svg`<path d="M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10" />`),
  tour: icon(svg`<circle cx="8" cy="8" r="5.500" /><path d="M10.300 5.700L9 9l-3.300 1.300L7 7z" />`),
  up: icon(svg`<path d="M3.500 10L8 5.500l4.500 4.500" />`),
  down: icon(svg`<path d="M3.500 6L8 10.500 12.500 6" />`),
  blocks: icon(
    svg`<rect x="2.500" y="2.500" width="11" height="4.500" rx="1.500" /><rect x="2.500" y="9" width="6" height="4.500" rx="1.500" />`,
  ),
  race: icon(svg`<path d="M2.500 4h7M2.500 8h11M2.500 12h5" />`),
  curves: icon(svg`<path d="M2.500 2.500v11h11M4.500 4.500c1 5 3.500 6 8.500 6.500" />`),
  layers: icon(
    svg`<path d="M8 2.500l5.500 3L8 8.500l-5.500-3zM2.500 8.500l5.500 3 5.500-3M2.500 11l5.500 3 5.500-3" />`,
  ),
  activations: icon(svg`<path d="M2.500 11.500H8l5-8M2.500 13.500h11" />`),
  weights: icon(
    svg`<rect x="2.500" y="2.500" width="4.500" height="4.500" rx="1" /><rect x="9" y="2.500" width="4.500" height="4.500" rx="1" /><rect x="2.500" y="9" width="4.500" height="4.500" rx="1" /><rect x="9" y="9" width="4.500" height="4.500" rx="1" />`,
  ),
  mistakes: icon(svg`<circle cx="8" cy="8" r="5.500" /><path d="M6 6l4 4M10 6l-4 4" />`),
  moments: icon(svg`<circle cx="8" cy="8" r="5.500" /><path d="M8 4.800V8l2.200 1.600" />`),
  runs: icon(svg`<path d="M6 4h7.500M6 8h7.500M6 12h7.500M2.800 4h.4M2.800 8h.4M2.800 12h.4" />`),
  left: icon(svg`<path d="M10 3L5 8l5 5" />`),
  right: icon(svg`<path d="M6 3l5 5-5 5" />`),
};
