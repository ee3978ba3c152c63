// The widgets a lesson may show: the playground's own, each fetched when a step first wants it.
import type { View } from '../state/settings';
import type { Need, Widgets } from './widget';
import { NET } from './widgets-net';
import { POINTS } from './widgets-points';
import { SLOPES } from './widgets-slopes';
import { TEXT } from './widgets-text';
import { TRAIN } from './widgets-train';

export const WIDGETS: Widgets = { ...NET, ...TRAIN, ...POINTS, ...SLOPES, ...TEXT };

export const WIDGET_NAMES = Object.keys(WIDGETS);

export const needs = (names: readonly string[]): ReadonlySet<Need> =>
  new Set(names.flatMap((name) => WIDGETS[name]?.needs ?? []));

// Where in the playground a step with these goes on: where the first belongs that is not of every view.
export const viewOf = (names: readonly string[]): View =>
  names.map((name) => WIDGETS[name]?.view).find((view) => view !== undefined) ?? 'draw';

export const load = (names: readonly string[]): Promise<unknown> =>
  Promise.all(names.map((name) => WIDGETS[name]?.load()));
