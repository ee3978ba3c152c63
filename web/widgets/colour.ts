// Numbers → colours, the same everywhere: signed values from orange through zero to blue, pixels from paper to ink.
// Ramps run through OKLab (Ottosson, 2020), so equal steps of the number look equally large.
import { signal } from '@preact/signals-core';

export interface Ramps {
  readonly signed: Uint32Array; // 511 ABGR: −1 … 1
  readonly signedCss: readonly string[];
  readonly pixel: Uint32Array; // 256 ABGR: 0 … 1
  readonly pixelCss: readonly string[];
  readonly wire: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly paper: string;
  readonly positive: string;
  readonly negative: string;
  readonly depths: readonly string[]; // of lines that are in an order, first to last
}

const HALF = 255;
const DEPTHS = 32;
type Lab = readonly [number, number, number];

export const ramps = signal<Ramps | undefined>(undefined);

// Reads the theme's tokens again. Widgets that draw follow `ramps`.
export function readTheme(root: HTMLElement): void {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const zero = toLab(token('--zero'));
  const signed = new Uint32Array(2 * HALF + 1);
  for (const [side, sign] of [
    ['positive', 1],
    ['negative', -1],
  ] as const) {
    const stops = [zero, toLab(token(`--${side}-half`)), toLab(token(`--${side}`))];
    for (let i = 0; i <= HALF; i++) signed[HALF + sign * i] = toAbgr(along(stops, i / HALF));
  }
  const pixel = new Uint32Array(256);
  const ends = [toLab(token('--pixel-0')), toLab(token('--pixel-1'))];
  for (let i = 0; i < 256; i++) pixel[i] = toAbgr(along(ends, i / 255));
  const order = [toLab(token('--negative')), toLab(token('--ink-faint')), toLab(token('--positive'))];
  const depths = Array.from({ length: DEPTHS }, (_, i) => cssOf(toAbgr(along(order, i / (DEPTHS - 1)))));
  ramps.value = {
    signed,
    signedCss: Array.from(signed, cssOf),
    pixel,
    pixelCss: Array.from(pixel, cssOf),
    wire: token('--wire'),
    ink: token('--ink'),
    faint: token('--ink-faint'),
    line: token('--line'),
    paper: token('--paper'),
    positive: token('--positive'),
    negative: token('--negative'),
    depths,
  };
}

// Index into `signed` of a value on a scale whose full colour is `full`. NaN looks like zero; its readout says NaN.
export function signedIndex(value: number, full: number): number {
  const share = value / full;
  return share >= 1 ? 2 * HALF : share <= -1 ? 0 : HALF + ((share * HALF) | 0);
}

export const pixelIndex = (value: number): number => (value >= 1 ? 255 : value > 0 ? (value * 255) | 0 : 0);

// The smallest of 1, 1.5, 2, 3, 5, 7 × 10ⁿ not below the largest magnitude: a scale that can be printed and stays put.
export function fullScale(values: Float32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > most && size !== Number.POSITIVE_INFINITY) most = size;
  }
  if (!(most > 1e-12)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [1, 1.5, 2, 3, 5, 7]) if (most <= step * power * 1.0001) return step * power;
  return 10 * power;
}

function along(stops: readonly Lab[], share: number): Lab {
  const at = share * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(at));
  const a = stops[i] as Lab;
  const b = stops[i + 1] as Lab;
  const t = at - i;
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

function toLab(hex: string): Lab {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  const [r, g, b] = [value >> 16, (value >> 8) & 255, value & 255].map((c) => linear(c / 255)) as [
    number,
    number,
    number,
  ];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toAbgr([lightness, a, b]: Lab): number {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const byte = (c: number) => Math.round(255 * Math.min(1, Math.max(0, gamma(c))));
  const red = byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

const cssOf = (abgr: number) => `rgb(${abgr & 255} ${(abgr >> 8) & 255} ${(abgr >> 16) & 255})`;
