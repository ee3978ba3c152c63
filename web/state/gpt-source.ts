// What a run of a small GPT is made from: a text as it was cut, a size, a seed and settings.
import type { Wishes } from '../engine/train-settings';
import type { TrainerSource } from '../engine/trainer';
import type { Size } from './gpt-sizes';
import { type Lesson, type Split, split } from './gpt-text';
import type { Dealt } from './run-handle';
import type { RunText } from './run-text';

export interface GptSource {
  readonly source: TrainerSource;
  readonly data: Dealt;
}

// Undefined: the text is too short.
export function gptSource(
  lesson: Lesson,
  notation: string,
  size: Size,
  seed: number,
  settings: Wishes,
): GptSource | undefined {
  const parts = split(lesson.tokens, size.window);
  if (!parts) return undefined;
  const scored = Math.min(size.scored, parts.tests);
  return {
    source: {
      notation,
      seed,
      settings,
      scored,
      samples: parts.samples,
      ...windows(size.window, parts.tests),
    },
    data: dealt(`${lesson.key} ${size.window}`, parts),
  };
}

export const windows = (window: number, tests: number) =>
  ({ tests, size: window, text: true, block: 0 }) as const;

const give = (tokens: Int32Array<ArrayBuffer>) => ({
  pixels: new Uint8Array(tokens.buffer),
  labels: new Uint8Array(0),
});

export const dealt = (key: string, { train, test }: Pick<Split, 'train' | 'test'>): Dealt => ({
  key,
  train: give(train),
  test: give(test),
});

export const runTextOf = (lesson: Lesson, { source }: GptSource): RunText => ({
  name: lesson.name,
  merges: lesson.given ? -1 : lesson.merges,
  units: lesson.units,
  window: source.size,
  stride: 1,
  tests: source.tests,
  scored: source.scored ?? source.tests,
  perCharacter: lesson.tokens.length / Math.max(1, lesson.characters),
});
