// What lies on the pad: nothing, strokes, a test digit, a picture, 28×28 pixels, noise, or the mean of many digits.
import type { Picture, Point } from '../engine/digit';

export type Input =
  | { readonly kind: 'blank' }
  | { readonly kind: 'strokes'; readonly strokes: Point[][]; readonly demo: boolean }
  | { readonly kind: 'sample'; readonly index: number }
  | { readonly kind: 'noise'; readonly seed: number }
  | { readonly kind: 'average'; readonly label: number } // of the test digits; −1: of all
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array } // 28×28, 0..255
  | { readonly kind: 'picture'; readonly picture: Picture };

export const BLANK: Input = { kind: 'blank' };

// Strokes are added in place; history keeps a list of its own. Finished strokes do not change.
export function copyInput(input: Input): Input {
  return input.kind === 'strokes' ? { ...input, strokes: [...input.strokes] } : input;
}

export function pointCount(input: Input): number {
  return input.kind === 'strokes' ? input.strokes.reduce((sum, stroke) => sum + stroke.length, 0) : 0;
}

// Pixels that go to the network as they are, not through the pen's stages.
export const isReady = (input: Input): boolean =>
  input.kind === 'sample' || input.kind === 'average' || input.kind === 'noise' || input.kind === 'pixels';
