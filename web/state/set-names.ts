// The sets a net can be trained on in the page.
import type { SetName } from './data-files';

export type { SetName };
export const SET_NAMES = ['mnist', 'fashion'] as const satisfies readonly SetName[];
// Or pictures of the learner's own.
export const DATA_NAMES = [...SET_NAMES, 'own'] as const;
export type DataName = (typeof DATA_NAMES)[number];
export const TRAIN_COUNT = 60_000;
export const TEST_COUNT = 10_000;
export const BLOCK = 5000; // training samples of a shard
