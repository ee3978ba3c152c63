// What a letter of a formula stands for: its colour is that of its part, in lessons, in Draw and in Step alike.
// The colours are in tokens.css as --is-PART; letters that are not here, and numbers of no part, are ink.
import type { Kind, Ref } from '../engine/look';

export const PARTS = ['value', 'weight', 'bias', 'gradient', 'loss', 'rate'] as const;
export type Part = (typeof PARTS)[number];

// What a formula is about: a network, or a slope that is walked down, where x and y are what is being changed.
export type About = 'net' | 'slopes';

const LETTERS: Readonly<Record<string, Part>> = {
  x: 'value',
  h: 'value',
  z: 'value',
  w: 'weight',
  W: 'weight',
  θ: 'weight',
  b: 'bias',
  δ: 'gradient',
  g: 'gradient',
  '∇': 'gradient',
  L: 'loss',
  η: 'rate',
};
const WALKED: Readonly<Record<string, Part>> = { x: 'weight', y: 'weight' };

// Behind these, b is a factor or an angle, θ an angle.
const ELSE: ReadonlySet<string> = new Set(['\\cdot', '\\,', '\\sin', '\\cos', '-']);

// `before`: the token before it; `times`: the part that stands before it in its row.
export function partOf(
  letter: string,
  about: About,
  before: string | undefined,
  times: Part | undefined,
): Part | undefined {
  if ((letter === 'b' || letter === 'θ') && ELSE.has(before ?? '')) return undefined;
  if (letter === 'y' && times === 'weight' && about === 'net') return 'value'; // w₁x + w₂y: a point's places
  return (about === 'slopes' ? WALKED[letter] : undefined) ?? LETTERS[letter];
}

// Of a number that the engine made. A bias is a parameter that no value is multiplied by.
export function partOfNumber(what: Ref | undefined, isBias = false): Part | undefined {
  const parts: Partial<Record<Kind, Part>> = {
    value: 'value',
    param: isBias ? 'bias' : 'weight',
    gradient: 'gradient',
    paramGradient: 'gradient',
    loss: 'loss',
  };
  return what && parts[what.kind];
}

// Of a number of the moment, by the name of its measure.
const MEASURED: readonly (readonly [RegExp, Part])[] = [
  [/rate(Now)?\d?$/, 'rate'],
  [/loss\d?$/i, 'loss'],
  [/^slopes\.(slope|gradient|derivative)\d?$/, 'gradient'],
  [/^slopes\.(x|y|next)\d?$/, 'weight'],
  [/^points\.w\d$/, 'weight'],
  [/^(points\.b|number\.bias)$/, 'bias'],
  [/^number\.(value|x\d)$/, 'value'],
  [/^points\.(share|square)Slope$/, 'gradient'],
  [/^(step\.(before|predicted|after)|train\.price)$/, 'loss'],
];
export const partOfMeasure = (name: string): Part | undefined =>
  MEASURED.find(([pattern]) => pattern.test(name))?.[1];

export const classOf = (part: Part | undefined): string => (part ? `is-${part}` : '');
