// No pointer that could hover, no keys at hand: hints speak of the finger, and what a title would say stands in the page.
export const touch = matchMedia('(hover: none) and (pointer: coarse)').matches;
