// The colours of classes, and of the regions they hold: the surer the net, the further from paper.
import { ramps } from './colour';

type Rgb = readonly [number, number, number];
const CLASSES = 12;
const LEAST = 0.06; // of the class's colour where the net is undecided, and
const MOST = 0.62; // where it is sure

export interface ClassColours {
  readonly css: readonly string[];
  readonly rgb: readonly Rgb[];
  readonly paper: Rgb;
}

let read: { of: unknown; colours: ClassColours } | undefined;

// Followed by who reads it: another theme has others.
export function classColours(): ClassColours {
  const of = ramps.value;
  const colours = read && read.of === of ? read.colours : readColours();
  read = { of, colours };
  return colours;
}

function readColours(): ClassColours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const css = Array.from({ length: CLASSES }, (_, i) => token(`--class-${i}`));
  return { css, rgb: css.map(rgbOf), paper: rgbOf(token('--raised')) };
}

export const classColour = (label: number): string => `var(--class-${label % CLASSES})`;

// Writes RGBA of a place whose strongest class has this share of `classes`.
export function paintClass(
  into: Uint8ClampedArray,
  at: number,
  { rgb, paper }: ClassColours,
  label: number,
  share: number,
  classes: number,
): void {
  const sure = Math.max(0, (share - 1 / classes) / (1 - 1 / classes));
  const part = LEAST + (MOST - LEAST) * sure;
  const colour = rgb[label % CLASSES] ?? paper;
  for (let i = 0; i < 3; i++) {
    const ground = paper[i] as number;
    into[at + i] = ground + part * ((colour[i] as number) - ground);
  }
  into[at + 3] = 255;
}

function rgbOf(hex: string): Rgb {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
