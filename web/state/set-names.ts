// The sets a net can be trained on in the page.
import type { SetName } from './data-files';

export type { SetName };
export const SET_NAMES = ['mnist', 'fashion'] as const satisfies readonly SetName[];
export const TRAIN_COUNT = 60_000;
export const TEST_COUNT = 10_000;
export const BLOCK = 5000; // training samples of a shard
