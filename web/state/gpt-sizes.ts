// Sizes of a small GPT, each as a line of notation, and the settings that suit it.
import { type Setting, type Wishes, wished } from '../engine/train-settings';

export interface Size {
  readonly window: number; // characters that it sees
  readonly width: number; // numbers of each
  readonly layers: number;
  readonly heads: number;
  readonly rate: number;
  readonly steps: number; // that are planned for it
  readonly scored: number; // windows that a score is taken over
}

const WARM_UP = 100;

export const GPT_SIZES = {
  tiny: { window: 16, width: 24, layers: 1, heads: 2, rate: 0.01, steps: 2000, scored: 48 },
  small: { window: 32, width: 48, layers: 2, heads: 4, rate: 0.005, steps: 2000, scored: 48 },
  middle: { window: 64, width: 96, layers: 3, heads: 4, rate: 0.002, steps: 2000, scored: 24 },
} as const satisfies Readonly<Record<string, Size>>;

export type SizeName = keyof typeof GPT_SIZES;
export const SIZE_NAMES = Object.keys(GPT_SIZES) as readonly SizeName[];

// As GPT-2 (A. Radford et al., 2019), small: layernorm before each part, the embedding's weights again at the end.
export function gptLine({ window, width, layers, heads }: Size, characters: number): string {
  const head = (name: string) => `dense ${width}; ${name}: heads ${heads}`;
  return [
    `in ${window} ids=${characters}`,
    `e: embed ${width} init=normal gain=0.02`,
    'pos learned',
    `repeat ${layers} { n: layernorm`,
    `${head('q')}; from n`,
    `${head('k')}; from n`,
    `${head('v')}; from q`,
    'scores k; scale; mask causal; softmax; mix v; merge',
    `dense ${width}; r: add x; layernorm`,
    `dense ${4 * width}; gelu; dense ${width}; add r }`,
    'layernorm',
    `dense ${characters} w=e bias=0`,
    'softmax_ce',
  ].join('; ');
}

export const usualWishes = ({ rate, steps }: Size): Wishes => ({
  optimizer: 'adamw',
  rate,
  batch: 32,
  schedule: 'cosine',
  warmup_steps: WARM_UP,
  schedule_steps: steps - WARM_UP,
  final_rate: rate / 10,
});

export function usualOf(setting: Setting, size: Size): number {
  const wish = usualWishes(size)[setting.name];
  return wish === undefined ? setting.initial : wished(setting, wish);
}

// The size that a line is of, whatever its tokens. Undefined: of none.
export function sizeOf(notation: string): SizeName | undefined {
  const kinds = Number(/^in \d+ ids=(\d+);/.exec(notation)?.[1]);
  return SIZE_NAMES.find((name) => gptLine(GPT_SIZES[name], kinds) === notation);
}
