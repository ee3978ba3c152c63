// What lies on the pad: nothing, strokes, a test digit, or a picture.
import type { Picture, Point } from '../engine/digit';

export type Input =
  | { readonly kind: 'blank' }
  | { readonly kind: 'strokes'; readonly strokes: Point[][]; readonly demo: boolean }
  | { readonly kind: 'sample'; readonly index: number }
  | { readonly kind: 'picture'; readonly picture: Picture };

export const BLANK: Input = { kind: 'blank' };

// Strokes are added in place; history keeps a list of its own. Finished strokes do not change.
export function copyInput(input: Input): Input {
  return input.kind === 'strokes' ? { ...input, strokes: [...input.strokes] } : input;
}

export function pointCount(input: Input): number {
  return input.kind === 'strokes' ? input.strokes.reduce((sum, stroke) => sum + stroke.length, 0) : 0;
}
