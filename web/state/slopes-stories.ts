// Small stories of descent: a function, a start, who races, and what stands open beside it.
import type { Vector } from '../engine/surface';
import type { Wishes } from '../engine/train-settings';

export const SLOPES_PANELS = ['race', 'point', 'direction', 'starts', 'more'] as const;
export type SlopesPanel = (typeof SLOPES_PANELS)[number];

export interface SlopesState {
  readonly story: StoryName;
  readonly surface: string;
  readonly start: Vector;
  readonly ways: readonly Wishes[]; // one to four
  readonly steps: number; // of a walk
  readonly t: number; // of them, made
  readonly noise: number; // of each gradient: a deviation
  readonly seed: number;
  readonly decay: boolean; // the rates fall tenfold in half the walk
  readonly many: boolean; // a hundred starts at once
  readonly angle: number; // of the dial, degrees
  readonly panel: SlopesPanel;
}

interface Story extends Partial<SlopesState> {
  readonly surface: string;
  readonly start: Vector;
  readonly ways: readonly Wishes[];
  readonly steps: number;
}

const sgd = (rate: number): Wishes => ({ optimizer: 'sgd', rate });
const way = (optimizer: string, rate: number): Wishes => ({ optimizer, rate });

const TOLD = {
  slope: { surface: 'parabola', start: [-2.5, 0], ways: [sgd(0.1)], steps: 40, t: 3 },
  rates: {
    surface: 'parabola',
    start: [-2.5, 0],
    ways: [sgd(0.005), sgd(0.3), sgd(0.95), sgd(1.03)],
    steps: 30,
    t: 12,
  },
  valleys: {
    surface: 'valleys',
    start: [1.8, 0],
    ways: [sgd(0.05)],
    steps: 150,
    many: true,
    panel: 'starts',
  },
  direction: {
    surface: 'bowl',
    start: [-2.4, 1.2],
    ways: [sgd(0.1)],
    steps: 60,
    angle: 30,
    panel: 'direction',
  },
  canyon: {
    surface: 'canyon',
    start: [-10, 0.8],
    ways: [sgd(0.48), way('momentum', 0.3), way('rmsprop', 0.05), way('adam', 0.1)],
    steps: 300,
  },
  walls: {
    surface: 'canyon',
    start: [-10, 0.8],
    ways: [sgd(0.001), sgd(0.1), sgd(0.48), sgd(0.5)],
    steps: 300,
    t: 60,
  },
  saddle: {
    surface: 'saddle',
    start: [-1.6, 0.0001],
    ways: [sgd(0.1), way('momentum', 0.1), way('adam', 0.05)],
    steps: 150,
    t: 60,
  },
  plateau: {
    surface: 'plateau',
    start: [-3.2, 2.4],
    ways: [sgd(0.1), way('momentum', 0.1), way('rmsprop', 0.05), way('adam', 0.1)],
    steps: 150,
  },
  basins: {
    surface: 'basins',
    start: [0.4, 4.6],
    ways: [sgd(0.2)],
    steps: 400,
    many: true,
    panel: 'starts',
  },
  origin: { surface: 'product', start: [0, 0], ways: [sgd(0.1)], steps: 60, panel: 'point' },
  relu: { surface: 'relu', start: [-1.2, 0.8], ways: [sgd(0.1)], steps: 200, many: true, panel: 'point' },
  squares: { surface: 'squares', start: [-1, 3.4], ways: [sgd(0.1)], steps: 80 },
  spike: {
    surface: 'canyon',
    start: [-10, 0.8],
    ways: [way('adagrad_mean', 0.1), way('adagrad', 0.1)],
    steps: 2000,
    noise: 0.001,
  },
  level: { surface: 'trough', start: [0, 0], ways: [sgd(0.1)], steps: 100, panel: 'point' },
} as const satisfies Readonly<Record<string, Story>>;

export type StoryName = keyof typeof TOLD;
export const STORIES = Object.keys(TOLD) as StoryName[];
export const LOGARITHMIC: ReadonlySet<StoryName> = new Set(['canyon', 'walls', 'spike']); // their loss curve

export function told(story: StoryName): SlopesState {
  const own: Story = TOLD[story];
  return {
    t: own.steps,
    noise: 0,
    seed: 1,
    decay: false,
    many: false,
    angle: 0,
    panel: 'race',
    ...own,
    story,
  };
}
